"""Why ``hor-008`` is claimed but for its parabolic value: that value follows from the curve's sign turned round.

In the parabolic form a crest at ``d1`` of height ``h1`` has the elevation ``e = (h1 - ha) / d1 - d1 / (2 k R)``, and
the ray of that elevation is at ``ha + e d + d^2 / (2 k R)`` at a distance ``d``: the Earth falls away below it. With
both signs turned round, an Earth that curves upwards, it is 824 m lower, and that is the number of the entry. Its
formula says that the parabolic form "differs by the amount given"; it differs by 0.3 m.
"""

from __future__ import annotations

import pytest
from reference_values import load, reference_file

from gbad.physics import propagation


def test_the_parabolic_value_given_belongs_to_an_earth_that_curves_upwards() -> None:
    entry = next((e for e in load(reference_file()) if e.id == "hor-008"), None)
    if entry is None:
        pytest.skip("the reference file is not here")
    g = entry.given
    fall = 1.0 / (2.0 * g["k"] * g["earth_radius"])
    rise = (g["crest_height"] - g["antenna_height"]) / g["crest_distance"]

    def parabola(sign: float) -> float:
        slope = rise - sign * fall * g["crest_distance"]
        return float(g["antenna_height"] + slope * g["target_distance"] + sign * fall * g["target_distance"] ** 2)

    elevation = propagation.elevation_rad(
        g["crest_distance"], g["crest_height"], g["antenna_height"], g["k"], earth_radius_m=g["earth_radius"]
    )
    exact = propagation.lowest_visible_height_m(
        g["target_distance"], elevation, g["antenna_height"], g["k"], earth_radius_m=g["earth_radius"]
    )
    assert parabola(1.0) == pytest.approx(float(exact), abs=0.5)
    assert entry.trouble("parabolic_approximation", parabola(1.0))
    assert not entry.trouble("parabolic_approximation", parabola(-1.0))
