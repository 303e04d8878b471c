"""Elevation files of others: what is ground in them, what is unknown, and what is refused because nobody can tell."""

import re
import warnings

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.terrain.geoid import geoid_on_grid_m
from gbad.terrain.reading import read_elevation
from gbad.terrain.voids import CODES

rasterio = pytest.importorskip("rasterio")


def tiff(path, height, *, nodata=None, scale=None, offset=None, unit=None):
    """A 30 arc second file from 30 E, 41 N on."""
    with rasterio.open(path, "w", driver="GTiff", width=height.shape[1], height=height.shape[0], count=1,
                       dtype=height.dtype, crs="EPSG:4326", nodata=nodata,
                       transform=rasterio.transform.from_origin(30.0, 41.0, 1 / 120, 1 / 120)) as file:  # fmt: skip
        file.write(height, 1)
        if scale is not None:
            file.scales = (scale,)
        if offset is not None:
            file.offsets = (offset,)
        if unit is not None:
            file.units = (unit,)
    return path


def plain(kind=np.float32, level=500):
    return np.full((40, 60), level, kind)


@pytest.mark.parametrize("code", [c for c in CODES if c not in (32767.0, 65535.0)] + [-3.4e38, 1e20, np.inf, np.nan])
def test_a_void_that_the_file_does_not_declare_is_unknown_as_a_declared_one_is(tmp_path, code):
    height = plain()
    height[10:14, 20:26] = code
    found = read_elevation(tiff(tmp_path / "bare.tif", height), "ellipsoid")
    declared = np.where(height == 500.0, height, np.float32(-1.0))
    told = read_elevation(tiff(tmp_path / "told.tif", declared, nodata=-1.0), "ellipsoid")
    # no neighbour was pulled down by interpolation either
    assert np.array_equal(found.height_m, told.height_m, equal_nan=True)
    assert np.isnan(found.height_m).sum() == 24
    assert np.nanmin(found.height_m) == 500.0


@pytest.mark.parametrize(
    ("kind", "code"), [(np.int16, -32768), (np.int16, 32767), (np.uint16, 65535), (np.int32, -99999)]
)
def test_codes_of_whole_numbers_are_found_too(tmp_path, kind, code):
    height = plain(kind)
    height[0, 0] = code
    found = read_elevation(tiff(tmp_path / "bare.tif", height), "egm96")
    assert np.isnan(found.height_m).sum() == 1


def test_undeclared_voids_are_counted_with_value_and_first_place(tmp_path):
    height = plain()
    height[10:14, 20:26] = -9999
    found = read_elevation(tiff(tmp_path / "bare.tif", height), "ellipsoid")
    assert "24 unknown nodes (1 % of all)" in found.provenance
    assert "24 of the file's nodes are no height though it does not declare them (-9999)" in found.provenance
    # the middle of row 10, column 20
    assert "first at 40.9125,30.1708 (row 10, column 20)" in found.provenance


@pytest.mark.parametrize("deep", [-501.0, -2500.0, -9000.0])
def test_what_is_lower_than_any_land_is_refused_with_count_and_place(tmp_path, deep):
    height = plain()
    height[5, 6:9] = deep
    with pytest.raises(
        InputError, match=rf"3 nodes lie below -500 m.* first at 40\.9542,30\.0542.* {deep:g} m.*--sea-bed"
    ):
        read_elevation(tiff(tmp_path / "bare.tif", height), "egm2008")


def test_land_below_the_sea_is_land(tmp_path):
    found = read_elevation(tiff(tmp_path / "dead.tif", plain(level=-430)), "ellipsoid")
    assert np.all(found.height_m == -430.0)
    assert not found.sea_mask.any()


def test_the_bed_of_the_sea_becomes_its_surface_when_said(tmp_path):
    height = plain()
    height[:, :20] = -3000
    height[:, 20:30] = -40
    found = read_elevation(tiff(tmp_path / "sea.tif", height), "egm96", sea_bed=True)
    inland = found.height_m[:, 32:]
    level = found.height_m[:, :29] - (inland.mean() - 500.0)
    assert np.abs(level).max() < 2.0  # the geoid slopes a little
    assert found.sea_mask[:, :29].all()
    assert not found.sea_mask[:, 31:].any()
    assert "sea for sea bed" in found.provenance


@pytest.mark.parametrize(
    ("stored", "change", "metres"),
    [
        (5000, {"scale": 0.1}, 500.0),
        (5000, {"scale": 0.1, "offset": -100.0}, 400.0),
        (1000, {"unit": "ft"}, 304.8),
        (1000, {"unit": "US survey foot"}, 304.8006),
        (5000, {"unit": "cm"}, 50.0),
        (500, {"unit": "metre"}, 500.0),
    ],
)
def test_scale_offset_and_unit_of_the_band_are_applied(tmp_path, stored, change, metres):
    found = read_elevation(tiff(tmp_path / "scaled.tif", plain(np.int16, stored), **change), "ellipsoid")
    assert found.height_m == pytest.approx(metres, rel=1e-6)


