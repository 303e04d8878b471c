"""Files that coverage writes, elevation it reads, and the command line around both."""

import json
import xml.etree.ElementTree as ElementTree
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
from typer.testing import CliRunner

from gbad import coverage, export, terrain
from gbad.cli import app
from gbad.coverage.raster import Frame, bands_of
from gbad.coverage.tracing import outlines
from gbad.errors import InputError
from gbad.report.coverage_chart import draw_shares
from gbad.report.coverage_map import draw_coverage, plain_png
from gbad.report.coverage_page import build_coverage_page
from gbad.terrain.kept import keep, kept, names
from gbad.terrain.reading import read_elevation

CENTRE = {"latitude_deg": 39.0, "longitude_deg": 34.0}


@pytest.fixture(scope="module")
def map_():
    ground = terrain.from_spec("ridge", **CENTRE, size_km=300.0)
    found = coverage.cover("91N6E", (39.0, 34.0), "fighter", (100.0, 1000.0, 5000.0), terrain=ground, radius_m=120e3)
    return coverage.map_of(found)


def _area(ring):
    x, y = np.array(ring).T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_polygons_have_the_area_of_the_cells_and_holes_run_the_other_way():
    frame = Frame(0.0, 0.0, 0.01, 0.01, 60, 60)
    y, x = np.indices((60, 60))
    distance = np.hypot(x - 30, y - 30)
    polygons = outlines((distance < 25) & (distance > 10) | (distance < 4), frame)
    assert sorted(len(polygon) for polygon in polygons) == [1, 2]
    for polygon in polygons:
        assert polygon[0][0] == polygon[0][-1]
        assert _area(polygon[0]) > 0.0
        assert all(_area(hole) < 0.0 for hole in polygon[1:])
    area = sum(_area(ring) for polygon in polygons for ring in polygon)
    assert area == pytest.approx(1e-4 * ((distance < 25) & (distance > 10) | (distance < 4)).sum(), rel=0.03)


def test_the_map_agrees_with_the_polar_grid(map_):
    site = map_.coverage.site
    a = np.rint(map_.azimuth_rad / site.azimuth_step_rad).astype(int) % site.ground_m.shape[0]
    r = np.rint(map_.arc_m / site.range_step_m).astype(int)
    inside = map_.arc_m < 118e3
    for height in map_.coverage.heights_m:
        polar = map_.coverage.layers.found()[map_.coverage.heights_m.index(height)]
        differ = map_.found(height)[inside] != polar[a[inside], r[inside]]
        # only cells along an edge
        assert differ.mean() < 0.02


def test_geojson_holds_each_height_and_edge_in_longitude_and_latitude(map_):
    text = json.loads(export.geojson(map_))
    assert text["type"] == "FeatureCollection"
    assert len(text["features"]) == 9
    for feature in text["features"]:
        places = np.array(
            [place for polygon in feature["geometry"]["coordinates"] for ring in polygon for place in ring]
        )
        assert np.all(np.abs(places - [34.0, 39.0]) < 2.0)
        assert feature["properties"]["criterion"] == "Pd 0.9 within 60 s"


def test_kml_is_well_formed_and_shows_the_nominal_folder(map_):
    root = ElementTree.fromstring(export.kml(map_))
    space = "{http://www.opengis.net/kml/2.2}"
    folders = {f.find(f"{space}name").text: f.find(f"{space}visibility").text for f in root.iter(f"{space}Folder")}
    assert folders == {"worst": "0", "nominal": "1", "best": "0"}


