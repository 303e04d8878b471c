"""Missile types -> their table, with fly-out tables and kill probabilities worked out by the engagement models."""

from __future__ import annotations

from math import pi

import numpy as np

from gbad.scenario.compile_batteries import interceptor_names
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_radars import strings
from gbad.scenario.layout import Scenario
from gbad.scenario.models import Models
from gbad.scenario.specs.interceptor import Interceptor
from gbad.tables import GUIDANCE_ACTIVE, GUIDANCE_RADAR_SUPPORTED, Floats, InterceptorTable

# column of the table, field of the file, factor to SI
_PLAIN = (
    ("launch_mass_kg", "launch_mass_kg", 1.0),
    ("propellant_mass_kg", "propellant_mass_kg", 1.0),
    ("boost_time_s", "boost_time_s", 1.0),
    ("ignition_delay_s", "ignition_delay_s", 1.0),
    ("drag_factor", "drag_factor", 1.0),
    ("max_load_factor", "max_load_factor_g0", 1.0),
    ("minimum_speed_mps", "minimum_speed_mps", 1.0),
    ("self_destruct_s", "self_destruct_s", 1.0),
    ("max_range_m", "max_range_km", 1e3),
    ("min_range_m", "min_range_km", 1e3),
    ("max_altitude_m", "max_altitude_km", 1e3),
    ("min_altitude_m", "min_altitude_m", 1.0),
    ("max_target_speed_mps", "max_target_speed_mps", 1.0),
    ("max_range_ballistic_m", "max_range_ballistic_km", 1e3),
    ("seeker_range_m", "seeker_range_km", 1e3),
    ("seeker_angle_std_rad", "seeker_angle_std_mrad", 1e-3),
    ("navigation_constant", "navigation_constant", 1.0),
    ("lethal_radius_m", "lethal_radius_m", 1.0),
)
# what the flight model does not need of a type
_NOT_FLOWN = ("min_range_m", "min_altitude_m", "max_target_speed_mps", "max_range_ballistic_m")
_CLASSES = ("aircraft", "missile", "ballistic")


def interceptor_table(scenario: Scenario, draws: Draws, models: Models) -> InterceptorTable:
    """The table of all missile types in any magazine."""
    names = interceptor_names(scenario)
    holders = [Holder(scenario.library[name], name) for name in names]
    columns = {column: draws.column(holders, field, factor) for column, field, factor in _PLAIN}
    # constant thrust: all propellant leaves at the exhaust speed during the boost
    exhaust = draws.column(holders, "exhaust_speed_mps")
    columns["thrust_n"] = exhaust * columns["propellant_mass_kg"] / columns["boost_time_s"]
    columns["reference_area_m2"] = 0.25 * pi * draws.column(holders, "diameter_m") ** 2
    published = np.stack([draws.column(holders, f"single_shot.{name}") for name in _CLASSES], axis=-1)
    guidance = np.array([_guidance(holder) for holder in holders], dtype=np.int64)

    # one type at a time, all its draws together
    flown = []
    for row in range(len(names)):
        figures = {name: column[:, row] for name, column in columns.items() if name not in _NOT_FLOWN}
        missile = models.interceptor(guidance=int(guidance[row]), pk_published=published[:, row], **figures)
        flown.append((*models.flyout_tables(missile), models.calibrate_interceptor(missile)))
    empty = np.empty((draws.count, 0, 0, 0))
    return InterceptorTable(
        id=strings(names),
        guidance=guidance,
        pk_published=published,
        pk_given_arrival=_stack([f[4] for f in flown], np.empty((draws.count, 0, 3))),
        flyout_time_s=_stack([f[0] for f in flown], empty),
        flyout_speed_mps=_stack([f[1] for f in flown], empty),
        flyout_range_step_m=np.array([f[2] for f in flown], dtype=np.float64),
        flyout_height_step_m=np.array([f[3] for f in flown], dtype=np.float64),
        **columns,
    )


def _guidance(holder: Holder) -> int:
    assert isinstance(holder.entry, Interceptor)
    return GUIDANCE_ACTIVE if holder.entry.guidance == "active" else GUIDANCE_RADAR_SUPPORTED


def _stack(per_type: list[Floats], empty: Floats) -> Floats:
    return np.stack(per_type, axis=1) if per_type else empty
