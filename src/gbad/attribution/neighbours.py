"""Who flew so near to an object that a radar took the two for one: by the sensors' own cell, on the true paths.

A cell is as deep as the range resolution, as wide as the beams, and five standard errors of the range rate where that
is measured (``sensing._resolution_kernel``). Asked at the instant of a command cycle, not of each look.
"""

from __future__ import annotations

import math

import numpy as np

from gbad._truth_kernel import state_at
from gbad.recorder.book import Book
from gbad.sensing._resolution_kernel import RATE_CELLS
from gbad.tables import Floats, Ints

ASKED = 5  # of the cycles in which a radar had it in view, so many of the last are looked at


def nearest_in_its_cell(book: Book, run: int, who: int, radar: int, cycles: Ints) -> float:
    """Distance [m] of the nearest that lay in its cell in all of the last cycles; nan where there was a free one."""
    cycle_s = book.tables.defence.cycle_s
    found = [_in_its_cell(book, run, who, radar, (int(cycle) + 1) * cycle_s) for cycle in cycles[-ASKED:]]
    return found[-1] if found and all(math.isfinite(each) for each in found) else math.nan


def _in_its_cell(book: Book, run: int, who: int, radar: int, time_s: float) -> float:
    draw, t = int(book.truth.draw_of_run[run]), book.truth.trajectories
    path = min(draw, t.start_s.shape[0] - 1)
    alive = (t.start_s[path] <= time_s) & (book.truth.end_s[run] >= time_s)
    alive[who] = False
    rows = np.flatnonzero(alive)
    if len(rows) == 0:
        return math.nan
    d = book.tables.at(time_s).defence.radars
    places, speeds, start_s = t.position_ecef_m[path], t.velocity_ecef_mps[path], t.start_s[path]
    states = (state_at(places[k], speeds[k], float(start_s[k]), t.knot_step_s, time_s) for k in (who, *rows.tolist()))
    x = np.array(list(states))
    polar = _polar(x, d.position_ecef_m[radar], d.ecef_to_enu[radar])
    off = np.abs(polar[1:] - polar[0])
    across = np.minimum(off[:, 1], 2.0 * math.pi - off[:, 1]) * math.cos(float(polar[0, 2]))
    one = off[:, 0] < d.range_resolution_m[draw, radar]
    one &= (across < d.azimuth_beamwidth_rad[draw, radar]) & (off[:, 2] < d.elevation_beamwidth_rad[draw, radar])
    # nan where it is not measured, which tells nothing apart
    one &= ~(off[:, 3] >= RATE_CELLS * d.range_rate_std_mps[draw, radar])
    distance = np.linalg.norm(x[1:, :3] - x[0, :3], axis=1)
    return float(distance[one].min()) if one.any() else math.nan


def _polar(states: Floats, site: Floats, ecef_to_enu: Floats) -> Floats:
    """``(n, 4)`` range, azimuth, elevation and range rate of ``(n, 6)`` places and velocities."""
    to, speed = (states[:, :3] - site) @ ecef_to_enu.T, states[:, 3:] @ ecef_to_enu.T
    away = np.linalg.norm(to, axis=1)
    level = np.hypot(to[:, 0], to[:, 1])
    rate = (to * speed).sum(axis=1) / away
    return np.stack([away, np.arctan2(to[:, 0], to[:, 1]), np.arctan2(to[:, 2], level), rate], axis=1)
