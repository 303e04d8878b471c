"""Where rounds first meet a target that flies straight in: the edge that coverage tells against played flights.

    python -m gbad.benches.engageable [--cases 200] [--runs 11] [--seed 1] [--rows FILE]

Random cases on made-up ground: class, height, speed, terrain and missile. Each is flown ``runs`` times through the
whole timeline; the median first meeting stands against the edge told for a chance of one half. Printed are the
quantiles of their ratio, by class and by ground, and the cases farthest off. The last line is one JSON object.
With ``--rows`` every case is kept as one line of JSON, and a bench that was stopped goes on after the last of them.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import gbad
from gbad import coverage, terrain
from gbad.coverage.targets import target_of
from gbad.physics import earth
from gbad.scenario.document import parse_document
from gbad.terrain import Terrain

PLACE = (40.0, -150.0)  # the open ocean
CLASSES = ("fighter", "cruise-missile", "one-way-attack-drone", "low-observable-fighter")
MISSILES = ("48N6E3", "9M96E2", "40N6E")
LAUNCHERS = {"48N6E3": "5P85TE2", "9M96E2": "5P85TE2", "40N6E": "51P6E"}
GROUNDS = ("flat", "plain", "coast")
RADIUS_M = 450e3


class Case(NamedTuple):
    """One way in."""

    target: str
    height_m: float  # above the ground below
    speed_mps: float
    ground: str
    missile: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--runs", type=int, default=11, help="flights of each case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=Path, help="where cases are kept; those that it holds are not played again")
    arguments = parser.parse_args()
    started = time.perf_counter()
    grounds = {kind: terrain.from_spec(kind, latitude_deg=PLACE[0], longitude_deg=PLACE[1]) for kind in GROUNDS}
    rows = kept(arguments.rows, cases(arguments.cases, arguments.seed), arguments.runs) if arguments.rows else []
    for k, case in enumerate(cases(arguments.cases, arguments.seed)):
        if k == len(rows):
            rows.append(
                measure(case, grounds[case.ground], arguments.runs, arguments.seed + k) | {"runs": arguments.runs}
            )
            if arguments.rows:
                with arguments.rows.open("a") as stream:
                    stream.write(json.dumps(rows[k]) + "\n")
        print(_line(rows[k]), flush=True)
    ratios = np.array([row["ratio"] for row in rows])
    print(f"\n{'group':<26}{'cases':>6}{'5 %':>8}{'median':>8}{'95 %':>8}{'within 5 %':>12}{'within 10 %':>12}")
    groups = {"all": ratios}
    groups |= {name: ratios[[row["target"] == name for row in rows]] for name in CLASSES}
    groups |= {name: ratios[[row["ground"] == name for row in rows]] for name in GROUNDS}
    told = {name: _quantiles(values) for name, values in groups.items()}
    for name, found in told.items():
        print(f"{name:<26}{found['cases']:>6}" + "".join(f"{found[key]:>8.3f}" for key in ("low", "median", "high"))
              + "".join(f"{found[key]:>12.0%}" for key in ("within_5", "within_10")))  # fmt: skip
    seconds = time.perf_counter() - started
    print(json.dumps({"bench": "engageable", "groups": told, "seconds": round(seconds, 1), "cases": rows}))


def kept(path: Path, wanted: list[Case], runs: int) -> list[dict[str, Any]]:
    """Cases that a file holds already; ``ValueError`` where they are others than those asked for."""
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    for number, (row, case) in enumerate(zip(rows, wanted, strict=False), 1):
        if row["runs"] != runs or Case(*(row[field] for field in Case._fields)) != case:
            raise ValueError(f"{path}:{number}: this is another case than case {number} of these; take another file")
    return rows[: len(wanted)]


def cases(count: int, seed: int) -> list[Case]:
    """Random cases; speeds 0.8 to 1.2 of the class's own, heights 100 m to 10 km, drones below 4 km."""
    dice = np.random.Generator(np.random.Philox(seed))
    found = []
    for _ in range(count):
        name = CLASSES[int(dice.integers(len(CLASSES)))]
        highest = 4000.0 if "drone" in name else 10_000.0
        height = round(float(100.0 * (highest / 100.0) ** dice.random()), -1)
        speed = round(target_of(name).speed_mps * float(dice.uniform(0.8, 1.2)), 1)
        ground, missile = GROUNDS[int(dice.integers(len(GROUNDS)))], MISSILES[int(dice.integers(len(MISSILES)))]
        found.append(Case(name, height, speed, ground, missile))
    return found


