"""Plays batches of one variant: the piece of work that threads and processes do.

A worker prepares a variant once and keeps it. A batch that raises, or does not end, is played again run by run, so that
one failing run costs itself and nobody else; the failure is kept with its message.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import ResourceError, ResultsError
from gbad.scenario.composer import compose
from gbad.scenario.document import Document
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.spine import Batch, one_by_one, play
from gbad.studies import measures
from gbad.studies.limit import RunStopped, stopped_after
from gbad.studies.points import Points
from gbad.tables import Floats

RUN_LIMIT_S = 300.0  # [s] of wall time after which a run counts as one that does not end


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a scenario as it was when the study began, and where what lies beside it is found."""

    name: str  # id of the scenario
    shown: str  # in messages
    text: str
    folder: str

    @classmethod
    def of(cls, document: Document) -> Source:
        """The source of an open document, changes left out."""
        return cls(document.name, document.root.mark.file, document.text, str(document.folder))

    def document(self) -> Document:
        """The document, composed from the text: no file of it is opened again."""
        return Document(self.name, self.text, compose(self.text, self.shown), Path(self.folder))


@dataclass(frozen=True, slots=True)
class Job:
    """Runs ``first .. first + count - 1`` of one variant."""

    source: Source
    variant: int
    changes: tuple[tuple[str, Any], ...]
    seed: int
    first: int
    count: int
    digest: str = ""  # of the inputs as the driver met them; empty: whatever they are
    limit_s: float = RUN_LIMIT_S
    points: Points | None = None  # where the unknown figures stand; None: all at their nominals
    compare: bool = False  # whether decisions are held against their static optimum

    def __str__(self) -> str:
        runs = f"run {self.first}" if self.count == 1 else f"runs {self.first} to {self.first + self.count - 1}"
        return f"{runs} of variant {self.variant}"


@dataclass(frozen=True, slots=True)
class Played:
    """What a job gives back: measures of its runs, nan rows for failed ones."""

    job: Job
    values: Floats  # (count, measures)
    failures: Mapping[int, str]  # run number -> message
    unproven: Mapping[int, float] = field(default_factory=dict)  # run number -> most that was open in a decision
    work_s: float = 0.0  # [s] of processor time that it took: what else the machine does changes no batch size

    def digest(self) -> str:
        """SHA-256 of the numbers."""
        return hashlib.sha256(np.ascontiguousarray(self.values, "<f8").tobytes()).hexdigest()


_prepared: dict[tuple[Source, str], Prepared] = {}
_lock = threading.Lock()


def prepared(source: Source, changes: tuple[tuple[str, Any], ...], digest: str = "") -> Prepared:
    """A compiled variant, made once per process.

    Raises ``ResultsError`` where its inputs are not those of ``digest``: somebody edited what lies beside the scenario.
    """
    key = (source, json.dumps(changes))  # a block or a list cannot be a key itself
    with _lock:
        if key not in _prepared:
            _prepared[key] = prepare(source.document(), dict(changes))
        ready = _prepared[key]
    if digest and ready.digest != digest:
        raise ResultsError(
            f"{source.shown}: what lies beside it (a policy, a recording, a library entry) was edited while the study "
            "was played; put it back and go on with --resume, or start anew"
        )
    return ready


def forget() -> None:
    """Prepare everything anew from now on: a new study must meet files as they are now."""
    with _lock:
        _prepared.clear()


def play_job(job: Job) -> Played:
    """Play one job. Errors of a run become its failure; lack of memory stops everything."""
    began = time.thread_time()
    ready = prepared(job.source, job.changes, job.digest)
    try:
        values, unproven = _measure(ready, job, job.first, job.count)
        return Played(job, values, {}, unproven, time.thread_time() - began)
    except (MemoryError, ResourceError):
        raise
    except (Exception, RunStopped, SystemExit):
        # somewhere in this batch a run fails; find which
        values = np.full((job.count, len(measures.names(ready.tables, job.compare))), np.nan)
        failures: dict[int, str] = {}
        unproven = {}
        for offset in range(job.count):
            try:
                one, late = _measure(ready, job, job.first + offset, 1)
                values[offset] = one[0]
                unproven |= late
            except (MemoryError, ResourceError):
                raise
            except RunStopped:
                failures[job.first + offset] = f"did not end within {job.limit_s:g} s, and was stopped"
            except (Exception, SystemExit) as error:
                failures[job.first + offset] = f"{type(error).__name__}: {error}"
        return Played(job, values, failures, unproven, time.thread_time() - began)


def _measure(ready: Prepared, job: Job, first: int, count: int) -> tuple[Floats, dict[int, float]]:
    """Measures of so many runs, and of those with decisions that ran out of time the most that was open in one."""
    runs = np.arange(first, first + count, dtype=np.int64)
    draw_of_run = np.zeros(count, np.int64)
    if job.points is not None:
        # figures drawn for these runs alone: tables of many draws are large, and no other batch asks for them
        rows, draw_of_run = job.points.draws(job.variant, runs)
        ready = prepare(ready.document, draws=rows)
    size = 1 if one_by_one(ready.tables, ready.plugs) else count
    found: list[Floats] = []
    unproven: dict[int, float] = {}
    with stopped_after(job.limit_s):
        for at in range(0, count, size):
            part = slice(at, at + size)
            batch = Batch(job.seed, runs[part], draw_of_run[part], record="outcomes", compare=job.compare)
            book = play(ready.tables, ready.trajectories, batch, ready.plugs)
            found.append(measures.measure(book))
            late = np.flatnonzero(book.unproven[:, 0])
            unproven |= {int(batch.run_number[row]): float(book.unproven[row, 1]) for row in late}
    return np.concatenate(found), unproven
