"""The tracker of every radar of every run: plots of one group after another into tracks and reports.

Nothing here knows of ticks: a track's life is counted in the radar's own visits, and dead tracks are swept when their
radar next hands over a group, so cutting time elsewhere changes nothing. See ``tracker.py`` for the rules in words.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.tracking import _filter_kernel as filters
from gbad.tracking._assignment_kernel import solve

# columns of the whole-number state
NUMBER, UPDATES, FIRST_VISIT, LAST_VISIT, HISTORY, CONFIRMED, CIVIL, FRIENDLY, ASKED = 0, 1, 2, 3, 4, 5, 6, 7, 8
COLUMNS = 9
# columns of the lifecycle rules (see tracker.Settings.lifecycle)
NEEDED, WINDOW, DELETE_AFTER, SECOND_WITHIN = 0, 1, 2, 3
# price of leaving a track without a plot: above any sum of gated distances, so as many tracks as possible are served
_MISS = 1e6
NO_TROUBLE, SLOTS_FULL = 0, 1


@kernel
def dead(whole, row, visit, lifecycle):
    """Whether a track has been given up by the time its radar is in ``visit``."""
    if whole[row, CONFIRMED] == 1:
        return visit - whole[row, LAST_VISIT] > lifecycle[DELETE_AFTER]
    if whole[row, UPDATES] == 1:
        return visit - whole[row, FIRST_VISIT] > lifecycle[SECOND_WITHIN]
    # looks left in the window must be able to bring it to confirmation
    left = max(whole[row, FIRST_VISIT] + lifecycle[WINDOW] - visit, 0)
    return whole[row, UPDATES] + left < lifecycle[NEEDED]


@kernel
def stage_of(whole, row):
    """Order in which tracks choose their plots: confirmed first, then young tracks, single plots last."""
    if whole[row, CONFIRMED] == 1:
        return 0
    return 1 if whole[row, UPDATES] > 1 else 2


@kernel
def edge_cost(state, cov, times, whole, row, radar, frame, settings, plots, k, rate_var, reach2):
    """Price of giving plot ``k`` to a track, inf when outside the gate. ``reach2`` bounds the squared distance."""
    dt = plots[k, 7] - times[row, 0]
    x, y, z = plots[k, 0], plots[k, 1], plots[k, 2]
    dx = x - state[row, 0] - dt * state[row, 3]
    dy = y - state[row, 1] - dt * state[row, 4]
    dz = z - state[row, 2] - dt * state[row, 5]
    # cheap bound first: most pairs end here
    if dx * dx + dy * dy + dz * dz > reach2 + settings[filters.GATE] * plots[k, 9]:
        return np.inf
    # a beam passes a target once in a visit
    if dt < settings[filters.MIN_REVISIT]:
        return np.inf
    q, falls = filters.process_noise(state, row, frame, radar, settings, whole[row, UPDATES])
    ax, ay, az = 0.0, 0.0, 0.0
    if falls == 1:
        ax, ay, az = filters.free_fall(state, row, frame, radar)
    distance, log_volume = filters.gate(
        state, cov, row, dt, q, ax, ay, az, x, y, z, plots[k, 3], plots[k, 4], plots[k, 5], plots[k, 6]
    )
    if not distance <= settings[filters.GATE]:
        return np.inf
    # range rate on its own: its correlation with position is small and left out of the gate
    rate = plots[k, 8]
    if np.isfinite(rate) and np.isfinite(rate_var):
        ux, uy, uz = x / plots[k, 3], y / plots[k, 3], z / plots[k, 3]
        u = (ux, uy, uz)
        variance = rate_var + q * dt
        for i in range(3):
            for j in range(3):
                variance += u[i] * u[j] * cov[row, 3 + i, 3 + j]
        residual = (
            rate - ux * (state[row, 3] + ax * dt) - uy * (state[row, 4] + ay * dt) - uz * (state[row, 5] + az * dt)
        )
        extra = residual * residual / variance
        if extra > settings[filters.GATE]:
            return np.inf
        distance += extra
    return distance + log_volume


@kernel
def reach_bound(cov, row, dt, q, gate):
    """Squared distance beyond which no plot of a group ending ``dt`` after the last update can be in the gate."""
    trace = 3.0 * q * dt * dt * dt / 3.0
    for i in range(3):
        trace += cov[row, i, i] + 2.0 * dt * abs(cov[row, i, 3 + i]) + dt * dt * cov[row, 3 + i, 3 + i]
    return gate * trace


@kernel
def take_plot(state, cov, times, whole, row, radar, frame, settings, lifecycle, plots, k, rate_var, visit, work):
    """Predict a track to a plot's time and correct it; count the visit and confirm."""
    dt = plots[k, 7] - times[row, 0]
    q, falls = filters.process_noise(state, row, frame, radar, settings, whole[row, UPDATES])
    ax, ay, az = 0.0, 0.0, 0.0
    if falls == 1:
        ax, ay, az = filters.free_fall(state, row, frame, radar)
    filters.predict(state, cov, row, dt, q, ax, ay, az)
    filters.update(
        state,
        cov,
        row,
        plots[k, 0],
        plots[k, 1],
        plots[k, 2],
        plots[k, 3],
        plots[k, 4],
        plots[k, 5],
        plots[k, 6],
        plots[k, 8],
        rate_var,
        work,
    )
    times[row, 0] = plots[k, 7]
    window = (1 << lifecycle[WINDOW]) - 1
    passed = min(visit - whole[row, LAST_VISIT], lifecycle[WINDOW])
    history = ((whole[row, HISTORY] << passed) | 1) & window
    whole[row, HISTORY] = history
    whole[row, LAST_VISIT] = visit
    whole[row, UPDATES] += 1
    hits = 0
    while history > 0:
        hits += history & 1
        history >>= 1
    if hits >= lifecycle[NEEDED]:
        whole[row, CONFIRMED] = 1


