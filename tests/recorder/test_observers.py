"""Observers of a battle: each can be left out without a trace in the others, and what they note can be read along."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.recorder.observers import OBSERVERS

POINT = {"latitude_deg": 40.0, "longitude_deg": 34.0, "height_m": 8000.0, "speed_mps": 250.0}
QUICK = {"duration_s": 320.0, "threats.aircraft.route": {"kind": "waypoints", "points": [POINT]}}
# tables that are made from what an observer noted
RESTS = {
    "detections": {"detections"}, "track_reports": {"messages"}, "sent": {"messages"}, "shot_reports": {"messages"},
    "tracks": {"tracks", "track_marks", "track_scores"}, "pointing": {"pointing"},
    "identity": {"identities", "outcomes", "events"},
    # who a track really is comes from the answer key that the chain is noted with
    "chain": {"outcomes", "events", "orders", "identities", "tracks", "track_marks", "track_scores", "channels"},
}  # fmt: skip


def played(without=()):
    """Tables of a battle, and beside them all that was kept, as ``kept NAME``."""
    battle = gbad.Battle.begin("one-aircraft", seed=3, changes=QUICK, without=without).play()
    kept = {f"kept {table}": columns for table, columns in battle.drain().items()}
    return dict(battle.close().tables.items()) | kept


@pytest.fixture(scope="module")
def whole():
    return played()


@pytest.mark.parametrize("name", OBSERVERS)
def test_an_observer_left_out_changes_nothing_that_does_not_rest_on_it(whole, name):
    part, differing = played([name]), set()
    for table, columns in whole.items():
        other = part.get(table, {})
        if set(columns) != set(other) or any(
            not np.array_equal(column, other[key], equal_nan=column.dtype.kind == "f")
            for key, column in columns.items()
        ):
            differing.add(table)
    rests = RESTS.get(name, set()) | {f"kept {name}"} | ({"kept tracks"} if name == "chain" else set())
    assert differing
    assert differing <= rests
    assert f"kept {name}" in differing or name in ("chain", "identity")
    np.testing.assert_array_equal(whole["outcomes"]["fate"], part["outcomes"]["fate"])


def test_read_along_is_all_that_is_kept_in_the_end_and_nothing_twice():
    battle, seen = gbad.Battle.begin("one-aircraft", seed=3, changes=QUICK), {}
    while not battle.over:
        before_s = battle.now_s
        battle.advance()
        if battle.waiting:
            battle.decide()
        for table, columns in battle.drain(before_s).items():
            seen.setdefault(table, []).append(columns)
    everything = battle.drain()
    assert {"detections", "track_reports", "tracks"} <= set(everything) == set(seen)
    for table, columns in everything.items():
        for name, column in columns.items():
            np.testing.assert_array_equal(np.concatenate([part[name] for part in seen[table]]), column)


def test_outcomes_alone_give_nothing_to_read_along():
    battle = gbad.Battle.begin("one-aircraft", seed=3, changes=QUICK, record="outcomes").play(40.0)
    assert battle.drain() == {}


def test_an_observer_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="no such observer; there are chain"):
        gbad.Battle.begin("one-aircraft", without=["tacks"])
