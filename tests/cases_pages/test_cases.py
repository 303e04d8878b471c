"""Dates and the line: intervals are carried through, shares are bounded, and nothing low is told."""

from itertools import pairwise

import numpy as np
import pytest

from gbad.cases.border import HEIGHTS_M, LAYERS, SYSTEMS, World, marched_km, reach_km, share, sites_of
from gbad.cases.fielding import NEVER, STAGES, YEARS, drawn, facts
from gbad.library.bibliography import citation


def test_no_system_is_delivered_before_it_is_made_or_ready_before_it_is_delivered():
    known = facts()
    for row in known.dates:
        found = drawn(known, row.buyer, row.view, 500)
        for before, after in pairwise(STAGES):
            assert (found.day[before] <= found.day[after]).all(), (row.buyer, row.view, after)


def test_the_number_that_nobody_knows_stays_an_interval():
    known = facts()
    china = drawn(known, "china", "followed", 4000).count("delivered", 2028.9)
    assert (china.min(), np.median(china), china.max()) == (2.0, 2.0, 6.0)
    assert 0.4 < (china > 2.0).mean() < 0.5
    # a date that may not have come at all has not in half of the worlds
    turkey = drawn(known, "turkey", "followed", 4000).day["ready"]
    assert 0.45 < (turkey == NEVER).mean() < 0.55
    assert (drawn(known, "turkey", "followed", 4000).count("delivered", 2020.0) == 2.0).all()


def test_counts_never_fall_and_the_draws_are_the_same_again():
    known = facts()
    one, two = drawn(known, "india", "followed", 300), drawn(known, "india", "followed", 300)
    counts = np.stack([one.count("ready", year + 1.0) for year in YEARS])
    assert (np.diff(counts, axis=0) >= 0.0).all()
    np.testing.assert_array_equal(one.day["ready"], two.day["ready"])


def test_every_date_is_in_order_and_cites_a_work_that_there_is():
    for row in facts().dates:
        for stage in STAGES:
            days = getattr(row, stage)
            assert len(days) == 3
            assert list(days) == sorted(days)  # "open" sorts after any day
        assert citation(row.from_) != row.from_, row.from_


def test_a_share_grows_with_height_sites_and_moving_and_is_never_more_than_all():
    world = World(400)
    layer = LAYERS[1]
    low, high = (reach_km(world, layer, "fighter", h) for h in HEIGHTS_M)
    assert (low <= high).all()
    stays, moved = (share(world, high, SYSTEMS, moved=m) for m in (False, True))
    assert (stays <= moved).all()
    assert (stays < moved).any()
    assert moved.max() <= 1.0
    assert (share(world, high, 1, moved=False) <= stays).all()
    assert (reach_km(world, layer, "low-observable-fighter", 10_000.0) < high).all()


def test_one_site_of_known_figures_reaches_what_is_worked_out_by_hand():
    world = World(4)
    world._kept = {
        "92N6E.calibration.range_km": np.full(4, 200.0), "92N6E.calibration.rcs_m2": np.full(4, 1.0),
        "fighter.rcs_m2": np.full(4, 16.0), "92N6E.instrumented_range_km": np.full(4, 1000.0),
        "92N6E.antenna_height_m": np.full(4, 7.0), "92N6E.sector_width_deg": np.full(4, 90.0),
        "48N6E3.max_range_km": np.full(4, 250.0), "length_km": np.full(4, 4000.0),
    }  # fmt: skip
    # the missile's 250 km bind (400 km for the radar, 423 km for the horizon); half of 90 degrees to each side
    reach = reach_km(world, LAYERS[1], "fighter", 10_000.0)
    np.testing.assert_allclose(reach, 250.0 * np.sqrt(0.5))
    np.testing.assert_allclose(share(world, reach, 5, moved=False), 5 * 2 * 250.0 * np.sqrt(0.5) / 4000.0)
    world._kept |= {
        "warning_h": np.full(4, 11.0), "wheeled-battalion.tear_down_s": np.full(4, 1800.0),
        "wheeled-battalion.set_up_s": np.full(4, 1800.0), "wheeled-battalion.march_speed_kmh": np.full(4, 26.0),
        "wheeled-battalion.way_over_straight": np.full(4, 1.3),
    }  # fmt: skip
    np.testing.assert_allclose(marched_km(world), 200.0)


def test_battalions_apart_reach_and_see_with_what_they_have():
    assert [sites_of(layer, "A") for layer in LAYERS] == [5, 5, 5]
    assert [sites_of(layer, "B") for layer in LAYERS] == [5, 10, 10]


def test_nothing_is_told_of_low_flyers_on_a_smooth_line():
    with pytest.raises(ValueError, match="without better terrain"):
        reach_km(World(2), LAYERS[0], "cruise-missile", 100.0)


def test_what_would_be_delivered_before_it_is_made_waits_for_it():
    known = facts()
    row = next(r for r in known.dates if (r.buyer, r.unit, r.view) == ("turkey", 1, "followed"))
    early = row.model_copy(update={"delivered": ("2018-01-01", "2018-01-02", "2018-01-03")})
    found = drawn(known.model_copy(update={"dates": (early,)}), "turkey", "followed", 200)
    np.testing.assert_array_equal(found.day["delivered"], found.day["produced"])
