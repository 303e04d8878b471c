"""What a seeker can hold and how well: range by the strength of the target, errors by range, glint, and evasion."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.physics._earth_kernel import height_m
from gbad.physics._random_kernel import SEEKER, uniform4

GLINT_SHARE = 0.2  # [1] root mean square of glint in each axis, of the target's extent across the line of sight
GLINT_MEMORY_S = 0.1  # [s] correlation time of glint
FREE_HEIGHT_M = 1_000.0  # [m] above it an object weaves in any direction, on the ground only sideways
FARTHEST = 3.2  # [1] no seeker locks beyond this many times its reference range, whatever the target


@lean
def lock_range_m(p, guidance, rcs_dbsm, heat_dbw_sr, lit_from_m):
    """Range to the target at which the seeker can lock onto it.

    Active: fourth root of the cross-section. Radar supported: the receiver's range times the illuminator's, by the
    square root of it. Infrared: square root of the radiant intensity. Command: always the reference range, from which
    the radar's own angles steer to the end.
    """
    if guidance == c.COMMAND:
        return p[c.SEEKER]
    if guidance == c.INFRARED:
        found = p[c.SEEKER] * 10.0 ** ((heat_dbw_sr - p[c.STRENGTH]) / 20.0)
    elif guidance == c.ACTIVE:
        found = p[c.SEEKER] * 10.0 ** ((rcs_dbsm - p[c.STRENGTH]) / 40.0)
    else:
        found = p[c.SEEKER] * p[c.LIT_FROM] / max(lit_from_m, 1.0) * 10.0 ** ((rcs_dbsm - p[c.STRENGTH]) / 20.0)
    return min(found, FARTHEST * p[c.SEEKER])


@lean
def angle_std_rad(p, guidance, could_lock_m, range_m, lit_from_m):
    """Error of one angle of the line of sight at one unit of time.

    The best a seeker does, and what noise adds: as the signal, by the square of the range (by the range where another
    lights the target). Command guidance: the radar's angle error, as far as the target is from the radar, seen from the
    round.
    """
    if guidance == c.COMMAND:
        return p[c.SIGMA] * lit_from_m / max(range_m, 1.0)
    share = min(range_m / max(could_lock_m, 1.0), 1.5)
    if guidance != c.SUPPORTED:
        share *= share
    weak = p[c.WEAK_SIGMA] * share
    return math.sqrt(p[c.SIGMA] * p[c.SIGMA] + weak * weak)


@lean
def evasion_of(seed, run, key, x, y, z, vx, vy, vz):
    """``(phase, ex, ey, ez)``: when in its swing an object is at time 0, and the direction across its way it swings in.

    The same for all rounds at it; drawn once for each object and run. Near the ground it weaves on the level.
    """
    u0, u1, _, _ = uniform4(seed, SEEKER, run, key, 0, 0)
    # level and across the way, then across both
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    level = math.sqrt(hx * hx + hy * hy + hz * hz)
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    phase = 2.0 * math.pi * u0
    if level < 1e-6 or speed < 1e-6:
        return phase, 0.0, 0.0, 0.0
    hx, hy, hz = hx / level, hy / level, hz / level
    bx, by, bz = (vy * hz - vz * hy) / speed, (vz * hx - vx * hz) / speed, (vx * hy - vy * hx) / speed
    cosine, sine = math.cos(2.0 * math.pi * u1), math.sin(2.0 * math.pi * u1)
    height = height_m(x, y, z)
    if height < FREE_HEIGHT_M:
        sine *= max(height, 0.0) / FREE_HEIGHT_M
        cosine = math.copysign(math.sqrt(1.0 - sine * sine), cosine)
    return phase, cosine * hx + sine * bx, cosine * hy + sine * by, cosine * hz + sine * bz


@lean
def swing(acceleration_mps2, rate_rad_s, phase, t):
    """``(displacement, speed)`` of a steady weave at a time, along its direction."""
    if acceleration_mps2 <= 0.0:
        return 0.0, 0.0
    turn = rate_rad_s * t + phase
    return (
        acceleration_mps2 / (rate_rad_s * rate_rad_s) * math.sin(turn),
        acceleration_mps2 / rate_rad_s * math.cos(turn),
    )
