"""The life of a track, counted in its radar's visits: birth, updates, confirmation, end. See ``tracker.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking._filter_kernel import distance_and_root, initiate, predict, update, update_rate
from gbad.tracking._target_kernel import (
    INITIAL_SPEED_STD,
    MOST_THRUST,
    Q_FAST_LOW,
    bound_speed,
    flies,
    hardest,
    manoeuvre,
    restless,
)

# columns of the lifecycle rules (see tracker.Settings.lifecycle)
NEEDED, WINDOW, DELETE_AFTER, SECOND_WITHIN, BRANCHES = 0, 1, 2, 3, 4


@inlined
def dead(confirmed, contested, updates, first_visit, last_visit, visit, lifecycle):
    """Whether a track has been given up by the time its radar is in ``visit``."""
    if confirmed == 1:
        return visit - last_visit > lifecycle[DELETE_AFTER]
    if updates == 1:
        return visit - first_visit > lifecycle[SECOND_WITHIN]
    # the looks left in its window must be able to confirm it
    left = max(first_visit + lifecycle[WINDOW] - visit, 0)
    return updates + left < lifecycle[NEEDED] + contested


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
        if dead(
            confirmed, tracks.contested[row], updates, tracks.first_visit[row], tracks.last_visit[row], visit, lifecycle
        ):  # fmt: skip
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
def take(tracks, scan, rows, updated, wide, radar, visit, first, plots, rate_var, frame, settings, lifecycle):
    """Every track takes the plot it was given. Returns the new ``updated``."""
    for r in range(rows):
        k, row = scan.column_of[r], scan.row[r]
        if k < 0:
            continue
        e = scan.start[r]
        while scan.column[e] != k:
            e += 1
        absorb(tracks, scan, row, k, e, wide, radar, visit, first + k, plots, rate_var, frame, settings, lifecycle)
        scan.free[k] = False
        scan.taker[updated], scan.taken[updated] = row, k
        updated += 1
    return updated


@lean
def absorb(tracks, scan, row, k, e, wide, radar, visit, i, plots, rate_var, frame, settings, lifecycle):
    """A track takes plot ``k`` of the group, edge ``e``, row ``i`` of the message: predict, correct, count.

    A track is confirmed when its window holds enough visits with a plot; one more where the first two plots make it
    faster in dense air than anything with wings, which chance pairs of plots mostly do.
    """
    dt = scan.time_s[k] - tracks.last_s[row]
    q, ax, ay, az = tracks.drift[row, 0], tracks.drift[row, 1], tracks.drift[row, 2], tracks.drift[row, 3]
    winged = flies(q, settings)
    known = winged and tracks.confirmed[row] == 1
    before = np.sqrt(tracks.state[row, 3] ** 2 + tracks.state[row, 4] ** 2 + tracks.state[row, 5] ** 2)
    if winged:
        q = max(hardest(settings, dt), tracks.agility[row]) if wide else max(q, tracks.agility[row])
    if known:
        distance = scan.off[e]
        if wide:
            # the gate was that of the hardest turn until the latest plot of the group, not until this one
            distance, _ = distance_and_root(
                tracks.state, tracks.covariance, row, dt, q, ax, ay, az, scan.x[k], scan.y[k], scan.z[k],
                scan.reach[k], scan.variance[k, 0], scan.variance[k, 1], scan.variance[k, 2],
            )  # fmt: skip
        tracks.agility[row] = restless(q, distance, settings, dt)
    predict(tracks.state, tracks.covariance, row, dt, q, ax, ay, az)
    update(
        tracks.state, tracks.covariance, row, scan.x[k], scan.y[k], scan.z[k], scan.reach[k],
        scan.variance[k, 0], scan.variance[k, 1], scan.variance[k, 2], scan.shift, scan.gain,
    )  # fmt: skip
    if np.isfinite(scan.rate[k]) and np.isfinite(rate_var):
        update_rate(tracks.state, tracks.covariance, row, scan.rate[k], rate_var, scan.gain)
    note_spread(tracks.spread, tracks.covariance, row)
    if known:
        bound_speed(tracks.state, row, before, settings[MOST_THRUST] * dt + tracks.spread[row, 1])
    tracks.last_s[row] = scan.time_s[k]
    tracks.updates[row] += 1
    note_drift(tracks, row, frame, radar, settings)
    if tracks.updates[row] == 2 and not known and tracks.drift[row, 0] == settings[Q_FAST_LOW]:
        tracks.contested[row] = 1
    count_reply(tracks.replies, row, plots.iff_reply[i], plots.interrogated[i])
    window = (1 << lifecycle[WINDOW]) - 1
    passed = min(visit - tracks.last_visit[row], lifecycle[WINDOW])
    history = ((tracks.history[row] << passed) | 1) & window
    tracks.history[row], tracks.last_visit[row] = history, visit
    hits = 0
    while history > 0:
        hits += history & 1
        history >>= 1
    if hits >= lifecycle[NEEDED] + tracks.contested[row]:
        tracks.confirmed[row] = 1


@lean
def split(
    tracks, scan, rows, origin, top, slots, run, radar, visit, first, plots, rate_var, frame, settings, lifecycle
):
    """Single plots go on to each of the cheapest plots in their gates, one row each; the plots stay free.

    Which of them is right shows with the third plot (``best_first``). Returns slots in use, -1: full.
    """
    slot = 0
    for r in range(rows):
        row = scan.row[r]
        # the cheapest edges to the front
        start, end = scan.start[r], min(scan.start[r] + lifecycle[BRANCHES], scan.start[r + 1])
        for e in range(start, end):
            for other in range(e + 1, scan.start[r + 1]):
                if scan.cost[other] < scan.cost[e]:
                    scan.cost[e], scan.cost[other] = scan.cost[other], scan.cost[e]
                    scan.column[e], scan.column[other] = scan.column[other], scan.column[e]
        # copies first, while the row is still as it was
        for e in range(end - 1, start - 1, -1):
            into, k = row, scan.column[e]
            if e > start:
                while slot < top and tracks.number[origin + slot] > 0:
                    slot += 1
                if slot == slots:
                    return -1
                top = max(top, slot + 1)
                into = origin + slot
                copy(tracks, row, into)
                tracks.following[run, radar] += 1
                tracks.number[into] = tracks.following[run, radar]
            tracks.contested[into] = scan.crowd[r] > 1
            absorb(
                tracks, scan, into, k, e, False, radar, visit, first + k, plots, rate_var, frame, settings, lifecycle
            )
        # where there was no choice, the plot begins nothing else
        if scan.crowd[r] == 1:
            scan.free[scan.column[start]] = False
    return top


@lean
def copy(tracks, row, into):
    """A second track with the same past."""
    for a in range(6):
        tracks.state[into, a] = tracks.state[row, a]
        for b in range(6):
            tracks.covariance[into, a, b] = tracks.covariance[row, a, b]
    for a in range(2):
        tracks.spread[into, a] = tracks.spread[row, a]
    for a in range(3):
        tracks.replies[into, a] = tracks.replies[row, a]
    for a in range(4):
        tracks.drift[into, a] = tracks.drift[row, a]
    tracks.agility[into] = tracks.agility[row]
    tracks.last_s[into], tracks.first_s[into] = tracks.last_s[row], tracks.first_s[row]
    tracks.updates[into], tracks.history[into] = tracks.updates[row], tracks.history[row]
    tracks.confirmed[into], tracks.contested[into] = tracks.confirmed[row], tracks.contested[row]
    tracks.first_visit[into], tracks.last_visit[into] = tracks.first_visit[row], tracks.last_visit[row]


@inlined
def begin(tracks, scan, count, origin, top, slots, run, radar, visit, first, plots, rate_var, frame, settings):
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
        tracks.contested[row], tracks.agility[row] = 0, 0.0
        note_drift(tracks, row, frame, radar, settings)
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


@lean
def note_drift(tracks, row, frame, radar, settings):
    """Keep what the kind of a track does, until its state changes: it is asked in every group of its radar."""
    q, ax, ay, az = manoeuvre(tracks.state, row, tracks.updates[row], frame, radar, settings)
    tracks.drift[row, 0], tracks.drift[row, 1], tracks.drift[row, 2], tracks.drift[row, 3] = q, ax, ay, az


@lean
def drift_of_all(tracks, slots, frame, settings):
    """The same for every row, when radars have come to stand elsewhere."""
    runs, radars = tracks.high.shape
    for run in range(runs):
        for radar in range(radars):
            origin = (run * radars + radar) * slots
            for row in range(origin, origin + tracks.high[run, radar]):
                note_drift(tracks, row, frame, radar, settings)
