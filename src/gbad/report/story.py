"""One run of a result as the page tells it: every object with its times, its path and the shots fired at it.

Only reading: tables are columns as written by the simulation; what is missing stays nan or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.report.families import Family, family_of
from gbad.report.sites import SITE_KINDS, Site, read_sites

# a table: columns by name; results hand over objects that also print themselves
Columns = Any

# the chain from first sight to the first round's arrival: column of outcomes, word for the reader
STEPS = (
    ("first_line_of_sight_s", "in sight"),
    ("first_detection_s", "detected"),
    ("confirmed_s", "confirmed"),
    ("shared_s", "shared"),
    ("identified_s", "identified"),
    ("ranked_s", "ranked"),
    ("first_order_s", "ordered"),
    ("first_launch_s", "launched"),
)


class ResultLike(Protocol):
    """What the report reads of a result."""

    @property
    def tables(self) -> Mapping[str, Any]: ...

    @property
    def manifest(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Path:
    """Where an object was: columns over time."""

    time_s: NDArray[np.float64]
    latitude_deg: NDArray[np.float64]
    longitude_deg: NDArray[np.float64]
    height_m: NDArray[np.float64]

    def at(self, time_s: float) -> tuple[float, float, float]:
        """Latitude, longitude, height at a time (the nearest end outside the path)."""
        columns = (self.latitude_deg, self.longitude_deg, self.height_m)
        return tuple(float(np.interp(time_s, self.time_s, c)) for c in columns)  # type: ignore[return-value]


@dataclass(frozen=True)
class Thing:
    """One object of the run: a threat or another aircraft."""

    id: str
    type: str
    family: Family
    is_threat: bool
    fate: str
    cause: str
    times: Mapping[str, float]
    end_s: float
    planned_end_s: float
    aims_at: str
    evidence: str
    path: Path
    shots: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """Everything the figures need. ``things`` are threats in order of their end, then the others."""

    manifest: Mapping[str, Any]
    tables: Mapping[str, Columns]
    run: int
    runs: NDArray[np.int64]
    things: list[Thing]
    places: list[Site]

    @property
    def sites(self) -> list[Site]:
        """Radars, posts and batteries."""
        return [p for p in self.places if p.kind in SITE_KINDS]

    @property
    def assets(self) -> list[Site]:
        """What is defended, apart from the sites themselves."""
        sites = {p.place for p in self.sites}
        return [p for p in self.places if p.kind == "asset" and p.place not in sites]

    @property
    def threats(self) -> list[Thing]:
        return [t for t in self.things if t.is_threat]

    @property
    def others(self) -> list[Thing]:
        return [t for t in self.things if not t.is_threat]

    @property
    def shots(self) -> list[dict[str, Any]]:
        """Every round of the run that left its tube, in order of launch."""
        return [s for s in records(rows_of(self.tables, "shots", self.run)) if np.isfinite(s["launch_s"])]

    @property
    def end_s(self) -> float:
        """Last instant worth drawing: the end of the last threat or shot."""
        ends = [t.end_s for t in self.threats] + [float(s["end_s"]) for s in self.shots]
        ends = [e for e in ends if np.isfinite(e)]
        return max(ends, default=float(self.manifest.get("duration_s", 600.0)))


def tell(result: ResultLike) -> Story:
    """Read the first run of a result."""
    outcomes = result.tables["outcomes"]
    runs = np.unique(outcomes["run"]).astype(np.int64)
    run = int(runs[0]) if len(runs) else 0
    truth = rows_of(result.tables, "truth", run)
    paths = {name: _path(truth, name) for name in map(str, np.unique(truth["object"]))} if truth else {}
    shots: dict[str, list[dict[str, Any]]] = {}
    for shot in records(rows_of(result.tables, "shots", run)):
        if np.isfinite(shot["launch_s"]):
            shots.setdefault(str(shot["object"]), []).append(shot)
    things = [_thing(row, paths, shots) for row in records(rows_of(result.tables, "outcomes", run))]
    things.sort(key=lambda t: (not t.is_threat, t.end_s if np.isfinite(t.end_s) else np.inf, t.id))
    return Story(result.manifest, result.tables, run, runs, things, read_sites(result.tables))


def rows_of(tables: Mapping[str, Columns], name: str, run: int) -> dict[str, NDArray[Any]]:
    """Columns of one run; empty where the table is missing."""
    table = tables.get(name)
    if table is None:
        return {}
    if "run" not in table:
        return dict(table)
    keep = np.asarray(table["run"]) == run
    return {column: np.asarray(values)[keep] for column, values in table.items()}


def records(table: Columns) -> list[dict[str, Any]]:
    """Rows of a small table, sorted by launch where it has launches."""
    if not table:
        return []
    names = list(table)
    rows = [
        dict(zip(names, values, strict=True))
        for values in zip(*(np.asarray(table[n]).tolist() for n in names), strict=True)
    ]
    return sorted(rows, key=lambda r: r["launch_s"]) if "launch_s" in names else rows


def _path(truth: Columns, name: str) -> Path:
    keep = truth["object"] == name
    order = np.argsort(truth["time_s"][keep], kind="stable")
    columns = ("time_s", "latitude_deg", "longitude_deg", "height_m")
    return Path(*(np.asarray(truth[c][keep][order], dtype=np.float64) for c in columns))


def _thing(row: dict[str, Any], paths: Mapping[str, Path], shots: Mapping[str, list[dict[str, Any]]]) -> Thing:
    name, is_threat = str(row["object"]), bool(row["is_threat"])
    nothing = np.zeros(0)
    times = {column: _time(row.get(column)) for column, _ in (*STEPS, ("first_intercept_s", ""))}
    return Thing(
        id=name,
        type=str(row["type"]),
        family=family_of(str(row["type"]), is_threat),
        is_threat=is_threat,
        fate=str(row["fate"]),
        cause=str(row["cause"]),
        times=times,
        end_s=_time(row.get("end_s")),
        planned_end_s=_time(row.get("planned_end_s")),
        aims_at=str(row.get("aims_at") or ""),
        evidence=str(row.get("evidence") or ""),
        path=paths.get(name, Path(nothing, nothing, nothing, nothing)),
        shots=shots.get(name, []),
    )


def _time(value: Any) -> float:
    return float("nan") if value is None else float(value)
