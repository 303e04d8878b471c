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


def outside(result, shift_deg=0.0, velocities=()):
    """Truth itself as an outside tracker would write it."""
    truth = result.table("truth")
    number = np.unique(truth["object"], return_inverse=True)[1] + 1
    return {"time_s": truth["time_s"], "track": number, "latitude_deg": truth["latitude_deg"] + shift_deg,
            "longitude_deg": truth["longitude_deg"], "height_m": truth["height_m"],
            **{name: truth[name] for name in velocities}}  # fmt: skip


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
    file = write(tmp_path / "mine.csv", outside(result, velocities=("east_mps", "north_mps", "up_mps")))
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


def test_an_outside_table_with_names_scores_as_one_with_numbers(cli, folder, result, tmp_path):
    columns = outside(result)
    named = columns | {"track": np.array([f"T-{k:03d}" for k in columns["track"]])}
    arguments = ("score", folder, "--since", "start", "--json", "--tracks")
    one, two = (
        json.loads(cli(*arguments, write(tmp_path / name, table)).out)["scores"][name]
        for name, table in (("numbers.csv", columns), ("names.csv", named))
    )
    assert one["total"] == two["total"]
    # the rows are the truth's own; between them a table without velocities goes straight, the truth does not
    assert one["total"]["position_error_m"] < 1e-3
    assert one["total"]["completeness"] == 1.0
    assert 1.0 < one["total"]["localisation_m"] < 20.0


def test_a_table_in_another_time_is_refused_and_a_sparse_one_is_explained(cli, folder, result, tmp_path):
    columns = outside(result)
    late = columns | {"time_s": columns["time_s"] + 1577836800}
    unix = cli("score", folder, "--tracks", write(tmp_path / "unix.csv", late))
    assert unix.status == 2
    assert "lies in the time of the truth" in unix.err
    assert "Times count from the start of the scenario" in unix.err
    rare = {name: column[columns["time_s"] % 50.0 == 0.0] for name, column in columns.items()}
    file = write(tmp_path / "rare.csv", rare)
    said = cli("score", folder, "--since", "start", "--tracks", file).out
    assert "are longer than 15 s (50 s in the median), and nothing is known in them" in " ".join(said.split())
    wide = cli("score", folder, "--since", "start", "--tracks", file, "--longest-gap", 60, "--json").out
    few = cli("score", folder, "--since", "start", "--tracks", file, "--json").out
    shares = [json.loads(out)["scores"]["rare.csv"]["total"]["completeness"] for out in (few, wide)]
    assert shares[0] < 0.1
    assert shares[1] > 0.6


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("x,1,1,1,1\n", "bad.csv:2: time_s: 'x' was found, a number is needed"),
        ("1,,1,1,1\n", "column track has empty fields, the first in row 1"),
        ("1,a,1,1,1\n2,a,,1,1\n", "column latitude_deg has empty fields, the first in row 2"),
    ],
)
def test_cells_that_are_none_are_named(cli, folder, tmp_path, rows, words):
    file = tmp_path / "bad.csv"
    file.write_text("time_s,track,latitude_deg,longitude_deg,height_m\n" + rows)
    done = cli("score", folder, "--tracks", file)
    assert done.status == 2
    assert words in done.err


def test_many_runs_of_a_study_give_means_with_intervals(cli, tmp_path):
    gbad.study("one-aircraft", runs=4, out=tmp_path / "s")
    told = json.loads(cli("score", tmp_path / "s", "--runs", 4, "--json").out)
    figures = told["over_runs"]["post"]
    singles = [
        json.loads(cli("score", tmp_path / "s", "--run", k, "--json").out)["scores"]["post"]["total"] for k in range(4)
    ]
    for key in ("completeness", "gospa_m", "swaps"):
        mean = figures[key]["mean"]
        assert mean["estimate"] == pytest.approx(np.mean([one[key] for one in singles]))
        assert mean["low"] <= mean["estimate"] <= mean["high"]
    # four runs say little of a share: its interval is wide, and stays within its bounds
    share = figures["completeness"]
    assert share["kind"] == "bounded"
    assert 0.0 <= share["mean"]["low"] < share["mean"]["estimate"] - 0.1
    assert share["mean"]["high"] <= 1.0
    words = cli("score", tmp_path / "s", "--runs", 2).out
    assert "post: means over 2 runs" in words


def test_many_runs_are_refused_where_they_are_not_there(cli, folder, tmp_path):
    done = cli("score", folder, "--runs", 3)
    assert done.status == 2
    assert "holds the truth of 1 run; a study" in done.err
    done = cli("score", folder, "--runs", 3, "--run", 0)
    assert done.status == 2
    assert "leave out --run" in done.err
