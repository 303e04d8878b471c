"""A tiny scenario and its tables, made with plain stand-ins for the rooms' models: quick, and independent of them.

The stand-ins are for tests only: a missile that flies straight at one speed, a radar constant from the fourth-power
law alone, straight paths at constant height. None of them is used by the product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any, NamedTuple

import numpy as np

from gbad.messages import Detections
from gbad.physics import earth
from gbad.scenario.compiling import NOMINAL, compile_tables
from gbad.scenario.document import Document, parse_document
from gbad.scenario.load import load
from gbad.scenario.models import Models
from gbad.tables import Tables
from gbad.terrain import Terrain
from gbad.truth import Trajectories

SMALL = """\
schema: scenario/1
title: Small
duration_s: 120.0
terrain: {kind: flat, size_km: 100.0}
commands:
  post: {type: 55K6E}
radars:
  search: {type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: 33.0}, command: post}
batteries:
  battery:
    type: s400-battalion
    at: {latitude_deg: 40.0, longitude_deg: 33.0}
    command: post
    boresight_deg: 90.0
    launchers: [{count: 1, type: 5P85TE2, load: {48N6E3: 4}}]
assets:
  town: {at: {latitude_deg: 40.0, longitude_deg: 33.1}}
corridors:
  airway:
    from: {latitude_deg: 40.3, longitude_deg: 32.5}
    to: {latitude_deg: 40.3, longitude_deg: 33.5}
    half_width_km: 10.0
    min_height_m: 8500.0
    max_height_m: 13000.0
threats:
  fighter: {type: fighter, aims_at: town, route: {kind: waypoints, points: [{latitude_deg: 40.0, longitude_deg: 33.5}]}}
  missile:
    type: cruise-missile
    aims_at: town
    route: {kind: waypoints, points: [{latitude_deg: 40.1, longitude_deg: 33.4}]}
others:
  airliner: {type: airliner, route: {kind: corridor, corridor: airway}}
"""
_SPEED_MPS, _RANGE_STEP_M, _HEIGHT_STEP_M, _RANGES, _HEIGHTS = 1000.0, 10e3, 2e3, 30, 16


def small_document() -> Document:
    """The small scenario as a document, to be changed by ``scenario.override``."""
    return parse_document(SMALL, "small")


def small_tables(
    changes: Mapping[str, Any] | None = None, *, draws: Sequence[Mapping[str, float]] = NOMINAL
) -> tuple[Tables, Trajectories]:
    """Tables and paths of the small scenario with changes by path, for any number of draws."""
    return compile_tables(load(small_document(), changes), circular_models(), draws=draws)


def one_plot() -> Detections:
    """A single plot of the first radar, 100 km to the north."""
    times = dict.fromkeys(("group_end_s", "time_s", "available_s"), np.zeros(1))
    errors = dict.fromkeys(("range_std_m", "azimuth_std_rad", "elevation_std_rad"), np.ones(1))
    there = {"slant_range_m": [100e3], "azimuth_rad": [0.0], "elevation_rad": [0.0], "range_rate_mps": [0.0]}
    return Detections.of(np.array([0, 1]), **times, **errors, **there, snr_db=[0.0])


def circular_models() -> Models:
    """Stand-ins for the rooms' models: circles, straight lines and one speed."""
    return Models(
        calibrate_radar=_fourth_power,
        fly_interceptor=_straight_flyout,
        path=_path,
        trajectories=straight_trajectories,
    )


class _Point(NamedTuple):
    latitude_rad: float
    longitude_rad: float
    height_m: float
    height_reference: str
    speed_mps: float


@dataclass(frozen=True, slots=True)
class _Path:
    points: tuple[_Point, ...]
    start_s: float
    then: str


def _path(kind: str, **figures: Any) -> _Path:
    makers: dict[str, Callable[..., _Path]] = {
        "ballistic": _ballistic,
        "drift": _released,
        "recorded": _recorded,
        "released": _released,
        "waypoints": _waypoints,
    }
    return makers[kind](**figures)


