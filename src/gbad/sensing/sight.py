"""Geometry and mean echo at one instant, for bookkeeping of causes and for maps; no dice, no scan timing."""

from __future__ import annotations

import numpy as np

from gbad.sensing._sight_kernel import sight_into
from gbad.sensing.look import Sensing
from gbad.tables import Bools, Floats, Tables
from gbad.truth import Truth


def sight(state: Sensing, tables: Tables, truth: Truth, time_s: float) -> tuple[Bools, Floats]:
    """``(in_line_of_sight, snr_db)``, each ``(draws, radars, objects)``, at one instant of the planned paths.

    In line of sight: the object exists and neither ground nor horizon hides it, whatever the radar's range. ``snr_db``
    is the mean of one pulse, whether in sight or not; minus infinity outside instrumented range, sector or elevation
    limits. Draws that the batch does not use stay False and minus infinity. Kills are not considered
    (``truth.Truth.end_s``).
    """
    shape = (tables.draws, len(tables.defence.radars.id), len(tables.objects.id))
    seen, snr_db = np.zeros(shape, np.bool_), np.full(shape, -np.inf)
    paths = truth.trajectories.paths()
    sight_into(float(time_s), state.draws, state.volume, state.strength, state.targets, paths, seen, snr_db)
    return seen, snr_db
