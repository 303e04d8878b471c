"""A battery shoots, marches and shoots again: in between nothing of it is detected, ordered, launched or guided."""

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause

LEAVES_S, READY_S = 900.0, 5247.0  # by nominal figures: 300 s, 26.0 km of road at 25 km/h, 300 s


@pytest.fixture(scope="module")
def march():
    return gbad.run("march-and-shoot", seed=7, runs=2, record_all=True)


def away(times):
    return (times >= LEAVES_S) & (times < READY_S)


def test_it_shoots_before_and_after(march):
    launch_s = march.shots["launch_s"]
    assert (launch_s < LEAVES_S).sum() >= 2
    assert (launch_s >= READY_S).sum() >= 2
    outcomes = march.outcomes
    for group in ("first", "second"):
        mine = np.char.startswith(outcomes["object"], group)
        assert (outcomes["fate"][mine] == "killed").mean() > 0.5


def test_nothing_of_it_is_detected_ordered_launched_or_guided_in_the_march(march):
    own = march.detections["radar"] == "alpha-radar"
    assert own.any()
    assert not away(march.detections["time_s"][own]).any()
    assert not away(march.shots["order_s"]).any()
    assert not away(march.shots["launch_s"]).any()
    # a radar-supported round meets nothing while its radar is away
    met = march.shots["end_reason"] == "intercept"
    assert not away(march.shots["end_s"][met]).any()


def test_the_search_radar_sees_what_comes_meanwhile_and_the_cause_is_the_march(march):
    between = march.outcomes["object"] == "between"
    assert (march.outcomes["fate"][between] == "leaked").all()
    assert set(march.outcomes["cause"][between]) == {Cause.UNIT_MOVING.identifier}
    for told in march.outcomes["evidence"][between]:
        assert "alpha: marching from 1200 to 4947 s" in told
    seen = march.detections["time_s"][march.detections["object"] == "between"]
    assert away(seen).sum() > 25


def test_rounds_leave_from_where_the_battery_stands(march):
    later = march.shots["launch_s"] > READY_S
    assert march.shots["launch_latitude_deg"][~later] == pytest.approx(40.0)
    assert march.shots["launch_latitude_deg"][later] == pytest.approx(40.18)


def test_its_radar_faces_the_new_way_from_the_new_place(march):
    own = (march.detections["radar"] == "alpha-radar") & (march.detections["object"] != "")
    late = own & (march.detections["time_s"] >= READY_S)
    azimuth = march.detections["azimuth_deg"][late]
    assert late.any()
    assert np.abs(azimuth - 45.0).max() <= 46.0


def test_the_same_bytes_for_any_batch_and_without_a_march_it_kills_the_one_between():
    one = gbad.run("march-and-shoot", seed=7, runs=2, batch=1)
    many = gbad.run("march-and-shoot", seed=7, runs=2, batch=2)
    assert one.result_hash == many.result_hash
    stays = gbad.run("march-and-shoot", seed=7, changes={"units": {}})
    assert stays.outcomes["fate"][stays.outcomes["object"] == "between"][0] == "killed"
