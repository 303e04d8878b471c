"""``gbad rerun``: a folder played again from what it holds, and what differs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from gbad import results
from gbad.archive.repetition import kept_document, prepared_runs, prepared_variant
from gbad.archive.studies import read_study
from gbad.errors import ResultsError
from gbad.results.result import Result, versions
from gbad.results.sealing import is_study
from gbad.simulation.run import run
from gbad.studies.ledger import Ledger
from gbad.studies.player import Source, forget
from gbad.studies.runner import Work, play_study
from gbad.text.answer import Answer

MOST_DIFFERENCES = 8


def rerun(folder: str | Path, beside: str | Path | None = None) -> Answer:
    """Play again and compare, number by number. ``facts["same"]`` is the verdict.

    ``beside`` is where policies, recordings and library entries of the scenario are found, if not beside the file it
    was read from. Raises ``ResultsError`` for a damaged folder, or one whose inputs are others by now; ``InputError``.
    """
    path, where = Path(folder), None if beside is None else Path(beside)
    return _study(path, where) if is_study(path) else _runs(path, where)


def _runs(folder: Path, beside: Path | None) -> Answer:
    then = results.open(folder)
    m = then.manifest
    now = run(
        prepared_runs(folder, m, beside), seed=m["seed"], runs=m["runs"], first_run=m["first_run"],
        record_all=m["recorded"] == "all",
    )  # fmt: skip
    differences = [] if now.result_hash == then.result_hash else list(_differing(then, now))
    what = f"{m['runs']} run{'s' * (m['runs'] != 1)} of {m['scenario']}, seed {m['seed']}"
    return _verdict(folder, what, m["versions"], then.result_hash, now.result_hash, differences)


def _study(folder: Path, beside: Path | None) -> Answer:
    study = read_study(folder)
    then, names = study.outcome.values, [variant.name for variant in study.design.variants]
    ready = [prepared_variant(study, row, beside) for row in range(len(names))]
    forget()  # what was prepared before may be of other files
    source = Source.of(kept_document(folder, study.manifest, beside))
    work = Work("processes" if any(p.plugs.run_python for p in ready) else "threads")
    with tempfile.TemporaryDirectory(prefix="gbad-rerun-") as place:
        ledger = Ledger.create(Path(place), {"rerun": str(folder)}, source.text)
        played = play_study(
            study.design, source, [p.digest for p in ready], study.outcome.names, study.outcome.bounds, ledger, work
        )
    now, differences = played.values, []
    if now.shape != then.shape:
        differences.append(f"{then.shape[1]} runs of each variant then, {now.shape[1]} now")
    else:
        same = (now == then) | (np.isnan(now) & np.isnan(then))
        for v, r, k in np.argwhere(~same):
            name = study.outcome.names[k]
            differences.append(f"run {r} of {names[v]}: {name} was {then[v, r, k]:g}, is {now[v, r, k]:g}")
    what = f"study of {study.design.scenario}, seed {study.design.seed}, {then.shape[1]} runs of each variant"
    stated = study.manifest
    return _verdict(folder, what, stated.get("versions", {}), stated["result_hash"], played.result_hash, differences)


def _differing(then: Result, now: Result) -> Iterator[str]:
    """The first difference of every table."""
    for name in then.tables:
        if name not in now.tables:
            yield f"{name}: a table then, none now"
            continue
        was, is_ = then.tables[name], now.tables[name]
        if len(was) != len(is_):
            yield f"{name}: {len(was)} rows then, {len(is_)} now"
            continue
        for column in was:
            a, b = was[column], is_[column]
            same = (a == b) | (a != a) & (b != b)
            if not same.all():
                row = int(np.argmin(same))
                where = f" (run {was['run'][row]})" if "run" in was else ""
                count = int((~same).sum())
                values = f"{a[row]} then, {b[row]} now"
                yield f"{name}: {count} of {len(a)} rows differ in {column}; row {row}{where}: {values}"
                break


def _verdict(folder: Path, what: str, then: Mapping[str, str], was: str, now: str, differences: list[str]) -> Answer:
    if was != now and not differences:
        raise ResultsError(f"{folder}: its tables are the same as those played again, but not its result hash")
    ours = versions()
    others = [
        f"{name} {then[name]} then, {ours[name]} now" for name in then if name in ours and ours[name] != then[name]
    ]
    sentences = [what, f"result hash {was[:16]}" + ("" if was == now else f" then, {now[:16]} now")]
    sentences += [f"other versions: {', '.join(others)}"] if others else []
    more = len(differences) - MOST_DIFFERENCES
    sentences += [*differences[:MOST_DIFFERENCES], *([f"and {more} more"] if more > 0 else [])]
    title = f"{folder}: played again, {'the same to the last digit' if was == now else 'NOT the same'}"
    facts = {
        "folder": str(folder),
        "same": was == now,
        "result_hash": was,
        "result_hash_now": now,
        "differences": differences,
        "other_versions": others,
    }
    return Answer(title, sentences, facts=facts)
