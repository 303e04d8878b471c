"""Missile types -> their table, with fly-out and kill tables worked out by the engagement models."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10, pi
from typing import Any

import numpy as np

from gbad.scenario.columns import strings
from gbad.scenario.compile_batteries import interceptor_names
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.models import Models
from gbad.scenario.specs.base import Entry
from gbad.scenario.specs.interceptor import Interceptor
from gbad.tables import (
    GUIDANCE_ACTIVE,
    GUIDANCE_COMMAND,
    GUIDANCE_INFRARED,
    GUIDANCE_RADAR_SUPPORTED,
    WARHEAD_FRAGMENT,
    WARHEAD_HIT_TO_KILL,
    Floats,
    InterceptorTable,
)

# column of the table, field of the file, factor to SI
_PLAIN = (
    ("launch_mass_kg", "launch_mass_kg", 1.0),
    ("propellant_mass_kg", "propellant_mass_kg", 1.0),
    ("boost_time_s", "boost_time_s", 1.0),
    ("ignition_delay_s", "ignition_delay_s", 1.0),
    ("drag_factor", "drag_factor", 1.0),
    ("max_load_factor", "max_load_factor_g0", 1.0),
    ("least_load_factor", "least_load_factor_g0", 1.0),
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
    # a beam finds its target within a tenth of its width where the signal is just strong enough
    ("seeker_weak_std_rad", "seeker_beamwidth_deg", 0.1 * pi / 180.0),
    ("navigation_constant", "navigation_constant", 1.0),
    ("lethal_radius_m", "lethal_radius_m", 1.0),
    ("common_cause_share", "common_cause_share", 1.0),
)
# what a type may lack, and what stands for it
_OPTIONAL = (
    ("side_thrust_n", "side_thrust_kn", 1e3, 0.0),
    ("side_thrust_time_s", "side_thrust_time_s", 1.0, 0.0),
    ("launch_elevation_rad", "launch_elevation_deg", pi / 180.0, 90.0),
    ("seeker_lit_from_m", "seeker_lit_from_km", 1e3, 0.0),
    ("cruise_speed_mps", "cruise_speed_mps", 1.0, 0.0),
)
_GUIDANCE = {
    "radar_supported": GUIDANCE_RADAR_SUPPORTED,
    "active": GUIDANCE_ACTIVE,
    "infrared": GUIDANCE_INFRARED,
    "command": GUIDANCE_COMMAND,
}
_WARHEAD = {"fragment": WARHEAD_FRAGMENT, "hit_to_kill": WARHEAD_HIT_TO_KILL}
_CLASSES = ("aircraft", "missile", "ballistic")


def interceptor_table(scenario: Scenario, draws: Draws, models: Models) -> InterceptorTable:
    """The table of all missile types in any magazine."""
    names = interceptor_names(scenario)
    holders = [Holder(scenario.library[name], name) for name in names]
    columns = figures(holders, draws)
    each = [kinds_of(holder.entry) for holder in holders]
    # one type at a time, all its draws together
    flown = []
    for row in range(len(names)):
        drawn = {name: column[:, row] for name, column in columns.items()}
        flown.append(models.fly_interceptor(**drawn, **each[row]))
    return InterceptorTable(
        id=strings(names),
        guidance=np.array([one["guidance"] for one in each], dtype=np.int64),
        home_on_jam=np.array([holder.entry.home_on_jam for holder in holders], dtype=np.bool_),  # type: ignore[attr-defined]
        warhead=np.array([one["warhead"] for one in each], dtype=np.int64),
        **columns,
        **_side_by_side(flown, draws.count),
    )


# axes of what flights give, by column of the table: those of one draw of one type
_FLOWN = {
    "reliability": 1, "flyout_time_s": 2, "flyout_speed_mps": 2, "flyout_load_mps2": 2, "flyout_planned_s": 2,
    "flyout_loft_rad": 2, "kill_probability": 3, "flyout_range_step_m": None, "flyout_height_step_m": None,
    "kill_range_step_m": None, "kill_height_step_m": None,
}  # fmt: skip


def _side_by_side(flown: list[Mapping[str, Any]], draws: int) -> dict[str, Floats]:
    """Columns ``(D, n, ...)`` and steps ``(n,)`` of all types, from those of each, ``(D, ...)`` and numbers."""
    columns = {}
    for name, axes in _FLOWN.items():
        if axes is None:
            columns[name] = np.array([float(each[name]) for each in flown])
        elif flown:
            columns[name] = np.stack([np.asarray(each[name], np.float64) for each in flown], axis=1)
        else:
            columns[name] = np.empty((draws, 0, *(0,) * axes))
    return columns


def figures(holders: list[Holder], draws: Draws) -> dict[str, Floats]:
    """Columns ``(D, n)`` of what the files say, in SI; ``pk_published`` is ``(D, n, 3)``."""
    columns = {column: draws.column(holders, field, factor) for column, field, factor in _PLAIN}
    columns |= {column: draws.column(holders, field, factor, missing) for column, field, factor, missing in _OPTIONAL}
    # constant thrust: all propellant leaves at the exhaust speed during the boost
    exhaust = draws.column(holders, "exhaust_speed_mps")
    columns["thrust_n"] = exhaust * columns["propellant_mass_kg"] / columns["boost_time_s"]
    columns["reference_area_m2"] = 0.25 * pi * draws.column(holders, "diameter_m") ** 2
    columns["seeker_strength_db"] = np.empty((draws.count, len(holders)))
    for row, holder in enumerate(holders):
        assert isinstance(holder.entry, Interceptor)
        infrared = holder.entry.guidance == "infrared"
        strength = draws.values(holder, "seeker_reference_w_per_sr" if infrared else "seeker_reference_m2", 1.0)
        columns["seeker_strength_db"][:, row] = [10.0 * log10(value) for value in strength]
    columns["pk_published"] = np.stack([draws.column(holders, f"single_shot.{name}") for name in _CLASSES], axis=-1)
    return columns


def kinds_of(entry: Entry) -> dict[str, int]:
    """Guidance and warhead of a missile type as the numbers of the table."""
    assert isinstance(entry, Interceptor)
    return {"guidance": _GUIDANCE[entry.guidance], "warhead": _WARHEAD[entry.warhead]}


def seeker_frequencies_hz(scenario: Scenario, draws: Draws) -> Floats:
    """``(D, n)`` bands of the seekers of all missile types in any magazine."""
    holders = [Holder(scenario.library[name], name) for name in interceptor_names(scenario)]
    return draws.column(holders, "seeker_frequency_ghz", 1e9)
