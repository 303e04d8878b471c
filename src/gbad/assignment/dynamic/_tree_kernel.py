"""Numbers below ``policies``: what comes of orders, over the tree of all that can happen or over imagined worlds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import (
    Known,
    after_report,
    copy_known,
    fire,
    next_stage,
    uniform4,
)
from gbad.assignment.dynamic._policies_kernel import NOBODY, by_price, carry_out, surviving
from gbad.physics._random_kernel import SPREAD

ZERO = np.uint64(0)
MOST_FATES = 64


class Stack(NamedTuple):
    """What is known along one branch, and what can follow; leading axis: depth."""

    stage: NDArray[np.int64]
    belief: NDArray[np.float64]
    pending: NDArray[np.int64]
    held: NDArray[np.int64]
    by: NDArray[np.int64]
    rounds: NDArray[np.int64]
    fates: NDArray[np.float64]  # (depth, MOST_FATES, T)
    chances: NDArray[np.float64]  # (depth, MOST_FATES)
    chance: NDArray[np.float64]  # (depth,)
    left: NDArray[np.int64]  # (depth,)  fates that are still to be followed


@kernel
def stack_of(model):
    """An empty stack."""
    depth, n = int(model.rules[3]) + 2, model.values.size
    return Stack(
        np.empty((depth, 1), np.int64), np.empty((depth, n)), np.empty((depth, n), np.int64),
        np.empty((depth, n), np.int64), np.empty((depth, n), np.int64), np.empty((depth, model.rounds.size), np.int64),
        np.empty((depth, MOST_FATES, n)), np.empty((depth, MOST_FATES)), np.empty(depth), np.empty(depth, np.int64),
    )  # fmt: skip


@kernel
def level(stack, depth):
    """What is known at a depth."""
    return Known(
        stack.stage[depth], stack.belief[depth], stack.pending[depth], stack.held[depth], stack.by[depth],
        stack.rounds[depth],
    )  # fmt: skip


@kernel
def outcomes(model, known, fates, chances):
    """What the next stage can bring: fills ``fates`` (n, T) with beliefs and their chances; returns n.

    A known state after orders goes on: reports that come in and targets that appear branch, all else is sure. Returns 0
    when there is no room.
    """
    targets = known.belief.size
    fates[0] = known.belief
    chances[0] = 1.0
    n = 1
    for target in range(targets):
        reports = known.pending[target] == 1
        appears = known.belief[target] < 0.0 and model.seen[target] == known.stage[0] + 1
        if not reports and not appears:
            continue
        if appears:
            first, first_chance = 1.0, model.present[target]
            second, second_chance = 0.0, 1.0 - model.present[target]
        else:
            first, first_chance = after_report(known.belief[target], True, model.rules[0], model.rules[1])
            second, second_chance = after_report(known.belief[target], False, model.rules[0], model.rules[1])
        if first_chance <= 0.0 or second_chance <= 0.0:
            for k in range(n):
                fates[k, target] = first if first_chance > 0.0 else second
            continue
        if 2 * n > fates.shape[0]:
            return 0
        for k in range(n):
            fates[n + k] = fates[k]
            chances[n + k] = chances[k] * second_chance
            fates[k, target] = first
            fates[n + k, target] = second
            chances[k] *= first_chance
        n *= 2
    return n


@kernel
def order(model, known, row, salvo):
    """Carry out orders in what is known."""
    for target in range(row.size):
        if row[target] != NOBODY:
            fire(model, known, row[target], target, salvo[target])


@kernel
def tree_value(model, known, row, salvo, round_prices, sums, value, points, least, most_leaves, stack):
    """Survival expected after these orders and prices from then on, over the whole tree of what can happen.

    Branches of a chance below ``least`` are taken to go on without another shot. Returns (survival, leaves), with minus
    one leaf when there are more than ``most_leaves``.
    """
    stages = int(model.rules[3])
    then_row, then_salvo = np.empty(row.size, np.int64), np.empty(row.size, np.int64)
    now = level(stack, 0)
    copy_known(known, now)
    order(model, now, row, salvo)
    stack.chance[0] = 1.0
    depth, total, leaves = 0, 0.0, 0
    stack.left[0] = outcomes(model, now, stack.fates[0], stack.chances[0])
    while depth >= 0:
        if stack.left[depth] == 0:
            depth -= 1
            continue
        stack.left[depth] -= 1
        fate = stack.left[depth]
        now, then = level(stack, depth), level(stack, depth + 1)
        chance = stack.chance[depth] * stack.chances[depth, fate]
        copy_known(now, then)
        then.stage[0] += 1
        then.belief[:] = stack.fates[depth, fate]
        for target in range(row.size):
            then.pending[target] = max(then.pending[target] - 1, 0)
            then.held[target] = max(then.held[target] - 1, 0)
        goes_on = chance >= least and then.stage[0] < stages
        if goes_on:
            by_price(model, then, round_prices, sums, value, points, then_row, then_salvo)
            order(model, then, then_row, then_salvo)
        if goes_on and then.stage[0] + 1 < stages:
            depth += 1
            stack.chance[depth] = chance
            stack.left[depth] = outcomes(model, then, stack.fates[depth], stack.chances[depth])
            if stack.left[depth] == 0:
                return total, -1
            continue
        leaves += 1
        if leaves > most_leaves:
            return total, -1
        for target in range(row.size):
            weight = then.belief[target] if then.belief[target] >= 0.0 else model.present[target]
            total += chance * weight * model.values[target]
    return total, leaves


@kernel
def imagine(model, known, real, seed, run):
    """A world that what is known allows: who is alive or comes is thrown by belief, with dice of one's own."""
    for target in range(known.belief.size):
        chance = known.belief[target] if known.belief[target] >= 0.0 else model.present[target]
        real.alive[target] = uniform4(seed, np.uint64(SPREAD), run, np.uint64(target), ZERO, ZERO)[0] < chance
        real.shots[target] = 0
        real.engagements[target] = 0


@kernel
def roll_out(model, known, row, salvo, round_prices, sums, value, points, seed, first, last, spare, real, results):
    """Survival after these orders and prices from then on, in imagined worlds ``first`` to ``last``."""
    order, size = np.empty(row.size, np.int64), np.empty(row.size, np.int64)
    stages = int(model.rules[3])
    for world in range(first, last):
        number = np.uint64(world)
        copy_known(known, spare)
        imagine(model, spare, real, seed, number)
        carry_out(model, spare, real, seed, number, row, salvo)
        while spare.stage[0] + 1 < stages:
            next_stage(model, spare, real, seed, number)
            by_price(model, spare, round_prices, sums, value, points, order, size)
            carry_out(model, spare, real, seed, number, order, size)
        results[world] = surviving(model, real)
