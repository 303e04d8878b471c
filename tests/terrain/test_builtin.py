"""The built-in window: the files are those of the provenance, and known places have known heights."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest
import yaml

from gbad import terrain
from gbad.errors import InputError
from gbad.terrain.codec import decode

DATA = files("gbad.terrain").joinpath("data")
PROVENANCE = yaml.safe_load(DATA.joinpath("provenance.yaml").read_text())


@pytest.fixture(scope="module")
def ground():
    return terrain.load()


def above_sea_m(ground, latitude_deg, longitude_deg):
    place = np.radians(latitude_deg), np.radians(longitude_deg)
    return terrain.ground_height_m(ground, *place) - terrain.geoid_height_m(*place)


@pytest.mark.parametrize("name", sorted(PROVENANCE["files"]))
def test_files_are_those_of_the_provenance(name):
    packed = DATA.joinpath(name).read_bytes()
    assert hashlib.sha256(packed).hexdigest() == PROVENANCE["files"][name]["sha256"]
    unpacked = decode(packed).astype("<i2").tobytes()
    assert hashlib.sha256(unpacked).hexdigest() == PROVENANCE["files"][name]["sha256_unpacked"]


def test_window_and_registration(ground):
    assert ground.shape == (1560, 2760)
    assert ground.south_deg == pytest.approx(30 + 1 / 240)
    assert ground.east_deg == pytest.approx(48 - 1 / 240)
    assert ground.height_m.dtype == np.float32
    assert not ground.height_m.flags.writeable


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "low_m", "high_m"),
    [
        (39.93, 32.85, 800, 1000),  # Ankara
        (38.53, 35.45, 3000, 3950),  # Erciyes, 3917 m at its summit
        (39.70, 44.30, 4300, 5150),  # Ararat, 5137 m at its summit
        (38.75, 33.40, 880, 960),  # Lake Tuz, about 905 m
        (38.60, 42.90, 1600, 1700),  # Lake Van, about 1640 m
    ],
)
def test_known_places(ground, latitude_deg, longitude_deg, low_m, high_m):
    assert low_m < above_sea_m(ground, latitude_deg, longitude_deg) < high_m


@pytest.mark.parametrize(("latitude_deg", "longitude_deg"), [(34, 30), (43, 34), (40.7, 28.2), (36.3, 27.0)])
def test_open_sea_is_the_geoid(ground, latitude_deg, longitude_deg):
    assert abs(above_sea_m(ground, latitude_deg - 0.01, longitude_deg)) < 0.1
    window = ground.window(latitude_deg - 0.02, longitude_deg - 0.01, latitude_deg, longitude_deg + 0.01)
    assert window.sea_mask.all()


def test_lost_basins_are_filled_and_marked(ground):
    dead_sea = ground.window(31.4, 35.45, 31.6, 35.5)
    assert dead_sea.estimated_mask.all()
    assert above_sea_m(ground, 31.5, 35.48) == pytest.approx(-407, abs=1)
    # the two masks exclude each other, and every node below its geoid by more than rounding is marked
    assert not (ground.estimated_mask & ground.sea_mask).any()
    assert 10_000 < ground.estimated_mask.sum() < 30_000


def test_the_dead_sea_valley_has_no_holes_or_bumps(ground):
    # along the axis from the Sea of Galilee the estimate only falls
    latitude = np.linspace(32.7, 31.8, 60)
    longitude = 35.58 + (32.72 - latitude) / 0.96 * -0.04
    level = above_sea_m(ground, latitude, longitude)
    assert np.all(np.diff(level) < 5.0)


def test_beyond_the_grid_is_sea_level(ground):
    far = terrain.ground_height_m(ground, np.radians([10.0, 40.0, 40.0]), np.radians([33.0, 60.0, 24.0]))
    assert np.all(far == ground.outside_m)
    assert 5 < ground.outside_m < 40


def test_whole_turns_of_longitude_do_not_matter(ground):
    a = terrain.ground_height_m(ground, np.radians(39.0), np.radians(33.0))
    b = terrain.ground_height_m(ground, np.radians(39.0), np.radians(33.0 - 360.0))
    assert a == pytest.approx(b, abs=1e-6)


def test_bilinear_between_nodes_against_reference_value_hor_011():
    # z00 100, z10 120, z01 90, z11 150
    from dataclasses import replace

    corner = terrain.from_spec("flat", latitude_deg=0.0, longitude_deg=0.0, size_km=2.0)
    nodes = np.array([[100.0, 120.0], [90.0, 150.0]], dtype=np.float32)
    grid = replace(corner, height_m=nodes, south_deg=0.0, west_deg=0.0, step_deg=1.0)
    for u, v in ((0.25, 0.75), (0.5, 0.5), (0.0, 1.0)):
        expected = 100 * (1 - u) * (1 - v) + 120 * u * (1 - v) + 90 * (1 - u) * v + 150 * u * v
        assert terrain.ground_height_m(grid, np.radians(v), np.radians(u)) == pytest.approx(expected, abs=1e-4)


def test_a_window_keeps_heights_in_place(ground):
    part = ground.window(39.0, 32.0, 40.0, 34.0)
    place = np.radians(39.511), np.radians(33.217)
    assert terrain.ground_height_m(part, *place) == pytest.approx(terrain.ground_height_m(ground, *place), abs=1e-3)
    with pytest.raises(InputError, match="fewer than 2 x 2"):
        ground.window(50, 32, 51, 33)
