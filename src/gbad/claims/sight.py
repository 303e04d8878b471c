"""Seeing far: what height the horizon asks of a target, and what cross-section the noise asks of it."""

from __future__ import annotations

import math

import numpy as np

from gbad import library
from gbad.claims.finding import DOES_NOT_HOLD, HOLDS_IF, HORIZON, NOISE, NOT_TESTED_HERE, Case, Found
from gbad.physics.earth import MEAN_RADIUS
from gbad.physics.propagation import STANDARD_FACTOR, horizon_arc_m, lowest_visible_height_m
from gbad.sensing import detection_range_m, loop_gain_db

ACQUISITION_RADAR = "91N6E"
CLAIMED_M = 600_000.0
PD = 0.5
MAST_M = 8.0  # [m] used where a radar's type is not in the library

# exponential reference atmosphere: n = 1 + N0 exp(-c h); Bean and Thayer, NBS Monograph 4 (1959), surface value 313
SURFACE_REFRACTIVITY, DECAY_PER_M = 313e-6, 1.439e-4


def detection_at_600_km(case: Case) -> Found:
    """Sentence c06: 600 km. The horizon asks for height, the noise for cross-section; the display must reach."""
    row = case.radar_row(ACQUISITION_RADAR)
    if row is None:
        return Found(NOT_TESTED_HERE, f"This scenario has no {ACQUISITION_RADAR}, the radar the figure is tied to.")
    radars = case.tables.defence.radars
    reach_m = float(radars.instrumented_range_m[case.draw, row])
    if reach_m < CLAIMED_M:
        return Found(DOES_NOT_HOLD, f"Its display ends at {reach_m / 1e3:.0f} km.", "display", reach_m / 1e3, "km")
    factor, mast_m = radars.effective_earth_factor, mast_height_m(ACQUISITION_RADAR)
    height_m = horizon_height_m(CLAIMED_M, mast_m, factor)
    rcs_m2 = rcs_needed_m2(case, row, CLAIMED_M)
    large = f"{rcs_m2:.0f} m² of cross-section for Pd {PD:g} in one look (Swerling 1)"
    condition = (
        f"The target flies above {height_m / 1e3:.1f} km over a smooth Earth of {_factor(factor)} radius "
        f"({exponential_horizon_height_m(CLAIMED_M, mast_m) / 1e3:.1f} km in an exponential atmosphere), and shows at "
        f"least {large}. Airliners and fighters fly at 9 to 13 km: at 600 km they are below the horizon."
    )
    terrain = terrain_horizon_m(case, row, CLAIMED_M)
    if terrain is not None:
        least, median = (h / 1e3 for h in terrain)
        condition += (
            f" Over the ground of this scenario: above {median:.1f} km in the median direction, {least:.1f} km in "
        )
        condition += "the clearest."
    return Found(HOLDS_IF, condition, f"{HORIZON}, {NOISE}", height_m / 1e3, "km height")


def mast_height_m(type_name: str) -> float:
    """Height [m] of a radar's antenna above its ground, as the library has it."""
    if type_name not in library.names("radar"):
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


def rcs_needed_m2(case: Case, row: int, range_m: float, pd: float = PD) -> float:
    """Mean cross-section [m2] for which one look has ``pd`` at a range: loop gain needed against had."""
    radars, d = case.tables.defence.radars, case.draw
    needed_db = loop_gain_db(
        range_m, 1.0, pd, float(radars.pfa[d, row]), 1, int(radars.pulses[row]), float(radars.gas_db_per_km[d, row]),
        mast_height_m(str(radars.type[row])),
    )  # fmt: skip
    return 10.0 ** ((needed_db - float(radars.loop_gain_db[d, row])) / 10.0)


def noise_range_m(case: Case, row: int, rcs_m2: float, swerling: int = 1, pd: float = PD) -> float:
    """Range [m] at which one look has ``pd`` against a cross-section: noise alone, no horizon."""
    radars, d = case.tables.defence.radars, case.draw
    return detection_range_m(
        float(radars.loop_gain_db[d, row]), rcs_m2, pd, float(radars.pfa[d, row]), swerling, int(radars.pulses[row]),
        float(radars.gas_db_per_km[d, row]), mast_height_m(str(radars.type[row])),
    )  # fmt: skip


def _factor(factor: float) -> str:
    return "4/3" if abs(factor - STANDARD_FACTOR) < 1e-3 else f"{factor:.3g}"
