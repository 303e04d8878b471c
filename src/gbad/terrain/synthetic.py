"""Made-up ground: flat, ridge, cone, and fractal of several characters, each on its own grid at a given place."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.terrain import specs
from gbad.terrain._fractal_kernel import add_octave
from gbad.terrain.geoid import geoid_height_m
from gbad.terrain.grid import Terrain

Floats = NDArray[np.float64]
_M_PER_DEGREE = math.radians(MEAN_RADIUS)


def synthetic(spec: specs.Flat | specs.Ridge | specs.Cone | specs.Fractal) -> Terrain:
    """The terrain of a synthetic spec. ``InputError`` for a place, size or step that makes no grid."""
    kind = next(name for name, cls in specs.KINDS.items() if type(spec) is cls)
    south, west, step_deg, (rows, columns) = layout(spec)
    latitude = np.radians(south + step_deg * np.arange(rows))
    longitude = np.radians(west + step_deg * np.arange(columns))
    sea_level = float(geoid_height_m(math.radians(spec.latitude_deg), math.radians(spec.longitude_deg)))
    relief = np.zeros((latitude.size, longitude.size))
    if isinstance(spec, specs.Ridge):
        relief = _ridge(spec, latitude, longitude)
    elif isinstance(spec, specs.Cone):
        relief = _cone(spec, latitude, longitude)
    elif isinstance(spec, specs.Fractal):
        relief = fractal_relief_m(
            (latitude.size, longitude.size), spec.step_m, spec.seed, spec.relief_m, spec.longest_km, spec.roughness,
            spec.folded,
        )  # fmt: skip
        if spec.tilt_m_per_km:
            distance, bearing = _distance_and_bearing(spec, latitude, longitude)
            relief += 1e-3 * spec.tilt_m_per_km * distance * np.cos(bearing - math.radians(spec.tilt_bearing_deg))
        if spec.centre_m is not None:
            relief += spec.centre_m - relief[rows // 2, columns // 2]
        np.maximum(relief, spec.floor_m, out=relief)
    nothing = np.zeros(relief.shape, dtype=np.bool_)
    sea = nothing
    if isinstance(spec, specs.Fractal) and spec.sea:
        sea = relief + spec.base_m < 0.0
        relief[sea] = -spec.base_m
    return Terrain(
        name=kind,
        kind=kind,
        height_m=(relief + (sea_level + spec.base_m)).astype(np.float32),
        south_deg=south,
        west_deg=west,
        step_deg=step_deg,
        sea_mask=sea,
        estimated_mask=nothing,
        outside_m=sea_level + (0.0 if sea.any() else spec.base_m),
        provenance=f"made up: {spec!r}",
    )


class Layout(NamedTuple):
    """Where the nodes of a synthetic ground lie: first row and column, step [deg], rows and columns."""

    south_deg: float
    west_deg: float
    step_deg: float
    shape: tuple[int, int]


def layout(spec: specs.Synthetic) -> Layout:
    """The grid of a spec. ``InputError`` for a place, size or step that makes none."""
    _check(spec)
    step_deg = spec.step_m / _M_PER_DEGREE
    half_rows = math.ceil(500.0 * spec.size_km / spec.step_m)
    half_columns = math.ceil(half_rows / math.cos(math.radians(spec.latitude_deg)))
    south, west = spec.latitude_deg - half_rows * step_deg, spec.longitude_deg - half_columns * step_deg
    return Layout(south, west, step_deg, (2 * half_rows + 1, 2 * half_columns + 1))


def fractal_relief_m(
    shape: tuple[int, int],
    step_m: float,
    seed: int,
    relief_m: float = 400.0,
    longest_km: float = 120.0,
    roughness: float = 0.5,
    folded: bool = False,
) -> Floats:
    """Fractal heights ``shape`` [m] about zero, of standard deviation close to ``relief_m``, the same on every machine.

    A sum of octaves of lattice noise (stream TERRAIN of the project's dice), spacing halved from ``longest_km`` down
    to two steps. ``folded`` noise is turned over at zero, which makes crests up to twice ``relief_m`` high.
    """
    spacings = [longest_km * 1000.0 / step_m]
    while spacings[-1] >= 4.0:
        spacings.append(spacings[-1] / 2.0)
    amplitudes = [roughness**octave for octave in range(len(spacings))]
    # blending between lattice nodes leaves 0.55 of the nodes' variance: the mean of (1-w)^2 + w^2, down and along
    scale = relief_m / math.sqrt(0.5526 * sum(amplitude**2 for amplitude in amplitudes))
    out = np.zeros(shape)
    for octave, (spacing, amplitude) in enumerate(zip(spacings, amplitudes, strict=True)):
        add_octave(np.uint64(seed), octave, spacing, scale * amplitude, out)
    if folded:
        # crests where the noise passes through zero; the square makes valleys broad
        out /= relief_m
        crest = np.maximum(1.0 - 0.55 * np.abs(out), 0.0)
        out *= 0.4
        out += 2.0 * crest * crest
        out *= relief_m
    return out


def _check(spec: specs.Synthetic) -> None:
    if not -80.0 <= spec.latitude_deg <= 80.0 or not -180.0 <= spec.longitude_deg <= 180.0:
        raise InputError(
            f"terrain: centre {spec.latitude_deg:g} N, {spec.longitude_deg:g} E is not allowed; "
            "latitude_deg must be within -80..80 and longitude_deg within -180..180"
        )
    if not spec.step_m > 0.0 or not 2.0 * spec.step_m <= 1000.0 * spec.size_km <= 4.0e6:
        raise InputError(
            f"terrain: size_km {spec.size_km:g} with step_m {spec.step_m:g} makes no grid; "
            "the size must be at most 4000 km and hold at least two steps"
        )
    if (1000.0 * spec.size_km / spec.step_m) ** 2 > 1.0e8:
        raise InputError(
            f"terrain: size_km {spec.size_km:g} with step_m {spec.step_m:g} needs more than 100 million nodes; "
            "take a larger step_m"
        )


def _distance_and_bearing(spec: specs.Synthetic, latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Great-circle distance [m] and bearing [rad] from the centre to every node, on the mean sphere."""
    lat0 = math.radians(spec.latitude_deg)
    turn = longitude[None, :] - math.radians(spec.longitude_deg)
    lat = latitude[:, None]
    x = np.cos(lat) * np.sin(turn)
    y = math.cos(lat0) * np.sin(lat) - math.sin(lat0) * np.cos(lat) * np.cos(turn)
    z = math.sin(lat0) * np.sin(lat) + math.cos(lat0) * np.cos(lat) * np.cos(turn)
    return MEAN_RADIUS * np.arctan2(np.hypot(x, y), z), np.arctan2(x, y)


def _ridge(spec: specs.Ridge, latitude: Floats, longitude: Floats) -> Floats:
    distance, bearing = _distance_and_bearing(spec, latitude, longitude)
    # how far to the right of the great circle through the centre
    side = MEAN_RADIUS * np.arcsin(np.sin(distance / MEAN_RADIUS) * np.sin(bearing - math.radians(spec.bearing_deg)))
    off = np.abs(side - 1000.0 * spec.offset_km)
    return np.maximum(0.0, spec.crest_m * (1.0 - off / (1000.0 * spec.half_width_km)))


def _cone(spec: specs.Cone, latitude: Floats, longitude: Floats) -> Floats:
    distance, bearing = _distance_and_bearing(spec, latitude, longitude)
    # law of cosines on the sphere, in the form that keeps small distances exact
    far, away = 1000.0 * spec.distance_km, distance
    turn = bearing - math.radians(spec.bearing_deg)
    half = np.sin((away - far) / (2.0 * MEAN_RADIUS)) ** 2
    half += np.sin(away / MEAN_RADIUS) * math.sin(far / MEAN_RADIUS) * np.sin(turn / 2.0) ** 2
    off = 2.0 * MEAN_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.maximum(0.0, spec.peak_m * (1.0 - off / (1000.0 * spec.base_radius_km)))
