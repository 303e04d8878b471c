"""Filed plans beside a track: is one near, and how likely is that by chance? Words: ``bayes.py``, ``filing.py``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.tables import Floats, Ints

_AROUND_M = 100e3  # [m] plans that pass within this may be near by chance


class Places(NamedTuple):
    """Zones that speak for somebody, and filed plans."""

    zone: Floats  # (zones, 3)
    zone_radius_m: Floats
    zone_origin: Ints
    plan: Floats  # (runs, plans, points, 3)
    plan_start_s: Floats  # (runs, plans)
    plan_step_s: float
    plan_count: Ints  # (runs, plans) 0 where nothing was filed


@lean
def by_plan(t, p, v, run, places, distance_m, time_s, height_m, along):
    """Whether a filed flight should be near here at about this time, height and course; and the chance of that.

    The chance is that of a track with no plan of its own: each plan that passes within ``_AROUND_M`` at this height and
    course covers a strip of the disc around the track, twice ``distance_m`` wide and as long as it is flown in twice
    ``time_s``; so many strips thrown down at random cover the middle with probability 1 - exp(-area of all / disc).
    """
    near, covered = False, 0.0
    for plan in range(places.plan_count.shape[1]):
        last = places.plan_count[run, plan] - 1
        early = (t - time_s - places.plan_start_s[run, plan]) / places.plan_step_s
        late = (t + time_s - places.plan_start_s[run, plan]) / places.plan_step_s
        if last < 1 or late < 0.0 or early > last:
            continue
        strip_m2 = 0.0
        for leg in range(max(int(np.floor(early)), 0), min(int(np.floor(late)) + 1, last)):
            a, b = places.plan[run, plan, leg], places.plan[run, plan, leg + 1]
            level2, up, course, leg_m = from_leg(p, v, a, b)
            if abs(up) > height_m or course < along or level2 > _AROUND_M * _AROUND_M:
                continue
            strip_m2 = 4.0 * distance_m * time_s * leg_m / places.plan_step_s
            near = near or level2 < distance_m * distance_m
        covered += strip_m2
    return near, 1.0 - np.exp(-covered / (np.pi * _AROUND_M * _AROUND_M))


@lean
def from_leg(p, v, a, b):
    """Of a place from the straight leg between two others: squared level distance, height above it, cosine of course
    to leg, and the leg's length [m]."""
    norm = np.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    ux, uy, uz = p[0] / norm, p[1] / norm, p[2] / norm
    dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    rx, ry, rz = p[0] - a[0], p[1] - a[1], p[2] - a[2]
    leg_m = np.sqrt(dx * dx + dy * dy + dz * dz)
    along = (rx * dx + ry * dy + rz * dz) / max(leg_m * leg_m, 1.0)
    along = min(max(along, 0.0), 1.0)
    rx, ry, rz = rx - along * dx, ry - along * dy, rz - along * dz
    up = rx * ux + ry * uy + rz * uz
    speed = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    course = (v[0] * dx + v[1] * dy + v[2] * dz) / max(speed * leg_m, 1e-6)
    return rx * rx + ry * ry + rz * rz - up * up, up, course, leg_m
