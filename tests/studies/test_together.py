"""Who is fired at by two batteries at once, and which rounds were too many."""

from types import SimpleNamespace

import numpy as np

from gbad.studies.together import ORDER, mean_left_s, overlap, too_many, warning_s

INF = np.inf


def of(*values: float) -> np.ndarray:
    return np.array(values)


def test_two_batteries_overlap_only_while_rounds_of_both_are_on_their_way():
    assert overlap(of(0.0, 10.0), of(20.0, 30.0), np.array([0, 1]))
    assert not overlap(of(0.0, 10.0), of(20.0, 30.0), np.array([1, 1]))
    assert not overlap(of(0.0, 20.0), of(20.0, 30.0), np.array([0, 1]))
    assert overlap(of(0.0, 10.0, 25.0), of(20.0, 30.0, 40.0), np.array([0, 0, 1]))
    assert overlap(of(5.0, 10.0), of(INF, 30.0), np.array([0, 1]))


def test_a_round_is_too_many_when_it_left_while_the_one_that_killed_was_on_its_way():
    killer = np.array([True, False, False, False])
    #            kills at 20; before it; in between; after the kill
    assert too_many(of(5.0, 1.0, 12.0, 25.0), of(20.0, 30.0, 30.0, 40.0), killer) == 1
    assert too_many(of(5.0, 12.0), of(20.0, 30.0), np.array([False, False])) == 0
    # of two that reach it the first to arrive killed
    assert too_many(of(5.0, 6.0), of(20.0, 15.0), np.array([True, True])) == 0
    assert too_many(of(5.0, 6.0), of(15.0, 20.0), np.array([True, True])) == 1


def test_time_left_is_a_mean_over_threats_and_zero_where_nothing_is_a_threat():
    left_s = np.array([[30.0, np.nan, -5.0], [60.0, 30.0, 0.0]])
    assert mean_left_s(left_s).tolist() == [10.0, 30.0]
    assert mean_left_s(left_s[:, :0]).tolist() == [0.0, 0.0]


def test_runs_of_several_draws_have_their_time_where_no_flyer_is_drawn():
    # figures of radars are drawn, none of a flyer: two draws, and one path that both use
    ordered_s = np.zeros((3, 1, ORDER + 1))
    ordered_s[:, 0, ORDER] = 40.0, 70.0, np.nan
    book = SimpleNamespace(
        truth=SimpleNamespace(
            trajectories=SimpleNamespace(plan_end_s=np.array([[100.0]])), draw_of_run=np.array([0, 1, 1])
        ),
        first_s=ordered_s,
        tables=SimpleNamespace(objects=SimpleNamespace(is_threat=np.array([True]))),
    )
    assert warning_s(book).tolist() == [60.0, 30.0, 0.0]
