"""A finished study read back from its folder, as ``gbad.study`` gave it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from gbad.columns import by_descriptor
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import STUDY_SCHEMA, verified_bytes, verified_manifest
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples, Until, Variant
from gbad.studies.placed import PLACE, Placing
from gbad.studies.points import Points
from gbad.studies.runner import Outcome, State, result_hash
from gbad.tables import Floats

RUNS = "runs.parquet"
_KEYS = ("variant", "run", "failed", "sample")


def read_study(folder: str | Path) -> Study:
    """Verify every file and read. Raises ``ResultsError`` for what is damaged, missing, foreign or newer."""
    path = Path(folder)
    stated = verified_manifest(path, STUDY_SCHEMA)
    try:
        design = design_of(stated)
        names, values = _table(path, stated, len(design.variants))
        outcome = _outcome(stated, design, names, values)
    except (KeyError, ValueError, TypeError, InputError) as error:
        raise ResultsError(f"{path}: is not a study as this gbad writes it ({error!r})") from error
    return Study(design, outcome, stated, path)


def variant_of(study: Study, name: str | None) -> int:
    """Row of a variant, the first if none is named. Raises ``InputError``."""
    names = [variant.name for variant in study.design.variants]
    if name is not None and name not in names:
        raise InputError(f"--variant {name}: the study has {', '.join(names)}")
    return 0 if name is None else names.index(name)


def design_of(stated: dict[str, Any]) -> Design:
    """The design that a manifest states; of samples, how many."""
    until = stated["asked"]["until"]
    samples, points = stated["asked"].get("samples"), stated["asked"].get("points")
    placing = stated["asked"].get("design")
    return Design(
        samples=Samples(**samples) if samples else None,
        points=Points.told(points) if points else None,
        placing=Placing.of(placing) if placing else None,
        scenario=stated["asked"]["scenario"],
        variants=tuple(Variant(each["name"], dict(each["changes"])) for each in stated["asked"]["variants"]),
        runs=stated["asked"]["runs"],
        seed=stated["asked"]["seed"],
        until=Until.parse(until) if until else None,
        measures=tuple(stated["measures"]),
        about=stated["asked"]["about"],
    )


def _outcome(stated: dict[str, Any], design: Design, names: tuple[str, ...], values: Floats) -> Outcome:
    row = {variant.name: v for v, variant in enumerate(design.variants)}
    bounds = [[stated["bounds"][variant.name][name] for name in names] for variant in design.variants]
    failures = {(row[each["variant"]], int(each["run"])): str(each["error"]) for each in stated["failures"]}
    planned, done = len(design.variants) * design.runs, len(design.variants) * values.shape[1]
    return Outcome(
        names=names,
        bounds=np.array(bounds, float).reshape(len(design.variants), len(names), 2),
        values=values,
        stopped_at=values.shape[1],
        failures=failures,
        excluded=int(stated["excluded"]),
        state=State(planned=planned, finished=done, failed=len(failures)),
        result_hash=result_hash(design, names, values),
    )


def _table(folder: Path, stated: dict[str, Any], variants: int) -> tuple[tuple[str, ...], Floats]:
    """Names of measures, and their values ``(variants, runs, measures)``."""
    if RUNS not in stated["files"]:
        raise ResultsError(f"{folder}: the manifest lists no {RUNS}")
    content = verified_bytes(folder / RUNS, stated["files"][RUNS]["sha256"])
    try:
        with by_descriptor(content) as plain, duckdb.connect(":memory:", config={"threads": 1}) as connection:
            columns = connection.execute(f"SELECT * FROM read_parquet('{plain}')").fetchnumpy()
    except duckdb.Error as error:
        raise ResultsError(f"{folder / RUNS}: not a readable table: {error}") from error
    names = tuple(name for name in columns if name not in _KEYS and not name.startswith(PLACE))
    table: Floats = np.stack([np.ma.filled(np.ma.asarray(columns[name], float), np.nan) for name in names], axis=1)
    return names, table.reshape(variants, -1, len(names))
