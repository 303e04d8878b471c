"""Turns and weaves on a slow radar: how many tracks a target makes, how far they are off and how fast they say it is.

``make bench-manoeuvres`` (or ``gbad bench manoeuvres``): one aircraft at 250 m/s and 8 km, some 60 km from a 91N6E that
looks every 6 s, for five minutes; a quarter turn, or a weave by 45 degrees to either side, at 0.5 to 6 g; the three
trackers. A second table counts confirmed tracks in an empty sky of false plots, and those that say they fly faster than
1,000 m/s. ``--runs N`` (20).

What a look can tell: in 6 s of an n-g turn an aircraft comes off its straight line by up to n * 177 m; the radar
measures across the line of sight to 157 m at 60 km. A turn of 6 g goes through 81 degrees between two looks.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import numpy as np

from gbad import tracking
from gbad.messages import Detections
from gbad.scenario.document import parse_document
from gbad.simulation.prepare import prepare

SPEED_MPS, HEIGHT_M, RANGE_M, LASTS_S, LOOK_S = 250.0, 8000.0, 60e3, 300.0, 6.0
RANGE_STD_M, ANGLE_STD_RAD, DETECTED = 15.0, np.radians(0.15), 0.9
LOADS = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
TRACKERS = ("kalman", "imm", "jpda")
SCENARIO = """\
schema: scenario/1
title: One radar
duration_s: 300.0
terrain: {kind: flat, size_km: 200.0}
commands: {post: {type: 55K6E, tracker: %s}}
radars: {search: {type: 91N6E, at: {latitude_deg: 45.0, longitude_deg: 45.0}, command: post}}
assets: {town: {at: {latitude_deg: 45.0, longitude_deg: 45.0}}}
threats:
  one: {type: fighter, aims_at: town, route: {kind: waypoints, points: [{latitude_deg: 45.0, longitude_deg: 46.0}]}}
"""


def flown(load_g: float, weave: bool) -> tuple[np.ndarray, np.ndarray]:
    """``(n, 3)`` places east, north, up [m] every 0.1 s, level, and the times [s]."""
    time_s = np.arange(0.0, LASTS_S, 0.1)
    rate = load_g * 9.80665 / SPEED_MPS
    heading = np.full(len(time_s), 0.0)
    if weave:
        # from side to side by 45 degrees about north, at full load in both directions
        phase = (rate * time_s / (np.pi / 4)) % 4.0
        heading = np.pi / 4 * np.where(phase < 2.0, phase - 1.0, 3.0 - phase)
    else:
        heading = np.clip(rate * (time_s - 150.0), 0.0, np.pi / 2)
    east = np.cumsum(SPEED_MPS * np.sin(heading)) * 0.1 + RANGE_M * 0.7
    north = np.cumsum(SPEED_MPS * np.cos(heading)) * 0.1 - 0.5 * SPEED_MPS * LASTS_S
    return np.stack([east, north, np.full(len(time_s), HEIGHT_M)], axis=1), time_s


def measured(places: np.ndarray, run: int, false_plots: float) -> dict[str, np.ndarray]:
    """Plots of one run: the aircraft's (when seen) and false ones, a look every 6 s."""
    dice = np.random.default_rng([run, len(places)])
    found = []
    for visit in range(int(LASTS_S / LOOK_S)):
        t = visit * LOOK_S
        rows: list[tuple[float, float, float]] = []
        if len(places) and dice.random() < DETECTED:
            x, y, z = places[round(t * 10)]
            reach = float(np.sqrt(x * x + y * y + z * z))
            rows.append((reach, np.arctan2(x, y), np.arcsin(z / reach)))
        for _ in range(dice.poisson(false_plots)):
            rows.append((dice.uniform(20e3, 120e3), dice.uniform(0.0, 2 * np.pi), dice.uniform(0.0, 0.2)))
        for reach, azimuth, elevation in rows:
            off = dice.standard_normal(3)
            found.append((
                visit, t, reach + RANGE_STD_M * off[0], (azimuth + ANGLE_STD_RAD * off[1]) % (2 * np.pi),
                elevation + ANGLE_STD_RAD * off[2],
            ))  # fmt: skip
    names = ("visit", "time_s", "slant_range_m", "azimuth_rad", "elevation_rad")
    return {name: np.array(column) for name, column in zip(names, zip(*found, strict=True), strict=True)}


