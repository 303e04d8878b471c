"""The table of least interventions: every cause has its line, and a line changes its own unit and nothing else."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from gbad.attribution.interventions import TABLE, UNOPENED, Where
from gbad.attribution.interventions.means import ROUNDS_A_THREAT
from gbad.codes.causes import Cause
from gbad.codes.units import UnitState
from gbad.simulation.prepare import prepare

AT = Where(object=0, radar=0, battery=1, command=1, miss=7.0, lowest_m=500.0)
ROW_OF = {"radars": 0, "batteries": 1, "commands": 1}
SHAPED = [line for line in TABLE.values() if line.opening is not None and not line.from_start]


@pytest.fixture(scope="module")
def tables():
    return prepare("two-radars").tables


def changed(old, new, path=""):
    """Paths of the columns that differ."""
    for field in fields(old):
        one, other = getattr(old, field.name), getattr(new, field.name)
        if is_dataclass(one):
            yield from changed(one, other, f"{path}{field.name}.")
        elif isinstance(one, np.ndarray) and not np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
            yield f"{path}{field.name}", one, other


def test_every_cause_has_a_line_or_is_said_to_have_none():
    assert set(TABLE) | set(UNOPENED) == set(Cause)
    assert not set(TABLE) & set(UNOPENED)
    for line in TABLE.values():
        opens = line.opening or line.in_state or line.figures
        assert bool(opens) != line.redraws_only
        line.words.format(radar="r", battery="b", command="c", miss=1.0)


@pytest.mark.parametrize("line", SHAPED, ids=lambda line: line.cause.identifier)
def test_a_line_changes_its_own_unit_and_nothing_else(tables, line):
    for path, old, new in changed(tables, line.opening(tables, AT)):
        assert old.shape == new.shape
        table = path.split(".")[-2]
        if table in ROW_OF:
            rows = len(getattr(tables.defence, table).id)
            axis = 0 if old.shape[0] == rows and not (old.ndim > 1 and old.shape[1] == rows) else 1
            others = [row for row in range(rows) if row != ROW_OF[table]]
            np.testing.assert_array_equal(np.take(old, others, axis), np.take(new, others, axis), err_msg=path)


@pytest.mark.parametrize("line", SHAPED, ids=lambda line: line.cause.identifier)
def test_tables_given_are_never_written_to(tables, line):
    copies = [(path, old.copy()) for path, old, _ in changed(tables, line.opening(tables, AT))]
    line.opening(tables, AT)
    for path, copy in copies:
        thing = tables
        for name in path.split("."):
            thing = getattr(thing, name)
        np.testing.assert_array_equal(thing, copy, err_msg=path)


def test_rounds_to_spare_are_one_batterys_own_at_the_end(tables):
    more = TABLE[Cause.NO_ROUND].opening(tables, AT).defence
    old = tables.defence
    added = len(more.rounds.id) - len(old.rounds.id)
    assert added >= ROUNDS_A_THREAT * tables.objects.is_threat.sum()
    np.testing.assert_array_equal(more.rounds.id[: len(old.rounds.id)], old.rounds.id)
    assert set(more.rounds.battery[len(old.rounds.id) :]) == {1}
    assert len(set(more.rounds.id.tolist())) == len(more.rounds.id)
    assert len(set(more.rounds.key.tolist())) == len(more.rounds.key)
    assert (more.rounds.launcher[len(old.rounds.id) :] >= len(old.launchers.id)).all()
    np.testing.assert_array_equal(more.launchers.battery[more.rounds.launcher], more.rounds.battery)


def test_a_lowered_mask_shows_the_path_and_hides_nothing_more(tables):
    for cause in (Cause.NEVER_IN_LINE_OF_SIGHT, Cause.BEYOND_HORIZON):
        mask = TABLE[cause].opening(tables, AT).defence.radars.mask_min_height_m
        assert (mask <= tables.defence.radars.mask_min_height_m).all()
        lowest = mask[AT.radar].max()
        if cause == Cause.BEYOND_HORIZON:
            assert lowest <= AT.lowest_m
        else:
            assert lowest > AT.lowest_m  # the curve of the Earth still hides


MARCH = {"at_s": 100.0, "do": "march", "to": {"latitude_deg": 40.3, "longitude_deg": 33.0}}
QUIET = {"at_s": 20.0, "do": "silence", "for_s": 30.0}
LOST = {"at_s": 8000.0, "do": "lost"}


@pytest.fixture(scope="module")
def told():
    units = {"battery": {"vehicle": "wheeled-battalion", "timetable": [QUIET, MARCH, LOST]}}
    units |= {"post": {"timetable": [LOST]}, "search": {"timetable": [QUIET]}}
    more = {"units": units, "duration_s": 9000.0, "batteries.battery.silent": [{"from_s": 5.0, "to_s": 9.0}]}
    return prepare("one-aircraft", more).tables


def spells_of(tables):
    """Of every unit, what it still does by its timetable: states of spells that last."""
    units = tables.defence.units
    lasting = units.to_s[0] > units.from_s[0]
    return {
        (str(name), UnitState(int(state))) for name, state in zip(units.id[lasting], units.state[lasting], strict=True)
    }


def silent_at(tables, radar, time_s):
    row = int(np.flatnonzero(tables.defence.radars.id == radar)[0])
    spans = tables.defence.radars.silent_s[0, row]
    return bool(((spans[:, 0] <= time_s) & (time_s < spans[:, 1])).any())


@pytest.mark.parametrize(
    ("cause", "ends", "heard_s"),
    [
        (Cause.UNIT_MOVING, {UnitState.TEARING_DOWN, UnitState.MARCHING, UnitState.SETTING_UP}, 200.0),
        (Cause.SILENT, {UnitState.SILENT}, 25.0),
        (Cause.UNIT_LOST, {UnitState.LOST}, 8500.0),
    ],
)
def test_an_opening_ends_the_spells_of_its_kind_and_unit_alone(told, cause, ends, heard_s):
    d = told.defence
    radar = int(d.batteries.radar[0])
    at = Where(object=0, radar=radar, battery=0, command=0, miss=0.0, lowest_m=0.0)
    assert all(silent_at(told, "battery-radar", time_s) for time_s in (7.0, 25.0, 200.0, 8500.0))
    opened = TABLE[cause].opening(told, at)
    gone = spells_of(told) - spells_of(opened)
    assert gone == {("battery", state) for state in ends}
    assert not silent_at(opened, "battery-radar", heard_s)
    for time_s in {25.0, 200.0, 8500.0} - {heard_s}:
        assert silent_at(opened, "battery-radar", time_s)
    # what it was told apart from the timetable ends with silence only
    assert silent_at(opened, "battery-radar", 7.0) == (cause != Cause.SILENT)
    assert silent_at(opened, "search", 25.0)


def test_a_post_that_is_heard_again_ends_nothing_else(told):
    at = Where(object=0, radar=int(told.defence.batteries.radar[0]), battery=0, command=0, miss=0.0, lowest_m=0.0)
    for cause in (Cause.POST_LOST, Cause.NOT_SHARED_IN_TIME):
        assert spells_of(told) - spells_of(TABLE[cause].opening(told, at)) == {("post", UnitState.LOST)}
