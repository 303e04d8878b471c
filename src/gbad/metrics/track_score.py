"""How good a set of tracks is, measured against the answer key: the one place where tracks and truth meet.

At every instant of a regular grid, truth and tracks are brought to the same time (between rows by the cubic with their
velocities where a table has them, else straight), then

- **GOSPA and OSPA** as in ``gospa.py``;
- **who is followed by which track**: pairs of the instant before hold while they are closer than the cut-off, the
  others are formed anew by the cheapest assignment (the habit of CLEAR MOT: Bernardin, Stiefelhagen, 2008). A *swap* is
  an object followed by another track than the last one that followed it;
- **SIAP measures** (single integrated air picture; Votruba, Nisley, Rothrock, Zombro, "Single Integrated Air Picture
  (SIAP) metrics implementation", SIAP SE TF, 2001): *completeness* (share of object-seconds with a track near),
  *ambiguity* (tracks near an object, per followed object; 1 is best), *spuriousness* (share of track-seconds with no
  object near), *longest track segment* (share of an object's life under one track), *rate of number changes*.
  A track belongs to the object that is nearest, if closer than the cut-off;
- **position error**: at the truth's own rows, where it is known exactly, against the track that follows;
- **NEES** (normalised estimation error squared of position) where tracks carry a covariance and a row of that instant.

Left out: velocity errors, identities (they are scored by the room that gives them), weighting by threat.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.metrics.gospa import gospa, ospa
from gbad.metrics.paths import Path, column_of, has, paths_of
from gbad.metrics.score_notes import notes_of
from gbad.metrics.score_table import NO_TRACK, Score, Story
from gbad.tracking.assignment import assign

Floats = NDArray[np.float64]


def score(
    truth: Any,
    tracks: Any,
    cutoff_m: float = 1000.0,
    order: float = 2.0,
    *,
    step_s: float = 1.0,
    longest_gap_s: float = 15.0,
) -> Score:
    """Measures of a track table against a truth table.

    ``truth``: columns ``time_s, object`` and a place, optionally ``type`` (text) for figures by class; ``tracks``:
    ``time_s, track`` and a place, optionally ``covariance`` (n, 3 or more, same) in the same axes. A place is ``east_m,
    north_m, up_m`` or ``latitude_deg, longitude_deg, height_m``, the same kind on both sides; with ``east_mps,
    north_mps, up_mps`` rows are joined with their velocities. Objects and tracks are not known in gaps longer than
    ``longest_gap_s``; what does not count for that or another reason is in ``notes`` of the result. Raises InputError
    for tables that do not fit, and for tracks of which no row lies in the time of the truth.
    """
    if not step_s > 0.0 or not longest_gap_s > 0.0:
        raise InputError(f"step_s {step_s}, longest_gap_s {longest_gap_s}: expected above 0")
    objects, local = paths_of(truth, "object", "truth")
    followed, tracks_local = paths_of(tracks, "track", "tracks")
    if not objects:
        raise InputError("truth: no rows; there is nothing to score against")
    if followed and local != tracks_local:
        raise InputError("truth and tracks: one has east_m, the other latitude_deg; expected the same kind of place")
    first, last = min(path.time_s[0] for path in objects), max(path.time_s[-1] for path in objects)
    instants = first + step_s * np.arange(int((last - first) / step_s + 1e-9) + 1)
    notes = notes_of(objects, followed, (first, last), longest_gap_s)
    x = np.stack([path.at(instants, longest_gap_s) for path in objects])
    y = np.stack([path.at(instants, longest_gap_s) for path in followed]) if followed else np.zeros((0, *x.shape[1:]))
    story = _follow(x, y, instants, cutoff_m, order)
    _errors_into(story.error_m, objects, followed, story, longest_gap_s)
    return Score(
        cutoff_m=float(cutoff_m),
        order=float(order),
        step_s=float(step_s),
        objects=[path.name for path in objects],
        types=_types(truth, objects),
        tracks=[path.name for path in followed],
        story=story,
        nees=_nees(tracks, followed, x, instants, story.by_object),
        notes=notes,
    )


def _follow(x: Floats, y: Floats, instants: Floats, cutoff_m: float, order: float) -> Story:
    """Walk through the instants; places are (objects or tracks, instants, 3), nan where there is none."""
    steps = instants.size
    by_object = np.full((len(x), steps), NO_TRACK, np.int64)
    near_tracks = np.zeros((len(x), steps), np.int64)
    spurious, error = np.zeros(steps, np.int64), np.full((len(x), steps), np.nan)  # errors come later
    gospas, ospas = np.zeros((steps, 4)), np.zeros(steps)
    latest = np.full(len(x), NO_TRACK, np.int64)
    alive_x, alive_y = np.isfinite(x[:, :, 0]), np.isfinite(y[:, :, 0])
    for i in range(steps):
        rows, columns = np.nonzero(alive_x[:, i])[0], np.nonzero(alive_y[:, i])[0]
        here, there = x[rows, i], y[columns, i]
        found = gospa(here, there, cutoff_m, order)
        gospas[i] = found.distance_m, found.localisation_m, found.missed, found.false
        ospas[i] = ospa(here, there, cutoff_m, order).distance_m
        apart = np.sqrt(((here[:, None] - there[None]) ** 2).sum(axis=2))
        apart[apart >= cutoff_m] = np.inf
        # every track belongs to the nearest object
        if rows.size and columns.size:
            nearest = apart.argmin(axis=0)
            belongs = np.isfinite(apart.min(axis=0))
            np.add.at(near_tracks, (rows[nearest[belongs]], i), 1)
            spurious[i] = int((~belongs).sum())
        else:
            spurious[i] = columns.size
        # one track for one object: what was together stays together
        pairs = _pairs(apart, latest[rows], columns, cutoff_m, order)
        for k in np.nonzero(pairs >= 0)[0]:
            by_object[rows[k], i] = columns[pairs[k]]
            latest[rows[k]] = columns[pairs[k]]
    return Story(instants, alive_x, alive_y, by_object, near_tracks, spurious, error, gospas, ospas)


def _errors_into(
    error_m: Floats, objects: list[Path], followed: list[Path], story: Story, longest_gap_s: float
) -> None:
    """Fill ``(objects, instants)`` with position errors at the truth's rows, each at the instant that is nearest."""
    instants = story.time_s
    step = instants[1] - instants[0] if instants.size > 1 else 1.0
    for row, path in enumerate(objects):
        i = np.clip(np.rint((path.time_s - instants[0]) / step).astype(np.int64), 0, instants.size - 1)
        track = story.by_object[row, i]
        for k in np.unique(track[track >= 0]):
            mine = track == k
            there = followed[k].at(path.time_s[mine], longest_gap_s)
            error_m[row, i[mine]] = np.sqrt(((there - path.place_m[mine]) ** 2).sum(axis=1))


