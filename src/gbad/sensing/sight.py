"""Geometry and mean echo at one instant, for bookkeeping of causes and for maps; no dice, no scan timing."""

from __future__ import annotations

import numpy as np

from gbad.sensing._geometry_kernel import sight_into
from gbad.sensing.look import Sensing
from gbad.tables import Bools, Floats, Tables
from gbad.truth import Truth


def sight(state: Sensing, tables: Tables, truth: Truth, time_s: float) -> tuple[Bools, Floats]:
    """``(in_line_of_sight, snr_db)``, each ``(draws, radars, objects)``, at one instant of the planned paths.

    In line of sight: the object exists and neither ground nor horizon hides it, whatever the radar's range. ``snr_db``
    is the mean of one pulse, whether in sight or not; minus infinity outside instrumented range, sector or elevation
    limits. Draws that the batch does not use stay False and minus infinity. Kills are not considered (``truth.end_s``).
    """
    radars, paths = tables.defence.radars, truth.trajectories
    shape = (tables.draws, len(radars.id), len(tables.objects.id))
    seen, snr_db = np.zeros(shape, np.bool_), np.full(shape, -np.inf)
    sight_into(
        float(time_s), state.draws, state.site, state.kind, state.figure,
        state.rcs_dbsm, tables.objects.rcs_form, state.rcs_by_aspect, state.source_db,
        radars.mask_min_height_m, radars.mask_azimuth_step_rad, radars.mask_range_step_m, state.effective_radius_m,
        paths.start_s, paths.plan_end_s, paths.knot_step_s, paths.position_ecef_m, paths.velocity_ecef_mps,
        seen, snr_db,
    )  # fmt: skip
    return seen, snr_db
