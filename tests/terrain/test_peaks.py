"""What a grid of means hides: checked on ground whose fine shape is known."""

import numpy as np
import pytest

from gbad import terrain

FINE = 10


def _means(fine):
    rows, columns = fine.shape[0] // FINE, fine.shape[1] // FINE
    return fine.reshape(rows, FINE, columns, FINE)


@pytest.mark.parametrize("roughness", [0.5, 0.56, 0.62])
def test_one_deviation_covers_the_crest_of_most_cells_and_does_not_tower_over_it(roughness):
    fine = terrain.fractal_relief_m((600, 600), 93.0, 3, roughness=roughness)
    blocks = _means(fine)
    mean, crest = blocks.mean(axis=(1, 3)), blocks.max(axis=(1, 3))
    # the bilinear ground between the means, at the fine places
    at = (np.arange(600) + 0.5) / FINE - 0.5
    low = np.clip(np.floor(at).astype(int), 0, mean.shape[0] - 2)
    share = at - low
    rows = mean[low] + share[:, None] * (mean[low + 1] - mean[low])
    smooth = rows[:, low] + share * (rows[:, low + 1] - rows[:, low])
    above = _means(fine - smooth).max(axis=(1, 3))[1:-1, 1:-1]
    excess = terrain.peak_excess_m(mean.astype(np.float32))[1:-1, 1:-1]
    assert np.mean(excess >= above) > 0.7
    assert np.mean(excess) < 4.0 * np.mean(above)
    assert np.all(crest >= mean)


def test_flat_ground_and_sea_stay_and_unknown_ground_stays_unknown():
    flat = terrain.from_spec("flat", latitude_deg=39.0, longitude_deg=33.0, size_km=50.0)
    assert np.array_equal(terrain.raised_to_peaks(flat).height_m, flat.height_m)
    coast = terrain.from_spec("coast", latitude_deg=39.0, longitude_deg=33.0, size_km=200.0)
    raised = terrain.raised_to_peaks(coast)
    assert np.array_equal(raised.height_m[coast.sea_mask], coast.height_m[coast.sea_mask])
    assert np.all(raised.height_m >= coast.height_m)
    hole = coast.height_m.copy()
    hole[50, 50] = np.nan
    assert np.isnan(terrain.peak_excess_m(hole)[50, 50])