def _pairs(apart: Floats, latest: NDArray[np.int64], columns: NDArray[np.int64], cutoff_m: float, order: float):
    """Column of each row: the latest track where it is still near, else by the cheapest assignment of the rest."""
    pairs = np.full(len(apart), -1, np.int64)
    taken = np.zeros(columns.size, bool)
    for k, track in enumerate(latest):
        at = np.nonzero(columns == track)[0]
        if at.size and np.isfinite(apart[k, at[0]]) and not taken[at[0]]:
            pairs[k], taken[at[0]] = at[0], True
    rows, free = np.nonzero(pairs < 0)[0], np.nonzero(~taken)[0]
    if rows.size and free.size:
        chosen = assign(apart[np.ix_(rows, free)] ** order, cutoff_m**order * (rows.size + 1))
        pairs[rows[chosen >= 0]] = free[chosen[chosen >= 0]]
    return pairs


def _types(truth: Any, objects: list[Path]) -> list[str]:
    if not has(truth, "type"):
        return ["all"] * len(objects)
    types = column_of(truth, "type", "truth")
    return [str(types[path.row[0]]) for path in objects]


def _nees(
    tracks: Any, followed: list[Path], x: Floats, instants: Floats, by_object: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Normalised squared position errors (3 degrees of freedom) of all followed objects, where they can be told."""
    if not has(tracks, "covariance") or not followed:
        return np.zeros(0)
    covariance = np.asarray(column_of(tracks, "covariance", "tracks"), np.float64)[:, :3, :3]
    found = []
    for k, path in enumerate(followed):
        place = np.clip(np.searchsorted(path.time_s, instants - 1e-6), 0, path.time_s.size - 1)
        exact = np.abs(path.time_s[place] - instants) < 1e-6
        for row, i in zip(*np.nonzero((by_object == k) & exact[None]), strict=True):
            error = path.place_m[place[i]] - x[row, i]
            found.append(error @ np.linalg.solve(covariance[path.row[place[i]]], error))
    return np.array(found)
