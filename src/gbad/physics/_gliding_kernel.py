"""Guided fall with lift: a body that keeps its height as far as the air lets it, then dives and steers at a point.

Forces as in ``_flight_kernel`` (gravity with J2, the rotating Earth, drag of a constant ballistic coefficient) and a
lift across the velocity, at most a given multiple of the drag and at most a given load.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.physics._atmosphere_kernel import density_and_sound
from gbad.physics._earth_kernel import free_fall_ecef, height_m

NAVIGATION = 4.0  # multiple of the turn of the line of sight that is commanded
FINEST_S = 0.002
CLOSE_S = 1.0  # [s] before the aim, from which on steps follow the time that is left


@kernel
def _pulled(x, y, z, vx, vy, vz, aim, navigation, per_beta, lift_to_drag, load_limit_mps2):
    """Acceleration with lift: gravity taken off, and navigation at the aim ``(3,)`` by a multiple (0: straight on)."""
    gx, gy, gz = free_fall_ecef(x, y, z, vx, vy, vz)
    speed = np.sqrt(vx * vx + vy * vy + vz * vz)
    density, _ = density_and_sound(height_m(x, y, z))
    drag = 0.5 * density * speed * speed * per_beta
    ux, uy, uz = vx / speed, vy / speed, vz / speed
    rx, ry, rz = aim[0] - x, aim[1] - y, aim[2] - z
    distance2 = rx * rx + ry * ry + rz * rz
    # turn of the line of sight [rad/s] -(r x v) / r^2, for the aim stands still; the pull wanted is N turn x v
    wx, wy, wz = -(ry * vz - rz * vy) / distance2, -(rz * vx - rx * vz) / distance2, -(rx * vy - ry * vx) / distance2
    px = navigation * (wy * vz - wz * vy)
    py = navigation * (wz * vx - wx * vz)
    pz = navigation * (wx * vy - wy * vx)
    # gravity across the path is taken off, so that a straight course stays straight
    along = gx * ux + gy * uy + gz * uz
    px, py, pz = px - (gx - along * ux), py - (gy - along * uy), pz - (gz - along * uz)
    back = px * ux + py * uy + pz * uz
    px, py, pz = px - back * ux, py - back * uy, pz - back * uz
    wanted = np.sqrt(px * px + py * py + pz * pz)
    most = min(lift_to_drag * drag, load_limit_mps2)
    share = most / wanted if wanted > most else 1.0
    return gx - drag * ux + share * px, gy - drag * uy + share * py, gz - drag * uz + share * pz


@kernel
def _step(state, aim, navigation, per_beta, lift_to_drag, load_limit_mps2, h):
    """``state (6,)`` one step later, by the classical fourth-order Runge-Kutta rule."""
    k = np.empty((4, 6))
    at = np.empty(6)
    for stage in range(4):
        share = 0.0 if stage == 0 else (0.5 if stage < 3 else 1.0)
        for i in range(6):
            at[i] = state[i] + (share * h * k[stage - 1, i] if stage else 0.0)
        ax, ay, az = _pulled(
            at[0], at[1], at[2], at[3], at[4], at[5], aim, navigation, per_beta, lift_to_drag, load_limit_mps2
        )
        k[stage, 0], k[stage, 1], k[stage, 2] = at[3], at[4], at[5]
        k[stage, 3], k[stage, 4], k[stage, 5] = ax, ay, az
    for i in range(6):
        state[i] += h / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])


@kernel
def glide_into(state, aim, dive_rad, per_beta, lift_to_drag, load_limit_mps2, knot_step_s, steps_per_knot, out):
    """From ``state (6,)`` at the aim ``(3,)``: ``(knots written, time of closest approach [s], miss [m])``.

    ``out (knots, 6)`` is filled at even times; after the closest approach the last course is kept. Lift begins with the
    fall: a body that still climbs follows its arc. It then keeps its course as level as lift allows, until the aim lies
    ``dive_rad`` below the horizontal; from there on it steers at the aim. The flight ends at its closest approach, or
    where it falls far below the aim: then the miss is what was left.
    """
    now = 0.0
    falling, diving = False, False
    state = state.copy()
    written = 0
    for k in range(out.shape[0]):
        for i in range(6):
            out[k, i] = state[i]
        written = k + 1
        until = (k + 1) * knot_step_s
        while now < until - 1e-12:
            x, y, z = state[0], state[1], state[2]
            rx, ry, rz = aim[0] - x, aim[1] - y, aim[2] - z
            distance = np.sqrt(rx * rx + ry * ry + rz * rz)
            closing = (rx * state[3] + ry * state[4] + rz * state[5]) / distance
            speed = np.sqrt(state[3] ** 2 + state[4] ** 2 + state[5] ** 2)
            climbing = x * state[3] + y * state[4] + z * state[5] > 0.0
            falling = falling or not climbing
            radius = np.sqrt(x * x + y * y + z * z)
            below = -(rx * x + ry * y + rz * z) / (distance * radius)
            diving = diving or (falling and below >= np.sin(dive_rad))
            # past the closest approach: straight on by what is left of the course
            if closing <= 0.0 and not climbing:
                back = closing * distance / (speed * speed)
                return written, now + back, np.sqrt(max(distance**2 - (closing * distance / speed) ** 2, 0.0))
            if height_m(x, y, z) < -500.0:
                return written, now, distance
            h = min(knot_step_s / steps_per_knot, until - now)
            left = distance / max(closing, 1.0)
            if left < CLOSE_S:
                h = min(h, max(0.1 * left, FINEST_S))
            lift, steer = lift_to_drag if falling else 0.0, NAVIGATION if diving else 0.0
            _step(state, aim, steer, per_beta, lift, load_limit_mps2, h)
            now += h
    return written, now, np.inf
