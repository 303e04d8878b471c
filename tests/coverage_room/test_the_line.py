"""The line the project keeps: on real ground nothing that is drawn, written or told carries a direction."""

import json

import numpy as np
import pytest

from gbad import coverage, export, terrain
from gbad.coverage.raster import bands_of, detailed_map
from gbad.errors import InputError
from gbad.export import geotiff
from gbad.report.coverage_map import draw_coverage, plain_png
from gbad.report.coverage_page import build_coverage_page

PLACE = (38.5, 35.5)  # valleys and a high mountain: very different from one direction to the next


@pytest.fixture(scope="module")
def real():
    return coverage.cover("91N6E", PLACE, "fighter", (1000.0, 5000.0), radius_m=200e3)


def test_a_map_of_real_ground_is_the_same_in_all_directions(real):
    assert np.ptp(real.layers.found()[1].mean(axis=1)) > 0.3
    seen = coverage.map_of(real)
    assert seen.by_distance
    r = np.rint(seen.arc_m / real.site.range_step_m).astype(int)
    inside = seen.arc_m <= real.site.radius_m
    grids = [seen.ground_m, seen.lowest_in_sight_m, *seen.minimum_m, *seen.top_m]
    grids += [seen.layer(name, 5000.0) for name in ("visit", "cumulative", "confirmed")]
    for grid in grids:
        for ring in (20, 150, 390):
            values = grid[inside & (r == ring)]
            assert len(values) > 20
            assert len(np.unique(values[~np.isnan(values)])) <= 1


def test_it_holds_what_half_of_all_directions_find(real):
    seen, share = coverage.map_of(real), real.layers.found()[1].mean(axis=0)
    r = np.rint(seen.arc_m / real.site.range_step_m).astype(int)
    for ring in range(20, 380, 15):
        here = (r == ring) & (seen.arc_m <= real.site.radius_m)
        assert np.all(seen.found(5000.0)[here] == (share[ring] >= 0.5))


def test_neither_pictures_nor_files_take_a_map_with_directions(real, tmp_path):
    detailed = detailed_map(real)
    bands = bands_of(detailed)
    profile = coverage.profile_of(real)
    for made in (
        lambda: draw_coverage(detailed, bands, {}),
        lambda: plain_png(detailed, bands),
        lambda: export.geojson(detailed),
        lambda: export.kml(detailed),
        lambda: geotiff.write_heights(detailed, tmp_path / "x.tif"),
        lambda: build_coverage_page([detailed], [bands], [{}], [real.answer()], [profile]),
    ):
        with pytest.raises(InputError, match="by distance only"):
            made()
    assert not list(tmp_path.iterdir())


def test_files_of_real_ground_say_so_and_hold_rings_alone(real):
    told = json.loads(export.geojson(coverage.map_of(real)))
    for feature in told["features"]:
        assert feature["properties"]["hypothetical"] is True
        assert feature["properties"]["directions"].startswith("none")
        for polygon in feature["geometry"]["coordinates"]:
            for loop in polygon:
                longitude, latitude = np.array(loop).T
                east = (longitude - PLACE[1]) * np.cos(np.radians(latitude))
                distance = np.hypot(east, latitude - PLACE[0])
                # a circle, but for the corners of its cells and the ground that grows narrower northwards
                assert np.ptp(distance) < 0.03 + 0.04 * distance.mean()


@pytest.mark.parametrize("ask", [lambda c: c.intervals_m(90.0, 10e3), lambda c: c.approach(90.0, 1000.0)])
def test_no_single_direction_of_real_ground_is_told(real, ask):
    with pytest.raises(InputError, match="made-up terrain only"):
        ask(real)


def test_the_page_of_real_ground_carries_no_grid_of_places(real):
    seen = coverage.map_of(real)
    page = build_coverage_page([seen], [bands_of(seen)], [{}], [real.answer()], [coverage.profile_of(real)])
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert "sight" not in data
    assert "classes" not in data
    assert len(data["shares"][0][1]) == 2


def test_made_up_ground_shows_every_direction():
    ground = terrain.from_spec("coast", latitude_deg=40.0, longitude_deg=-150.0, size_km=300.0)
    found = coverage.cover("91N6E", (40.0, -150.0), "fighter", (100.0,), terrain=ground, radius_m=100e3)
    assert not coverage.map_of(found).by_distance
    assert found.approach(90.0, 100.0)[1][-1] > 0.0
    assert "made-up ground" in found.answer().title
