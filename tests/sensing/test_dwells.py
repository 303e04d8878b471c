"""A time budget of dwells: the urgent always, the others in turn, nothing forgotten, nothing twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.errors import InputError
from gbad.sensing._dwell_kernel import URGENCY, ration
from gbad.simulation.prepare import prepare


def beams_of(urgency):
    beams = np.zeros((len(urgency), URGENCY + 1))
    beams[:, 0], beams[:, URGENCY] = np.arange(len(urgency)), urgency
    return beams


def served(urgency, dwells, visit):
    beams = beams_of(urgency)
    count = ration(beams, len(urgency), dwells, visit)
    return beams[:count, 0].astype(int).tolist()


def test_with_time_for_all_nothing_changes():
    assert served([5.0, 1.0, 3.0], 3, 7) == [0, 1, 2]


def test_the_most_urgent_have_theirs_in_every_visit():
    urgency = np.random.default_rng(1).uniform(10.0, 500.0, 30)
    first = set(np.argsort(urgency)[:6].tolist())
    assert all(first <= set(served(urgency, 8, visit)) for visit in range(50))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(1, 20), st.integers(0, 1_000_000), st.integers(0, 2**32 - 1))
def test_each_of_the_others_waits_no_longer_than_its_turn(count, dwells, visit, seed):
    urgency = np.random.default_rng(seed).uniform(0.0, 1e3, count)
    looks = [served(urgency, dwells, visit + k) for k in range(count + 1)]
    assert all(len(look) == len(set(look)) == min(count, dwells) for look in looks)
    if count > dwells:
        turn = max(dwells // 4, 1)
        longest = -(-(count - (dwells - turn)) // turn)
        for k in range(len(looks) - longest + 1):
            assert set().union(*looks[k : k + longest]) == set(range(count))


def engagement_radar(small, **changes):
    return small.radar(
        rotates=False, groups=1, period_s=1.0, cued=True, loop_gain_db=260.0, half_width=np.pi, **changes
    )  # fmt: skip


def told(world, order):
    """Cues at the places of the targets, which stand still, in a given order of slots."""
    start = world.paths.position_ecef_m[0, :, 0]
    cues = world.no_cues(1, slots=len(order))
    cues.number[0, 0], cues.position_ecef_m[0, 0] = np.arange(1, len(order) + 1), start[order]
    return cues


def test_plots_of_a_rationed_radar_are_as_many_as_it_has_dwells_and_come_in_turn(small):
    targets = [
        small.target(id=f"t{i:02d}", place=(40e3 * np.sin(i), 40e3 * np.cos(i), 5e3 + 500.0 * i), swerling=0)
        for i in range(12)
    ]
    for dwells, expected in ((0.0, 12), (5.0, 5), (30.0, 12)):
        world = small.world([engagement_radar(small, dwells=dwells)], targets)
        found, origin = world.one_look(duration_s=24.0, cues=told(world, list(range(12))))
        seconds = np.bincount(found.visit.astype(int))
        assert np.all(seconds == expected)
        assert set(origin.tolist()) == set(range(12))


def test_two_cues_at_one_target_take_one_dwell(small):
    targets = [small.target(id="a", swerling=0), small.target(id="b", place=(60e3, 0.0, 5e3), swerling=0)]
    world = small.world([engagement_radar(small, dwells=2.0)], targets)
    found, origin = world.one_look(duration_s=10.0, cues=told(world, [0, 0, 0, 1]))
    assert np.all(np.bincount(found.visit.astype(int)) == 2)
    assert set(origin.tolist()) == {0, 1}


def test_ticks_do_not_change_whose_turn_it_is(small):
    targets = [small.target(id=f"t{i}", place=(40e3 * np.sin(i), 40e3 * np.cos(i), 6e3 + 500.0 * i)) for i in range(6)]
    world = small.world([engagement_radar(small, dwells=2.0)], targets)
    cues = told(world, list(range(6)))
    whole = small.joined(world.look(duration_s=20.0, cues=cues))
    small.same(whole, small.joined(world.look(duration_s=20.0, cues=cues, step_s=0.5)))


def test_a_bearing_is_looked_along_at_every_range(small):
    targets = [small.target(id="near", place=(0.0, 20e3, 3e3), swerling=0),
               small.target(id="far", place=(0.0, 90e3, 13.5e3 + 600.0), swerling=0)]  # fmt: skip
    world = small.world([engagement_radar(small)], targets)
    cues = told(world, [1])
    found, origin = world.one_look(duration_s=3.0, cues=cues)
    names = world.tables.objects.id
    assert {str(names[o]) for o in origin} == {"near"} or {str(names[o]) for o in origin} == {"far"}
    cues.number[:] = -cues.number
    found, origin = world.one_look(duration_s=3.0, cues=cues)
    assert {str(names[o]) for o in origin} == {"near", "far"}
    assert len(found.run) == 6


@pytest.mark.parametrize(("dwell_s", "fits"), [(2.0, False), (0.81, False), (0.8, True), (0.1, True)])
def test_a_look_that_does_not_fit_into_its_period_is_refused(dwell_s, fits):
    changes = {"radars.engage": {"type": "92N6E", "battery": "battery", "period_s": 1.0}}
    changes["radars.engage"] |= {"dwell_time_s": dwell_s, "search_time_share": 0.2}
    if fits:
        prepare("one-aircraft", changes)
        return
    with pytest.raises(InputError, match="dwell_time_s"):
        prepare("one-aircraft", changes)
