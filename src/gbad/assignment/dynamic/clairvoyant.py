"""A second bound: what somebody could save who knew every die in advance.

For one run's dice (keyed as in ``playing``: who comes by target, kills by target and ordinal of the round fired at it)
no policy can save more than a clairvoyant. Row i can kill target j with its k-th round only if the k-th die of j is
below p_ij; let k_ij be the first such k. A clairvoyant who kills j by row i fires that round in the window of i, with a
channel of its battery, and k_ij - 1 rounds before it, of any rows. The order of those and their channels are left free,
so the whole-number program over all targets is a relaxation; HiGHS's proven bound of it counts, solved to the end or
not. The mean over runs bounds the mean of every policy; it is an estimate with an interval. Other keyings of the dice
(by row and target, say) leave policies as they are but give other, mostly looser, clairvoyants.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from gbad.assignment.dynamic import _clairvoyant_kernel as numbers
from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic.playing import half_width
from gbad.assignment.master import INFINITY, quiet
from gbad.tables import Floats


@dataclass(frozen=True, slots=True)
class Clairvoyant:
    """Proven survival of each run, whatever is done."""

    survival: Floats  # (runs,)
    closed: int  # runs whose program was solved to the end
    seconds: float

    @property
    def mean(self) -> float:
        """Estimate of the bound."""
        return float(self.survival.mean())

    @property
    def half_width(self) -> float:
        """Half of its 95 % interval."""
        return half_width(self.survival)


def clairvoyant(model: world.Model, *, seed: int, runs: int, each_s: float = 2.0) -> Clairvoyant:
    """Bound runs 0 to ``runs`` of a seed, each within ``each_s`` seconds."""
    began_s = time.perf_counter()
    survival, closed = np.empty(runs), 0
    for run in range(runs):
        survival[run], done = _one(model, seed, run, each_s)
        closed += done
    return Clairvoyant(survival, closed, time.perf_counter() - began_s)


def _one(model: world.Model, seed: int, run: int, limit_s: float) -> tuple[float, bool]:
    """Proven survival of one run, and whether the program was solved to the end."""
    rows, targets = model.chance.shape
    comes = np.empty(targets, np.bool_)
    first = np.zeros((rows, targets), np.int64)
    numbers.dice_of(model, np.uint64(seed), np.uint64(run), comes, first)
    total = float(model.values[comes].sum())
    shots = [
        (target, row, stage)
        for row, target in np.argwhere(comes[None, :] & (first > 0) & (first <= model.rounds.sum()))
        for stage in range(model.opens[row, target], model.closes[row, target] + 1)
    ]
    if not shots:
        return total, True
    target, row, stage = np.array(shots, np.int64).T
    waste = first[row, target] - 1
    # rounds wasted on a target's dice, by row: only where some shot needs them
    needing = np.unique(target[waste > 0])
    wasted = [(j, i) for j in needing for i in np.flatnonzero((model.chance[:, j] > 0.0) & (model.rounds > 0))]
    stages, batteries = int(model.rules[3]), len(model.channels)
    at_once, at_rounds = 0, targets
    at_channels, at_waste = targets + rows, targets + rows + batteries * stages
    columns: list[tuple[list[int], list[float]]] = []
    for j, i, t, w in zip(target, row, stage, waste, strict=True):
        battery = model.battery[i]
        held = [at_channels + battery * stages + s for s in range(t, min(t + model.guided[battery], stages))]
        index, amount = [at_once + j, at_rounds + i, *held], [1.0] * (2 + len(held))
        if w:
            index, amount = [*index, at_waste + j], [*amount, float(w)]
        columns.append((index, amount))
    columns += [([at_rounds + i, at_waste + j], [1.0, -1.0]) for j, i in wasted]
    upper = np.concatenate(
        [np.ones(targets), model.rounds, np.repeat(model.channels, stages), np.zeros(targets)]
    ).astype(float)
    gain = np.concatenate([model.values[target], np.zeros(len(wasted))])
    most, done = _most(columns, upper, gain, len(shots), limit_s)
    return max(total - most, 0.0), done


def _most(
    columns: list[tuple[list[int], list[float]]], upper: Floats, gain: Floats, whole: int, limit_s: float
) -> tuple[float, bool]:
    """Proven largest gain of a packing program whose first ``whole`` columns are 0 or 1."""
    program = quiet()
    none = np.zeros(0, np.int32)
    program.addRows(
        len(upper), np.full(len(upper), -INFINITY), upper, 0, np.zeros(len(upper), np.int32), none, np.zeros(0)
    )
    n = len(columns)
    starts = np.cumsum([0] + [len(index) for index, _ in columns[:-1]])
    highest = np.concatenate([np.ones(whole), np.full(n - whole, INFINITY)])
    program.addCols(
        n, -gain, np.zeros(n), highest, sum(len(index) for index, _ in columns), starts.astype(np.int32),
        np.concatenate([index for index, _ in columns]).astype(np.int32),
        np.concatenate([amount for _, amount in columns]),
    )  # fmt: skip
    program.changeColsIntegrality(
        whole, np.arange(whole, dtype=np.int32), np.full(whole, highspy.HighsVarType.kInteger)
    )
    program.setOptionValue("mip_rel_gap", 1e-6)
    program.setOptionValue("time_limit", limit_s)
    program.run()
    done = program.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return min(-program.getInfo().mip_dual_bound, float(gain.sum())), done
