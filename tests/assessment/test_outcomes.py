"""When nothing is left to happen to the threats of a batch."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from gbad.assessment import all_arrived


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
