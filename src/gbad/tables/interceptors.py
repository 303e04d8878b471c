"""Missile types: figures, fly-out tables, kill tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.tables.arrays import Bools, Floats, Ints, Strings
from gbad.text.readable import Readable

GUIDANCE_RADAR_SUPPORTED, GUIDANCE_ACTIVE, GUIDANCE_INFRARED, GUIDANCE_COMMAND = 0, 1, 2, 3
WARHEAD_FRAGMENT, WARHEAD_HIT_TO_KILL = 0, 1


@dataclass(frozen=True, slots=True, repr=False)
class InterceptorTable(Readable):
    """Missile types. Flight is a point mass: boost, coast, drag; textbook guidance."""

    id: Strings  # (n,)
    guidance: Ints  # (n,)  GUIDANCE_RADAR_SUPPORTED to intercept, or GUIDANCE_ACTIVE after handover
    home_on_jam: Bools  # (n,)  its seeker homes on noise in its band
    launch_mass_kg: Floats  # (D, n)
    propellant_mass_kg: Floats  # (D, n)
    boost_time_s: Floats  # (D, n)
    thrust_n: Floats  # (D, n)  constant over the boost
    ignition_delay_s: Floats  # (D, n)  cold launch: from ejection to ignition
    launch_elevation_rad: Floats  # (D, n)  above the horizontal, below which its tube does not point; upright pi / 2
    cruise_speed_mps: Floats  # (D, n)  held by an engine to the end of the flight; 0 of what coasts after a boost
    reference_area_m2: Floats  # (D, n)
    drag_factor: Floats  # (D, n)  [1] multiplies the generic drag curve; fitted to the published range
    max_load_factor: Floats  # (D, n)  [g0]
    least_load_factor: Floats  # (D, n)  [g0] with less lateral acceleration at hand an arrival is no intercept
    minimum_speed_mps: Floats  # (D, n)  slower than this it cannot manoeuvre: an arrival below it is no intercept
    side_thrust_n: Floats  # (D, n)  [N] of side thrusters, used in the last second; 0 for none
    side_thrust_time_s: Floats  # (D, n)  [s] how long they can burn in all
    self_destruct_s: Floats  # (D, n)  [s] after launch
    max_range_m: Floats  # (D, n)  published limits of the envelope, beside what flight allows
    min_range_m: Floats  # (D, n)
    max_altitude_m: Floats  # (D, n)
    min_altitude_m: Floats  # (D, n)
    max_target_speed_mps: Floats  # (D, n)
    max_range_ballistic_m: Floats  # (D, n)
    seeker_range_m: Floats  # (D, n)  [m] to a target of the reference strength, at which terminal guidance can begin
    seeker_strength_db: Floats  # (D, n)  that strength: [dB of 1 m2], or [dB of 1 W/sr] of an infrared seeker
    seeker_lit_from_m: Floats  # (D, n)  [m] from radar to target for which that range holds (radar supported types)
    seeker_angle_std_rad: Floats  # (D, n)  per 1/32 s, of the line of sight, at best
    seeker_weak_std_rad: Floats  # (D, n)  the same by noise alone at the range at which it can just lock
    navigation_constant: Floats  # (D, n)
    warhead: Ints  # (n,)  WARHEAD_*
    lethal_radius_m: Floats  # (D, n)  scale of the fall of lethality with miss distance, against an aircraft
    common_cause_share: Floats  # (D, n)  [1] of its unreliability, that strikes all rounds of a salvo
    pk_published: Floats  # (D, n, 3)  by target class: stated single-shot figure at the reference geometries
    reliability: Floats  # (D, n, 3)  by target class: r <= 1, set so that the reference geometries give pk_published
    # tables by (ground range, height above launcher) from the flight model itself, each place by its best loft:
    flyout_time_s: Floats  # (D, n, ranges, heights)  inf where it is out of reach
    flyout_speed_mps: Floats  # (D, n, ranges, heights)  on arrival
    flyout_load_mps2: (
        Floats  # (D, n, ranges, heights)  lateral acceleration at hand on arrival, side thrusters included
    )
    flyout_planned_s: Floats  # (D, n, ranges, heights)  time by which rounds plan, finite everywhere
    flyout_loft_rad: Floats  # (D, n, ranges, heights)  angle above the line of sight at which the way begins
    flyout_range_step_m: Floats  # (n,)
    flyout_height_step_m: Floats  # (n,)
    # expected kill probability of one round at a target of each class that comes straight in, on a coarser grid
    kill_probability: Floats  # (D, n, 3, ranges, heights)
    kill_range_step_m: Floats  # (n,)
    kill_height_step_m: Floats  # (n,)


def needs_radar(table: InterceptorTable) -> Bools:
    """``(n,)``: types that the battery's own radar must hold the target for; the others go on any track."""
    return np.isin(table.guidance, (GUIDANCE_RADAR_SUPPORTED, GUIDANCE_COMMAND))
