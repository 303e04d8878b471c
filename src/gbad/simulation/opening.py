"""Where the gate of a cause stood in a course of a battle, from when on, and which line of the table opens it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gbad.attribution.cause import Attribution
from gbad.attribution.interventions import CONFIRMED, DETECTED, IN_REACH, MET, TABLE, Intervention, Where
from gbad.codes.causes import Cause
from gbad.physics.earth import ecef_to_geodetic
from gbad.recorder.book import HELD, Book, first_by
from gbad.simulation.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of the story, with what would open it there and from when on."""

    line: Intervention
    at: Where
    from_s: float  # [s] it first shut then; a command cycle
    radar_id: str
    battery_id: str
    command_id: str

    @property
    def words(self) -> str:
        """What is done, with the names of the units."""
        in_km = self.line.figures or self.line.cause == Cause.BEYOND_INSTRUMENTED_RANGE
        miss = 0.0 if math.isnan(self.at.miss) else self.at.miss * (1e-3 if in_km else 1.0)
        return self.line.words.format(
            radar=self.radar_id, battery=self.battery_id, command=self.command_id, miss=miss
        )  # fmt: skip


def gate_of(ready: Prepared, who: int, book: Book, found: Attribution, cause: Cause) -> Gate | None:
    """The gate of a cause as it stood in a course of the run; None where the table has nothing for it."""
    line = TABLE.get(cause)
    if line is None:
        return None
    d = ready.tables.defence
    near, battery = found.near.get((0, who)), int(found.battery[0, who])
    if near is not None:
        # of several the one that is meant
        near = next((part for part in near.parts if part.cause == cause), near)
    named = near is not None and near.cause == cause
    unit, of_battery = (near.unit, near.of_battery) if near is not None else (-1, False)
    if of_battery and unit >= 0:
        battery = unit
    if battery < 0 and len(d.batteries.id):
        battery = 0
    radar = unit if near is not None and not of_battery and unit >= 0 else -1
    if radar < 0 and battery >= 0:
        radar = int(d.batteries.radar[battery])
    command = int(d.batteries.command[battery]) if battery >= 0 else int(d.radars.command[max(radar, 0)])
    at = Where(
        object=who, radar=radar, battery=battery, command=command,
        miss=near.miss if near is not None and named else math.nan, lowest_m=lowest_of_path_m(ready, who),
    )  # fmt: skip
    if (0, who) in found.last_round and near is not None:
        # a round waited in its tube for this gate
        line = replace(line, expected=MET)
    elif (
        line.expected in (DETECTED, CONFIRMED)
        and radar >= 0
        and (of_battery or d.radars.cued[radar])
        and cause != Cause.NO_CUE
    ):
        # an engagement radar that could hold it puts it within its battery's reach
        line = replace(line, expected=IN_REACH)
    return Gate(
        line, at, _first_shut_s(ready, book, cause, at), *(_name(d.radars, radar), _name(d.batteries, battery)),
        _name(d.commands, command),
    )  # fmt: skip


def _name(table: object, row: int) -> str:
    return str(table.id[row]) if row >= 0 else "nobody"  # type: ignore[attr-defined]


def lowest_of_path_m(ready: Prepared, who: int) -> float:
    """Lowest height [m] above the ellipsoid of an object's path, first draw."""
    places = ready.trajectories.position_ecef_m[0, who]
    heights = ecef_to_geodetic(places[np.isfinite(places).all(axis=1) & (places != 0.0).any(axis=1)])[2]
    return float(np.min(heights))


def _first_shut_s(ready: Prepared, book: Book, cause: Cause, at: Where) -> float:
    """[s] of the command cycle at which a gate first shut, not before the object is there."""
    cycle_s = ready.tables.defence.cycle_s
    first_s = float(ready.trajectories.start_s[0, at.object])
    lost_s = float(book.truth.radar_end_s[0, at.radar]) if at.radar >= 0 else math.inf
    if cause == Cause.UNIT_LOST and math.isfinite(lost_s):
        first_s = lost_s - 2.0 * cycle_s
    elif at.battery >= 0:
        shut = np.flatnonzero(book.gate_log[0, : book.cycles, at.battery, at.object] == cause)
        if len(shut):
            first_s = (float(shut[0]) + 0.0) * cycle_s
    mine = np.flatnonzero(ready.tables.defence.radars.command == at.command)
    if cause == Cause.TRACK_LOST and math.isfinite(first_by(book, 0, at.object, HELD, mine)):
        # before it was lost
        first_s = first_by(book, 0, at.object, HELD, mine) - 2.0 * cycle_s
    if cause in (Cause.SHOT_TOO_LATE, Cause.GUIDANCE_SUPPORT_LOST):
        # before the round in question was ordered
        orders_s = book.shots.order_s[0][book.shots.aimed_at[0] == at.object] if book.shots is not None else []
        if len(orders_s):
            first_s = float(np.min(orders_s)) - 2.0 * cycle_s
    return max(math.floor(first_s / cycle_s + 1e-9) * cycle_s, 0.0)