def test_geotiff_carries_heights_probabilities_and_unknown_places(map_, tmp_path):
    from gbad.export import geotiff

    geotiff.write_heights(map_, tmp_path / "heights.tif")
    geotiff.write_probabilities(map_, tmp_path / "probability.tif")
    with rasterio.open(tmp_path / "heights.tif") as file:
        assert file.count == 5
        lowest, top = file.read(2), file.read(5)
        found = (lowest != geotiff.NO_DATA) & (lowest != geotiff.NONE_FOUND)
        assert np.all(top[found] >= lowest[found])
        assert file.crs.to_epsg() == 4326
        north_first = file.read(2)[::-1]
        known = ~np.isnan(map_.minimum_m[1]) & np.isfinite(map_.minimum_m[1])
        assert north_first[known] == pytest.approx(map_.minimum_m[1][known].astype(np.float32))
        assert np.all(north_first[np.isnan(map_.minimum_m[1])] == geotiff.NO_DATA)
        # the site is where the ground is nearest
        row, column = file.index(34.0, 39.0)
        assert map_.arc_m[::-1][row, column] < 1000.0
    with rasterio.open(tmp_path / "probability.tif") as file:
        assert file.count == 9
        assert file.descriptions[0] == "visit at 100 m above ground [1]"


def test_page_and_map_stand_alone(map_):
    bands = bands_of(map_)
    svg = draw_coverage(map_, bands, {"best": coverage.outlines(map_.found(5000.0, "best"), map_.frame)})
    ElementTree.fromstring(svg)
    profile = coverage.profile_of(map_.coverage, (50.0, 100.0, 1000.0, 5000.0))
    page = build_coverage_page([map_], [bands], [{}], [map_.coverage.answer()], [profile])
    chart = draw_shares(coverage.profile_of(map_.coverage), map_.coverage.height_steps)
    ElementTree.fromstring(chart)
    for text in (svg, page, chart):
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text
    assert plain_png(map_, bands).startswith(b"\x89PNG")


def test_a_ring_is_drawn_with_its_condition_below_it_or_not_at_all(map_):
    bands = bands_of(map_)
    bare, ringed = (
        draw_coverage(map_, bands, {}, ring=ring) for ring in (None, coverage.claimed_ring(map_.coverage, 80e3))
    )
    assert "cv-ring" not in bare.split("</style>")[1]
    assert "dashed ring, 80 km: fighter of 4 m2" in ringed
    assert "% at 5 km" in ringed
    with pytest.raises(ValueError, match="condition"):
        draw_coverage(map_, bands, {}, ring=SimpleNamespace(radius_m=400e3, condition=" "))
    with pytest.raises(AttributeError):
        draw_coverage(map_, bands, {}, ring=400e3)


def _tiff(path, height, nodata=-32768, crs="EPSG:4326", origin=(30.0, 40.5), step=1 / 120):
    with rasterio.open(path, "w", driver="GTiff", width=height.shape[1], height=height.shape[0], count=1,
                       dtype=height.dtype, crs=crs, nodata=nodata,
                       transform=rasterio.transform.from_origin(*origin, step, step)) as file:  # fmt: skip
        file.write(height, 1)
    return path


def test_elevation_is_read_with_its_datum_and_voids_stay_unknown(tmp_path, monkeypatch):
    monkeypatch.setenv("GBAD_DATA", str(tmp_path / "data"))
    height = np.full((60, 90), 250, np.int16)
    height[10, 20] = -32768
    path = _tiff(tmp_path / "hills.tif", height)
    sea, plain = (read_elevation(path, datum) for datum in ("egm96", "ellipsoid"))
    assert (sea.north_deg, sea.west_deg) == pytest.approx((40.5 - 1 / 240, 30.0 + 1 / 240))
    geoid = float(terrain.geoid_height_m(np.radians(40.3), np.radians(30.3)))
    assert float(terrain.ground_height_m(plain, np.radians(40.3), np.radians(30.3))) == pytest.approx(250.0)
    assert float(terrain.ground_height_m(sea, np.radians(40.3), np.radians(30.3))) == pytest.approx(
        250 + geoid, abs=0.1
    )
    # row 10 from the north is row 49 from the south
    assert np.isnan(sea.height_m[49, 20])
    assert 1 <= np.isnan(sea.height_m).sum() <= 9
    keep(sea)
    again = kept("hills")
    assert np.array_equal(again.height_m, sea.height_m, equal_nan=True)
    assert names() == ["hills"]
    with pytest.raises(InputError, match="nothing is overwritten"):
        keep(sea)


