"""The fit of motors and bodies to what sources state of flights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gbad import library
from gbad.claims import fits
from gbad.commands import fit as command
from gbad.engagement import fitting
from gbad.engagement.fitting import Stated
from gbad.errors import InputError

# driven all the way at the speed that is stated: nothing of its flight is fitted (`test_driven.py` flies it)
DRIVEN = ("interceptor-drone",)


def test_only_what_is_driven_all_the_way_has_nothing_to_be_fitted_to():
    for name in library.names("interceptor"):
        entry = library.load(name)
        assert (entry.stated_flight is None) == (entry.cruise_speed_mps is not None) == (name in DRIVEN), name


@pytest.mark.parametrize("name", [name for name in library.names("interceptor") if name not in DRIVEN])
def test_the_library_flies_as_its_sources_state(name):
    missile, stated = fits.of_library(name)
    flown = fitting.fly_figures(missile, stated)
    for figure, goal in stated.items():
        # a mean of a single value is met within a few parts in a hundred
        if goal.reaches:
            assert flown[figure] >= 0.99 * goal.nominal, figure
        else:
            assert 0.97 * goal.low <= flown[figure] <= 1.03 * goal.high, figure


def test_a_type_made_of_known_figures_is_found_again():
    missile, _ = fits.of_library("9M96E2")
    flown = fitting.fly_figures(missile, {"range_m": Stated(120e3, 120e3, 120e3, True)})
    stated = {
        "range_m": Stated(120e3, 120e3, 120e3, True),
        "top_speed_mps": Stated(*(flown["top_speed_mps"] * np.array([0.97, 1.0, 1.03]))),
        "mean_speed_mps": Stated(*(flown["mean_speed_mps"] * np.array([0.97, 1.0, 1.03]))),
    }
    found = fitting.fit(missile, stated, samples=128)
    assert np.all(found.residual[-1] == 0.0)
    assert found.meets_all.sum() >= 1
    assert np.all(found.residual[found.best] == 0.0)
    assert found.apart == []


def test_figures_that_no_flight_meets_together_are_named():
    missile, _ = fits.of_library("9M96E2")
    stated = {
        "mean_speed_mps": Stated(1500.0, 1500.0, 1600.0), "top_speed_mps": Stated(900.0, 1000.0, 1100.0),
        "range_m": Stated(60e3, 60e3, 60e3, True),
    }  # fmt: skip
    found = fitting.fit(replace(missile, max_range_m=60e3), stated, samples=64)
    assert not found.meets_all.any()
    pair = ("mean_speed_mps", "top_speed_mps")
    assert pair in found.apart or "mean_speed_mps" in found.never
    facts = command.told("x", found)
    assert facts["meet_all"] == 0
    assert facts["not_together"] or facts["never_met"]


def test_what_is_not_an_interceptor_or_not_a_figure_is_told():
    with pytest.raises(InputError, match="interceptor 91N6E is not known"):
        fits.of_library("91N6E")
    missile, _ = fits.of_library("9M96E2")
    with pytest.raises(ValueError, match="colour: not a figure of flight"):
        fitting.fit(missile, {"colour": Stated(1.0, 1.0, 1.0)}, samples=8)
