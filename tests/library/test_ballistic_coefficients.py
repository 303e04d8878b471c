"""The ballistic coefficient of a missile follows from the mass, width and drag coefficient that its reason names."""

import math

import pytest

from gbad import library


@pytest.mark.parametrize(
    ("name", "mass_kg", "width_m", "drag_coefficient"),
    [("srbm-300", 1000.0, 0.6, 0.3), ("srbm-500", 1800.0, 0.92, 0.3)],
)
def test_the_coefficient_is_mass_over_drag_area(name, mass_kg, width_m, drag_coefficient):
    """Then: reasons of a drag coefficient of 1.18 and 0.49 beside the numbers 6,000 and 8,000."""
    (stated,) = (each for each in library.figures(name) if each.path == "ballistic_coefficient_kg_per_m2")
    expected = mass_kg / (drag_coefficient * math.pi * width_m**2 / 4.0)
    assert stated.nominal == pytest.approx(expected, rel=0.1)
