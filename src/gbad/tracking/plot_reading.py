"""What comes in at ``track_plots``: the sensor, and a table of plots, brought to the sensor and cut into scans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.tables import Floats, Ints
from gbad.tracking._plot_columns_kernel import Plots

MOST_SCANS = 5_000_000  # two months at a scan a second


@dataclass(frozen=True, slots=True)
class PlotSensor:
    """What is known of the sensor that made the plots. Give either ``position_std_m`` or the three polar ones."""

    east_m: float = 0.0  # [m] place of the sensor, in the frame of the result
    north_m: float = 0.0
    up_m: float = 0.0
    range_std_m: float | None = None
    azimuth_std_rad: float | None = None
    elevation_std_rad: float | None = None
    position_std_m: float | None = None
    range_rate_std_mps: float | None = None  # given: range rates of the plots are used
    detection_probability: float = 0.9
    false_plots_per_scan: float = 1.0
    scan_period_s: float = 1.0


def read_sensor(given: Mapping[str, Any]) -> PlotSensor:
    unknown = sorted(set(given) - set(PlotSensor.__dataclass_fields__))
    if unknown:
        raise InputError(
            f"sensor: {unknown[0]} is not known; expected some of {', '.join(PlotSensor.__dataclass_fields__)}"
        )
    return PlotSensor(**given)


def read_plots(plots: Any, sensor: PlotSensor) -> tuple[Plots, Ints]:
    """Plots sorted by scan, at the sensor; and where each stood."""
    time = _column(plots, "time_s")
    if time.size and not np.isfinite(time).all():
        raise InputError("plots: time_s has nan or inf; expected finite seconds")
    polar = _has(plots, "slant_range_m")
    names = ("slant_range_m", "azimuth_rad", "elevation_rad") if polar else ("east_m", "north_m", "up_m")
    a, b, c = (_column(plots, name, time.size) for name in names)
    rate = _column(plots, "range_rate_mps", time.size) if _has(plots, "range_rate_mps") else np.full(time.size, np.nan)
    if not all(np.isfinite(column).all() for column in (a, b, c)):
        raise InputError(f"plots: {', '.join(names)} have nan or inf; expected finite numbers")
    # scans from the first plot on
    begin = float(time.min()) if time.size else 0.0
    _check_span(time, sensor.scan_period_s)
    scan = np.floor((time - begin) / sensor.scan_period_s + 1e-6).astype(np.int64)
    order = np.arange(time.size) if (np.diff(scan) >= 0).all() else np.argsort(scan, kind="stable")
    a, b, c, rate, time = (column[order] for column in (a, b, c, rate, time))
    scan = scan[order]
    scans = int(scan[-1]) + 1 if time.size else 0
    bounds = np.searchsorted(scan, np.arange(scans + 1)).astype(np.int64)
    scan_time: Floats = begin + sensor.scan_period_s * np.arange(scans, dtype=np.float64)
    if polar:
        flat = a * np.cos(c)
        x, y, z, reach = flat * np.sin(b), flat * np.cos(b), a * np.sin(c), a
    else:
        x, y, z = a - sensor.east_m, b - sensor.north_m, c - sensor.up_m
        reach = np.sqrt(x * x + y * y + z * z)
    late = time - scan_time[scan]
    late[np.abs(late) < 1e-9] = 0.0
    return Plots(
        x, y, z, reach, rate, bounds, scan_time, late, _variances(sensor, polar), _rate_variance(sensor), polar
    ), order


def _check_span(time: Floats, period_s: float) -> None:
    """``InputError`` for plots so far apart that their empty scans would fill the memory: one time stamp is wrong."""
    if not period_s > 0.0:
        raise InputError(f"sensor: scan_period_s is {period_s}; expected above 0")
    if not time.size or np.ptp(time) / period_s <= MOST_SCANS:
        return
    order = np.argsort(time, kind="stable")
    gaps = np.diff(time[order])
    k = int(np.argmax(gaps))
    before, after = int(order[k]), int(order[k + 1])
    raise InputError(
        f"plots: {np.ptp(time) / period_s:,.0f} scans of {period_s:g} s lie between the first plot and the last, "
        f"{MOST_SCANS:,} are followed. The longest silence is {gaps[k]:.16g} s, from row {before} at "
        f"{time[before]:.16g} s to row {after} at {time[after]:.16g} s (rows from 0): is one of these times wrong, or "
        "in another unit?"
    )


def _rate_variance(sensor: PlotSensor) -> float:
    std = sensor.range_rate_std_mps
    if std is not None and not std > 0.0:
        raise InputError(f"sensor: range_rate_std_mps is {std}; expected above 0, or none")
    return np.nan if std is None else float(std) ** 2


def _variances(sensor: PlotSensor, polar: bool) -> Floats:
    stds = (
        (sensor.range_std_m, sensor.azimuth_std_rad, sensor.elevation_std_rad)
        if polar
        else (sensor.position_std_m,) * 3
    )
    if any(std is None or not std > 0.0 for std in stds):
        need = "range_std_m, azimuth_std_rad and elevation_std_rad" if polar else "position_std_m"
        raise InputError(
            f"sensor: {need} must be given and above 0 for plots in {'polar' if polar else 'local'} columns"
        )
    return np.array([float(std) ** 2 for std in stds if std is not None])


def _has(table: Any, name: str) -> bool:
    return name in table if isinstance(table, Mapping) else hasattr(table, name)


def _column(table: Any, name: str, size: int | None = None) -> Floats:
    if not _has(table, name):
        raise InputError(
            f"plots: column {name} is missing; expected time_s and east_m, north_m, up_m, "
            "or time_s and slant_range_m, azimuth_rad, elevation_rad"
        )
    column = np.ascontiguousarray(table[name] if isinstance(table, Mapping) else getattr(table, name), dtype=np.float64)
    if column.ndim != 1 or (size is not None and column.size != size):
        raise InputError(f"plots: column {name} has shape {column.shape}; expected ({size},) like time_s")
    return column
