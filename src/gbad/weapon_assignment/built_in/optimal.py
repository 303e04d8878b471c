"""``optimal``: the static problem of one cycle solved to the end, with its proof.

Single rounds are matched to channels. Otherwise every feasible (option, rounds) is a yes or no of an integer program:
at most one for a track, target channels, missile channels, rounds ready and what is kept. It begins from ``improved``
and keeps those orders where nothing is better, so that among equals the answer does not hang on a solver's taste.
Optimal for this cycle alone: what comes later and what a report will say are left out, so looking (shoot, look, shoot)
and waiting may do better.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

from gbad.assignment.master import quiet
from gbad.tables import Floats, Ints
from gbad.weapon_assignment import _value_kernel as numbers
from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.built_in.value import problem_of
from gbad.weapon_assignment.orders import Order, fire
from gbad.weapon_assignment.situation import CommandSituation

BETTER = 1e-9  # share of the bound by which an answer must beat another


@dataclass(frozen=True, slots=True)
class Answer:
    """Rounds by option, what they are worth, and what no choice exceeds."""

    picks: Ints  # (n,)
    gain: float
    bound: float

    @property
    def gap(self) -> float:
        """Share of the bound that may be missing."""
        return (self.bound - self.gain) / self.bound if self.bound > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Optimal:
    """The best static assignment at every decision, or the best found when the time for one runs out.

    What is found under the clock may differ from machine to machine; that is why such decisions are counted and told
    with their gap (``Decision.unproven``).
    """

    guards: Guards
    weigh_by: str
    time_limit_s: float
    asks_pending: bool = False

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        return self.solved(situation)[0]

    def solved(self, situation: CommandSituation) -> tuple[list[Order], float]:
        """Orders, and the share of the proven bound that may be missing: 0 where the proof is whole."""
        if len(situation.track) == 0:
            return [], 0.0
        offered, left = problem_of(situation, self.guards, self.weigh_by)
        answer = best_of(offered, left, situation.salvo, self.time_limit_s)
        orders = [fire(int(row), int(answer.picks[row])) for row in np.flatnonzero(answer.picks)]
        return orders, answer.gap if answer.gap > BETTER else 0.0


class _Program(NamedTuple):
    """Columns of the integer program, by option and rounds, and what their rows limit."""

    option: Ints  # (columns,)
    rounds: Ints  # (columns,)
    worth: Floats  # (columns,)
    upper: Floats  # (rows,)
    row: Ints  # (columns, limits)  rows that a column counts in
    amount: Ints  # (columns, limits)


def best_of(offered: numbers.Offered, left: numbers.Left, salvo: int, time_limit_s: float) -> Answer:
    """Solve one static problem within ``time_limit_s``, building it included. ``left`` is not changed."""
    ends_s = time.perf_counter() + time_limit_s
    n = len(offered.track)
    picks = np.zeros(n, np.int64)
    work = numbers.Left(*(part.copy() for part in left))
    numbers.greedy(0, n, offered, work, salvo, picks)
    numbers.improve(0, n, offered, work, salvo, picks)
    gain = gain_of(offered, picks)
    # where every track can have what is best for it alone, nothing is left to prove
    most = _each_alone(offered, left, salvo)
    if most <= gain * (1.0 + BETTER):
        return Answer(picks, gain, max(most, gain))
    matched = _matched(offered, left) if salvo == 1 else None
    if matched is not None:
        other = gain_of(offered, matched)
        return Answer(matched, other, other) if other > gain * (1.0 + BETTER) else Answer(picks, gain, max(gain, other))
    program = _program(offered, left, salvo)
    relaxed, _ = _solved(program, whole=False, time_limit_s=_until(ends_s))
    bound = min(most, relaxed)
    if bound <= gain * (1.0 + BETTER):
        return Answer(picks, gain, max(bound, gain))
    # what the relaxation proved holds too where the whole numbers run out of time
    proven, amount = _solved(program, whole=True, time_limit_s=_until(ends_s))
    bound = min(bound, proven)
    found = np.zeros(n, np.int64)
    taken = amount > 0.5
    found[program.option[taken]] = program.rounds[taken]
    if gain_of(offered, found) > gain * (1.0 + BETTER):
        picks, gain = found, gain_of(offered, found)
    return Answer(picks, gain, max(bound, gain))


def _until(ends_s: float) -> float:
    """Seconds that are left, a little of it kept for reading the answer; the solver takes no zero."""
    return max(0.95 * (ends_s - time.perf_counter()), 1e-3)


def _each_alone(offered: numbers.Offered, left: numbers.Left, salvo: int) -> float:
    """What all tracks could gain if each were the only one: no choice exceeds it."""
    _, track = np.unique(offered.track, return_inverse=True)
    most = np.zeros(int(track.max()) + 1)
    np.maximum.at(most, track, _worth(offered, np.arange(len(track)), np.minimum(_room(offered, left), salvo)))
    return float(most.sum())


def _room(o: numbers.Offered, left: numbers.Left) -> Ints:
    """Rounds that each option could take if nothing else is fired, ``(n,)``; the kernel's ``room`` for all."""
    most = np.minimum(left.missiles[o.battery], o.ready - left.spent[o.battery, o.kind])
    most = np.where(o.cheap, np.minimum(most, left.for_cheap[o.battery]), most)
    return np.where(o.open & (left.targets[o.battery] > 0), np.maximum(most, 0), 0).astype(np.int64)


