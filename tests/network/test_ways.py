"""What an order or a result takes from post to battery and back: latency, jitter, loss, all on keyed dice."""

from dataclasses import replace

import numpy as np
import pytest

from gbad.nodes import obeying, way_up, ways_down
from gbad.testing.small import small_tables

RUNS = 4000
DRAW, NUMBER = np.zeros(RUNS, np.int64), np.arange(RUNS)


def defence(travels=True, **columns):
    d = small_tables()[0].defence
    links = replace(d.links, **{name: np.full_like(d.links.latency_s, value) for name, value in columns.items()})
    return replace(d, links=links, commands=replace(d.commands, orders_travel=np.full(1, travels)))


def down(d, time_s=100.0, seed=5):
    return ways_down(d, obeying(d, DRAW, time_s), DRAW, NUMBER, seed, time_s)[:, 0]


def test_where_orders_do_not_travel_they_are_there_at_once():
    assert not down(defence(travels=False, latency_s=3.0)).any()


def test_an_order_takes_the_latency_and_a_share_of_the_jitter():
    way = down(defence(latency_s=2.0, latency_jitter_s=4.0, loss_probability=0.0))
    assert way.min() >= 2.0
    assert way.max() <= 6.0
    assert way.mean() == pytest.approx(4.0, abs=5.0 * 4.0 / np.sqrt(12.0 * RUNS))


def test_what_is_lost_is_said_again_as_often_as_the_geometric_law_says():
    way = down(defence(latency_s=1.0, latency_jitter_s=0.0, loss_probability=0.3))
    times = np.round((way - 1.0) / 2.0).astype(int)  # again after twice the latency
    for again in range(3):
        share = 0.7 * 0.3**again
        assert (times == again).mean() == pytest.approx(share, abs=5.0 * np.sqrt(share * (1.0 - share) / RUNS))


def test_a_link_that_loses_all_brings_nothing():
    assert np.isinf(down(defence(latency_s=1.0, latency_jitter_s=0.0, loss_probability=1.0))).all()


def test_dice_hang_on_run_cycle_and_seed_and_on_nothing_else():
    d = defence(latency_s=1.0, latency_jitter_s=4.0, loss_probability=0.2)
    assert (down(d) == down(d)).all()
    assert (down(d) != down(d, time_s=102.0)).any()
    assert (down(d) != down(d, seed=6)).any()
    who = obeying(d, DRAW[:3], 100.0)
    assert (ways_down(d, who, DRAW[:3], NUMBER[7:10], 5, 100.0)[:, 0] == down(d)[7:10]).all()


def test_a_result_comes_up_the_same_link_on_other_dice():
    d = defence(latency_s=1.0, latency_jitter_s=4.0, loss_probability=0.0)
    run, row, ended = np.arange(RUNS), np.zeros(RUNS, np.int64), np.full(RUNS, 100.7)
    way = way_up(d, DRAW, NUMBER, 5, run, row, ended)
    assert 1.0 <= way.min() < way.max() <= 5.0
    assert abs(np.corrcoef(way, down(d))[0, 1]) < 0.1
    # the window in which it is told does not matter, only when the round ended
    assert (way_up(d, DRAW, NUMBER, 5, run[5:8], row[5:8], ended[5:8]) == way[5:8]).all()
