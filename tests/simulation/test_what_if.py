"""What if: the same battle to a moment, one change, other orders anew; on the same dice and on others."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest
from typer.testing import CliRunner

import gbad
from gbad import assessment
from gbad.cli import app
from gbad.errors import InputError
from gbad.simulation import spine
from gbad.simulation.battle import Battle
from gbad.simulation.prepare import prepare
from gbad.simulation.transplant import redraw, transplanted
from gbad.simulation.what_if import FIRST_REDRAW, what_if

AT = 150.0


@pytest.fixture(scope="module")
def ready():
    return prepare("saturation-40", {"duration_s": 700.0})


def told(ready, changes, redraws=6):
    return what_if(ready, AT, changes, seed=7, redraws=redraws)


def test_nothing_changes_where_the_change_changes_nothing(ready):
    channels = int(ready.tables.defence.batteries.target_channels[0])
    same = told(ready, {"batteries.battalion.target_channels": channels})
    assert same.was.result_hash == same.would.result_hash
    assert same.was.result_hash == gbad.run(ready, seed=7).result_hash
    np.testing.assert_array_equal(same.leaked_was, same.leaked_would)


def test_what_happened_before_the_moment_stays(ready):
    found = told(ready, {"rounds.battalion": 3})
    for name in ("orders", "shots"):
        was, would = getattr(found.was, name), getattr(found.would, name)
        column = "time_s" if name == "orders" else "launch_s"
        early = [table["round"][table[column] < AT].tolist() for table in (was, would)]
        assert early[0] == early[1]
    late = found.would.orders["time_s"] >= AT
    assert late.sum() <= 3
    assert found.leaked_would.mean() > found.leaked_was.mean()


def test_redraws_are_like_runs_played_side_by_side_to_the_very_end(ready):
    batch = spine.Batch(7, np.zeros(4, np.int64), np.zeros(4, np.int64), record="outcomes")
    state = spine.begin(ready.tables, ready.trajectories, batch, ready.plugs)
    Battle(ready, state).play(AT)
    redraw(state, np.arange(4) + FIRST_REDRAW)
    Battle(ready, state).play()
    through = assessment.leaked(ready.tables.objects, state.truth, ready.tables.duration_s).sum(axis=1)
    found = told(ready, {"rounds.battalion": 3}, redraws=4)
    assert found.leaked_was.tolist() == through.tolist()
    assert len(set(through.tolist())) > 1


CHANGES = {
    "commands.post.weapons_control": "hold",
    "batteries.battalion.missile_channels": 1,
    "batteries.battalion.target_channels": 1,
    "batteries.battalion.reaction_time_s": 60.0,
    "lost.search": True,
    "batteries.battalion.boresight_deg": 270.0,
}


@pytest.mark.parametrize("path", CHANGES)
def test_every_kind_of_change_has_an_effect(ready, path):
    more = {"commands.post.self_defence": False} if "control" in path else {}
    found = told(ready, {path: CHANGES[path]} | more, redraws=2)
    assert found.was.result_hash != found.would.result_hash
    assert len(found.would.orders["run"]) <= len(found.was.orders["run"])


def test_a_change_at_the_beginning_equals_a_scenario_that_has_it(ready):
    begun = Battle.begin(ready, seed=7)
    other = prepare("saturation-40", {"duration_s": 700.0, "batteries.battalion.target_channels": 3})
    changed = Battle(other, transplanted(begun._state, ready, other))
    assert changed.play().close().result_hash == gbad.run(other, seed=7).result_hash


def test_dice_thrown_anew_differ_only_after_the_moment(ready):
    battle = Battle.begin(ready, seed=7, runs=1).play(AT)
    other = battle.copy()
    redraw(other._state, np.array([12345]))
    assert other._state.ledger.run_number.tolist() == [12345]
    assert battle._state.ledger.run_number.tolist() == [0]
    one, two = battle.play().close(), other.play().close()
    early = [t["time_s"] < AT for t in (one.detections, two.detections)]
    np.testing.assert_array_equal(one.detections["slant_range_m"][early[0]], two.detections["slant_range_m"][early[1]])
    assert one.result_hash != two.result_hash


def test_a_redraw_with_the_old_number_is_no_redraw(ready):
    battle = Battle.begin(ready, seed=7).play(AT)
    other = battle.copy()
    redraw(other._state, np.array([0]))
    assert other.play().close().result_hash == battle.play().close().result_hash


def test_a_change_outlives_a_table_that_overflows(ready, monkeypatch):
    wide = told(ready, {"rounds.battalion": 3}, redraws=2)
    monkeypatch.setattr(spine, "Batch", partial(spine.Batch, track_slots=1, picture_slots=1, queue=2))
    narrow = told(ready, {"rounds.battalion": 3}, redraws=2)
    assert narrow.was.result_hash == wide.was.result_hash
    assert narrow.would.result_hash == wide.would.result_hash
    np.testing.assert_array_equal(narrow.leaked_would, wide.leaked_would)


REFUSED = {
    "no change": ({}, "needs at least one"),
    "a raid": ({"threats.fighter-ne.count": 2}, "cannot change in the middle"),
    "a place": ({"radars.search.at": 1}, "cannot change in the middle"),
    "rows": ({"batteries.battalion.launchers": 1}, "cannot change in the middle"),
    "too many rounds": ({"rounds.battalion": 99}, "are left then"),
    "rounds in words": ({"rounds.battalion": "few"}, "rounds.battalion=few: expected a whole number"),
    "half a round in words": ({"rounds.battalion": "2.5"}, "rounds.battalion=2.5: expected a whole number"),
    "half a round": ({"rounds.battalion": 2.5}, "rounds.battalion=2.5: expected a whole number"),
    "no battery": ({"rounds.nobody": 1}, "there is no such battery"),
    "no radar": ({"lost.nobody": True}, "expected lost.RADAR=true with one of"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_change_is_refused(ready, what):
    changes, text = REFUSED[what]
    with pytest.raises(InputError, match=text):
        told(ready, changes, redraws=1)


@pytest.mark.parametrize("path", ["lost.alpha-radar", "batteries.alpha.boresight_deg", "radars.alpha-search.silent"])
def test_on_real_ground_nothing_is_lost_silenced_or_turned(path):
    with pytest.raises(InputError, match="on real ground nothing"):
        what_if(prepare("ankara-2019"), AT, {path: True}, seed=7, redraws=1)


def test_the_command_tells_and_writes_a_page(tmp_path):
    gbad.run("one-aircraft", seed=7).save(tmp_path / "r")
    command = ["what-if", str(tmp_path / "r"), "--at", "20s", "--set", "rounds.battery=0", "--redraws", "3", "--json"]
    done = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "o")])
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert (facts["was"]["leaked"], facts["would"]["leaked"], facts["leaked_would"]) == (0, 1, [1, 1, 1])
    page = (tmp_path / "o" / "index.html").read_text()
    assert "with the change" in page
    assert "Of 3 redraws, by how many got through" in page
    assert (tmp_path / "o" / "with-the-change" / "report.html").is_file()
