"""Our plots as Stone Soup's detections, its tracks as our tables, and both ways for truth and tracks in its metrics.

``pip install gbad[stonesoup]``. Frame throughout: east, north, up of the plots' table; Stone Soup's state is (east,
its rate, north, its rate, up, its rate) and its bearing runs from east to north, ours from north to east. Seconds are
counted from ``EPOCH``; Stone Soup keeps microseconds, so times are rounded to them.

What is carried: range, azimuth, elevation, range rate (where the sensor measures it) or positions, with their errors;
places, velocities and covariances of tracks. Left out: signal-to-noise ratios and IFF replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stonesoup.models.measurement.linear import LinearGaussian
from stonesoup.models.measurement.nonlinear import (
    CartesianToElevationBearingRange,
    CartesianToElevationBearingRangeRate,
)
from stonesoup.types.angle import Bearing, Elevation
from stonesoup.types.array import StateVector
from stonesoup.types.detection import Detection
from stonesoup.types.groundtruth import GroundTruthPath, GroundTruthState
from stonesoup.types.state import GaussianState
from stonesoup.types.track import Track

from gbad.errors import InputError
from gbad.tracking import PlotSensor, TrackTable
from gbad.tracking.plot_reading import read_sensor

EPOCH = datetime(2025, 1, 1)
PLACES, RATES = (0, 2, 4), (1, 3, 5)  # of position and velocity in Stone Soup's state
_AXES = ("east_m", "north_m", "up_m")
_ORDER = (*PLACES, *RATES)

Columns = dict[str, NDArray[Any]]


def moment(time_s: float) -> datetime:
    """A time as Stone Soup's."""
    return EPOCH + timedelta(microseconds=round(float(time_s) * 1e6))


def seconds(when: datetime) -> float:
    """The other way round."""
    return (when - EPOCH).total_seconds()


def measurement_model(sensor: PlotSensor | Mapping[str, Any]) -> Any:
    """Stone Soup's measurement model of a sensor. Raises InputError for a sensor whose errors are not given."""
    known = sensor if isinstance(sensor, PlotSensor) else read_sensor(sensor)
    if known.position_std_m is not None:
        return LinearGaussian(ndim_state=6, mapping=PLACES, noise_covar=np.eye(3) * known.position_std_m**2)
    stds = [known.elevation_std_rad, known.azimuth_std_rad, known.range_std_m]
    if any(std is None for std in stds):
        raise InputError("sensor: range_std_m, azimuth_std_rad and elevation_std_rad, or position_std_m, must be given")
    place: dict[str, Any] = {
        "ndim_state": 6,
        "mapping": PLACES,
        "translation_offset": StateVector([[known.east_m], [known.north_m], [known.up_m]]),
    }
    if known.range_rate_std_mps is None:
        return CartesianToElevationBearingRange(noise_covar=_diagonal(stds), **place)
    return CartesianToElevationBearingRangeRate(
        noise_covar=_diagonal([*stds, known.range_rate_std_mps]), velocity_mapping=RATES, **place
    )


def detections(plots: Any, sensor: PlotSensor | Mapping[str, Any]) -> Iterator[tuple[datetime, set[Detection]]]:
    """Plots (a table as ``track_plots`` takes it) as a Stone Soup detector gives them: time and set of detections.

    Each detection's metadata has ``plot``, its row in the table. Raises InputError where a column is missing or does
    not fit the sensor.
    """
    model = measurement_model(sensor)
    polar = not isinstance(model, LinearGaussian)
    names = ("slant_range_m", "azimuth_rad", "elevation_rad") if polar else _AXES
    rated = isinstance(model, CartesianToElevationBearingRangeRate)
    time = _column(plots, "time_s")
    columns = [_column(plots, name) for name in (*names, *(("range_rate_mps",) if rated else ()))]
    for now in np.unique(time):
        when, found = moment(now), set()
        for row in np.nonzero(time == now)[0]:
            values = [column[row] for column in columns]
            if polar:
                reach, azimuth, elevation, *rate = values
                values = [Elevation(elevation), Bearing(np.pi / 2 - azimuth), reach, *rate]
            vector = StateVector(np.array(values, dtype=object if polar else float)[:, None])
            found.add(Detection(vector, timestamp=when, measurement_model=model, metadata={"plot": int(row)}))
        yield when, found


def truth_paths(truth: Any, key: str = "object") -> set[GroundTruthPath]:
    """Our truth table (``time_s``, ``key`` and places) as Stone Soup's ground truth."""
    time, names = _column(truth, "time_s"), np.asarray(_raw(truth, key))
    place = np.stack([_column(truth, axis) for axis in _AXES], axis=1)
    paths = set()
    for name in np.unique(names):
        rows = np.nonzero(names == name)[0]
        states = [GroundTruthState(_vector(place[i], np.zeros(3)), timestamp=moment(time[i])) for i in rows]
        paths.add(GroundTruthPath(states, id=str(name)))
    return paths


def stone_tracks(table: TrackTable) -> set[Track]:
    """Our tracks as Stone Soup's, for its metrics and plotters."""
    place = np.stack((table.east_m, table.north_m, table.up_m), axis=1)
    speed = np.stack((table.east_mps, table.north_mps, table.up_mps), axis=1)
    turn = np.argsort(_ORDER)
    tracks = set()
    for number in np.unique(table.track):
        states = [
            GaussianState(_vector(place[i], speed[i]), table.covariance[i][np.ix_(turn, turn)], moment(table.time_s[i]))
            for i in np.nonzero(table.track == number)[0]
        ]
        tracks.add(Track(states, id=str(number)))
    return tracks


def table_of(tracks: Iterable[Track]) -> Columns:
    """Stone Soup's tracks as a table for ``gbad.metrics.score``, ``gospa`` and ``gbad score --tracks``.

    One row per track and time (the last state of that time), ``track`` numbered from 1 in order of first time.
    """
    ordered = sorted(tracks, key=lambda track: (track.states[0].timestamp, track.id))
    rows: list[tuple[float, int, NDArray[np.float64], NDArray[np.float64]]] = []
    for number, track in enumerate(ordered, start=1):
        for state in track.last_timestamp_generator():
            mean = np.asarray(state.mean, dtype=float).ravel()[list(_ORDER)]
            spread = np.asarray(state.covar, dtype=float)[np.ix_(_ORDER, _ORDER)]
            rows.append((seconds(state.timestamp), number, mean, spread))
    rows.sort(key=lambda row: row[:2])
    mean = np.array([row[2] for row in rows]).reshape(-1, 6)
    names = (*_AXES, "east_mps", "north_mps", "up_mps")
    return {
        "time_s": np.array([row[0] for row in rows], dtype=float),
        "track": np.array([row[1] for row in rows], dtype=np.int64),
        **{name: mean[:, axis] for axis, name in enumerate(names)},
        "covariance": np.array([row[3] for row in rows]).reshape(-1, 6, 6),
    }


def _vector(place: NDArray[np.float64], speed: NDArray[np.float64]) -> StateVector:
    return StateVector(np.stack((place, speed), axis=1).reshape(6, 1))


def _diagonal(stds: Iterable[float | None]) -> NDArray[np.float64]:
    return np.diag([float(std) ** 2 for std in stds if std is not None])


def _raw(table: Any, name: str) -> Any:
    if name not in table if isinstance(table, Mapping) else not hasattr(table, name):
        raise InputError(f"table: column {name} is missing")
    return table[name] if isinstance(table, Mapping) else getattr(table, name)


def _column(table: Any, name: str) -> NDArray[np.float64]:
    return np.asarray(_raw(table, name), dtype=float)
