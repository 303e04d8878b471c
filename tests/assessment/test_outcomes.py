"""When nothing is left to happen to the threats of a batch."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from gbad.assessment import all_arrived, not_arrived


def test_all_have_arrived_when_every_threat_that_would_is_there_or_killed():
    """A bystander still flies, and a threat whose path ends in the air: neither is waited for."""
    paths = SimpleNamespace(
        reaches_end=np.array([[True, True, True, False]]), plan_end_s=np.array([[50.0, 80.0, 900.0, 900.0]])
    )
    objects = SimpleNamespace(is_threat=np.array([True, True, False, True]))
    truth = SimpleNamespace(
        trajectories=paths, draw_of_run=np.zeros(2, np.int64), end_s=np.repeat(paths.plan_end_s, 2, axis=0)
    )
    assert [all_arrived(objects, truth, at_s) for at_s in (0.0, 50.0, 79.0, 80.0)] == [False, False, False, True]
    truth.end_s[0, 1] = 60.0
    assert not all_arrived(objects, truth, 70.0)
    truth.end_s[1, 1] = 70.0
    assert all_arrived(objects, truth, 70.0)


def test_not_arrived_are_threats_with_an_aim_alive_and_let_go_whose_way_is_not_at_its_end():
    """One threat that had not arrived, then the same with one thing changed at a time."""
    late = {"reaches_end": False, "is_threat": True, "aims_at": 0, "parent": -1, "start_s": 0.0, "killed": False}
    changed = [
        {"reaches_end": True}, {"is_threat": False}, {"aims_at": -1}, {"killed": True},
        # released by another: in time, and not any more
        {"parent": 0, "start_s": 90.0}, {"parent": 0, "start_s": 110.0},
        # a member of a raid that was to start after the end has no parent, and has not arrived
        {"start_s": 110.0},
    ]  # fmt: skip
    rows = [late, *(late | one for one in changed)]
    each = {name: np.array([row[name] for row in rows]) for name in late}
    paths = SimpleNamespace(
        reaches_end=each["reaches_end"][None], start_s=each["start_s"][None], plan_end_s=np.full((1, 8), 100.0)
    )
    objects = SimpleNamespace(is_threat=each["is_threat"], aims_at=each["aims_at"], parent=each["parent"])
    truth = SimpleNamespace(trajectories=paths, draw_of_run=np.zeros(1, np.int64), killed=each["killed"][None])
    assert not_arrived(objects, truth, 100.0)[0].tolist() == [True, False, False, False, False, True, False, True]
