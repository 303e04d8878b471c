"""Flyers that react to what they notice -> their table."""

from __future__ import annotations

import numpy as np

from gbad.physics.earth import ecef_to_geodetic
from gbad.scenario.compile_draws import Draws
from gbad.scenario.flyers import singles
from gbad.scenario.layout import Scenario
from gbad.tables import BEAMS, TURNS_AWAY, TURNS_NOT, ObjectTable, ReactionTable
from gbad.terrain import Terrain
from gbad.truth import Trajectories

CLEARANCE_M = 30.0
AROUND_DEG = 1.0  # of latitude and longitude around a planned path: what is said to be its surroundings
_TURNS = {"none": TURNS_NOT, "away": TURNS_AWAY, "beam": BEAMS}


def reaction_table(
    scenario: Scenario, draws: Draws, objects: ObjectTable, terrain: Terrain, trajectories: Trajectories
) -> ReactionTable | None:
    """By object, in the order of the table of objects; None where nobody reacts."""
    flyers = {row.id: row for row in singles(scenario)}
    rows = [flyers[str(name)] for name in objects.id]
    if all(row.figures.reaction is None for row in rows):
        return None
    shape, n = (draws.count, len(rows)), len(rows)
    probability, delay_s, load, dive_m = np.full((4, *shape), np.nan)
    clear_m, band_hz = np.full(n, np.nan), np.full((n, 2), np.nan)
    turns = np.full(n, TURNS_NOT, np.int64)
    illumination, seeker = np.zeros((2, n), np.bool_)
    for column, row in enumerate(rows):
        reaction = row.figures.reaction
        if reaction is None:
            continue
        probability[:, column] = draws.values(row.holder, "reaction.probability")
        delay_s[:, column] = draws.values(row.holder, "reaction.delay_s")
        load[:, column] = draws.values(row.holder, "reaction.load_factor_g0")
        dive_m[:, column] = draws.values(row.holder, "reaction.dives_to_m")
        clear_m[column] = _clear_m(terrain, trajectories, column)
        band_hz[column] = 1e9 * reaction.from_ghz, 1e9 * reaction.to_ghz
        turns[column] = _TURNS[reaction.turns]
        illumination[column], seeker[column] = (what in reaction.notices for what in ("illumination", "seeker"))
    return ReactionTable(probability, delay_s, load, dive_m, clear_m, turns, illumination, seeker, band_hz)


def _clear_m(terrain: Terrain, trajectories: Trajectories, row: int) -> float:
    """Ellipsoidal height [m] a little above all ground around every planned path of an object."""
    latitude, longitude, _ = ecef_to_geodetic(trajectories.position_ecef_m[:, row].reshape(-1, 3))
    south, north = np.degrees(latitude.min()) - AROUND_DEG, np.degrees(latitude.max()) + AROUND_DEG
    middle = np.degrees(longitude[0])
    aside = np.remainder(np.degrees(longitude) - middle + 180.0, 360.0) - 180.0
    rows = terrain.south_deg + terrain.step_deg * np.arange(terrain.height_m.shape[0])
    columns = terrain.west_deg + terrain.step_deg * np.arange(terrain.height_m.shape[1])
    columns = np.remainder(columns - middle + 180.0, 360.0) - 180.0
    near = np.ix_(
        (rows >= south) & (rows <= north), (columns >= aside.min() - AROUND_DEG) & (columns <= aside.max() + AROUND_DEG)
    )
    highest = float(np.max(terrain.height_m[near], initial=terrain.outside_m))
    return highest + CLEARANCE_M
