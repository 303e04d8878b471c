"""The life of a track, counted in its radar's visits: birth, updates, confirmation, end. See ``tracker.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined
from gbad.tracking._filter_kernel import initiate, predict, update, update_rate
from gbad.tracking._target_kernel import INITIAL_SPEED_STD, manoeuvre

# columns of the lifecycle rules (see tracker.Settings.lifecycle)
NEEDED, WINDOW, DELETE_AFTER, SECOND_WITHIN = 0, 1, 2, 3


@inlined
def dead(confirmed, updates, first_visit, last_visit, visit, lifecycle):
    """Whether a track has been given up by the time its radar is in ``visit``."""
    if confirmed == 1:
        return visit - last_visit > lifecycle[DELETE_AFTER]
    if updates == 1:
        return visit - first_visit > lifecycle[SECOND_WITHIN]
    # the looks left in its window must be able to confirm it
    left = max(first_visit + lifecycle[WINDOW] - visit, 0)
    return updates + left < lifecycle[NEEDED]


@inlined
def sweep(tracks, scan, origin, top, visit, lifecycle):
    """Free the rows of the dead, list the living by stage; returns the new number of slots in use."""
    for stage in range(3):
        scan.alive[stage] = 0
    used = np.int64(0)
    for slot in range(top):
        row = origin + slot
        if tracks.number[row] == 0:
            continue
        confirmed, updates = tracks.confirmed[row], tracks.updates[row]
        if dead(confirmed, updates, tracks.first_visit[row], tracks.last_visit[row], visit, lifecycle):
            tracks.number[row] = 0
            continue
        stage = stage_of(confirmed, updates)
        scan.live[stage, scan.alive[stage]] = row
        scan.alive[stage] += 1
        used = slot + 1  # type: ignore[assignment]  # numba keeps it an integer
    return used


@inlined
def stage_of(confirmed, updates):
    """Order in which tracks choose their plots: confirmed first, then young tracks, single plots last."""
    if confirmed == 1:
        return 0
    return 1 if updates > 1 else 2


@inlined
def take(tracks, scan, rows, updated, radar, visit, first, plots, rate_var, frame, settings, lifecycle):
    """Every track takes the plot it was given: predict, correct, count, confirm. Returns the new ``updated``.

    A track is confirmed when its window holds enough visits with a plot.
    """
    window = (1 << lifecycle[WINDOW]) - 1
    for r in range(rows):
        k, row = scan.column_of[r], scan.row[r]
        if k < 0:
            continue
        dt = scan.time_s[k] - tracks.last_s[row]
        q, ax, ay, az = manoeuvre(tracks.state, row, tracks.updates[row], frame, radar, settings)
        predict(tracks.state, tracks.covariance, row, dt, q, ax, ay, az)
        update(
            tracks.state, tracks.covariance, row, scan.x[k], scan.y[k], scan.z[k], scan.reach[k],
            scan.variance[k, 0], scan.variance[k, 1], scan.variance[k, 2], scan.shift, scan.gain,
        )  # fmt: skip
        if np.isfinite(scan.rate[k]) and np.isfinite(rate_var):
            update_rate(tracks.state, tracks.covariance, row, scan.rate[k], rate_var, scan.gain)
        note_spread(tracks.spread, tracks.covariance, row)
        tracks.last_s[row] = scan.time_s[k]
        tracks.updates[row] += 1
        count_reply(tracks.replies, row, plots.iff_reply[first + k], plots.interrogated[first + k])
        passed = min(visit - tracks.last_visit[row], lifecycle[WINDOW])
        history = ((tracks.history[row] << passed) | 1) & window
        tracks.history[row], tracks.last_visit[row] = history, visit
        hits = 0
        while history > 0:
            hits += history & 1
            history >>= 1
        if hits >= lifecycle[NEEDED]:
            tracks.confirmed[row] = 1
        scan.free[k] = False
        scan.taker[updated], scan.taken[updated] = row, k
        updated += 1
    return updated


@inlined
def begin(tracks, scan, count, origin, top, slots, run, radar, visit, first, plots, rate_var, settings):
    """Every plot left over starts a track in the lowest free slot, in order of time. Returns slots in use, -1: full."""
    slot = 0
    speed_var = settings[INITIAL_SPEED_STD] * settings[INITIAL_SPEED_STD]
    for k in range(count):
        if not scan.free[k]:
            continue
        while slot < top and tracks.number[origin + slot] > 0:
            slot += 1
        if slot == slots:
            return -1
        top = max(top, slot + 1)
        row = origin + slot
        initiate(
            tracks.state, tracks.covariance, row, scan.x[k], scan.y[k], scan.z[k],
            scan.variance[k, 0], scan.variance[k, 1], scan.variance[k, 2], scan.rate[k], rate_var, speed_var,
        )  # fmt: skip
        note_spread(tracks.spread, tracks.covariance, row)
        tracks.last_s[row], tracks.first_s[row] = scan.time_s[k], scan.time_s[k]
        tracks.following[run, radar] += 1
        tracks.number[row] = tracks.following[run, radar]
        tracks.updates[row], tracks.history[row], tracks.confirmed[row] = 1, 1, 0
        tracks.first_visit[row], tracks.last_visit[row] = visit, visit
        for a in range(3):
            tracks.replies[row, a] = 0
        count_reply(tracks.replies, row, plots.iff_reply[first + k], plots.interrogated[first + k])
    return top


@inlined
def count_reply(replies, row, reply, asked):
    """Note what a plot's interrogation brought."""
    replies[row, 0] += reply == 1
    replies[row, 1] += reply == 2
    replies[row, 2] += asked != 0


@inlined
def note_spread(spread, cov, row):
    """Keep the size of a track's error at hand, so that far plots are told without reading its covariance."""
    spread[row, 0] = np.sqrt(cov[row, 0, 0] + cov[row, 1, 1] + cov[row, 2, 2])
    spread[row, 1] = np.sqrt(cov[row, 3, 3] + cov[row, 4, 4] + cov[row, 5, 5])
