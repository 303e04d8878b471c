"""Launches: what the track really was, which shot at it this is, and the round put above its tube."""

import math

from gbad._jit import lean
from gbad._truth_kernel import state_at
from gbad.engagement import _columns_kernel as c
from gbad.engagement._midcourse_kernel import point, time_wanted
from gbad.engagement._point_mass_kernel import height_m
from gbad.engagement._support_kernel import holds, supports
from gbad.envelope._reach_kernel import ground_range, predict
from gbad.envelope._table_kernel import table_value
from gbad.physics._earth_kernel import up_vector

ORDERED, FLYING, ENDED = 1, 2, 3  # as in messages
NO_TARGET, SUPPORT_LOST = 2, 3
EJECTION_MPS = 25.0  # [m/s] cold launch: some 30 m high before ignition
BASKET_M = 3_000.0  # [m] an object this near to where the track is predicted can be taken for it
FIRST_PLANS = 8  # secant steps of the first plan
TIE_S = 1e-6  # [s] sums of the same seconds in another order
WAIT_S = 0.5  # [s] between looks of a round that waits in its tube for its radar


@lean
def estimate(f, n, t):
    """Where the last known track state puts the target at ``t``."""
    return predict(f[c.EX], f[c.EY], f[c.EZ], f[c.EVX], f[c.EVY], f[c.EVZ], n[c.BALLISTIC] == 1, t - f[c.KNOWN])


@lean
def foreseen(f, n, t):
    """As :func:`estimate`, for the place to be met: a fall there is long, and step after step asks for the same."""
    if n[c.BALLISTIC] != 1:
        return estimate(f, n, t)
    if f[c.PLACE_AT] != t:
        f[c.PX], f[c.PY], f[c.PZ] = estimate(f, n, t)
        f[c.PLACE_AT] = t
    return f[c.PX], f[c.PY], f[c.PZ]


@lean
def _seen_from(place, px, py, pz):
    """Ground range of a place from a launcher, and its height above it."""
    range_m = ground_range(place[0], place[1], place[2], px, py, pz)
    return range_m, height_m(px, py, pz) - height_m(place[0], place[1], place[2])


@lean
def look_ahead(f, n, p, ways, draw, kind, place, t, flown_s):
    """Plan once on the track estimate: time to go by one secant step, then the loft for the place met then.

    A falling target is met before it is below the ground.
    """
    to_go = f[c.TO_GO]
    while n[c.BALLISTIC] == 1 and to_go > 1.0:
        px, py, pz = foreseen(f, n, t + to_go)
        if height_m(px, py, pz) >= 0.0:
            break
        to_go *= 0.9
    planned, range_step, height_step = ways.planned_s[draw, kind], ways.range_step_m[kind], ways.height_step_m[kind]
    px, py, pz = foreseen(f, n, t + to_go)
    range_m, up_m = _seen_from(place, px, py, pz)
    now = time_wanted(f, p, flown_s, table_value(planned, range_step, height_step, range_m, up_m), px, py, pz)
    qx, qy, qz = estimate(f, n, t + to_go + 1.0)
    later_m, up_later_m = _seen_from(place, qx, qy, qz)
    then = time_wanted(f, p, flown_s, table_value(planned, range_step, height_step, later_m, up_later_m), qx, qy, qz)
    change = (now - to_go) / max(1.0 - (then - now), 0.3)
    f[c.TO_GO] = max(to_go + min(max(change, -0.3 * to_go), 0.5 * to_go + 5.0), 0.1)
    f[c.LOFT] = max(table_value(ways.loft_rad[draw, kind], range_step, height_step, range_m, up_m), 0.0)
    f[c.FROM] = max(math.sqrt((px - place[0]) ** 2 + (py - place[1]) ** 2 + (pz - place[2]) ** 2), 1.0)


