"""Coverage in numbers: shares of area, reach, and which limit binds. All areas are those of the polar cells."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gbad.coverage import _cover_kernel as _k
from gbad.coverage.covering import Coverage, height_text
from gbad.coverage.sites import EDGES
from gbad.errors import InputError
from gbad.tables import Bools, Floats

LIMITS = ("terrain and horizon", "noise", "the display limit", "the elevation limit")
EDGE = "the edge of the map"


@dataclass(frozen=True, slots=True)
class LayerNumbers:
    """One height, in numbers. Reach is that of a full sector of the same covered area, so gaps count."""

    height_m: float
    share: tuple[float, float, float]  # of the disc found, (worst, nominal, best)
    sight_share: float  # of the disc in line of sight
    unknown_share: float  # of the disc where the ground is not known
    cumulative_share: float  # mean chance of detection over the disc, in the visits of the stated time
    confirmed_share: float  # mean chance of a confirmed track over the disc
    reach_m: float  # in the median direction
    limit: str  # one of ``LIMITS``, "the horizon" on coarse ground, or ``EDGE`` where nothing within the map limits


def areas(coverage: Coverage, radius_m: float | None = None) -> Floats:
    """``(ranges,)`` weight of a cell by ground range, zero beyond a radius; all bearings together make 1."""
    arc = coverage.range_m
    weight = np.sin(arc / 6_371_008.77) * (arc <= (radius_m or arc[-1]) + 1.0)
    if weight.sum() == 0.0:
        raise InputError(f"radius {radius_m} m: nothing was looked at within it")
    return weight / (weight.sum() * coverage.site.ground_m.shape[0])


def layer_numbers(coverage: Coverage) -> list[LayerNumbers]:
    """Numbers of each height."""
    weight, layers = areas(coverage), coverage.layers
    found = np.stack([layers.found(edge) for edge in EDGES])
    out = []
    for i, height in enumerate(coverage.heights_m):
        known = layers.reason[i] != _k.UNKNOWN
        sight = layers.sight[i] & known
        reach = float(np.median(_reach_m(coverage, found[1, i])))
        out.append(
            LayerNumbers(
                height_m=height,
                share=tuple(float((found[e, i] * weight).sum()) for e in range(3)),  # type: ignore[arg-type]  # three
                sight_share=float((sight * weight).sum()),
                unknown_share=float((~known * weight).sum()),
                cumulative_share=float((layers.cumulative[i] * weight).sum()),
                confirmed_share=float((layers.confirmed[i] * weight).sum()),
                reach_m=reach,
                limit=_limit(coverage, i, sight),
            )
        )
    return out


def _reach_m(coverage: Coverage, found: Bools) -> Floats:
    """Per bearing: radius of the full sector that has the area found; bearings outside the sector are left out."""
    arc = coverage.range_m
    inside = ~np.any(coverage.layers.reason[0] == _k.SECTOR, axis=1)
    square = 2.0 * (found[inside] * arc).sum(axis=1) * coverage.site.range_step_m
    return np.sqrt(square) if inside.any() else np.zeros(1)


def _limit(coverage: Coverage, layer: int, sight: Bools) -> str:
    """The gate that alone would leave the least reach in the median direction."""
    arc, height = coverage.range_m, coverage.heights_m[layer]
    ground = np.nanmedian(coverage.site.ground_m, axis=0) if coverage.above == "ground" else coverage.site.sea_level_m
    at = height + ground
    volume, echo = (
        np.any((band[:, :, 0] <= at[:, None]) & (at[:, None] <= band[:, :, 1]), axis=1)
        for band, at in ((coverage.band_m[0, 1, kind], at * np.ones_like(arc)) for kind in (0, 1))
    )
    by_sight = float(np.median(_reach_m(coverage, sight)))
    by_noise, by_display = (float(arc[gate].max(initial=0.0)) for gate in (echo, volume))
    if not volume.any():
        return LIMITS[3]
    if min(by_sight, by_noise, by_display) >= arc[-1] - 2.0 * coverage.site.range_step_m:
        return EDGE
    if by_sight <= min(by_noise, by_display) * 0.999:
        # coarse ground has no say in what hides a target
        return LIMITS[0] if coverage.site.terrain.resolves_masking else "the horizon"
    return LIMITS[1] if by_noise < by_display else LIMITS[2]


def compare_ring(coverage: Coverage, ring_m: float) -> list[tuple[float, float, float]]:
    """``(worst, nominal, best)`` share of a ring's disc that is really found, for each height."""
    if not 0.0 < ring_m <= coverage.site.radius_m + 1.0:
        raise InputError(
            f"ring {ring_m / 1e3:g} km: the map reaches {coverage.site.radius_m / 1e3:g} km; give a larger --radius"
        )
    weight, layers = areas(coverage, ring_m), coverage.layers
    return [
        tuple(float((layers.found(edge)[i] * weight).sum()) for edge in EDGES)  # type: ignore[misc]  # three of them
        for i in range(len(coverage.heights_m))
    ]


def sight_begins_m(coverage: Coverage, range_m: float) -> float:
    """Lowest height in sight at a range in the median direction, above ground or sea as the heights are [m]."""
    r = min(round(range_m / coverage.site.range_step_m), coverage.floor_m.shape[1] - 1)
    lowest = coverage.site.lowest_in_sight_m[:, r]
    base = coverage.site.ground_m[:, r] if coverage.above == "ground" else coverage.site.sea_level_m
    above = lowest - base
    return float(np.median(above[~np.isnan(above)])) if not np.all(np.isnan(above)) else math.nan


@dataclass(frozen=True, slots=True)
class RangeRing:
    """A circle of some radius. It says nothing without the condition it holds under, so that is not optional."""

    radius_m: float
    condition: str

    def __post_init__(self) -> None:
        if not self.radius_m > 0.0:
            raise InputError(f"range ring of {self.radius_m:g} m: a radius above 0 is needed")
        if len(self.condition.split()) < 3:
            raise InputError(
                "range ring: a condition is needed that says for which target, height and probability it holds "
                '(like "4 m2 at 10 km over a smooth Earth, Pd 0.5 in one visit")'
            )

    def __str__(self) -> str:
        return f"{self.radius_m / 1e3:.0f} km: {self.condition}"


def claimed_ring(coverage: Coverage, ring_m: float) -> RangeRing:
    """A ring that someone drew, with what is really found inside it as its condition."""
    shares = ", ".join(
        f"{100.0 * share[1]:.{0 if share[1] > 0.0995 else 1}f} % at {height_text(height)}"
        for height, share in zip(coverage.heights_m, compare_ring(coverage, ring_m), strict=True)
    )
    return RangeRing(ring_m, f"{coverage.target}; found inside it, above {coverage.above}: {shares}")


def noise_ring(coverage: Coverage) -> RangeRing:
    """The circle beyond which the echo is too weak at any height."""
    return RangeRing(
        coverage.noise_range_m(),
        f"{coverage.target}; {coverage.criterion}; any height, no ground or horizon in the way",
    )
