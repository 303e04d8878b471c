"""What became of the rounds of one object: those aimed at it, and apart from them those that only flew at it.

A round is *aimed at* what its track really was when it was ordered or when it left; it *flew at* what its seeker or
its radar really held. The two differ after a swap of tracks, and are never told as one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbad.codes.stages import ENDS
from gbad.results.result import Result
from gbad.results.table import Row


@dataclass(frozen=True, slots=True)
class Told:
    """One round with its order and its flight; either may be missing."""

    round: str
    order: Row | None
    shot: Row | None

    @property
    def ordered_s(self) -> float:
        """[s] nan where the order is not in the result."""
        return float(self.order.time_s if self.order is not None else self.shot.order_s)  # type: ignore[union-attr]

    @property
    def launched_s(self) -> float:
        """[s] nan where it never left."""
        return float(self.shot.launch_s) if self.shot is not None else math.nan

    @property
    def end_s(self) -> float:
        """[s] nan where its flight has no end."""
        return float(self.shot.end_s) if self.shot is not None else math.nan

    def facts(self) -> dict[str, Any]:
        """For a machine: the shot's columns, or the order's where it never left."""
        row = self.shot if self.shot is not None else self.order
        assert row is not None
        return {key: plain(value) for key, value in row.items()} | {"ordered_at": self.ordered_at}

    @property
    def ordered_at(self) -> str:
        """Id of what its track really was when it was ordered; empty for a false track or where nothing is known."""
        return str(self.order.object) if self.order is not None else ""


def rounds_of(result: Result, threat: str, run: int) -> tuple[list[Told], list[Told]]:
    """Rounds aimed at an object, and rounds aimed at something else that flew at it, each in order of time."""
    orders = {str(row.round): row for row in result.orders.where(run=run).rows()}
    shots = {str(row.round): row for row in result.shots.where(run=run).rows()}
    aimed, strays = [], []
    for name in {**orders, **shots}:
        told = Told(name, orders.get(name), shots.get(name))
        left_for = told.shot.aimed_at if told.shot is not None else ""
        if threat in (told.ordered_at, left_for):
            aimed.append(told)
        elif told.shot is not None and told.shot.object == threat:
            strays.append(told)
    return _in_time(aimed), _in_time(strays)


def _in_time(rounds: Sequence[Told]) -> list[Told]:
    return sorted(rounds, key=lambda told: (told.ordered_s, told.launched_s, told.round))


def fate(told: Told, threat: str) -> str:
    """What became of one round, as the story of ``threat`` tells it."""
    if told.shot is None or not math.isfinite(told.shot.launch_s):
        return "never left its tube"
    shot = told.shot
    said = ended(shot)
    if told.order is not None and told.ordered_at != threat and shot.aimed_at == threat:
        return f"{said} (ordered when its track was {really(told.ordered_at)})"
    if told.ordered_at == threat and shot.aimed_at and shot.aimed_at != threat:
        said = f"{said} (when it left, its track was {really(shot.aimed_at)})"
    if shot.object and shot.object != threat:
        said = f"flew at {shot.object} instead: {said}"
    return said


def ended(shot: Row) -> str:
    """How one flight ended, and what the command was told."""
    if shot.end_reason != "intercept":
        story = ENDS.get(shot.end_reason, shot.end_reason.replace("_", " "))
        return story if shot.end_reason == "none" else f"{story} at {seconds(shot.end_s)}"
    met = f"met it at {seconds(shot.end_s)}, {shot.miss_distance_m:.1f} m off"
    met += f", kill probability {shot.kill_probability:.2f}: {'killed' if shot.killed else 'missed'}"
    if shot.reported_kill < 0:
        return f"{met}, not yet reported"
    wrong = bool(shot.reported_kill) != bool(shot.killed)
    return f"{met}, {'wrongly ' if wrong else ''}reported as a {'kill' if shot.reported_kill else 'miss'}"


def really(name: str) -> str:
    """What a track was, by the answer key."""
    return f"really {name}" if name else "a false track"


def seconds(value: float) -> str:
    """A time in words; empty where there is none."""
    return "" if not math.isfinite(value) else f"{value:.1f} s"


def plain(value: Any) -> Any:
    """A value for JSON: None where there is no number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
