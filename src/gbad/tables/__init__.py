"""Compiled state: the scenario as columns, laid out once by ``scenario.compiling`` and never changed while running.

Axes. ``D`` draws: every uncertain figure is ``(D, rows)``; a run picks its row of draws by ``draw_of_run``. Structure
(who belongs to whom, counts, places) is ``(rows,)``. Rows of each table are sorted by ``id``, so the order in which a
user lists entities changes nothing. ``key`` is the 64-bit hash of ``id`` that dice are keyed by.

``World`` is what is really out there; ``Defence`` is what the defender owns and knows. The command rooms get only
``Defence``.
"""

from __future__ import annotations

from gbad.tables.arrays import Bools, Floats, Ints, Keys, Singles, Strings
from gbad.tables.batteries import BatteryTable, LauncherTable, RoundTable
from gbad.tables.commands import FUSION_RULES, REMOTE_RULES, CommandTable, LinkTable
from gbad.tables.evidence import EvidenceTable
from gbad.tables.homing import HomingTable
from gbad.tables.interceptors import (
    GUIDANCE_ACTIVE,
    GUIDANCE_COMMAND,
    GUIDANCE_INFRARED,
    GUIDANCE_RADAR_SUPPORTED,
    WARHEAD_FRAGMENT,
    WARHEAD_HIT_TO_KILL,
    InterceptorTable,
    needs_radar,
)
from gbad.tables.objects import (
    FRIENDLY_SIDE,
    HOSTILE_SIDE,
    NEUTRAL_SIDE,
    TARGET_AIRCRAFT,
    TARGET_BALLISTIC,
    TARGET_MISSILE,
    TRANSPONDER_CIVIL,
    TRANSPONDER_FRIENDLY,
    TRANSPONDER_NONE,
    ObjectTable,
)
from gbad.tables.places import AssetTable, CorridorTable, PlanTable, ZoneTable
from gbad.tables.radars import RadarTable
from gbad.tables.reactions import BEAMS, TURNS_AWAY, TURNS_NOT, ReactionTable
from gbad.tables.units import UnitTable, no_units
from gbad.tables.world import Defence, Stand, Tables

__all__ = [
    "BEAMS",
    "FRIENDLY_SIDE",
    "FUSION_RULES",
    "GUIDANCE_ACTIVE",
    "GUIDANCE_COMMAND",
    "GUIDANCE_INFRARED",
    "GUIDANCE_RADAR_SUPPORTED",
    "HOSTILE_SIDE",
    "NEUTRAL_SIDE",
    "REMOTE_RULES",
    "TARGET_AIRCRAFT",
    "TARGET_BALLISTIC",
    "TARGET_MISSILE",
    "TRANSPONDER_CIVIL",
    "TRANSPONDER_FRIENDLY",
    "TRANSPONDER_NONE",
    "TURNS_AWAY",
    "TURNS_NOT",
    "WARHEAD_FRAGMENT",
    "WARHEAD_HIT_TO_KILL",
    "AssetTable",
    "BatteryTable",
    "Bools",
    "CommandTable",
    "CorridorTable",
    "Defence",
    "EvidenceTable",
    "Floats",
    "HomingTable",
    "InterceptorTable",
    "Ints",
    "Keys",
    "LauncherTable",
    "LinkTable",
    "ObjectTable",
    "PlanTable",
    "RadarTable",
    "ReactionTable",
    "RoundTable",
    "Singles",
    "Stand",
    "Strings",
    "Tables",
    "UnitTable",
    "ZoneTable",
    "needs_radar",
    "no_units",
]
