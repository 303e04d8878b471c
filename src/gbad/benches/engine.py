"""Speed of the engine: runs per second of one thread at batch sizes 1, 64 and 256, and where the time goes.

``make bench-engine``. Medians of several repeats on a prepared scenario; the baseline of the ratios is batch 1 of the
same sitting. Recording is that of a study (outcomes only).
"""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections import defaultdict
from typing import Any

import numpy as np

from gbad.simulation import spine as simulation
from gbad.simulation.prepare import prepare
from gbad.simulation.spine import Batch, play
from gbad.studies.measures import measure

SCENARIO, SEED = "ankara-2019", 7
SIZES = {1: 7, 64: 3, 256: 1}  # batch size -> repeats
ROOMS = {
    "sensing": ("sensing", "look"),
    "tracking": ("tracking", "update"),
    "network": ("network", "share"),
    "identification": ("identification", "identify"),
    "threat evaluation": ("threat_evaluation", "rank"),
    "weapon assignment": ("weapons", "assign"),
    "engagement": ("engagement", "fly"),
    "assessment": ("assessment", "judge"),
}


def main() -> None:
    """Print the table and, as the last line, one JSON object."""
    began = time.perf_counter()
    ready = prepare(SCENARIO)
    prepared_s = time.perf_counter() - began
    _timed(ready, 2)  # kernels loaded, looks of all visits computed once
    rates = {}
    for size, repeats in SIZES.items():
        times = [_timed(ready, size) for _ in range(repeats)]
        rates[size] = size / statistics.median(times)
    shares = _shares(ready, 64)
    print(f"{SCENARIO}, seed {SEED}, one thread, outcomes only; prepared in {prepared_s:.2f} s")
    print(f"{'batch':>8} {'runs/s':>9} {'ms/run':>8} {'of batch 1':>11}")
    for size, rate in rates.items():
        print(f"{size:>8} {rate:9.1f} {1e3 / rate:8.1f} {rate / rates[1]:10.2f}x")
    print("\nwhere a run of a batch of 64 spends its time:")
    for room, seconds in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"  {room:18} {1e3 * seconds / 64:7.2f} ms")
    print(
        json.dumps(
            {
                "bench": "engine",
                "scenario": SCENARIO,
                "runs_per_s": {str(size): round(rate, 2) for size, rate in rates.items()},
                "prepare_s": round(prepared_s, 3),
                "room_ms_per_run": {room: round(1e3 * seconds / 64, 3) for room, seconds in shares.items()},
                "python": platform.python_version(),
            }
        )
    )


def _timed(ready: Any, size: int) -> float:
    batch = Batch(SEED, np.arange(size, dtype=np.int64), np.zeros(size, np.int64), record="outcomes")
    began = time.perf_counter()
    measure(play(ready.tables, ready.trajectories, batch, ready.plugs))
    return time.perf_counter() - began


def _shares(ready: Any, size: int) -> dict[str, float]:
    """Seconds by room, by timing each room's call from the spine; the rest is recording and the loop."""
    spent: dict[str, float] = defaultdict(float)
    kept = {}
    for room, (module, name) in ROOMS.items():
        owner = getattr(simulation, module)
        kept[room] = (owner, name, getattr(owner, name))
        setattr(owner, name, _clocked(spent, room, getattr(owner, name)))
    try:
        whole = _timed(ready, size)
    finally:
        for owner, name, function in kept.values():
            setattr(owner, name, function)
    spent["recording and loop"] = whole - sum(spent.values())
    return dict(spent)


def _clocked(spent: dict[str, float], room: str, function: Any) -> Any:
    def clocked(*arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            spent[room] += time.perf_counter() - began

    return clocked


if __name__ == "__main__":
    main()
