"""Figures of what land does to echoes -> columns of the table of radars, where a scenario asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi

import numpy as np

from gbad.errors import InputError
from gbad.physics import earth
from gbad.scenario.layout import Scenario
from gbad.scenario.placed import PlacedRadar
from gbad.tables import Floats


def refuse_unknown(scenario: Scenario, radars: Sequence[PlacedRadar]) -> None:
    """``InputError`` where land is asked for and a radar has no figures of it."""
    for radar in radars if scenario.near_ground else ():
        if not radar.figures.passive and radar.figures.near_ground is None:
            raise InputError(
                f"near_ground: [{', '.join(scenario.near_ground)}] is asked for, and {radar.holder.name} (radar "
                f"{radar.id}) has no figures for it; give it near_ground (clutter_db, relief_m, improvement_db, "
                "notch_mps, reflection), as radars of the library have it"
            )


def clutter_db(gain_db: Floats, near: Callable[[str, str, float], Floats], column: Callable[..., Floats]) -> Floats:
    """What a metre of the cell's width returns from 1 m after filtering, over noise; the cell is beam by range cell."""
    cell = column("azimuth_beamwidth_deg", pi / 180.0) * column("range_resolution_m")
    strength = near("clutter", "clutter_db", -np.inf) - near("clutter", "improvement_db", 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isfinite(strength), gain_db + strength + 10.0 * np.log10(cell), -np.inf)


def clutter_reach_m(relief_m: Floats, mast_m: Floats, factor: float) -> Floats:
    """How far what stands on smooth ground is in sight of an antenna."""
    radius = factor * earth.MEAN_RADIUS
    return np.asarray(np.sqrt(2.0 * radius * mast_m) + np.sqrt(2.0 * radius * relief_m))
