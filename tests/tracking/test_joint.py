"""Joint association: probabilities against counting by hand, and what they are for: fewer swaps where targets cross."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.benches._plot_scenes import crossing, owners, straight
from gbad.tracking import PlotSettings, track_plots
from gbad.tracking._jpda_kernel import MOST_EVENTS, all_marginals


def by_hand(ratio: np.ndarray) -> np.ndarray:
    """Probability of each pair from all joint events."""
    shares, total = np.zeros_like(ratio), 0.0
    for event in itertools.product(range(-1, ratio.shape[1]), repeat=ratio.shape[0]):
        taken = [(i, j) for i, j in enumerate(event) if j >= 0]
        if len({j for _, j in taken}) == len(taken):
            weight = float(np.prod([ratio[pair] for pair in taken]))
            total += weight
            for pair in taken:
                shares[pair] += weight
    return shares / total


def edges(ratio: np.ndarray):
    possible = ratio > 0
    start = np.concatenate(([0], np.cumsum(possible.sum(axis=1)))).astype(np.int64)
    return *ratio.shape, start, np.nonzero(possible)[1].astype(np.int64), ratio[possible]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_small_groups_are_counted_out(tracks, plots, seed):
    dice = np.random.default_rng(seed)
    ratio = np.where(dice.random((tracks, plots)) < 0.7, np.exp(dice.normal(0.0, 3.0, (tracks, plots))), 0.0)
    assert all_marginals(*edges(ratio), MOST_EVENTS) == pytest.approx(by_hand(ratio)[ratio > 0], abs=1e-12)


def test_belief_propagation_is_exact_without_loops_and_near_with_them():
    # a chain: every plot between two tracks
    chain = np.array([[3.0, 0.0, 0.0], [2.0, 5.0, 0.0], [0.0, 1.0, 4.0]])
    assert all_marginals(*edges(chain), 0.0) == pytest.approx(by_hand(chain)[chain > 0], abs=1e-6)
    dice = np.random.default_rng(3)
    worst = 0.0
    for _ in range(50):
        ratio = np.exp(dice.normal(0.0, 2.0, (4, 5)))
        found, true = all_marginals(*edges(ratio), 0.0), by_hand(ratio).ravel()
        worst = max(worst, float(abs(found - true).max()))
        rows, columns = found.reshape(4, 5).sum(axis=1), found.reshape(4, 5).sum(axis=0)
        assert max(rows.max(), columns.max()) < 1.0 + 1e-6
    assert 1e-4 < worst < 0.15


@pytest.mark.parametrize("kind", ["imm", "constant_velocity"])
@pytest.mark.parametrize("polar", [True, False])
def test_where_targets_cross_joint_association_swaps_fewer(kind, polar):
    swapped = {}
    for association in ("nearest", "joint"):
        swapped[association] = 0
        for seed in (1, 2, 3, 4):
            scene = crossing(25, seed, polar)
            table = track_plots(scene.plots, scene.sensor, PlotSettings(filter=kind, association=association))
            tracks = {name: getattr(table, name) for name in ("time_s", "track", "east_m", "north_m", "up_m")}
            before, after = owners(scene, tracks, 16.0), owners(scene, tracks, 50.0)
            swapped[association] += int(((before != after) & (before >= 0) & (after >= 0)).sum())
            assert ((before < 0) | (after < 0)).sum() <= 2
    assert swapped["nearest"] >= 4
    assert swapped["joint"] <= 0.5 * swapped["nearest"]


@pytest.mark.parametrize("kind", ["imm", "constant_velocity"])
def test_where_targets_are_apart_both_associations_find_the_same(kind):
    scene = straight(20, 3, True)
    scene.sensor["false_plots_per_scan"] = 0.01
    true = scene.target >= 0
    plots = {name: column[true] for name, column in scene.plots.items()}
    near, joint = (
        track_plots(plots, scene.sensor, PlotSettings(filter=kind, association=a)) for a in ("nearest", "joint")
    )
    assert np.array_equal(near.track, joint.track)
    assert np.array_equal(near.plot, joint.plot)
    # a plot is never quite certain: the miss that it might be widens the covariance a little
    assert joint.east_m == pytest.approx(near.east_m, abs=1.0)
    assert joint.covariance == pytest.approx(near.covariance, rel=0.05, abs=1.0)
