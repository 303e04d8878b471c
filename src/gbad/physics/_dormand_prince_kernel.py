"""Flight of a point mass to a tolerance: Dormand and Prince's pair of orders 5 and 4, as kernels.

The fifth-order result is carried on, the fourth-order one estimates the error of a step. For reference flights and
checks; rounds of an engagement fly by the midpoint rule (``engagement/_point_mass_kernel.py``), coasts by
``_flight_kernel.rk4_step``. Source: J. R. Dormand, P. J. Prince, J. Comp. Appl. Math. 6 (1980) 19.
"""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad.physics._atmosphere_kernel import density_and_sound
from gbad.physics._earth_kernel import MEAN_RADIUS, MU, gravity_ecef, height_m, up_vector

WGS84_J2, WGS84, SPHERE = 0, 1, 2  # gravitation with J2; of a point mass; that over a sphere of mean radius
POSITION_TOLERANCE_M, VELOCITY_TOLERANCE_MPS = 1e-7, 1e-9  # of one step
LONGEST_STEP_S, SHORTEST_STEP_S = 20.0, 1e-6
STEPS_MAX = 10_000_000

# rows of the tableau; the last row is also the fifth-order result
_A = np.array(
    [
        [1 / 5, 0.0, 0.0, 0.0, 0.0, 0.0],
        [3 / 40, 9 / 40, 0.0, 0.0, 0.0, 0.0],
        [44 / 45, -56 / 15, 32 / 9, 0.0, 0.0, 0.0],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0.0, 0.0],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0.0],
        [35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ]
)
# fifth-order weights less fourth-order ones
_E = np.array([71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])


@kernel
def gravity(x, y, z, earth, omega):
    """Gravitation of one of the three Earths and the centrifugal part of a rotation ``omega`` [m/s2]."""
    if earth == WGS84_J2:
        gx, gy, gz = gravity_ecef(x, y, z)
    else:
        r2 = x * x + y * y + z * z
        pull = -MU / (r2 * math.sqrt(r2))
        gx, gy, gz = pull * x, pull * y, pull * z
    return gx + omega * omega * x, gy + omega * omega * y, gz


@kernel
def _height_and_up(x, y, z, earth):
    """Height above the surface and the local vertical."""
    if earth == SPHERE:
        radius = math.sqrt(x * x + y * y + z * z)
        return radius - MEAN_RADIUS, x / radius, y / radius, z / radius
    ux, uy, uz = up_vector(x, y, z)
    return height_m(x, y, z), ux, uy, uz


@kernel
def _wind(height, wind):
    """East, north and up [m/s] at a height: straight between the rows of ``wind (k, 4)``, constant beyond them."""
    last = wind.shape[0] - 1
    i = 0
    while i < last and height > wind[i + 1, 0]:
        i += 1
    if i == last or height <= wind[0, 0]:
        return wind[i, 1], wind[i, 2], wind[i, 3]
    share = (height - wind[i, 0]) / (wind[i + 1, 0] - wind[i, 0])
    return (
        wind[i, 1] + share * (wind[i + 1, 1] - wind[i, 1]),
        wind[i, 2] + share * (wind[i + 1, 2] - wind[i, 2]),
        wind[i, 3] + share * (wind[i + 1, 3] - wind[i, 3]),
    )


@kernel
def _derivative(s, area_per_mass, earth, omega, wind, out):
    """Rates ``out (6,)`` of a state ``s (6,)``; ``area_per_mass`` is Cd S / m [m2/kg]."""
    x, y, z, vx, vy, vz = s[0], s[1], s[2], s[3], s[4], s[5]
    ax, ay, az = gravity(x, y, z, earth, omega)
    ax, ay = ax + 2.0 * omega * vy, ay - 2.0 * omega * vx
    if area_per_mass > 0.0:
        height, ux, uy, uz = _height_and_up(x, y, z, earth)
        wx, wy, wz = vx, vy, vz
        if wind.shape[0] > 0:
            east, north, up = _wind(height, wind)
            # east is level and at right angles to the axis; north completes the three
            across = max(math.sqrt(ux * ux + uy * uy), 1e-12)
            ex, ey = -uy / across, ux / across
            wx -= east * ex - north * uz * ey + up * ux
            wy -= east * ey + north * uz * ex + up * uy
            wz -= north * (ux * ey - uy * ex) + up * uz
        density, _ = density_and_sound(height)
        drag = 0.5 * density * math.sqrt(wx * wx + wy * wy + wz * wz) * area_per_mass
        ax, ay, az = ax - drag * wx, ay - drag * wy, az - drag * wz
    out[0], out[1], out[2], out[3], out[4], out[5] = vx, vy, vz, ax, ay, az


@kernel
def dormand_prince_step(s, k, trial, h, area_per_mass, earth, omega, wind):
    """One step of ``h`` from ``s`` into ``trial``; ``k (7, 6)`` holds the rates, ``k[0]`` known, ``k[6]`` the new ones.

    Returns the estimated error over the tolerance.
    """
    for stage in range(6):
        for i in range(6):
            total = 0.0
            for j in range(stage + 1):
                total += _A[stage, j] * k[j, i]
            trial[i] = s[i] + h * total
        _derivative(trial, area_per_mass, earth, omega, wind, k[stage + 1])
    worst = 0.0
    for i in range(6):
        error = 0.0
        for j in range(7):
            error += _E[j] * k[j, i]
        worst = max(worst, abs(h * error) / (POSITION_TOLERANCE_M if i < 3 else VELOCITY_TOLERANCE_MPS))
    return worst


@kernel
def fly_into(state, times_s, area_per_mass, earth, omega, wind, out):
    """Flight from ``state (6,)`` at time 0 to rising ``times_s (n,)``, into ``out (n, 6)``; False if too long."""
    s, trial, k = state.copy(), np.empty(6), np.empty((7, 6))
    _derivative(s, area_per_mass, earth, omega, wind, k[0])
    t, h = 0.0, 0.1
    row, steps = 0, 0
    while row < times_s.size:
        left = times_s[row] - t
        if left <= 0.0:
            out[row] = s
            row += 1
            continue
        step = min(h, left)
        steps += 1
        if steps > STEPS_MAX:
            return False
        error = dormand_prince_step(s, k, trial, step, area_per_mass, earth, omega, wind)
        if error <= 1.0 or step <= SHORTEST_STEP_S:
            t = times_s[row] if step == left else t + step
            s[:] = trial
            k[0] = k[6]
        # a step cut short by an output time tells nothing against the longer one
        grown = step * min(max(0.9 * max(error, 1e-10) ** -0.2, 0.2), 5.0)
        h = min(max(grown, h) if step == left and error <= 1.0 else grown, LONGEST_STEP_S)
    return True


@kernel
def steps_into(state, step_s, area_per_mass, earth, omega, wind, out):
    """Steps of one length, however large the error: ``out (n, 6)`` after 1 to n of them. Shows the order."""
    s, trial, k = state.copy(), np.empty(6), np.empty((7, 6))
    _derivative(s, area_per_mass, earth, omega, wind, k[0])
    for row in range(out.shape[0]):
        dormand_prince_step(s, k, trial, step_s, area_per_mass, earth, omega, wind)
        s[:] = trial
        k[0] = k[6]
        out[row] = s


@kernel
def gravity_into(position, earth, omega, out):
    """``position (n, 3)`` to ``out (n, 3)``."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = gravity(position[i, 0], position[i, 1], position[i, 2], earth, omega)
