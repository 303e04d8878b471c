"""``lookahead`` in a run: what it may know, that it keeps to channels, and that waiting pays where channels bind."""

from dataclasses import replace

import numpy as np
import pytest

import gbad
from gbad.testing import check_policy
from gbad.weapon_assignment import load_policy
from gbad.weapon_assignment.built_in import made
from gbad.weapon_assignment.built_in.lookahead import instance_of

FREE = {f"batteries.{name}.{kind}_channels": 200 for name in ("long", "short") for kind in ("target", "missile")}


@pytest.fixture(scope="module")
def crowd() -> gbad.Battle:
    """A decision at which something is under way and something is ordered."""
    battle, policy = gbad.Battle.begin("channels-bind", seed=5, record="outcomes"), made("lookahead", {})
    while True:
        battle.advance()
        view = battle.situation("post")
        if len(view.flights.track) > 2 and policy(view):
            return battle


@pytest.mark.parametrize("worlds", [0, 8])
def test_hidden_truth_and_the_battles_dice_do_not_reach_it(crowd, worlds):
    policy = made("lookahead", {"worlds": worlds})
    view = crowd.situation("post")
    orders = policy(view)
    assert orders
    other = crowd.copy()
    state = other._state
    state.truth.end_s[:] = 1.0
    state.truth.killed[:] = True
    state.truth.asset_end_s[:] = 0.0
    state.batch = replace(state.batch, seed=999)
    assert policy(other.situation("post")) == orders
    assert policy(replace(view, run=77)) == orders


def test_a_raid_that_is_not_seen_yet_changes_no_order():
    """Another group, far behind the horizon until later: every order before that is the same."""
    late = {"type": "fighter", "aims_at": "town", "start_s": 400.0, "route": {"kind": "waypoints", "points": [
        {"latitude_deg": 45.0, "longitude_deg": 52.0}]}}  # fmt: skip
    told = {"commands.post.policy": "lookahead", "duration_s": 260.0}
    one = gbad.run("channels-bind", seed=2, changes=told).tables["orders"]
    other = gbad.run("channels-bind", seed=2, changes=told | {"threats.zz-late": late}).tables["orders"]
    assert len(one) > 10
    for column in ("time_s", "battery", "track", "launch_s"):
        np.testing.assert_array_equal(one[column], other[column])


def test_the_abstract_instance_says_what_the_command_knows(crowd):
    view = crowd.situation("post")
    looked = instance_of(view, 10.0)
    instance = looked.instance
    offered = set(zip(view.track.tolist(), view.battery.tolist(), view.interceptor.tolist(), strict=True))
    for row, (battery, kind) in enumerate(looked.rows):
        assert instance.rounds[row] == view.resources.rounds_ready[battery, kind]
        for target, track in enumerate(looked.tracks.tolist()):
            assert (instance.opens[row, target] == 0) == ((track, battery, kind) in offered)
    busy = [int(track) in set(view.flights.track.tolist()) for track in looked.tracks]
    np.testing.assert_array_equal(looked.known.pending > 0, busy)
    assert (looked.known.belief[busy] < 1.0).all()
    assert (looked.known.belief[~np.array(busy)] == 1.0).all()
    held = np.array([(looked.known.by[looked.known.held > 0] == b).sum() for b in range(len(instance.channels))])
    np.testing.assert_array_equal(instance.channels - held, view.target_channels_free)


def test_it_passes_the_check_of_users_policies():
    check_policy("lookahead")


def value_leaked(policy: str, runs: int = 6, **changes) -> np.ndarray:
    told = {"commands.post.policy": policy} | changes
    result = gbad.run("channels-bind", seed=1, runs=runs, changes=told)
    o, worth = result.outcomes, {"harbour": 5.0, "airfield": 2.0, "town": 1.0}
    value = np.array([worth[a] for a in o["aims_at"]]) * (o["fate"] == "leaked")
    return np.bincount(o["run"], weights=value, minlength=runs)


def test_where_channels_bind_waiting_for_the_dear_ones_leaves_less_value_and_free_channels_leave_none():
    bound = value_leaked("urgent-first")
    assert bound.mean() > value_leaked("lookahead").mean() + 1.0
    assert value_leaked("urgent-first", **FREE).mean() < 0.5 * bound.mean()


def test_it_takes_its_parameters_and_refuses_others():
    assert load_policy('lookahead {"stage_s": 20.0}', None).stage_s == 20.0
    with pytest.raises(gbad.InputError, match="worlds: -1 was found; a whole number of 0 to 4096"):
        load_policy('lookahead {"worlds": -1}', None)
