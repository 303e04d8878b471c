"""Tables -> the bundles of sensing: the one place where their columns are gathered and what kernels need is derived."""

from __future__ import annotations

import numpy as np

from gbad.physics.waves import wavelength_m
from gbad.sensing._columns_kernel import Measures, Strength, Targets, Timing
from gbad.sensing.detection import threshold
from gbad.tables import ObjectTable, RadarTable
from gbad.tables.bundles import columns, radar_horizon


def strength_of(radars: RadarTable) -> Strength:
    """How strong signals arrive at each sensor."""
    return columns(
        Strength,
        radars,
        effective_radius_m=radar_horizon(radars).effective_radius_m,
        wavelength_m=wavelength_m(radars.frequency_hz),
        threshold=threshold(radars.pfa, radars.pulses),
    )


def timing_of(radars: RadarTable) -> Timing:
    """When each sensor looks where."""
    # an array hands its plots on once per period
    groups = np.where(radars.rotates, np.maximum(radars.groups, 1), 1)
    return columns(Timing, radars, groups=groups, drawn=radars.rotates & radars.phase_drawn)


def measures_of(radars: RadarTable) -> Measures:
    """What each sensor puts on its plots."""
    return columns(Measures, radars, ranging=~radars.passive)


def targets_of(objects: ObjectTable) -> Targets:
    """What objects send back, or send."""
    return columns(Targets, objects)
