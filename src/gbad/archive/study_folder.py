"""The folder of a finished study: tidy table, report, and the manifest that seals it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from gbad.report.study import build
from gbad.results.sealing import MANIFEST, STUDY_SCHEMA, seal
from gbad.results.writing import JOURNAL, Writer
from gbad.simulation.prepare import Prepared
from gbad.studies.answer import Study
from gbad.studies.chosen import chosen
from gbad.studies.design import Design
from gbad.studies.ledger import DESIGN, Ledger
from gbad.text.readable import counted
from gbad.weapon_assignment import told_unproven

PARTS = ("screening", "corners")
RUNS, REPORT = "runs.parquet", "report.html"


def finish(answer: Study, ledger: Ledger, ready: list[Prepared]) -> None:
    """Write the tidy table, then the report, and last the manifest that seals the folder as a finished study."""
    writer = Writer(ledger.folder)
    columns = answer.runs
    written = [writer.file(RUNS, lambda path: _parquet(path, columns))]
    notes = [*answer.outcome.mended, *dict.fromkeys(note for one in ready for note in one.notes)]
    notes += _unproven(answer, ledger)
    try:
        page = build(
            answer, ready[0].assumptions, hypothetical=ready[0].scenario.hypothetical, ground=ready[0].ground,
            chosen=chosen(ready[0]),
        )  # fmt: skip
        written.append(writer.bytes(REPORT, page.encode()))
    except Exception as error:  # whatever is wrong with a page, the runs are kept
        notes.append(f"{REPORT} could not be made ({type(error).__name__}: {error}); the runs are whole")
    summary = answer.summary()
    for volatile in ("runs_per_s", "wall_s", "out"):
        summary.pop(volatile)
    files = {name: writer.known(name) for name in [*ledger.files(), JOURNAL, *_parts(ledger.folder)]}
    files |= {w.name: w for w in written}
    answer.manifest = seal(
        {
            "schema": STUDY_SCHEMA,
            **answer.manifest,
            **summary,
            "measures": list(answer.design.measures),
            "asked": asked_of(answer.design),
            "reference": ready[0].document.root.mark.file,
            "inputs": {v.name: p.inputs for v, p in zip(answer.design.variants, ready, strict=True)},
            "stopped_at": answer.outcome.stopped_at,
            "bounds": {
                v.name: dict(zip(answer.outcome.names, ends.tolist(), strict=True))
                for v, ends in zip(answer.design.variants, answer.outcome.bounds, strict=True)
            },
            "failures": [
                {"variant": answer.design.variants[v].name, "run": run, "error": text}
                for (v, run), text in sorted(answer.outcome.failures.items())
            ],
            "notes": notes,
            "files": {name: {"sha256": w.sha256, "bytes": w.size} for name, w in sorted(files.items())},
        }
    )
    writer.json(MANIFEST, answer.manifest, journal=False)


def _unproven(answer: Study, ledger: Ledger) -> list[str]:
    """Of every variant in which decisions ran out of time, in how many runs and how much was open."""
    said = []
    for row, variant in enumerate(answer.design.variants):
        gaps = [gap for (v, run), gap in ledger.unproven.items() if v == row and run < answer.outcome.stopped_at]
        if gaps:
            said.append(told_unproven(f"{variant.name}: in {counted(len(gaps), 'run')} decisions ran", max(gaps)))
    return said


def asked_of(design: Design) -> dict[str, Any]:
    """The design in the order it was given; keys of the manifest are sorted."""
    variants = [
        {"name": v.name, "changes": [[path, value] for path, value in v.changes.items()]} for v in design.variants
    ]
    return design.describe() | {"variants": variants, "about": design.about}


def _parts(folder: Path) -> list[str]:
    """Files of the parts that were played beside the samples, named from the study's folder."""
    found = [(place, Ledger(folder / place, {})) for place in PARTS if (folder / place / DESIGN).exists()]
    return [f"{place}/{name}" for place, ledger in found for name in [*ledger.files(), JOURNAL]]


def _parquet(path: Path, columns: dict[str, Any]) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", columns)
        quoted = str(path).replace("'", "''")
        connection.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' (FORMAT parquet, CODEC zstd)")
