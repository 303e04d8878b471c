"""Scan after scan of bare plots into tracks: the numbers of ``plots.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking import _imm_kernel as imm
from gbad.tracking._assignment_kernel import solve
from gbad.tracking._filter_kernel import gate, initiate
from gbad.tracking._grid_kernel import sort_into_cells
from gbad.tracking._jpda_kernel import MOST_EVENTS, marginals
from gbad.tracking._mixture_kernel import mix_cases

NO_TROUBLE, TRACKS_FULL, ROWS_FULL, EDGES_FULL = 0, 1, 2, 3
# columns of the figures (see plots.PlotSettings.figures)
GATE, SPEED_STD, LOG_HIT, LOG_MISS, CONFIRM, DELETE_AFTER, YOUNG_MISSES, NOISE, UP_NOISE, PAIR_WORTH = range(10)


@lean
def follow(plots, tracks, work, table, grid, figures, models, two_models, joint):
    """All scans in order. Returns (rows written, trouble, tracks begun).

    ``grid``: west, south, cell size, cells a side. ``joint``: True where confirmed tracks share plots by probability,
    else None (then that code is not compiled). Trouble: a table was too small, and nothing of the result is valid.
    """
    written, begun, alive = np.int64(0), np.int64(0), np.int64(0)
    free = tracks.free.size
    for i in range(free):
        tracks.free[i] = free - 1 - i
    for s in range(plots.time_s.size):
        first, count = plots.scan[s], plots.scan[s + 1] - plots.scan[s]
        dt = plots.time_s[s] - plots.time_s[s - 1] if s > 0 else 0.0
        side = np.int64(grid[3])
        sort_into_cells(plots.x, plots.y, first, count, grid[0], grid[1], grid[2], side, work.cell, work.order)
        for k in range(count):
            work.taken[k] = False
        advance(tracks, alive, dt, figures, models, two_models, work)
        # confirmed tracks choose first, then young ones, then single plots
        for stage in range(2, -1, -1):
            rows, trouble = pair(plots, first, tracks, alive, stage, grid, side, figures, work)
            if trouble != NO_TROUBLE:
                return written, trouble, begun
            if rows == 0:
                continue
            # two conditions: the compiler leaves out what hangs on None alone
            if joint is not None:  # noqa: SIM102
                if stage == 2:
                    share_plots(plots, first, count, tracks, rows, figures, work)
                    continue
            solve(
                rows, count, work.start, work.column, work.cost, figures[PAIR_WORTH], work.row_of, work.column_of,
                work.row_price, work.column_price, work.length, work.before, work.seen, work.stamp,
            )  # fmt: skip
            for r in range(rows):
                if work.column_of[r] >= 0:
                    tracks.plot[work.row[r]] = first + work.column_of[r]
                    work.taken[work.column_of[r]] = True
        alive, free, written, trouble = settle(
            plots, s, tracks, alive, free, table, written, figures, models, two_models, joint is not None, work
        )
        if trouble != NO_TROUBLE:
            return written, trouble, begun
        # what is left over may be something new
        for k in range(count):
            if work.taken[k]:
                continue
            if free == 0:
                return written, TRACKS_FULL, begun
            free -= 1
            begun += 1
            row = tracks.free[free]
            tracks.live[alive] = row
            alive += 1
            begin(plots, first + k, tracks, row, begun, figures)
    return written, NO_TROUBLE, begun


@inlined
def advance(tracks, alive, dt, figures, models, two_models, work):
    """Predict every live track to the scan."""
    for a in range(alive):
        row = tracks.live[a]
        tracks.plot[row] = -1
        if tracks.turning[row] == 1:
            imm.mix(
                tracks.state, tracks.cov, tracks.turn_state, tracks.turn_cov, tracks.weight, row, dt, models,
                work.shift,
            )  # fmt: skip
            imm.predict_straight(tracks.state, tracks.cov, row, dt, models[imm.STRAIGHT_NOISE], models[imm.UP_NOISE])
            imm.predict_turn(tracks.turn_state, tracks.turn_cov, row, dt, models, work.matrix)
        else:
            imm.predict_straight(tracks.state, tracks.cov, row, dt, figures[NOISE], figures[UP_NOISE])


@inlined
def pair(plots, first, tracks, alive, stage, grid, side, figures, work):
    """Edges from the tracks of one stage to the free plots in their gates. Returns (rows, trouble)."""
    rows, edges = np.int64(0), np.int64(0)
    limit = figures[GATE]
    v0, v1, v2 = plots.variance[0], plots.variance[1], plots.variance[2]
    for a in range(alive):
        row = tracks.live[a]
        if tracks.status[row] != stage:
            continue
        px, py, pz = tracks.state[row, 0], tracks.state[row, 1], tracks.state[row, 2]
        vx, vy, vz = tracks.state[row, 3], tracks.state[row, 4], tracks.state[row, 5]
        # no gate reaches farther than this
        own = v0 + v1 + v2
        if plots.polar:
            own = v0 + 1.5 * (px * px + py * py + pz * pz) * (v1 + v2)
        reach = np.sqrt(limit * (own + trace(tracks.cov, row)))
        turning = tracks.turning[row] == 1
        if turning:
            tx, ty, tz = tracks.turn_state[row, 0], tracks.turn_state[row, 1], tracks.turn_state[row, 2]
            apart = np.sqrt((tx - px) ** 2 + (ty - py) ** 2 + (tz - pz) ** 2)
            reach = max(reach, apart + np.sqrt(limit * (own + trace(tracks.turn_cov, row))))
        reach2 = reach * reach
        west = min(max(int((px - reach - grid[0]) / grid[2]), 0), side - 1)
        east = min(max(int((px + reach - grid[0]) / grid[2]), 0), side - 1)
        south = min(max(int((py - reach - grid[1]) / grid[2]), 0), side - 1)
        north = min(max(int((py + reach - grid[1]) / grid[2]), 0), side - 1)
        work.start[rows] = edges
        for line in range(south, north + 1):
            for place in range(work.cell[line * side + west], work.cell[line * side + east + 1]):
                k = work.order[place]
                i = first + k
                # plots of a turning beam are brought to the time of the scan along the track's own course
                late = plots.offset_s[i]
                x, y, z = plots.x[i] - late * vx, plots.y[i] - late * vy, plots.z[i] - late * vz
                dx, dy, dz = x - px, y - py, z - pz
                if dx * dx + dy * dy + dz * dz > reach2 or work.taken[k]:
                    continue
                far = plots.reach[i]
                if late != 0.0:
                    far = np.sqrt(x * x + y * y + z * z)
                distance, log_volume = price(tracks.state, tracks.cov, row, plots.polar, x, y, z, far, v0, v1, v2)
                cost = distance + log_volume
                if turning:
                    turn_distance, turn_volume = price(
                        tracks.turn_state, tracks.turn_cov, row, plots.polar, x, y, z, far, v0, v1, v2
                    )
                    cost = imm.blend(tracks.weight[row, 0], cost, turn_distance + turn_volume)
                    distance = min(distance, turn_distance)
                if not distance <= limit:
                    continue
                if edges == work.cost.size:
                    return rows, EDGES_FULL
                work.column[edges], work.cost[edges] = k, cost
                edges += 1
        if edges > work.start[rows]:
            work.row[rows] = row
            rows += 1
    work.start[rows] = edges
    return rows, NO_TROUBLE


@lean
def share_plots(plots, first, count, tracks, rows, figures, work):
    """Joint probabilistic data association: correct each row by all plots in its gate, by their probabilities.

    ``tracks.plot`` gets the likeliest plot where a plot is likelier than none; a plot that is more likely a track's
    than not begins nothing new.
    """
    # likelihood ratio of a pair: this target against a false plot, seen against missed
    for e in range(work.start[rows]):
        work.cost[e] = np.exp(figures[LOG_HIT] - 0.5 * work.cost[e] - figures[LOG_MISS])
    marginals(
        rows, count, work.start, work.column, work.cost, MOST_EVENTS, work.leader, work.following, work.member,
        work.choice, work.first, work.used, work.asked, work.share, work.message,
    )  # fmt: skip
    for k in range(count):
        work.asked[k] = 0.0
    for r in range(rows):
        best, total = -1, 0.0
        for e in range(work.start[r], work.start[r + 1]):
            total += work.cost[e]
            work.asked[work.column[e]] += work.cost[e]
            if best < 0 or work.cost[e] > work.cost[best]:
                best = e
        mix_cases(plots, first, tracks, work.row[r], work.column, work.cost, work.start[r], work.start[r + 1], work)
        if total > 0.5:
            tracks.plot[work.row[r]] = first + work.column[best]
    for k in range(count):
        if work.asked[k] > 0.5:
            work.taken[k] = True
        work.asked[k] = 0.0


@lean
def trace(cov, row):
    """Sum of the position variances."""
    return cov[row, 0, 0] + cov[row, 1, 1] + cov[row, 2, 2]


@lean
def price(state, cov, row, polar, x, y, z, far, v0, v1, v2):
    """Squared normalised distance of a plot from a predicted row, and log det of the innovation covariance."""
    if polar:
        return gate(state, cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, v0, v1, v2)
    l00 = np.sqrt(cov[row, 0, 0] + v0)
    l10, l20 = cov[row, 1, 0] / l00, cov[row, 2, 0] / l00
    l11 = np.sqrt(cov[row, 1, 1] + v1 - l10 * l10)
    l21 = (cov[row, 2, 1] - l20 * l10) / l11
    l22 = np.sqrt(cov[row, 2, 2] + v2 - l20 * l20 - l21 * l21)
    w0 = (x - state[row, 0]) / l00
    w1 = (y - state[row, 1] - l10 * w0) / l11
    w2 = (z - state[row, 2] - l20 * w0 - l21 * w1) / l22
    return w0 * w0 + w1 * w1 + w2 * w2, 2.0 * np.log(l00 * l11 * l22)


@inlined
def settle(plots, s, tracks, alive, free, table, written, figures, models, two_models, joint, work):
    """Correct what has a plot, count what has none, end the dead, write the confirmed.

    Returns (alive, free, written, trouble).
    """
    kept, trouble = np.int64(0), np.int64(NO_TROUBLE)
    v0, v1, v2 = plots.variance[0], plots.variance[1], plots.variance[2]
    for a in range(alive):
        row = tracks.live[a]
        i = tracks.plot[row]
        if joint and i >= 0 and tracks.status[row] == 2:
            # corrected when the plots were shared out
            tracks.hits[row] += 1
            tracks.misses[row] = 0
        elif i >= 0:
            late = plots.offset_s[i]
            x, y, z, far = plots.x[i], plots.y[i], plots.z[i], plots.reach[i]
            if late != 0.0:
                x -= late * tracks.state[row, 3]
                y -= late * tracks.state[row, 4]
                z -= late * tracks.state[row, 5]
                far = np.sqrt(x * x + y * y + z * z)
            cost = imm.update(
                tracks.state, tracks.cov, row, 6, plots.polar, x, y, z, far, v0, v1, v2, work.shift, work.gain
            )
            # the score counts positions only: false plots have no law of range rates
            likely = cost
            rated = np.isfinite(plots.rate_var) and np.isfinite(plots.rate[i])
            if rated:
                cost += imm.update_rate(tracks.state, tracks.cov, row, 6, plots.rate[i], plots.rate_var, work.gain)
            if tracks.turning[row] == 1:
                turn_cost = imm.update(
                    tracks.turn_state, tracks.turn_cov, row, 7, plots.polar, x, y, z, far, v0, v1, v2, work.shift,
                    work.gain,
                )  # fmt: skip
                likely = imm.blend(tracks.weight[row, 0], likely, turn_cost)
                if rated:
                    turn_cost += imm.update_rate(
                        tracks.turn_state, tracks.turn_cov, row, 7, plots.rate[i], plots.rate_var, work.gain
                    )
                imm.reweigh(tracks.weight, row, cost, turn_cost)
            tracks.hits[row] += 1
            tracks.misses[row] = 0
            tracks.score[row] += figures[LOG_HIT] - 0.5 * likely
            if tracks.status[row] == 0:
                tracks.status[row] = 1
            if tracks.status[row] == 1 and tracks.score[row] >= figures[CONFIRM]:
                tracks.status[row] = 2
                if two_models:
                    tracks.turning[row] = 1
                    imm.begin_turn(
                        tracks.state, tracks.cov, tracks.turn_state, tracks.turn_cov, tracks.weight, row, models
                    )
        else:
            tracks.misses[row] += 1
            tracks.score[row] += figures[LOG_MISS]
            patience = figures[DELETE_AFTER] if tracks.status[row] == 2 else figures[YOUNG_MISSES]
            if tracks.misses[row] > patience or (tracks.status[row] == 1 and tracks.score[row] < 0.0):
                tracks.number[row] = 0
                tracks.free[free] = row
                free += 1
                continue
        tracks.live[kept] = row
        kept += 1
        if tracks.status[row] == 2:
            if written == table.time_s.size:
                trouble = np.int64(ROWS_FULL)
                break
            write(plots.time_s[s], tracks, row, table, written, work)
            written += 1
    return kept, free, written, trouble


@inlined
def write(time_s, tracks, row, table, written, work):
    """One row of the result: both models as one mean and covariance."""
    table.time_s[written], table.track[written], table.plot[written] = time_s, tracks.number[row], tracks.plot[row]
    if tracks.turning[row] == 1:
        table.turn_probability[written] = tracks.weight[row, 1]
        imm.combine(
            tracks.state, tracks.cov, tracks.turn_state, tracks.turn_cov, tracks.weight, row, table.state, table.cov,
            written, work.shift,
        )  # fmt: skip
    else:
        table.turn_probability[written] = 0.0
        for i in range(6):
            table.state[written, i] = tracks.state[row, i]
            for j in range(6):
                table.cov[written, i, j] = tracks.cov[row, i, j]


@inlined
def begin(plots, i, tracks, row, number, figures):
    """A plot that no track took starts one."""
    v0, v1, v2 = plots.variance[0], plots.variance[1], plots.variance[2]
    speed_var = figures[SPEED_STD] * figures[SPEED_STD]
    if plots.polar:
        initiate(
            tracks.state, tracks.cov, row, plots.x[i], plots.y[i], plots.z[i], v0, v1, v2, plots.rate[i],
            plots.rate_var, speed_var,
        )  # fmt: skip
    else:
        tracks.state[row, 0], tracks.state[row, 1], tracks.state[row, 2] = plots.x[i], plots.y[i], plots.z[i]
        for a in range(6):
            for b in range(6):
                tracks.cov[row, a, b] = 0.0
        for a in range(3):
            tracks.state[row, 3 + a] = 0.0
            tracks.cov[row, a, a], tracks.cov[row, 3 + a, 3 + a] = plots.variance[a], speed_var
    tracks.number[row], tracks.hits[row], tracks.misses[row] = number, 1, 0
    tracks.status[row], tracks.turning[row], tracks.score[row] = 0, 0, 0.0
