"""Geometry and mean echo at one instant, for the recorder, for causes and for maps; no dice, no scan timing."""

from __future__ import annotations

import numpy as np

from gbad.messages import Sightings
from gbad.sensing._sight_kernel import sight_into
from gbad.sensing.look import Sensing
from gbad.tables import Bools, Floats, Ints, Tables
from gbad.truth import Truth


def sight(state: Sensing, tables: Tables, truth: Truth, time_s: float) -> tuple[Bools, Floats]:
    """``(in_line_of_sight, snr_db)``, each ``(draws, radars, objects)``, at one instant of the planned paths.

    In line of sight: the object exists and neither ground nor horizon hides it, whatever the radar's range. ``snr_db``
    is the mean of one pulse, whether in sight or not; minus infinity outside instrumented range, sector or elevation
    limits. Draws that the batch does not use stay False and minus infinity. Kills are not considered
    (``truth.Truth.end_s``).
    """
    return _sight(state, tables, truth, time_s, np.arange(len(tables.defence.radars.id)), True)


def sightings(state: Sensing, tables: Tables, truth: Truth, time_s: float) -> Sightings:
    """What sensing hands to the recorder at a command cycle: :func:`sight` of the radars that search, as a message."""
    radars = tables.defence.radars
    searching = np.flatnonzero(~(radars.cued | radars.passive))
    return Sightings(*_sight(state, tables, truth, time_s, searching, False))


def _sight(
    state: Sensing, tables: Tables, truth: Truth, time_s: float, radars: Ints, hidden_too: bool
) -> tuple[Bools, Floats]:
    shape = (tables.draws, len(tables.defence.radars.id), len(tables.objects.id))
    seen, snr_db = np.zeros(shape, np.bool_), np.full(shape, -np.inf)
    sight_into(
        float(time_s), state.draws, radars, hidden_too, state.volume, state.strength, state.targets,
        truth.trajectories.paths(), seen, snr_db,
    )  # fmt: skip
    return seen, snr_db
