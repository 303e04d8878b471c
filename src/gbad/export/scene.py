"""A result's run as what moves, what stands and what happened: the one thing that every format is written from.

Places are as in the tables: degrees, heights above the WGS-84 ellipsoid. Formats that want heights above mean sea level
take :meth:`Mover.height_above_sea_m`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.physics import earth
from gbad.results import Result
from gbad.tables import Floats
from gbad.terrain import geoid_height_m

SIDES = ("hostile", "neutral", "friend")
_PLACE = ("latitude_deg", "longitude_deg", "height_m")
_VELOCITY = ("east_mps", "north_mps", "up_mps")


@dataclass(frozen=True, slots=True)
class Mover:
    """An object or a round along its way."""

    id: str
    kind: str  # object or round
    name: str
    type: str  # name of the library entry
    side: str  # hostile, neutral or friend
    parent: str  # battery of a round, carrier of what was released; empty for none
    target: str  # object that a round flew at, asset that an object aimed at; empty for none
    end: str  # killed, leaked or survived; how a round ended
    time_s: Floats  # (n,)  since the start, rising
    latitude_deg: Floats  # (n,)
    longitude_deg: Floats  # (n,)
    height_m: Floats  # (n,)  above the ellipsoid
    east_mps: Floats  # (n,)
    north_mps: Floats  # (n,)
    up_mps: Floats  # (n,)

    def height_above_sea_m(self) -> Floats:
        """Heights above mean sea level by the built-in geoid."""
        return above_sea_m(self.latitude_deg, self.longitude_deg, self.height_m)

    def heading_deg(self) -> Floats:
        """Course over the ground, 0 to 360 clockwise from north."""
        return np.degrees(np.arctan2(self.east_mps, self.north_mps)) % 360.0

    def pitch_deg(self) -> Floats:
        """Climb angle of the velocity."""
        return np.degrees(np.arctan2(self.up_mps, np.hypot(self.east_mps, self.north_mps)))

    def at(self, time_s: float) -> tuple[float, float, float]:
        """Latitude, longitude, height at a time; the nearest row's outside."""
        one = resampled(self, np.array([min(max(time_s, self.time_s[0]), self.time_s[-1])]))
        return float(one.latitude_deg[0]), float(one.longitude_deg[0]), float(one.height_m[0])


@dataclass(frozen=True, slots=True)
class Scene:
    """One run."""

    title: str
    about: str
    start: datetime  # UTC
    duration_s: float
    run: int
    movers: tuple[Mover, ...]
    sites: tuple[dict[str, Any], ...]  # rows of the table ``sites``
    events: tuple[dict[str, Any], ...]  # rows of the table ``events``
    shots: tuple[dict[str, Any], ...]  # rows of the table ``shots``
    works: dict[str, tuple[tuple[float, float], ...]]  # when each radar works and is not silent

    def when(self, time_s: float) -> datetime:
        """Instant of a time since the start."""
        return self.start + timedelta(seconds=float(time_s))

    def mover(self, name: str) -> Mover | None:
        """The object or round of that id, None if it has no path."""
        return next((mover for mover in self.movers if mover.id == name), None)

    def of_kind(self, kind: str) -> Iterator[dict[str, Any]]:
        """Sites of a kind."""
        return (site for site in self.sites if site["kind"] == kind)


def scene(result: Result, run: int | None = None, every_s: float | None = None) -> Scene:
    """Gather one run that was recorded in full (the first by default), as recorded or every so many seconds.

    Between recorded rows it is the cubic with their places and velocities, in the Earth-centred frame. Raises
    ``InputError`` for a run that is not there or has no paths.
    """
    if every_s is not None and not (np.isfinite(every_s) and every_s >= 0.01):
        raise InputError(f"--every {every_s:g}: seconds from 0.01 on are needed")
    if "truth" not in result.tables or not len(result.truth):
        raise InputError("these results have no paths: export needs a run recorded in full (gbad run; not a study)")
    recorded = np.unique(result.truth["run"])
    chosen = int(recorded[0]) if run is None else run
    if chosen not in recorded:
        listed = ", ".join(str(number) for number in recorded[:8])
        raise InputError(
            f"--run {chosen}: is not among the runs recorded in full ({listed}); "
            f"gbad run --first-run {chosen} records it"
        )
    manifest = result.manifest
    movers = [*_objects(result, chosen), *_rounds(result, chosen)]
    if every_s is not None:
        movers = [resampled(mover, _grid(mover.time_s, every_s)) for mover in movers]
    begin = datetime.fromisoformat(str(manifest["start"]))
    offset = begin.utcoffset()
    return Scene(
        title=str(manifest.get("title") or manifest["scenario"]),
        about=_about(manifest, chosen),
        start=begin.replace(tzinfo=None) - (offset or timedelta()),
        duration_s=float(manifest["duration_s"]),
        run=chosen,
        movers=tuple(movers),
        sites=tuple(_site(row, chosen == int(manifest["first_run"])) for row in result.sites.rows()),
        events=tuple(dict(row) for row in result.events.where(run=chosen).rows()),
        shots=tuple(dict(row) for row in result.shots.where(run=chosen).rows()),
        works=_works(result, chosen, float(manifest["duration_s"])),
    )


