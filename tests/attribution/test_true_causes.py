"""Built cases whose cause is known: one limit stands in the way, and it is named, with its nearest miss."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause

CASES = Path(__file__).parent / "cases"
SEED = 3
QUICK = {"duration_s": 900.0}


def leaker(changes: dict[str, Any], seed: int = SEED) -> dict[str, Any]:
    """The one threat of ``one-aircraft`` after changes; it must have leaked."""
    outcomes = gbad.run("one-aircraft", seed=seed, changes=changes).outcomes
    (row,) = [row for row in outcomes.rows() if row["is_threat"]]
    assert row["fate"] == "leaked", row["fate"]
    return dict(row)


def coming_from(bearing_deg: float, km: float, **more: Any) -> dict[str, Any]:
    """Way of the threat: from a bearing and distance straight to the town."""
    north = math.cos(math.radians(bearing_deg)) * km / 111.2
    east = math.sin(math.radians(bearing_deg)) * km / (111.2 * math.cos(math.radians(40.0)))
    point = {"latitude_deg": 40.0 + north, "longitude_deg": 32.9 + east, "height_m": 8000.0, "speed_mps": 250.0} | more
    return {"threats.aircraft.route": {"kind": "waypoints", "points": [point]}}


NO_SEARCH = {"radars.search": None}
HOLD = {"commands.post.weapons_control": "hold", "commands.post.self_defence": False}
BUILT: dict[str, list[tuple[Cause, dict[str, Any]]]] = {
    "outside the engagement radar's sector": [
        (Cause.OUTSIDE_SECTOR, coming_from(b, 120.0)) for b in (170, 190, 210, 230, 250, 270, 290, 310, 330, 350)
    ],
    "and nobody searched": [
        (Cause.SEVERAL, NO_SEARCH | coming_from(b, 100.0)) for b in (200, 220, 240, 260, 280, 300, 320, 340)
    ],
    "a silent search radar": [
        (Cause.SILENT, {"radars.search.silent": [{"from_s": 0.0, "to_s": 900.0}]} | coming_from(90, km))
        for km in (110.0, 130.0, 150.0, 170.0, 190.0)
    ],
    "a silent engagement radar": [
        (Cause.SILENT, {"batteries.battery.silent": [{"from_s": 0.0, "to_s": 900.0}]} | coming_from(90, km))
        for km in (110.0, 130.0, 150.0, 170.0, 190.0)
    ],
    "nobody tells the engagement radar where to look": [
        (Cause.NO_CUE, NO_SEARCH | coming_from(90, km)) for km in (80.0, 90.0, 100.0, 110.0, 120.0, 130.0)
    ],
    "an echo too weak": [
        (Cause.ECHO_TOO_WEAK, {"threats.aircraft.rcs_m2": 1e-9} | coming_from(90, km))
        for km in (80.0, 100.0, 120.0, 140.0, 160.0)
    ],
    "fire is not free": [
        (Cause.WITHHELD_BY_DOCTRINE, HOLD | coming_from(90, km))
        for km in (110.0, 130.0, 150.0, 170.0)
    ],
    "no round": [
        (
            Cause.NO_ROUND,
            {
                "batteries.battery.launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 1}}],
                "threats.aircraft.count": 4,
                "threats.aircraft.abreast_km": 5.0,  # else they are one plot, and one burst
            }
            | coming_from(90, km),
        )
        for km in (110.0, 130.0)
    ],
    "the command hears of it too late": [
        (Cause.NOT_SHARED_IN_TIME, {"links.search": {"type": "data-link", "latency_s": 3_000.0}} | coming_from(90, km))
        for km in (110.0, 130.0, 150.0)
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", BUILT)
def test_the_one_limit_in_the_way_is_the_cause(what):
    for cause, changes in BUILT[what]:
        if "threats.aircraft.count" in changes:
            outcomes = gbad.run("one-aircraft", seed=SEED, changes=changes).outcomes
            causes = set(outcomes["cause"][outcomes["fate"] == "leaked"].tolist())
            assert cause.identifier in causes, (changes, causes)
        else:
            row = leaker(changes)
            assert row["cause"] == cause.identifier, (changes, row["cause"], row["evidence"])
            named = [Cause[name.upper()] for name in row["also"].split()] if cause == Cause.SEVERAL else [cause]
            assert all(each.sentence in row["evidence"] for each in named)


@pytest.mark.parametrize(
    ("name", "cause", "said"),
    [
        ("overhead", "above_elevations", "degrees above its highest elevation"),
        # two gates, since nobody searched there either
        ("sector", "several", "degrees outside its sector"),
        ("blind_range", "inside_blind_range", "km inside its blind range"),
    ],
)
def test_causes_that_were_once_false(name, cause, said):
    result = gbad.run(CASES / f"{name}.yaml")
    (row,) = list(result.outcomes.rows())
    assert (row["fate"], row["cause"]) == ("leaked", cause)
    assert said in row["evidence"]
    assert cause != "several" or set(row["also"].split()) == {"outside_sector", "no_cue"}


def test_opening_the_blind_range_lets_it_be_detected():
    opened = gbad.run(CASES / "blind_range.yaml", changes={"radars.search.minimum_range_km": 0.5})
    assert np.isfinite(opened.outcomes["first_detection_s"][0])
    shut = gbad.run(CASES / "blind_range.yaml")
    assert np.isnan(shut.outcomes["first_detection_s"][0])


@pytest.mark.parametrize("bearing", [170.0, 215.0, 270.0, 330.0])
def test_the_miss_of_a_sector_is_the_angle_to_its_edge(bearing):
    row = leaker(NO_SEARCH | coming_from(bearing, 190.0) | {"duration_s": 800.0})
    told = float(row["evidence"].split(" degrees outside its sector")[0].rsplit(" ", 1)[1])
    at_s = float(row["evidence"].split("degrees outside its sector, at ")[1].split(" s)")[0])
    # where it was at that moment: on its straight way to the town, which lies 8.5 km west of the radar
    left_km = 0.25 * (row["end_s"] - at_s)
    assert 3.0 < left_km < 10.0
    east_km = -0.1 * 111.2 * math.cos(math.radians(40.0)) + left_km * math.sin(math.radians(bearing))
    seen_deg = math.degrees(math.atan2(east_km, left_km * math.cos(math.radians(bearing)))) % 360.0
    # the radar looks east, 45 degrees to each side
    assert told == pytest.approx(abs((seen_deg - 90.0 + 180.0) % 360.0 - 180.0) - 45.0, abs=2.0)


def test_an_echo_that_drowns_in_jamming_is_told_from_a_weak_one():
    clean = gbad.run("one-aircraft", seed=SEED)
    assert clean.outcomes["fate"][0] == "killed"
    for erp_kw in (30_000.0, 300_000.0):
        row = leaker({"threats.aircraft.jammer": {"erp_kw": erp_kw, "from_ghz": 0.1, "to_ghz": 20.0}})
        assert row["cause"] == Cause.JAMMED.identifier, row["evidence"]


def test_every_leaker_of_a_raid_has_a_cause_evidence_and_a_group():
    result = gbad.run("ankara-2019", seed=1)
    leaked = result.outcomes[result.outcomes["fate"] == "leaked"]
    assert len(leaked) > 5
    for row in leaked.rows():
        cause = Cause[row["cause"].upper()]
        assert cause not in (Cause.NONE, Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD)
        assert row["evidence"].endswith(".")
        assert cause.identifier not in row["also"].split()
    groups = result.summary()["leak_groups"]
    assert sum(groups.values()) == len(leaked)
