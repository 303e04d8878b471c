"""Engagement radars that are turned: by the default rule, by a policy, and what it costs meanwhile."""

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.simulation.prepare import prepare
from gbad.simulation.rerun import rerun
from gbad.simulation.what_if import what_if

WEST = {
    "threats.aircraft.route.points.0": {
        "latitude_deg": 40.0,
        "longitude_deg": 30.6,
        "height_m": 8000.0,
        "speed_mps": 250.0,
    },
}
ABLE = {"units": {"battery": {"vehicle": "wheeled-battalion"}}}
TURNS = ABLE | {"commands.post.turns_radars": True}


@pytest.fixture(scope="module")
def turned():
    return gbad.run("one-aircraft", seed=7, changes=WEST | TURNS, record_all=True)


def test_without_a_turn_what_comes_from_behind_gets_through():
    stays = gbad.run("one-aircraft", seed=7, changes=WEST | ABLE)
    assert stays.outcomes["fate"][0] == "leaked"
    assert stays.outcomes["cause"][0] == Cause.OUTSIDE_SECTOR.identifier


def test_a_turned_radar_holds_it_and_the_battery_kills_it(turned):
    assert turned.outcomes["fate"][0] == "killed"
    own = turned.detections["radar"] == "battery-radar"
    azimuth = turned.detections["azimuth_deg"][own & (turned.detections["object"] != "")]
    assert len(azimuth) > 10
    assert np.abs((azimuth - 270.0 + 180.0) % 360.0 - 180.0).max() < 90.0


def test_it_sees_nothing_while_it_turns(turned):
    seen = np.sort(turned.detections["time_s"][turned.detections["radar"] == "battery-radar"])
    pointing = turned.pointing
    quiet = pointing["time_s"][(pointing["radar"] == "battery-radar") & (pointing["state"] == "turning")]
    assert len(quiet) == 1
    assert not ((seen >= quiet[0]) & (seen < quiet[0] + 60.0)).any()


def test_the_same_bytes_however_the_runs_are_counted():
    alone = gbad.run("one-aircraft", seed=7, runs=3, changes=WEST | TURNS)
    again = gbad.run("one-aircraft", seed=7, runs=3, changes=WEST | TURNS, batch=2)
    assert alone.result_hash == again.result_hash


def test_a_radar_that_faces_what_comes_is_not_turned():
    faces = gbad.run("one-aircraft", seed=7, changes=TURNS, record_all=True)
    plain = gbad.run("one-aircraft", seed=7, record_all=True)
    assert "turning" not in faces.pointing["state"]
    assert faces.outcomes["end_s"][0] == plain.outcomes["end_s"][0]


POLICY = """
import gbad

def assign(situation):
    fired = [(0, 1)] if len(situation.track) and not situation.flights.round.size else []
    if situation.time_s >= 60.0 and situation.resources.radar_ready[0] and situation.resources.boresight_rad[0] < 3.0:
        return [*fired, gbad.orders.turn(0, {degrees})]
    return fired
"""


def test_a_policy_turns_a_radar(tmp_path):
    (tmp_path / "mine.py").write_text(POLICY.format(degrees=270.0))
    changes = WEST | ABLE | {"commands.post.policy": f"{tmp_path}/mine.py:assign"}
    result = gbad.run("one-aircraft", seed=7, changes=changes, record_all=True)
    states = result.pointing["state"] == "turning"
    assert result.pointing["time_s"][states].tolist() == [60.0]
    assert result.outcomes["fate"][0] == "killed"


@pytest.mark.parametrize(
    ("degrees", "able", "told"),
    [("float('nan')", ABLE, "0 to 360 is allowed"), ("270.0", {}, "which nothing says how to turn")],
)
def test_a_turn_that_cannot_be_is_refused(tmp_path, degrees, able, told):
    (tmp_path / "mine.py").write_text(POLICY.format(degrees=degrees).replace(">= 60.0", ">= 0.0"))
    changes = able | {"commands.post.policy": f"{tmp_path}/mine.py:assign"}
    with pytest.raises(InputError, match=told):
        gbad.run("one-aircraft", seed=7, changes=changes)


def test_runs_side_by_side_are_not_turned():
    battle = gbad.Battle.begin("one-aircraft", seed=7, runs=2, changes=ABLE)
    battle.advance()
    with pytest.raises(InputError, match="one run at a time"):
        battle.decide({"post": [gbad.orders.turn(0, 200.0)]})


def test_a_turned_battle_is_saved_and_played_on_to_the_same_end(tmp_path):
    story = gbad.Battle.begin("one-aircraft", seed=7, changes=WEST | TURNS).play(until_s=300.0)
    story.save(tmp_path / "battle.npz")
    copy = story.copy()
    ends = [battle.play().close().result_hash for battle in (story, copy, gbad.Battle.load(tmp_path / "battle.npz"))]
    assert len(set(ends)) == 1


@pytest.mark.parametrize(
    ("scenario", "changes", "at_s", "battery"),
    [
        ("one-aircraft", WEST | TURNS, 300.0, "battery"),
        ("march-and-shoot", {"threats.between": None, "threats.first": None}, 5300.0, "alpha"),
    ],
)
def test_a_change_that_changes_nothing_goes_on_from_where_everybody_stands(scenario, changes, at_s, battery):
    ready = prepare(scenario, changes)
    found = what_if(ready, at_s, {f"batteries.{battery}.reaction_time_s": 9.0}, seed=7, redraws=2)
    assert len(found.was.shots["run"]) > 0
    assert found.would.result_hash == found.was.result_hash
    assert (found.leaked_was == found.leaked_would).all()


def test_why_is_asked_of_a_run_in_which_a_radar_was_turned():
    lame = WEST | TURNS | {"figures": {"48N6E3": {"single_shot": {"aircraft": 0.05}}}}
    ready = prepare("one-aircraft", lame)
    found = rerun(ready, "aircraft", seed=7, redraws=3)
    assert found.cause in (Cause.SHOT_AND_MISSED, Cause.NO_ROUND)
    assert 0.0 <= found.share_was <= 1.0
