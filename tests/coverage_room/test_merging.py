"""Several sites as one."""

import numpy as np
import pytest

from gbad import coverage, terrain
from gbad.errors import InputError

CENTRE = {"latitude_deg": 39.0, "longitude_deg": 34.0}


def test_several_sites_any_and_at_least_two():
    ground = terrain.from_spec("flat", **CENTRE)
    pair = [coverage.cover("91N6E", (39.0, lon), "fighter", terrain=ground, radius_m=200e3) for lon in (34.0, 35.5)]
    merged = coverage.merge(pair, "pair")
    one, two = (merged.found(1000.0, at_least=k) for k in (1, 2))
    assert two.sum() < merged.maps[0].found(1000.0).sum() < one.sum()
    assert not np.any(two & ~one)
    low = merged.minimum_m(at_least=1), merged.minimum_m(at_least=2)
    known = ~np.isnan(low[0])
    assert np.all(low[0][known] <= low[1][known])
    assert np.all(merged.visit(1000.0, 2) <= merged.visit(1000.0, 1) + 1e-9)
    lost = coverage.value_of_each_site(merged, 1000.0)
    assert all(0.0 < value < 1.0 for value in lost.values())


def test_what_losing_a_site_costs_is_not_worked_out_for_real_places():
    merged = coverage.merge([coverage.cover("91N6E", (38.5, 35.5), "fighter", radius_m=60e3)])
    with pytest.raises(InputError, match="made-up terrain only"):
        coverage.value_of_each_site(merged, 1000.0)
