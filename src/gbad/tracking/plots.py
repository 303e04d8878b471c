"""Bare plots of one sensor -> a table of tracks, outside any engagement.

``track_plots`` takes whole scans at once, so it may use what the engagement's tracker (``tracker.py``) does not have: a
sensor with one detection probability and a known number of false plots per scan.

**Filters.** ``constant_velocity``: extended Kalman filter of 6 states. ``imm`` (default): two such models side by side,
constant velocity and a level coordinated turn whose rate is a seventh state; each scan they are mixed by how likely the
target changed its ways, predicted, corrected, and weighed by how well each foresaw the plot.

**Association.** Gating by a grid, then global nearest neighbour: sparse optimal assignment by the likelihood of a pair
against that of a missed target and a false plot. ``association="joint"``: a confirmed track is corrected by all plots
in its gate, each by the probability that it is the track's own (joint probabilistic data association, see
``_jpda_kernel``); slower, and better where targets cross.

**Life.** Score = log-likelihood ratio of a target against false plots: each plot adds ln(Pd / (density (2 pi)^1.5
sqrt|S|)) - d2 / 2, each miss ln(1 - Pd). A track is confirmed when the score passes ``confirm_score`` and ends after
more than ``delete_after`` scans without a plot; one that was never confirmed ends when its score is gone.

Sources: H. A. P. Blom, Y. Bar-Shalom, "The interacting multiple model algorithm", IEEE Trans. Automatic Control 33
(1988); Y. Bar-Shalom, X. R. Li, T. Kirubarajan, "Estimation with Applications to Tracking and Navigation" (2001),
sections 11.6 (IMM), 11.7 (coordinated turn); R. W. Sittler, "An optimal data association problem in surveillance
theory" (1964) for the score. Left out: range rate in the gate (it corrects
states only), sensor bias, merged plots.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gbad.tables import Bools, Floats, Ints
from gbad.tracking import _plot_columns_kernel as columns
from gbad.tracking import _plots_kernel as numbers
from gbad.tracking import plot_room as room
from gbad.tracking.plot_reading import PlotSensor, read_plots, read_sensor


@dataclass(frozen=True, slots=True)
class PlotSettings:
    """Figures of the tracker for bare plots; assumed, for aircraft at a scan a second or slower."""

    filter: Literal["imm", "constant_velocity"] = "imm"
    association: Literal["nearest", "joint"] = "nearest"  # joint: confirmed tracks by JPDA
    gate: float = 16.0  # [1] squared normalised distance: 99.9 % of true plots
    initial_speed_std_mps: float = 250.0  # [m/s] per axis, of a track with one plot
    noise: float = 1.0  # [m2/s3] acceleration noise density of constant_velocity, and of young tracks
    straight_noise: float = 0.05  # [m2/s3] of the straight model of the IMM
    turn_noise: float = 600.0  # [m2/s3] level, of the turn model: it takes every manoeuvre, not only turns
    up_noise: float = 0.05  # [m2/s3] vertical, of both models
    turn_rate_std_radps: float = 0.3  # [rad/s] when a turn begins: 6 g at 200 m/s
    turn_rate_noise: float = 0.02  # [rad2/s3] how fast the rate itself wanders
    stay_straight_s: float = 1200.0  # [s] mean time between turns
    stay_turn_s: float = 12.0  # [s] mean length of a turn
    confirm_score: float = 11.0  # [1] e to the minus this: share of false starts that are ever confirmed
    delete_after: int = 5  # scans
    tracks: int = 0  # rows of live tracks to begin with; 0 for a guess (it grows when needed)


@dataclass(frozen=True, slots=True)
class TrackTable:
    """One row per confirmed track and scan, sorted by scan; also scans without a plot (predicted)."""

    time_s: Floats  # (n,)
    track: Ints  # (n,) number, from 1 in order of first plot
    east_m: Floats  # (n,)
    north_m: Floats
    up_m: Floats
    east_mps: Floats
    north_mps: Floats
    up_mps: Floats
    covariance: Floats  # (n, 6, 6) of position and velocity
    plot: Ints  # (n,) row of the plot that made the update, -1 where none did
    turn_probability: Floats  # (n,) of the turn model, 0 when there is none

    @property
    def updated(self) -> Bools:
        """Rows that a plot has corrected."""
        return self.plot >= 0

    def __len__(self) -> int:
        return self.time_s.size


def track_plots(plots: Any, sensor: PlotSensor | Mapping[str, Any], settings: PlotSettings | None = None) -> TrackTable:
    """Tracks of a column table of plots.

    ``plots`` (mapping, data frame or object) has ``time_s`` and either ``east_m, north_m, up_m`` (in the frame of the
    result) or ``slant_range_m, azimuth_rad, elevation_rad`` at the sensor (azimuth clockwise from north), and
    optionally ``range_rate_mps`` (used when the sensor has ``range_rate_std_mps``). Scans are cut by
    ``scan_period_s`` from the first plot on. Raises InputError for missing columns, columns of different length, nan,
    a sensor whose figures do not
    fit the columns, or times so far apart that one must be wrong.
    """
    known = sensor if isinstance(sensor, PlotSensor) else read_sensor(sensor)
    chosen = settings or PlotSettings()
    sorted_plots, order = read_plots(plots, known)
    table = _follow(sorted_plots, known, chosen)
    state = table.state
    return TrackTable(
        table.time_s, table.track, state[:, 0] + known.east_m, state[:, 1] + known.north_m, state[:, 2] + known.up_m,
        state[:, 3].copy(), state[:, 4].copy(), state[:, 5].copy(), table.cov,
        np.where(table.plot >= 0, order[table.plot], -1), table.turn_probability,
    )  # fmt: skip


def _follow(plots: columns.Plots, sensor: PlotSensor, settings: PlotSettings) -> columns.Table:
    """Run the kernel, with more room whenever it asks for it."""
    largest = int(np.diff(plots.scan).max()) if plots.time_s.size else 0
    rows, tracks, edges = 2 * plots.x.size + 64, settings.tracks or 4 * largest + 64, 16 * largest + 256
    figures, models = _figures(plots, sensor, settings), _models(settings)
    grid, side = _grid(plots, largest)
    while True:
        table, live = room.table(rows), room.tracks(tracks)
        written, trouble, _ = numbers.follow(
            plots,
            live,
            room.work(tracks, largest, edges, side),
            table,
            grid,
            figures,
            models,
            settings.filter == "imm",
            True if settings.association == "joint" else None,
        )
        if trouble == numbers.NO_TROUBLE:
            cut: Any = (column[:written] for column in table)
            return columns.Table(*cut)
        rows *= 2 if trouble == numbers.ROWS_FULL else 1
        tracks *= 2 if trouble == numbers.TRACKS_FULL else 1
        edges *= 4 if trouble == numbers.EDGES_FULL else 1


def _figures(plots: columns.Plots, sensor: PlotSensor, settings: PlotSettings) -> Floats:
    """Figures of association and life in the kernel's order."""
    pd = min(max(sensor.detection_probability, 0.01), 0.999)
    # false plots per cubic metre, over the box that holds all plots
    sides = [max(float(np.ptp(axis)), 1e3) if axis.size else 1e3 for axis in (plots.x, plots.y, plots.z)]
    density = max(sensor.false_plots_per_scan, 1e-3) / math.prod(sides)
    log_hit = math.log(pd / density) - 1.5 * math.log(2.0 * math.pi)
    log_miss = math.log(1.0 - pd)
    # a single plot waits until it is 85 % sure that it was no target
    patience = max(math.ceil(math.log(0.15) / log_miss) - 1, 0)
    return np.array(
        [settings.gate, settings.initial_speed_std_mps, log_hit, log_miss, settings.confirm_score,
         settings.delete_after, patience, settings.noise, settings.up_noise, 2.0 * (log_hit - log_miss)]
    )  # fmt: skip


def _models(settings: PlotSettings) -> Floats:
    return np.array(
        [settings.stay_straight_s, settings.stay_turn_s, settings.straight_noise, settings.turn_noise,
         settings.turn_rate_std_radps, settings.turn_rate_noise, settings.up_noise]
    )  # fmt: skip


def _grid(plots: columns.Plots, largest: int) -> tuple[Floats, int]:
    """West, south, cell size [m] and cells a side: about one plot of the largest scan per cell."""
    if not plots.x.size:
        return np.array([0.0, 0.0, 1.0, 1.0]), 1
    side = int(min(max(math.sqrt(largest), 1), 256))
    extent = max(float(np.ptp(plots.x)), float(np.ptp(plots.y)), 1.0)
    return np.array([plots.x.min(), plots.y.min(), extent / side, side]), side
