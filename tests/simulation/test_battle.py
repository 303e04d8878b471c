"""The battle as a value: stepped, copied, saved and loaded it tells what ``gbad.run`` tells; orders have actions."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.errors import InputError, ResultsError
from gbad.messages import END_NAMES
from gbad.scenario.document import open_document
from gbad.simulation.spine import Batch

SEED = 5
# with jamming, with a Python tracker, with fusion, with many threats
SCENES = {
    "decoys-and-chaff": {"tracker": "imm"},
    "two-radars": {},
    "civil-traffic": {"identification": "bayes"},
    "one-aircraft": {},
}


def halfway(battle: gbad.Battle) -> gbad.Battle:
    return battle.play(0.5 * float(battle._state.tables.duration_s))


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("runs", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_stepped_copied_saved_and_loaded_battles_end_as_a_run_does(name, runs, tmp_path):
    changes = {f"commands.{post}.{key}": value for post in open_ids(name) for key, value in SCENES[name].items()}
    whole = gbad.run(name, seed=SEED, runs=runs, changes=changes, record_all=True).result_hash
    battle = halfway(gbad.Battle.begin(name, seed=SEED, runs=runs, changes=changes))
    copy = battle.copy()
    path = battle.save(tmp_path / "half.gbad")
    assert battle.play().close().result_hash == whole
    assert copy.play().close().result_hash == whole
    assert gbad.Battle.load(path).play().close().result_hash == whole


def open_ids(name: str) -> set[str]:
    return set(gbad.load(name).commands)


def test_a_copy_that_plays_on_leaves_no_trace_in_the_first():
    first = gbad.Battle.begin("one-aircraft", seed=SEED).play(60.0)
    untouched = gbad.Battle.begin("one-aircraft", seed=SEED).play().close().result_hash
    other = first.copy()
    while not other.over:
        other.advance()
        if other.waiting:
            other.decide({name: [] for name in other.commands})
    assert other.close().result_hash != untouched
    assert first.play().close().result_hash == untouched


def test_orders_from_outside_that_repeat_the_policy_change_nothing():
    whole = gbad.run("saturation-40", seed=SEED).result_hash
    battle = gbad.Battle.begin("saturation-40", seed=SEED)
    while not battle.over:
        battle.advance()
        if battle.waiting:
            picked = {name: readable_greedy(battle.situation(name)) for name in battle.commands}
            battle.decide(picked)
    assert battle.close().result_hash == whole


def readable_greedy(view):
    from gbad.weapon_assignment.greedy import assign

    return assign(view)


def test_overflow_in_the_middle_asks_nobody_twice(monkeypatch):
    calls = []

    def policy(view):
        calls.append(view.time_s)
        return readable_greedy(view)

    ready = gbad.prepare("saturation-40")
    plugs = type(ready.plugs)(policies=(policy,) * len(ready.plugs.policies))
    batch = Batch(seed=SEED, run_number=np.arange(1), draw_of_run=np.zeros(1, np.int64))
    small = Batch(
        seed=SEED, run_number=np.arange(1), draw_of_run=np.zeros(1, np.int64), track_slots=1, picture_slots=1, queue=2
    )
    wide = gbad.play(ready.tables, ready.trajectories, batch, plugs)
    asked = list(calls)
    calls.clear()
    narrow = gbad.play(ready.tables, ready.trajectories, small, plugs)
    assert calls == asked
    np.testing.assert_array_equal(wide.shots.status, narrow.shots.status)


@pytest.mark.parametrize("duration_s", [1.0, 89.5, 101.0])
def test_the_last_cycle_may_be_short(duration_s):
    result = gbad.run("one-aircraft", seed=SEED, changes={"duration_s": duration_s})
    assert set(result.outcomes["fate"].tolist()) <= {"killed", "leaked", "survived"}
    assert gbad.Battle.begin("one-aircraft", seed=SEED, changes={"duration_s": duration_s}).play().now_s == duration_s


def fires_once_then(action):
    """Play one-aircraft: first rounds by the policy, then ``action(view)`` at the first cycle with rounds in flight."""
    battle = gbad.Battle.begin("one-aircraft", seed=SEED)
    (name,) = battle.commands
    done = None
    while not battle.over:
        battle.advance()
        if not battle.waiting:
            continue
        view = battle.situation(name)
        if done is None and len(view.flights.round) and view.flights.launched.all() and len(view.pending.track):
            done = view
            battle.decide({name: action(view)})
        else:
            battle.decide()
    assert done is not None
    return done, battle.close()


def test_a_salvo_in_flight_is_topped_up_without_a_second_target_channel():
    seen, result = fires_once_then(lambda view: [gbad.orders.add(0, 1)])
    first = result.orders[result.orders["time_s"] <= seen.time_s]
    assert len(first["run"]) == len(seen.flights.round) + 1
    assert len(set(first["track"].tolist())) == 1
    busy = result.channels
    at = busy["time_s"] == seen.time_s
    assert busy["target_channels_busy"][at].max() == 1
    assert busy["missile_channels_busy"][at].max() == len(seen.flights.round) + 1


def test_an_aborted_round_ends_at_once_and_its_channel_comes_free():
    seen, result = fires_once_then(lambda view: [gbad.orders.abort(int(view.flights.round[0]))])
    aborted = result.shots["end_reason"] == "aborted"
    assert aborted.sum() == 1
    assert result.shots["end_s"][aborted][0] == pytest.approx(seen.time_s)
    assert not result.shots["killed"][aborted][0]
    # the track is offered again once the battery's report is in
    assert (result.orders["time_s"] > seen.time_s).any()


def test_a_round_that_has_not_left_goes_back_into_its_tube():
    battle = gbad.Battle.begin("one-aircraft", seed=SEED, changes={})
    (name,) = battle.commands
    while len(battle.situation(name).flights.round) == 0 if battle.waiting else True:
        battle.advance()
        if battle.waiting and len(battle.situation(name).track):
            battle.decide()
            ready = battle._state.ledger.ordered.sum()
            break
        if battle.waiting:
            battle.decide()
    battle.advance()
    view = battle.situation(name)
    waiting = view.flights.round[~view.flights.launched]
    if len(waiting) == 0:
        pytest.fail("the scenario's reaction time is over before the next cycle; the case is not tested")
    before = view.resources.rounds_ready.sum()
    battle.decide({name: [gbad.orders.abort(int(row)) for row in waiting]})
    battle.advance()
    after = battle.situation(name)
    assert after.resources.rounds_ready.sum() == before + len(waiting)
    assert ready == len(view.flights.round)
    result = battle.play().close()
    assert (result.shots["end_reason"] != "aborted").all()


def test_a_retargeted_round_flies_to_the_other_track():
    battle = gbad.Battle.begin("saturation-40", seed=SEED)
    name = battle.commands[0]
    moved = None
    while not battle.over and moved is None:
        battle.advance()
        view = battle.situation(name)
        flying = np.flatnonzero(view.flights.launched & (view.flights.intercept_s > view.time_s + 20.0))
        free = [
            int(t) for t, ok, n in zip(view.tracks.number, view.tracks.permitted, view.tracks.in_flight, strict=True)
            if ok and n == 0
        ]  # fmt: skip
        if len(flying) and free:
            row, old = int(view.flights.round[flying[0]]), int(view.flights.track[flying[0]])
            battle.decide({name: [gbad.orders.retarget(row, free[0])]})
            moved = (row, old, free[0])
        else:
            battle.decide()
    assert moved is not None
    row, old, new = moved
    battle.advance()
    view = battle.situation(name)
    at = view.flights.round.tolist().index(row)
    assert view.flights.track[at] == new
    assert battle._state.rounds.shots.track[0, row] == new
    # the estimate it flies by is that of the new track
    picture, state = battle._state.picture, battle._state.rounds.flights.state[0, row]
    slot = np.flatnonzero(picture.number[0, battle._command(name)] == new)
    if len(slot):
        assert np.linalg.norm(state[15:18] - picture.position_ecef_m[0, battle._command(name), slot[0]]) < 30_000.0
    assert battle.play().close().result_hash


def test_a_held_track_is_named_when_it_leaks():
    battle = gbad.Battle.begin("one-aircraft", seed=SEED)
    (name,) = battle.commands
    while not battle.over:
        battle.advance()
        if battle.waiting:
            view = battle.situation(name)
            battle.decide({name: [gbad.orders.hold(int(t)) for t in np.unique(view.track)]})
    outcomes = battle.close().outcomes
    assert outcomes["fate"].tolist() == ["leaked"]
    assert outcomes["cause"].tolist() == ["withheld_by_doctrine"]


REFUSED = {
    "an option that is not there": (lambda v: [(99, 1)], "picked option 99"),
    "no rounds": (lambda v: [(0, 0)], "ordered 0 rounds"),
    "too many rounds": (lambda v: [(0, 999)], "ready"),
    "no pair": (lambda v: [3], "expected an order, or a pair"),
    "no list": (lambda v: None, "expected a list of orders"),
    "a reserved action": (
        lambda v: [gbad.orders.Order(gbad.orders.Action.MOVE)],
        "ordered 'move', which no policy may: marches stand in timetables",
    ),
    "an unknown action": (lambda v: [gbad.orders.Order(77)], "which is no action; known are fire, add"),  # type: ignore[arg-type]
    "a round that is not on its way": (lambda v: [gbad.orders.abort(0)], "which is not on its way"),
    "a pending option that is not there": (lambda v: [gbad.orders.add(0)], "picked pending option 0"),
    "a track that is not there": (lambda v: [gbad.orders.hold(99)], "which is not in the picture"),
    "fire and hold": (lambda v: [(0, 1), gbad.orders.hold(int(v.track[0]))], "both fired at track"),
}  # fmt: skip


def test_orders_that_cannot_be_carried_out_are_refused_and_the_battle_still_waits():
    battle = gbad.Battle.begin("one-aircraft", seed=SEED)
    (name,) = battle.commands
    while not (battle.waiting and len(battle.situation(name).track)):
        battle.advance()
    for what, (wanted, text) in REFUSED.items():
        with pytest.raises(InputError, match=text):
            battle.decide({name: wanted(battle.situation(name))})
        assert battle.waiting, what
    with pytest.raises(InputError, match="the battle has"):
        battle.decide({"nobody": []})
    whole = gbad.run("one-aircraft", seed=SEED).result_hash
    assert battle.play().close().result_hash == whole


def test_the_situation_shows_no_truth_and_handing_it_out_changes_nothing():
    battle = gbad.Battle.begin("one-aircraft", seed=SEED)
    (name,) = battle.commands
    while not battle.over:
        battle.advance()
        if battle.waiting:
            view = battle.situation(name)
            for part in (view, view.tracks, view.flights, view.resources, view.pending):
                for field in part.__dataclass_fields__:
                    value = getattr(part, field)
                    if isinstance(value, np.ndarray) and value.flags.writeable and value.dtype != bool:
                        value.fill(-7)
            battle.decide()
    assert battle.close().result_hash == gbad.run("one-aircraft", seed=SEED).result_hash


def test_a_saved_battle_of_another_version_damaged_or_with_another_scenario_is_refused(tmp_path):
    path = halfway(gbad.Battle.begin("one-aircraft", seed=SEED)).save(tmp_path / "a.gbad")
    with pytest.raises(InputError, match="nothing is overwritten"):
        gbad.Battle.begin("one-aircraft").save(path)
    with zipfile.ZipFile(path) as file:
        head, arrays = json.loads(file.read("battle.json")), file.read("arrays.npz")
    assert not any(name in json.dumps(head) for name in ("pickle", "builtins"))

    def written(name: str, **change: object) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w") as file:
            file.writestr("battle.json", json.dumps(head | change))
            file.writestr("arrays.npz", arrays)
        return tmp_path / name

    with pytest.raises(InputError, match=r"saved by version 9\.9"):
        gbad.Battle.load(written("version.gbad", version="9.9"))
    with pytest.raises(InputError, match="have changed since it was saved"):
        gbad.Battle.load(written("digest.gbad", digest="0"))
    with pytest.raises(ResultsError, match="none of gbad's classes"):
        gbad.Battle.load(written("class.gbad", state={"n": 0, "d": "os:system", "m": {}}))
    (tmp_path / "torn.gbad").write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ResultsError, match="is damaged"):
        gbad.Battle.load(tmp_path / "torn.gbad")


def test_a_plug_in_without_a_state_of_its_own_cannot_be_saved_and_is_named(tmp_path):
    from dataclasses import replace

    (tmp_path / "own.py").write_text(
        "class Own:\n    def __init__(self):\n        self.seen = object()\n"
        "    def identify(self, picture):\n        return ['hostile'] * len(picture.track)\n"
    )
    document = replace(open_document("one-aircraft"), folder=tmp_path)
    (post,) = open_ids("one-aircraft")
    battle = gbad.Battle.begin(document, changes={f"commands.{post}.identification": "./own.py:Own"})
    with pytest.raises(InputError, match="Own keeps a state of its own"):
        battle.save(tmp_path / "own.gbad")
    assert not (tmp_path / "own.gbad").exists()


def test_every_end_of_a_round_has_a_name():
    assert len(set(END_NAMES)) == len(END_NAMES) == 8
