"""Meetings of rounds with tracks: what is passed over without working out the place changes nothing."""

import math

import numpy as np
import pytest

from gbad.envelope._meeting_kernel import from_launch, goes_on, in_time, met, tried
from gbad.envelope._reach_kernel import ground_range, in_range_from, predict
from gbad.physics import earth
from gbad.physics._earth_kernel import ecef_to_enu_matrix
from gbad.tables.bundles import fire_units, missile_envelope
from gbad.testing.small import small_tables
from gbad.weapon_assignment._offer_kernel import arrival_at, meet

SITE = math.radians(40.0), math.radians(33.0)


def tracks(count, seed):
    """Places and velocities (n, 3) around the battery, out to 900 km and up to 120 km."""
    dice = np.random.default_rng(seed)
    enu = np.zeros((3, 3))
    ecef_to_enu_matrix(*SITE, enu)
    for _ in range(count):
        turn, course = dice.uniform(0.0, 2.0 * math.pi, 2)
        away, height = dice.uniform(5e3, 900e3), 10.0 ** dice.uniform(2.0, 5.1)
        angle = away / 6.371e6
        place = np.array(
            earth.geodetic_to_ecef(SITE[0] + angle * math.cos(turn), SITE[1] + angle * math.sin(turn) / 0.77, height)
        )
        speed, climb = 10.0 ** dice.uniform(2.0, 3.4), dice.uniform(-0.8, 0.3)
        level = math.sqrt(1.0 - climb * climb)
        # half of them roughly towards the battery
        course = turn + math.pi + 0.2 * dice.normal() if dice.random() < 0.5 else course
        wind = speed * np.array([level * math.sin(course), level * math.cos(course), climb])
        yield place, enu.T @ wind, dice.uniform(5.0, 400.0), dice.uniform(0.0, 40.0)


def searched(target, latest_s, launch_s, sites, reach):
    """The same search with every place worked out."""
    found, there = (0.0, 0.0, 0.0), math.inf
    search = from_launch(launch_s)
    while goes_on(search, latest_s):
        arrival, *place = arrival_at(search.at_s, target, launch_s, 0, 0, 0, sites, reach)
        if in_time(search, arrival):
            there, found = arrival, tuple(place)
        search = tried(search, arrival, latest_s)
    return met(search, there), *found


def falling(count, seed):
    """As :func:`tracks`, thrown so that most of them come down within some tens of kilometres of the battery."""
    dice = np.random.default_rng(seed)
    base = np.array(earth.geodetic_to_ecef(*SITE, 0.0))
    up = base / np.linalg.norm(base)
    for place, velocity, latest_s, launch_s in tracks(count, seed):
        flight_s = dice.uniform(20.0, 250.0)
        thrown = (base + 20e3 * dice.normal(size=3) - place) / flight_s + 0.5 * 9.8 * flight_s * up
        yield place, thrown if dice.random() < 0.8 else velocity, 1.5 * latest_s, launch_s


@pytest.mark.parametrize("falls", [False, True])
def test_the_meeting_is_that_of_a_search_which_passes_nothing_over(falls):
    tables, _ = small_tables()
    sites, reach = fire_units(tables.defence.batteries), missile_envelope(tables.defence.interceptors)
    found = []
    for place, velocity, latest_s, launch_s in falling(400, 5) if falls else tracks(400, 11):
        target = *place.tolist(), *velocity.tolist(), falls
        meeting = meet(target, latest_s, launch_s, 0, 0, 0, sites, reach)
        whole = searched(target, latest_s, launch_s, sites, reach)
        found.append(math.isfinite(meeting[0]))
        assert meeting == whole if found[-1] else math.isinf(whole[0])
    assert 20 < sum(found) < 380


def test_nothing_is_in_range_before_it_is_said_to_be():
    """Against the flight itself, a second apart; and the time told is hardly earlier than that."""
    base, kinds = np.array(earth.geodetic_to_ecef(*SITE, 0.0)), [0, 0, 0]
    for place, velocity, _, _ in tracks(300, 3):
        from_s = in_range_from(*place, *velocity, *base, 150e3)
        within = [
            t for t in range(900)
            if ground_range(*base, *predict(*place, *velocity, False, float(t))) <= 150e3
        ]  # fmt: skip
        if not within:
            kinds[0] += 1
            assert from_s > 899.0 or _grazes(place, velocity, base, from_s)
        else:
            kinds[1 + (within[0] > 0)] += 1
            assert within[0] - 1.1 <= from_s <= within[0]
    assert min(kinds) > 5


def _grazes(place, velocity, base, at_s):
    """Whether it comes within a hair of the range between two whole seconds."""
    return ground_range(*base, *predict(*place, *velocity, False, at_s + 1e-3)) < 150e3 + 10.0
