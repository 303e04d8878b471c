"""The whole compiled scenario, and the part of it that the defender owns and knows."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.batteries import BatteryTable, LauncherTable, RoundTable
from gbad.tables.commands import CommandTable, LinkTable
from gbad.tables.evidence import EvidenceTable
from gbad.tables.interceptors import InterceptorTable
from gbad.tables.objects import ObjectTable
from gbad.tables.places import AssetTable, CorridorTable, PlanTable, ZoneTable
from gbad.tables.radars import RadarTable
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


@dataclass(frozen=True, slots=True, repr=False)
class Tables(Readable):
    """The whole compiled scenario."""

    objects: ObjectTable
    defence: Defence
    duration_s: float
    tick_s: float
    draws: int
