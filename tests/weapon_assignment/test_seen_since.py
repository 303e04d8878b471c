"""A picture carries on for a while what is gone: a round that needs no radar goes on what was seen since the report."""

from __future__ import annotations

import pytest
from command_room import Track, fixed, room

from gbad.codes.causes import Cause
from gbad.tables import GUIDANCE_ACTIVE, GUIDANCE_RADAR_SUPPORTED

KILLED_S, NOW_S = 98.5, 100.0


def after_a_reported_kill(guidance: int, age_s: float):
    """What is offered now against a track whose newest plot is so old, 1.5 s after it was reported killed."""
    changed = room(interceptors__guidance=fixed(guidance), commands__reassessment_s=fixed(0.5))
    orders, _ = changed.cycle([Track()], 40.0)
    changed.hear(int(orders.round[0]), KILLED_S, killed=True)
    return changed.survey([Track(age_s=age_s)], NOW_S)


@pytest.mark.parametrize(("age_s", "offered"), [(0.0, 1), (1.4, 1), (1.6, 0), (2.5, 0)])
def test_an_active_round_goes_on_a_track_seen_since_the_reported_kill_only(age_s, offered):
    told = after_a_reported_kill(GUIDANCE_ACTIVE, age_s)
    assert len(told.options.run) == offered
    assert told.gates.gate[0, 0, 0, 0] == (Cause.NONE if offered else Cause.OUTSIDE_EVERY_ENVELOPE)


@pytest.mark.parametrize("age_s", [0.0, 1.6, 2.5])
def test_a_round_that_its_radar_holds_the_target_for_goes_on_what_the_radar_holds(age_s):
    assert len(after_a_reported_kill(GUIDANCE_RADAR_SUPPORTED, age_s).options.run) == 1


def test_without_a_report_the_newest_plot_may_be_three_periods_of_the_slowest_radar_old():
    active = room(interceptors__guidance=fixed(GUIDANCE_ACTIVE))
    longest_s = 3.0 * float(active.defence.radars.period_s.max())
    assert len(active.survey([Track(age_s=longest_s - 0.1)], NOW_S).options.run) == 1
    assert len(active.survey([Track(age_s=longest_s + 0.1)], NOW_S).options.run) == 0


@pytest.mark.parametrize("guidance", [GUIDANCE_ACTIVE, GUIDANCE_RADAR_SUPPORTED])
@pytest.mark.parametrize(
    ("period_s", "latency_s", "longest_s"), [(0.5, 0.2, 1.5), (0.5, 3.0, 4.0), (2.0, 3.0, 7.0), (10.0, 3.0, 30.0)]
)
def test_what_a_radar_holds_is_known_as_late_as_its_link_tells_it(guidance, period_s, latency_s, longest_s):
    """Of a radar that looks twice a second, nothing that is 3 s on its way could ever be three periods young."""
    slow = room(
        interceptors__guidance=fixed(guidance), radars__period_s=fixed(period_s), links__latency_s=fixed(latency_s),
        radars__processing_delay_s=fixed(0.0),
    )  # fmt: skip
    assert len(slow.survey([Track(age_s=longest_s - 0.1)], NOW_S).options.run) == 1
    assert len(slow.survey([Track(age_s=longest_s + 0.1)], NOW_S).options.run) == 0
