"""The rules of identification, one function each, and the order in which they speak. Words: ``rules.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.envelope._falling_kernel import falls_freely
from gbad.physics._earth_kernel import height_m, up_vector

UNKNOWN, FRIEND, NEUTRAL, HOSTILE = 0, 1, 2, 3  # as in messages
(
    TOO_NEW, FRIENDLY_ANSWER, CIVIL_ANSWER, HELD_BEFORE, TOO_FAST, FALLS, SILENT_TO_ASSET, SILENT_LOW, ON_AIRWAY,
    UNDECIDED,
) = range(10)  # fmt: skip
# columns of the figures (see rules.Figures.row)
SILENT_ASKS, CERTAINTY, CEILING, STEEP_SPEED, STEEP_SHARE, LOW, ALONG = 0, 1, 2, 3, 4, 5, 6


@lean
def judge(
    before, observed_s, p, v, speed_std, civil, friendly, asked, replies_required, time_required_s, hostile_speed,
    miss_distance, corridors, assets, figures,
):  # fmt: skip
    """Identity of one track from what is known of it now, and the reason; ``before`` is what it was held for."""
    # too short a look: nobody is anything yet
    if observed_s < time_required_s:
        return UNKNOWN, TOO_NEW
    # an answer counts, whatever was thought before
    if friendly >= replies_required:
        return FRIEND, FRIENDLY_ANSWER
    speed = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    surely_fast = speed - figures[CERTAINTY] * speed_std > hostile_speed
    if civil >= replies_required and not surely_fast:
        return NEUTRAL, CIVIL_ANSWER
    # a hostile stays hostile until it answers
    if before == HOSTILE:
        return HOSTILE, HELD_BEFORE
    if ballistic(p, v, speed_std, figures):
        return HOSTILE, FALLS
    if surely_fast:
        return HOSTILE, TOO_FAST
    # no answer is not hostile; no answer, off the airways and up to something is
    silent = asked >= figures[SILENT_ASKS] and civil == 0 and friendly == 0
    if not silent:
        return UNKNOWN, UNDECIDED
    if on_corridor(p, v, corridors, figures):
        return UNKNOWN, ON_AIRWAY
    if threatens(p, v, assets, miss_distance):
        return HOSTILE, SILENT_TO_ASSET
    if flies_low(p, assets, figures):
        return HOSTILE, SILENT_LOW
    return UNKNOWN, UNDECIDED


@lean
def ballistic(p, v, speed_std, figures):
    """Higher than anything that breathes air, or fast and steep."""
    return falls_freely(
        p[0], p[1], p[2], v[0], v[1], v[2], figures[CERTAINTY] * speed_std,
        figures[CEILING], figures[STEEP_SPEED], figures[STEEP_SHARE],
    )  # fmt: skip


@lean
def on_corridor(p, v, corridors, figures):
    """Inside a corridor's width and band of heights, and flying along it (either way)."""
    height = height_m(p[0], p[1], p[2])
    ux, uy, uz = up_vector(p[0], p[1], p[2])
    for c in range(corridors.half_width_m.size):
        if height < corridors.min_height_m[c] or height > corridors.max_height_m[c]:
            continue
        a, b = corridors.start[c], corridors.end[c]
        dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        share = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy + (p[2] - a[2]) * dz) / (dx * dx + dy * dy + dz * dz)
        share = min(max(share, 0.0), 1.0)
        # level distance from the axis: a chord runs below the ground it spans
        ox, oy, oz = p[0] - a[0] - share * dx, p[1] - a[1] - share * dy, p[2] - a[2] - share * dz
        up = ox * ux + oy * uy + oz * uz
        if ox * ox + oy * oy + oz * oz - up * up > corridors.half_width_m[c] ** 2:
            continue
        # course along the axis, both levelled
        up_d, up_v = dx * ux + dy * uy + dz * uz, v[0] * ux + v[1] * uy + v[2] * uz
        level_d = np.sqrt(max(dx * dx + dy * dy + dz * dz - up_d * up_d, 0.0))
        level_v = np.sqrt(max(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - up_v * up_v, 0.0))
        along = dx * v[0] + dy * v[1] + dz * v[2] - up_d * up_v
        if abs(along) >= figures[ALONG] * level_d * level_v:
            return True
    return False


@lean
def threatens(p, v, assets, miss_distance):
    """Whether a straight flight on comes level within ``miss_distance`` of a defended asset ahead."""
    for a in range(assets.shape[0]):
        ux, uy, uz = up_vector(assets[a, 0], assets[a, 1], assets[a, 2])
        # position and velocity relative to the asset, levelled there
        rx, ry, rz = p[0] - assets[a, 0], p[1] - assets[a, 1], p[2] - assets[a, 2]
        up_r, up_v = rx * ux + ry * uy + rz * uz, v[0] * ux + v[1] * uy + v[2] * uz
        rx, ry, rz = rx - up_r * ux, ry - up_r * uy, rz - up_r * uz
        vx, vy, vz = v[0] - up_v * ux, v[1] - up_v * uy, v[2] - up_v * uz
        closing = -(rx * vx + ry * vy + rz * vz)
        if closing <= 0.0:
            continue
        near2 = rx * rx + ry * ry + rz * rz - closing * closing / (vx * vx + vy * vy + vz * vz)
        if near2 < miss_distance * miss_distance:
            return True
    return False


@lean
def flies_low(p, assets, figures):
    """Whether it is less than a low flyer's height above the nearest asset (which stands for the ground around)."""
    nearest, ground = np.inf, 0.0
    for a in range(assets.shape[0]):
        distance = (p[0] - assets[a, 0]) ** 2 + (p[1] - assets[a, 1]) ** 2 + (p[2] - assets[a, 2]) ** 2
        if distance < nearest:
            nearest, ground = distance, height_m(assets[a, 0], assets[a, 1], assets[a, 2])
    return nearest < np.inf and height_m(p[0], p[1], p[2]) - ground < figures[LOW]
