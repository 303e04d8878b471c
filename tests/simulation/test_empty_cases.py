"""Empty cases end well: nothing near, nothing at all."""

from __future__ import annotations

from pathlib import Path

import gbad
from gbad import report
from gbad.report.replay_data import replay_data

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