def measure(case: Case, ground: Terrain, runs: int, seed: int) -> dict[str, Any]:
    """Edge told and median first meeting [m], and their ratio (played over told; 1 where neither meets)."""
    target = replace(target_of(case.target), speed_mps=case.speed_mps, speed_ends_mps=None)
    found = coverage.cover("s400", PLACE, target, (case.height_m,), terrain=ground, radius_m=RADIUS_M,
                           criterion=coverage.Criterion("cumulative", 0.5))  # fmt: skip
    engaged = coverage.engageable(found, interceptors=(case.missile,), boresight_deg=90.0)[0]
    met = np.flatnonzero(engaged.met()[0, round(math.pi / 2 / found.site.azimuth_step_rad)])
    told = float(found.range_m[met[-1]]) if len(met) else 0.0
    first = played(case, min(RADIUS_M - 20e3, 1.25 * found.noise_range_m() + 30e3), runs, seed)
    middle = float(np.median(first))
    ratio = middle / told if told and middle else float(bool(told) == bool(middle))
    return case._asdict() | {"told_km": told / 1e3, "played_km": round(middle / 1e3, 1), "ratio": round(ratio, 4)}


def played(case: Case, from_m: float, runs: int, seed: int) -> list[float]:
    """Ground range of the first meeting in each run; 0 where none."""
    shots = gbad.run(parse_document(json.dumps(scenario(case, from_m)), "in"), seed=seed, runs=runs).shots
    first = dict.fromkeys(range(runs), 0.0)
    for run, latitude, longitude, end in zip(
        shots["run"], shots["end_latitude_deg"], shots["end_longitude_deg"], shots["end_reason"], strict=True
    ):
        if end == "intercept" and not first[int(run)]:
            north = (latitude - PLACE[0]) * 111.04e3
            east = (longitude - PLACE[1]) * 111.32e3 * math.cos(math.radians(PLACE[0]))
            first[int(run)] = math.hypot(north, east)
    return list(first.values())


def scenario(case: Case, from_m: float) -> dict[str, Any]:
    """One flight from the east over the battery and its radars."""
    place = {"latitude_deg": PLACE[0], "longitude_deg": PLACE[1]}
    # due east along the great circle, so that all of the way in lies on one bearing
    end = earth.geodesic_direct(math.radians(PLACE[0]), math.radians(PLACE[1]), 0.5 * math.pi, from_m)
    latitude, longitude = (round(math.degrees(float(angle)), 6) for angle in end[:2])
    point = {"latitude_deg": latitude, "longitude_deg": longitude, "height_m": case.height_m}
    return {
        "schema": "scenario/1", "title": "One flight straight in", "duration_s": round(from_m / case.speed_mps, 0),
        "terrain": {"kind": case.ground, **place},
        "commands": {"post": {"type": "55K6E"}},
        "radars": {"search": {"type": "91N6E", "at": place, "command": "post"}},
        "batteries": {"battery": {"type": "s400-battalion", "at": place, "command": "post", "boresight_deg": 90.0,
                                  "launchers": [{"count": 6, "type": LAUNCHERS[case.missile],
                                                 "load": {case.missile: 1}}]}},
        "assets": {"town": {"name": "Town", "at": place, "value": 1.0}},
        "threats": {"t": {"name": "T", "type": case.target, "aims_at": "town", "route": {
            "kind": "waypoints", "points": [point | {"height_reference": "ground", "speed_mps": case.speed_mps}]}}},
    }  # fmt: skip


def _quantiles(ratio: np.ndarray) -> dict[str, float]:
    if not len(ratio):
        return {"cases": 0, "low": math.nan, "median": math.nan, "high": math.nan, "within_5": 0.0, "within_10": 0.0}
    low, median, high = np.quantile(ratio, [0.05, 0.5, 0.95])
    off = np.abs(ratio - 1.0)
    return {"cases": len(ratio), "low": round(float(low), 4), "median": round(float(median), 4),
            "high": round(float(high), 4), "within_5": float((off <= 0.05).mean()),
            "within_10": float((off <= 0.1).mean())}  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['target']:<24}{row['height_m']:>7.0f} m{row['speed_mps']:>7.1f} m/s  {row['ground']:<6} "
        f"{row['missile']:<7}told {row['told_km']:>6.1f} km  played {row['played_km']:>6.1f} km  "
        f"ratio {row['ratio']:.3f}"
    )


if __name__ == "__main__":
    main()