@lean
def nearest(world, run, path, t, floor_s, x, y, z):
    """Row of the object nearest to a place among those that are there at ``t``; -1 if none within the basket.

    A kill is known to seekers only from the next command cycle on (``floor_s`` is the start of this one): debris is
    taken for the object until then, and the answer does not depend on the tick.
    """
    best, best2 = -1, BASKET_M * BASKET_M
    for who in range(world.key.size):
        if t < world.start_s[path, who] or t > world.plan_end_s[path, who] or world.end_s[run, who] <= floor_s:
            continue
        if _beyond(world.position[path, who], world.velocity[path, who], world.start_s[path, who], world.knot_step_s,
                   t, (x, y, z)):  # fmt: skip
            continue
        tx, ty, tz, _, _, _ = where(world, path, who, t)
        d2 = (tx - x) ** 2 + (ty - y) ** 2 + (tz - z) ** 2
        if d2 < best2:
            best, best2 = who, d2
    return best


@lean
def _beyond(position, velocity, start_s, knot_step_s, t, place):
    """Whether an object is outside the basket around a place for certain, by the two knots around a time alone.

    Between them a cubic strays from the first by no more than their distance and 4/27 of what it flies by either
    velocity, axis by axis.
    """
    along = (t - start_s) / knot_step_s
    k = int(along)
    if along < 0.0 or k > position.shape[0] - 2:
        return False
    for axis in range(3):
        first, last = position[k, axis], position[k + 1, axis]
        strays = abs(last - first) + 0.15 * knot_step_s * (abs(velocity[k, axis]) + abs(velocity[k + 1, axis]))
        if abs(first - place[axis]) > BASKET_M + strays:
            return True
    return False


@lean
def where(world, path, who, t):
    """True place and velocity of an object, without its evasion."""
    return state_at(
        world.position[path, who], world.velocity[path, who], world.start_s[path, who], world.knot_step_s, t
    )


@lean
def refresh(run, floor_s, tracks, flights, out):
    """Copy the newest estimate of every track that still has its slot; tell whether any round lives.

    ``floor_s`` is the start of the command cycle.
    """
    any_live = False
    for row in range(out.status.shape[1]):
        if out.status[run, row] != ORDERED and out.status[run, row] != FLYING:
            continue
        any_live = True
        post, slot = out.command[run, row], flights.counts[run, row, c.SLOT]
        if slot >= tracks.number.shape[2] or tracks.number[run, post, slot] != out.track[run, row]:
            continue
        f = flights.state[run, row]
        # a round that its radar has lost hears nothing until the cycle after it is held again
        if out.status[run, row] == FLYING and (f[c.LOST] < math.inf or f[c.AGAIN] > floor_s):
            continue
        e, v = tracks.position[run, post, slot], tracks.velocity[run, post, slot]
        if not (
            f[c.KNOWN] == tracks.time_s[run, post, slot]
            and f[c.EX] == e[0] and f[c.EY] == e[1] and f[c.EZ] == e[2]
            and f[c.EVX] == v[0] and f[c.EVY] == v[1] and f[c.EVZ] == v[2]
        ):  # fmt: skip
            f[c.PLACE_AT] = math.nan
        f[c.EX], f[c.EY], f[c.EZ] = e[0], e[1], e[2]
        f[c.EVX], f[c.EVY], f[c.EVZ] = v[0], v[1], v[2]
        f[c.KNOWN] = tracks.time_s[run, post, slot]
    return any_live


@lean
def _next_due(run, until_s, due_s, status):
    """Round that is due first (of two at the same time the lower row); -1 if none."""
    row = -1
    for other in range(status.shape[1]):
        if status[run, other] != ORDERED or due_s[run, other] >= until_s:
            continue
        if row < 0 or due_s[run, other] < due_s[run, row]:
            row = other
    return row


