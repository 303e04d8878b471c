"""The parabolic Earth: the approximation that hand calculations use, to be held against the sphere that is flown."""

from __future__ import annotations


def parabolic_lowest_visible_height_m(
    distance_m: float,
    crest_distance_m: float,
    crest_height_m: float,
    antenna_height_m: float,
    k: float,
    *,
    earth_radius_m: float,
) -> float:
    """Height [m] above sea level of the ray that just clears a crest, at a distance beyond it.

    Over an effective Earth of radius ``k * earth_radius_m`` the ground falls away by ``d**2 / (2 k R)``, the first
    term of the sphere's. Short of the law of sines (``physics.propagation``) by 0.35 m at
    100 km behind a 500 m crest at 30 km. Left out: everything that the sphere has and the parabola has not.
    """
    radius = k * earth_radius_m
    slope = (crest_height_m - antenna_height_m - crest_distance_m**2 / (2.0 * radius)) / crest_distance_m
    return antenna_height_m + slope * distance_m + distance_m**2 / (2.0 * radius)
