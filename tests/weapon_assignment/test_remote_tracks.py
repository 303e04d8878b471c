"""On which tracks a battery fires that its own radar does not hold: guidance, rule, errors, sight of the uplink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from command_room import Track, fixed, room

from gbad import weapon_assignment as weapons
from gbad.tables import GUIDANCE_ACTIVE, GUIDANCE_COMMAND, GUIDANCE_RADAR_SUPPORTED, REMOTE_RULES

SEARCH = 1  # row of the search radar in the small scenario: battery-radar comes first


def options(rule, guidance=GUIDANCE_ACTIVE, spread_m=100.0, askew_rad=0.0, track=None, **columns):
    """How many options there are at a track that only the search radar holds, with these errors."""
    desk = room(
        commands__remote_tracks=fixed(REMOTE_RULES.index(rule)), interceptors__guidance=fixed(guidance),
        radars__azimuth_bias_std_rad=fixed(askew_rad), **columns,
    )  # fmt: skip
    assert desk.defence.radars.id.tolist() == ["battery-radar", "search"]
    picture, threats = desk.picture([track or Track(held=False)], 100.0)
    picture.member[0, 0, 0, SEARCH], picture.member_time_s[0, 0, 0, SEARCH] = 1, 100.0
    covariance = np.zeros((6, 6))
    covariance[:3, :3] = np.eye(3) * spread_m**2 / 3.0
    picture = replace(picture, covariance_ecef=np.broadcast_to(covariance, picture.covariance_ecef.shape).copy())
    found = weapons.survey(desk.ledger, desk.defence, desk.draw, picture, threats, 100.0)
    return len(found.options.run)


@pytest.mark.parametrize(("rule", "offered"), [("any", 1), ("checked", 1), ("own", 0)])
def test_a_round_that_homes_by_itself_goes_on_anothers_track_where_the_post_has_the_authority(rule, offered):
    assert options(rule) == offered


@pytest.mark.parametrize("guidance", [GUIDANCE_RADAR_SUPPORTED, GUIDANCE_COMMAND])
def test_a_round_that_its_radar_supports_never_does(guidance):
    assert options("any", guidance) == options("checked", guidance) == 0


def test_three_standard_deviations_must_lie_within_the_basket():
    assert options("checked", spread_m=990.0) == 1
    assert options("checked", spread_m=1010.0) == 0
    assert options("any", spread_m=1010.0) == 1


def test_an_error_of_setting_up_counts_by_the_distance_of_the_track():
    # 60 km from the radar: 3 * 60 km * 0.016 rad is 2.9 km, with 0.018 rad it is 3.2 km
    assert options("checked", spread_m=1.0, askew_rad=0.016) == 1
    assert options("checked", spread_m=1.0, askew_rad=0.018) == 0


def test_the_uplink_must_see_the_round_where_its_seeker_takes_over():
    hidden = {"radars__mask_min_height_m": lambda old: np.full_like(old, 1e6)}
    assert options("checked", **hidden) == 0
    assert options("any", **hidden) == 1
