"""For how long a report counts as new: some periods, or its way and some looks."""

from dataclasses import replace

import numpy as np

from gbad.tables.patience import patience_of_posts_s, patience_s, report_way_s
from gbad.testing import small_tables


def with_figures(period_s, processing_s, latency_s, jitter_s):
    defence = small_tables()[0].defence
    radars = replace(
        defence.radars,
        period_s=np.full_like(defence.radars.period_s, period_s),
        processing_delay_s=np.full_like(defence.radars.period_s, processing_s),
    )
    links = replace(
        defence.links,
        latency_s=np.full_like(defence.links.latency_s, latency_s),
        latency_jitter_s=np.full_like(defence.links.latency_s, jitter_s),
    )
    return replace(defence, radars=radars, links=links)


def test_the_way_of_a_report_is_processing_latency_and_all_of_the_jitter():
    assert np.allclose(report_way_s(with_figures(1.0, 0.25, 2.0, 0.5)), 2.75)


def test_a_slow_radar_counts_by_its_periods_and_a_quick_one_by_the_way():
    assert np.allclose(patience_s(with_figures(10.0, 0.25, 2.0, 0.5), 3.0, 2.0), 30.0)
    assert np.allclose(patience_s(with_figures(0.5, 0.25, 2.0, 0.5), 3.0, 2.0), 3.75)


def test_a_post_takes_nothing_for_new_that_it_does_not_hear():
    defence = with_figures(1.0, 0.0, 0.0, 0.0)
    links = defence.links
    one = replace(
        links, radar=links.radar[:1], command=links.command[:1], latency_s=links.latency_s[:, :1],
        latency_jitter_s=links.latency_jitter_s[:, :1],
    )  # fmt: skip
    deaf = replace(defence, links=one)
    told = patience_of_posts_s(deaf, 3.0, 2.0)
    assert told[0, deaf.links.command[0], deaf.links.radar[0]] == 3.0
    assert np.isneginf(told).sum() == told.size - len(told)
