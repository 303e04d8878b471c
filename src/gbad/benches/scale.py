"""How backends share out the work: two workers against one, on threads, processes, dask, ray and in parts.

``make bench-scale`` (or ``gbad bench scale``): medians of three sittings of ``ankara-2019``. Rates of backends count
from the moment at which workers are asked for, so that their start is in them; ``begins_s`` is the time from there
until the first batch is back. ``parts`` are two whole studies side by side, each a process of its own. Backends whose
library is not installed are named and left out.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gbad
from gbad.studies.runner import State

SCENARIO = "ankara-2019"
SITTINGS, RUNS = 3, 384
BACKENDS = {"threads": "numpy", "processes": "numpy", "dask": "distributed", "ray": "ray"}


def main() -> None:
    """Print the table and one JSON object."""
    there = [backend for backend, library in BACKENDS.items() if find_spec(library)]
    answer: dict[str, Any] = {"scenario": SCENARIO, "cores": os.cpu_count(), "runs": RUNS}
    answer["not_installed"] = [backend for backend in BACKENDS if backend not in there]
    found: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for _ in range(SITTINGS):
        # they take turns, so that a busy minute of the machine does not fall on one of them
        for backend in there:
            for workers in (1, 2):
                found.setdefault((backend, workers), []).append(sitting(backend, workers))
        for parts in (1, 2):
            found.setdefault(("parts", parts), []).append((side_by_side(parts), float("nan")))
    print(f"{SCENARIO}, {RUNS} runs, median of {SITTINGS}")
    print(f"  {'backend':10} {'workers':>7} {'runs/s':>8} {'efficiency':>11} {'first batch':>12}")
    for (backend, workers), each in found.items():
        rate, begins_s = (statistics.median(column) for column in zip(*each, strict=True))
        efficiency = rate / workers / statistics.median(rate for rate, _ in found[backend, 1])
        first = "" if backend == "parts" else f"{begins_s:10.1f} s"
        print(f"  {backend:10} {workers:7} {rate:8.2f} {efficiency:11.3f} {first:>12}")
        answer |= {f"{backend}_{workers}_runs_per_s": round(rate, 2), f"{backend}_{workers}_efficiency": efficiency}
        if backend != "parts":
            answer[f"{backend}_{workers}_begins_s"] = round(begins_s, 2)
    print(json.dumps(answer))


def sitting(backend: str, workers: int) -> tuple[float, float]:
    """Runs per second of one study, and when its first batch came back [s]."""
    first: list[float] = []

    def progress(state: State) -> None:
        first.append(state.elapsed_s)

    with tempfile.TemporaryDirectory() as folder:
        study = gbad.study(
            SCENARIO, runs=RUNS, out=Path(folder) / "study", backend=backend, workers=workers, progress=progress
        )
    return study.outcome.state.runs_per_s, first[0]


def side_by_side(parts: int) -> float:
    """Runs per second of a study in so many parts at once, one thread each, by the clock on the wall."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words = [
            sys.executable,
            "-m",
            "gbad",
            "study",
            SCENARIO,
            "--runs",
            str(parts * RUNS),
            "--workers",
            "1",
            "--json",
        ]
        running = [
            subprocess.Popen(
                [*words, *(["--part", f"{k}/{parts}"] if parts > 1 else []), "--out", f"{folder}/p{k}"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for k in range(1, parts + 1)
        ]
        ended = [process.wait() for process in running]
    assert not any(ended), ended
    return parts * RUNS / (time.monotonic() - began)


if __name__ == "__main__":
    main()