@kernel
def count_reply(whole, row, reply, asked):
    whole[row, CIVIL] += reply == 1
    whole[row, FRIENDLY] += reply == 2
    whole[row, ASKED] += asked != 0


@kernel
def write_report(state, cov, row, rotation, antenna, position, velocity, covariance, out):
    """State and covariance of a track turned from the antenna's frame into ECEF, as row ``out`` of the report."""
    for i in range(3):
        p, v = antenna[i], 0.0
        for k in range(3):
            p += rotation[k, i] * state[row, k]
            v += rotation[k, i] * state[row, 3 + k]
        position[out, i], velocity[out, i] = p, v
    for a in range(0, 6, 3):
        for b in range(0, a + 3, 3):
            # R' C R of one block
            for i in range(3):
                t0 = rotation[0, i] * cov[row, a, b] + rotation[1, i] * cov[row, a + 1, b]
                t1 = rotation[0, i] * cov[row, a, b + 1] + rotation[1, i] * cov[row, a + 1, b + 1]
                t2 = rotation[0, i] * cov[row, a, b + 2] + rotation[1, i] * cov[row, a + 1, b + 2]
                t0 += rotation[2, i] * cov[row, a + 2, b]
                t1 += rotation[2, i] * cov[row, a + 2, b + 1]
                t2 += rotation[2, i] * cov[row, a + 2, b + 2]
                for j in range(3):
                    value = t0 * rotation[0, j] + t1 * rotation[1, j] + t2 * rotation[2, j]
                    covariance[out, a + i, b + j] = value
                    covariance[out, b + j, a + i] = value


