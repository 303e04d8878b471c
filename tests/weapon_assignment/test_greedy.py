"""The readable greedy policy, its kernel, and the checks on what any policy may order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.weapon_assignment import _greedy_kernel
from gbad.weapon_assignment.greedy import assign
from gbad.weapon_assignment.situation import CommandSituation


def situation(rng: np.random.Generator, tracks: int, batteries: int, kinds: int, salvo: int) -> CommandSituation:
    """A random but consistent situation: priority belongs to a track, rounds to (battery, kind)."""
    priority = rng.integers(1, 4, tracks).astype(float)  # few values, so that ties happen
    ready = rng.integers(0, 4, (batteries, kinds))
    rows = [(t, b, k) for t in range(tracks) for b in range(batteries) for k in range(kinds) if rng.random() < 0.7]
    track, battery, kind = (np.array([r[i] for r in rows], np.int64) for i in range(3))
    n = len(rows)
    return CommandSituation(
        run=0,
        time_s=10.0,
        salvo=salvo,
        track=track + 1,
        battery=battery,
        interceptor=kind,
        priority=priority[track] if n else np.zeros(0),
        time_to_impact_s=np.full(n, 50.0),
        intercept_s=rng.integers(20, 24, n).astype(float),
        kill_probability=rng.integers(1, 4, n) / 4.0,
        rounds_ready=ready[battery, kind] if n else np.zeros(0, np.int64),
        fired=np.zeros(n, np.int64),
        target_channels_free=rng.integers(0, 4, batteries),
        missile_channels_free=rng.integers(0, 6, batteries),
    )


def kernel_picks(view: CommandSituation, kinds: int) -> list[tuple[int, int]]:
    n = len(view.track)
    picks = np.zeros(n, np.int64)
    zeros = np.zeros(n, np.int64)
    _greedy_kernel.assign(
        zeros, zeros, view.track, view.battery, view.interceptor, view.priority, view.intercept_s,
        view.kill_probability, view.rounds_ready, zeros,
        view.target_channels_free[None], view.missile_channels_free[None],
        np.array([view.salvo]), kinds, picks,
    )  # fmt: skip
    return [(int(option), int(picks[option])) for option in np.flatnonzero(picks)]


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32 - 1), st.integers(0, 7), st.integers(1, 3), st.integers(1, 2), st.integers(1, 3))
def test_the_kernel_picks_what_the_readable_policy_picks(seed, tracks, batteries, kinds, salvo):
    view = situation(np.random.default_rng(seed), tracks, batteries, kinds, salvo)
    assert kernel_picks(view, kinds) == sorted(assign(view))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(1, 3))
def test_never_orders_more_than_magazines_and_channels_hold(seed, tracks, salvo):
    view = situation(np.random.default_rng(seed), tracks, 2, 2, salvo)
    used: dict[tuple[int, int], int] = {}
    missiles = np.zeros(2, int)
    targets = np.zeros(2, int)
    for option, rounds in assign(view):
        key = int(view.battery[option]), int(view.interceptor[option])
        used[key] = used.get(key, 0) + rounds
        missiles[key[0]] += rounds
        targets[key[0]] += 1
        assert used[key] <= view.rounds_ready[option]
        assert 1 <= rounds <= salvo
    assert (missiles <= view.missile_channels_free).all()
    assert (targets <= view.target_channels_free).all()
    assert len({int(view.track[option]) for option, _ in assign(view)}) == len(assign(view))


@given(st.integers(0, 2**32 - 1))
def test_the_most_urgent_track_is_served_when_anything_can_be(seed):
    view = situation(np.random.default_rng(seed), 4, 1, 1, 1)
    if len(view.track) == 0 or view.target_channels_free[0] == 0 or view.missile_channels_free[0] == 0:
        return
    if view.rounds_ready[0] == 0:
        return
    top = min((-view.priority[i], int(view.track[i])) for i in range(len(view.track)))[1]
    assert top in {int(view.track[option]) for option, _ in assign(view)}


def test_a_situation_without_options_gives_no_orders():
    assert assign(situation(np.random.default_rng(1), 0, 1, 1, 2)) == []


def test_a_full_channel_orders_nothing():
    view = situation(np.random.default_rng(2), 5, 1, 1, 2)
    view.target_channels_free[:] = 0
    assert assign(view) == []
    assert kernel_picks(view, 1) == []


if __name__ == "__main__":
    pytest.main([__file__])
