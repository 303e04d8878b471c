"""The table of least interventions: every cause has its line, and a line changes its own unit and nothing else."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from gbad.attribution.interventions import ROUNDS_A_THREAT, TABLE, UNOPENED, Where
from gbad.codes.causes import Cause
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
