"""Flight of a ballistic track to the ground, ahead or back in time, and how unsure its end is. See ``impact.py``."""

import math

from gbad._jit import kernel
from gbad.physics._earth_kernel import height_m, up_vector
from gbad.physics._flight_kernel import rk4_step

# steps [s] above the air, in its thin upper part, and below
_HIGH_M, _THIN_M = 60_000.0, 30_000.0
_LONG_S, _MIDDLE_S, _SHORT_S = 5.0, 2.0, 1.0
LIMIT_S = 900.0


@kernel
def to_ground(px, py, pz, vx, vy, vz, floor_m, per_beta, direction):
    """State and time where a flight comes down through ``floor_m``: ahead (``direction`` 1) or back in time (-1).

    Runge-Kutta under gravity (J2), rotation and drag of inverse ballistic coefficient ``per_beta`` [m2/kg]. Returns
    ``(x, y, z, vx, vy, vz, duration)``; duration is inf if it does not come down within the limit.
    """
    flown = 0.0
    height = height_m(px, py, pz)
    while flown < LIMIT_S:
        ux, uy, uz = up_vector(px, py, pz)
        climb = direction * (ux * vx + uy * vy + uz * vz)
        if height <= floor_m and climb < 0.0:
            return px, py, pz, vx, vy, vz, flown
        step = _LONG_S if height > _HIGH_M else (_MIDDLE_S if height > _THIN_M else _SHORT_S)
        qx, qy, qz, wx, wy, wz = rk4_step(px, py, pz, vx, vy, vz, 0.0, 0.0, 0.0, 0.0, per_beta, direction * step)
        below = height_m(qx, qy, qz)
        if below <= floor_m < height:
            # the same step again up to where the chord crosses, then straight on for what is left
            share = step * (height - floor_m) / (height - below)
            qx, qy, qz, wx, wy, wz = rk4_step(px, py, pz, vx, vy, vz, 0.0, 0.0, 0.0, 0.0, per_beta, direction * share)
            ux, uy, uz = up_vector(qx, qy, qz)
            rest = (floor_m - height_m(qx, qy, qz)) / (ux * wx + uy * wy + uz * wz)
            return qx + rest * wx, qy + rest * wy, qz + rest * wz, wx, wy, wz, flown + share + direction * rest
        px, py, pz, vx, vy, vz, height = qx, qy, qz, wx, wy, wz, below
        flown += step
    return px, py, pz, vx, vy, vz, math.inf


@kernel
def lower_factor(covariance, factor):
    """Cholesky's factor of a 6 by 6 matrix; a direction without spread gives a column of zeros."""
    for i in range(6):
        for j in range(i + 1):
            total = covariance[i, j]
            for k in range(j):
                total -= factor[i, k] * factor[j, k]
            if i == j:
                factor[i, i] = math.sqrt(total) if total > 0.0 else 0.0
            else:
                factor[i, j] = total / factor[j, j] if factor[j, j] > 0.0 else 0.0


@kernel
def foretell(
    position, velocity, covariance, floor_m, floor_std_m, per_beta, log_beta_std, direction, factor,
    place, duration_s, spread,
):  # fmt: skip
    """Fill ``place (n, 3)``, ``duration_s (n,)`` and ``spread (n, 2, 2)`` (east, north at the place) of columns.

    Each direction of the state's covariance, the ballistic coefficient and the height of the end is tried one standard
    deviation to both sides; half the difference is its share of the spread.
    """
    for row in range(position.shape[0]):
        p, v = position[row], velocity[row]
        x, y, z, _, _, _, flown = to_ground(p[0], p[1], p[2], v[0], v[1], v[2], floor_m, per_beta, direction)
        place[row, 0], place[row, 1], place[row, 2], duration_s[row] = x, y, z, flown
        ux, uy, uz = up_vector(x, y, z)
        across = math.sqrt(ux * ux + uy * uy)
        ex, ey = -uy / across, ux / across
        nx, ny, nz = -uz * ey, uz * ex, ux * ey - uy * ex
        lower_factor(covariance[row], factor)
        east_2 = north_2 = both = 0.0
        for i in range(8):
            dx = dy = dz = 0.0
            for side in (1.0, -1.0):
                if i < 6:
                    a = side * factor[0, i], side * factor[1, i], side * factor[2, i]
                    b = side * factor[3, i], side * factor[4, i], side * factor[5, i]
                    floor, per = floor_m, per_beta
                else:
                    a, b = (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
                    floor = floor_m + side * floor_std_m if i == 7 else floor_m
                    per = per_beta * math.exp(-side * log_beta_std) if i == 6 else per_beta
                x, y, z, _, _, _, flown = to_ground(
                    p[0] + a[0], p[1] + a[1], p[2] + a[2], v[0] + b[0], v[1] + b[1], v[2] + b[2], floor, per, direction
                )
                dx, dy, dz = dx + 0.5 * side * x, dy + 0.5 * side * y, dz + 0.5 * side * z
            east, north = ex * dx + ey * dy, nx * dx + ny * dy + nz * dz
            east_2, north_2, both = east_2 + east * east, north_2 + north * north, both + east * north
        spread[row, 0, 0], spread[row, 1, 1], spread[row, 0, 1], spread[row, 1, 0] = east_2, north_2, both, both
