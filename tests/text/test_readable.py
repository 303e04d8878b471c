"""Messages and tables print in one line."""

import re
from dataclasses import is_dataclass, replace

import numpy as np
import pytest

from gbad import messages, tables
from gbad.simulation.battle import Battle
from gbad.simulation.prepare import prepare
from gbad.testing.small import one_plot, small_tables
from gbad.text.readable import Readable


@pytest.fixture(scope="module")
def small():
    return small_tables()[0]


def test_a_message_says_rows_runs_and_times():
    plots = one_plot()
    assert repr(plots) == f"<Detections: 1 row of 1 run, {plots.time_s[0]:.1f} to {plots.time_s[0]:.1f} s>"
    none = replace(plots, offsets=np.zeros(4, np.int64), time_s=np.empty(0))
    assert repr(none) == "<Detections: 0 rows of 3 runs>"


def test_a_table_names_its_rows_and_counts_the_rest(small):
    assert repr(small.defence.radars) == "<RadarTable: 2 rows (battery-radar, search)>"
    many = replace(small.defence.assets, id=np.array([f"a{i}" for i in range(1200)]))
    assert repr(many) == "<AssetTable: 1,200 rows (a0, a1, a2, a3, a4 and 1,195 more)>"


def test_the_whole_says_what_is_in_it(small):
    assert repr(small.defence).startswith("<Defence: 2 radars, 1 command, 2 links, 1 battery, 1 launcher, 4 rounds")
    assert repr(small).startswith("<Tables: 3 objects")


def test_a_picture_says_how_many_slots_are_taken():
    number = np.zeros((2, 1, 8), np.int64)
    number[0, 0, 3] = 7
    shape = number.shape
    threats = messages.Threats(
        number, np.zeros(shape, bool), np.zeros(shape, bool), number, np.zeros(shape), np.zeros(shape),
        np.zeros(shape, bool),
    )  # fmt: skip
    assert repr(threats) == "<Threats: 1 of 16 slots taken, 2 runs>"


@pytest.mark.parametrize(("module", "least"), [(messages, 12), (tables, 14)])
def test_every_class_of_columns_prints_shortly(module, least):
    classes = [value for value in vars(module).values() if is_dataclass(value)]
    assert len(classes) >= least
    for value in classes:
        assert issubclass(value, Readable), value
        assert value.__repr__ is Readable.__repr__, value


def test_what_a_battle_is_made_of_prints_shortly():
    battle = Battle.begin("one-aircraft", runs=2)
    battle.advance()
    while len(battle._state.situation.options.run) == 0:
        battle.advance()
    state = battle._state
    assert repr(state) == f"<State at {battle.now_s:g} s of 900, 2 runs>"
    assert repr(state.truth) == f"<Truth: 1 object, 2 runs, {state.truth.killed.sum()} killed>"
    assert repr(state.truth.trajectories).startswith("<Trajectories: 1 object, 1 draw, ")
    ordered, reports = state.ledger.ordered.sum(), np.isfinite(state.ledger.report_s).sum()
    assert repr(state.ledger).startswith(f"<Ledger: 4 rounds, 2 runs, {ordered} ordered, {reports} report")
    options = state.situation.options
    assert repr(state.situation) == f"<Situation at {battle.now_s:g} s: {len(options.run)} options, 2 runs>"
    assert repr(options) == f"<Options: {len(options.run)} rows at 2 tracks>"


def test_a_scenario_what_is_prepared_of_it_and_its_book_print_in_one_line():
    ready = prepare("one-aircraft")
    assert repr(ready.scenario) == str(ready.scenario) == "<Scenario one-aircraft: 1 threat, 1 battery, 1 radar, 900 s>"
    assert repr(ready) == f"<Prepared one-aircraft: <Tables: 1 object>, inputs {ready.digest[:12]}>"
    battle = Battle.begin(ready, runs=2)
    battle.play(60.0)
    assert re.fullmatch(r"<Book: 2 runs of 1 object, \d+ cycles and \d+ ticks noted>", repr(battle._state.book))
