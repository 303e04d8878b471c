"""Reruns: the gate that a cause names, opened; alone, with another, by dice; and on real ground not at all."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gbad.attribution.interventions import TABLE, Where
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.simulation.opening import Gate
from gbad.simulation.prepare import prepare
from gbad.simulation.replay import Replay
from gbad.simulation.rerun import LIFT, Opened, reached, rerun
from gbad.simulation.rerun_told import verdict

SEED = 3
POINT = {"latitude_deg": 40.0, "longitude_deg": 34.45, "height_m": 8000.0, "speed_mps": 250.0}
QUICK = {"duration_s": 640.0, "threats.aircraft.route": {"kind": "waypoints", "points": [POINT]}}
SILENT = {"radars.search.silent": [{"from_s": 0.0, "to_s": 900.0}]}
BEHIND = {"threats.aircraft.route": {"kind": "waypoints", "points": [POINT | {"longitude_deg": 31.45}]}}
NO_SEARCH = {"radars.search": None}


def tried(changes, redraws=4, threat="aircraft", scenario="one-aircraft"):
    return rerun(prepare(scenario, changes), threat, seed=SEED, redraws=redraws)


def test_the_gate_that_a_cause_names_is_opened_and_it_is_killed():
    told = tried(QUICK | SILENT)
    assert (told.cause, told.verdict) == (Cause.SILENT, "confirmed")
    (one,) = told.tried
    assert one.reached
    assert one.killed
    assert one.share - one.share_was >= LIFT
    assert "search is never silent" in one.gates[0].words


def test_two_gates_are_several_and_the_pair_is_named():
    told = tried(QUICK | NO_SEARCH | BEHIND)
    assert told.cause == Cause.SEVERAL
    assert told.verdict == "several"
    assert {gate.line.cause for gate in told.helping.gates} == {Cause.OUTSIDE_SECTOR, Cause.NO_CUE}
    assert not any(each.helps for each in told.tried[:-1])
    assert "looks all round and" in verdict(told)


def test_where_no_opening_helps_the_cause_is_several_and_that_is_said():
    told = tried(QUICK | {"threats.aircraft.rcs_m2": 1e-9} | SILENT | BEHIND)
    assert (told.verdict, told.helping) == ("several", None)
    assert "nothing that was tried" in verdict(told)


def half_as_good(tables):
    missiles = tables.defence.interceptors
    missiles = replace(missiles, reliability=0.5 * missiles.reliability)
    return replace(tables, defence=replace(tables.defence, interceptors=missiles))


def test_what_was_missed_is_told_by_redraws_only():
    # the result of the first shot comes too late for a second
    changes = QUICK | {"batteries.battery.assessment_delay_s": 600.0}
    ready = prepare("one-aircraft", changes)
    ready = replace(ready, tables=half_as_good(ready.tables))
    seed = next(seed for seed in range(1, 60) if Replay(ready, seed, 0, 0).cause == Cause.SHOT_AND_MISSED)
    told = rerun(ready, "aircraft", seed=seed, redraws=12)
    assert (told.verdict, told.tried) == ("chance", ())
    assert 0.0 < told.share_was < 1.0
    assert "A matter of dice" in verdict(told)


def test_on_real_ground_a_gate_of_place_is_told_and_not_opened():
    told = tried(QUICK | BEHIND | {"terrain": {"kind": "built-in"}})
    assert (told.cause, told.verdict, told.tried) == (Cause.OUTSIDE_SECTOR, "place", ())
    assert "made-up ground" in verdict(told)


def test_the_killed_and_the_unknown_have_no_gate():
    with pytest.raises(InputError, match="did not get through"):
        tried(QUICK)
    with pytest.raises(InputError, match="no object of that id"):
        tried(QUICK, threat="nobody")


# gates that stand open for an aircraft that is killed: far inside every limit, first of its kind, whole units
OPEN = [
    Cause.NEVER_IN_LINE_OF_SIGHT, Cause.OUTSIDE_SECTOR, Cause.ABOVE_ELEVATIONS, Cause.INSIDE_BLIND_RANGE,
    Cause.IN_NOTCH, Cause.JAMMED, Cause.SILENT, Cause.UNIT_LOST, Cause.TRACK_LOST, Cause.NOT_SHARED_IN_TIME,
    Cause.WITHHELD_BY_DOCTRINE, Cause.NO_CHANNEL, Cause.NO_ROUND, Cause.TOO_NEAR, Cause.TOO_LOW,
    Cause.TOO_FAST,
]  # fmt: skip
AT_ONCE = {"type": "data-link", "latency_s": 0.0, "loss_probability": 0.0}
OPEN_BY_CHANGES = {"links.search": AT_ONCE, "links.battery-radar": AT_ONCE}


@pytest.fixture(scope="module")
def killed():
    return Replay(prepare("one-aircraft", QUICK | OPEN_BY_CHANGES), SEED, 0, 0)


@pytest.mark.parametrize("from_s", [40.0])
@pytest.mark.parametrize("cause", OPEN, ids=lambda cause: cause.identifier)
def test_opening_a_gate_that_was_open_changes_nothing(killed, cause, from_s):
    radar = 1 if cause in (Cause.OUTSIDE_SECTOR, Cause.ABOVE_ELEVATIONS) else 0
    at = Where(object=0, radar=radar, battery=0, command=0, miss=math.nan, lowest_m=8_000.0)
    book = killed.played((Gate(TABLE[cause], at, from_s, "radar", "battery", "post"),))
    np.testing.assert_array_equal(book.truth.end_s, killed.book.truth.end_s)
    np.testing.assert_array_equal(book.first_s, killed.book.first_s)
    rounds = killed.book.shots.end_s.shape[1]
    np.testing.assert_array_equal(book.shots.miss_distance_m[:, :rounds], killed.book.shots.miss_distance_m)
    assert not (book.shots.status[:, rounds:] > 0).any()


def test_rounds_to_spare_are_held_back_until_the_magazine_is_empty():
    changes = QUICK | {
        "batteries.battery.launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 1}}],
        "threats.aircraft.count": 2,
        "threats.aircraft.abreast_km": 10.0,
    }
    replay = Replay(prepare("one-aircraft", changes), SEED, 0, 1)
    if replay.cause != Cause.NO_ROUND:
        replay = Replay(prepare("one-aircraft", changes), SEED, 0, 0)
    assert replay.cause == Cause.NO_ROUND
    told = rerun(replay.ready, str(replay.ready.tables.objects.id[replay.who]), seed=SEED, redraws=4)
    gate = told.tried[0].gates[0]
    book = replay.played((gate,))
    spare = book.shots.order_s[0, 1:]
    assert np.nanmin(spare) >= gate.from_s
    assert book.shots.order_s[0, 0] == replay.book.shots.order_s[0, 0]
    assert told.tried[0].reached


def test_a_stage_that_came_as_before_does_not_count_as_reached(killed):
    at = Where(object=0, radar=0, battery=0, command=0, miss=math.nan, lowest_m=8_000.0)
    replay = Replay(prepare("one-aircraft", QUICK | SILENT), SEED, 0, 0)
    gate = Gate(TABLE[Cause.IN_NOTCH], at, 0.0, "search", "battery", "post")
    assert not reached(replay, replay.played((gate,)), gate)
    assert not Opened((gate,), False, False, Cause.SILENT, 0.5, 0.3).helps
