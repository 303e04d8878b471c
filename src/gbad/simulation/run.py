"""``gbad.run(...)``: one or many runs of a scenario as a ``Result``, the first of them recorded in full."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.recorder.book import Book
from gbad.results.result import Result
from gbad.results.sealing import SCENARIO
from gbad.scenario.document import Document
from gbad.simulation.manifest import claims_table, manifest_of, played_from, sites_table
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.spine import Batch, one_by_one, play
from gbad.simulation.tabulate import Columns, tell

BATCH = 64  # [runs] played together; never changes results
Advance = Callable[[int, int], None]


def run(
    reference: str | Path | Document | Prepared,
    seed: int = 1,
    runs: int = 1,
    *,
    first_run: int = 0,
    changes: Mapping[str, Any] | None = None,
    batch: int = BATCH,
    record_all: bool = False,
    progress: Advance | None = None,
) -> Result:
    """Play ``runs`` runs of a scenario and return their tables.

    ``reference`` is a shipped name, a YAML file, a document or something already prepared; ``changes`` sets fields by
    path (``{"organisation": "B"}``). Run ``first_run`` is recorded in full (detections, tracks, truth, channels), all
    runs with ``record_all``. ``progress(done, runs)`` is called after every batch. The same seed gives the same result
    for any ``batch``. Raises ``InputError`` for bad input.
    """
    if runs < 1 or first_run < 0 or batch < 1:
        raise InputError(f"runs {runs}, first_run {first_run}, batch {batch}: at least 1, 0 and 1 are needed")
    if not 0 <= seed < 2**63:
        raise InputError(f"seed {seed}: a whole number from 0 to 2^63 - 1 is needed")
    began = time.perf_counter()
    ready = prepare(reference, changes)
    parts: list[dict[str, Columns]] = []
    first_book: Book | None = None
    # the recorded run goes alone, the others in batches
    sizes = _sizes(runs, 1 if one_by_one(ready.tables, ready.plugs) else batch, record_all)
    start = first_run
    for i, size in enumerate(sizes):
        numbers = np.arange(start, start + size, dtype=np.int64)
        record = "full" if record_all or i == 0 else "outcomes"
        book = play(
            ready.tables,
            ready.trajectories,
            Batch(
                seed=seed,
                run_number=numbers,
                draw_of_run=np.zeros(size, np.int64),
                record=record,
                compare=record == "full",
            ),
            ready.plugs,
        )
        first_book = first_book or book
        parts.append(tell(book))
        start += size
        if progress:
            progress(start - first_run, runs)
    assert first_book is not None
    tables = {name: _joined([part[name] for part in parts if name in part]) for name in parts[0]}
    tables["sites"] = sites_table(ready, first_book)
    tables["claims"] = claims_table(ready, tables)
    manifest = manifest_of(ready, first_book, tables, seed=seed, runs=runs, first_run=first_run, changes=changes)
    manifest |= played_from(ready, record_all=record_all)
    result = Result(tables, manifest, {SCENARIO: ready.document.text.encode()})
    result.manifest["simulated_s"] = float(ready.tables.duration_s * runs)
    result.manifest["wall_s"] = round(time.perf_counter() - began, 3)
    return result


def _sizes(runs: int, batch: int, record_all: bool) -> list[int]:
    first = min(batch, runs) if record_all else 1
    rest = runs - first
    return [first, *([batch] * (rest // batch)), *([rest % batch] if rest % batch else [])]


def _joined(parts: list[Columns]) -> Columns:
    if len(parts) == 1:
        return parts[0]
    return {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}
