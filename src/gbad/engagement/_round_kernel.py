"""One round through one window of time: checks, mid-course steps, lock; then it homes (``_homing_kernel``)."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._ends_kernel import INTERCEPT, NO_TARGET, SUPPORT_LOST, meeting, over, still_held
from gbad.engagement._homing_kernel import CHECK_UNITS, home_in, note
from gbad.engagement._launch_kernel import estimate, foreseen, look_ahead, nearest, where
from gbad.engagement._lock_kernel import SETTLED_S, in_reach, locks, passes
from gbad.engagement._midcourse_kernel import NEAR_S, plan_units, steer, step_units
from gbad.engagement._point_mass_kernel import step

LOOK_UNITS = 32  # far from the meeting a seeker without a lock looks once a second
FUZE_M = 300.0  # [m] a round without a lock that passes farther away than this found nothing
PASS_S = 4.0  # [s] before the meeting a round without lock looks whether it passes something


@lean
def fly_round(f, n, at, launch_s, clock, stands, world, bodies, sites, types, ways, trace):
    """Take every step that begins before ``clock.until_s``; return (reason, time) of the end, reason 0 while it lives.

    ``at`` says which run, draw, path, battery and type; ``stands`` whether the battery's radar does.
    """
    p = types.parameters[at.draw, at.kind]
    guidance = types.guidance[at.kind]
    alone = guidance == c.ACTIVE or guidance == c.INFRARED
    while n[c.PHASE] == c.MIDCOURSE:
        flown_s = n[c.STEP] * c.UNIT_S
        t = launch_s + flown_s
        if t >= clock.until_s:
            return 0, t
        reason = over(f, p, flown_s)
        if reason != 0:
            return reason, t
        if n[c.STEP] >= n[c.NEXT_CHECK] and not alone:
            n[c.NEXT_CHECK] = n[c.STEP] + CHECK_UNITS
            # what its radar loses on the way coasts on by its last estimate, and may be held again in time
            still_held(f, n, at, t, stands, world, bodies, sites)
        # the seeker takes what is nearest to where the track should be, once it is near and strong enough
        if n[c.STEP] >= n[c.NEXT_LOOK] and in_reach(f, n, p, t, flown_s):
            n[c.NEXT_LOOK] = n[c.STEP] + (LOOK_UNITS if f[c.TO_GO] > NEAR_S else 1)
            x, y, z = estimate(f, n, t)
            who = nearest(world, at.run, at.path, t, clock.floor_s, x, y, z)
            if who < 0 and passes(f, n, t, flown_s, p):
                return SUPPORT_LOST if f[c.LOST] < math.inf else NO_TARGET, t
            if who >= 0 and locks(f, n, p, guidance, at, who, t, clock, world, bodies, sites):
                break
        ox, oy, oz = f[c.X], f[c.Y], f[c.Z]
        units, reason, when_s = _travel(f, n, p, at, t, flown_s, clock, world, sites, ways)
        if reason != 0:
            return reason, when_s
        if trace.shape[0] > 0:
            note(trace, n[c.STEP], units, ox, oy, oz, f)
        n[c.STEP] += units
    return home_in(f, n, p, at, launch_s, clock, stands, world, bodies, sites, guidance, trace)


@lean
def _travel(f, n, p, at, t, flown_s, clock, world, sites, ways):
    """One mid-course step on the track estimate; returns (units, reason, time of the end).

    A round that never got a lock still passes what it was sent at: its fuze acts on that too.
    """
    if n[c.STEP] >= n[c.NEXT_PLAN]:
        n[c.NEXT_PLAN] = n[c.STEP] + plan_units(f, p, flown_s)
        look_ahead(f, n, p, ways, at.draw, at.kind, sites.place[at.battery], t, flown_s)
    px, py, pz = foreseen(f, n, t + f[c.TO_GO])
    cx, cy, cz = steer(f, p, flown_s, px, py, pz)
    units = step_units(f, p, flown_s)
    dt = units * c.UNIT_S
    who = -1
    if f[c.TO_GO] < PASS_S and flown_s > p[c.DELAY] + SETTLED_S:
        x, y, z = estimate(f, n, t)
        who = nearest(world, at.run, at.path, t, clock.floor_s, x, y, z)
    before = f[c.X], f[c.Y], f[c.Z]
    step(f, p, flown_s, dt, cx, cy, cz, False)
    f[c.TO_GO] = max(f[c.TO_GO] - dt, 0.1)
    if who < 0:
        return units, 0, t
    ax, ay, az, _, _, _ = where(world, at.path, who, t)
    bx, by, bz, vx, vy, vz = where(world, at.path, who, t + dt)
    end_s = world.plan_end_s[at.path, who]
    reason, when_s = meeting(f, p, flown_s, t, dt, end_s, before, (ax, ay, az), (bx, by, bz), (vx, vy, vz))
    if reason == INTERCEPT and f[c.MISS] > FUZE_M:
        reason = SUPPORT_LOST if f[c.LOST] < math.inf else NO_TARGET
    elif reason == INTERCEPT:
        n[c.TARGET] = who
    return units, reason, when_s
