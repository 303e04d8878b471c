"""From a group of plots to pairs of track and plot: the frame, the gate, the assignment. See ``tracker.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking._assignment_kernel import solve
from gbad.tracking._filter_kernel import distance_and_root, rate_distance
from gbad.tracking._target_kernel import GATE, MIN_REVISIT, flies, hardest

# price of leaving a track without a plot: above any sum of gated distances, so as many tracks as possible are served
_MISS = 1e6


@inlined
def load(scan, plots, first, count, limit):
    """Bring plots ``first .. first + count`` into the antenna's frame; returns the time of the latest."""
    latest = -np.inf
    for k in range(count):
        i = first + k
        reach = plots.slant_range_m[i]
        flat = reach * np.cos(plots.elevation_rad[i])
        scan.x[k] = flat * np.sin(plots.azimuth_rad[i])
        scan.y[k] = flat * np.cos(plots.azimuth_rad[i])
        scan.z[k] = reach * np.sin(plots.elevation_rad[i])
        scan.reach[k] = reach
        scan.variance[k, 0] = plots.range_std_m[i] ** 2
        scan.variance[k, 1] = plots.azimuth_std_rad[i] ** 2
        scan.variance[k, 2] = plots.elevation_std_rad[i] ** 2
        # twice the sum: the predicted line of sight may be somewhat longer, and its error with it
        position_var = scan.variance[k, 0] + reach * reach * (scan.variance[k, 1] + scan.variance[k, 2])
        scan.bound[k] = 2.0 * limit * position_var
        scan.time_s[k], scan.rate[k] = plots.time_s[i], plots.range_rate_mps[i]
        # a strobe has no range: no track takes it, and none begins from it
        scan.free[k] = not np.isnan(reach)
        latest = max(latest, plots.time_s[i])
    return latest


@inlined
def pairs(scan, count, latest, stage, wide, visit, tracks, settings, shortest_revisit, rate_var):
    """Tracks of one stage and the free plots in their gates, as edges with prices: ``scan.row, start, column, cost``.

    ``wide``: gates are as wide as the hardest turn asks for, and reach no farther than the target can have flown; only
    for tracks that are seen nearly always, for the others have rather been missed.
    Returns the number of tracks that have a plot in their gate.
    """
    rows, edges = np.int64(0), np.int64(0)
    limit = settings[GATE]
    for place in range(scan.alive[stage]):
        row = scan.live[stage, place]
        last = tracks.last_s[row]
        # a beam passes a target once in a visit
        if latest - last < shortest_revisit:
            continue
        q, ax, ay, az = tracks.drift[row, 0], tracks.drift[row, 1], tracks.drift[row, 2], tracks.drift[row, 3]
        x, y, z = tracks.state[row, 0], tracks.state[row, 1], tracks.state[row, 2]
        vx, vy, vz = tracks.state[row, 3], tracks.state[row, 4], tracks.state[row, 5]
        # the position error grows no faster than this
        ahead = latest - last
        if flies(q, settings):
            q = max(hardest(settings, ahead), tracks.agility[row]) if wide else max(q, tracks.agility[row])
        elif wide:
            continue
        if wide:
            # the beam comes back after whole periods
            turns = ahead * settings[MIN_REVISIT] / shortest_revisit
            if abs(turns - np.round(turns)) > 0.2 or not seen_mostly(
                tracks.updates[row], visit - tracks.first_visit[row]
            ):
                continue
        grown = tracks.spread[row, 0] + ahead * tracks.spread[row, 1]
        bound = limit * (grown * grown + q * ahead * ahead * ahead)
        scan.start[rows], crowd = edges, 0
        # no covariance has a gate beyond this: nearly all pairs end here, in a loop without branches
        for k in range(count):
            dt = scan.time_s[k] - last
            half = 0.5 * dt * dt
            dx = scan.x[k] - x - dt * vx - half * ax
            dy = scan.y[k] - y - dt * vy - half * ay
            dz = scan.z[k] - z - dt * vz - half * az
            scan.apart[k] = dx * dx + dy * dy + dz * dz - scan.bound[k]
        for k in range(count):
            if scan.apart[k] > bound:
                continue
            dt = scan.time_s[k] - last
            crowd += 1
            if not scan.free[k] or dt < shortest_revisit:
                continue
            if wide:
                reach = 1.15 * np.sqrt(vx * vx + vy * vy + vz * vz)
                ox, oy, oz = scan.x[k] - x, scan.y[k] - y, scan.z[k] - z
                room = reach * dt + 4.0 * (tracks.spread[row, 0] + np.sqrt(scan.bound[k] / (2.0 * limit)))
                if ox * ox + oy * oy + oz * oz > room * room:
                    continue
            apart, root = distance_and_root(
                tracks.state, tracks.covariance, row, dt, q, ax, ay, az,
                scan.x[k], scan.y[k], scan.z[k], scan.reach[k],
                scan.variance[k, 0], scan.variance[k, 1], scan.variance[k, 2],
            )  # fmt: skip
            if not apart <= limit:
                continue
            price = apart
            if np.isfinite(scan.rate[k]) and np.isfinite(rate_var):
                extra = rate_distance(
                    tracks.state, tracks.covariance, row, dt, q, ax, ay, az,
                    scan.x[k], scan.y[k], scan.z[k], scan.reach[k], scan.rate[k], rate_var,
                )  # fmt: skip
                if extra > limit:
                    continue
                price += extra
            # price of the pair: how far off, and how unsure of itself the track is
            scan.column[edges], scan.cost[edges], scan.off[edges] = k, price + 2.0 * np.log(root), apart
            edges += 1
        if edges > scan.start[rows]:
            scan.row[rows], scan.crowd[rows] = row, crowd
            rows += 1
    scan.start[rows] = edges
    return rows


@lean
def seen_mostly(updates, visits):
    """Whether a track had a plot in seven of ten visits so far (this one not counted)."""
    return 10 * updates >= 7 * visits


@lean
def assign(scan, rows, count):
    """Global nearest neighbour: ``scan.column_of`` of each row, as many rows served as possible."""
    solve(
        rows, count, scan.start, scan.column, scan.cost, _MISS, scan.row_of, scan.column_of, scan.row_price,
        scan.column_price, scan.length, scan.before, scan.seen, scan.stamp,
    )  # fmt: skip


@lean
def best_first(scan, rows):
    """Beginnings of tracks compete for their next plot, the cheapest pair first: ``scan.column_of``, -1 for none.

    Several beginnings stand for one target here, so serving as many as possible would be wrong.
    """
    for r in range(rows):
        scan.column_of[r] = -1
    while True:
        best, winner, at = np.inf, -1, -1
        for r in range(rows):
            if scan.column_of[r] >= 0:
                continue
            for e in range(scan.start[r], scan.start[r + 1]):
                if scan.cost[e] < best and scan.free[scan.column[e]]:
                    best, winner, at = scan.cost[e], r, e
        if winner < 0:
            return
        scan.column_of[winner] = scan.column[at]
        scan.free[scan.column[at]] = False
