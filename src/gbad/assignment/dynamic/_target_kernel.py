"""Numbers below ``relaxation``: one target alone, when rounds and channels have prices.

``value[target, stage, k]`` is the least of what is expected to survive of a target plus what is paid for, from the
stage on, free to be fired at and believed alive with ``grid[k]``. It is the least of linear functions of the belief,
hence concave, so that reading it off straight lines between the points of the grid stays below the truth. With true
reports beliefs are 0 and 1 alone, and two points are exact.
"""

import math

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import after_report

WAIT = -1


@kernel
def grid_of(points):
    """Beliefs from 0 to 1, closer together near 0."""
    grid = np.empty(points)
    for k in range(points):
        grid[k] = (k / (points - 1)) ** 2
    return grid


@kernel
def bracket(belief, points):
    """Lower point of the grid at a belief, and the weight of the next."""
    at = math.sqrt(belief) * (points - 1)
    k = min(int(at), points - 2)
    low, high = (k / (points - 1)) ** 2, ((k + 1) / (points - 1)) ** 2
    return k, (belief - low) / (high - low)


@kernel
def read(value, target, stage, belief, points):
    """Value of a free target at a stage, at any belief."""
    k, weight = bracket(belief, points)
    return (1.0 - weight) * value[target, stage, k] + weight * value[target, stage, k + 1]


@kernel
def after(model, value, target, stage, belief, points):
    """Value expected when a report comes at a stage, on a belief that counts the rounds."""
    if belief <= 0.0:
        return 0.0
    total = 0.0
    for killed in (True, False):
        then, chance = after_report(belief, killed, model.rules[0], model.rules[1])
        if chance > 0.0 and then > 0.0:
            total += chance * read(value, target, stage, then, points)
    return total


@kernel
def price_of(model, round_prices, channel_sums, row, salvo, stage):
    """What an engagement pays: its rounds, and the channel for as long as it is guided."""
    battery = model.battery[row]
    last = min(stage + model.guided[battery], channel_sums.shape[1] - 1)
    return salvo * round_prices[row] + channel_sums[battery, last] - channel_sums[battery, stage]


@kernel
def sums_of(channel_prices, channel_sums):
    """Prices of channels (B, stages) summed up from stage 0."""
    for battery in range(channel_prices.shape[0]):
        channel_sums[battery, 0] = 0.0
        for stage in range(channel_prices.shape[1]):
            channel_sums[battery, stage + 1] = channel_sums[battery, stage] + channel_prices[battery, stage]


@kernel
def last_stage(model, target):
    """Last stage at which any row may fire at a target; -1 for none."""
    last = -1
    for row in range(model.battery.size):
        if model.chance[row, target] > 0.0:
            last = max(last, model.closes[row, target])
    return min(last, int(model.rules[3]) - 1)


@kernel
def fill_target(model, target, first, rounds, round_prices, channel_sums, grid, value, row_of, salvo_of):
    """Work back from the end of all windows to stage ``first``: values and best actions of one target.

    ``rounds`` (W,) limits salvos; ``row_of[stage, k]`` is the row to fire or WAIT. Stages after the last window hold
    the surviving value itself.
    """
    points = grid.size
    stages = int(model.rules[3])
    most_salvo = int(model.rules[2])
    end = last_stage(model, target)
    for stage in range(max(end + 1, first), stages + 1):
        for k in range(points):
            value[target, stage, k] = model.values[target] * grid[k]
            row_of[stage, k] = WAIT
    for stage in range(end, first - 1, -1):
        for k in range(points):
            best, best_row, best_salvo = value[target, stage + 1, k], WAIT, 0
            if k > 0:
                for row in range(model.battery.size):
                    p = model.chance[row, target]
                    if p <= 0.0 or not model.opens[row, target] <= stage <= model.closes[row, target]:
                        continue
                    reported = min(stage + model.reported[model.battery[row]], stages)
                    left = grid[k]
                    for salvo in range(1, min(most_salvo, rounds[row]) + 1):
                        left *= 1.0 - p
                        cost = price_of(model, round_prices, channel_sums, row, salvo, stage)
                        if cost >= best:
                            break
                        cost += after(model, value, target, reported, left, points)
                        if cost < best:
                            best, best_row, best_salvo = cost, row, salvo
            value[target, stage, k] = best
            row_of[stage, k] = best_row
            salvo_of[stage, k] = best_salvo


