"""A missile as a point mass: free fall, thrust along the velocity, drag, and a lateral force it can turn by."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.physics._air_kernel import density_and_slowness, drag_coefficient
from gbad.physics._earth_kernel import E2, G0, OMEGA, B, gravity_ecef

NORMAL_FORCE_SLOPE = 12.0  # [1/rad] normal force coefficient per angle of attack, on the body's cross-section
LARGEST_ATTACK_RAD = 0.45  # [rad] beyond this nothing more is gained
LARGEST_DEFLECTION = 0.42  # [1] sine of the largest angle between thrust and velocity
DRIVE_MPS2 = 10.0  # [m/s2] by which an engine that drives all the way gains speed at most
_LIFT = NORMAL_FORCE_SLOPE * LARGEST_ATTACK_RAD


@lean
def height_m(x, y, z):
    """Height above the ellipsoid along the radius: 0.2 m low at 30 km, at a third of the exact one's cost."""
    across2 = x * x + y * y
    radius2 = across2 + z * z
    return math.sqrt(radius2) - B / math.sqrt(1.0 - E2 * across2 / radius2)


@lean
def burnt_share(p, flown_s):
    """Share of the propellant burnt at a time since launch."""
    return min(max((flown_s - p[c.DELAY]) / p[c.BOOST], 0.0), 1.0)


@lean
def available_mps2(p, mass, thrust, pressure):
    """Largest lateral acceleration: the load limit, or what air (dynamic pressure) and deflected thrust give."""
    lift = pressure * p[c.AREA] * _LIFT
    return min(p[c.LOAD] * G0, (lift + thrust * LARGEST_DEFLECTION) / mass)


@lean
def load_at_mps2(p, flown_s, height, speed):
    """Largest lateral acceleration that air and thrust give at a height and speed, side thrusters apart."""
    density, _ = density_and_slowness(height)
    mass = p[c.MASS] - p[c.PROPELLANT] * burnt_share(p, flown_s)
    thrust = p[c.THRUST] if p[c.DELAY] <= flown_s < p[c.DELAY] + p[c.BOOST] else 0.0
    return available_mps2(p, mass, thrust, 0.5 * density * speed * speed)


@lean
def arrival_load_mps2(p, height, speed):
    """Largest lateral acceleration of a burnt-out round at a height and speed, side thrusters included."""
    return load_at_mps2(p, p[c.DESTRUCT], height, speed) + p[c.SIDE_THRUST] / (p[c.MASS] - p[c.PROPELLANT])


@lean
def _push(p, vx, vy, vz, density, slowness, mass, forward, turn, lift, cx, cy, cz):
    """Acceleration by all but gravitation: thrust and drag along the velocity, the turn, Coriolis."""
    speed = max(math.sqrt(vx * vx + vy * vy + vz * vz), 1e-3)
    force_area = 0.5 * density * speed * speed * p[c.AREA]
    along = forward - force_area * drag_coefficient(speed * slowness) * p[c.DRAG] / mass
    if lift > 0.0 and force_area > 0.0:
        # drag due to lift: the normal force leans back by the angle of attack
        along -= mass * lift * lift / (force_area * NORMAL_FORCE_SLOPE)
    scale = along / speed
    ax, ay, az = scale * vx + 2.0 * OMEGA * vy, scale * vy - 2.0 * OMEGA * vx, scale * vz
    if turn > 0.0:
        # the command turns with the velocity, so that turning costs no speed but drag
        dot = (cx * vx + cy * vy + cz * vz) / (speed * speed)
        px, py, pz = cx - dot * vx, cy - dot * vy, cz - dot * vz
        scale = turn / max(math.sqrt(px * px + py * py + pz * pz), 1e-9)
        ax, ay, az = ax + scale * px, ay + scale * py, az + scale * pz
    return ax, ay, az


@lean
def step(f, p, flown_s, dt, cx, cy, cz, thrusters):
    """Advance ``f`` by ``dt`` [s] with a lateral acceleration command held; returns the lateral acceleration flown.

    Midpoint rule, second order; air and gravitation are those of the middle of the step in both its stages, which keeps
    its order. Thrust and mass are means over the step, so the total impulse does not depend on the step. Side
    ``thrusters`` give what the air does not, as long as their propellant lasts.
    """
    mass = p[c.MASS] - p[c.PROPELLANT] * burnt_share(p, flown_s + 0.5 * dt)
    share = burnt_share(p, flown_s + dt) - burnt_share(p, flown_s)
    thrust = p[c.THRUST] * share * p[c.BOOST] / dt
    x, y, z, vx, vy, vz = f[c.X], f[c.Y], f[c.Z], f[c.VX], f[c.VY], f[c.VZ]
    half = 0.5 * dt
    mx, my, mz = x + half * vx, y + half * vy, z + half * vz
    density, slowness = density_and_slowness(height_m(mx, my, mz))
    gx, gy, gz = gravity_ecef(mx, my, mz)
    gx, gy = gx + OMEGA * OMEGA * mx, gy + OMEGA * OMEGA * my

    # what the command asks, cut to what the airframe can give
    asked = math.sqrt(cx * cx + cy * cy + cz * cz)
    turn = min(asked, available_mps2(p, mass, thrust, 0.5 * density * (vx * vx + vy * vy + vz * vz)))
    # deflected thrust turns first and loses its share forward; the air does the rest
    side = min(turn, thrust * LARGEST_DEFLECTION / mass)
    forward = math.sqrt(max((thrust / mass) ** 2 - side * side, 0.0))
    lift = turn - side
    if thrusters and asked > turn and f[c.BURNT] < p[c.SIDE_TIME]:
        # pulses: a part of the full force for the step burns that part of the step
        full = p[c.SIDE_THRUST] / mass
        part = min((asked - turn) / full, (p[c.SIDE_TIME] - f[c.BURNT]) / dt, 1.0)
        f[c.BURNT] += part * dt
        turn += part * full

    ax, ay, az = _push(p, vx, vy, vz, density, slowness, mass, forward, turn, lift, cx, cy, cz)
    ux, uy, uz = vx + half * (ax + gx), vy + half * (ay + gy), vz + half * (az + gz)
    ax, ay, az = _push(p, ux, uy, uz, density, slowness, mass, forward, turn, lift, cx, cy, cz)
    f[c.X], f[c.Y], f[c.Z] = x + dt * ux, y + dt * uy, z + dt * uz
    f[c.VX], f[c.VY], f[c.VZ] = vx + dt * (ax + gx), vy + dt * (ay + gy), vz + dt * (az + gz)
    if p[c.CRUISE] > 0.0 and flown_s >= p[c.DELAY]:
        _drive(f, math.sqrt(vx * vx + vy * vy + vz * vz), p[c.CRUISE], dt)
    return turn


@lean
def _drive(f, before, cruise, dt):
    """What an engine adds along the way: it makes up for drag and climb and brings the round to its cruising speed.

    It does not brake. Left out: that its power is limited, so that a steep climb or a hard turn would cost speed.
    """
    speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    # back in time it flew as fast as it does now
    wanted = min(cruise, before + DRIVE_MPS2 * dt) if dt > 0.0 else before
    if speed < wanted or dt < 0.0:
        scale = wanted / max(speed, 1e-3)
        f[c.VX], f[c.VY], f[c.VZ] = scale * f[c.VX], scale * f[c.VY], scale * f[c.VZ]
