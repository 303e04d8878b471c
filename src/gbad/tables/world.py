"""The whole compiled scenario, and the part of it that the defender owns and knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gbad.tables.batteries import BatteryTable, LauncherTable, RoundTable
from gbad.tables.commands import CommandTable, LinkTable
from gbad.tables.evidence import EvidenceTable
from gbad.tables.homing import HomingTable
from gbad.tables.interceptors import InterceptorTable
from gbad.tables.objects import ObjectTable
from gbad.tables.places import AssetTable, CorridorTable, PlanTable, ZoneTable
from gbad.tables.radars import RadarTable
from gbad.tables.reactions import ReactionTable
from gbad.tables.units import UnitTable, no_units
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class Defence(Readable):
    """What the defender owns and knows; all that the command rooms ever get."""

    radars: RadarTable
    commands: CommandTable
    links: LinkTable
    batteries: BatteryTable
    launchers: LauncherTable
    rounds: RoundTable
    interceptors: InterceptorTable
    assets: AssetTable
    corridors: CorridorTable
    zones: ZoneTable
    plans: PlanTable
    evidence: EvidenceTable
    cycle_s: float  # [s] every command decides at multiples of this
    units: UnitTable = field(default_factory=no_units)


@dataclass(frozen=True, slots=True, repr=False)
class Stand(Readable):
    """Where everybody stands and faces from a time on. Who moves on the ground can do nothing at that time; a radar
    aloft goes on looking from its next place."""

    from_s: float
    defence: Defence
    objects: ObjectTable  # what is bound for a radar that has left its place does no damage


@dataclass(frozen=True, slots=True, repr=False)
class Tables(Readable):
    """The whole compiled scenario. ``defence`` is as at the start where units move (see ``at``)."""

    objects: ObjectTable
    defence: Defence
    duration_s: float
    tick_s: float
    draws: int
    homing: HomingTable | None = None  # None where nothing homes on emissions
    reactions: ReactionTable | None = None  # None where nobody reacts to what he notices
    stands: tuple[Stand, ...] = ()  # in order of time, the first from -inf; empty where nobody moves

    def stand(self, time_s: float) -> int:
        """Which of ``stands`` holds just after a time; -1 where nobody moves."""
        return sum(stand.from_s <= time_s for stand in self.stands) - 1

    def at(self, time_s: float) -> Tables:
        """The tables with everybody where he stands just after a time."""
        if not self.stands:
            return self
        stand = self.stands[self.stand(time_s)]
        return replace(self, defence=stand.defence, objects=stand.objects)
