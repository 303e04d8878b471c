"""Made-up ground has the shape it was asked for."""

import numpy as np
import pytest

from gbad import terrain
from gbad.errors import InputError
from gbad.physics.earth import geodesic_direct

PLACE = {"latitude_deg": 39.0, "longitude_deg": 33.0}
CENTRE = np.radians(39.0), np.radians(33.0)


def level_m(ground, azimuth_deg, distance_m):
    latitude, longitude, _ = geodesic_direct(*CENTRE, np.radians(azimuth_deg), distance_m)
    return terrain.ground_height_m(ground, latitude, longitude) - terrain.geoid_height_m(*CENTRE)


def test_flat_is_flat_inside_and_out():
    ground = terrain.from_spec("flat", **PLACE, base_m=250.0)
    assert np.ptp(ground.height_m) == 0
    np.testing.assert_allclose(level_m(ground, 77.0, [0.0, 3e5, 9e5]), 250.0, atol=1e-4)


def test_ridge_stands_where_it_was_put():
    ground = terrain.from_spec("ridge", **PLACE, crest_m=800, half_width_km=6, bearing_deg=0, offset_km=50, step_m=300)
    profile = level_m(ground, 90.0, np.array([40e3, 47e3, 50e3, 53e3, 60e3]))
    np.testing.assert_allclose(profile, [0, 400, 800, 400, 0], atol=30)
    np.testing.assert_allclose(level_m(ground, 270.0, np.array([50e3])), 0, atol=1e-3)


def test_cone_stands_where_it_was_put():
    ground = terrain.from_spec("cone", **PLACE, peak_m=2000, base_radius_km=20, bearing_deg=30, distance_km=60)
    np.testing.assert_allclose(level_m(ground, 30.0, np.array([60e3, 70e3, 85e3])), [2000, 1000, 0], atol=80)


def test_fractal_is_the_same_for_the_same_seed_only():
    one = terrain.from_spec("fractal", **PLACE, size_km=100, seed=3)
    again = terrain.from_spec("fractal", **PLACE, size_km=100, seed=3)
    other = terrain.from_spec("fractal", **PLACE, size_km=100, seed=4)
    np.testing.assert_array_equal(one.height_m, again.height_m)
    assert not np.array_equal(one.height_m, other.height_m)


def test_regress_fractal_bits():
    # sums, products and integer dice only: the same on every machine
    relief = terrain.fractal_relief_m((64, 64), 900.0, 7)
    import hashlib

    assert hashlib.sha256(relief.tobytes()).hexdigest()[:16] == "36a09cf45161a255"


def test_fractal_relief_is_close_to_what_was_asked():
    spread = [terrain.fractal_relief_m((1000, 1000), 900.0, seed).std() for seed in range(4)]
    assert np.mean(spread) == pytest.approx(400, rel=0.1)


@pytest.mark.parametrize(
    ("kind", "parameters", "message"),
    [
        ("hill", {}, "not known; there are built-in, file, global, flat, ridge, cone, fractal"),
        ("flat", {"latitude_deg": 3.0}, "longitude_deg must be given"),
        ("flat", {**PLACE, "crest_m": 3.0}, "crest_m is not known to flat"),
        ("flat", {**PLACE, "latitude_deg": 95.0}, "within -80..80"),
        ("flat", {**PLACE, "step_m": 0.0}, "makes no grid"),
        ("flat", {**PLACE, "step_m": float("nan")}, "makes no grid"),
        ("flat", {**PLACE, "step_m": 1.0}, "more than 100 million"),
    ],
)
def test_errors_teach(kind, parameters, message):
    with pytest.raises(InputError, match=message):
        terrain.from_spec(kind, **parameters)


def test_load_takes_a_mapping_a_name_or_a_spec():
    assert terrain.load({"kind": "flat", **PLACE}).kind == "flat"
    assert terrain.load(terrain.Cone(**PLACE)).kind == "cone"
    assert terrain.load("built-in") is terrain.load()
    with pytest.raises(InputError, match="kind must be given"):
        terrain.load(PLACE)


@pytest.mark.parametrize("kind", ["plain", "coast", "mountain"])
def test_made_up_country_has_the_character_of_its_name(kind):
    ground = terrain.from_spec(kind, **PLACE)
    level = ground.height_m - terrain.geoid_height_m(*CENTRE)
    spread = float(np.std(level))
    steps = np.abs(np.diff(level, axis=1)).mean()
    assert {"plain": spread < 100 and steps < 10, "coast": spread > 200, "mountain": spread > 400 and steps > 30}[kind]
    # sea in the west, and the middle of a coast stands on land beside it
    assert ground.sea_mask.any() == (kind == "coast")
    if kind == "coast":
        assert ground.sea_mask[:, :300].mean() > 0.8 > 0.3 > ground.sea_mask[:, -300:].mean()
        assert np.all(level[ground.sea_mask] == pytest.approx(0.0, abs=1e-3))
        assert np.all(level[~ground.sea_mask] >= -1e-3)
        row, column = ground.shape[0] // 2, ground.shape[1] // 2
        assert not ground.sea_mask[row, column]
        assert ground.sea_mask[row - 20 : row + 20, column - 20 : column + 20].any()
        assert ground.outside_m == pytest.approx(float(terrain.geoid_height_m(*CENTRE)))


def test_ground_rises_as_it_is_tilted():
    level, tilted = (
        terrain.from_spec("fractal", **PLACE, size_km=200, tilt_m_per_km=tilt, tilt_bearing_deg=0.0)
        for tilt in (0.0, 3.0)
    )
    rise = level_m(tilted, 0.0, np.array([50e3, 80e3])) - level_m(level, 0.0, np.array([50e3, 80e3]))
    np.testing.assert_allclose(rise, [150.0, 240.0], rtol=0.01)
