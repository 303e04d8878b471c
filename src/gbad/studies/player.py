"""Plays batches of one variant: the piece of work that threads and processes do.

A worker prepares a variant once and keeps it. A batch that raises is played again run by run, so that one failing run
costs itself and nobody else; the failure is kept with its message.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.errors import ResourceError
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.spine import Batch, play
from gbad.studies import measures
from gbad.tables import Floats


@dataclass(frozen=True, slots=True)
class Job:
    """Runs ``first .. first + count - 1`` of one variant."""

    scenario: str
    variant: int
    changes: tuple[tuple[str, Any], ...]
    seed: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Played:
    """What a job gives back: measures of its runs, nan rows for failed ones."""

    job: Job
    names: tuple[str, ...]
    values: Floats  # (count, measures)
    failures: Mapping[int, str]  # run number -> message
    work_s: float = 0.0  # [s] of processor time that it took: what else the machine does changes no batch size

    def digest(self) -> str:
        """SHA-256 of the numbers."""
        return hashlib.sha256(np.ascontiguousarray(self.values, "<f8").tobytes()).hexdigest()


_prepared: dict[tuple[str, tuple[tuple[str, Any], ...]], Prepared] = {}
_lock = threading.Lock()


def prepared(scenario: str, changes: tuple[tuple[str, Any], ...]) -> Prepared:
    """A compiled variant, made once per process."""
    key = (scenario, changes)
    with _lock:
        if key not in _prepared:
            _prepared[key] = prepare(scenario, dict(changes))
        return _prepared[key]


def play_job(job: Job) -> Played:
    """Play one job. Errors of a run become its failure; lack of memory stops everything."""
    ready = prepared(job.scenario, job.changes)
    names = tuple(measures.names(ready.tables))
    began = time.thread_time()
    try:
        values = _measure(ready, job.seed, job.first, job.count)
        return Played(job, names, values, {}, time.thread_time() - began)
    except (MemoryError, ResourceError):
        raise
    except Exception:
        # somewhere in this batch a run fails; find which
        values = np.full((job.count, len(names)), np.nan)
        failures: dict[int, str] = {}
        for offset in range(job.count):
            try:
                values[offset] = _measure(ready, job.seed, job.first + offset, 1)[0]
            except (MemoryError, ResourceError):
                raise
            except Exception as error:
                failures[job.first + offset] = f"{type(error).__name__}: {error}"
        return Played(job, names, values, failures, time.thread_time() - began)


def _measure(ready: Prepared, seed: int, first: int, count: int) -> Floats:
    runs = np.arange(first, first + count, dtype=np.int64)
    batch = Batch(seed=seed, run_number=runs, draw_of_run=np.zeros(count, np.int64), record="outcomes")
    return measures.measure(play(ready.tables, ready.trajectories, batch, ready.plugs))
