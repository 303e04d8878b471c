"""Played again from a folder alone: its scenario's text, its changes, its seed. For ``gbad rerun``, ``why``, ``score``.

What lies beside a scenario (policies, recordings, library entries) is not kept in the folder: it is looked for beside
the scenario's file, and must be what it was then.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gbad import results
from gbad.archive.studies import read_study, variant_of
from gbad.errors import InputError, ResultsError
from gbad.results.result import Result
from gbad.results.sealing import SCENARIO, is_study, verified_bytes
from gbad.scenario.composer import compose
from gbad.scenario.document import SHIPPED, Document, override
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.run import run
from gbad.studies.answer import Study


def kept_document(folder: Path, manifest: Mapping[str, Any], beside: Path | None = None) -> Document:
    """The scenario as it was played, without changes. Raises ``ResultsError`` where the folder has none.

    ``beside`` is where its relative references are looked for; left out, beside the file it was read from.
    """
    if SCENARIO not in manifest["files"] or "reference" not in manifest:
        raise ResultsError(
            f"{folder}: does not say from what it was played: a battle led step by step, or written by an older gbad"
        )
    text = verified_bytes(folder / SCENARIO, manifest["files"][SCENARIO]["sha256"]).decode()
    shown = Path(str(manifest["reference"]))
    where = SHIPPED if str(shown) == f"scenarios/{shown.name}" and (SHIPPED / shown.name).is_file() else shown.parent
    return Document(shown.stem, text, compose(text, f"{folder / SCENARIO}"), beside or where)


def prepared_runs(folder: Path, manifest: Mapping[str, Any], beside: Path | None = None) -> Prepared:
    """The scenario of a folder of runs, prepared anew. Raises ``ResultsError`` where it is not what was played."""
    document = kept_document(folder, manifest, beside)
    for path, value in manifest["laid_over"]:
        document = override(document, path, value)
    return _same(lambda: prepare(document), manifest["inputs"], folder)


def prepared_variant(study: Study, variant: int, beside: Path | None = None) -> Prepared:
    """One variant of a study, prepared anew. Raises ``ResultsError`` where it is not what was played."""
    chosen = study.design.variants[variant]
    assert study.folder is not None
    document = kept_document(study.folder, study.manifest, beside)
    return _same(lambda: prepare(document, chosen.changes), study.manifest["inputs"][chosen.name], study.folder)


def _same(make: Any, then: Mapping[str, str], folder: Path) -> Prepared:
    """What was prepared, if its inputs are those of ``then``. Raises ``ResultsError`` with what differs."""
    try:
        ready: Prepared = make()
    except InputError as error:
        raise ResultsError(
            f"{folder}: what lies beside its scenario is not where it was; name the folder with --beside.\n{error}"
        ) from error
    now = ready.inputs
    if now == then:
        return ready
    found = {
        "changed since": [name for name in now if name in then and then[name] != now[name]],
        "gone": [name for name in then if name not in now],
        "new": [name for name in now if name not in then],
    }
    said = "; ".join(f"{', '.join(names)}: {what}" for what, names in found.items() if names)
    raise ResultsError(f"{folder}: was played from other inputs ({said}); put them back as they were")


def result_of(folder: Path, run_number: int | None = None, variant: str | None = None) -> Result:
    """The result a question is asked of: what a folder of runs holds, or one run of a study played again in full.

    Of a study it is run 0 of the first variant unless others are named. Raises ``InputError``, ``ResultsError``.
    """
    if not is_study(folder):
        if variant is not None:
            raise InputError(f"--variant {variant}: {folder} holds runs, not a study; leave it out")
        return results.open(folder)
    study = read_study(folder)
    row, number = variant_of(study, variant), run_number or 0
    values = study.outcome.values[row]
    if not 0 <= number < len(values):
        raise InputError(f"--run {number}: the study has runs 0 to {len(values) - 1}")
    if (row, number) in study.outcome.failures:
        raise InputError(f"--run {number}: this run failed ({study.outcome.failures[row, number]})")
    ready = prepared_variant(study, row)
    if study.design.points is not None:
        # where this run's sample put the unknown figures
        draws, _ = study.design.points.draws(row, np.array([number]))
        ready = prepare(ready.document, draws=draws)
    played = run(ready, seed=study.design.seed, first_run=number)
    for name in ("leaked", "killed", "rounds_fired"):
        then, now = float(values[number, study.outcome.names.index(name)]), played.summary()[name]
        if not np.isclose(then, float(now)):
            raise ResultsError(
                f"{folder}: run {number} played again has {name} {now}, the study {then:g}: the study was played by "
                "another version of the program, or on another kind of machine"
            )
    return played