@kernel
def track_groups(
    state,
    cov,
    times,
    whole,
    following,
    high,
    slots,
    offsets,
    plot_radar,
    plot_visit,
    plot_group,
    plot_time,
    plot_available,
    slant_range,
    azimuth,
    elevation,
    rate,
    range_std,
    azimuth_std,
    elevation_std,
    reply,
    asked,
    base,
    draw_of_run,
    period,
    rate_std,
    rotation,
    antenna,
    frame,
    settings,
    lifecycle,
    out_whole,
    out_time,
    out_position,
    out_velocity,
    out_covariance,
):
    """Work through all groups of all runs. Returns (reports, trouble, rows needed); state rows are updated in place.

    ``out_whole`` (10, n): run, radar, number, slot, visit, group, civil, friendly, asked, updates, detection come as
    rows; ``out_time`` (3, n): time, available, first. See ``tracker.py``.
    """
    runs = offsets.size - 1
    radars = period.shape[1]
    # largest group, for the work space
    largest, size = 1, 0
    for i in range(plot_radar.size):
        fresh = i == 0 or plot_radar[i] != plot_radar[i - 1] or plot_group[i] != plot_group[i - 1]
        size = 1 if fresh else size + 1
        largest = max(largest, size)
    plots = np.empty((largest, 10))
    free = np.empty(largest, np.bool_)
    candidates, chosen = np.empty(slots, np.int64), np.empty(slots, np.int64)
    taken = np.empty(slots, np.int64)
    start = np.empty(slots + 1, np.int64)
    capacity = 4 * largest + 4 * slots
    column, cost = np.empty(capacity, np.int64), np.empty(capacity)
    row_of, column_of = np.empty(largest, np.int64), np.empty(slots, np.int64)
    row_price, column_price, length = np.empty(slots), np.empty(largest), np.full(largest, np.inf)
    before, seen, stamp = np.empty(largest, np.int64), np.empty(largest, np.int64), np.empty(largest, np.int64)
    work = np.empty((3, 6))
    own = settings.copy()
    reports = 0
    for run in range(runs):
        draw = draw_of_run[run]
        first, end = offsets[run], offsets[run + 1]
        while first < end:
            radar, group, visit = plot_radar[first], plot_group[first], plot_visit[first]
            last = first
            while last < end and plot_radar[last] == radar and plot_group[last] == group:
                last += 1
            count = last - first
            origin = (run * radars + radar) * slots
            top = high[run, radar]
            own[filters.MIN_REVISIT] = settings[filters.MIN_REVISIT] * period[draw, radar]
            rate_var = rate_std[draw, radar] ** 2
            # plots of this group in the antenna's frame
            latest = -np.inf
            for k in range(count):
                i = first + k
                flat = slant_range[i] * np.cos(elevation[i])
                plots[k, 0] = flat * np.sin(azimuth[i])
                plots[k, 1] = flat * np.cos(azimuth[i])
                plots[k, 2] = slant_range[i] * np.sin(elevation[i])
                plots[k, 3] = slant_range[i]
                plots[k, 4], plots[k, 5] = range_std[i] ** 2, azimuth_std[i] ** 2
                plots[k, 6] = elevation_std[i] ** 2
                plots[k, 7], plots[k, 8] = plot_time[i], rate[i]
                # twice the sum of the error variances: the predicted line of sight may be somewhat nearer or farther
                plots[k, 9] = 2.0 * (plots[k, 4] + slant_range[i] ** 2 * (plots[k, 5] + plots[k, 6]))
                free[k] = True
                latest = max(latest, plot_time[i])
            # sweep the dead
            for slot in range(top):
                if whole[origin + slot, NUMBER] > 0 and dead(whole, origin + slot, visit, lifecycle):
                    whole[origin + slot, NUMBER] = 0
            while top > 0 and whole[origin + top - 1, NUMBER] == 0:
                top -= 1
            # confirmed tracks choose first, then young ones, then single plots
            updated, left = 0, count
            for stage in range(3):
                if left == 0:
                    break
                rows, edges = 0, 0
                for slot in range(top):
                    row = origin + slot
                    if whole[row, NUMBER] == 0 or stage_of(whole, row) != stage or times[row, 0] == latest:
                        continue
                    q, _ = filters.process_noise(state, row, frame, radar, own, whole[row, UPDATES])
                    # 4 / 3: gravity and the turn of the line of sight are not in the bound
                    reach2 = 4.0 / 3.0 * reach_bound(cov, row, latest - times[row, 0], q, own[filters.GATE]) + 1e4
                    start[rows] = edges
                    for k in range(count):
                        if not free[k]:
                            continue
                        price = edge_cost(state, cov, times, whole, row, radar, frame, own, plots, k, rate_var, reach2)
                        if price < np.inf:
                            if edges == capacity:
                                capacity *= 2
                                more_columns, more_costs = np.empty(capacity, np.int64), np.empty(capacity)
                                more_columns[:edges], more_costs[:edges] = column, cost
                                column, cost = more_columns, more_costs
                            column[edges], cost[edges] = k, price
                            edges += 1
                    if edges > start[rows]:
                        candidates[rows] = row
                        rows += 1
                start[rows] = edges
                if rows == 0:
                    continue
                solve(
                    rows,
                    count,
                    start,
                    column,
                    cost,
                    _MISS,
                    row_of,
                    column_of,
                    row_price,
                    column_price,
                    length,
                    before,
                    seen,
                    stamp,
                )
                for r in range(rows):
                    k = column_of[r]
                    if k < 0:
                        continue
                    row = candidates[r]
                    take_plot(
                        state, cov, times, whole, row, radar, frame, own, lifecycle, plots, k, rate_var, visit, work
                    )
                    count_reply(whole, row, reply[first + k], asked[first + k])
                    free[k] = False
                    left -= 1
                    chosen[updated], taken[updated] = row, k
                    updated += 1
            # what is left over may be something new
            slot = 0
            for k in range(count):
                if not free[k]:
                    continue
                while slot < top and whole[origin + slot, NUMBER] > 0:
                    slot += 1
                if slot >= slots:
                    return reports, SLOTS_FULL, slots + 1
                top = max(top, slot + 1)
                row = origin + slot
                filters.initiate(
                    state,
                    cov,
                    row,
                    plots[k, 0],
                    plots[k, 1],
                    plots[k, 2],
                    plots[k, 4],
                    plots[k, 5],
                    plots[k, 6],
                    plots[k, 8],
                    rate_var,
                    own[filters.INITIAL_SPEED_STD] ** 2,
                )
                times[row, 0], times[row, 1] = plots[k, 7], plots[k, 7]
                following[run, radar] += 1
                whole[row, NUMBER] = following[run, radar]
                whole[row, UPDATES], whole[row, HISTORY], whole[row, CONFIRMED] = 1, 1, 0
                whole[row, FIRST_VISIT], whole[row, LAST_VISIT] = visit, visit
                whole[row, CIVIL], whole[row, FRIENDLY], whole[row, ASKED] = 0, 0, 0
                count_reply(whole, row, reply[first + k], asked[first + k])
            high[run, radar] = top
            # reports of confirmed tracks by number, whatever slots they are in
            for a in range(1, updated):
                row, k, b = chosen[a], taken[a], a
                while b > 0 and whole[chosen[b - 1], NUMBER] > whole[row, NUMBER]:
                    chosen[b], taken[b] = chosen[b - 1], taken[b - 1]
                    b -= 1
                chosen[b], taken[b] = row, k
            for a in range(updated):
                row, i = chosen[a], first + taken[a]
                if whole[row, CONFIRMED] == 0:
                    continue
                write_report(
                    state,
                    cov,
                    row,
                    rotation[radar],
                    antenna[radar],
                    out_position,
                    out_velocity,
                    out_covariance,
                    reports,
                )
                out_whole[0, reports], out_whole[1, reports] = run, radar
                out_whole[2, reports], out_whole[3, reports] = whole[row, NUMBER], row - origin
                out_whole[4, reports], out_whole[5, reports] = visit, group
                out_whole[6, reports], out_whole[7, reports] = whole[row, CIVIL], whole[row, FRIENDLY]
                out_whole[8, reports], out_whole[9, reports] = whole[row, ASKED], whole[row, UPDATES]
                out_whole[10, reports] = base[run] + i - offsets[run]
                out_time[0, reports], out_time[1, reports] = times[row, 0], plot_available[i]
                out_time[2, reports] = times[row, 1]
                reports += 1
            first = last
    return reports, NO_TROUBLE, 0


@kernel
def live_tracks(
    state,
    times,
    whole,
    high,
    slots,
    cued,
    draw_of_run,
    period,
    rotation,
    antenna,
    lifecycle,
    t,
    number,
    time,
    position,
    velocity,
):
    """State of every live track of the cued radars, slot for slot; clears what has died. See ``tracker.own_cues``."""
    runs, radars = high.shape
    for run in range(runs):
        for radar in range(radars):
            origin = (run * radars + radar) * slots
            for slot in range(slots):
                number[run, radar, slot] = 0
            if not cued[radar]:
                continue
            visit = np.int64(np.floor(t / period[draw_of_run[run], radar] + 1e-9))
            for slot in range(high[run, radar]):
                row = origin + slot
                if whole[row, NUMBER] == 0 or dead(whole, row, visit, lifecycle):
                    continue
                number[run, radar, slot] = whole[row, NUMBER]
                time[run, radar, slot] = times[row, 0]
                for i in range(3):
                    p, v = antenna[radar, i], 0.0
                    for k in range(3):
                        p += rotation[radar, k, i] * state[row, k]
                        v += rotation[radar, k, i] * state[row, 3 + k]
                    position[run, radar, slot, i], velocity[run, radar, slot, i] = p, v