def test_hgt_and_cloud_optimised_files_are_read_too(tmp_path):
    # SRTM: big-endian, nodes on whole degrees, the first row in the north
    height = np.full((1201, 1201), 120, ">i2")
    height[0, :] = 900
    height[600, 600] = -32768
    path = tmp_path / "N40E030.hgt"
    path.write_bytes(height.tobytes())
    ground = read_elevation(path, "egm96")
    level = ground.height_m - float(terrain.geoid_height_m(np.radians(40.5), np.radians(30.5)))
    assert ground.step_deg == pytest.approx(1.0 / 1200.0)
    assert ground.north_deg == pytest.approx(41.0)
    assert level[-1].mean() > 800.0 > 200.0 > level[100].mean() > 50.0
    assert 1 <= np.isnan(ground.height_m).sum() <= 9
    cog = tmp_path / "hills.tiff"
    with rasterio.open(cog, "w", driver="COG", width=600, height=600, count=1, dtype="int16", crs="EPSG:4326",
                       transform=rasterio.transform.from_origin(30.0, 40.5, 1 / 1200, 1 / 1200)) as file:  # fmt: skip
        file.write(np.full((600, 600), 250, np.int16), 1)
    assert np.nanmax(read_elevation(cog, "ellipsoid").height_m) == 250.0


@pytest.mark.parametrize(
    ("datum", "change", "message"),
    [
        (None, {}, "vertical datum not given"),
        ("msl", {}, "msl is not known"),
        ("egm96", {"crs": None}, "horizontal reference"),
    ],
)
def test_elevation_without_what_it_needs_is_refused(tmp_path, datum, change, message):
    path = _tiff(tmp_path / "hills.tif", np.full((9, 9), 250, np.int16), **change)
    with pytest.raises(InputError, match=message):
        read_elevation(path, datum)


def _virtual(folder):
    path = folder / "mosaic.vrt"
    path.write_text("<VRTDataset/>")
    return path


def test_other_formats_missing_files_and_huge_headers_are_refused(tmp_path, monkeypatch):
    picture = tmp_path / "picture.tif"
    picture.write_text("no elevation")
    with pytest.raises(InputError, match="could not be read as GTiff"):
        read_elevation(picture, "egm96")
    with pytest.raises(InputError, match=r"\.hgt"):
        read_elevation(_virtual(tmp_path), "egm96")
    with pytest.raises(InputError, match="no such file"):
        read_elevation(tmp_path / "nothing.tif", "egm96")
    path = _tiff(tmp_path / "hills.tif", np.full((90, 90), 250, np.int16))
    monkeypatch.setattr("gbad.terrain.reading.MOST_NODES", 1000)
    with pytest.raises(InputError, match="90 x 90 nodes"):
        read_elevation(path, "egm96")


def test_gbad_cover_answers_in_one_object_and_writes_a_folder(tmp_path):
    out = tmp_path / "out"
    run = CliRunner().invoke(app, ["cover", "--at", "39,34", "--terrain", "flat", "--radius", "80km", "--target",
                                   "fighter", "--compare-ring", "60km", "--out", str(out), "--json"])  # fmt: skip
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["coverage"][0]["ring"]["range_m"] == 60e3
    assert told["coverage"][0]["by_distance"][1]["range_m"] == 10e3
    assert {"91N6E-fighter.svg", "91N6E-fighter.png", "91N6E-fighter.geojson", "91N6E-fighter.kml",
            "91N6E-fighter-distance.svg", "coverage.html"} <= {path.name for path in out.iterdir()}  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--at", "39"], "LAT,LON"),
        ([], "LAT,LON"),
        (["--at", "39,34", "--height", "100"], "with m or km"),
        (["--at", "39,34", "--terrain", "atlantis"], "no such terrain is kept"),
        (["--at", "60,34"], "lies outside the terrain"),
    ],
)
def test_gbad_cover_refuses_with_status_2(options, message, tmp_path, monkeypatch):
    monkeypatch.setenv("GBAD_DATA", str(tmp_path))
    run = CliRunner().invoke(app, ["cover", *options])
    assert run.exit_code == 2
    assert message in run.stderr
