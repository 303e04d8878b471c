"""Reliability: the reference shots reproduce the stated figure, and no more than all rounds work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, SMALL

from gbad.engagement import calibrate, reference
from gbad.engagement.calibration import lethality
from gbad.messages import END_INTERCEPT


@pytest.mark.parametrize("interceptor", [LARGE, SMALL], ids=["large", "small"])
def test_independent_dice_give_the_published_figure(interceptor):
    k = calibrate(interceptor).reliability[0]
    for which in range(3):
        chances = k[which] * lethality(reference.shoot(interceptor, which, 255, 99), interceptor, which)
        # standard error of the mean of two sets of shots
        error = chances.std() * np.sqrt(1 / 64 + 1 / 256) + 1e-3
        assert chances.mean() == pytest.approx(interceptor.pk_published[which], abs=4 * error)


def test_a_figure_out_of_reach_is_cut_and_told():
    blunt = replace(LARGE, lethal_radius_m=0.3, seeker_angle_std_rad=20e-3)
    result = calibrate(blunt)
    assert np.all(result.reliability <= 1.0)
    assert result.reliability[0, 0] == 1.0
    assert result.pk_reached[0, 0] < 0.8
    assert any("0.80 is stated" in sentence and "aircraft" in sentence for sentence in result.short)
    assert calibrate(LARGE).short == ()


def test_guidance_is_not_counted_twice():
    result = calibrate(LARGE)
    # the published figure lies between the mean chance and k: k makes up for what misses take away
    assert np.all(result.reliability[0] >= np.array(LARGE.pk_published))
    np.testing.assert_allclose(result.pk_reached[0], LARGE.pk_published)


def test_draws_are_calibrated_one_by_one():
    both = replace(LARGE, seeker_angle_std_rad=np.array([1e-3, 20e-3]))
    k = calibrate(both).reliability
    assert k.shape == (2, 3)
    np.testing.assert_array_equal(k[1], calibrate(replace(LARGE, seeker_angle_std_rad=20e-3)).reliability[0])


def test_reference_targets_are_what_the_documentation_says():
    for which, approaches in reference.APPROACHES.items():
        for approach in approaches:
            _, velocity = reference.path_of(approach, 250e3)
            assert np.linalg.norm(velocity[0]) == pytest.approx(approach.speed_mps, rel=0.005)
        shots = reference.shoot(LARGE, which, 8, 3)
        assert np.all(shots.end_reason == END_INTERCEPT)


def test_a_path_that_was_flown_once_is_handed_out_whole_again():
    approach = reference.APPROACHES[0][0]
    position, velocity = reference.path_of(approach, 250e3)
    kept = position.copy(), velocity.copy()
    position[:], velocity[:] = 0.0, 0.0
    np.testing.assert_array_equal(reference.path_of(approach, 250e3), kept)
    # a shorter reach brings the target nearer: another path
    assert not np.array_equal(reference.path_of(approach, 50e3)[0], kept[0])


def test_a_short_missile_meets_its_reference_target_within_its_range():
    short = replace(SMALL, max_range_m=20e3)
    assert np.all(reference.shoot(short, 0, 8, 3).end_s < 30.0)
