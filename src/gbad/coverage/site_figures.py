"""The radar table -> rows of figures that coverage mixes (see ``_site_kernel``)."""

from __future__ import annotations

import numpy as np

from gbad.coverage import _site_kernel as _s
from gbad.sensing import threshold
from gbad.tables import Floats, Ints, RadarTable


def rows_of(radars: RadarTable) -> Floats:
    """``(radars, 2)`` antenna height [m above the ellipsoid] and boresight [rad]."""
    return np.stack([radars.antenna_height_m, radars.boresight_rad], axis=1)


def kinds_of(radars: RadarTable) -> Ints:
    """``(radars, 2)`` pulses, and 1 where it must be cued."""
    return np.stack([radars.pulses, radars.cued.astype(np.int64)], axis=1)


def figures_of(radars: RadarTable) -> Floats:
    """``(draws, radars, figures)``."""
    columns = {
        _s.LOOP_GAIN: radars.loop_gain_db,
        _s.GAS: radars.gas_db_per_km,
        _s.RANGE_MAX: radars.instrumented_range_m,
        _s.RANGE_MIN: radars.minimum_range_m,
        _s.PERIOD: radars.period_s,
        _s.HALF_WIDTH: radars.sector_half_width_rad,
        _s.ELEVATION_MIN: radars.elevation_min_rad,
        _s.ELEVATION_MAX: radars.elevation_max_rad,
        _s.DELAY: radars.processing_delay_s,
        _s.DWELLS: radars.dwells_per_period,
        _s.THRESHOLD: threshold(radars.pfa, radars.pulses),
    }
    return np.stack([columns[column] for column in range(len(columns))], axis=-1)