def above_sea_m(latitude_deg: Any, longitude_deg: Any, height_m: Any) -> Any:
    """Ellipsoidal heights as heights above mean sea level."""
    return height_m - geoid_height_m(np.radians(latitude_deg), np.radians(longitude_deg))


def resampled(mover: Mover, time_s: Floats) -> Mover:
    """The same way at other times within it."""
    if len(mover.time_s) == 1:
        return mover
    place = earth.geodetic_to_ecef(np.radians(mover.latitude_deg), np.radians(mover.longitude_deg), mover.height_m)
    axes = earth.ecef_to_enu_matrix(np.radians(mover.latitude_deg), np.radians(mover.longitude_deg))
    enu = np.stack([mover.east_mps, mover.north_mps, mover.up_mps], axis=1)
    velocity = (enu[:, :, None] * axes).sum(axis=1)
    k = np.clip(np.searchsorted(mover.time_s, time_s, side="right") - 1, 0, len(mover.time_s) - 2)
    step = (mover.time_s[k + 1] - mover.time_s[k])[:, None]
    u = (time_s - mover.time_s[k])[:, None] / step
    rise, v0, v1 = place[k + 1] - place[k], velocity[k] * step, velocity[k + 1] * step
    a, b = v0 + v1 - 2.0 * rise, 3.0 * rise - 2.0 * v0 - v1
    latitude, longitude, height = earth.ecef_to_geodetic(place[k] + u * (v0 + u * (b + u * a)))
    turned = earth.ecef_to_enu_matrix(latitude, longitude)
    east, north, up = (((v0 + u * (2.0 * b + 3.0 * u * a)) / step)[:, None, :] * turned).sum(axis=2).T
    return replace(
        mover, time_s=time_s, latitude_deg=np.degrees(latitude), longitude_deg=np.degrees(longitude), height_m=height,
        east_mps=east, north_mps=north, up_mps=up,
    )  # fmt: skip


def _site(row: Any, first: bool) -> dict[str, Any]:
    """A row of the sites; when it was destroyed is known of the first run alone."""
    return dict(row) | ({} if first else {"destroyed_s": float("nan")})


def _grid(time_s: Floats, every_s: float) -> Floats:
    """Whole multiples of the step within a way, with its ends."""
    begin, end = float(time_s[0]), float(time_s[-1])
    inside = every_s * np.arange(np.ceil(begin / every_s), np.floor(end / every_s) + 1.0)
    return np.unique(np.r_[begin, inside[(inside > begin) & (inside < end)], end])


def _objects(result: Result, run: int) -> Iterator[Mover]:
    truth, outcomes = result.truth.where(run=run), result.outcomes.where(run=run)
    told = {row["object"]: row for row in outcomes.rows()}
    for name, rows in _parts(truth["object"]):
        row = told[name]
        side = row["side"] or ("hostile" if row["is_threat"] else "neutral")
        yield Mover(
            id=name, kind="object", name=row["name"] or name, type=row["type"], side=side, parent=row["parent"],
            target=row["aims_at"], end=row["fate"], **_way(truth, rows),
        )  # fmt: skip


def _rounds(result: Result, run: int) -> Iterator[Mover]:
    if "paths" not in result.tables:
        return
    paths = result.paths.where(run=run)
    shots = {row["round"]: row for row in result.shots.where(run=run).rows()}
    for name, rows in _parts(paths["round"]):
        shot = shots[name]
        yield Mover(
            id=name, kind="round", name=name, type=shot["interceptor"], side="friend", parent=shot["battery"],
            target=shot["object"], end=shot["end_reason"], **_way(paths, rows),
        )  # fmt: skip


def _parts(names: Any) -> Iterator[tuple[str, Any]]:
    """Each name with its rows; rows stand by name, then time."""
    if not len(names):
        return
    cuts = np.flatnonzero(names[1:] != names[:-1]) + 1
    for rows in np.split(np.arange(len(names)), cuts):
        yield str(names[rows[0]]), slice(int(rows[0]), int(rows[-1]) + 1)


def _way(table: Any, rows: slice) -> dict[str, Floats]:
    return {name: table[name][rows] for name in ("time_s", *_PLACE, *_VELOCITY)}


def _works(result: Result, run: int, duration_s: float) -> dict[str, tuple[tuple[float, float], ...]]:
    if "pointing" not in result.tables:
        return {}
    states = result.pointing.where(run=run)
    states = states[states["state"] != "cued"]
    found = {}
    for radar in np.unique(states["radar"]).tolist():
        mine = states.where(radar=radar)
        ends = [*mine["time_s"][1:].tolist(), duration_s]
        spans = zip(mine["time_s"].tolist(), ends, mine["state"].tolist(), strict=True)
        found[radar] = tuple((begin, end) for begin, end, state in spans if state == "works" and end > begin)
    return found


def _about(manifest: Any, run: int) -> str:
    hypothetical = "Hypothetical places. " if manifest.get("hypothetical") else ""
    return f"Simulation only. {hypothetical}Scenario {manifest['scenario']}, seed {manifest['seed']}, run {run}."
