"""What stands or is drawn on the ground: assets, corridors, zones, flight plans."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Floats, Ints, Keys, Strings
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class AssetTable(Readable):
    id: Strings  # (n,)
    key: Keys  # (n,)
    name: Strings  # (n,)
    position_ecef_m: Floats  # (n, 3)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    height_m: Floats  # (n,)  above the ellipsoid
    value: Floats  # (n,)  [1] relative
    radar: Ints  # (n,)  radar row that is this asset (its loss silences the radar), -1 for none
    nodes: Ints  # (n, most, 2)  other units out of action once it is hit: codes.units.UnitKind and row, -1 for none


@dataclass(frozen=True, slots=True, repr=False)
class CorridorTable(Readable):
    """Published air corridors: straight segments with a half width and a band of heights."""

    id: Strings  # (n,)
    start_ecef_m: Floats  # (n, 3)
    end_ecef_m: Floats  # (n, 3)
    half_width_m: Floats  # (n,)
    min_height_m: Floats  # (n,)  above the ellipsoid
    max_height_m: Floats  # (n,)


@dataclass(frozen=True, slots=True, repr=False)
class ZoneTable(Readable):
    """Circles over the ground, at all heights, in which other rules hold or from which tracks come."""

    id: Strings  # (n,)
    position_ecef_m: Floats  # (n, 3)  middle
    radius_m: Floats  # (n,)
    origin: Ints  # (n,)  what a track first seen inside speaks for: a messages identity, UNKNOWN for nothing
    weapons_control: Ints  # (n,)  messages.WEAPONS_*, -1: as the command post has it
    command: Ints  # (n,)  row of the one post whose weapons control it changes; -1: of all


@dataclass(frozen=True, slots=True, repr=False)
class PlanTable(Readable):
    """Flight plans as they may be filed, sampled evenly: straight between turning points, at an even speed.

    Which of them were filed, how late each flight is and how far it flies beside its plan is drawn in each run.
    """

    id: Strings  # (n,)
    key: Keys  # (n,)
    start_s: Floats  # (n,)
    step_s: float  # between points
    count: Ints  # (n,)  points
    position_ecef_m: Floats  # (n, most points, 3)
    filed_share: Floats  # (D, n)  [1] of such flights
    late_std_s: Floats  # (D, n)  [s] of how much later, or earlier, than filed it flies
    off_plan_share: Floats  # (D, n)  [1] of filed flights that keep to another way
    off_plan_m: Floats  # (D, n)  [m] how far from the plan in the middle of it, as a standard deviation
