"""When the seeker of a round takes an object, or the round passes its track's place without one."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import estimate, where
from gbad.engagement._seeker_kernel import FARTHEST, evasion_of, lock_range_m, swing
from gbad.engagement._terminal_kernel import start_seeker
from gbad.physics._aspect_kernel import cross_section_dbsm

GIMBAL = 0.5  # [1] cosine of the seeker's largest look angle from the velocity
SETTLED_S, PASSING_S = 1.0, 3.0  # [s] after ignition: before the first no lock, after the second a passage is one


@lean
def in_reach(f, n, p, t, flown_s):
    """Whether the track's place is within the most that the seeker ever does."""
    if flown_s <= p[c.DELAY] + SETTLED_S:
        return False
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[c.X], ey - f[c.Y], ez - f[c.Z]
    farthest = FARTHEST * p[c.SEEKER]
    return dx * dx + dy * dy + dz * dz < farthest * farthest


@lean
def passes(f, n, t, flown_s, p):
    """Whether the track's place is being passed."""
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[c.X], ey - f[c.Y], ez - f[c.Z]
    opening = dx * (f[c.EVX] - f[c.VX]) + dy * (f[c.EVY] - f[c.VY]) + dz * (f[c.EVZ] - f[c.VZ])
    return opening > 0.0 and flown_s > p[c.DELAY] + PASSING_S


@lean
def lit_from(sites, at, x, y, z):
    """Distance of a place from the battery's radar."""
    antenna = sites.antenna[sites.radar[at.battery]]
    return math.sqrt((x - antenna[0]) ** 2 + (y - antenna[1]) ** 2 + (z - antenna[2]) ** 2)


@lean
def locks(f, n, p, guidance, at, who, t, clock, world, bodies, sites):
    """Whether the seeker takes an object now; if so, it begins to home."""
    x, y, z, vx, vy, vz = where(world, at.path, who, t)
    dx, dy, dz = x - f[c.X], y - f[c.Y], z - f[c.Z]
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    rcs = cross_section_dbsm(
        bodies.form[who], bodies.rcs_dbsm[at.draw, who], bodies.by_seeker_dbsm[at.draw, at.kind],
        dx, dy, dz, vx, vy, vz,
    )  # fmt: skip
    could = lock_range_m(p, guidance, rcs, bodies.heat_dbw_sr[at.draw, who], lit_from(sites, at, x, y, z))
    on_noise = bodies.homed_on[at.draw, at.kind, who]
    if on_noise:
        # noise comes one way: it is heard as far as a seeker ever locks
        could = FARTHEST * p[c.SEEKER]
    elif f[c.LOST] < math.inf:
        # nobody lights the target, or steers
        return False
    speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    ahead = dx * f[c.VX] + dy * f[c.VY] + dz * f[c.VZ]
    if distance > could or ahead < GIMBAL * distance * speed:
        return False
    phase, ex, ey, ez = evasion_of(clock.seed, at.number, world.key[who], x, y, z, vx, vy, vz)
    aside, drift = swing(bodies.evasion_mps2[at.draw, who], bodies.evasion_rad_s[at.draw, who], phase, t)
    start_seeker(
        f,
        (dx + aside * ex, dy + aside * ey, dz + aside * ez),
        (vx + drift * ex - f[c.VX], vy + drift * ey - f[c.VY], vz + drift * ez - f[c.VZ]),
    )
    f[c.COULD_LOCK], f[c.LOCKED] = could, distance
    n[c.TARGET], n[c.PHASE], n[c.LOCK] = who, c.TERMINAL, n[c.STEP]
    n[c.ON_NOISE] = 1 if on_noise else 0
    return True
