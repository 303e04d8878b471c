"""What scoring found, as figures: totals, by class, by object and over time. Made by ``track_score.score``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_TRACK = -1


@dataclass(frozen=True, slots=True)
class Story:
    """Who was followed by what; axes (objects, instants)."""

    time_s: NDArray[np.float64]  # (instants,)
    alive: NDArray[np.bool_]  # (objects, instants)
    tracks_alive: NDArray[np.bool_]  # (tracks, instants)
    by_object: NDArray[np.int64]  # (objects, instants) index of the track that follows, NO_TRACK for none
    near_tracks: NDArray[np.int64]  # (objects, instants) tracks whose nearest object it is
    spurious: NDArray[np.int64]  # (instants,) tracks with no object near
    error_m: NDArray[np.float64]  # (objects, instants) nan where the truth has no row or nothing follows
    gospa: NDArray[np.float64]  # (instants, 4) distance, localisation, missed, false
    ospa_m: NDArray[np.float64]  # (instants,)


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one set of tracks against one truth; see ``track_score.py`` for what each means."""

    cutoff_m: float
    order: float
    step_s: float
    objects: list[Any]
    types: list[str]  # of each object
    tracks: list[Any]
    story: Story
    nees: NDArray[np.float64]
    notes: list[str] = field(default_factory=list)  # what did not count, and why

    def total(self) -> dict[str, float | int | None]:
        """Figures over all objects and instants; a figure nothing was there for is None."""
        s = self.story
        tracks = int(s.tracks_alive.sum())
        figures = {
            "gospa_m": _mean(s.gospa[:, 0]),
            "localisation_m": _mean(s.gospa[:, 1]),
            "missed": _mean(s.gospa[:, 2]),
            "false": _mean(s.gospa[:, 3]),
            "ospa_m": _mean(s.ospa_m),
            **self._of(range(len(self.objects))),
            "spuriousness": float(s.spurious.sum() / tracks) if tracks else None,
            "tracks": len(self.tracks),
            "mean_track_life_s": float(self.step_s * tracks / len(self.tracks)) if self.tracks else None,
        }
        return figures | self._consistency()

    def by_type(self) -> dict[str, dict[str, float | int | None]]:
        """Figures of the objects of each class. False tracks belong to no class."""
        return {
            kind: self._of([k for k, other in enumerate(self.types) if other == kind])
            for kind in sorted(set(self.types))
        }

    def by_object(self) -> dict[str, dict[str, float | int | None]]:
        """Figures of every object."""
        return {str(name): self._of([k]) for k, name in enumerate(self.objects)}

    def over_time(self) -> dict[str, list[float]]:
        """Columns with one row per instant."""
        s = self.story
        swapped = np.zeros(s.time_s.size, np.int64)
        for row in s.by_object:
            swapped[_changes(row)] += 1
        columns = {"time_s": s.time_s, "gospa_m": s.gospa[:, 0], "ospa_m": s.ospa_m, "missed": s.gospa[:, 2],
                   "false": s.gospa[:, 3], "objects": s.alive.sum(axis=0), "followed": (s.by_object >= 0).sum(axis=0),
                   "tracks": s.tracks_alive.sum(axis=0), "spurious": s.spurious, "swaps": swapped}  # fmt: skip
        return {name: column.tolist() for name, column in columns.items()}

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "cutoff_m": self.cutoff_m,
            "order": self.order,
            "step_s": self.step_s,
            "notes": self.notes,
            "total": self.total(),
            "by_type": self.by_type(),
            "by_object": self.by_object(),
            "over_time": self.over_time(),
        }

    def _of(self, rows: Any) -> dict[str, float | int | None]:
        """Figures of some objects."""
        s, rows = self.story, list(rows)
        alive, held = int(s.alive[rows].sum()), s.by_object[rows] >= 0
        near = s.near_tracks[rows]
        followed = int((near > 0).sum())
        swaps = sum(_changes(row).size for row in s.by_object[rows])
        longest = sum(_longest(row) for row in s.by_object[rows])
        error = s.error_m[rows][held]
        error = error[np.isfinite(error)]
        held_s = self.step_s * int(held.sum())
        return {
            "objects": len(rows),
            "completeness": followed / alive if alive else None,
            "ambiguity": float(near.sum() / followed) if followed else None,
            "swaps": swaps,
            "changes_per_hour": 3600.0 * swaps / held_s if held_s else None,
            "longest_segment": longest / alive if alive else None,
            "position_error_m": float(np.sqrt((error**2).mean())) if error.size else None,
        }

    def _consistency(self) -> dict[str, float | None]:
        """Mean NEES of position over 3, with the bounds of a consistent filter were its errors independent."""
        if not self.nees.size:
            return {"nees_mean": None, "nees_low": None, "nees_high": None}
        from gbad.textbook.tracking import acceptance_interval

        low, high = acceptance_interval(self.nees.size, 3)
        return {"nees_mean": float(self.nees.mean()), "nees_low": low, "nees_high": high}


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(values.mean()) if values.size else None


def _changes(row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Instants at which an object is followed by another track than the last that followed it."""
    at = np.nonzero(row >= 0)[0]
    return at[1:][np.diff(row[at]) != 0]


def _longest(row: NDArray[np.int64]) -> int:
    """Instants under one track without a break, at most."""
    edges = np.nonzero(np.diff(row) != 0)[0] + 1
    return max((part.size for part in np.split(row, edges) if part[0] >= 0), default=0)
