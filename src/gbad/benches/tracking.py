"""Speed and quality of ``gbad.tracking.track_plots`` beside Stone Soup, on the same plots in the same sitting.

``make bench-tracking``. Targets in a box of 120 x 120 x 10 km around the sensor, a plot a second for a minute,
detection probability 0.9, as many false plots per scan as targets; three scenes of each size, figures summed or
averaged over them; our GOSPA also over twenty, which alone is set beside the figures of a prototype on plots of its
own. Then targets that turn at 3 to 7 g, and groups that cross. Times are processor seconds of the one thread that
works, so that other work on the machine counts less. GOSPA with cut-off 1,000 m and order 2, mean over scans 10 to 59.
Updates are those of confirmed tracks. Options: ``--stonesoup N`` runs Stone Soup up to N targets (default 300, which
takes a quarter of an hour; 0 for none), ``--scenes``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from typing import Any

import numpy as np

from gbad.benches import _stonesoup
from gbad.benches._plot_scenes import FIRST_SCORED_S, Scene, crossing, manoeuvring, owners, straight
from gbad.metrics import Gospa, gospa
from gbad.tracking import PlotSettings, TrackTable, track_plots

SIZES = (10, 100, 300, 1000)
PLAIN, DEFAULT = PlotSettings(filter="constant_velocity"), PlotSettings()
FILTERS = {"constant_velocity": PLAIN, "imm": DEFAULT}
CUTOFF_M, ORDER = 1000.0, 2.0
BEFORE_AND_AFTER_S = (16.0, 50.0)
# GOSPA of a prototype on such plots in angles, by targets: the bar is 1 % above it and above Stone Soup
REFERENCE_GOSPA_M = {100: 594.0, 300: 1013.0}


def main() -> None:
    """Print the tables and, as the last line, one JSON object."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument("--stonesoup", type=int, default=300, help="largest number of targets given to Stone Soup")
    reader.add_argument("--scenes", type=int, default=3, help="scenes of each size")
    asked = reader.parse_args()
    most = asked.stonesoup if _stonesoup.available() else 0
    cold_s, cached_s = _compiling()
    warm = straight(10, 1, True)
    for settings in FILTERS.values():
        track_plots(warm.plots, warm.sensor, settings)
    if most < asked.stonesoup:
        print("Stone Soup is not installed here (pip install stonesoup): our side only")
    print(f"import and first call in a new process: {cold_s:.1f} s compiling, {cached_s:.2f} s from the cache\n")
    rows = [row for polar in (True, False) for size in SIZES for row in _compare(size, asked.scenes, polar, most)]
    turns = [_turns(100, seed) for seed in range(1, asked.scenes + 1)]
    crossings = _crossings(25, 8)
    verdict = _bar(rows)
    print(f"\nbar: {json.dumps(verdict)}")
    print(
        json.dumps(
            {
                "bench": "tracking",
                "scenes": asked.scenes,
                "cold_s": round(cold_s, 2),
                "cached_s": round(cached_s, 2),
                "straight": rows,
                "turns": turns,
                "crossings": crossings,
                "bar": verdict,
                "python": platform.python_version(),
            }
        )
    )


def _compiling() -> tuple[float, float]:
    """Seconds of a process that imports us and tracks ten targets: with an empty cache of kernels, and with its own."""
    code = (
        "from gbad.benches._plot_scenes import straight; from gbad.tracking import track_plots; "
        "scene = straight(10, 1, True); track_plots(scene.plots, scene.sensor)"
    )
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"GBAD_CACHE": folder})
            times.append(time.perf_counter() - began)
    return times[0], times[1]


def _compare(size: int, count: int, polar: bool, most: int) -> list[dict[str, Any]]:
    """One line per tracker on all scenes of one size."""
    scenes = [straight(size, seed, polar) for seed in range(1, count + 1)]
    print(f"{size} targets, {'range, azimuth, elevation' if polar else 'position'} plots, {count} scenes")
    rows = []
    rate = None
    if size <= most:
        runs = [_stonesoup.run(scene) for scene in scenes]
        scores = [_score(scene, run[2]) for scene, run in zip(scenes, runs, strict=True)]
        rows.append(_row(size, polar, "stonesoup", [run[0] for run in runs], [run[1] for run in runs], scores, None))
        rate = rows[0]["updates_per_s"]
    for name, settings in FILTERS.items():
        timed = [min((_timed(scene, settings) for _ in range(7)), key=lambda found: found[0]) for scene in scenes]
        scores = [_score(scene, _columns(table)) for scene, (_, table) in zip(scenes, timed, strict=True)]
        updates = [int(table.updated.sum()) for _, table in timed]
        rows.append(_row(size, polar, name, [seconds for seconds, _ in timed], updates, scores, rate))
    return rows


