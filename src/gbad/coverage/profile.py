"""Coverage by distance: how much of each ring of ground is found, over all directions. What is told of real ground.

Shares and quantiles over bearings, at each distance from the site. No bearing can be read from them, so neither can a
gap, an axis or a way in; and what a range ring claims, that a distance alone decides, becomes a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gbad.coverage import _cover_kernel as _k
from gbad.coverage.covering import Coverage
from gbad.coverage.sites import EDGES
from gbad.tables import Floats

STEP_M = 2500.0


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Columns over distance; shares are of the bearings looked at, where unknown ground counts as not seen."""

    heights_m: tuple[float, ...]
    range_m: Floats  # (ranges,)
    found: Floats  # (3 edges, heights, ranges) share of bearings
    unknown: Floats  # (ranges,) share of bearings
    lowest_m: Floats  # (3, ranges) lowest height found, nominal, above ground (or sea): that of a quarter, a half and
    # three quarters of the bearings; inf where so many find none


def profile_of(coverage: Coverage, heights_m: Sequence[float] | None = None, step_m: float = STEP_M) -> Profile:
    """Shares by distance at the coverage's own heights, or at others."""
    heights = coverage.heights_m if heights_m is None else tuple(heights_m)
    site = coverage.site
    every = max(1, round(step_m / site.range_step_m))
    ranges = coverage.range_m[::every]
    found = np.empty((len(EDGES), len(heights), len(ranges)))
    in_sector = site.in_sector()
    for e, edge in enumerate(EDGES):
        band = np.ascontiguousarray(coverage.band_m[:, e, 1])
        _k.shares_into(
            coverage.floor(edge), band, coverage.lobed, in_sector, site.heights(heights, coverage.above), every,
            found[e],
        )  # fmt: skip
    looked = site.ground_m[in_sector][:, ::every]
    unknown = np.isnan(coverage.floor_m[in_sector][:, ::every])
    low = coverage.minimum_height_m()[in_sector][:, ::every]
    base = looked if coverage.above == "ground" else site.sea_level_m
    above = np.where(unknown, np.inf, low - base)
    # counted, not interpolated: a quantile between a height and none is none
    ladder = np.sort(above, axis=0)
    rows = [max(0, int(np.ceil(share * len(ladder))) - 1) for share in (0.25, 0.5, 0.75)]
    return Profile(heights, ranges, np.minimum(found, 1.0), unknown.mean(axis=0), ladder[rows])