@lean
def launch_due(at, clock, world, bodies, sites, stands_until_s, types, ways, flights, out):
    """Launch in order of time, so that the n-th shot at a target is the n-th that left.

    A round that its radar must support waits in its tube until the radar has the target in volume, sight and strength,
    and is given up there if that does not come before the meeting was planned.
    """
    run = at.run
    while True:
        row = _next_due(run, clock.until_s, flights.due_s, out.status)
        if row < 0:
            return
        f, n = flights.state[run, row], flights.counts[run, row]
        t, kind = flights.due_s[run, row], types.kind[row]
        free = _free_at(run, row, types, at.draw, out.launch_s)
        if t < free - TIE_S:
            flights.due_s[run, row] = free
            continue
        place = sites.place[types.battery[row]]
        known = math.isfinite(f[c.KNOWN])
        x, y, z = place[0], place[1], place[2]
        who = -1
        if known:
            x, y, z = estimate(f, n, t)
            who = nearest(world, run, at.path, t, clock.floor_s, x, y, z)
            if types.guidance[kind] == c.SUPPORTED or types.guidance[kind] == c.COMMAND:
                radar = sites.radar[types.battery[row]]
                held = stands_until_s[run, radar] > clock.floor_s
                if who >= 0:
                    tx, ty, tz, vx, vy, vz = where(world, at.path, who, t)
                    held = held and holds(sites, bodies, at.draw, radar, who, tx, ty, tz, vx, vy, vz)
                else:
                    held = held and supports(sites, at.draw, radar, x, y, z)
                if not held:
                    flights.due_s[run, row] = t + WAIT_S
                    if t + WAIT_S >= out.planned_intercept[run, row]:
                        _end_at(row, run, t, SUPPORT_LOST, place, out)
                    continue
        _leave(f, n, place, x, y, z)
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
                look_ahead(f, n, types.parameters[at.draw, kind], ways, at.draw, kind, place, t, 0.0)
            x, y, z = foreseen(f, n, t + f[c.TO_GO])
            point(f, types.parameters[at.draw, kind], x, y, z)
        else:
            # nobody ever told it where to fly
            _end_at(row, run, t, NO_TARGET, place, out)


@lean
def _free_at(run, row, types, draw, launch_s):
    """When the launcher of a round is ready again after the last that left it: that one may have waited for a radar."""
    last = -math.inf
    for other in range(launch_s.shape[1]):
        if other != row and types.launcher[other] == types.launcher[row] and launch_s[run, other] > last:
            last = launch_s[run, other]
    return last + types.interval_s[draw, types.launcher[row]]


@lean
def _end_at(row, run, t, reason, place, out):
    """End a round at its launcher."""
    out.status[run, row] = ENDED
    out.end_reason[run, row] = reason
    out.end_s[run, row] = t
    for axis in range(3):
        out.end_position[run, row, axis] = place[axis]


@lean
def _leave(f, n, place, tx, ty, tz):
    """Put a round above its tube, moving up, with a first guess of the time to go."""
    f[c.X], f[c.Y], f[c.Z] = place[0], place[1], place[2]
    ux, uy, uz = up_vector(place[0], place[1], place[2])
    f[c.VX], f[c.VY], f[c.VZ] = EJECTION_MPS * ux, EJECTION_MPS * uy, EJECTION_MPS * uz
    f[c.LOST], f[c.BURNT], f[c.COULD_LOCK], f[c.LOCKED] = math.inf, 0.0, 0.0, math.nan
    speed = math.sqrt(f[c.EVX] * f[c.EVX] + f[c.EVY] * f[c.EVY] + f[c.EVZ] * f[c.EVZ])
    distance = math.sqrt((tx - f[c.X]) ** 2 + (ty - f[c.Y]) ** 2 + (tz - f[c.Z]) ** 2)
    f[c.TO_GO] = distance / (1000.0 + speed) + 5.0
    n[c.STEP], n[c.PHASE], n[c.NEXT_CHECK], n[c.NEXT_PLAN], n[c.NEXT_LOOK] = 0, c.MIDCOURSE, 0, 0, 0
