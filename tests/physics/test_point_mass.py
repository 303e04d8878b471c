"""The public flight of a point mass: energy, order, winds, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.physics import (
    _dormand_prince_kernel,
    earth,
    fly_point_mass,
    gravity,
    minimum_energy_arc,
    standard_atmosphere,
)

PLACE = earth.geodetic_to_ecef(0.6, 0.5, 20_000.0)
AXES = earth.ecef_to_enu_matrix(0.6, 0.5)
BALL = {"mass_kg": 14.6, "reference_area_m2": 0.0182, "drag_coefficient": 0.1}


def moving(east: float, north: float, up: float) -> np.ndarray:
    return earth.enu_to_ecef([east, north, up], np.zeros(3), AXES)


def jacobi(states: np.ndarray, earth_name: str, omega: float) -> np.ndarray:
    x, y, z = states[:, :3].T
    r2 = x * x + y * y + z * z
    bulge = earth.J2 * (earth.A**2 / r2) * (1.5 * z * z / r2 - 0.5) if earth_name == "wgs84-j2" else 0.0
    kinetic = 0.5 * (states[:, 3:] ** 2).sum(axis=1)
    return kinetic - earth.MU / np.sqrt(r2) * (1.0 - bulge) - 0.5 * omega**2 * (x * x + y * y)


@pytest.mark.parametrize("earth_name", ["wgs84-j2", "wgs84", "sphere"])
@pytest.mark.parametrize("rotating", [True, False])
def test_energy_in_a_vacuum_is_kept_to_a_billionth(earth_name, rotating):
    states = fly_point_mass(PLACE, moving(900.0, 1500.0, 1800.0), np.arange(0.0, 361.0, 30.0), earth=earth_name,
                            rotating=rotating)  # fmt: skip
    kept = jacobi(states, earth_name, earth.OMEGA if rotating else 0.0)
    # against the energy of motion, which is some thirty times smaller than that of place
    assert np.abs(kept - kept[0]).max() < 1e-9 * 0.5 * np.sum(states[0, 3:] ** 2)


def test_steps_are_of_the_fifth_order():
    start = np.concatenate([PLACE, moving(900.0, 1500.0, 1800.0)])
    exact = fly_point_mass(start[:3], start[3:], [360.0])[0]
    errors = []
    for n in (2, 4, 8):
        out = np.empty((n, 6))
        _dormand_prince_kernel.steps_into(start, 360.0 / n, 0.0, 0, earth.OMEGA, np.empty((0, 4)), out)
        errors.append(np.linalg.norm(out[-1, :3] - exact[:3]))
    orders = np.log2(np.divide(errors[:-1], errors[1:]))
    assert orders == pytest.approx([5.0, 5.0], abs=0.5)


def test_a_round_earth_that_stands_still_gives_kepler_s_arc_back():
    arc = minimum_energy_arc(800e3)
    place = np.array([earth.MEAN_RADIUS, 0.0, 0.0])
    push = arc.speed_mps * np.array([np.sin(arc.flight_path_angle_rad), np.cos(arc.flight_path_angle_rad), 0.0])
    half, end = fly_point_mass(place, push, [0.5 * arc.time_of_flight_s, arc.time_of_flight_s], earth="sphere",
                               rotating=False)  # fmt: skip
    assert np.linalg.norm(half[:3]) - earth.MEAN_RADIUS == pytest.approx(arc.apogee_m, abs=1e-4)
    assert np.linalg.norm(end[:3]) == pytest.approx(earth.MEAN_RADIUS, abs=1e-4)
    assert np.arctan2(end[1], end[0]) * earth.MEAN_RADIUS == pytest.approx(800e3, abs=1e-3)


def test_a_body_that_flies_with_the_wind_feels_no_drag():
    wind = [12.0, -30.0, 0.0]
    carried = fly_point_mass(PLACE, moving(*wind), [0.1], wind_enu_mps=wind, **BALL)[0]
    free = fly_point_mass(PLACE, moving(*wind), [0.1])[0]
    still = fly_point_mass(PLACE, moving(*wind), [0.1], **BALL)[0]
    assert np.linalg.norm(carried[3:] - free[3:]) < 1e-5
    assert np.linalg.norm(still[3:] - free[3:]) > 5e-4


def test_a_wind_by_height_is_straight_between_its_rows():
    rows = [[0.0, 0.0, 0.0, 0.0], [40_000.0, 80.0, -20.0, 0.0]]
    varied = fly_point_mass(PLACE, moving(0.0, 0.0, 0.0), [0.5], wind_enu_mps=rows, **BALL)[0]
    constant = fly_point_mass(PLACE, moving(0.0, 0.0, 0.0), [0.5], wind_enu_mps=[40.0, -10.0, 0.0], **BALL)[0]
    assert varied == pytest.approx(constant, abs=1e-5)
    low = [[0.0, 9.0, 9.0, 0.0], [5e3, 1.0, 2.0, 0.0]]
    above = fly_point_mass(PLACE, moving(0.0, 0.0, 0.0), [0.5], wind_enu_mps=low, **BALL)[0]
    last = fly_point_mass(PLACE, moving(0.0, 0.0, 0.0), [0.5], wind_enu_mps=[1.0, 2.0, 0.0], **BALL)[0]
    assert (above == last).all()


def test_where_the_states_are_asked_for_does_not_move_the_flight():
    push = moving(900.0, 1500.0, 800.0)
    often = fly_point_mass(PLACE, push, np.linspace(0.0, 120.0, 1201), **BALL)
    once = fly_point_mass(PLACE, push, [120.0], **BALL)
    assert often[0] == pytest.approx(np.concatenate([PLACE, push]))
    assert np.abs(often[-1] - once[0])[:3].max() < 1e-4


def test_gravity_and_air_are_those_of_the_rooms():
    assert gravity(PLACE) == pytest.approx(earth.free_fall_acceleration(PLACE, np.zeros(3)))
    assert gravity(PLACE, rotating=False) == pytest.approx(earth.gravitation(PLACE))
    assert np.linalg.norm(gravity(PLACE, earth="sphere", rotating=False)) == pytest.approx(
        earth.MU / np.sum(PLACE**2), rel=1e-14
    )
    assert gravity([PLACE, PLACE]).shape == (2, 3)
    air = standard_atmosphere([0.0, 11_000.0])
    assert air.pressure_pa[0] == pytest.approx(101_325.0)
    assert air.temperature_k[1] == pytest.approx(216.77, abs=0.01)
    assert standard_atmosphere(0.0).density_kg_m3 == pytest.approx(1.225, abs=1e-4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"earth": "flat"}, "earth 'flat' was found; it is one of wgs84-j2, wgs84, sphere"),
        ({"reference_area_m2": 0.02, "drag_coefficient": 0.1}, "mass_kg was None"),
        ({"wind_enu_mps": [1.0, 2.0]}, "east, north, up"),
        ({"wind_enu_mps": [[10.0, 0, 0, 0], [0.0, 0, 0, 0]]}, "rising"),
        ({"drag_coefficient": -1.0}, "0 or more"),
    ],
)
def test_what_does_not_fit_is_told(change, words):
    with pytest.raises(ValueError, match=words):
        fly_point_mass(PLACE, [0.0, 0.0, 0.0], [1.0], **change)


def test_times_and_places_that_do_not_fit_are_told():
    with pytest.raises(ValueError, match="do not fall"):
        fly_point_mass(PLACE, [0.0, 0.0, 0.0], [2.0, 1.0])
    with pytest.raises(ValueError, match="three finite numbers"):
        fly_point_mass(PLACE, [0.0, np.nan, 0.0], [1.0])
    with pytest.raises(ValueError, match="last axis"):
        gravity([1.0, 2.0])
