"""Seeing far: what height the horizon asks of a target, and what cross-section the noise asks of it."""

from __future__ import annotations

import math

import numpy as np

from gbad import library
from gbad.claims.finding import Case
from gbad.physics.earth import MEAN_RADIUS
from gbad.physics.propagation import STANDARD_FACTOR, horizon_arc_m, lowest_visible_height_m

ACQUISITION_RADAR = "91N6E"
CLAIMED_M = 600_000.0
MAST_M = 8.0  # [m] used where a radar's type is not in the library

# exponential reference atmosphere: n = 1 + N0 exp(-c h); Bean and Thayer, NBS Monograph 4 (1959), surface value 313
SURFACE_REFRACTIVITY, DECAY_PER_M = 313e-6, 1.439e-4


def over_this_ground(case: Case) -> str:
    """Lowest height in sight at 600 km over the ground of this scenario; empty where it has no such radar or ground."""
    row = case.radar_row(ACQUISITION_RADAR)
    terrain = None if row is None else terrain_horizon_m(case, row, CLAIMED_M)
    if terrain is None:
        return ""
    least, median = (h / 1e3 for h in terrain)
    return (
        f"Over the ground of this scenario: above {median:.1f} km in the median direction, {least:.1f} km in the "
        "clearest."
    )


def mast_height_m(type_name: str) -> float:
    """Height [m] of a radar's antenna above its ground, as the library has it."""
    if not library.is_of_kind(type_name, "radar"):
        return MAST_M
    return float(library.load(type_name).antenna_height_m.nominal)  # type: ignore[attr-defined]  # a radar's entry


def horizon_height_m(arc_m: float, antenna_m: float, factor: float = STANDARD_FACTOR) -> float:
    """Lowest height in sight [m] at a ground arc over a smooth effective Earth; 0 before the horizon."""
    to_horizon_m = float(horizon_arc_m(antenna_m, factor))
    if arc_m <= to_horizon_m:
        return 0.0
    dip_rad = to_horizon_m / (factor * MEAN_RADIUS)
    return float(lowest_visible_height_m(arc_m, -dip_rad, antenna_m, factor))


def exponential_horizon_height_m(arc_m: float, antenna_m: float) -> float:
    """The same with a ray bent by an exponential atmosphere, which thins as real air does.

    The grazing ray keeps n r cos(elevation) = n(0) Re (Bouguer); its ground arc is the integral of
    Re K dh / ((Re + h) sqrt((n (Re + h))^2 - K^2)) with K = n(0) Re, taken in the root of the height, where the
    integrand is smooth. A check on the constant 4/3, which bends rays too much above 10 km; no room uses it.
    """
    root = np.linspace(0.0, math.sqrt(80_000.0), 20_001)
    middle = 0.5 * (root[1:] + root[:-1])
    radius = MEAN_RADIUS + middle**2
    # (n r)^2 - K^2 = (n r - K)(n r + K); the first factor without cancellation: h + N0 (r (e^-ch - 1) + h)
    bent = SURFACE_REFRACTIVITY * (radius * np.expm1(-DECAY_PER_M * middle**2) + middle**2)
    grazing = (1.0 + SURFACE_REFRACTIVITY) * MEAN_RADIUS
    above = middle**2 + bent
    slope = grazing / (radius * np.sqrt(above * (above + 2.0 * grazing)))
    arc = MEAN_RADIUS * np.concatenate(([0.0], np.cumsum(slope * 2.0 * middle * np.diff(root))))
    to_horizon_m = float(np.interp(antenna_m, root**2, arc))
    return float(np.interp(arc_m - to_horizon_m, arc, root**2)) if arc_m > to_horizon_m else 0.0


def terrain_horizon_m(case: Case, row: int, arc_m: float) -> tuple[float, float] | None:
    """Least and median of the lowest heights in sight over all bearings at a ground range; None beyond the mask."""
    radars = case.tables.defence.radars
    mask = radars.mask_min_height_m[row]
    column = round(arc_m / radars.mask_range_step_m)
    if column >= mask.shape[1] or not np.all(np.isfinite(mask[:, column])):
        return None
    return float(mask[:, column].min()), float(np.median(mask[:, column]))
