"""One rule for who falls: height, or a steep and fast way; level flight is no fall, however fast."""

import numpy as np
import pytest

from gbad.envelope._falling_kernel import CEILING_M, STEEP_SHARE, STEEP_SPEED_MPS, falls_freely
from gbad.physics import earth


def falls(height_m: float, speed_mps: float, climb_deg: float, margin_mps: float = 0.0) -> bool:
    latitude, longitude = np.radians(40.0), np.radians(33.0)
    place = earth.geodetic_to_ecef(latitude, longitude, height_m)
    climb = np.radians(climb_deg)
    level = np.array([np.cos(climb), 0.0, np.sin(climb)]) * speed_mps
    velocity = earth.ecef_to_enu_matrix(latitude, longitude).T @ level
    return bool(falls_freely(*place, *velocity, margin_mps, CEILING_M, STEEP_SPEED_MPS, STEEP_SHARE))


@pytest.mark.parametrize(
    ("height_m", "speed_mps", "climb_deg", "falling"),
    [
        (25e3, 800.0, 0.0, False),  # level and fast: it flies
        (25e3, 2_000.0, 0.0, False),
        (31e3, 800.0, 0.0, True),  # nothing that breathes air is there
        (15e3, 1_000.0, -45.0, True),
        (15e3, 1_000.0, 45.0, True),
        (15e3, 1_000.0, -25.0, False),
        (5e3, 300.0, -60.0, False),  # a dive of an aircraft
    ],
)
def test_who_falls(height_m, speed_mps, climb_deg, falling):
    assert falls(height_m, speed_mps, climb_deg) == falling


def test_an_uncertain_climb_must_stand_clear_of_its_error():
    assert falls(15e3, 1_000.0, -35.0)
    assert not falls(15e3, 1_000.0, -35.0, margin_mps=100.0)
