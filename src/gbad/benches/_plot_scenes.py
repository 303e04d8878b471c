"""Scenes for the tracking bench: targets in a box around one sensor, plots of them, and false plots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.tracking import assign

HALF_SIDE_M, CEILING_M, SCANS, DETECTION_PROBABILITY = 60e3, 10e3, 60, 0.9
POSITION_STD_M, RANGE_STD_M, ANGLE_STD_RAD = 50.0, 25.0, 2e-3
FIRST_SCORED_S = 10.0

Columns = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Scene:
    """Truth and plots as column tables, and what the tracker may know of the sensor."""

    truth: Columns
    plots: Columns
    sensor: dict[str, float]
    target: NDArray[np.int64]  # of each plot, -1 for a false one
    polar: bool

    @property
    def scored_truth(self) -> Columns:
        """Truth of the scans that count."""
        late = self.truth["time_s"] >= FIRST_SCORED_S
        return {name: column[late] for name, column in self.truth.items()}


def straight(targets: int, seed: int, polar: bool) -> Scene:
    """Level flights at constant speed (80 to 300 m/s) in all directions, seen once a second."""
    dice = np.random.default_rng([seed, targets])
    place, velocity = _start(dice, targets)
    path = place + np.arange(SCANS)[:, None, None] * velocity
    return _seen(dice, path, polar, targets)


def manoeuvring(targets: int, seed: int, polar: bool) -> Scene:
    """The same, but every target turns level at 3 to 7 g once, for 60 to 180 degrees."""
    dice = np.random.default_rng([seed, targets, 1])
    place, velocity = _start(dice, targets)
    speed = np.hypot(velocity[:, 0], velocity[:, 1])
    rate = dice.uniform(3.0, 7.0, targets) * 9.80665 / speed * dice.choice([-1.0, 1.0], targets)
    begin, angle = dice.uniform(10.0, 40.0, targets), dice.uniform(np.pi / 3, np.pi, targets)
    step, path = 0.05, np.empty((SCANS, targets, 3))
    for tick in range(round(SCANS / step)):
        time = tick * step
        if tick % round(1.0 / step) == 0:
            path[round(time)] = place
        turn = np.where((time >= begin) & (time < begin + angle / abs(rate)), rate * step, 0.0)
        # half the turn before the step, half after
        for _ in range(2):
            c, s = np.cos(turn / 2), np.sin(turn / 2)
            velocity[:, 0], velocity[:, 1] = (
                c * velocity[:, 0] - s * velocity[:, 1],
                s * velocity[:, 0] + c * velocity[:, 1],
            )
            place = place + velocity * step / 2
    return _seen(dice, path, polar, targets)


def crossing(sites: int, seed: int, polar: bool, each: int = 4, apart_deg: float = 4.0) -> Scene:
    """Groups of ``each`` targets that meet in one place at one height half-way through, a few degrees apart in course.

    For some seconds they are closer to each other than the plots are to them; at both ends they are far apart.
    """
    dice = np.random.default_rng([seed, sites, 2])
    middle = np.column_stack(
        (dice.uniform(-0.5 * HALF_SIDE_M, 0.5 * HALF_SIDE_M, (sites, 2)), dice.uniform(1e3, CEILING_M, sites))
    ).repeat(each, 0)
    course = (dice.uniform(0.0, 2 * np.pi, (sites, 1)) + np.radians(apart_deg) * np.arange(each)).ravel()
    speed = 220.0 + dice.uniform(-10.0, 10.0, sites * each)
    velocity = np.column_stack((speed * np.sin(course), speed * np.cos(course), np.zeros(sites * each)))
    late = dice.uniform(-1.0, 1.0, sites * each)[:, None]
    path = middle + (np.arange(SCANS)[:, None, None] - SCANS / 2 + late) * velocity
    return _seen(dice, path, polar, sites * each)


def _start(dice: np.random.Generator, targets: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    place = np.column_stack(
        (dice.uniform(-HALF_SIDE_M, HALF_SIDE_M, (targets, 2)), dice.uniform(500, CEILING_M, targets))
    )
    course, speed = dice.uniform(0.0, 2 * np.pi, targets), dice.uniform(80.0, 300.0, targets)
    return place, np.column_stack((speed * np.sin(course), speed * np.cos(course), np.zeros(targets)))


def _seen(dice: np.random.Generator, path: NDArray[np.float64], polar: bool, false_per_scan: int) -> Scene:
    """Plots of a path (scans, targets, 3), with misses, noise and false plots."""
    rows, targets, times = [], [], []
    for scan, places in enumerate(path):
        hit = np.nonzero(dice.random(len(places)) < DETECTION_PROBABILITY)[0]
        number = dice.poisson(false_per_scan)
        false = np.column_stack(
            (dice.uniform(-HALF_SIDE_M, HALF_SIDE_M, (number, 2)), dice.uniform(0.0, CEILING_M, number))
        )
        if polar:
            noise = dice.standard_normal((hit.size, 3)) * [RANGE_STD_M, ANGLE_STD_RAD, ANGLE_STD_RAD]
            plots = np.concatenate((_polar(places[hit]) + noise, _polar(false)))
        else:
            plots = np.concatenate((places[hit] + POSITION_STD_M * dice.standard_normal((hit.size, 3)), false))
        rows.append(plots)
        targets.append(np.concatenate((hit, np.full(number, -1))))
        times.append(np.full(len(plots), float(scan)))
    table = np.concatenate(rows)
    names = ("slant_range_m", "azimuth_rad", "elevation_rad") if polar else ("east_m", "north_m", "up_m")
    stds = (
        dict(range_std_m=RANGE_STD_M, azimuth_std_rad=ANGLE_STD_RAD, elevation_std_rad=ANGLE_STD_RAD)
        if polar
        else dict(position_std_m=POSITION_STD_M)
    )
    return Scene(
        truth={"time_s": np.repeat(np.arange(len(path), dtype=float), path.shape[1])}
        | {name: path[:, :, axis].ravel() for axis, name in enumerate(("east_m", "north_m", "up_m"))},
        plots={"time_s": np.concatenate(times)} | {name: table[:, a].copy() for a, name in enumerate(names)},
        sensor=dict(
            detection_probability=DETECTION_PROBABILITY, false_plots_per_scan=float(false_per_scan), scan_period_s=1.0
        )
        | stds,
        target=np.concatenate(targets).astype(np.int64),
        polar=polar,
    )


def _polar(place: NDArray[np.float64]) -> NDArray[np.float64]:
    reach = np.linalg.norm(place, axis=1)
    return np.column_stack((reach, np.arctan2(place[:, 0], place[:, 1]), np.arcsin(place[:, 2] / reach)))


def owners(scene: Scene, tracks: Columns, time_s: float, within_m: float = 400.0) -> NDArray[np.int64]:
    """Number of the track on each target at one time (cheapest pairing of places), -1 where none is near."""
    places = []
    for table in (scene.truth, tracks):
        now = table["time_s"] == time_s
        places.append(np.column_stack([table[name][now] for name in ("east_m", "north_m", "up_m")]))
    apart = np.linalg.norm(places[0][:, None] - places[1][None], axis=2)
    column = assign(np.where(apart < within_m, apart**2, np.inf), within_m**2)
    return np.where(column >= 0, tracks["track"][tracks["time_s"] == time_s][column], -1).astype(np.int64)
