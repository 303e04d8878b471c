"""Minimum visible height: closed forms, a slow and plain reference, symmetry, edges, voids, errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad import terrain
from gbad.benches._grounds import spectral_relief_m
from gbad.benches._reference_kernel import dense_line_of_sight
from gbad.benches.coverage import site
from gbad.coverage import minimum_visible_height
from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS

K = 4.0 / 3.0
FLAT_EARTH = 1.0e12  # an effective factor at which the fall of the Earth is nothing


def fractal(shape, seed, cell_m=90.0):
    return terrain.fractal_relief_m(shape, cell_m, seed, relief_m=300.0, longest_km=8.0).astype(np.float32)


def distance_m(shape, row, column, cell_m):
    rows, columns = np.indices(shape)
    return cell_m * np.hypot(rows - row, columns - column)


@pytest.mark.parametrize("mast_m", [5.0, 30.0, 200.0])
def test_flat_ground_shows_the_radar_horizon(mast_m):
    height = minimum_visible_height(np.zeros((801, 701), dtype=np.float32), 250.0, 300, 350, mast_m, K)
    distance = distance_m(height.shape, 300, 350, 250.0)
    horizon = np.sqrt(2.0 * K * MEAN_RADIUS * mast_m)
    closed = np.maximum(distance - horizon, 0.0) ** 2 / (2.0 * K * MEAN_RADIUS)
    # the horizon falls between two rows: the bulge between them is missed, and grows with the distance behind it
    np.testing.assert_allclose(height, closed, atol=0.05 + 0.004 * closed.max())
    # single precision leaves some millimetres where a ray only just clears the ground
    assert np.all(height[distance < horizon - 500.0] < 0.02)


def test_a_wall_shades_by_similar_triangles():
    ground = np.zeros((401, 401), dtype=np.float32)
    ground[:, 240] = 100.0
    height = minimum_visible_height(ground, 30.0, 200, 200, 10.0, FLAT_EARTH)
    columns = np.arange(242, 401)
    closed = 10.0 + 90.0 * (columns - 200) / 40.0
    for row in (60, 150, 200, 333):
        inside = (np.abs(row - 200) < columns - 200) | (row == 200)
        np.testing.assert_allclose(height[row, columns][inside], closed[inside], rtol=0.01, atol=0.5)
    # the foot of the wall is half in its shade: a ray beside it runs up the slope between two nodes
    assert np.all(height[:, :239] < 1e-3)


@pytest.mark.parametrize(("row", "column"), [(150, 200), (0, 0), (299, 0), (0, 401), (299, 401), (0, 200), (150, 401)])
@pytest.mark.parametrize("seed", [1, 2])
def test_agrees_with_the_dense_line_of_sight(row, column, seed):
    ground = fractal((300, 402), seed)
    height = minimum_visible_height(ground, 90.0, row, column, 20.0, K)
    dice = np.random.default_rng(seed)
    rows, columns = dice.integers(0, 300, 8000), dice.integers(0, 402, 8000)
    dense = np.empty(rows.size)
    dense_line_of_sight(ground, 90.0, row, column, 20.0, K * MEAN_RADIUS, rows, columns, 8, dense)
    error = np.abs(height[rows, columns] - dense)
    assert np.median(error) < 0.1
    assert np.percentile(error, 99) < 8.0
    assert error.max() < 60.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rough_ground_is_seen_as_the_dense_line_of_sight_sees_it(seed):
    ground = spectral_relief_m(1201, 3.2, 250.0, seed)
    row, column = site(ground)
    dice = np.random.default_rng(seed)
    rows, columns = dice.integers(0, 1201, 6000), dice.integers(0, 1201, 6000)
    dense = np.empty(rows.size)
    dense_line_of_sight(ground, 30.0, row, column, 20.0, K * MEAN_RADIUS, rows, columns, 8, dense)
    error = {
        setting: np.median(
            np.abs(minimum_visible_height(ground, 30.0, row, column, 20.0, K, setting=setting)[rows, columns] - dense)
        )
        for setting in ("accurate", "fast")
    }
    # GDAL is off by 5 to 15 m on such ground
    assert error["accurate"] < 0.35
    assert error["accurate"] < 0.75 * error["fast"] < 0.6


def test_long_rays_are_doubled_without_loss():
    # 1500 rows away from the observer: the rays have been doubled, and every cell is near one
    ground = fractal((1600, 700), 3, 500.0)
    height = minimum_visible_height(ground, 500.0, 20, 350, 40.0, K)
    dice = np.random.default_rng(5)
    rows, columns = dice.integers(900, 1600, 3000), dice.integers(0, 700, 3000)
    dense = np.empty(rows.size)
    dense_line_of_sight(ground, 500.0, 20, 350, 40.0, K * MEAN_RADIUS, rows, columns, 8, dense)
    error = np.abs(height[rows, columns] - dense) / dense.clip(50.0)
    assert np.median(error) < 1e-3
    assert np.percentile(error, 99) < 0.02


def test_turning_the_grid_turns_the_answer():
    ground = fractal((321, 321), 4)
    height = minimum_visible_height(ground, 90.0, 120, 200, 15.0, K)
    for turned, row, column, back in (
        (ground[::-1], 200, 200, lambda h: h[::-1]),
        (ground[:, ::-1], 120, 120, lambda h: h[:, ::-1]),
        (ground.T, 200, 120, lambda h: h.T),
    ):
        got = back(minimum_visible_height(turned, 90.0, row, column, 15.0, K))
        # the diagonals belong to the rows on both sides, and single precision rounds otherwise
        assert np.percentile(np.abs(got - height), 99.9) < 0.02
        np.testing.assert_allclose(got, height, atol=5.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_every_cell_is_written_on_grids_of_any_shape(rows, columns, data):
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    ground = np.random.default_rng(rows * 41 + columns).normal(0.0, 20.0, (rows, columns)).astype(np.float32)
    out = np.full(ground.shape, np.nan, dtype=np.float32)
    assert minimum_visible_height(ground, 50.0, row, column, 10.0, K, out=out) is out
    assert np.isfinite(out).all()
    assert np.all(out >= 0.0)
    # beside the observer nothing can stand in between but the ground of the cell itself
    near = out[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
    assert np.median(near) < 60.0
    assert out[row, column] == 0.0


def test_a_higher_mast_and_stronger_refraction_never_see_less():
    ground = fractal((260, 260), 6)
    low = minimum_visible_height(ground, 90.0, 100, 100, 5.0, K)
    assert np.all(minimum_visible_height(ground, 90.0, 100, 100, 50.0, K) <= low + 0.01)
    assert np.all(minimum_visible_height(ground, 90.0, 100, 100, 5.0, 4.0) <= low + 0.01)


def test_voids_are_never_visible_and_hide_what_is_behind():
    ground = np.zeros((101, 101), dtype=np.float32)
    ground[50, 70] = np.nan
    height = minimum_visible_height(ground, 30.0, 50, 50, 10.0, K)
    assert np.isnan(height[50, 70:]).all()
    assert np.isfinite(height[50, :69]).all()
    assert np.isfinite(height[:40]).all()


def test_the_result_does_not_change_from_run_to_run():
    ground = fractal((500, 500), 7)
    first = minimum_visible_height(ground, 90.0, 250, 250, 20.0, K)
    for _ in range(3):
        np.testing.assert_array_equal(minimum_visible_height(ground, 90.0, 250, 250, 20.0, K), first)


def test_input_is_not_written_to_and_other_types_are_taken():
    ground = (100.0 * fractal((60, 70), 8)).astype(np.int16)
    before = ground.copy()
    height = minimum_visible_height(ground[:, ::2], 90.0, 30, 10, 20.0, K)
    assert height.shape == (60, 35)
    np.testing.assert_array_equal(ground, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"row": 9}, "outside the grid of 9 x 9"),
        ({"column": -1}, "outside the grid"),
        ({"cell_m": 0.0}, "must be a positive number"),
        ({"cell_m": float("nan")}, "must be a positive number"),
        ({"mast_m": float("inf")}, "must be a number of metres"),
        ({"effective_earth_factor": -1.0}, "must be positive"),
        ({"elevation_m": np.zeros(5)}, "two axes"),
        ({"elevation_m": np.full((9, 9), np.nan)}, "stands on a void"),
        ({"setting": "exact"}, "accurate or fast is allowed"),
        ({"out": np.zeros((9, 9))}, "float32"),
    ],
)
def test_errors_teach(change, message):
    arguments = {"elevation_m": np.zeros((9, 9)), "cell_m": 90.0, "row": 4, "column": 4, "mast_m": 10.0} | change
    with pytest.raises(InputError, match=message):
        minimum_visible_height(**arguments)
