"""How backends share out the work: two workers against one, on threads, processes, dask, ray and in parts.

``make bench-scale`` (or ``gbad bench scale``; ``--runs N``, ``--sittings N`` for a quick look, ``--only NAME`` for one
backend): medians of three sittings of ``ankara-2019``. Rates of backends count from the moment at which workers are
asked for: their start is in them; ``first batch`` is the time from there until it is back. ``parts`` are two whole
studies side by side, each a process of its own. Backends whose library is not installed are named and left out.

The rates hold on a machine that does nothing else. Beside them stands what a busy machine does not change much: the
processor time of everybody, driver and workers, from the first batch to the last, for one run; what one worker takes
over what two take is the efficiency but for waiting. ``memory`` is what all of them held at the last batch and what
that is more than at a quarter of the runs.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import gbad
from gbad.studies.runner import State

SCENARIO = "ankara-2019"
SITTINGS, RUNS = 3, 384
BACKENDS = {"threads": "numpy", "auto": "numpy", "processes": "numpy", "dask": "distributed", "ray": "ray"}


class Sitting(NamedTuple):
    """What one study took. ``cpu_s`` of a run, of driver and workers together."""

    runs_per_s: float
    begins_s: float = math.nan
    cpu_s: float = math.nan
    memory_mb: float = math.nan
    more_mb: float = math.nan  # than at a quarter of the runs


def main() -> None:
    """Print the table and one JSON object."""
    runs, sittings = _asked("--runs", RUNS), _asked("--sittings", SITTINGS)
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    there = [backend for backend, library in BACKENDS.items() if find_spec(library) and only in ("", backend)]
    answer: dict[str, Any] = {"scenario": SCENARIO, "cores": os.cpu_count(), "runs": runs}
    answer["not_installed"] = [backend for backend, library in BACKENDS.items() if not find_spec(library)]
    found: dict[tuple[str, int], list[Sitting]] = {}
    for _ in range(sittings):
        # they take turns, so that a busy minute of the machine does not fall on one of them
        for backend in there:
            for workers in (1, 2):
                found.setdefault((backend, workers), []).append(sitting(backend, workers, runs))
        for parts in (1, 2) if only in ("", "parts") else ():
            found.setdefault(("parts", parts), []).append(Sitting(side_by_side(parts, runs)))
    answer["load"] = [round(load, 1) for load in os.getloadavg()]
    print(f"{SCENARIO}, {runs} runs, median of {sittings}; load of the machine {answer['load'][1]}")
    columns = ("runs/s", "efficiency", "first batch", "cpu s/run", "of one", "memory", "more")
    print(f"  {'backend':10} {'workers':>7}" + "".join(f"{name:>13}" for name in columns))
    for (backend, workers), each in found.items():
        one, row = _median(found[backend, 1]), _median(each)
        efficiency, of_one = row.runs_per_s / workers / one.runs_per_s, one.cpu_s / row.cpu_s
        cells = (f"{row.runs_per_s:.2f}", f"{efficiency:.3f}", f"{row.begins_s:.1f} s", f"{row.cpu_s:.3f}",
                 f"{of_one:.3f}", f"{row.memory_mb:,.0f} MB", f"{row.more_mb:+,.0f} MB")  # fmt: skip
        shown = cells[:2] if backend == "parts" else cells
        print(f"  {backend:10} {workers:7}" + "".join(f"{cell:>13}" for cell in shown))
        answer |= {
            f"{backend}_{workers}_runs_per_s": round(row.runs_per_s, 2),
            f"{backend}_{workers}_efficiency": efficiency,
        }
        if backend != "parts":
            told = {"begins_s": row.begins_s, "cpu_s": row.cpu_s, "memory_mb": row.memory_mb, "more_mb": row.more_mb}
            answer |= {f"{backend}_{workers}_{name}": round(value, 3) for name, value in told.items()}
    print(json.dumps(answer))


def _asked(name: str, usual: int) -> int:
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else usual


def _median(each: list[Sitting]) -> Sitting:
    return Sitting(*(statistics.median(column) for column in zip(*each, strict=True)))


def sitting(backend: str, workers: int, runs: int) -> Sitting:
    """One study, looked at while it is played."""
    seen: list[tuple[int, float, float, float]] = []

    def progress(state: State) -> None:
        seen.append((state.finished, state.elapsed_s, *_tree()))

    with tempfile.TemporaryDirectory() as folder:
        study = gbad.study(
            SCENARIO, runs=runs, out=Path(folder) / "study", backend=backend, workers=workers, progress=progress
        )
    first, last = seen[0], seen[-1]
    early = next(row for row in seen if row[0] >= runs / 4)
    each_s = (last[2] - first[2]) / max(last[0] - first[0], 1)
    return Sitting(study.outcome.state.runs_per_s, first[1], each_s, last[3], last[3] - early[3])


def _tree() -> tuple[float, float]:
    """Processor time [s] and memory [MB] of this process and all that descend from it and have not ended."""
    tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    above: dict[int, int] = {}
    took: dict[int, tuple[float, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name of a program may hold blanks and brackets: what follows its last bracket is counted
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended since
        pid = int(path.parent.name)
        above[pid] = int(words[1])
        took[pid] = ((int(words[11]) + int(words[12])) / tick, int(words[21]) * page / 1e6)
    mine, more = set(), {os.getpid()}
    while more:
        mine |= more
        more = {pid for pid, parent in above.items() if parent in mine} - mine
    return sum(took[pid][0] for pid in mine if pid in took), sum(took[pid][1] for pid in mine if pid in took)


def side_by_side(parts: int, runs: int) -> float:
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
            str(parts * runs),
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
    return parts * runs / (time.monotonic() - began)


if __name__ == "__main__":
    main()
