"""Launches: what the track really was, which shot at it this is, and the round put above its tube."""

import math

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.engagement import _columns_kernel as c
from gbad.engagement._midcourse_kernel import plan
from gbad.engagement._point_mass_kernel import height_m
from gbad.envelope._reach_kernel import predict
from gbad.physics._earth_kernel import up_vector

ORDERED, FLYING, ENDED = 1, 2, 3  # as in messages
NO_TARGET = 2
EJECTION_MPS = 25.0  # [m/s] cold launch: some 30 m high before ignition
BASKET_M = 3_000.0  # [m] an object this near to where the track is predicted can be taken for it
FIRST_PLANS = 8  # Newton steps of the first plan


@kernel
def estimate(f, n, t):
    """Where the last known track state puts the target at ``t``."""
    return predict(f[c.EX], f[c.EY], f[c.EZ], f[c.EVX], f[c.EVY], f[c.EVZ], n[c.BALLISTIC] == 1, t - f[c.KNOWN])


@kernel
def look_ahead(f, n, p, t, flown_s):
    """Plan once on the track estimate; a falling target is met before it is below the ground."""
    px, py, pz = estimate(f, n, t + f[c.TO_GO])
    while n[c.BALLISTIC] == 1 and f[c.TO_GO] > 1.0 and height_m(px, py, pz) < 0.0:
        f[c.TO_GO] *= 0.9
        px, py, pz = estimate(f, n, t + f[c.TO_GO])
    plan(f, p, flown_s, px, py, pz, f[c.EVX], f[c.EVY], f[c.EVZ])


@kernel
def nearest(t, floor_s, x, y, z, start_s, plan_end_s, knot_step_s, position, velocity, end_s):
    """Row of the object nearest to a place among those that are there at ``t``; -1 if none within the basket.

    A kill is known to seekers only from the next command cycle on (``floor_s`` is the start of this one): debris is
    taken for the object until then, and the answer does not depend on the tick.
    """
    best, best2 = -1, BASKET_M * BASKET_M
    for who in range(start_s.size):
        if t < start_s[who] or t > plan_end_s[who] or end_s[who] <= floor_s:
            continue
        tx, ty, tz, _, _, _ = state_at(position[who], velocity[who], start_s[who], knot_step_s, t)
        d2 = (tx - x) ** 2 + (ty - y) ** 2 + (tz - z) ** 2
        if d2 < best2:
            best, best2 = who, d2
    return best


@kernel
def refresh(run, tracks, flights, out):
    """Copy the newest estimate of every track that still has its slot; tell whether any round lives."""
    any_live = False
    for row in range(out.status.shape[1]):
        if out.status[run, row] != ORDERED and out.status[run, row] != FLYING:
            continue
        any_live = True
        post, slot = out.command[run, row], flights.counts[run, row, c.SLOT]
        if slot >= tracks.number.shape[2] or tracks.number[run, post, slot] != out.track[run, row]:
            continue
        f = flights.state[run, row]
        e, v = tracks.position[run, post, slot], tracks.velocity[run, post, slot]
        f[c.EX], f[c.EY], f[c.EZ] = e[0], e[1], e[2]
        f[c.EVX], f[c.EVY], f[c.EVZ] = v[0], v[1], v[2]
        f[c.KNOWN] = tracks.time_s[run, post, slot]
    return any_live


@kernel
def _next_due(run, until_s, due_s, status):
    """Round that is due first (of two at the same time the lower row); -1 if none."""
    row = -1
    for other in range(status.shape[1]):
        if status[run, other] != ORDERED or due_s[run, other] >= until_s:
            continue
        if row < 0 or due_s[run, other] < due_s[run, row]:
            row = other
    return row


@kernel
def launch_due(run, draw, path, until_s, floor_s, world, sites, types, flights, out):
    """Launch in order of time, so that the n-th shot at a target is the n-th that left."""
    while True:
        row = _next_due(run, until_s, flights.due_s, out.status)
        if row < 0:
            return
        f, n = flights.state[run, row], flights.counts[run, row]
        t = flights.due_s[run, row]
        place = sites.place[types.battery[row]]
        known = math.isfinite(f[c.KNOWN])
        tx, ty, tz = place[0], place[1], place[2]
        who = -1
        if known:
            tx, ty, tz = estimate(f, n, t)
            who = nearest(
                t, floor_s, tx, ty, tz, world.start_s[path], world.plan_end_s[path], world.knot_step_s,
                world.position[path], world.velocity[path], world.end_s[run],
            )  # fmt: skip
        _leave(f, n, place, tx, ty, tz)
        out.launch_s[run, row] = t
        out.status[run, row] = FLYING
        out.aimed_at[run, row] = who
        # the last column counts the shots at nothing
        column = who if who >= 0 else world.key.size
        flights.shots_at[run, column] += 1
        out.shot_at_target[run, row] = flights.shots_at[run, column]
        n[c.AIMED], n[c.TARGET], n[c.SHOT] = who, -1, flights.shots_at[run, column]
        if flights.trace.shape[2] > 0:
            for axis in range(3):
                flights.trace[run, row, 0, axis] = place[axis]
        if known:
            for _ in range(FIRST_PLANS):
                look_ahead(f, n, types.parameters[draw, types.kind[row]], t, 0.0)
        else:
            # nobody ever told it where to fly
            out.status[run, row] = ENDED
            out.end_reason[run, row] = NO_TARGET
            out.end_s[run, row] = t
            for axis in range(3):
                out.end_position[run, row, axis] = place[axis]


@kernel
def _leave(f, n, place, tx, ty, tz):
    """Put a round above its tube, moving up, with a first guess of the time to go."""
    f[c.X], f[c.Y], f[c.Z] = place[0], place[1], place[2]
    ux, uy, uz = up_vector(place[0], place[1], place[2])
    f[c.VX], f[c.VY], f[c.VZ] = EJECTION_MPS * ux, EJECTION_MPS * uy, EJECTION_MPS * uz
    f[c.LOST] = math.inf
    speed = math.sqrt(f[c.EVX] * f[c.EVX] + f[c.EVY] * f[c.EVY] + f[c.EVZ] * f[c.EVZ])
    distance = math.sqrt((tx - f[c.X]) ** 2 + (ty - f[c.Y]) ** 2 + (tz - f[c.Z]) ** 2)
    f[c.TO_GO] = distance / (1000.0 + speed) + 5.0
    n[c.STEP], n[c.PHASE], n[c.NEXT_CHECK], n[c.NEXT_PLAN] = 0, c.MIDCOURSE, 0, 0
