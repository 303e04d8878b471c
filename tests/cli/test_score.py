"""``gbad score``: the command posts' tracks, and the table of an outside tracker."""

from __future__ import annotations

import json

import numpy as np
import pytest

import gbad


@pytest.fixture(scope="module")
def result():
    return gbad.run("ankara-2019", seed=7, changes={"duration_s": 240.0})


@pytest.fixture
def folder(result, tmp_path):
    return result.save(tmp_path / "results")


def write(path, columns):
    names = list(columns)
    rows = zip(*(columns[name] for name in names), strict=True)
    path.write_text("\n".join([",".join(names), *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


def outside(result, shift_deg=0.0):
    """Truth itself as an outside tracker would write it."""
    truth = result.table("truth")
    number = np.unique(truth["object"], return_inverse=True)[1] + 1
    return {"time_s": truth["time_s"], "track": number, "latitude_deg": truth["latitude_deg"] + shift_deg,
            "longitude_deg": truth["longitude_deg"], "height_m": truth["height_m"]}  # fmt: skip


def test_the_posts_are_scored_by_class_and_over_time(cli, folder, result):
    told = json.loads(cli("score", folder, "--json").out)["scores"]
    assert set(told) == {"alpha-post", "bravo-post"}
    one = told["bravo-post"]
    assert 0.3 < one["total"]["completeness"] < 1.0
    assert set(one["by_type"]) <= set(result.outcomes["type"])
    assert len(one["over_time"]["time_s"]) == len(one["over_time"]["gospa_m"])
    words = cli("score", folder).out
    assert "bravo-post: by class" in words
    assert "completeness" in words


def test_truth_handed_in_as_an_outside_table_is_perfect(cli, folder, result, tmp_path):
    file = write(tmp_path / "mine.csv", outside(result))
    total = json.loads(cli("score", folder, "--tracks", file, "--since", "start", "--json").out)["scores"]["mine.csv"][
        "total"
    ]
    assert total["gospa_m"] < 1e-3
    assert (total["completeness"], total["swaps"], total["spuriousness"]) == (1.0, 0, 0.0)


def test_an_outside_table_a_kilometre_off_is_useless_within_half_of_it(cli, folder, result, tmp_path):
    file = write(tmp_path / "off.csv", outside(result, 0.009))
    arguments = ("score", folder, "--tracks", file, "--since", "start", "--json", "--cutoff")
    near = json.loads(cli(*arguments, 2000).out)["scores"]["off.csv"]["total"]
    far = json.loads(cli(*arguments, 300).out)["scores"]["off.csv"]["total"]
    assert near["position_error_m"] == pytest.approx(1000.0, rel=0.02)
    assert (near["completeness"], far["completeness"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "expected a file that exists"), ("time_s,track\n1,2\n", "column latitude_deg is missing")],
)
def test_a_table_that_cannot_be_used_is_bad_input(cli, folder, tmp_path, content, words):
    file = tmp_path / "bad.csv"
    if content:
        file.write_text(content)
    done = cli("score", folder, "--tracks", file)
    assert done.status == 2
    assert words in done.err
