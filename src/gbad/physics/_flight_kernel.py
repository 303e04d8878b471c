"""Flight of a point mass over the rotating WGS-84 Earth, as kernels.

State is position and velocity in Earth-fixed axes. Forces per mass: gravitation with J2, centrifugal and Coriolis
terms, drag of still standard air, and whatever the caller pushes with (thrust, lift). No wind, no attitude.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.physics._atmosphere_kernel import density_and_sound
from gbad.physics._earth_kernel import free_fall_ecef, height_m

# generic drag coefficient of a finned body of revolution, on its cross-section, motor off: flat below the speed of
# sound, a rise across it, then a fall with Mach number. The shape is that of textbooks (E. L. Fleeman, Missile Design
# and System Engineering, chapter 2; S. S. Chin, Missile Configuration Design); the numbers are ours
_MACH = np.array([0.0, 0.80, 0.90, 1.00, 1.10, 1.25, 1.50, 2.00, 2.50, 3.00, 4.00, 5.00, 6.00, 8.00])
_DRAG = np.array([0.30, 0.30, 0.33, 0.45, 0.53, 0.52, 0.48, 0.41, 0.36, 0.32, 0.265, 0.235, 0.22, 0.20])


@kernel
def drag_coefficient(mach):
    """Generic drag coefficient at a Mach number: straight between the points of the curve, constant beyond its ends."""
    last = _MACH.shape[0] - 1
    if mach >= _MACH[last]:
        return _DRAG[last]
    i = 0
    while mach > _MACH[i + 1]:
        i += 1
    return _DRAG[i] + (_DRAG[i + 1] - _DRAG[i]) * (mach - _MACH[i]) / (_MACH[i + 1] - _MACH[i])


@kernel
def drag_deceleration(altitude_m, speed_mps, area_per_mass_m2_kg):
    """Deceleration [m/s2] ``rho v^2 Cd(M) S / (2 m)`` with the generic curve.

    ``area_per_mass_m2_kg`` is reference area times drag factor over mass.
    """
    density, sound = density_and_sound(altitude_m)
    return 0.5 * density * speed_mps * speed_mps * drag_coefficient(speed_mps / sound) * area_per_mass_m2_kg


@kernel
def acceleration(x, y, z, vx, vy, vz, px, py, pz, area_per_mass_m2_kg, per_ballistic_coefficient):
    """Acceleration [m/s2] in Earth-fixed axes under gravity, drag and a push ``(px, py, pz)`` [m/s2].

    Drag has two parts, either of which may be 0: by the generic curve (``area_per_mass_m2_kg``, see
    :func:`drag_deceleration`) and by a constant ballistic coefficient m / (Cd S), given as its inverse [m2/kg].
    """
    ax, ay, az = free_fall_ecef(x, y, z, vx, vy, vz)
    ax, ay, az = ax + px, ay + py, az + pz
    if area_per_mass_m2_kg > 0.0 or per_ballistic_coefficient > 0.0:
        speed = np.sqrt(vx * vx + vy * vy + vz * vz)
        density, sound = density_and_sound(height_m(x, y, z))
        area = area_per_mass_m2_kg * drag_coefficient(speed / sound) + per_ballistic_coefficient
        # along the velocity, so one speed is left over for its components
        drag = 0.5 * density * speed * area
        ax, ay, az = ax - drag * vx, ay - drag * vy, az - drag * vz
    return ax, ay, az


@kernel
def rk4_step(x, y, z, vx, vy, vz, px, py, pz, area_per_mass_m2_kg, per_ballistic_coefficient, step_s):
    """State one step later by the classical fourth-order Runge-Kutta rule; the push is constant over the step."""
    h, half = step_s, 0.5 * step_s
    area, per_beta = area_per_mass_m2_kg, per_ballistic_coefficient
    ax1, ay1, az1 = acceleration(x, y, z, vx, vy, vz, px, py, pz, area, per_beta)
    vx2, vy2, vz2 = vx + half * ax1, vy + half * ay1, vz + half * az1
    ax2, ay2, az2 = acceleration(x + half * vx, y + half * vy, z + half * vz, vx2, vy2, vz2, px, py, pz, area, per_beta)
    vx3, vy3, vz3 = vx + half * ax2, vy + half * ay2, vz + half * az2
    ax3, ay3, az3 = acceleration(
        x + half * vx2, y + half * vy2, z + half * vz2, vx3, vy3, vz3, px, py, pz, area, per_beta
    )
    vx4, vy4, vz4 = vx + h * ax3, vy + h * ay3, vz + h * az3
    ax4, ay4, az4 = acceleration(x + h * vx3, y + h * vy3, z + h * vz3, vx4, vy4, vz4, px, py, pz, area, per_beta)
    sixth = h / 6.0
    return (
        x + sixth * (vx + 2.0 * vx2 + 2.0 * vx3 + vx4),
        y + sixth * (vy + 2.0 * vy2 + 2.0 * vy3 + vy4),
        z + sixth * (vz + 2.0 * vz2 + 2.0 * vz3 + vz4),
        vx + sixth * (ax1 + 2.0 * ax2 + 2.0 * ax3 + ax4),
        vy + sixth * (ay1 + 2.0 * ay2 + 2.0 * ay3 + ay4),
        vz + sixth * (az1 + 2.0 * az2 + 2.0 * az3 + az4),
    )


@kernel
def coast_into(state, area_per_mass_m2_kg, per_ballistic_coefficient, knot_step_s, steps_per_knot, floor_m, out):
    """Unpowered flight from ``state (6,)`` into ``out (knots, 6)``; returns the last knot written.

    ``out[0]`` is the start; ``steps_per_knot`` steps of integration lie between knots. Flight ends with the first knot
    below the ellipsoidal height ``floor_m``, which is written too, or with the last that ``out`` has room for.
    """
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    step = knot_step_s / steps_per_knot
    for k in range(out.shape[0]):
        if k > 0:
            for _ in range(steps_per_knot):
                x, y, z, vx, vy, vz = rk4_step(
                    x, y, z, vx, vy, vz, 0.0, 0.0, 0.0, area_per_mass_m2_kg, per_ballistic_coefficient, step
                )
        out[k, 0], out[k, 1], out[k, 2], out[k, 3], out[k, 4], out[k, 5] = x, y, z, vx, vy, vz
        if k > 0 and height_m(x, y, z) < floor_m:
            return k
    return out.shape[0] - 1


@kernel
def drag_coefficients_into(mach, out):
    """Columns ``(n,)`` of Mach numbers to drag coefficients ``out (n,)``."""
    for i in range(out.shape[0]):
        out[i] = drag_coefficient(mach[i])
