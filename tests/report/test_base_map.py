"""Relief and coast: a readable PNG, closed rings of the right size, light from the north-west."""

from __future__ import annotations

import base64
import struct
import zlib
from types import SimpleNamespace

import numpy as np

from gbad.report.base_map import LEVELS, map_base
from gbad.report.coast import rings


def _terrain(height: np.ndarray, sea: np.ndarray | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        height_m=height.astype(np.float32), sea_mask=np.zeros(height.shape, bool) if sea is None else sea,
        south_deg=39.0, west_deg=32.0, step_deg=0.01,
    )  # fmt: skip


def _pixels(png: bytes) -> np.ndarray:
    """Decode what ``map_base`` writes: palette, no filters; every chunk's check sum is verified."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, chunks = 8, {}
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + length
    columns, rows = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(rows, columns + 1)
    assert (lines[:, 0] == 0).all()
    return lines[:, 1:]


def test_slopes_towards_the_north_west_are_light_and_away_dark() -> None:
    y, x = np.mgrid[0:60, 0:60]
    towards = _pixels(base64.b64decode(map_base(_terrain(30.0 * (x - y)), 39.0, 32.0, 39.6, 32.6)["png"]))
    away = _pixels(base64.b64decode(map_base(_terrain(30.0 * (y - x)), 39.0, 32.0, 39.6, 32.6)["png"]))
    level = _pixels(base64.b64decode(map_base(_terrain(0.0 * x), 39.0, 32.0, 39.6, 32.6)["png"]))
    assert towards.mean() > LEVELS + 3
    assert away.mean() < LEVELS - 3
    assert (level == LEVELS).all()


def test_image_covers_whole_cells_around_the_window() -> None:
    base = map_base(_terrain(np.zeros((101, 101))), 39.2, 32.2, 39.8, 32.8)
    assert base["south"] <= 39.2 < 39.8 <= base["north"]
    assert base["west"] <= 32.2 < 32.8 <= base["east"]
    assert (
        base["east"] - base["west"] == round(base["columns"] * 0.01, 9)
        or abs(base["east"] - base["west"] - base["columns"] * 0.01) < 1e-9
    )


def test_window_outside_the_terrain_gives_no_image() -> None:
    assert map_base(_terrain(np.zeros((50, 50))), 10.0, 10.0, 11.0, 11.0)["png"] == ""


def test_outline_of_a_square_island_with_a_lake() -> None:
    land = np.zeros((40, 40), bool)
    land[5:35, 8:30] = True
    land[15:22, 12:20] = False
    outline = sorted(rings(land), key=len)
    assert len(outline) == 2
    corners = {tuple(p) for ring in outline for p in ring}
    assert {(8.0, 5.0), (30.0, 5.0), (30.0, 35.0), (8.0, 35.0)} <= corners
    assert {(12.0, 15.0), (20.0, 22.0)} <= corners


def test_outline_area_is_the_number_of_cells() -> None:
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:80, 0:80]
    land = (x - 40.0) ** 2 / 900 + (y - 35.0) ** 2 / 500 + 0.05 * rng.random((80, 80)) < 1.0
    area = 0.0
    for ring in rings(land):
        px, py = np.array(ring).T
        area += 0.5 * float(np.sum(px * np.roll(py, -1) - np.roll(px, -1) * py))
    assert abs(area - land.sum()) < 0.02 * land.sum()  # land lies on the left: positive area; thinning moves little


def test_specks_are_left_out() -> None:
    land = np.zeros((20, 20), bool)
    land[3, 3] = True
    assert rings(land) == []
