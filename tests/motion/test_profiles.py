"""Lofted, depressed, to an apogee, quasi-ballistic: what the speed of a type allows, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion import BallisticPath, ballistic, quasi_ballistic
from gbad.motion.quasi_ballistic import QuasiBallisticPath
from gbad.physics import earth
from gbad.textbook import orbits

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})
AIM = np.radians([39.0, 33.0])


def launch(range_m, bearing=1.0):
    latitude, longitude, _ = earth.geodesic_direct(*AIM, bearing, range_m)
    return float(latitude), float(longitude)


def arc(range_m=430e3, **more):
    return BallisticPath(*launch(range_m), *AIM.tolist(), 800.0, 9000.0, **more)


def glide(range_m=430e3, **more):
    figures = {"apogee_m": 50e3, "burnout_speed_mps": 2500.0, "lift_to_drag": 2.0, "load_limit_g0": 20.0} | more
    return QuasiBallisticPath(*launch(range_m), *AIM.tolist(), 800.0, 9000.0, **figures)


def flown(path):
    table = motion.trajectories([path], FLAT, 2000.0)
    time = np.arange(table.start_s[0, 0], table.plan_end_s[0, 0], 0.5)
    states = motion.states(table, 0, 0, time)
    end = motion.states(table, 0, 0, table.plan_end_s[0, 0])[0]
    return time, states, np.asarray(earth.ecef_to_geodetic(states[:, :3])[2]), end


def test_steep_and_flat_take_all_the_speed_and_lie_on_either_side():
    least = ballistic.solve(arc())
    steep, flat = (ballistic.solve(arc(profile=name, greatest_range_m=550e3)) for name in ("lofted", "depressed"))
    most = ballistic.greatest_speed_mps(arc(greatest_range_m=550e3))
    assert steep.speed_mps == pytest.approx(most, rel=1e-3)
    assert flat.speed_mps == pytest.approx(most, rel=1e-3)
    assert flat.elevation_rad < least.elevation_rad < steep.elevation_rad
    assert flat.time_of_flight_s < least.time_of_flight_s < steep.time_of_flight_s
    heights = [ballistic.apogee_of(arc(), found) for found in (flat, least, steep)]
    assert heights == sorted(heights)


def test_at_the_greatest_range_the_three_are_one():
    least = ballistic.solve(arc(549.9e3))
    for name in ("lofted", "depressed"):
        found = ballistic.solve(arc(549.9e3, profile=name, greatest_range_m=550e3))
        assert found.elevation_rad == pytest.approx(least.elevation_rad, abs=0.06)


@pytest.mark.parametrize("apogee_m", [60e3, 120e3, 300e3])
def test_an_apogee_that_is_asked_for_is_flown(apogee_m):
    _, _, height, end = flown(arc(apogee_m=apogee_m))
    assert height.max() == pytest.approx(apogee_m, rel=0.01)
    aim = earth.geodetic_to_ecef(*AIM, 800.0)
    assert np.linalg.norm(end[:3] - aim) < 5.0


def test_an_airless_arc_through_an_apogee_is_the_textbooks():
    """On a round Earth that does not turn; ours turns and is oblate, and its flight begins at 35 km."""
    path = replace(arc(1000e3, apogee_m=300e3), ballistic_coefficient_kg_m2=1e9)
    book = orbits.through_apogee(1000e3, 300e3)
    assert ballistic.solve(path).time_of_flight_s == pytest.approx(book.time_of_flight_s, rel=0.05)


def test_what_a_type_cannot_do_is_refused_with_the_reason():
    with pytest.raises(InputError, match=r"needs 28\d\d m/s at burn-out; the type has 22\d\d m/s.*quasi_ballistic"):
        ballistic.solve(arc(apogee_m=50e3, greatest_range_m=550e3))
    with pytest.raises(InputError, match="430 km away; the type reaches 400 km"):
        ballistic.solve(arc(greatest_range_m=400e3))
    with pytest.raises(InputError, match="needs greatest_range_m"):
        arc(profile="lofted")
    with pytest.raises(InputError, match="below burn-out"):
        arc(apogee_m=20e3)


def test_quasi_ballistic_430_km_at_50_km():
    _, states, height, end = flown(glide())
    found = quasi_ballistic.solve(glide())
    assert height.max() == pytest.approx(50e3, abs=100.0)
    assert np.linalg.norm(end[:3] - earth.geodetic_to_ecef(*AIM, 800.0)) < 30.0
    assert found.miss_m < 1.0
    # lower, and so quicker than the arc of least energy over the same ground
    assert found.time_of_flight_s < ballistic.solve(arc()).time_of_flight_s
    speed = np.linalg.norm(states[:, 3:], axis=1)
    assert 300.0 < found.impact_speed_mps < 1000.0
    assert speed[-1] == pytest.approx(found.impact_speed_mps, rel=0.05)
    # without lift it would come down short
    with pytest.raises(InputError, match="falls short of an aim 430 km away"):
        quasi_ballistic.solve(glide(lift_to_drag=0.0))


def test_loads_stay_below_the_limit_and_lift_below_its_share_of_drag():
    time, states, _, _ = flown(glide(load_limit_g0=6.0))
    pull = np.gradient(states[:, 3:], time, axis=0)
    along = states[:, 3:] / np.linalg.norm(states[:, 3:], axis=1, keepdims=True)
    across = pull - (pull * along).sum(axis=1, keepdims=True) * along
    # gravity and the turning Earth come on top of what lift does
    assert np.linalg.norm(across, axis=1)[:-4].max() < (6.0 + 1.5) * earth.G0


@pytest.mark.parametrize(
    ("range_m", "figures", "words"),
    [
        (430e3, {"burnout_speed_mps": 1500.0}, "falls short"),
        (100e3, {}, "cannot turn down"),
        (430e3, {"apogee_m": 400e3, "burnout_speed_mps": 1500.0}, "reach no apogee of 400 km"),
    ],
)
def test_pairs_of_range_and_apogee_that_cannot_be_flown_are_refused(range_m, figures, words):
    with pytest.raises(InputError, match=words):
        quasi_ballistic.solve(glide(range_m, **figures))


def test_in_a_vacuum_of_lift_and_drag_energy_is_kept():
    path = replace(glide(lift_to_drag=0.0), ballistic_coefficient_kg_m2=1e12)
    knots, written, _, _ = quasi_ballistic._flown(path, 0.3, 0.6, 0.0, 1.0, 200)
    states = knots[:written]
    potential = -earth.MU / np.linalg.norm(states[:, :3], axis=1)
    spin = 0.5 * earth.OMEGA**2 * (states[:, 0] ** 2 + states[:, 1] ** 2)
    energy = 0.5 * (states[:, 3:] ** 2).sum(axis=1) + potential - spin
    # the J2 term, left out of this sum, is worth a thousandth of the potential and hardly changes over such a flight
    assert np.ptp(energy) / abs(energy[0]) < 1e-4
