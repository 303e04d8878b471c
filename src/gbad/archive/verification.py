"""``gbad verify``: whether a folder of runs, or of a study, is as it was written.

Every file is read and hashed, the tables are hashed anew row by row, and for a study the numbers of its shards are held
against its table. Files that the manifest does not list are named: nothing vouches for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gbad import results
from gbad.archive.studies import read_study
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import MANIFEST, is_study
from gbad.results.writing import JOURNAL
from gbad.studies.ledger import ASIDE, DESIGN, Ledger, read_design
from gbad.studies.place import LOCK
from gbad.text.answer import Answer


def verify(folder: str | Path) -> Answer:
    """What was found. Raises ``ResultsError`` for whatever is damaged, missing, foreign or newer, ``InputError``."""
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"{path}: no such folder")
    if not (path / MANIFEST).is_file() and (path / DESIGN).is_file():
        return _unfinished(path)
    return _study(path) if is_study(path) else _runs(path)


def _runs(folder: Path) -> Answer:
    """A folder of runs."""
    opened = results.open(folder)
    found = results.result_hash({name: dict(table) for name, table in opened.tables.items()})
    _compare(folder, found, str(opened.manifest["result_hash"]))
    rows = sum(len(table) for table in opened.tables.values())
    runs = int(opened.manifest["runs"])
    sentence = (
        f"{runs} run{'s' * (runs != 1)} of {opened.manifest['scenario']}, seed {opened.manifest['seed']}: "
        f"{len(opened.tables)} tables with {rows} rows, result hash {found[:16]}"
    )
    return _told(folder, "runs", opened.manifest, [sentence], found)


def _study(folder: Path) -> Answer:
    """A finished study: its table is what its shards say."""
    study = read_study(folder)
    outcome, stated = study.outcome, study.manifest
    _compare(folder, outcome.result_hash, str(stated["result_hash"]))
    held = Ledger(folder, read_design(folder)).read(*outcome.values.shape)
    # a shard that was damaged and played again is still named in the journal: it counts only where its runs are missing
    if not held.done.all() or not np.array_equal(held.values, outcome.values, equal_nan=True):
        why = "".join(f"\n{problem}" for _, problem in held.broken)
        raise ResultsError(f"{folder}: the table of runs is not what the shards hold{why}")
    variants = len(study.design.variants)
    sentences = [
        f"study of {study.design.scenario}, seed {study.design.seed}: {stated['finished']} runs finished, "
        f"{stated['failed']} failed, in {variants} variant{'s' * (variants != 1)}, "
        f"result hash {outcome.result_hash[:16]}",
        *(f"note: {note}" for note in stated["notes"]),
    ]
    return _told(folder, "study", stated, sentences, outcome.result_hash)


def _unfinished(folder: Path) -> Answer:
    """A study that is still being played, or was stopped: what its journal says is there."""
    design = read_design(folder)
    ledger = Ledger(folder, design)
    variants, runs = len(design["variants"]), int(design["runs"])
    held = ledger.read(variants, runs, ledger.columns())
    problems = [why for _, why in held.broken]
    problems += [f"{folder / JOURNAL}: line {line} is damaged" for line in held.damaged]
    if problems:
        raise ResultsError("\n".join(problems) + "\ngbad study --resume plays their runs again")
    done, planned = int(held.done.sum()), variants * runs
    sentence = (
        f"unfinished study of {design['scenario']}, seed {design['seed']}: {done} of {planned} runs are whole; "
        "gbad study --resume goes on"
    )
    facts = {"folder": str(folder), "kind": "unfinished study", "runs": done, "planned": planned, "whole": True}
    return Answer(f"{folder} is whole as far as it goes", [sentence], facts=facts)


def _compare(folder: Path, found: str, stated: str) -> None:
    if found != stated:
        raise ResultsError(f"{folder / MANIFEST}: says result hash {stated[:12]}..., its tables have {found[:12]}...")


def _told(folder: Path, kind: str, manifest: dict[str, Any], sentences: list[str], found: str) -> Answer:
    listed = {*manifest["files"], MANIFEST, LOCK}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    unlisted = sorted(name for name in there - listed if not name.startswith(f"{ASIDE}/"))
    if unlisted:
        shown = ", ".join(unlisted[:5]) + (f" and {len(unlisted) - 5} more" if len(unlisted) > 5 else "")
        sentences.append(f"not listed in the manifest, and so not vouched for: {shown}")
    facts = {
        "folder": str(folder),
        "kind": kind,
        "whole": True,
        "files": len(manifest["files"]),
        "result_hash": found,
        "not_listed": unlisted,
    }
    return Answer(f"{folder} is as it was written: {len(manifest['files'])} files", sentences, facts=facts)