def followed(tracker: str, places: np.ndarray, runs: int, false_plots: float) -> dict[str, np.ndarray]:
    """Reports of the tracker on plots of each run: run, number, time, place and velocity at the antenna."""
    ready = prepare(parse_document(SCENARIO % tracker, "manoeuvres"))
    defence = ready.tables.defence
    draw = np.zeros(runs, np.int64)
    parts = [measured(places, run, false_plots) for run in range(runs)]
    state = tracking.start(defence, draw, runs, 2048, ready.plugs.trackers)
    seen = np.zeros(runs, np.int64)
    out: list[tuple[np.ndarray, ...]] = []
    turn, antenna = defence.radars.ecef_to_enu[0], defence.radars.position_ecef_m[0]
    for visit in range(int(LASTS_S / LOOK_S)):
        kept = [{name: values[part["visit"] == visit] for name, values in part.items()} for part in parts]
        count = np.array([len(part["visit"]) for part in kept])
        columns: dict[str, Any] = {name: np.concatenate([part[name] for part in kept]) for name in kept[0]}
        n = int(count.sum())
        whole: dict[str, Any] = {
            "run": np.repeat(np.arange(runs), count),
            "radar": np.zeros(n, np.int64),
            "group": columns["visit"],
        }
        still: dict[str, Any] = {name: np.full(n, value) for name, value in (
            ("range_std_m", RANGE_STD_M), ("azimuth_std_rad", ANGLE_STD_RAD), ("elevation_std_rad", ANGLE_STD_RAD),
            ("snr_db", 20.0),
        )}  # fmt: skip
        late: dict[str, Any] = {name: columns["time_s"] for name in ("group_end_s", "available_s")}
        offsets = np.concatenate([[0], np.cumsum(count)])
        plots = Detections.of(offsets, **columns, **whole, **still, **late)
        told = tracking.update(state, defence, plots, seen, visit * LOOK_S + 1.0)
        seen += count
        out.append((
            told.run, told.number, told.time_s, (told.position_ecef_m - antenna) @ turn.T,
            told.velocity_ecef_mps @ turn.T,
        ))  # fmt: skip
    names = ("run", "number", "time_s", "place", "velocity")
    return {name: np.concatenate(column) for name, column in zip(names, zip(*out, strict=True), strict=True)}


def judged(told: dict[str, np.ndarray], places: np.ndarray, runs: int) -> dict[str, float]:
    """Numbers a target, error [m], greatest speed shown [m/s], share of looks after the first five with a report."""
    truth = places[np.round(told["time_s"] * 10).astype(int)]
    off = np.linalg.norm(told["place"] - truth, axis=1)
    speed = np.linalg.norm(told["velocity"], axis=1)
    numbers = len({(r, n) for r, n in zip(told["run"].tolist(), told["number"].tolist(), strict=True)})
    looks = len({(r, t) for r, t in zip(told["run"].tolist(), told["time_s"].tolist(), strict=True) if t >= 30.0})
    return {
        "numbers": numbers / runs, "error_m": float(np.sqrt(np.mean(off**2))), "speed_mps": float(speed.max()),
        "held": looks / (runs * (LASTS_S / LOOK_S - 5) * DETECTED),
    }  # fmt: skip


def main() -> None:
    """Print both tables and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    answer: dict[str, Any] = {"runs": runs}
    print("load  " + "".join(f"{f'{name}: numbers, error, fastest, held':>46}" for name in TRACKERS))
    for weave in (False, True):
        print("weave" if weave else "quarter turn")
        for load_g in LOADS:
            places, _ = flown(load_g, weave)
            cells = []
            for name in TRACKERS:
                found = judged(followed(name, places, runs, 0.5), places, runs)
                answer[f"{name}, {'weave' if weave else 'turn'} {load_g:g} g"] = found
                cells.append(
                    f"{found['numbers']:8.2f} {found['error_m']:8.0f} m {found['speed_mps']:7.0f} m/s "
                    f"{100 * found['held']:5.0f} %"
                )
            print(f"{load_g:4.1f}  " + "".join(f"{cell:>46}" for cell in cells))
    for false_plots in (10.0, 40.0):
        for name in TRACKERS:
            told = followed(name, np.zeros((0, 3)), runs, false_plots)
            tracks = {(r, n) for r, n in zip(told["run"].tolist(), told["number"].tolist(), strict=True)}
            quick = np.linalg.norm(told["velocity"], axis=1) > 1000.0
            fast = {(r, n) for r, n in zip(told["run"][quick].tolist(), told["number"][quick].tolist(), strict=True)}
            answer[f"{name}, {false_plots:g} false plots"] = [len(tracks) / runs, len(fast) / runs]
            print(
                f"{false_plots:g} false plots a look, {name}: {len(tracks) / runs:.2f} tracks in {LASTS_S:g} s, "
                f"{len(fast) / runs:.2f} of them faster than 1,000 m/s"
            )
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
