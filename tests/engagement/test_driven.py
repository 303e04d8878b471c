"""Rounds that an engine drives all the way: they keep their speed, and what their battery holds is how far they get."""

from dataclasses import replace

import numpy as np
import pytest

import gbad
from gbad.engagement import flyout, reference
from gbad.engagement.calibration import calibrate, lethality
from gbad.engagement.interceptor import Interceptor
from gbad.errors import InputError
from gbad.library import load
from gbad.messages import END_INTERCEPT
from gbad.scenario import parse_document, read
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of
from gbad.tables import TARGET_MISSILE

CRUISE_MPS = 83.0


def drone(**changes):
    """The library's interceptor drone at its nominal figures."""
    holder = Holder(load("interceptor-drone"), "interceptor-drone")
    known = {name: column[0, 0] for name, column in figures([holder], Draws([{}])).items()}
    fields = Interceptor.__dataclass_fields__
    values = {name: value for name, value in known.items() if name in fields}
    values["pk_published"] = tuple(np.asarray(values["pk_published"]).tolist())
    return replace(Interceptor(**values, **kinds_of(holder.entry)), **changes)


@pytest.mark.parametrize(("range_m", "height_m"), [(5e3, 300.0), (10e3, 300.0), (10e3, 3000.0)])
def test_it_takes_the_way_over_its_speed(range_m, height_m):
    """Closed form: speeding up at 10 m/s2 from 25 m/s, then even; the way is a little longer than the straight line."""
    flight = flyout.fly_to(drone(), range_m, height_m)
    gain_s = (CRUISE_MPS - 25.0) / 10.0
    straight = np.hypot(range_m, height_m)
    by_hand = gain_s + (straight - 0.5 * (CRUISE_MPS + 25.0) * gain_s) / CRUISE_MPS
    assert flight.speed_mps == pytest.approx(CRUISE_MPS, rel=0.01)
    assert by_hand * 0.995 < flight.time_s < by_hand * 1.08


def test_without_its_engine_it_falls_short():
    assert not np.isfinite(flyout.fly_to(drone(cruise_speed_mps=0.0), 5e3, 300.0).time_s)


def test_its_battery_is_its_reach():
    near, far = (flyout.fly_to(drone(self_destruct_s=120.0), range_m, 300.0).time_s for range_m in (8e3, 11e3))
    assert near < 120.0
    assert not np.isfinite(far)


def test_reference_targets_come_no_faster_than_it_is_fired_at():
    first = reference.APPROACHES[TARGET_MISSILE][0]
    assert reference.at_most(first, drone()).speed_mps == 60.0
    assert reference.at_most(first, drone(max_target_speed_mps=500.0)) is first
    falls = reference.APPROACHES[2][0]
    assert reference.at_most(falls, drone()) is falls


def test_it_meets_a_slow_drone_and_is_calibrated_there():
    shots = reference.shoot(drone(), TARGET_MISSILE, 30, 1)
    assert (shots.end_reason == END_INTERCEPT).mean() > 0.9
    assert lethality(shots, drone(), TARGET_MISSILE).mean() > 0.5
    assert calibrate(drone()).pk_reached[0, TARGET_MISSILE] == pytest.approx(0.5)


def scene(speed_mps, away_deg, heading="in"):
    """One team and one drone that comes in, or flies away from it."""
    ends = {"in": (40.0 + away_deg, 40.0), "away": (40.0 + away_deg, 40.6)}[heading]
    return parse_document(
        f"""\
schema: scenario/1
title: Chase
duration_s: 900.0
cycle_s: 2.0
terrain: {{kind: flat}}
commands: {{post: {{type: 55K6E}}}}
batteries: {{team: {{type: interceptor-drones, at: {{latitude_deg: 40.0, longitude_deg: -150.0}}, command: post}}}}
assets: {{works: {{at: {{latitude_deg: {ends[1]}, longitude_deg: -150.0}}}}}}
threats:
  intruder: {{type: one-way-attack-drone, rcs_m2: 0.25, height_m: 400.0, speed_mps: {speed_mps}, aims_at: works,
    route: {{kind: waypoints, points: [{{latitude_deg: {ends[0]}, longitude_deg: -150.0}}]}}}}
""",
        "chase",
    )


def test_it_catches_a_slow_one_from_ahead_and_from_behind_and_fires_at_nothing_fast():
    ahead = gbad.run(scene(51.0, 0.25), seed=2, runs=8)
    assert ahead.outcomes["engaged"].all()
    assert (ahead.shots["end_reason"] == "intercept").mean() > 0.8
    behind = gbad.run(scene(51.0, 0.03, "away"), seed=2, runs=8)
    met = behind.shots["end_reason"] == "intercept"
    assert met.mean() > 0.5
    # a chase: it closes in with little more than the difference of the speeds (32 m/s, and it comes down from above)
    assert (behind.shots["closing_speed_mps"][met] < 55.0).all()
    assert (ahead.shots["closing_speed_mps"][ahead.shots["end_reason"] == "intercept"] > 100.0).all()
    fast = gbad.run(scene(92.0, 0.25), seed=2, runs=4)
    assert not fast.outcomes["engaged"].any()


@pytest.mark.parametrize("speed", ["22.0", "{low: 30.0, nominal: 83.0, high: 95.0}"])
def test_a_speed_that_may_lie_below_what_it_steers_with_is_refused(speed):
    """It steers with 20 to 35 m/s: no draw may have the one above the other."""
    slow = scene(51.0, 0.25).text + f"figures: {{interceptor-drone: {{cruise_speed_mps: {speed}}}}}\n"
    with pytest.raises(InputError, match="minimum_speed_mps must be below cruise_speed_mps"):
        read(parse_document(slow, "slow"))
