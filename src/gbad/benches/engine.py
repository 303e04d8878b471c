"""Speed of the engine: runs per processor second, where the time goes by room, threads, processes, first starts.

``make bench-engine`` or ``gbad bench engine [--json]``. Processor seconds of prepared scenarios, outcomes only. The
reference workload ``bench-32v32``, its light setting and a light chain in C and in plain Python lie in
``benchmarks/engine`` of a clone (its README lists the equations); without a clone only what ships is timed.
``GBAD_BENCH_COLD=1`` adds first starts with an empty kernel cache, which take minutes.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from gbad.recorder.book import Book
from gbad.simulation import spine
from gbad.simulation.prepare import Prepared, prepare
from gbad.studies.measures import measure

SEED = 7
FOLDER = Path(__file__).resolve().parents[3] / "benchmarks" / "engine"
REFERENCE = FOLDER / "bench-32v32.yaml"
# the command decides when the search radar has come round, and steps are as long as radars and rounds allow
LIGHT: Mapping[str, Any] = {"cycle_s": 6.0, "tick_s": 2.0, "radars.search.groups_per_period": 1}
ROOMS: dict[str, tuple[tuple[Any, str], ...]] = {
    "sensing": ((spine.sensing, "look"),),
    "tracking": ((spine.tracking, "update"), (spine.tracking, "note_strobes")),
    "network": ((spine.network, "send"), (spine.network, "share")),
    "identification": ((spine.identification, "identify"),),
    "threat evaluation": ((spine.threat_evaluation, "rank"),),
    "weapon assignment": tuple((spine.weapons, name) for name in ("survey", "decide", "carry_out", "hear", "reload")),
    "engagement": ((spine.engagement, "fly"), (spine.engagement, "guide"), (spine.engagement, "accept")),
    "assessment": ((spine.assessment, "judge"),),
    "recording": (
        (Book, "note_tick"),
        (Book, "note_cycle"),
        (spine.sensing, "sightings"),
        (spine.threat_evaluation, "foretold"),
    ),
    "pointing": ((spine, "pointing"),),
}


def main() -> None:
    """Print the tables and, as the last line, one JSON object."""
    told: dict[str, Any] = {"bench": "engine", "python": platform.python_version()}
    workloads = {"ankara-2019": 64, "one-aircraft": 256} | ({"bench-32v32": 64} if REFERENCE.is_file() else {})
    rates, rooms = {}, {}
    print(f"{'work':16} {'batch':>6} {'runs per processor second':>26}")
    for name, size in workloads.items():
        ready = prepare(REFERENCE if name == "bench-32v32" else name)
        played(ready, size)  # kernels loaded
        rates[name] = size / statistics.median(played(ready, size) for _ in range(3))
        rooms[name] = {room: 1e3 * seconds / size for room, seconds in shares(ready, size).items()}
        print(f"{name:16} {size:>6} {rates[name]:>26.1f}")
    told |= {"runs_per_s": rounded(rates), "room_ms_per_run": {name: rounded(of) for name, of in rooms.items()}}
    for name, of in rooms.items():
        print(f"\nwhere a run of {name} spends its {sum(of.values()):.1f} ms:")
        for room, spent in sorted(of.items(), key=lambda item: -item[1]):
            share = 100.0 * spent / sum(of.values())
            print(f"  {room:26} {spent:7.2f} ms {share:5.1f} %")
    if REFERENCE.is_file():
        told["runs_per_s_per_core"] = round(rates["bench-32v32"], 2)
        told |= beside()
    told |= {
        "threads_efficiency": threads(),
        "processes_efficiency": processes(),
        "warm_start_s": started("ankara-2019"),
    }
    if os.environ.get("GBAD_BENCH_COLD"):
        told["cold_start_cpu_s"] = {name: cold(name) for name in ("one-aircraft", "ankara-2019")}
    print("\n" + "\n".join(f"{key} {value}" for key, value in told.items() if not isinstance(value, dict)))
    print(json.dumps(told))


def rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Three digits behind the point."""
    return {name: round(value, 3) for name, value in figures.items()}


def played(ready: Prepared, size: int) -> float:
    """Processor seconds of this thread for one batch."""
    batch = spine.Batch(SEED, np.arange(size, dtype=np.int64), np.zeros(size, np.int64), record="outcomes")
    began = time.thread_time()
    measure(spine.play(ready.tables, ready.trajectories, batch, ready.plugs))
    return time.thread_time() - began


def shares(ready: Prepared, size: int) -> dict[str, float]:
    """Seconds by room, by timing each room's calls from the spine; the rest is loop, causes and measures."""
    spent: dict[str, float] = defaultdict(float)
    kept = []
    for room, calls in ROOMS.items():
        for owner, name in calls:
            kept.append((owner, name, getattr(owner, name)))
            setattr(owner, name, _clocked(spent, room, getattr(owner, name)))
    try:
        whole = played(ready, size)
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)
    spent["loop, causes, measures"] = whole - sum(spent.values())
    return dict(spent)


def beside() -> dict[str, float]:
    """The light setting of the reference workload, and the light chain in C and Python."""
    light = prepare(REFERENCE, LIGHT)
    played(light, 256)
    found = {"light_runs_per_s_per_core": 256 / statistics.median(played(light, 256) for _ in range(3))}
    compiler = shutil.which("cc")
    if compiler:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "light_chain"
            subprocess.run([compiler, "-O2", "-o", program, FOLDER / "light_chain.c", "-lm"], check=True)
            found["c_runs_per_s"] = _said([str(program), "500", str(SEED)])
    found["python_runs_per_s"] = _said([sys.executable, str(FOLDER / "light_chain.py"), "20", str(SEED)])
    return rounded(found)


def _said(command: list[str]) -> float:
    runs, seconds = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[:2]
    return float(runs) / float(seconds)


def threads() -> float:
    """How much faster by the clock two threads are than one, each with batches of 256 of ``one-aircraft``, over two."""
    ready = prepare("one-aircraft")

    def by_clock(workers: int) -> float:
        with ThreadPoolExecutor(workers) as pool:
            began = time.perf_counter()
            list(pool.map(played, [ready] * (2 * workers), [256] * (2 * workers)))
            return time.perf_counter() - began

    by_clock(1)
    return round(by_clock(1) / by_clock(2), 3)


def processes() -> float:
    """The same of two processes, whole ones with their start, against one."""
    code = (
        "from gbad.benches.engine import played; from gbad.simulation.prepare import prepare\n"
        "ready = prepare('one-aircraft')\nfor _ in range(4): played(ready, 256)"
    )

    def by_clock(workers: int) -> float:
        began = time.perf_counter()
        children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(workers)]
        if any(child.wait() for child in children):
            raise RuntimeError("a process of the bench failed")
        return time.perf_counter() - began

    by_clock(1)
    return round(by_clock(1) / by_clock(2), 3)


def started(scenario: str, environment: Mapping[str, str] | None = None) -> float:
    """Processor seconds of one ``gbad run`` with report and replay in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "gbad", "run", scenario, "--out", f"{folder}/results"],
            check=True, capture_output=True, env={**os.environ, **(environment or {})},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)


def cold(scenario: str) -> float:
    """The same with an empty kernel cache."""
    with tempfile.TemporaryDirectory() as folder:
        return started(scenario, {"GBAD_CACHE": folder})


def _clocked(spent: dict[str, float], room: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def clocked(*arguments: Any, **options: Any) -> Any:
        began = time.thread_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[room] += time.thread_time() - began

    return clocked


if __name__ == "__main__":
    main()