def _worth(o: numbers.Offered, option: Ints, rounds: Ints) -> Floats:
    """Expected gain of options with so many rounds."""
    gain: Floats = o.weight[option] * (1.0 - (1.0 - o.kill_probability[option]) ** rounds)
    return gain


def _matched(offered: numbers.Offered, left: numbers.Left) -> Ints | None:
    """The best single rounds as a matching of tracks and channels, ``(n,)``.

    None where something else may bind: rounds of one type that do not fill all channels beside another type, or rounds
    that targets of little value leave alone.
    """
    from scipy.optimize import linear_sum_assignment  # late: it takes a fifth of a second to load

    if offered.cheap.any():
        return None
    channels = np.minimum(left.targets, left.missiles)
    kinds: dict[int, dict[int, int]] = {}
    for battery, kind, ready in zip(
        offered.battery.tolist(), offered.kind.tolist(), offered.ready.tolist(), strict=True
    ):
        kinds.setdefault(battery, {})[kind] = ready - int(left.spent[battery, kind])
    slots: list[int] = []
    for battery, ready_of in kinds.items():
        least, free = min(ready_of.values()), int(channels[battery])
        if len(ready_of) > 1 and least < free:
            return None
        slots += [battery] * max(min(least, free), 0)
    tracks = {track: row for row, track in enumerate(dict.fromkeys(offered.track.tolist()))}
    option_of = np.full((len(tracks), len(channels)), -1)
    gain = np.zeros((len(tracks), len(channels)))
    for option, (track, battery) in enumerate(zip(offered.track.tolist(), offered.battery.tolist(), strict=True)):
        worth = float(numbers.worth(offered, option, 1)) if offered.open[option] else 0.0
        if worth > gain[tracks[track], battery]:
            gain[tracks[track], battery], option_of[tracks[track], battery] = worth, option
    picks = np.zeros(len(offered.track), np.int64)
    rows, columns = linear_sum_assignment(gain[:, slots], maximize=True)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        option = option_of[row, slots[column]]
        if option >= 0:
            picks[option] = 1
    return picks


def gain_of(offered: numbers.Offered, picks: Ints) -> float:
    """What rounds by option are worth."""
    return float(sum(numbers.worth(offered, int(row), int(picks[row])) for row in np.flatnonzero(picks)))


def _program(o: numbers.Offered, left: numbers.Left, salvo: int) -> _Program:
    most = np.minimum(_room(o, left), salvo)
    option = np.repeat(np.arange(len(most)), most)
    rounds = np.arange(len(option)) - np.repeat(np.cumsum(most) - most, most) + 1
    tracks, track = np.unique(o.track, return_inverse=True)
    batteries, kinds = left.spent.shape
    pair = o.battery * kinds + o.kind
    ready = np.zeros(batteries * kinds)
    ready[pair] = o.ready - left.spent[o.battery, o.kind]
    upper = np.concatenate([
        np.ones(len(tracks)), left.targets, left.missiles, ready, np.minimum(left.for_cheap, numbers.ENOUGH)
    ]).astype(float)  # fmt: skip
    starts = np.cumsum([0, len(tracks), batteries, batteries, batteries * kinds])
    row = np.stack([track, o.battery, o.battery, pair, o.battery], axis=1) + starts
    one = np.ones_like(rounds)
    amount = np.stack([one, one, rounds, rounds, rounds * o.cheap[option]], axis=1)
    return _Program(option, rounds, _worth(o, option, rounds), upper, row[option], amount)


def _solved(program: _Program, *, whole: bool, time_limit_s: float) -> tuple[float, Floats]:
    """Proven bound and the best amounts found."""
    solver = quiet()
    worth, upper, columns = program.worth, program.upper, len(program.worth)
    lower = np.full(len(upper), -highspy.kHighsInf)
    none = np.zeros(0, np.int32)
    solver.addRows(len(upper), lower, upper, 0, np.zeros(len(upper), np.int32), none, np.zeros(0))
    counts = program.amount > 0
    starts = np.concatenate([[0], np.cumsum(counts.sum(axis=1))[:-1]]).astype(np.int32)
    index, value = program.row[counts].astype(np.int32), program.amount[counts].astype(float)
    # the solver's tolerances are absolute: weights are brought to about 1
    scale = float(worth.max())
    solver.addCols(columns, -worth / scale, np.zeros(columns), np.ones(columns), len(index), starts, index, value)
    solver.setOptionValue("time_limit", time_limit_s)
    if whole:
        kinds = np.full(columns, highspy.HighsVarType.kInteger)
        solver.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), kinds)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-10)
    solver.run()
    info = solver.getInfo()
    amount = np.array(solver.getSolution().col_value)
    if not len(amount):
        amount = np.zeros(columns)
    if whole:
        return -float(info.mip_dual_bound) * scale, amount
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return (-float(info.objective_function_value) if done else highspy.kHighsInf) * scale, amount
