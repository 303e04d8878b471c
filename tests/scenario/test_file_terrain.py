"""``terrain: {kind: file, ...}``: real ground keeps place and rules; a relief loses its place, on every page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad import report, terrain
from gbad.errors import InputError
from gbad.scenario.load import load
from gbad.simulation.prepare import prepare

rasterio = pytest.importorskip("rasterio", reason="an extra of its own, part of the test extra")

CREST_DEG = 10.3  # longitude of a ridge on a plain of 300 m, real ground around 60 N 10 E
SCENARIO = """schema: scenario/1
title: On ground from a file
duration_s: 700.0
terrain: {{kind: file, path: ground.tif, vertical_datum: egm96{more}}}
commands: {{post: {{type: 55K6E}}}}
radars: {{search: {{type: 91N6E, at: {{latitude_deg: {lat}, longitude_deg: {lon}}}, command: post}}}}
batteries:
  battery:
    type: s400-battalion
    at: {{latitude_deg: {lat}, longitude_deg: {lon}}}
    command: post
    boresight_deg: 90.0
    launchers: [{{count: 1, type: 5P85TE2, load: {{48N6E3: 4}}}}]
assets: {{town: {{name: Town, at: {{latitude_deg: {lat}, longitude_deg: {lon}}}}}}}
threats:
  aircraft:
    type: fighter
    aims_at: town
    route:
      kind: waypoints
      points: [{{latitude_deg: {lat}, longitude_deg: {far}, height_m: 1500.0, speed_mps: 250.0}}]
{rest}"""


def write_ground(path: Path, driver: str = "GTiff", nodes: int = 480, step: float = 1.0 / 120.0) -> None:
    """A ridge from south to north on a plain, 62 N downwards and 8 E eastwards; a corner without heights."""
    longitude = 8.0 + step * (np.arange(nodes) + 0.5)
    height = np.tile(300.0 + 1500.0 * np.exp(-(((longitude - CREST_DEG) / 0.1) ** 2)), (nodes, 1)).astype(np.int16)
    height[:20, :20] = -9999
    with rasterio.open(
        path, "w", driver=driver, width=nodes, height=nodes, count=1, dtype="int16", nodata=-9999, crs="EPSG:4326",
        transform=rasterio.transform.from_origin(8.0, 62.0, step, step),
    ) as file:  # fmt: skip
        file.write(height, 1)


@pytest.fixture
def on(tmp_path):
    """Writes the scenario with something about its terrain, and gives its path."""
    write_ground(tmp_path / "ground.tif")

    def written(more: str = "", lat: float = 60.0, lon: float = 10.0, rest: str = "") -> str:
        path = tmp_path / "s.yaml"
        path.write_text(SCENARIO.format(more=more, lat=lat, lon=lon, far=lon + 2.0, rest=rest), encoding="utf-8")
        return str(path)

    return written


def test_real_ground_is_where_the_file_has_it(on):
    ready = prepare(on())
    ground = ready.terrain
    assert not terrain.is_fictional(ground)
    crest = terrain.ground_height_m(ground, np.radians([60.0]), np.radians([CREST_DEG]))
    geoid = terrain.geoid_height_m(np.radians([60.0]), np.radians([CREST_DEG]))
    assert crest - geoid == pytest.approx(1800.0, abs=15.0)
    assert ready.ground == "real ground from an elevation file: sites on half degrees, hypothetical"
    assert any("of the file's ground" in note.lower() and "unknown" in note for note in ready.notes)
    assert not np.isnan(ground.height_m).any()


def test_a_relief_keeps_its_shape_in_metres_and_loses_its_place(on):
    laid = prepare(on(", fictional: true", 40.0, 33.0))
    ground = laid.terrain
    assert terrain.is_fictional(ground)
    # the crest lay 16.7 km east of the middle of the file (10 E, 60 N), and lies so east of the new middle
    east = np.linspace(0.0, 30e3, 601)
    longitude = 33.0 + east / (111_320.0 * np.cos(np.radians(40.0)))
    height = terrain.ground_height_m(ground, np.full(601, np.radians(40.0)), np.radians(longitude))
    assert east[np.argmax(height)] == pytest.approx(
        (CREST_DEG - 10.0) * 111_320.0 * np.cos(np.radians(60.0)), abs=300.0
    )
    geoid = float(terrain.geoid_height_m(np.radians(40.0), np.radians(33.0)))
    assert height.max() - geoid == pytest.approx(1800.0, abs=15.0)
    assert height[0] - geoid == pytest.approx(300.0, abs=1.0)
    half = east[height - geoid > 300.0 + 750.0]
    assert half[-1] - half[0] == pytest.approx(0.2 * np.sqrt(np.log(2.0)) * 111_320.0 * 0.5, rel=0.05)
    assert ground.outside_m == pytest.approx(geoid)
    told = json.dumps([ground.name, ground.provenance, laid.ground, laid.notes])
    assert "ground.tif" not in told
    assert not re.search(r"\b(62|60|58|10\.3|8)\.?\d* [NE]\b", told)


def test_what_the_ridge_hides_is_hidden_elsewhere_too(on):
    """A low flyer behind the crest is seen later than on the same ground without one."""
    hidden = gbad.run(on(", fictional: true", 40.0, 33.0), seed=1).outcomes["first_detection_s"][0]
    flat = gbad.run(on(", fictional: true", 40.0, 33.0), changes={"terrain": {"kind": "flat", "base_m": 300.0}}, seed=1)
    assert hidden > flat.outcomes["first_detection_s"][0] + 60.0


def test_every_page_says_that_the_place_was_dropped(on, tmp_path):
    result = gbad.run(on(", fictional: true", 40.0, 33.0), seed=1)
    words = "relief of an elevation file, its place dropped"
    assert words in report.build(result)
    assert words in result.manifest["ground"]
    if report.replay_is_built():
        assert words in report.build_replay(result)
    study = gbad.study(on(", fictional: true", 40.0, 33.0), runs=2, workers=1, out=tmp_path / "study")
    assert words in (tmp_path / "study" / "report.html").read_text(encoding="utf-8")
    assert len(study.design.variants) == 1
    assert words not in report.build(gbad.run("one-aircraft", seed=1))


def test_sites_on_real_ground_stand_on_half_degrees(on):
    with pytest.raises(InputError) as told:
        load(on(lat=60.1))
    assert "radars.search.at: on real ground sites stand on whole and half degrees" in str(told.value)
    assert "{latitude_deg: 60, longitude_deg: 10} is nearest" in str(told.value)
    load(on(", fictional: true", 40.13, 33.27))
    load(on(lat=60.5, lon=9.5))


WRONG = {
    "no file": (dict(more="", path="nowhere.tif"), "terrain: there is no file nowhere.tif"),
    "beyond": (dict(lat=50.0), "lies beyond the file's ground, which spans 58.0"),
    "void": (dict(lat=62.0 - 1.0 / 120.0, lon=8.05, more=", fictional: false"), "the file holds no height there"),
    "not hypothetical": (dict(rest="hypothetical: false\n"), "a fight on real ground is hypothetical"),
    "datum": (dict(more="", datum="sea"), "Allowed: egm2008, egm96, ellipsoid"),
    "lost": (
        dict(rest="units: {search: {timetable: [{at_s: 9.0, do: lost}]}}\n"), "lost is studied on made-up ground only"
    ),
    "far north": (dict(more=", fictional: true, latitude_deg: 79.9", lat=79.9), None),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(on, name):
    asked, words = WRONG[name]
    path, datum = asked.pop("path", None), asked.pop("datum", None)
    file = Path(on(**asked))
    text = file.read_text(encoding="utf-8")
    text = text.replace("ground.tif", path) if path else text
    file.write_text(text.replace("egm96", datum) if datum else text, encoding="utf-8")
    if words is None:
        load(str(file))  # the relief is 4 degrees high: up to 81.9 N, which is allowed
        return
    with pytest.raises(InputError) as told:
        load(str(file))
    assert words in str(told.value)


def test_a_unit_may_be_lost_on_a_relief(on):
    load(on(", fictional: true", 40.0, 33.0, rest="units: {search: {timetable: [{at_s: 9.0, do: lost}]}}\n"))


def test_cells_too_coarse_to_hide_anything_are_refused(on, tmp_path):
    scenario = on()
    write_ground(tmp_path / "ground.tif", nodes=60, step=1.0 / 15.0)
    with pytest.raises(InputError, match="cells of 4 arc minutes hide nothing"):
        load(scenario)


def test_another_content_is_another_input(on, tmp_path):
    scenario = on()
    first = prepare(scenario).inputs["terrain"]
    write_ground(tmp_path / "ground.tif", nodes=490)
    assert prepare(scenario).inputs["terrain"] != first


def test_dted_is_ground_too(on, tmp_path):
    """One cell of DTED level 0, 121 x 121 posts, written by GDAL's own driver."""
    plain = tmp_path / "cell.tif"
    height = np.add.outer(np.arange(121), np.arange(121)).astype(np.int16)
    half = 0.5 / 120.0
    with rasterio.open(
        plain, "w", driver="GTiff", width=121, height=121, count=1, dtype="int16", crs="EPSG:4326",
        transform=rasterio.transform.from_origin(33.0 - half, 41.0 + half, 1.0 / 120.0, 1.0 / 120.0),
    ) as file:  # fmt: skip
        file.write(height, 1)
    pytest.importorskip("rasterio.shutil").copy(plain, tmp_path / "n40.dt0", driver="DTED")
    scenario = Path(on(lat=40.5, lon=33.5))
    scenario.write_text(scenario.read_text().replace("ground.tif", "n40.dt0"), encoding="utf-8")
    ground = prepare(str(scenario)).terrain
    at = terrain.ground_height_m(ground, np.radians([40.5]), np.radians([33.5]))
    assert at - terrain.geoid_height_m(np.radians([40.5]), np.radians([33.5])) == pytest.approx(120.0, abs=0.6)
