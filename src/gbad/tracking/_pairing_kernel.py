"""Which tracks of one radar and plots of one group lie in each other's gates, and how far apart."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking import _imm_kernel as imm
from gbad.tracking._filter_kernel import gate, rate_distance
from gbad.tracking._group_columns_kernel import DETECTED, FALSE_DENSITY, PERIOD, Kin, Lives, Seen, Work
from gbad.tracking._lives_kernel import stage_of
from gbad.tracking._target_kernel import (
    GATE,
    MIN_REVISIT,
)


@inlined
def pair(ahead: Kin, lives: Lives, seen: Seen, work: Work, stage, count, end_s, figures, settings, rate_var):
    """Edges from the tracks of one stage to the free plots in their gates. Returns the rows with any."""
    rows, edges = np.int64(0), np.int64(0)
    limit, revisit = settings[GATE], settings[MIN_REVISIT] * figures[PERIOD]
    odds = figures[DETECTED] / (1.0 - figures[DETECTED])
    for row in range(lives.number.size):
        if lives.number[row] == 0 or stage_of(lives.confirmed[row], lives.updates[row]) != stage:
            continue
        vx, vy, vz = ahead.state[row, 3], ahead.state[row, 4], ahead.state[row, 5]
        turning = ahead.turning[row] == 1
        work.start[rows] = edges
        for k in range(count):
            if work.taken[k] or seen.time_s[k] - lives.last_s[row] < revisit:
                continue
            late = seen.time_s[k] - end_s
            x, y, z = seen.place[k, 0] - late * vx, seen.place[k, 1] - late * vy, seen.place[k, 2] - late * vz
            far2 = x * x + y * y + z * z
            v0, v1, v2 = seen.variance[k, 0], seen.variance[k, 1], seen.variance[k, 2]
            # no gate reaches farther than this
            wide = limit * (v0 + 2.0 * far2 * (v1 + v2) + trace(ahead.cov, row))
            close = near(ahead.state, row, x, y, z) <= wide
            if turning and not close:
                wide = limit * (v0 + 2.0 * far2 * (v1 + v2) + trace(ahead.turn_cov, row))
                close = near(ahead.turn_state, row, x, y, z) <= wide
            if not close:
                continue
            far = np.sqrt(far2)
            distance, volume = gate(ahead.state, ahead.cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, v0, v1, v2)
            cost = distance + volume
            if turning:
                turn_distance, turn_volume = gate(
                    ahead.turn_state, ahead.turn_cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, v0, v1, v2
                )
                cost = imm.blend(ahead.weight[row, 0], cost, turn_distance + turn_volume)
                distance = min(distance, turn_distance)
            if not distance <= limit:
                continue
            if np.isfinite(seen.rate[k]) and np.isfinite(rate_var):
                extra = rate_distance(
                    ahead.state, ahead.cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, seen.rate[k], rate_var
                )
                if turning:
                    other = rate_distance(
                        ahead.turn_state, ahead.turn_cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, seen.rate[k],
                        rate_var,
                    )  # fmt: skip
                    extra = min(extra, other)
                if extra > limit:
                    continue
                cost += extra
            # against a missed target and a false plot: these are spread evenly over range and angles
            density = figures[FALSE_DENSITY] / far2
            cost -= 2.0 * np.log(odds / density) - 3.0 * np.log(2.0 * np.pi)
            work.column[edges], work.cost[edges] = k, cost
            edges += 1
        if edges > work.start[rows]:
            work.row[rows] = row
            rows += 1
    work.start[rows] = edges
    return rows


@lean
def trace(cov, row):
    """Sum of the position variances."""
    return cov[row, 0, 0] + cov[row, 1, 1] + cov[row, 2, 2]


@lean
def near(state, row, x, y, z):
    """Squared distance of a place from a row."""
    dx, dy, dz = x - state[row, 0], y - state[row, 1], z - state[row, 2]
    return dx * dx + dy * dy + dz * dz