def _row(
    size: int, polar: bool, name: str, seconds: list[float], updates: list[int], scores: list[Gospa], base: float | None
) -> dict[str, Any]:
    rate = sum(updates) / sum(seconds)
    distance, missed, false = (
        float(np.mean([getattr(score, part) for score in scores])) for part in ("distance_m", "missed", "false")
    )
    times = f"{rate / base:8,.0f}x" if base else ""
    print(
        f"  {name:18} {1e3 * np.mean(seconds):10,.1f} ms {rate:12,.0f} updates/s {times:>9}"
        f"   GOSPA {distance:7.1f} m  missed {missed:5.2f}  false {false:5.2f}",
        flush=True,
    )
    return {
        "targets": size,
        "angles": polar,
        "tracker": name,
        "updates_per_s": round(rate, 1),
        "times_stonesoup": round(rate / base) if base else None,
        "gospa_m": round(distance, 1),
        "missed": round(missed, 3),
        "false": round(false, 3),
    }


def _turns(size: int, seed: int) -> dict[str, Any]:
    """Position error of two models and of one, also at its best noise, on targets that turn at 3 to 7 g."""
    scene = manoeuvring(size, seed, True)
    print(f"\n{size} targets turning once at 3 to 7 g: position error, a lost target counting as {CUTOFF_M:.0f} m")
    errors = {}
    trials = {"imm": DEFAULT, "constant_velocity": PLAIN}
    for noise in (50.0, 200.0, 800.0, 3200.0):
        trials[f"constant_velocity, noise {noise:.0f}"] = PlotSettings(
            filter="constant_velocity", noise=noise, up_noise=noise
        )
    for name, settings in trials.items():
        score = _score(scene, _columns(track_plots(scene.plots, scene.sensor, settings)))
        errors[name] = ((score.localisation_m**2 + CUTOFF_M**2 * score.missed) / size) ** 0.5
        print(f"  {name:32} {errors[name]:7.1f} m")
    best = min(value for name, value in errors.items() if name != "imm")
    return {
        "error_m": {name: round(value, 1) for name, value in errors.items()},
        "imm_gain": round(1.0 - errors["imm"] / errors["constant_velocity"], 3),
        "imm_gain_over_best_single": round(1.0 - errors["imm"] / best, 3),
    }


def _crossings(sites: int, count: int) -> list[dict[str, Any]]:
    """Tracks that left a crossing on another target than they came on, of nearest neighbour and of JPDA."""
    print(f"\n{count} scenes of {sites} groups of four that cross at 4 degrees: tracks on another target afterwards")
    rows = []
    for polar in (True, False):
        for name in FILTERS:
            swapped, lost, spent = {}, {}, {}
            for association in ("nearest", "joint"):
                settings = replace(FILTERS[name], association=association)
                swapped[association], lost[association], spent[association] = 0, 0, 0.0
                for seed in range(1, count + 1):
                    scene = crossing(sites, seed, polar)
                    seconds, table = _timed(scene, settings)
                    tracks = _columns(table) | {"track": table.track}
                    before, after = (owners(scene, tracks, time) for time in BEFORE_AND_AFTER_S)
                    held = (before >= 0) & (after >= 0)
                    swapped[association] += int((held & (before != after)).sum())
                    lost[association] += int((~held).sum())
                    spent[association] += seconds
            print(
                f"  {name:18} {'angles' if polar else 'position':9} of {4 * sites * count}: nearest"
                f" {swapped['nearest']:3} swapped {lost['nearest']:2} lost, joint {swapped['joint']:3} swapped"
                f" {lost['joint']:2} lost, in {spent['joint'] / spent['nearest']:.1f} times the time"
            )
            rows.append({"tracker": name, "angles": polar, "swapped": swapped, "lost": lost})
    return rows


def _bar(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the bench is held to: angles, 100 and 300 targets."""
    found: dict[str, Any] = {}
    for size, reference in REFERENCE_GOSPA_M.items():
        ours = [
            _score(scene, _columns(track_plots(scene.plots, scene.sensor, DEFAULT)))
            for scene in (straight(size, seed, True) for seed in range(1, 21))
        ]
        mean = float(np.mean([one.distance_m for one in ours]))
        by_name = {row["tracker"]: row for row in rows if row["angles"] and row["targets"] == size}
        theirs = by_name["stonesoup"]["gospa_m"] if "stonesoup" in by_name else None
        found[str(size)] = {
            "imm_times_stonesoup": by_name["imm"]["times_stonesoup"],
            "imm_gospa_over_stonesoup_same_plots": round(by_name["imm"]["gospa_m"] / theirs, 4) if theirs else None,
            "imm_gospa_m_of_20_scenes": round(mean, 1),
            "imm_gospa_of_20_scenes_over_prototype": round(mean / reference, 4),
            "constant_velocity_updates_per_s": by_name["constant_velocity"]["updates_per_s"],
        }
    return found


def _timed(scene: Scene, settings: PlotSettings) -> tuple[float, TrackTable]:
    began = time.thread_time()
    table = track_plots(scene.plots, scene.sensor, settings)
    return time.thread_time() - began, table


def _columns(table: TrackTable) -> dict[str, np.ndarray]:
    return {name: getattr(table, name) for name in ("time_s", "east_m", "north_m", "up_m")}


def _score(scene: Scene, columns: dict[str, np.ndarray]) -> Gospa:
    late = columns["time_s"] >= FIRST_SCORED_S
    return gospa(scene.scored_truth, {name: column[late] for name, column in columns.items()}, CUTOFF_M, ORDER)


if __name__ == "__main__":
    main()
