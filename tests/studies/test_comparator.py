"""What variants gave away at their decisions, and whether it helped: said where the interval leaves no doubt."""

import json

import pytest

import gbad
from gbad.studies.comparator import Held, comparator, lines, told
from gbad.studies.design import Design, Variant
from gbad.studies.intervals import Interval

MEASURES = ("leaked", "given_away_percent")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    variants = tuple(Variant(f"policy={n}", {"commands.post.policy": n}) for n in ("first-come", "optimal"))
    design = Design("channels-bind", variants, runs=3, measures=MEASURES, seed=14)
    return gbad.study(design, out=tmp_path_factory.mktemp("held") / "s", workers=1, backend="threads")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-3.0, -0.1, "waiting or looking helped"),
        (0.1, 2.0, "more got through"),
        (-1.0, 1.0, "no difference can be told"),
        (-3.0, 0.5, "no difference can be told"),
        (-0.5, 3.0, "no difference can be told"),
    ],
)
def test_the_verdict_needs_the_whole_interval(low, high, words):
    assert words in Held("v", 5.0, Interval((low + high) / 2.0, low, high)).verdict


def test_the_comparator_is_the_variant_whose_policies_are_optimal(study):
    (held,) = comparator(study)
    assert held.variant == "policy=first-come"
    assert held.given_away_percent == pytest.approx(study.sample("given_away_percent", 0).mean())
    pairs = study.sample("value_leaked", 0) - study.sample("value_leaked", 1)
    assert held.difference.estimate == pytest.approx(pairs.mean())
    assert told(study)[0]["verdict"] == held.verdict
    assert json.loads(json.dumps(study.summary()))["comparator"] == told(study)


def test_text_and_page_say_it(study):
    (line,) = lines(study)
    assert line.startswith("policy=first-come gave away ")
    assert line in str(study)
    assert "gave away" in (study.folder / "report.html").read_text()


def test_studies_without_comparator_say_nothing(tmp_path):
    plain = Design("one-aircraft", (Variant("base", {}),), runs=2)
    found = gbad.study(plain, out=tmp_path / "s", workers=1, backend="threads")
    assert lines(found) == []
    assert "comparator" not in found.summary()


def test_a_run_says_what_its_decisions_gave_away():
    changes = {"commands.post.policy": "first-come"}
    result = gbad.run("channels-bind", seed=14, changes=changes)
    found = result.manifest["summary"]["decisions"]
    assert 0.0 < found["given_away"] < 1.0
    assert found["compared"] > 20
    assert result.summary().to_json()["decisions"] == found
    best = gbad.run("channels-bind", seed=14, changes={"commands.post.policy": "optimal"})
    assert best.manifest["summary"]["decisions"]["given_away"] == 0.0
