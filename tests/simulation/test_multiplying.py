"""Many like runs made from one are what they would be had they been played side by side from the start."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

import gbad
from gbad import assessment
from gbad.simulation import spine
from gbad.simulation.multiplying import multiplied
from gbad.simulation.prepare import prepare
from gbad.simulation.transplant import redraw

RUN, COUNT, SEED = 3, 4, 7
# jamming and a tracker in Python; two radars whose tracks are fused; evidence weighed; many threats; units that march
SCENES = {
    "decoys-and-chaff": (150.0, {"tracker": "imm"}),
    "two-radars": (100.0, {}),
    "civil-traffic": (200.0, {"identification": "bayes"}),
    "saturation-40": (150.0, {}),
    "march-and-shoot": (200.0, {}),
}
# room that results do not depend on: it may hold something else
SCRATCH = ("sensors", "scan", "scratch", "report_run", "report_round", "decisions", "picks", "plugs", "of_radar")


def begun(ready, count):
    batch = spine.Batch(
        SEED, np.full(count, RUN), np.zeros(count, np.int64), record="outcomes" if count > 1 else "full"
    )
    return spine.begin(ready.tables, ready.trajectories, batch, ready.plugs)


def play(state, until_s):
    """To the first cycle at or after a moment, which waits for its decision."""
    while not state.over:
        spine.advance(state)
        if state.now_s >= until_s and state.situation is not None:
            return state
        spine.decide(state)
    return state


@pytest.fixture(scope="module", params=SCENES)
def scene(request):
    at_s, doctrine = SCENES[request.param]
    posts = set(gbad.load(request.param).commands)
    return prepare(request.param, {f"commands.{post}.{k}": v for post in posts for k, v in doctrine.items()}), at_s


def differing(one, other, path=""):
    """Names of parts in which two battles differ."""
    if path.rpartition(".")[2] in SCRATCH:
        return []
    if isinstance(one, np.ndarray):
        same = one.shape == other.shape and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        return [] if same else [path]
    if is_dataclass(one) or hasattr(one, "_fields"):
        names = one._fields if hasattr(one, "_fields") else [field.name for field in fields(one)]
        parts = [(getattr(one, name), getattr(other, name), f"{path}.{name}") for name in names]
    elif isinstance(one, (list, tuple)):
        parts = [(a, b, f"{path}[{row}]") for row, (a, b) in enumerate(zip(one, other, strict=True))]
    elif isinstance(one, dict):
        if set(one) != set(other):
            return [f"{path} has other keys"]
        parts = [(one[key], other[key], f"{path}.{key}") for key in one]
    elif type(one).__module__.startswith(("gbad", "numpy")) or not isinstance(one, (int, float, str, type(None))):
        return [] if type(one) is type(other) else [path]
    else:
        return [] if one == other or (one != one and other != other) else [path]
    return [name for each in parts for name in differing(*each)]


def test_multiplied_is_what_was_played_side_by_side_part_by_part(scene):
    ready, at_s = scene
    one = play(begun(ready, 1), at_s)
    before = play(begun(ready, 1), at_s)
    side_by_side, made = play(begun(ready, COUNT), at_s), multiplied(one, COUNT)
    assert made.now_s == side_by_side.now_s > 0.0
    assert not differing(side_by_side, made, "state")
    # and the one it was made from is as it was
    assert not differing(before, one, "state")


def test_multiplied_and_redrawn_they_go_on_as_those_side_by_side(scene):
    ready, at_s = scene
    numbers = np.arange(COUNT) + 1000
    later = []
    for state in (play(begun(ready, COUNT), at_s), multiplied(play(begun(ready, 1), at_s), COUNT)):
        redraw(state, numbers)
        spine.decide(state)
        later.append(play(state, at_s + 50.0))
    assert not differing(*later, "state")
    heard = later[0].book.detections_so_far
    assert heard.min() < heard.max()


def test_redrawn_runs_part_from_each_other_only_after_the_moment():
    ready = prepare("saturation-40")
    state = multiplied(play(begun(ready, 1), 150.0), COUNT)
    logs = state.book.gate_log[:, : state.book.cycles].copy(), state.book.first_s.copy()
    for log in logs:
        for run in range(1, COUNT):
            np.testing.assert_array_equal(log[run], log[0])
    redraw(state, np.arange(COUNT) + 1000)
    spine.decide(state)
    cycles = logs[0].shape[1]
    book = spine.close(play(state, np.inf))
    np.testing.assert_array_equal(book.gate_log[:, :cycles], logs[0])
    then = np.isfinite(logs[1])
    np.testing.assert_array_equal(book.first_s[then], logs[1][then])
    early = book.shots.launch_s <= 150.0
    assert early.any()
    assert (early == early[0]).all()
    through = assessment.leaked(ready.tables.objects, book.truth, ready.tables.duration_s)
    assert len({tuple(row) for row in through.tolist()}) > 1


def test_one_of_one_keeps_no_messages_and_many_of_several_are_refused():
    ready = prepare("one-aircraft")
    one = play(begun(ready, 1), 60.0)
    alone = multiplied(one, 1)
    spine.decide(alone)
    spine.decide(one)
    book, full = spine.close(play(alone, np.inf)), spine.close(play(one, np.inf))
    assert not book.kept
    assert full.kept
    assert not differing(book.truth, full.truth)
    deaf = multiplied(play(begun(ready, 1), 60.0), COUNT, ("chain", "identity"))
    noted = deaf.book.gate_log.copy()
    spine.decide(deaf)
    last = spine.close(play(deaf, np.inf))
    np.testing.assert_array_equal(last.gate_log, noted)
    np.testing.assert_array_equal(last.truth.end_s, np.repeat(full.truth.end_s, COUNT, axis=0))
    with pytest.raises(ValueError, match="a battle of one run can be multiplied, not of 4"):
        multiplied(multiplied(play(begun(ready, 1), 60.0), COUNT), 2)
