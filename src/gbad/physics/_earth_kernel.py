"""The WGS-84 Earth as kernels: geodetic coordinates, local axes, gravitation. Radians, metres, Earth-fixed axes."""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel

# defining constants of WGS-84 (NGA.STND.0036) and what follows from them
A = 6378137.0  # [m] semi-major axis
F = 1.0 / 298.257223563  # [1] flattening
MU = 3.986004418e14  # [m3/s2] gravitational constant times mass, atmosphere included
OMEGA = 7.292115e-5  # [rad/s] rate of rotation
J2 = 1.08262982e-3  # [1] second zonal coefficient
B = A * (1.0 - F)  # [m] semi-minor axis
E2 = F * (2.0 - F)  # [1] first eccentricity squared
SECOND_E2 = E2 / (1.0 - E2)  # [1] second eccentricity squared
MEAN_RADIUS = (2.0 * A + B) / 3.0  # [m] 6371008.77
G0 = 9.80665  # [m/s2] standard gravity, the unit of load factors


@kernel
def geodetic_to_ecef(latitude_rad, longitude_rad, height_m):
    """Earth-fixed ``(x, y, z)`` of a geodetic position; height above the ellipsoid."""
    sin_latitude, cos_latitude = np.sin(latitude_rad), np.cos(latitude_rad)
    normal_m = A / np.sqrt(1.0 - E2 * sin_latitude * sin_latitude)
    across = (normal_m + height_m) * cos_latitude
    return (
        across * np.cos(longitude_rad),
        across * np.sin(longitude_rad),
        (normal_m * (1.0 - E2) + height_m) * sin_latitude,
    )


@kernel
def _latitude_sine_cosine(across, z):
    """Sine and cosine of the geodetic latitude: Bowring's iteration on the parametric latitude, without angles.

    Two steps leave less than 1e-12 rad from the centre of a city to far above a satellite; the Earth's inner 100 km
    are left out.
    """
    radius = np.sqrt(across * across + z * z)
    # a start that is exact on the ellipsoid and close to it far above
    sine = B * z * (1.0 + SECOND_E2 * B / radius)
    cosine = A * across
    for _ in range(2):
        scale = 1.0 / np.sqrt(sine * sine + cosine * cosine)
        s, c = sine * scale, cosine * scale
        up, out = z + SECOND_E2 * B * s * s * s, across - E2 * A * c * c * c
        sine, cosine = (1.0 - F) * up, out
    scale = 1.0 / np.sqrt(up * up + out * out)
    return up * scale, out * scale


@kernel
def ecef_to_geodetic(x, y, z):
    """``(latitude_rad, longitude_rad, height_m)`` of an Earth-fixed position (Bowring 1985, iterated)."""
    across = np.sqrt(x * x + y * y)
    sine, cosine = _latitude_sine_cosine(across, z)
    height_m = across * cosine + z * sine - A * np.sqrt(1.0 - E2 * sine * sine)
    return np.arctan2(sine, cosine), np.arctan2(y, x), height_m


@kernel
def height_m(x, y, z):
    """Height above the ellipsoid alone: as :func:`ecef_to_geodetic`, without its two arc tangents."""
    across = np.sqrt(x * x + y * y)
    sine, cosine = _latitude_sine_cosine(across, z)
    return across * cosine + z * sine - A * np.sqrt(1.0 - E2 * sine * sine)


@kernel
def up_vector(x, y, z):
    """Outward normal of the ellipsoid (local vertical) below an Earth-fixed position."""
    across = np.sqrt(x * x + y * y)
    sine, cosine = _latitude_sine_cosine(across, z)
    if across == 0.0:
        return 0.0, 0.0, np.sign(z)
    return cosine * x / across, cosine * y / across, sine


@kernel
def ecef_to_enu_matrix(latitude_rad, longitude_rad, out):
    """Fill ``out (3, 3)``: its rows are the unit vectors east, north and up in Earth-fixed axes."""
    sin_latitude, cos_latitude = np.sin(latitude_rad), np.cos(latitude_rad)
    sin_longitude, cos_longitude = np.sin(longitude_rad), np.cos(longitude_rad)
    out[0, 0], out[0, 1], out[0, 2] = -sin_longitude, cos_longitude, 0.0
    out[1, 0], out[1, 1], out[1, 2] = -sin_latitude * cos_longitude, -sin_latitude * sin_longitude, cos_latitude
    out[2, 0], out[2, 1], out[2, 2] = cos_latitude * cos_longitude, cos_latitude * sin_longitude, sin_latitude


@kernel
def gravity_ecef(x, y, z):
    """Gravitation of the Earth with its J2 term [m/s2], without the centrifugal part."""
    r2 = x * x + y * y + z * z
    pull = MU / (r2 * np.sqrt(r2))
    oblate = 1.5 * J2 * A * A / r2
    polar = 5.0 * z * z / r2
    equatorial = -pull * (1.0 + oblate * (1.0 - polar))
    return equatorial * x, equatorial * y, -pull * (1.0 + oblate * (3.0 - polar)) * z


@kernel
def free_fall_ecef(x, y, z, vx, vy, vz):
    """Acceleration seen from the rotating Earth with no other force: gravitation, centrifugal and Coriolis [m/s2]."""
    gx, gy, gz = gravity_ecef(x, y, z)
    return gx + OMEGA * (OMEGA * x + 2.0 * vy), gy + OMEGA * (OMEGA * y - 2.0 * vx), gz


@kernel
def geodetic_to_ecef_into(latitude_rad, longitude_rad, height_m, out):
    """Columns ``(n,)`` to ``out (n, 3)``."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = geodetic_to_ecef(latitude_rad[i], longitude_rad[i], height_m[i])


@kernel
def ecef_to_geodetic_into(position, out):
    """``position (n, 3)`` to ``out (n, 3)``: latitude, longitude, height."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = ecef_to_geodetic(position[i, 0], position[i, 1], position[i, 2])


@kernel
def free_fall_into(position, velocity, out):
    """``position, velocity (n, 3)`` to the free-fall acceleration ``out (n, 3)``."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = free_fall_ecef(
            position[i, 0], position[i, 1], position[i, 2], velocity[i, 0], velocity[i, 1], velocity[i, 2]
        )
