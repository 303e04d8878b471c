"""Flight of a ballistic track to the ground, ahead or back in time, and how unsure its end is. See ``impact.py``."""

import math

from gbad._jit import kernel, lean
from gbad.physics._air_kernel import density_and_slowness
from gbad.physics._earth_kernel import E2, B, free_fall_ecef, height_m, up_vector

LIMIT_S = 900.0
# [m/s] by which the two accelerations in the middle of a step may differ over it: it is their difference, of third
# order in the step, that says how long the next may be
_TOLERANCE_MPS = 0.1
_FIRST_S, _LONGEST_S = 2.0, 30.0
_SAFETY, _SLOWEST, _FASTEST = 0.8, 0.2, 3.0  # of the change of a step


@lean
def _pull(x, y, z, vx, vy, vz, per_beta):
    """Acceleration under gravity (J2), rotation and drag of inverse ballistic coefficient ``per_beta`` [m2/kg].

    Drag by the table of the air and the height along the radius (0.2 m low at 30 km).
    """
    ax, ay, az = free_fall_ecef(x, y, z, vx, vy, vz)
    across2 = x * x + y * y
    radius2 = across2 + z * z
    density, _ = density_and_slowness(math.sqrt(radius2) - B / math.sqrt(1.0 - E2 * across2 / radius2))
    drag = 0.5 * density * math.sqrt(vx * vx + vy * vy + vz * vz) * per_beta
    return ax - drag * vx, ay - drag * vy, az - drag * vz


@lean
def _stride(x, y, z, vx, vy, vz, per_beta, h):
    """State one step later by the classical fourth-order Runge-Kutta rule; its change of mind in the middle [m/s]."""
    half, sixth = 0.5 * h, h / 6.0
    ax1, ay1, az1 = _pull(x, y, z, vx, vy, vz, per_beta)
    vx2, vy2, vz2 = vx + half * ax1, vy + half * ay1, vz + half * az1
    ax2, ay2, az2 = _pull(x + half * vx, y + half * vy, z + half * vz, vx2, vy2, vz2, per_beta)
    vx3, vy3, vz3 = vx + half * ax2, vy + half * ay2, vz + half * az2
    ax3, ay3, az3 = _pull(x + half * vx2, y + half * vy2, z + half * vz2, vx3, vy3, vz3, per_beta)
    vx4, vy4, vz4 = vx + h * ax3, vy + h * ay3, vz + h * az3
    ax4, ay4, az4 = _pull(x + h * vx3, y + h * vy3, z + h * vz3, vx4, vy4, vz4, per_beta)
    dx, dy, dz = ax3 - ax2, ay3 - ay2, az3 - az2
    return (
        x + sixth * (vx + 2.0 * vx2 + 2.0 * vx3 + vx4),
        y + sixth * (vy + 2.0 * vy2 + 2.0 * vy3 + vy4),
        z + sixth * (vz + 2.0 * vz2 + 2.0 * vz3 + vz4),
        vx + sixth * (ax1 + 2.0 * ax2 + 2.0 * ax3 + ax4),
        vy + sixth * (ay1 + 2.0 * ay2 + 2.0 * ay3 + ay4),
        vz + sixth * (az1 + 2.0 * az2 + 2.0 * az3 + az4),
        abs(h) * math.sqrt(dx * dx + dy * dy + dz * dz),
    )


@kernel
def to_ground(px, py, pz, vx, vy, vz, floor_m, per_beta, direction):
    """State and time where a flight comes down through ``floor_m``: ahead (``direction`` 1) or back in time (-1).

    Runge-Kutta, steps as long as their error allows. Returns ``(x, y, z, vx, vy, vz, duration)``; duration is inf if
    it does not come down within the limit.
    """
    flown, step = 0.0, _FIRST_S
    height = height_m(px, py, pz)
    ux, uy, uz = up_vector(px, py, pz)
    if height <= floor_m and direction * (ux * vx + uy * vy + uz * vz) < 0.0:
        return px, py, pz, vx, vy, vz, flown
    while flown < LIMIT_S:
        qx, qy, qz, wx, wy, wz, error = _stride(px, py, pz, vx, vy, vz, per_beta, direction * step)
        change = _SAFETY * (_TOLERANCE_MPS / max(error, 1e-12)) ** (1.0 / 3.0)
        if error > 2.0 * _TOLERANCE_MPS:
            step *= max(change, _SLOWEST)
            continue
        below = height_m(qx, qy, qz)
        if below <= floor_m < height:
            # the same step again up to where the chord crosses, a short one on from there, then straight
            share = step * (height - floor_m) / (height - below)
            qx, qy, qz, wx, wy, wz, _ = _stride(px, py, pz, vx, vy, vz, per_beta, direction * share)
            rest = _left(qx, qy, qz, wx, wy, wz, floor_m)
            qx, qy, qz, wx, wy, wz, _ = _stride(qx, qy, qz, wx, wy, wz, per_beta, rest)
            last = _left(qx, qy, qz, wx, wy, wz, floor_m)
            duration = flown + share + direction * (rest + last)
            return qx + last * wx, qy + last * wy, qz + last * wz, wx, wy, wz, duration
        px, py, pz, vx, vy, vz, height = qx, qy, qz, wx, wy, wz, below
        flown += step
        step = min(step * min(change, _FASTEST), _LONGEST_S)
        if height <= floor_m:
            ux, uy, uz = up_vector(px, py, pz)
            if direction * (ux * vx + uy * vy + uz * vz) < 0.0:
                return px, py, pz, vx, vy, vz, flown
    return px, py, pz, vx, vy, vz, math.inf


@lean
def _left(x, y, z, vx, vy, vz, floor_m):
    """Time [s] until a height is reached at the present climb; below 0 for a height that was passed."""
    ux, uy, uz = up_vector(x, y, z)
    return (floor_m - height_m(x, y, z)) / (ux * vx + uy * vy + uz * vz)


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
