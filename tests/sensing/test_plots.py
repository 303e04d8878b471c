"""How often and how strong echoes are, their errors, false alarms and IFF replies."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import sensing
from gbad.messages import CIVIL_REPLY, FRIENDLY_REPLY, NO_REPLY
from gbad.sensing._error_kernel import ANGLE_SLOPE, RANGE_SLOPE


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("pulses", [1, 5])
def test_detections_come_as_often_as_the_exact_probability_says(small, swerling, pulses):
    range_m = 110e3 if pulses == 1 else 150e3
    radar = small.radar(period_s=1.0, groups=1, pulses=pulses)
    world = small.world([radar], [small.target(place=(0.0, range_m, 6000.0), swerling=swerling)])
    found, _ = world.one_look(duration_s=1500.0, runs=4)
    state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
    snr_db = sensing.sight(state, world.tables, world.truth(1), 700.0)[1][0, 0, 0]
    pd = sensing.detection_probability(10.0 ** (snr_db / 10.0), 1e-6, pulses, swerling)
    assert 0.05 < pd < 0.95
    assert abs(len(found.run) / 6000 - pd) < 4.0 * np.sqrt(pd * (1.0 - pd) / 6000)


def test_received_echo_of_an_exponential_target_is_exponential_above_the_threshold(small):
    world = small.world([small.radar(period_s=1.0, groups=1)], [small.target(place=(0.0, 100e3, 6000.0))])
    found, _ = world.one_look(duration_s=2500.0, runs=4)
    threshold = float(sensing.threshold(1e-6))
    state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
    mean = 1.0 + 10.0 ** (sensing.sight(state, world.tables, world.truth(1), 9.0)[1][0, 0, 0] / 10.0)
    above = (10.0 ** (found.snr_db / 10.0) + 1.0 - threshold) / mean
    assert above.min() >= 0.0
    assert above.mean() == pytest.approx(1.0, abs=4.0 / np.sqrt(above.size))
    assert np.median(above) == pytest.approx(np.log(2.0), abs=5.0 / np.sqrt(above.size))


def test_no_signal_is_detected_as_rarely_as_a_false_alarm(small):
    world = small.world([small.radar(period_s=1.0, groups=1, pfa=0.05)], [small.target(rcs_m2=1e-20)])
    found, _ = world.one_look(duration_s=2000.0, runs=10)
    assert len(found.run) / 20_000 == pytest.approx(0.05, abs=4.0 * np.sqrt(0.05 / 20_000))


def test_a_larger_cross_section_is_seen_whenever_the_smaller_one_was(small):
    looks = {}
    for rcs in (0.05, 0.5):
        world = small.world([small.radar(period_s=1.0)], [small.target(rcs_m2=rcs)])
        looks[rcs] = set(world.one_look(duration_s=300.0)[0].visit.tolist())
    assert looks[0.05] < looks[0.5]


def test_errors_have_the_size_that_the_plot_states_and_fall_with_the_echo(small):
    radar = small.radar(period_s=1.0, groups=1, rate_std=3.0, loop_gain_db=sensing.loop_gain_db(300e3, 1.0))
    target = small.target(place=(20e3, 60e3, 8000.0), velocity=(0.0, 0.0, 0.0))
    world = small.world([radar], [target])
    found, _ = world.one_look(duration_s=2500.0, runs=2)
    quiet = small.world([small.radar(loop_gain_db=400.0)], [target]).one_look(duration_s=6.0)[0]
    for name, std in (("slant_range_m", "range_std_m"), ("azimuth_rad", "azimuth_std_rad"),
                      ("elevation_rad", "elevation_std_rad")):  # fmt: skip
        normal = (getattr(found, name) - getattr(quiet, name)[0]) / getattr(found, std)
        assert abs(normal.mean()) < 4.0 / np.sqrt(normal.size)
        assert normal.std() == pytest.approx(1.0, abs=4.0 / np.sqrt(normal.size))
    assert found.range_rate_mps.std() == pytest.approx(3.0, rel=0.06)
    root = np.sqrt(2.0 * 10.0 ** (found.snr_db / 10.0))
    assert found.range_std_m == pytest.approx(150.0 / (RANGE_SLOPE * root))
    assert found.elevation_std_rad == pytest.approx(np.radians(1.5) / (ANGLE_SLOPE * root))
    assert found.azimuth_std_rad * np.cos(found.elevation_rad) == pytest.approx(found.elevation_std_rad)


def test_errors_do_not_fall_below_their_floor(small):
    world = small.world([small.radar(loop_gain_db=400.0, floor=0.05)], [small.target()])
    found, _ = world.one_look(duration_s=60.0)
    assert np.all(found.range_std_m == 7.5)
    assert np.isnan(found.range_rate_mps).all()


def test_false_alarms_are_poisson_and_come_from_every_bearing(small):
    radar = small.radar(period_s=1.0, false_alarms=2.5, groups=4, elevation=(0.0, 0.5), instrumented_m=200e3)
    found, origin = small.world([radar], [small.target(rcs_m2=1e-20)]).one_look(duration_s=4000.0)
    assert np.all(origin == -1)
    number = np.bincount(found.visit, minlength=4000)
    assert number.mean() == pytest.approx(2.5, abs=4.0 * np.sqrt(2.5 / 4000))
    assert number.var() == pytest.approx(2.5, rel=0.1)
    # on every bearing; where in range and elevation is told in test_ground
    filled = np.histogram(found.azimuth_rad, 10, (0.0, 2.0 * np.pi))[0]
    assert filled.sum() == found.run.size
    assert filled.min() > 0.85 * found.run.size / 10
    assert found.slant_range_m.min() >= 100.0
    assert found.slant_range_m.max() <= 200e3
    assert found.elevation_rad.min() >= 0.0
    # noise above the threshold falls off by a factor e per unit of noise power
    assert (10.0 ** (found.snr_db / 10.0) + 1.0 - np.log(1e6)).mean() == pytest.approx(1.0, abs=0.05)


def test_an_array_has_its_false_alarms_in_its_sector(small):
    radar = small.radar(rotates=False, groups=1, period_s=1.0, half_width=0.5, boresight=0.1, false_alarms=40.0)
    found, _ = small.world([radar], [small.target(rcs_m2=1e-20)]).one_look(duration_s=100.0)
    assert found.run.size / 100 == pytest.approx(40.0, abs=2.6)
    assert np.abs((found.azimuth_rad - 0.1 + np.pi) % (2.0 * np.pi) - np.pi).max() <= 0.5


def test_replies_fail_for_good_once_per_aircraft_and_now_and_then_per_interrogation(small):
    radar = small.radar(period_s=1.0, iff=True, reply=0.9, loop_gain_db=400.0)
    targets = [
        small.target(id="civil", transponder=1, iff_failure=0.25, place=(50e3, 50e3, 6000.0)),
        small.target(id="friend", transponder=2, place=(50e3, -50e3, 6000.0)),
        small.target(id="silent", place=(-50e3, 50e3, 6000.0)),
    ]
    found, origin = small.world([radar], targets).one_look(duration_s=50.0, runs=200)
    assert np.all(found.interrogated == 1)
    assert set(found.iff_reply[origin == 0]) == {NO_REPLY, CIVIL_REPLY}
    assert np.all(found.iff_reply[origin == 2] == NO_REPLY)
    friend = found.iff_reply[origin == 1]
    assert np.mean(friend == FRIENDLY_REPLY) == pytest.approx(0.9, abs=0.015)
    share = np.array([np.mean(found.iff_reply[(origin == 0) & (found.run == run)] > 0) for run in range(200)])
    assert np.mean(share == 0.0) == pytest.approx(0.25, abs=0.13)
    assert share[share > 0.0].min() > 0.6


def test_a_radar_that_does_not_ask_hears_nothing(small):
    found, _ = small.world([small.radar(loop_gain_db=400.0)], [small.target(transponder=1)]).one_look()
    assert not found.interrogated.any()
    assert not found.iff_reply.any()
