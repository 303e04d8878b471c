"""Bundles are columns of their tables, named alike, and small enough to say what a kernel reads."""

import numpy as np
import pytest

from gbad.tables import _bundles_kernel, bundles
from gbad.testing import small_tables

MAKERS = {
    "radars": (bundles.radar_volume, bundles.radar_horizon),
    "interceptors": (bundles.missile_envelope, bundles.kill_tables),
    "batteries": (bundles.fire_units,),
    "rounds": (bundles.magazine,),
}
CLASSES = [value for value in vars(_bundles_kernel).values() if hasattr(value, "_fields")]


@pytest.fixture(scope="module")
def defence():
    return small_tables()[0].defence


@pytest.mark.parametrize(("table", "make"), [(table, make) for table in MAKERS for make in MAKERS[table]])
def test_a_field_is_the_column_of_its_name(defence, table, make):
    made = make(getattr(defence, table))
    for name, value in made._asdict().items():
        if name not in ("effective_radius_m", "needs_radar"):  # derived
            assert value is getattr(getattr(defence, table), name), name  # laid out already: nothing is copied


def test_rays_are_straight_over_an_earth_as_large_as_the_scenario_says(defence):
    assert bundles.radar_horizon(defence.radars).effective_radius_m == pytest.approx(6_371_008.8 * 4 / 3, abs=1.0)


@pytest.mark.parametrize("bundle", CLASSES)
def test_a_bundle_has_at_most_twelve_fields(bundle):
    assert len(bundle._fields) <= 12


def test_a_field_that_no_column_holds_must_be_given(defence):
    with pytest.raises(AttributeError, match="effective_radius_m"):
        bundles.columns(_bundles_kernel.RadarHorizon, defence.radars)


def test_nothing_is_copied(defence):
    assert np.shares_memory(bundles.radar_volume(defence.radars).mask_min_height_m, defence.radars.mask_min_height_m)


def test_a_column_of_another_layout_is_laid_out_anew_with_the_same_values(defence):
    apart = np.arange(8.0)[::2]
    made = bundles.columns(_bundles_kernel.RadarHorizon, defence.radars, effective_radius_m=apart)
    assert made.effective_radius_m.flags.c_contiguous
    assert np.array_equal(made.effective_radius_m, apart)


def test_a_table_gets_its_bundle_once_and_another_table_another():
    one, other = (small_tables()[0].defence for _ in range(2))
    assert bundles.radar_volume(one.radars) is bundles.radar_volume(one.radars)
    assert bundles.radar_volume(one.radars) is not bundles.radar_volume(other.radars)
    assert bundles.magazine(one.rounds).battery is one.rounds.battery