def test_a_void_code_is_known_before_it_is_scaled(tmp_path):
    height = plain(np.int16, 5000)
    height[3, 4] = -9999
    found = read_elevation(tiff(tmp_path / "scaled.tif", height, scale=0.1), "ellipsoid")
    assert np.isnan(found.height_m).sum() == 1


def test_an_unknown_unit_is_refused(tmp_path):
    with pytest.raises(InputError, match=re.escape("its unit is fathom")):
        read_elevation(tiff(tmp_path / "odd.tif", plain(), unit="fathom"), "egm96")


def test_dted_is_read_with_its_heights(tmp_path):
    """One degree of level 0: 121 by 121 posts, nodes on the edges, heights in metres above EGM96."""
    rows = np.arange(121)[:, None]
    height = (1000 + 2 * rows + np.arange(121)[None, :]).astype(np.int16)
    step = 1.0 / 120.0
    transform = rasterio.transform.from_origin(30.0 - step / 2, 41.0 + step / 2, step, step)
    with rasterio.MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=121, height=121, count=1, dtype="int16", crs="EPSG:4326", transform=transform
        ) as file:
            file.write(height, 1)
        with memory.open() as file:
            pytest.importorskip("rasterio.shutil").copy(file, tmp_path / "n40e030.dt0", driver="DTED")
    found = read_elevation(tmp_path / "n40e030.dt0", "egm96")
    assert (found.south_deg, found.west_deg) == pytest.approx((40.0, 30.0), abs=1e-6)
    above_sea = found.height_m - geoid_on_grid_m(found.south_deg, found.west_deg, found.step_deg, found.height_m.shape)
    assert above_sea[0, 0] == pytest.approx(height[-1, 0], abs=0.1)
    assert above_sea[-1, -1] == pytest.approx(height[0, -1], abs=0.1)
    assert "DTED" in found.provenance


def test_a_file_that_says_nothing_of_where_its_cells_lie_is_refused(tmp_path):
    path = tmp_path / "nowhere.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=40, width=60, count=1, dtype="float32", crs="EPSG:4326"
    ) as file:
        file.write(plain(), 1)
    with warnings.catch_warnings():
        # the refusal says it; no warning of the reader's own beside it
        warnings.simplefilter("error")
        with pytest.raises(InputError, match="where its cells lie"):
            read_elevation(path, "ellipsoid")


def test_a_step_of_cells_without_a_place_is_refused(tmp_path):
    path = tiff(tmp_path / "lost.tif", plain())
    content = path.read_bytes()
    tie_point, unknown = (33922).to_bytes(2, "little"), (33925).to_bytes(2, "little")
    assert content.count(tie_point) == 1
    path.write_bytes(content.replace(tie_point, unknown))
    with pytest.raises(InputError, match=r"lost\.tif: could not be read as GTiff: .*transform"):
        read_elevation(path, "ellipsoid")


@pytest.mark.parametrize(("across", "down", "read"), [(31, 1, False), (1, 31, False), (10, 1, True)])
def test_cells_that_nobody_makes_are_refused_and_those_near_a_pole_are_not(tmp_path, across, down, read):
    path = tmp_path / "long.tif"
    corner = rasterio.transform.from_origin(30.0, 41.0, across / 3600, down / 3600)
    with rasterio.open(
        path, "w", driver="GTiff", height=40, width=60, count=1, dtype="float32", crs="EPSG:4326", transform=corner
    ) as file:
        file.write(plain(), 1)
    if read:
        assert read_elevation(path, "ellipsoid").height_m.shape == (40, 600)
    else:
        with pytest.raises(InputError, match=r"long\.tif: its cells are .* degrees wide"):
            read_elevation(path, "ellipsoid")


@pytest.mark.parametrize("shape", [(1, 60), (60, 1)])
def test_a_single_row_or_column_is_no_ground(tmp_path, shape):
    with pytest.raises(InputError, match=r"nodes were found; at least two by two are needed"):
        read_elevation(tiff(tmp_path / "line.tif", np.full(shape, 100.0, np.float32)), "egm96")


def test_one_unknown_node_is_one_node(tmp_path):
    height = plain()
    height[3, 4] = np.nan
    assert "1 unknown node (" in read_elevation(tiff(tmp_path / "hole.tif", height), "egm96").provenance
