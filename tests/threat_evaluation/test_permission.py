"""Rules of engagement: what each weapons control status permits, over zones and in self-defence."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import threat_evaluation
from gbad.errors import InputError
from gbad.messages import FRIEND, HOSTILE, NEUTRAL, UNKNOWN, AirPicture, Identities
from gbad.physics import earth
from gbad.testing import small_tables

# where the town and the battery stand (see gbad.testing.small): a raider from the east passes both
EAST = 33.4


def threat(identity, changes, longitude=EAST, latitude=40.0, speed=-300.0, height=3000.0, asked=0, old_s=0.0):
    """``(permitted, withheld, priority, time to impact)`` of one track that flies level to the west."""
    tables, _ = small_tables(changes)
    d = tables.defence
    place = np.radians(latitude), np.radians(longitude)
    dense = (1, 1, 1)
    velocity = np.array([speed, 0.0, 0.0]) @ earth.ecef_to_enu_matrix(*place)
    one = np.ones(dense, np.int64)
    picture = AirPicture(
        number=one, time_s=np.zeros(dense), position_ecef_m=earth.geodetic_to_ecef(*place, height).reshape(1, 1, 1, 3),
        velocity_ecef_mps=velocity.reshape(1, 1, 1, 3), covariance_ecef=np.zeros((*dense, 6, 6)),
        first_s=np.full(dense, -old_s), civil_replies=0 * one, friendly_replies=0 * one, interrogations=asked * one,
        member=np.ones((*dense, 2), np.int64), member_time_s=np.zeros((*dense, 2)),
    )  # fmt: skip
    held = Identities(one, np.full(dense, identity, np.int8), np.zeros(dense), np.zeros(dense, np.int8), np.ones(dense))
    t = threat_evaluation.rank(d, np.zeros(1, np.int64), picture, held, 0.0)
    at = (0, 0, 0)
    return bool(t.permitted[at]), bool(t.withheld[at]), float(t.priority[at]), float(t.time_to_impact_s[at])


@pytest.mark.parametrize(
    ("control", "allowed"),
    [("hold", set()), ("tight", {HOSTILE}), ("free", {HOSTILE, UNKNOWN})],
)
def test_each_status_permits_what_doctrine_says(control, allowed):
    changes = {"commands.post.weapons_control": control, "commands.post.self_defence": False}
    for identity in (UNKNOWN, FRIEND, NEUTRAL, HOSTILE):
        assert threat(identity, changes)[0] == (identity in allowed)


def test_only_a_hostile_that_the_rules_spare_is_withheld():
    hold = {"commands.post.weapons_control": "hold", "commands.post.self_defence": False}
    assert threat(HOSTILE, hold)[1]
    assert not threat(UNKNOWN, hold)[1]
    assert not threat(HOSTILE, hold | {"commands.post.weapons_control": "tight"})[1]


def test_an_unknown_is_engaged_only_close_to_impact():
    near = {"commands.post.self_defence": False, "commands.post.engagement_horizon_s": 50.0}
    assert not threat(UNKNOWN, near)[0]
    assert threat(UNKNOWN, near | {"commands.post.engagement_horizon_s": 500.0})[0]


def test_an_unknown_may_have_to_be_asked_before_it_is_fired_at():
    asks = {
        "commands.post.self_defence": False,
        "commands.post.interrogations_before_fire": 3,
        "commands.post.identification_time_s": 10.0,
    }
    assert threat(UNKNOWN, {"commands.post.self_defence": False})[0]
    assert not threat(UNKNOWN, asks)[0]
    assert not threat(UNKNOWN, asks, asked=2, old_s=10.0)[0]
    assert not threat(UNKNOWN, asks, asked=3, old_s=9.9)[0]
    assert threat(UNKNOWN, asks, asked=3, old_s=10.0)[0]
    # a hostile has answered by what it does, and who flies at the battery leaves no time to ask
    assert threat(HOSTILE, asks)[0]
    assert threat(UNKNOWN, asks | {"commands.post.self_defence": True}, longitude=33.1)[0]


def test_a_zone_has_the_say_over_its_ground_and_the_smaller_one_first():
    middle = {"latitude_deg": 40.0, "longitude_deg": EAST}
    hold = {
        "zones.wide": {"at": middle, "radius_km": 60.0, "weapons_control": "hold"},
        "commands.post.self_defence": False,
    }
    assert not threat(HOSTILE, hold)[0]
    assert threat(HOSTILE, hold, longitude=EAST + 1.0)[0]
    inner = hold | {"zones.inner": {"at": middle, "radius_km": 5.0, "weapons_control": "tight"}}
    assert threat(HOSTILE, inner)[0]
    assert not threat(UNKNOWN, inner)[0]
    # one that only speaks of origins leaves the status as it is
    speaks = {"zones.wide": {"at": middle, "radius_km": 60.0, "origin": "hostile"}}
    assert threat(HOSTILE, speaks)[0]


def test_a_zone_may_speak_to_one_post_alone():
    middle = {"latitude_deg": 40.0, "longitude_deg": EAST}
    two = {"commands.post.self_defence": False, "commands.zulu": {"type": "55K6E"}}
    zone = {"at": middle, "radius_km": 60.0, "weapons_control": "hold"}
    assert not threat(HOSTILE, two | {"zones.wide": zone})[0]
    assert not threat(HOSTILE, two | {"zones.wide": zone | {"command": "post"}})[0]
    assert threat(HOSTILE, two | {"zones.wide": zone | {"command": "zulu"}})[0]
    # a small one of another post does not hide a wide one of one's own
    inner = {"at": middle, "radius_km": 5.0, "weapons_control": "tight", "command": "zulu"}
    assert not threat(HOSTILE, two | {"zones.wide": zone, "zones.inner": inner})[0]


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        ({"weapons_control": "hold", "command": "posd"}, "posd is not among commands. Did you mean post"),
        ({"command": "post"}, "has no effect without weapons_control"),
    ],
)
def test_a_zone_of_a_post_that_is_not_there_or_without_a_rule_is_refused(zone, says):
    with pytest.raises(InputError, match=says):
        small_tables({"zones.wide": {"at": {"latitude_deg": 40.0, "longitude_deg": EAST}, "radius_km": 60.0, **zone}})


def test_self_defence_is_a_right_under_hold_but_not_against_friends_and_neutrals():
    hold = {"commands.post.weapons_control": "hold"}
    near = dict(longitude=33.1)  # 8.5 km, 28 s from the battery
    for identity, may in ((UNKNOWN, True), (HOSTILE, True), (FRIEND, False), (NEUTRAL, False)):
        assert threat(identity, hold, **near)[0] == may
    permitted, withheld, priority, impact_s = threat(HOSTILE, hold, **near)
    assert (permitted, withheld) == (True, False)
    assert impact_s <= 29.0
    assert priority > 0.0
    # too far in time, passing too far, flying away
    assert not threat(HOSTILE, hold)[0]
    assert not threat(HOSTILE, hold, latitude=40.05, **near)[0]
    assert not threat(HOSTILE, hold, speed=300.0, **near)[0]


def test_self_defence_ranks_what_threatens_no_asset():
    far_town = {"assets.town.at": {"latitude_deg": 41.0, "longitude_deg": 33.0}}
    assert threat(HOSTILE, far_town, longitude=33.1)[2] == pytest.approx(1.0 / 28.4, rel=0.05)
    assert threat(HOSTILE, far_town | {"commands.post.self_defence": False}, longitude=33.1)[2] == 0.0
