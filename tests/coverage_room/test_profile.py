"""Shares over distance: the same cells as the layers, counted by distance."""

import numpy as np
import pytest

from gbad import coverage, terrain
from gbad.coverage.sites import EDGES

CENTRE = {"latitude_deg": 39.0, "longitude_deg": 34.0}


@pytest.mark.parametrize("above", ["ground", "sea"])
def test_shares_are_those_of_the_layers(above):
    ground = terrain.from_spec("mountain", **CENTRE, size_km=400.0)
    found = coverage.cover("91N6E", (39.0, 34.0), "cruise-missile", (500.0, 3000.0), terrain=ground, radius_m=150e3,
                           above=above)  # fmt: skip
    profile = coverage.profile_of(found, step_m=found.site.range_step_m)
    for e, edge in enumerate(EDGES):
        np.testing.assert_allclose(profile.found[e], found.layers.found(edge).mean(axis=1), atol=1e-9)
    assert np.all(profile.found[0] <= profile.found[1] + 1e-9)
    assert np.all(profile.found[1] <= profile.found[2] + 1e-9)
    with np.errstate(invalid="ignore"):
        assert np.all((np.diff(profile.lowest_m, axis=0) >= 0.0) | ~np.isfinite(profile.lowest_m[1:]))


def test_a_sector_radar_is_judged_over_its_sector():
    plain = terrain.from_spec("flat", **CENTRE)
    found = coverage.cover("92N6E", (39.0, 34.0), "fighter", (5000.0,), terrain=plain, radius_m=100e3)
    profile = coverage.profile_of(found)
    assert profile.found[1, 0, 20] == pytest.approx(1.0)


def test_crests_of_the_means_stand_in_the_way_at_worst_only():
    found = coverage.cover("s400", (38.5, 35.5), "fighter", radius_m=150e3)
    site = found.site
    known = ~np.isnan(site.lowest_in_sight_m)
    assert np.all(site.lowest_in_sight_worst_m[known] >= site.lowest_in_sight_m[known])
    higher = site.lowest_in_sight_worst_m[known] - site.lowest_in_sight_m[known]
    assert 10.0 < np.median(higher[np.isfinite(higher)]) < 1000.0
    made_up = coverage.cover(
        "s400", (39.0, 34.0), "fighter", terrain=terrain.from_spec("ridge", **CENTRE), radius_m=60e3
    )
    # there only the mast is lower, by two metres of eight
    lower = made_up.site.lowest_in_sight_worst_m - made_up.site.lowest_in_sight_m
    assert np.all(lower >= 0.0)
    assert np.max(lower[np.isfinite(lower)]) < 60.0
