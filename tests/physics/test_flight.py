"""Flight of a point mass: conserved quantities, drag, convergence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import _flight_kernel, atmosphere, earth, flight

ANGLE = st.floats(0.2, 1.4)


def start(latitude: float, azimuth: float, elevation: float, speed: float, height: float = 50e3):
    position = earth.geodetic_to_ecef(latitude, 0.5, height)
    local = speed * np.array(
        [np.cos(elevation) * np.sin(azimuth), np.cos(elevation) * np.cos(azimuth), np.sin(elevation)]
    )
    return position, earth.enu_to_ecef(local, np.zeros(3), earth.ecef_to_enu_matrix(latitude, 0.5))


def energy(position: np.ndarray, velocity: np.ndarray) -> np.ndarray:
    """Jacobi's integral: what a force-free body keeps in rotating axes."""
    x, y, z = position.T
    r2 = (position**2).sum(axis=-1)
    potential = -earth.MU / np.sqrt(r2) * (1 - earth.J2 * earth.A**2 / r2 * (1.5 * z**2 / r2 - 0.5))
    return 0.5 * (velocity**2).sum(axis=-1) + potential - 0.5 * earth.OMEGA**2 * (x**2 + y**2)


@settings(max_examples=20, deadline=None)
@given(st.floats(-1.5, 1.5), st.floats(0.0, 6.28), ANGLE, st.floats(500.0, 6000.0))
def test_energy_is_conserved_without_drag(latitude, azimuth, elevation, speed):
    _, position, velocity = flight.coast(*start(latitude, azimuth, elevation, speed), 400.0, step_s=1.0)
    kept = energy(position, velocity)
    assert kept == pytest.approx(np.full_like(kept, kept[0]), abs=1e-4 * speed)


@settings(max_examples=20, deadline=None)
@given(ANGLE, st.floats(300.0, 2500.0), st.floats(500.0, 20_000.0))
def test_drag_takes_energy_at_every_step_and_more_with_a_smaller_coefficient(elevation, speed, coefficient):
    launch = start(0.6, 1.0, elevation, speed, 5_000.0)
    _, position, velocity = flight.coast(*launch, 30.0, ballistic_coefficient_kg_m2=coefficient)
    _, blunt, blunt_velocity = flight.coast(*launch, 30.0, ballistic_coefficient_kg_m2=0.5 * coefficient)
    kept = energy(position, velocity)
    assert (np.diff(kept) < 0.0).all()
    assert energy(blunt, blunt_velocity)[-1] < kept[-1]


def test_halving_the_step_changes_a_reentry_by_less_than_a_metre():
    launch = start(0.6, 1.0, -0.6, 2500.0)
    coarse, fine = (
        flight.coast(*launch, 30.0, step_s=0.5, steps_per_knot=n, ballistic_coefficient_kg_m2=5000.0)[1] for n in (1, 8)
    )
    assert np.linalg.norm(coarse - fine, axis=1).max() < 1.0


def test_flight_ends_below_its_floor():
    time, position, _ = flight.coast(*start(0.6, 1.0, -0.6, 1000.0), 500.0, floor_m=0.0)
    height = earth.ecef_to_geodetic(position)[2]
    assert height[-1] < 0.0 <= height[-2]
    assert time[-1] < 500.0


def test_the_drag_curve_peaks_just_above_the_speed_of_sound():
    mach = np.linspace(0.0, 10.0, 1001)
    drag = flight.drag_coefficient(mach)
    assert 1.0 < mach[drag.argmax()] < 1.3
    assert drag[mach < 0.8] == pytest.approx(0.30)
    assert drag[-1] == pytest.approx(0.20)
    assert flight.drag_coefficient(1.05) == pytest.approx(0.49)


def test_generic_drag_and_ballistic_coefficient_mean_the_same():
    rho, sound = atmosphere.density_kg_m3(3000.0), atmosphere.speed_of_sound_mps(3000.0)
    expected = 0.5 * rho * (2 * sound) ** 2 * flight.drag_coefficient(2.0) * 1e-4
    assert _flight_kernel.drag_deceleration(3000.0, float(2 * sound), 1e-4) == pytest.approx(expected)
    position, velocity = start(0.4, 0.3, 0.1, float(2 * sound), 3000.0)
    plain = np.array(_flight_kernel.acceleration(*position, *velocity, 0.0, 0.0, 0.0, 0.0, 0.0))
    curve = np.array(_flight_kernel.acceleration(*position, *velocity, 0.0, 0.0, 0.0, 1e-4, 0.0))
    constant = np.array(_flight_kernel.acceleration(*position, *velocity, 1.0, 2.0, 3.0, 0.0, 0.41e-4))
    assert np.linalg.norm(curve - plain) == pytest.approx(expected)
    assert constant - curve == pytest.approx([1.0, 2.0, 3.0], abs=1e-9)
