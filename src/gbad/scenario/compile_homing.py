"""Threats that home on emissions, and the decoys beside radars -> their table."""

from __future__ import annotations

import numpy as np

from gbad.scenario.compile_draws import Draws
from gbad.scenario.flyers import singles
from gbad.scenario.layout import Scenario
from gbad.scenario.placed import engagement_radar_of
from gbad.tables import HomingTable, ObjectTable


def homing_table(scenario: Scenario, draws: Draws, objects: ObjectTable, radars: list[str]) -> HomingTable | None:
    """By object, in the order of the table of objects; None where nothing homes on emissions."""
    flyers = {row.id: row for row in singles(scenario)}
    rows = [flyers[str(name)] for name in objects.id]
    if all(getattr(row.figures, "homing", None) is None for row in rows):
        return None
    memory_s, share = np.full((2, draws.count, len(rows)), np.nan)
    for column, row in enumerate(rows):
        if getattr(row.figures, "homing", None) is not None:
            memory_s[:, column] = draws.values(row.holder, "homing.memory_s")
            share[:, column] = draws.values(row.holder, "homing.silent_share")
    decoys = np.zeros(len(radars), np.int64)
    for unit in scenario.units.values():
        radar = engagement_radar_of(scenario, unit.id) if unit.id in scenario.batteries else unit.id
        if radar in radars:
            decoys[radars.index(radar)] = unit.decoy_emitters
    return HomingTable(memory_s, share, objects.damage_probability, decoys)
