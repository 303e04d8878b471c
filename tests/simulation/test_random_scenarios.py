"""Properties of the whole engine over random scenarios: raids, doctrines and stocks drawn at random on flat ground."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_raids import raids

import gbad
from gbad.codes.causes import Cause


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(raids(), st.integers(0, 2**31))
def test_fates_and_causes_add_up_and_nothing_is_overspent(changes, seed):
    result = gbad.run("one-aircraft", seed=seed, runs=2, changes=changes)
    outcomes, shots, summary = result.outcomes, result.shots, result.summary()
    threats = sum(1 for path in changes if path.startswith("threats.t"))
    assert summary["threats"] == 2 * threats
    assert summary["killed"] + summary["leaked"] + summary["survived"] == summary["threats"]
    assert sum(summary["leak_causes"].values()) == summary["leaked"]
    assert set(summary["leak_causes"]) <= {cause.identifier for cause in Cause if cause != Cause.NONE}
    # what has no aim cannot leak
    aimless = outcomes["is_threat"] & (outcomes["aims_at"] == "")
    assert not (outcomes["fate"][aimless] == "leaked").any()
    # rounds: never more than the magazine, never one twice, every kill by a shot at that object
    for run in range(2):
        mine = shots["run"] == run
        assert mine.sum() <= 4
        assert len(set(shots["round"][mine])) == mine.sum()
        dead = set(outcomes["object"][(outcomes["run"] == run) & (outcomes["fate"] == "killed")])
        assert dead == set(shots["object"][mine & shots["killed"]])
    # times of the chain come in its order
    for earlier, later in (
        ("first_detection_s", "confirmed_s"),
        ("confirmed_s", "shared_s"),
        ("ranked_s", "first_order_s"),
    ):
        both = np.isfinite(outcomes[earlier]) & np.isfinite(outcomes[later])
        assert (outcomes[earlier][both] <= outcomes[later][both]).all()
    fired = np.isfinite(outcomes["first_launch_s"])
    assert (outcomes["first_launch_s"][fired] < outcomes["end_s"][fired] + 1e-9).all()
