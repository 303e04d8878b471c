"""Tracks of a results folder, or of any outside tracker, scored against the folder's answer key: ``gbad score``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np

from gbad.columns import Columns, Kind, read_declared
from gbad.errors import InputError
from gbad.metrics import Score, score
from gbad.metrics.paths import GEODETIC, VELOCITY
from gbad.results.result import Result
from gbad.text.answer import Answer, Grid

Since = Literal["start", "line_of_sight", "detection"]
_SINCE = {"start": None, "line_of_sight": "first_line_of_sight_s", "detection": "first_detection_s"}
WORDS = {
    "gospa_m": ("GOSPA", "{:,.0f} m"),
    "ospa_m": ("OSPA", "{:,.0f} m"),
    "missed": ("objects missed, on average", "{:.2f}"),
    "false": ("tracks too many, on average", "{:.2f}"),
    "completeness": ("completeness", "{:.1%}"),
    "ambiguity": ("ambiguity (tracks per followed object)", "{:.3f}"),
    "spuriousness": ("spuriousness", "{:.1%}"),
    "swaps": ("swaps", "{:d}"),
    "changes_per_hour": ("swaps per hour of track", "{:.2f}"),
    "longest_segment": ("longest track segment", "{:.1%}"),
    "position_error_m": ("position error (root mean square)", "{:,.0f} m"),
    "mean_track_life_s": ("mean life of a track", "{:,.0f} s"),
    "tracks": ("tracks", "{:d}"),
}
_COLUMNS = ("completeness", "ambiguity", "swaps", "longest_segment", "position_error_m")
_SHORT = {
    "completeness": "completeness",
    "ambiguity": "ambiguity",
    "swaps": "swaps",
    "longest_segment": "longest segment",
    "position_error_m": "position error",
}


NEEDED = ("time_s", "track", *GEODETIC)
DECLARED: dict[str, Kind] = dict.fromkeys((*NEEDED, *VELOCITY), "number")
DECLARED |= {"track": "text", "time_s": "instant"}


def score_result(
    result: Result,
    tracks: str | Path | None = None,
    *,
    run: int | None = None,
    cutoff_m: float = 1000.0,
    order: float = 2.0,
    since: Since = "line_of_sight",
    step_s: float = 1.0,
    longest_gap_s: float = 15.0,
) -> dict[str, Score]:
    """A :class:`gbad.metrics.Score` by command post, or of an outside table under the name of its file.

    ``tracks``: CSV or Parquet with ``time_s, track, latitude_deg, longitude_deg, height_m``, perhaps ``east_mps,
    north_mps, up_mps`` (more columns are passed over); time counts from the start of the scenario, names may be text.
    Objects count from ``since``: their first line of sight to a radar, first plot, or the start of the scenario. Raises
    InputError for a run without recorded truth, a file that cannot be read, or columns that are missing.
    """
    if since not in _SINCE:
        raise InputError(f"since {since}: expected one of {', '.join(_SINCE)}")
    recorded = np.unique(result.table("truth")["run"])
    run = int(recorded[0]) if run is None else run
    if run not in recorded:
        raise InputError(f"run {run}: no truth was recorded; it was for {', '.join(map(str, recorded))}")
    truth = _truth(result, run, _SINCE[since])
    given = {"cutoff_m": cutoff_m, "order": order, "step_s": step_s, "longest_gap_s": longest_gap_s}
    if tracks is not None:
        return {Path(tracks).name: score(truth, read_tracks(tracks), **given)}
    own = result.table("tracks").where(run=run)
    return {str(command): score(truth, dict(own.where(command=command)), **given) for command in _commands(result)}


def _commands(result: Result) -> list[str]:
    """Ids of all command posts: those on the map, and those without a place that hold tracks."""
    placed = result.table("sites").where(kind="command")["id"]
    return sorted({str(name) for name in (*placed, *np.unique(result.table("tracks")["command"]))})


def read_tracks(file: str | Path) -> Columns:
    """Columns of an outside tracker's table. Raises InputError when it cannot be read or lacks a column."""
    path = Path(file)
    if not path.is_file() or path.suffix not in (".csv", ".parquet"):
        raise InputError(f"tracks {file}: expected a file that exists and ends in .csv or .parquet")
    columns = read_declared(path, DECLARED, "tracks")
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise InputError(
            f"tracks {file}: column {missing[0]} is missing; {', '.join(NEEDED)} are needed, and {', '.join(VELOCITY)} "
            "are read where they are there"
        )
    for name in NEEDED:
        empty = columns[name] == "" if name == "track" else np.isnan(columns[name])
        if empty.any():
            row = int(np.argmax(empty)) + 1
            raise InputError(f"tracks {file}: column {name} has empty fields, the first in row {row} of the table")
    return columns


def _truth(result: Result, run: int, since: str | None) -> dict[str, Any]:
    """Truth of a run with each object's class, from the time on from which it counts."""
    truth = dict(result.table("truth").where(run=run))
    outcomes = result.table("outcomes").where(run=run)
    of = {name: k for k, name in enumerate(outcomes["object"])}
    row = np.array([of[name] for name in truth["object"]], np.int64)
    truth["type"] = outcomes["type"][row]
    if since is None:
        return truth
    first = outcomes[since][row]
    # an object never seen is none that could have been followed
    counts = np.isfinite(first) & (truth["time_s"] >= first)
    if not counts.any():
        raise InputError(f"run {run}: no object ever had its {since[:-2].replace('_', ' ')}; try --since start")
    return {name: column[counts] for name, column in truth.items()}


def told(scores: dict[str, Score]) -> Answer:
    """The scores as tables for people, with everything as data."""
    grids: list[Grid] = []
    for name, found in scores.items():
        total = found.total()
        rows = [[words, _figure(form, total[key])] for key, (words, form) in WORDS.items()]
        if total["nees_mean"] is not None:
            rows.append(["NEES of position (3 when consistent)", f"{total['nees_mean']:.2f}"])
        grids.append(Grid(f"{name}: all {len(found.objects)} objects", ("measure", "value"), rows, ("value",)))
        columns = [_SHORT[key] for key in _COLUMNS]
        classes = [
            [kind, str(of["objects"]), *(_figure(WORDS[key][1], of[key]) for key in _COLUMNS)]
            for kind, of in found.by_type().items()
        ]
        grids.append(Grid(f"{name}: by class", ("class", "objects", *columns), classes, ("objects", *columns)))
    one = next(iter(scores.values()))
    return Answer(
        "Tracks against the answer key",
        [f"A track is near an object when closer than {one.cutoff_m:g} m; instants every {one.step_s:g} s; "
         f"order {one.order:g}.",
         *(f"{name}: {note}." for name, found in scores.items() for note in found.notes)],
        grids,
        {"scores": {name: found.to_dict() for name, found in scores.items()}},
    )  # fmt: skip


def _figure(form: str, value: float | int | None) -> str:
    return "-" if value is None else form.format(value)
