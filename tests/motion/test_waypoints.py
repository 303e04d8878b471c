"""Routes: speed kept, ground respected, corners and climbs flyable, arrival at the aim."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion import Waypoint, WaypointPath
from gbad.motion.height_profile import height_profile
from gbad.physics import earth

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})
HILLS = terrain.load({"kind": "fractal", "latitude_deg": 39.0, "longitude_deg": 33.0})


def point(latitude_deg, longitude_deg, height_m=3000.0, reference="sea", speed=250.0) -> Waypoint:
    return Waypoint(np.radians(latitude_deg), np.radians(longitude_deg), height_m, reference, speed)


def flown(path, ground=FLAT, step_s=0.1, duration_s=4000.0):
    """Time, state and height above the ground all along one path."""
    table = motion.trajectories([path], ground, duration_s)
    time = np.arange(table.start_s[0, 0], table.plan_end_s[0, 0], step_s)
    state = motion.states(table, 0, 0, time)
    latitude, longitude, height = earth.ecef_to_geodetic(state[:, :3])
    return table, time, state, height - terrain.ground_height_m(ground, latitude, longitude), height


def test_a_straight_leg_keeps_speed_and_height_above_the_sea():
    path = WaypointPath((point(38.8, 32.6), point(39.2, 33.4)), start_s=30.0)
    table, _, state, _, height = flown(path)
    assert np.linalg.norm(state[:, 3:], axis=1) == pytest.approx(250.0, rel=1e-4)
    sea = terrain.geoid_height_m(*earth.ecef_to_geodetic(state[:, :3])[:2])
    assert height - sea == pytest.approx(3000.0, abs=0.5)
    distance, _, _ = earth.geodesic_inverse(*np.radians([38.8, 32.6, 39.2, 33.4]))
    assert table.plan_end_s[0, 0] - 30.0 == pytest.approx(distance / 250.0, rel=1e-3)
    assert not table.reaches_end[0, 0]


@settings(max_examples=12, deadline=None)
@given(st.floats(20.0, 300.0), st.floats(40.0, 300.0), st.floats(0.0, 6.28), st.sampled_from(["ground", "sea"]))
def test_never_under_the_ground_and_never_wilder_than_allowed(height_m, speed, bearing, reference):
    bend = point(39.0 + 0.1 * np.cos(bearing), 33.0 + 0.1 * np.sin(bearing), height_m, reference, speed)
    path = WaypointPath(
        (point(38.75, 32.75, height_m, reference, speed), bend, point(39.25, 33.2, 0.0, "ground", speed))
    )
    _, _, state, above, _ = flown(path, HILLS)
    assert above.min() > min(height_m, path.clearance_m) - 3.0
    assert np.linalg.norm(state[:, 3:], axis=1) == pytest.approx(speed, rel=0.02)
    push = np.linalg.norm(np.diff(state[:, 3:], axis=0), axis=1) / 0.1 / earth.G0
    # turn, climb and the knots' own rounding together
    assert np.percentile(push, 99) < 1.5 * path.load_factor
    climb = np.diff(np.linalg.norm(state[:, :3], axis=1)) / 0.1 / speed
    assert np.abs(climb).max() < 1.1 * np.tan(path.climb_angle_rad) + 0.01


def test_terrain_following_stays_low_over_flat_ground_and_dives_on_its_aim():
    aim = point(39.1, 33.3, 0.0, "ground", 240.0)
    path = WaypointPath((point(38.8, 32.7, 60.0, "ground", 240.0), aim), then="ends")
    table, time, state, above, _ = flown(path)
    assert above[:-300] == pytest.approx(60.0, abs=0.5)
    assert above.max() < 60.5
    assert table.reaches_end[0, 0]
    end = motion.states(table, 0, 0, table.plan_end_s[0, 0])[0, :3]
    target = earth.geodetic_to_ecef(aim.latitude_rad, aim.longitude_rad, 0.0)
    miss = end - target
    assert np.linalg.norm(miss - (miss * target).sum() / (target * target).sum() * target) < 2.0
    assert above[-1] < 60.0
    push = np.linalg.norm(np.diff(state[:, 3:], axis=0), axis=1) / 0.1
    assert push.max() < 1.2 * path.load_factor * earth.G0
    assert time[-1] <= table.plan_end_s[0, 0]


def test_a_corner_is_rounded_within_the_load_factor():
    path = WaypointPath((point(38.7, 33.0), point(39.0, 33.0), point(39.0, 33.5)), load_factor=2.0)
    _, _, state, _, _ = flown(path)
    push = np.linalg.norm(np.diff(state[:, 3:], axis=0), axis=1) / 0.1
    # a level turn under a load of 2 g pulls sideways by the root of 3; nearly all is used, none beyond but rounding
    assert 1.2 * earth.G0 < push.max() < 1.1 * np.sqrt(3.0) * earth.G0


@pytest.mark.parametrize(
    "last",
    [point(40.0, 33.5), point(40.02, 33.5), point(39.2, 34.6), point(40.9, 35.2)],
    ids=["back", "nearly", "a", "b"],
)
def test_a_turn_beyond_ninety_degrees_is_flown_behind_its_waypoint_within_the_load_factor(last):
    path = WaypointPath((point(40.0, 33.5, speed=250.0), point(40.0, 35.5, speed=250.0), last))
    _, _, state, _, _ = flown(path)
    push = np.linalg.norm(np.diff(state[:, 3:], axis=0), axis=1) / 0.1
    turning = push[push > earth.G0]
    assert np.percentile(turning, 90) < 1.02 * np.sqrt(3.0) * earth.G0
    # where the turn changes its side, knots a second apart overshoot a little
    assert push.max() < 1.6 * np.sqrt(3.0) * earth.G0
    # over the waypoint, and no farther beyond it than a turn needs: a radius of 3.7 km
    longitude = np.degrees(earth.ecef_to_geodetic(state[:, :3])[1])
    beyond_m = (longitude.max() - 35.5) * np.radians(1.0) * earth.A * np.cos(np.radians(40.0))
    assert 3_000.0 < beyond_m < 7_000.0
    corner = earth.geodetic_to_ecef(np.radians(40.0), np.radians(35.5), 9000.0)
    above = state[:, :3] * (np.linalg.norm(corner) / np.linalg.norm(state[:, :3], axis=1))[:, None]
    assert np.linalg.norm(above - corner, axis=1).min() < 100.0


def test_out_and_back_takes_the_time_of_its_way():
    # the small input hairpin.yaml: 170.6 km out, 170.6 km back at 250 m/s, and a turn
    path = WaypointPath(tuple(point(40.0, lon, 9000.0, speed=250.0) for lon in (33.5, 35.5, 33.5)))
    table, _, _, _, _ = flown(path, duration_s=1700.0)
    # 341.4 km by 250 m/s, and the turn: a circle and a third, less two radii
    assert 1363.0 < table.plan_end_s[0, 0] < 1363.0 + 120.0


def test_a_load_factor_that_cannot_turn_is_refused():
    with pytest.raises(InputError, match="needs more than 1"):
        WaypointPath((point(38.7, 33.0), point(39.0, 33.0)), load_factor=1.0)


@pytest.mark.parametrize("change", ["at_waypoint", "along_leg"])
def test_speed_changes_smoothly_to_what_the_waypoint_says(change):
    points = (point(38.7, 33.0, speed=120.0), point(38.9, 33.0, speed=280.0), point(39.3, 33.0, speed=200.0))
    _, _, state, _, _ = flown(WaypointPath(points, speed_change=change))
    speed = np.linalg.norm(state[:, 3:], axis=1)
    assert speed[0] == pytest.approx(120.0, abs=1.0)
    assert speed.max() == pytest.approx(280.0, abs=2.0)
    assert speed[-1] == pytest.approx(280.0 if change == "at_waypoint" else 200.0, abs=2.0)
    assert np.abs(np.diff(speed) / 0.1).max() < 4.0


def test_a_path_may_begin_late_or_never_and_end_with_the_simulation():
    path = WaypointPath((point(38.7, 33.0), point(39.3, 33.0)), start_s=100.0)
    late = WaypointPath((point(38.7, 33.0), point(39.3, 33.0)), start_s=900.0, then="ends")
    table = motion.trajectories([path, late], FLAT, 150.0)
    assert table.plan_end_s[0].tolist() == [150.0, 150.0]
    assert not table.reaches_end.any()
    assert np.isnan(motion.states(table, 0, 0, [99.9, 150.1])).all()
    assert np.isnan(motion.states(table, 0, 1, [100.0])).all()


def test_draws_are_stacked_and_objects_do_not_touch_each_other():
    slow, fast = (WaypointPath((point(38.9, 33.0, speed=v), point(39.1, 33.0, speed=v))) for v in (100.0, 300.0))
    table = motion.trajectories([[slow, fast], [fast, fast]], FLAT, 600.0)
    alone = motion.trajectories([fast], FLAT, 600.0)
    assert table.position_ecef_m.shape[:2] == (2, 2)
    time = np.linspace(0.0, 80.0, 50)
    for draw, row in ((0, 1), (1, 0), (1, 1)):
        assert np.array_equal(motion.states(table, draw, row, time), motion.states(alone, 0, 0, time), equal_nan=True)
    with pytest.raises(ValueError, match="same objects"):
        motion.trajectories([[slow], [slow, fast]], FLAT, 600.0)


def test_no_objects_is_an_empty_table():
    assert motion.trajectories([], FLAT, 60.0).position_ecef_m.shape[:2] == (1, 0)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ((point(39.0, 33.0),), "at least two"),
        ((point(39.0, 33.0), point(39.0, 33.0)), "at one place"),
        ((point(39.0, 33.0), point(-39.0, -147.0)), "opposite sides"),
        ((point(39.0, 33.0), point(39.1, 33.0, speed=0.0)), "greater than 0"),
    ],
)
def test_routes_that_cannot_be_flown_are_refused(points, message):
    with pytest.raises(InputError, match=message):
        motion.trajectories([WaypointPath(points)], FLAT, 60.0)


def test_an_aim_under_the_ground_is_refused():
    path = WaypointPath((point(38.9, 33.0), point(39.0, 33.0, -500.0, "sea")), then="ends")
    with pytest.raises(InputError, match="below the ground"):
        motion.trajectories([path], FLAT, 60.0)


def test_an_unknown_kind_names_the_known_ones():
    class Odd:
        kind = "teleport"
        start_s = 0.0

    with pytest.raises(
        ValueError, match="ballistic, drift, falling, orbit, quasi_ballistic, recorded, released, waypoints"
    ):
        motion.trajectories([Odd()], FLAT, 60.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 2000.0), min_size=30, max_size=120), st.floats(0.02, 0.5), st.floats(30.0, 300.0))
def test_a_height_profile_never_scrapes_its_floor_nor_exceeds_its_slope(floor, slope, speed):
    floor = np.array(floor)
    height = height_profile(floor, floor - 10.0, 60.0, slope=slope, speed_mps=speed, acceleration_mps2=20.0)
    assert (height >= floor).all()
    assert np.abs(np.diff(height)).max() <= slope * 60.0 * (1 + 1e-9) + 1e-9


def test_who_crosses_its_aim_at_its_own_height_keeps_it_over_high_ground_on_the_way():
    """A line of one in a hundred from the aim backwards once ended 40 km ahead and pulled a flyer onto the hills."""
    floor = 200.0 + 600.0 * np.clip(np.arange(900.0) / 300.0, 0.0, 1.0)[::-1]
    profile = height_profile(floor, floor - 200.0, 100.0, slope=0.2, speed_mps=300.0, acceleration_mps2=40.0,
                             end_height_m=200.0)  # fmt: skip
    assert (profile >= floor).all()
    assert profile[-1] == 200.0
    # a height of its own to end at still has its last dive
    dived = height_profile(floor, floor - 200.0, 100.0, slope=0.2, speed_mps=300.0, acceleration_mps2=40.0,
                           end_height_m=0.0)  # fmt: skip
    assert dived[-1] == 0.0
    assert (dived[-40:] < profile[-40:]).any()
    assert (dived[:700] >= floor[:700]).all()
