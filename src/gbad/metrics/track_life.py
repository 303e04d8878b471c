"""Lives of system tracks, from the answer key: who was followed from when on, swaps, losses, and figures by class.

``tracks`` says at every command cycle what each track really follows (its newest plot). From that:

- **formed**: an object is followed for the first time; **renumbered**: it goes on under another track number, while the
  old one has ended, follows another or has had no plot for ``COASTS_S`` longer than the new one (it coasts);
- **swapped**: a track goes over from one real object to another;
- **lost**: nobody follows it for longer than ``PATIENCE_S``, though it still flies; marked where its track was last;
- **false**: a track of plots that came from nothing.

Figures by class are plain counts at every tenth second or so; GOSPA and the SIAP measures are those of ``gbad score``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad.physics.earth import MEAN_RADIUS

Columns = dict[str, np.ndarray]
Place = tuple[float, float, float]  # latitude [rad], longitude [rad], height [m]
PATIENCE_S = 20.0
COASTS_S = 10.0  # longer than a slow radar takes to look again
SCORE_STEP_S = 10.0


def tell_marks(tracks: Columns, outcomes: Columns) -> Columns:
    """Marks of every recorded run and command, in order of time."""
    end_s = _ends(outcomes)
    rows: list[tuple[Any, ...]] = []
    for run, command, part in _pictures(tracks):
        rows += [(run, command, *mark) for mark in _marks(run, part, end_s)]
    rows.sort(key=lambda row: (row[0], row[2], row[1], row[3], row[5]))
    names = ("run", "command", "time_s", "event", "object", "track", "latitude_deg", "longitude_deg")
    kinds = (np.int64, np.str_, float, np.str_, np.str_, np.int64, float, float)
    return {n: np.array([row[i] for row in rows], kind) for i, (n, kind) in enumerate(zip(names, kinds, strict=True))}


def tell_scores(tracks: Columns, truth: Columns, outcomes: Columns) -> Columns:
    """By run, command, class and time: how many flew in sight, how many were followed, and how far off."""
    paths = _paths(truth)
    sight = {
        (int(r), str(o)): (str(kind), float(s))
        for r, o, kind, s in zip(
            outcomes["run"], outcomes["object"], outcomes["type"], outcomes["first_line_of_sight_s"], strict=True
        )
    }
    rows: list[tuple[Any, ...]] = []
    for run, command, part in _pictures(tracks):
        mine = {who: path for (r, who), path in paths.items() if r == run}
        classes = sorted({sight[run, who][0] for who in mine})
        wanted = np.unique(part["time_s"])
        times = wanted[np.unique(np.floor(wanted / SCORE_STEP_S), return_index=True)[1]]
        where = {who: _at(path, times) for who, path in mine.items()}
        spans_s = {who: (float(path[0][0]), float(path[0][-1])) for who, path in mine.items()}
        place = _places(part)
        following = part["object"].tolist()
        # rows of a picture go by time
        begins, ends = (np.searchsorted(part["time_s"], times, side).tolist() for side in ("left", "right"))
        for k, t in enumerate(times.tolist()):
            rows_of: dict[str, list[int]] = {}
            for row in range(begins[k], ends[k]):
                rows_of.setdefault(following[row], []).append(row)
            alive = [who for who, (born, gone) in spans_s.items() if born <= t <= gone and sight[run, who][1] <= t]
            for kind in classes:
                members = [who for who in alive if sight[run, who][0] == kind]
                near = [[_apart_m(place[row], where[who][k]) for row in rows_of.get(who, ())] for who in members]
                best = [min(offsets) for offsets in near if offsets]
                error = math.sqrt(sum(e * e for e in best) / len(best)) if best else math.nan
                rows.append((run, command, kind, t, len(members), len(best), sum(map(len, near)), error))
            rows.append((run, command, "", t, 0, 0, len(rows_of.get("", ())), math.nan))
    names = ("run", "command", "type", "time_s", "objects", "followed", "tracks", "error_m")
    kinds = (np.int64, np.str_, np.str_, float, np.int64, np.int64, np.int64, float)
    return {n: np.array([row[i] for row in rows], kind) for i, (n, kind) in enumerate(zip(names, kinds, strict=True))}


def _pictures(tracks: Columns) -> list[tuple[int, str, Columns]]:
    """Rows of each run and command, by time and track."""
    if not len(tracks["run"]):
        return []
    order = np.lexsort((tracks["track"], tracks["time_s"], tracks["command"], tracks["run"]))
    rows = {name: values[order] for name, values in tracks.items()}
    new = (np.diff(rows["run"]) != 0) | (rows["command"][1:] != rows["command"][:-1])
    parts = np.split(np.arange(len(order)), np.flatnonzero(new) + 1)
    return [
        (int(rows["run"][p[0]]), str(rows["command"][p[0]]), {name: values[p] for name, values in rows.items()})
        for p in parts
    ]


def _ends(outcomes: Columns) -> dict[tuple[int, str], float]:
    return {
        (int(r), str(o)): float(e)
        for r, o, e in zip(outcomes["run"], outcomes["object"], outcomes["end_s"], strict=True)
    }


def _marks(run: int, part: Columns, end_s: dict[tuple[int, str], float]) -> list[tuple[Any, ...]]:
    """``(time, event, object, track, latitude, longitude)`` of one picture."""
    found: list[tuple[Any, ...]] = []
    follows: dict[int, str] = {}  # what a track follows
    latest: dict[str, tuple[int, float, float, float]] = {}  # object: its track, when and where last seen
    beside: dict[int, int] = {}  # a second track of an object, and the first
    newest: dict[int, float] = {}  # when a track last had a plot
    names = ("time_s", "track", "object", "latitude_deg", "longitude_deg", "state_time_s")
    columns = (part[n].tolist() for n in names)
    last_s = float(part["time_s"][-1])
    for t, track, who, latitude, longitude, state_s in zip(*columns, strict=True):
        before = follows.get(track)
        newest[track] = state_s
        follows[track] = who
        if who == "":
            if before is None:
                found.append((t, "false", "", track, latitude, longitude))
            continue
        known = latest.get(who)
        if before not in (None, "", who):
            found.append((t, "swapped", who, track, latitude, longitude))
        elif known is None:
            found.append((t, "formed", who, track, latitude, longitude))
        elif t - known[1] > PATIENCE_S:
            found += [_loss(who, known), (t, "formed", who, track, latitude, longitude)]
        elif known[0] != track and follows.get(known[0]) != who:
            found.append((t, "renumbered", who, track, latitude, longitude))
        elif known[0] != track and before is None:
            beside[track] = known[0]
        if known is not None and beside.get(track) == known[0] and newest[known[0]] + COASTS_S < state_s:
            # the old number is still shown, but nothing has been seen of it for long
            found.append((t, "renumbered", who, track, latitude, longitude))
            known = None
            del beside[track]
        if known is None or known[1] < t or known[0] == track or follows.get(known[0]) != who:
            latest[who] = (track, t, latitude, longitude)
    for who, known in latest.items():
        if min(end_s[run, who], last_s) - known[1] > PATIENCE_S:
            found.append(_loss(who, known))
    return found


def _loss(who: str, known: tuple[int, float, float, float]) -> tuple[Any, ...]:
    track, t, latitude, longitude = known
    return (t, "lost", who, track, latitude, longitude)


def _paths(truth: Columns) -> dict[tuple[int, str], np.ndarray]:
    """Rows of time, latitude, longitude [rad] and height of every object."""
    table = np.stack(
        [truth["time_s"], np.radians(truth["latitude_deg"]), np.radians(truth["longitude_deg"]), truth["height_m"]]
    )
    order = np.lexsort((truth["time_s"], truth["object"], truth["run"]))
    run, who = truth["run"][order], truth["object"][order]
    cuts = np.flatnonzero((np.diff(run) != 0) | (who[1:] != who[:-1])) + 1
    parts = np.split(order, cuts) if len(order) else []
    return {(int(truth["run"][p[0]]), str(truth["object"][p[0]])): table[:, p] for p in parts}


def _at(path: np.ndarray, times_s: np.ndarray) -> list[Place]:
    """Where an object is at each time, straight between truth's rows."""
    return list(zip(*(np.interp(times_s, path[0], row).tolist() for row in path[1:]), strict=True))


def _places(part: Columns) -> list[Place]:
    """Where each row of a picture has its track."""
    columns = np.radians(part["latitude_deg"]), np.radians(part["longitude_deg"]), part["height_m"]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _apart_m(track: Place, real: Place) -> float:
    north = (track[0] - real[0]) * MEAN_RADIUS
    east = (track[1] - real[1]) * MEAN_RADIUS * math.cos(real[0])
    up = track[2] - real[2]
    return math.sqrt(north * north + east * east + up * up)
