"""How studies scale here: two threads and two processes against one, and memory against the number of runs.

``make bench-studies`` (or ``gbad bench studies``): medians of three sittings of ``ankara-2019``, each in a process of
its own so that peak memory is its own; rates count batches only, not the start of processes. ``--long`` plays 10,000
runs once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SCENARIO = "ankara-2019"
SITTINGS, RUNS = 3, 384
SETTINGS = (("threads", 1), ("threads", 2), ("processes", 1), ("processes", 2))
LONG_RUNS = 10_000


def main() -> None:
    """Print the table and one JSON object."""
    answer: dict[str, Any] = {"scenario": SCENARIO, "cores": os.cpu_count(), "runs": RUNS}
    rates: dict[tuple[str, int], list[float]] = {setting: [] for setting in SETTINGS}
    # settings take turns, so that a busy minute of the machine does not fall on one of them
    for _ in range(SITTINGS):
        for backend, workers in SETTINGS:
            rates[backend, workers].append(sitting(RUNS, backend, workers)["runs_per_s"])
    print(f"{SCENARIO}, {RUNS} runs, median of {SITTINGS}")
    print(f"  {'backend':10} {'workers':>7} {'runs/s':>8} {'efficiency':>11}")
    for backend, workers in SETTINGS:
        rate, one = (statistics.median(rates[backend, w]) for w in (workers, 1))
        answer[f"{backend}_{workers}_runs_per_s"] = round(rate, 2)
        answer[f"{backend}_{workers}_efficiency"] = round(rate / one / workers, 3)
        print(f"  {backend:10} {workers:7} {rate:8.2f} {rate / one / workers:11.3f}")
    few, many = sitting(RUNS, "threads", 2), sitting(4 * RUNS, "threads", 2)
    answer |= {"peak_mb": few["peak_mb"], "peak_mb_of_four_times_the_runs": many["peak_mb"]}
    print(f"  peak memory: {few['peak_mb']:.0f} MB with {RUNS} runs, {many['peak_mb']:.0f} MB with {4 * RUNS}")
    if "--long" in sys.argv:
        long = sitting(LONG_RUNS, "threads", os.cpu_count() or 1)
        answer["long"] = long
        took = f"{long['wall_s']:.0f} s, {long['runs_per_s']:.1f} runs/s"
        print(f"  {LONG_RUNS} runs: {took}, peak {long['peak_mb']:.0f} MB, folder {long['folder_mb']:.2f} MB")
    print(json.dumps(answer))


def sitting(runs: int, backend: str, workers: int) -> dict[str, float]:
    """One study in a process of its own: rate, wall time, peak memory of that process, size of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "study"
        words = ["study", SCENARIO, "--runs", str(runs), "--backend", backend, "--workers", str(workers)]
        process = subprocess.Popen(
            [sys.executable, "-m", "gbad", *words, "--out", str(out), "--json"], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    return {
        "runs_per_s": said["runs_per_s"],
        "wall_s": said["wall_s"],
        "peak_mb": usage.ru_maxrss / 1024,
        "folder_mb": size / 1e6,
    }


if __name__ == "__main__":
    main()