@kernel
def use_of_target(model, target, first, weight, grid, row_of, salvo_of, mass, round_use, channel_use):
    """Add what the best actions of one target use from stage ``first`` on; returns the chance that it survives.

    ``mass`` (stages + 1, points) begins at ``first`` and is spread over the grid as the values were read off it.
    ``weight`` multiplies.
    """
    points = grid.size
    stages = int(model.rules[3])
    survives = 0.0
    for stage in range(first, stages + 1):
        for k in range(1, points):
            here = mass[stage, k]
            if here <= 0.0:
                continue
            mass[stage, k] = 0.0
            row = row_of[stage, k] if stage < stages else WAIT
            if row == WAIT:
                if stage == stages:
                    survives += here * grid[k]
                else:
                    mass[stage + 1, k] += here
                continue
            salvo = salvo_of[stage, k]
            battery = model.battery[row]
            round_use[row] += weight * here * salvo
            for at in range(stage, min(stage + model.guided[battery], stages)):
                channel_use[battery, at] += weight * here
            reported = min(stage + model.reported[battery], stages)
            left = grid[k] * (1.0 - model.chance[row, target]) ** salvo
            spread_report(model, here, left, reported, points, mass)
        mass[stage, 0] = 0.0
    return survives


@kernel
def spread_report(model, here, left, stage, points, mass):
    """Put mass onto the beliefs after a report."""
    if left <= 0.0:
        return
    for killed in (True, False):
        then, chance = after_report(left, killed, model.rules[0], model.rules[1])
        if chance > 0.0 and then > 0.0:
            k, part = bracket(then, points)
            mass[stage, k] += here * chance * (1.0 - part)
            mass[stage, k + 1] += here * chance * part


@kernel
def price_all(model, known, round_prices, channel_sums, grid, value, row_of, salvo_of, mass, uses, survival, bound):
    """All targets from what is known: fill ``value``, ``uses`` (T, W + B * stages), ``survival`` and ``bound`` of each.

    A target that is not seen yet counts with its chance to come; one under engagement goes on from its report.
    """
    points, rows = grid.size, model.battery.size
    stages = int(model.rules[3])
    channel_use = np.zeros((model.channels.size, stages))
    now = known.stage[0]
    for target in range(model.values.size):
        uses[target] = 0.0
        channel_use[:] = 0.0
        weight, belief, begins = 1.0, known.belief[target], now
        if belief < 0.0:
            weight, belief, begins = model.present[target], 1.0, model.seen[target]
        begins += known.pending[target]
        begins = min(begins, stages)
        fill_target(
            model, target, min(begins, now), known.rounds, round_prices, channel_sums, grid, value, row_of, salvo_of
        )
        mass[:] = 0.0
        if known.pending[target] > 0:
            bound[target] = after(model, value, target, begins, belief, points)
            spread_report(model, 1.0, belief, begins, points, mass)
        elif belief > 0.0:
            bound[target] = weight * read(value, target, begins, belief, points)
            k, part = bracket(belief, points)
            mass[begins, k] += 1.0 - part
            mass[begins, k + 1] += part
        else:
            bound[target] = 0.0
        left = use_of_target(
            model, target, begins, weight, grid, row_of, salvo_of, mass, uses[target, :rows], channel_use
        )
        survival[target] = weight * model.values[target] * left
        for battery in range(model.channels.size):
            for stage in range(stages):
                uses[target, rows + battery * stages + stage] = channel_use[battery, stage]
