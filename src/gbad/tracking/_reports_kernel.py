"""Tracks turned from the antenna's frame into ECEF: reports, and where a cued radar looks of its own accord."""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking._lives_kernel import dead


@lean
def to_ecef(state, row, rotation, antenna, radar, position, velocity, out):
    """Position and velocity of a track in ECEF."""
    for i in range(3):
        p, v = antenna[radar, i], 0.0
        for k in range(3):
            p += rotation[radar, k, i] * state[row, k]
            v += rotation[radar, k, i] * state[row, 3 + k]
        position[out, i], velocity[out, i] = p, v


@lean
def turn_covariance(cov, row, rotation, radar, covariance, out):
    """R' P R, block by block."""
    for a in range(0, 6, 3):
        for b in range(0, a + 3, 3):
            for i in range(3):
                r0, r1, r2 = rotation[radar, 0, i], rotation[radar, 1, i], rotation[radar, 2, i]
                t0 = r0 * cov[row, a, b] + r1 * cov[row, a + 1, b] + r2 * cov[row, a + 2, b]
                t1 = r0 * cov[row, a, b + 1] + r1 * cov[row, a + 1, b + 1] + r2 * cov[row, a + 2, b + 1]
                t2 = r0 * cov[row, a, b + 2] + r1 * cov[row, a + 1, b + 2] + r2 * cov[row, a + 2, b + 2]
                for j in range(3):
                    value = t0 * rotation[radar, 0, j] + t1 * rotation[radar, 1, j] + t2 * rotation[radar, 2, j]
                    covariance[out, a + i, b + j] = value
                    covariance[out, b + j, a + i] = value


@inlined
def sort_by_number(taker, taken, number, updated):
    """Order the tracks that took a plot by number, whatever slots they are in (few, nearly sorted: insertion)."""
    for a in range(1, updated):
        row, k, b = taker[a], taken[a], a
        while b > 0 and number[taker[b - 1]] > number[row]:
            taker[b], taken[b] = taker[b - 1], taken[b - 1]
            b -= 1
        taker[b], taken[b] = row, k


@inlined
def report(reports, written, tracks, scan, updated, sites, run, radar, origin, visit, group, first, base, plots):
    """A row for every confirmed track that took a plot, by number. Returns the new ``written``."""
    sort_by_number(scan.taker, scan.taken, tracks.number, updated)
    for a in range(updated):
        row, i = scan.taker[a], first + scan.taken[a]
        if tracks.confirmed[row] == 0:
            continue
        to_ecef(tracks.state, row, sites.rotation, sites.antenna, radar, reports.position, reports.velocity, written)
        turn_covariance(tracks.covariance, row, sites.rotation, radar, reports.covariance, written)
        reports.whole[0, written], reports.whole[1, written] = run, radar
        reports.whole[2, written], reports.whole[3, written] = tracks.number[row], row - origin
        reports.whole[4, written], reports.whole[5, written] = visit, group
        for b in range(3):
            reports.whole[6 + b, written] = tracks.replies[row, b]
        reports.whole[9, written], reports.whole[10, written] = tracks.updates[row], base + i
        reports.time_s[0, written], reports.time_s[1, written] = tracks.last_s[row], plots.available_s[i]
        reports.time_s[2, written] = tracks.first_s[row]
        written += 1
    return written


@lean
def live_tracks(tracks, sites, lifecycle, t, number, time, position, velocity):
    """State of every live track of the cued radars, slot for slot; the rest of ``number`` is cleared.

    ``number`` and ``time`` (rows,), ``position`` and ``velocity`` (rows, 3) are laid flat as the tracks are.
    """
    runs, radars = tracks.high.shape
    slots = number.size // (runs * radars)
    for run in range(runs):
        for radar in range(radars):
            if not sites.cued[radar]:
                continue
            visit = np.int64(np.floor(t / sites.period_s[sites.draw[run], radar] + 1e-9))
            origin = (run * radars + radar) * slots
            for row in range(origin, origin + slots):
                number[row] = 0
            for row in range(origin, origin + tracks.high[run, radar]):
                if tracks.number[row] == 0 or dead(
                    tracks.confirmed[row], tracks.contested[row], tracks.updates[row], tracks.first_visit[row],
                    tracks.last_visit[row], visit, lifecycle,
                ):  # fmt: skip
                    continue
                number[row], time[row] = tracks.number[row], tracks.last_s[row]
                to_ecef(tracks.state, row, sites.rotation, sites.antenna, radar, position, velocity, row)
