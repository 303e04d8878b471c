"""The WGS-84 Earth: geodetic coordinates, local axes, geodesics, gravitation.

Earth-centred Earth-fixed positions (ECEF) are ``(..., 3)`` in metres; heights are above the ellipsoid; angles in
radians; azimuths clockwise from true north. Everything broadcasts. Sources: NGA.STND.0036 (WGS-84); B. R. Bowring,
Survey Review 28 (1985); C. F. F. Karney, J. Geodesy 87 (2013), by the package ``geographiclib``.
"""

from __future__ import annotations

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _earth_kernel as _kernel
from gbad.physics._earth_kernel import E2, G0, J2, MEAN_RADIUS, MU, OMEGA, SECOND_E2, A, B, F

__all__ = [
    "E2",
    "G0",
    "J2",
    "MEAN_RADIUS",
    "MU",
    "OMEGA",
    "SECOND_E2",
    "A",
    "B",
    "F",
    "azimuth_elevation_range",
    "ecef_to_enu",
    "ecef_to_enu_matrix",
    "ecef_to_geodetic",
    "enu_to_ecef",
    "free_fall_acceleration",
    "geodesic_direct",
    "geodesic_inverse",
    "geodetic_to_ecef",
    "gravitation",
]

Floats = NDArray[np.float64]
_GEODESIC = Geodesic(A, F)


def geodetic_to_ecef(latitude_rad: ArrayLike, longitude_rad: ArrayLike, height_m: ArrayLike) -> Floats:
    """ECEF position ``(..., 3)`` [m] of geodetic coordinates that broadcast against each other."""
    columns = np.broadcast_arrays(*(np.asarray(c, dtype=np.float64) for c in (latitude_rad, longitude_rad, height_m)))
    out = np.empty((columns[0].size, 3))
    latitude, longitude, height = (np.ascontiguousarray(c).reshape(-1) for c in columns)
    _kernel.geodetic_to_ecef_into(latitude, longitude, height, out)
    return out.reshape((*columns[0].shape, 3))


def ecef_to_geodetic(position_ecef_m: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """``(latitude_rad, longitude_rad, height_m)``, each ``(...)``, of ECEF positions ``(..., 3)``."""
    position = np.ascontiguousarray(position_ecef_m, dtype=np.float64)
    out = np.empty((position.size // 3, 3))
    _kernel.ecef_to_geodetic_into(position.reshape(-1, 3), out)
    shape = position.shape[:-1]
    return out[:, 0].reshape(shape), out[:, 1].reshape(shape), out[:, 2].reshape(shape)


def ecef_to_enu_matrix(latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> Floats:
    """Rotation ``(..., 3, 3)`` whose rows are east, north and up at a geodetic position, in ECEF axes."""
    latitude, longitude = np.broadcast_arrays(np.asarray(latitude_rad, float), np.asarray(longitude_rad, float))
    out = np.empty((latitude.size, 3, 3))
    for i, (lat, lon) in enumerate(zip(latitude.flat, longitude.flat, strict=True)):
        _kernel.ecef_to_enu_matrix(float(lat), float(lon), out[i])
    return out.reshape((*latitude.shape, 3, 3))


def ecef_to_enu(position_ecef_m: ArrayLike, site_ecef_m: ArrayLike, rotation: ArrayLike) -> Floats:
    """East, north, up ``(..., 3)`` [m] seen from a site with ``rotation`` of :func:`ecef_to_enu_matrix`."""
    difference = np.asarray(position_ecef_m, dtype=np.float64) - np.asarray(site_ecef_m, dtype=np.float64)
    return (np.asarray(rotation, dtype=np.float64) * difference[..., None, :]).sum(axis=-1)


def enu_to_ecef(position_enu_m: ArrayLike, site_ecef_m: ArrayLike, rotation: ArrayLike) -> Floats:
    """ECEF position ``(..., 3)`` [m] of local east-north-up coordinates; the inverse of :func:`ecef_to_enu`."""
    local = np.asarray(position_enu_m, dtype=np.float64)
    turned = (np.asarray(rotation, dtype=np.float64) * local[..., :, None]).sum(axis=-2)
    return turned + np.asarray(site_ecef_m, dtype=np.float64)


def azimuth_elevation_range(position_enu_m: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """``(azimuth_rad 0..2pi, elevation_rad, slant_range_m)`` of local coordinates ``(..., 3)``; no refraction."""
    local = np.asarray(position_enu_m, dtype=np.float64)
    east, north, up = local[..., 0], local[..., 1], local[..., 2]
    azimuth = np.mod(np.arctan2(east, north), 2.0 * np.pi)
    return azimuth, np.arctan2(up, np.hypot(east, north)), np.sqrt((local * local).sum(axis=-1))


def geodesic_inverse(
    latitude1_rad: float, longitude1_rad: float, latitude2_rad: float, longitude2_rad: float
) -> tuple[float, float, float]:
    """``(distance_m, azimuth1_rad, azimuth2_rad)`` of the shortest path on the ellipsoid between two points.

    ``azimuth2_rad`` is the forward direction on arrival. Both azimuths are in 0..2pi.
    """
    line = _GEODESIC.Inverse(*np.degrees([latitude1_rad, longitude1_rad, latitude2_rad, longitude2_rad]).tolist())
    return line["s12"], np.radians(line["azi1"] % 360.0), np.radians(line["azi2"] % 360.0)


def geodesic_direct(
    latitude_rad: float, longitude_rad: float, azimuth_rad: float, distance_m: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """``(latitude_rad, longitude_rad, azimuth_rad)`` at distances ``(...)`` along one geodesic from a point."""
    distance = np.asarray(distance_m, dtype=np.float64)
    line = _GEODESIC.Line(*np.degrees([latitude_rad, longitude_rad, azimuth_rad]).tolist())
    points = [line.Position(float(s)) for s in distance.flat]
    columns = np.radians([[p["lat2"], p["lon2"], p["azi2"] % 360.0] for p in points]).reshape((*distance.shape, 3))
    return columns[..., 0], columns[..., 1], columns[..., 2]


def gravitation(position_ecef_m: ArrayLike) -> Floats:
    """Gravitation with its J2 term ``(..., 3)`` [m/s2] at ECEF positions, without the centrifugal part.

    Leaves out higher harmonics (below 1e-5 of the whole), the Moon and the Sun.
    """
    position = np.asarray(position_ecef_m, dtype=np.float64)
    fall = free_fall_acceleration(position, np.zeros_like(position))
    return fall - OMEGA * OMEGA * position * np.array([1.0, 1.0, 0.0])


def free_fall_acceleration(position_ecef_m: ArrayLike, velocity_ecef_mps: ArrayLike) -> Floats:
    """Acceleration ``(..., 3)`` [m/s2] of a force-free body seen from the rotating Earth: J2, centrifugal, Coriolis."""
    position, velocity = np.broadcast_arrays(np.asarray(position_ecef_m, float), np.asarray(velocity_ecef_mps, float))
    out = np.empty((position.size // 3, 3))
    places, speeds = (np.ascontiguousarray(column).reshape(-1, 3) for column in (position, velocity))
    _kernel.free_fall_into(places, speeds, out)
    return out.reshape(position.shape)