def _waypoints(points: Sequence[Any], start_s: float, then: str, **_: Any) -> _Path:
    return _Path(tuple(_Point(*point) for point in points), start_s, then)


def _released(carrier: _Path, after_s: float, **_: Any) -> _Path:
    """As if it went on beside its carrier."""
    return _Path(carrier.points, carrier.start_s + after_s, carrier.then)


def _ballistic(**figures: Any) -> _Path:
    launch = _Point(figures["launch_latitude_rad"], figures["launch_longitude_rad"], 35e3, "sea", 1200.0)
    aim = _Point(figures["aim_latitude_rad"], figures["aim_longitude_rad"], figures["aim_height_m"], "sea", 1200.0)
    return _Path((launch, aim), figures["start_s"], "ends")


def _recorded(samples: bytes, start_s: float, **figures: Any) -> _Path:
    del figures
    table = np.frombuffer(samples, np.float64).reshape(-1, 7)
    points = tuple(_Point(row[1], row[2], row[3], "sea", 240.0) for row in table[[0, -1]])
    return _Path(points, start_s, "departs")


def _fourth_power(**figures: float) -> float:
    """Loop gain that gives 13 dB at the calibration point, without gas."""
    return 13.0 + 40.0 * log10(figures["range_m"]) - 10.0 * log10(figures["rcs_m2"])


def _straight_flyout(**missile: Any) -> dict[str, Any]:
    """Straight on at one speed; every arrival kills with the stated figure."""
    reach = np.hypot(*np.meshgrid(np.arange(_RANGES) * _RANGE_STEP_M, np.arange(_HEIGHTS) * _HEIGHT_STEP_M)).T
    draws = len(missile["max_range_m"])
    whole = np.ones((draws, _RANGES, _HEIGHTS))
    time = np.where(reach <= missile["max_range_m"][:, None, None], reach / _SPEED_MPS, np.inf)
    return {
        "flyout_time_s": np.ascontiguousarray(time),
        "flyout_speed_mps": _SPEED_MPS * whole,
        "flyout_load_mps2": 100.0 * whole,
        "flyout_planned_s": reach / _SPEED_MPS * whole,
        "flyout_loft_rad": 0.0 * whole,
        "flyout_range_step_m": _RANGE_STEP_M,
        "flyout_height_step_m": _HEIGHT_STEP_M,
        "reliability": np.asarray(missile["pk_published"]),
        "kill_probability": np.asarray(missile["pk_published"])[..., None, None] * np.ones((2, 2)),
        "kill_range_step_m": 300e3,
        "kill_height_step_m": 30e3,
    }


def straight_trajectories(
    paths: Sequence[Sequence[_Path]], terrain: Terrain, duration_s: float, knot_step_s: float = 1.0
) -> Trajectories:
    """Straight lines in space from point to point at each leg's speed; heights taken as above the ellipsoid."""
    del terrain
    count = int(np.ceil(duration_s / knot_step_s)) + 1
    shape = (len(paths), len(paths[0]))
    start, end, reaches = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    position, velocity = np.zeros((*shape, count, 3)), np.zeros((*shape, count, 3))
    for index in np.ndindex(*shape):
        path = paths[index[0]][index[1]]
        corners = np.array([earth.geodetic_to_ecef(p.latitude_rad, p.longitude_rad, p.height_m) for p in path.points])
        speeds = np.array([point.speed_mps for point in path.points[:-1]])
        times = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1) / speeds))
        at = np.arange(count) * knot_step_s
        for axis in range(3):
            position[(*index, slice(None), axis)] = np.interp(at, times, corners[:, axis])
        velocity[index] = np.gradient(position[index], knot_step_s, axis=0)
        start[index] = path.start_s
        arrival = path.start_s + times[-1]
        end[index], reaches[index] = min(arrival, duration_s), path.then == "ends" and arrival <= duration_s
    return Trajectories(start, end, reaches, knot_step_s, position, velocity)
