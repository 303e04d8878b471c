"""Rare events of battles: the same probability as plain runs give, copies by the same law, folders that go on."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import gbad
from gbad.archive.raids import Raids
from gbad.archive.rare import rare
from gbad.cli import app
from gbad.errors import InputError, ResultsError
from gbad.simulation import spine
from gbad.simulation.branching import branched, may_branch
from gbad.simulation.copying import shared_parts
from gbad.simulation.prepare import prepare
from gbad.studies.nearing import Event

# two aircraft side by side, against four rounds; they begin at 100 km, for every way is played a thousand times
TWO = {
    "threats.aircraft.count": "2", "threats.aircraft.abreast_km": "3",
    "threats.aircraft.route.points.0.longitude_deg": "34.2", "duration_s": "450",
}  # fmt: skip


def changes(words):
    from gbad.scenario.document import value_of

    return {path: value_of(text, path) for path, text in words.items()}


@pytest.fixture(scope="module")
def ready():
    return prepare("one-aircraft", changes(TWO))


@pytest.mark.slow
def test_it_agrees_with_plain_runs_where_both_run(ready):
    """That at least one of two aircraft gets through: 512 plain runs against splitting, within the errors of both."""
    fates = gbad.run(ready, seed=9, runs=512).outcomes
    through = np.bincount(np.asarray(fates["run"])[np.asarray(fates["fate"]) == "leaked"], minlength=512) >= 1
    p = through.mean()
    raids = Raids(ready, Event("leaked", 1), 4)
    levels = raids.levels(25)
    found = np.array([raids.repeat(levels, 25, number).probability for number in range(8)])
    error = math.hypot(found.std(ddof=1) / math.sqrt(8), math.sqrt(p * (1 - p) / 512))
    assert levels[-1] == 1.0
    assert 0.005 < p < 0.9
    assert abs(found.mean() - p) < 3.0 * error


def begun(ready, number=0, until_s=60.0):
    batch = spine.Batch(3, np.array([number]), np.zeros(1, np.int64), record="outcomes")
    state = spine.begin(ready.tables, ready.trajectories, batch, ready.plugs)
    while state.now_s < until_s or not may_branch(state):
        state = spine.advance(state)
        spine.decide(state)
    return state


def numbers_of(state):
    rooms = (state.sensors, state.net.links, state.rounds, state.ledger, state.referee)
    return [int(room.run_number[0]) for room in rooms]


def test_a_copy_draws_anew_from_now_on_and_leaves_its_parent_alone(ready):
    shared = shared_parts(ready.tables, ready.trajectories)
    state = begun(ready)
    copy = branched(state, 77, shared)
    assert numbers_of(state) == [0] * 5
    assert numbers_of(copy)[0] == 77
    assert np.array_equal(copy.sensors.start_azimuth_rad, state.sensors.start_azimuth_rad)
    assert copy.batch.run_number.tolist() == [0]


def test_who_may_swing_and_whose_transponder_may_fail_keep_their_dice(ready):
    shared = shared_parts(ready.tables, ready.trajectories)
    state = begun(ready)
    objects = state.tables.objects
    swinging = objects.evasion_mps2.any()
    assert numbers_of(branched(state, 77, shared)) == [77, 77, 0 if swinging else 77, 77, 77]
    failing = replace(objects, iff_failure_probability=np.full_like(objects.iff_failure_probability, 0.1))
    still = replace(objects, evasion_mps2=np.zeros_like(objects.evasion_mps2))
    state.tables = replace(state.tables, objects=failing)
    assert numbers_of(branched(state, 77, shared))[0] == 0
    state.tables = replace(state.tables, objects=still)
    assert numbers_of(branched(state, 77, shared)) == [77] * 5


def test_no_copy_is_made_while_a_salvo_is_judged_in_part(ready):
    state = begun(ready)
    shots, defence = state.rounds.shots, state.tables.defence
    shots.status[0, :2] = 3
    shots.order_s[0, :2], shots.reported_kill[0, :2] = 280.0, (0, -1)
    shots.end_reason[0, 0] = gbad.messages.END_INTERCEPT
    shares = defence.interceptors.common_cause_share
    assert may_branch(state) == (not (shares > 0.0).any())
    state.tables = replace(
        state.tables,
        defence=replace(defence, interceptors=replace(defence.interceptors, common_cause_share=shares + 0.1)),
    )
    assert not may_branch(state)
    with pytest.raises(ValueError, match="between decisions and salvos"):
        branched(state, 5, {})
    shots.reported_kill[0, 1] = 0
    assert may_branch(state)
    shots.reported_kill[0, 1], shots.order_s[0, 1] = -1, 290.0
    assert may_branch(state)


def test_a_run_is_as_high_as_its_foremost_have_flown(ready):
    event, state = Event("leaked", 2), begun(ready, until_s=0.0)
    height, most = event.height(state)
    assert most == 2.0
    assert 0.0 <= height < 0.05
    state.truth.killed[0, 0] = True
    assert event.height(state)[1] == 1.0
    assert event.height(state)[0] == pytest.approx(height / 2.0)
    assert event.most(state) == 2
    assert Event("assets_hurt", 1).most(state) == 1


def test_an_asset_that_is_hurt_is_at_the_top(ready):
    event, state = Event("assets_hurt", 1), begun(ready, until_s=0.0)
    assert event.height(state)[0] < 0.05
    state.truth.asset_end_s[0, 0] = 1.0
    assert event.height(state) == (1.0, 1.0)
    state.truth.asset_end_s[0, 0] = np.inf
    state.truth.killed[0, :] = True
    assert event.height(state) == (0.0, 0.0)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rare") / "one"
    return rare("one-aircraft", "leaked >= 1", effort=3, repetitions=4, levels=[0.5, 0.8], changes=changes(TWO),
                out=folder, workers=1)  # fmt: skip


def test_a_search_that_was_stopped_goes_on_and_ends_with_the_same_numbers(found, tmp_path):
    asked = {"effort": 3, "levels": [0.5, 0.8], "changes": changes(TWO), "out": tmp_path / "two"}
    rare("one-aircraft", "leaked >= 1", repetitions=4, workers=2, **asked)
    for name in ("repetition-0002.json", "repetition-0003.json"):
        (tmp_path / "two" / name).unlink()
    again = rare("one-aircraft", "leaked >= 1", repetitions=4, resume=True, workers=1, **asked)
    assert again.repetitions == found.repetitions
    with pytest.raises(ResultsError, match="effort: was 3, is 7"):
        rare("one-aircraft", "leaked >= 1", resume=True, **(asked | {"effort": 7}))
    (tmp_path / "two/repetition-0001.json").write_text("{")
    with pytest.raises(ResultsError, match=r"repetition-0001\.json: cannot be read"):
        rare("one-aircraft", "leaked >= 1", repetitions=4, resume=True, workers=1, **asked)


def test_the_answer_says_what_stands_behind_it(found):
    facts = found.answer().facts
    assert facts["levels"] == [0.5, 0.8, 1.0]
    assert facts["reached"][0] >= facts["reached"][1] >= facts["reached"][2] == pytest.approx(facts["probability"])
    assert json.loads(json.dumps(facts, allow_nan=False))
    assert "repetitions" in str(found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rounds_fired >= 3",), "an event that battles come nearer to"),
        (("leaked >= 0",), "an event that battles come nearer to"),
        (("leaked >= 2",), "at most 1 can be counted"),
        (("leaked >= 1", "--levels", "0.5,0.4"), "heights that rise"),
        (("leaked >= 1", "--levels", "0.5,x"), "numbers, with commas"),
        (("leaked >= 1", "--resume"), "--resume needs --out"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_is_written(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(app, ["rare", "one-aircraft", *words])
    assert ended.exit_code == 2
    assert said in ended.output
    assert not list(tmp_path.iterdir())


def test_a_study_is_no_scenario():
    with pytest.raises(InputError, match="a scenario is asked for"):
        rare("raid-size", "leaked >= 1")
