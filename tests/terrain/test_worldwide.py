"""The world at 5 arc minutes: the file that was cut, known places, the date line, and what it must not claim."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest

from gbad import coverage, terrain
from gbad.errors import InputError
from gbad.terrain.worldwide import _steps


def test_the_file_is_the_one_its_provenance_names():
    data = files("gbad.terrain").joinpath("data")
    told = data.joinpath("provenance-global.yaml").read_text(encoding="utf-8")
    assert hashlib.sha256(data.joinpath("global-5m.grid").read_bytes()).hexdigest() in told
    assert hashlib.sha256(_steps().astype("<i2").tobytes()).hexdigest() in told


@pytest.mark.parametrize(
    ("latitude", "longitude", "low", "high"),
    [
        (27.99, 86.93, 5000.0, 7500.0),
        (47.0, 8.3, 400.0, 1500.0),
        (-22.9, -68.2, 2000.0, 5000.0),
        (40.0, -150.0, -1.0, 1.0),
        # the surface of ice, not the bed below it: Summit, Vostok
        (72.58, -38.46, 3150.0, 3280.0),
        (-78.46, 106.87, 3400.0, 3560.0),
        # rock beside the ice keeps its own height
        (64.18, -51.7, -30.0, 500.0),
        # the surface of the sea, not its bed
        (51.5, 179.5, -5.0, 5.0),
        (43.5, 34.5, -1.0, 1.0),
        # land below the sea stays there, and so does the Caspian
        (31.5, 35.48, -430.0, -300.0),
        (42.68, 89.2, -180.0, -60.0),
        (41.7, 50.7, -32.0, -26.0),
    ],
)
def test_known_places_have_about_their_height(latitude, longitude, low, high):
    ground = terrain.from_spec("global", latitude_deg=latitude, longitude_deg=longitude, size_km=300.0)
    place = np.radians(latitude), np.radians(longitude)
    level = float(terrain.ground_height_m(ground, *place)) - float(terrain.geoid_height_m(*place))
    assert low < level < high


def test_no_sea_bed_is_left_beside_open_sea():
    steps = _steps()
    sea, low = steps == 255, steps <= 15
    for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        beside = np.roll(sea, (down, right), axis=(0, 1))
        beside[:: len(beside) - 1] = False
        assert not (low & beside)[1:-1].any()


def test_heights_of_ice_are_marked_as_estimated():
    ground = terrain.from_spec("global", latitude_deg=72.5, longitude_deg=-38.5, size_km=200.0)
    assert ground.estimated_mask.all()
    assert not terrain.from_spec("global", latitude_deg=47.0, longitude_deg=8.3, size_km=200.0).estimated_mask.any()


def test_it_agrees_with_the_built_in_ground_in_the_mean():
    ground = terrain.from_spec("global", latitude_deg=39.0, longitude_deg=34.0, size_km=600.0)
    latitude, longitude = np.meshgrid(np.radians(np.linspace(37.5, 40.5, 60)), np.radians(np.linspace(32.0, 36.0, 60)))
    difference = terrain.ground_height_m(ground, latitude, longitude) - terrain.ground_height_m(
        terrain.load(), latitude, longitude
    )
    assert abs(np.mean(difference)) < 20.0
    assert np.median(np.abs(difference)) < 80.0


def test_a_window_goes_on_across_the_date_line():
    ground = terrain.from_spec("global", latitude_deg=-17.8, longitude_deg=179.9, size_km=600.0)
    whole = _steps()
    row = int((ground.south_deg + 90.0) * 12.0)
    columns = np.rint((ground.west_deg + 180.0) * 12.0 - 0.5).astype(int) + np.arange(ground.shape[1])
    assert columns[0] < 4320 <= columns[-1]
    np.testing.assert_array_equal(ground.sea_mask[0], whole[row, columns % 4320] == 255)
    for longitude in (179.5, -179.5):
        assert ground.covers(np.radians(-17.8), np.radians(longitude))


@pytest.mark.parametrize("change", [{"latitude_deg": 85.0}, {"size_km": 9000.0}])
def test_impossible_windows_are_refused(change):
    with pytest.raises(InputError, match="terrain global"):
        terrain.from_spec("global", **({"latitude_deg": 10.0, "longitude_deg": 10.0} | change))


def test_coverage_on_it_never_says_masked():
    ground = terrain.from_spec("global", latitude_deg=47.0, longitude_deg=8.0)
    assert not ground.resolves_masking
    found = coverage.cover("s400", (47.0, 8.0), "fighter", terrain=ground, radius_m=200e3)
    text = str(found.answer())
    assert "masked" not in text
    assert "Terrain masking is not resolved" in text
    assert "terrain and horizon" not in text
    assert found.answer().to_dict()["terrain_masking_resolved"] is False
    assert coverage.map_of(found).by_distance
