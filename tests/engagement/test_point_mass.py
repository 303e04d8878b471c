"""The point mass against closed forms: free fall, the rocket equation, load limits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE

from gbad.engagement import _columns_kernel as c
from gbad.engagement import _point_mass_kernel as point_mass
from gbad.engagement._flyout_kernel import point_at
from gbad.engagement.interceptor import packed
from gbad.physics.earth import ecef_to_geodetic

UP = np.array(point_at(0.0, 1.0)) - np.array(point_at(0.0, 0.0))
NORTH = np.array(point_at(1.0, 0.0)) - np.array(point_at(0.0, 0.0))


def row(height_m: float, velocity: np.ndarray) -> np.ndarray:
    f = np.zeros(c.STATES)
    f[:3] = point_at(0.0, height_m)
    f[3:6] = velocity
    return f


def test_a_coast_without_drag_keeps_its_energy_in_the_rotating_frame():
    p = packed(replace(LARGE, drag_factor=0.0))[0]
    f = row(20e3, 1200 * NORTH + 900 * UP)
    omega, mu, j2, a = 7.292115e-5, 3.986004418e14, 1.08262982e-3, 6378137.0

    def jacobi() -> float:
        x, y, z = f[:3]
        r = math.sqrt(x * x + y * y + z * z)
        potential = mu / r * (1 - j2 * (a / r) ** 2 * (1.5 * (z / r) ** 2 - 0.5))
        return 0.5 * float(f[3:6] @ f[3:6]) - potential - 0.5 * omega**2 * (x * x + y * y)

    before, start = jacobi(), f[:3].copy()
    for k in range(400):
        point_mass.step(f, p, 20.0 + k * 0.25, 0.25, 0.0, 0.0, 0.0, False)
    assert abs(jacobi() - before) < 1.0  # [m2/s2], 1 mm/s at these speeds
    # and it is a parabola to the bend of the Earth
    assert np.linalg.norm(f[:3] - start) == pytest.approx(math.hypot(120e3, 90e3 - 0.5 * 9.75 * 100**2), rel=0.01)


def test_the_boost_without_air_gains_what_the_rocket_equation_says():
    p = packed(replace(LARGE, drag_factor=0.0, ignition_delay_s=0.3))[0]
    f = row(200e3, 3000.0 * NORTH)
    for k in range(112):
        point_mass.step(f, p, k * 0.125, 0.125, 0.0, 0.0, 0.0, False)
    ideal = 2450.0 * math.log(1835.0 / (1835.0 - 1175.0))
    # falling for 14 s takes its share of the velocity, not of the gain along the path
    north_mps = float(f[3:6] @ NORTH) / float(NORTH @ NORTH)
    assert north_mps == pytest.approx(ideal + 3000.0, rel=0.005)


def test_total_impulse_does_not_depend_on_the_step():
    p = packed(replace(LARGE, drag_factor=0.0, ignition_delay_s=0.33, boost_time_s=11.1))[0]
    speeds = []
    for dt in (0.125, 1 / 32):
        f = row(200e3, 3000.0 * NORTH)
        for k in range(round(15 / dt)):
            point_mass.step(f, p, k * dt, dt, 0.0, 0.0, 0.0, False)
        speeds.append(np.linalg.norm(f[3:6]))
    assert speeds[0] == pytest.approx(speeds[1], rel=1e-4)


@pytest.mark.parametrize("height_m", [100.0, 8e3, 20e3, 40e3])
@pytest.mark.parametrize("speed_mps", [300.0, 900.0, 2000.0])
def test_turns_never_exceed_the_load_limit_nor_what_the_air_gives(height_m, speed_mps):
    p = packed(LARGE)[0]
    f = row(height_m, speed_mps * NORTH)
    flown = point_mass.step(f, p, 50.0, 0.25, *(1e4 * UP), False)
    assert flown <= 25.0 * 9.80665 + 1e-9
    from gbad.physics.atmosphere import density_kg_m3

    lift = 0.5 * float(density_kg_m3(height_m)) * speed_mps**2 * LARGE.reference_area_m2
    lift *= point_mass.NORMAL_FORCE_SLOPE * point_mass.LARGEST_ATTACK_RAD
    assert flown == pytest.approx(min(25.0 * 9.80665, lift / (1835.0 - 1175.0)), rel=0.01)


def test_turning_costs_speed():
    p = packed(LARGE)[0]
    straight, turning = row(8e3, 900.0 * NORTH), row(8e3, 900.0 * NORTH)
    for k in range(8):
        point_mass.step(straight, p, 50.0 + k * 0.25, 0.25, 0.0, 0.0, 0.0, False)
        point_mass.step(turning, p, 50.0 + k * 0.25, 0.25, *(100.0 * UP), False)
    assert np.linalg.norm(turning[3:6]) < np.linalg.norm(straight[3:6]) - 5.0


def test_turning_without_drag_keeps_the_speed():
    # a sideways turn far up, with lift that costs nothing: only the direction changes
    p = packed(replace(LARGE, drag_factor=0.0))[0].copy()
    east = np.cross(NORTH, UP)
    f = row(8e3, 900.0 * NORTH)
    for k in range(8):
        point_mass.step(f, p, 50.0 + k * 0.25, 0.25, *(50.0 * east), False)
    # drag due to lift remains: m a^2 / (q S slope) over two seconds
    q_area = 0.5 * 0.5258 * 900.0**2 * LARGE.reference_area_m2
    loss = 660.0 * 50.0**2 / (q_area * point_mass.NORMAL_FORCE_SLOPE) * 2.0
    assert 900.0 - np.linalg.norm(f[3:6]) == pytest.approx(loss, abs=1.0)


def test_the_cheap_height_agrees_with_the_exact_one():
    for height_m in (0.0, 10e3, 30e3, 90e3):
        for range_m in (0.0, 200e3, 3000e3):
            place = np.array(point_at(range_m, height_m))
            assert abs(point_mass.height_m(*place) - ecef_to_geodetic(place)[2]) < 1.5


def test_side_thrusters_add_their_force_until_they_are_burnt_out():
    p = packed(replace(LARGE, drag_factor=0.0, side_thrust_n=20e3, side_thrust_time_s=0.4))[0]
    dry_kg = LARGE.launch_mass_kg - LARGE.propellant_mass_kg
    f = row(40e3, 900.0 * NORTH)
    air = point_mass.step(row(40e3, 900.0 * NORTH), p, 50.0, 0.125, *(1e4 * UP), False)
    flown = [point_mass.step(f, p, 50.0, 0.125, *(1e4 * UP), True) for _ in range(5)]
    assert flown[0] == pytest.approx(air + 20e3 / dry_kg, rel=1e-3)
    # three steps in full, a fifth of the fourth, nothing after that
    assert flown[3] - air == pytest.approx(0.2 * 20e3 / dry_kg, rel=0.02)
    assert flown[4] == pytest.approx(air, rel=0.01)
    # what the air gives alone burns nothing
    g = row(40e3, 900.0 * NORTH)
    point_mass.step(g, p, 50.0, 0.125, *(0.5 * air * UP), True)
    assert g[c.BURNT] == 0.0


def test_tables_of_air_and_drag_are_those_of_the_atmosphere():
    from gbad.physics import _air_kernel, atmosphere, flight

    heights = np.linspace(-100.0, 84_000.0, 997)
    found = np.array([_air_kernel.density_and_slowness(h) for h in heights])
    assert found[:, 0] == pytest.approx(atmosphere.density_kg_m3(heights), rel=3e-4)
    # the worst is where layers of the atmosphere meet between two nodes
    assert np.median(np.abs(found[:, 0] / atmosphere.density_kg_m3(heights) - 1.0)) < 3e-5
    assert 1.0 / found[:, 1] == pytest.approx(atmosphere.speed_of_sound_mps(heights), rel=3e-4)
    mach = np.linspace(0.0, 9.0, 901)
    drag = [_air_kernel.drag_coefficient(m) for m in mach]
    assert drag == pytest.approx(flight.drag_coefficient(mach), rel=1e-9)
    assert _air_kernel.density_and_slowness(150e3)[0] == 0.0
