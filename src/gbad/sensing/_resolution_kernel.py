"""Objects that a radar does not tell apart: those in one cell of range, bearing, elevation and measured Doppler.

A cell is as deep as the range resolution and as wide as the beams at half power. What lies in one is one echo: the mean
powers add up, the plot lies at their centre of power (as it is on the mean over the phases between them), and its dice
are those of the strongest. A cell begins at the look that comes first. Left out: shadowing, echoes that cancel each
other for a moment (glint beyond the objects), and side lobes of the pulse.
"""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._columns_kernel import Measures
from gbad.sensing._geometry_kernel import wrapped

# a Doppler cell is as wide as this many standard errors of the range rate: 15 m/s where that is 3 m/s, what a
# millisecond on the target tells apart in X band
RATE_CELLS = 5.0


@lean
def in_one_cell(a, b, measures: Measures, draw, radar):
    """Whether two looks lie in one cell; where no range is measured nothing is ever taken for one."""
    if not abs(a[_v.RANGE] - b[_v.RANGE]) < measures.range_resolution_m[draw, radar]:
        return False
    if not abs(a[_v.ELEVATION] - b[_v.ELEVATION]) < measures.elevation_beamwidth_rad[draw, radar]:
        return False
    if (
        not abs(wrapped(a[_v.AZIMUTH] - b[_v.AZIMUTH])) * math.cos(a[_v.ELEVATION])
        < measures.azimuth_beamwidth_rad[draw, radar]
    ):
        return False
    # nan where it is not measured, which tells nothing apart
    return not abs(a[_v.RATE] - b[_v.RATE]) >= RATE_CELLS * measures.range_rate_std_mps[draw, radar]


@lean
def mark_crowds(look, count, measures: Measures, draw, radar):
    """Note in each look whether another one of the visit lies in its cell, were both alive."""
    for i in range(count):
        for j in range(i + 1, count):
            if in_one_cell(look[i], look[j], measures, draw, radar):
                look[i, _v.CROWDED], look[j, _v.CROWDED] = 1.0, 1.0
