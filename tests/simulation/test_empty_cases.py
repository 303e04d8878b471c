"""Empty cases end well: nothing near, nothing at all."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import gbad
from gbad import report
from gbad.report.replay_data import replay_data
from gbad.scenario.document import parse_document
from gbad.studies.design import Design, Variant

CASES = Path(__file__).parents[1] / "cases"


def test_a_threat_that_never_comes_near_survives_and_has_its_pages():
    result = gbad.run(CASES / "far.yaml")
    assert result.outcomes["fate"].tolist() == ["survived"]
    assert "nan" not in report.build(result).replace("finance", "")
    assert replay_data(result)["rounds"] == []


def test_a_defence_without_a_battery_has_its_page():
    result = gbad.run("one-aircraft", changes={"batteries.battery": None, "duration_s": 60.0})
    assert "<svg" in report.build(result)
    assert all("rounds" in site for site in result.manifest["sites"])


def test_a_raid_on_nothing_has_its_outcomes():
    ends = [{"latitude_deg": 40.0, "longitude_deg": east} for east in (33.5, 33.2)]
    changes = {"assets": None, "threats.aircraft.aims_at": None, "threats.aircraft.route.points": ends}
    result = gbad.run("one-aircraft", changes={**changes, "duration_s": 30.0})
    assert not result.outcomes["damaged"].any()


TEXT = (Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml").read_text(encoding="utf-8")
HELD = {"commands.post.weapons_control": "hold", "commands.post.self_defence": "false"}
EMPTY = {
    "a second": {"duration_s": 1.0},
    "less than a cycle": {"duration_s": 0.3},
    "no multiple of a cycle": {"duration_s": 89.5},
    "rounds in flight at the end": {"cycle_s": 5.0, "duration_s": 93.0},
    "nothing flies": {"threats": None},
    "nothing is defended": {"assets": None, "threats": None},
    "no battery": {"batteries": None},
    "no search radar": {"radars": None},
    "no ground named": {"terrain": None},
    "no round is fired": HELD,
}


@pytest.mark.parametrize("runs", [1, 2])
@pytest.mark.parametrize("name", sorted(EMPTY))
def test_empty_cases_end_with_a_result_and_a_page_without_nan(name, runs):
    result = gbad.run("one-aircraft", runs=runs, changes=EMPTY[name])
    summary = result.summary()
    assert summary["killed"] + summary["leaked"] + summary["survived"] == summary["threats"]
    page = report.build(result)
    assert re.findall(r"\bnan\b", page, re.IGNORECASE) == []
    if EMPTY[name] is HELD:
        assert "It did not fire." in page
        assert ("Rounds: median 0" in page) == (runs == 2)


@pytest.mark.parametrize(("latitude", "longitude"), [(40.0, 179.9), (75.0, 33.0), (-79.0, 33.0), (0.0, -179.95)])
def test_the_date_line_and_high_latitudes_are_places_like_others(latitude, longitude):
    def east(degrees: float) -> str:
        return f"{(longitude + degrees + 180.0) % 360.0 - 180.0:.4f}"

    text = TEXT.replace("latitude_deg: 40.0", f"latitude_deg: {latitude}")
    for old, degrees in (("33.0", 0.0), ("32.9", -0.1), ("35.35", 2.0 / math.cos(math.radians(latitude)))):
        text = text.replace(f"longitude_deg: {old}", f"longitude_deg: {east(degrees)}")
    result = gbad.run(parse_document(text, "place"), seed=2)
    assert result.outcomes["fate"].tolist() == ["killed"]
    assert "nan" not in re.findall(r"\w+", report.build(result))


def test_a_study_of_nothing_has_its_answer(tmp_path):
    design = Design("one-aircraft", (Variant("none", {"threats": None}), Variant("short", {"duration_s": 1.0})), runs=3)
    study = gbad.study(design, out=tmp_path / "study", workers=1)
    assert study.manifest["notes"] == [
        "duration_s: the end at 1 s comes before the arrival of aircraft; not killed by then counts as survived."
    ]
    assert not study.outcome.failures
    assert "nan" not in str(study).split()
