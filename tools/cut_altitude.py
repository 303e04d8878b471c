"""Make the global 5-minute terrain file that comes with the package again, byte for byte, from its public source.

    python tools/cut_altitude.py --altitude Altitude.h5 --topo topo.nc [--out src/gbad/terrain/data]

``Altitude.h5`` lies in the wheel of the PyPI package ``pvlib`` (version 0.16.1, pvlib/data). ``topo.nc`` is what ``cdo
-f nc -b F32 topo topo.nc`` writes (Debian package cdo 2.1.1). Neither they nor ``h5py``, which this script needs to
read the first, are needed to use gbad. The packed bytes depend on the zlib library only; the SHA-256 of the unpacked
steps does not.

Altitude.h5 holds the bed of seas that touch the coast, of the Caspian, and of the ice of Greenland and of parts of
Antarctica. What a radar stands on and looks over is the surface, so:

- What lies below -16 m and hangs together with open sea is sea. Basins that do not (Dead Sea, Qattara, ...) stay.
- The Caspian, and what lies deeper than it and hangs together with it, is at its level of -28 m.
- Ice: where half-degree means of the surface lie more than 100 m above those of the file, the file's are the bed, and
  the surface between the middles of half-degree cells is taken unless the file is higher.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
from scipy import ndimage
from scipy.io import netcdf_file

from gbad.terrain.codec import encode

PROVENANCE = """\
# Written by tools/cut_altitude.py.
files:
  global-5m.grid:
    what: >-
      steps of 28 m above -450 m (above mean sea level), int16, rows from south to north, columns from 180 W, cell
      centres, packed by gbad.terrain.codec; {nothing} is open sea, {ice} more than a step is the surface of ice
    shape: [{rows}, {columns}]
    sha256: {packed}
    sha256_unpacked: {unpacked}
    source:
      title: "Altitude.h5 of pvlib python 0.16.1: 5 arc minutes, cut down from the Terrain Tiles of Mapzen"
      publisher: "pvlib python contributors; heights of many agencies, credited in THIRD_PARTY.md"
      licence: "BSD 3-Clause (pvlib python); open licences of the sources, with attribution"
      obtained_from: "PyPI package pvlib 0.16.1, pvlib/data/Altitude.h5 (data only; the package is no dependency)"
      sha256: {source}
    surface_of_ice:
      title: "Half-degree heights of the ETOPO project, ice surface"
      publisher: "NOAA National Geophysical Data Center; carried by the Climate Data Operators"
      licence: "public domain: work of the United States government"
      obtained_from: "operator topo of the Debian package cdo 2.1.1 (output only; the program is no dependency)"
      sha256_heights: {topo}
    changes:
      - "Turned so that the first row is the south; packed anew."
      - "Sea bed: {bed} nodes below -16 m that hang together with open sea are open sea. Shallower ones cannot be told
         from land and stay, within 28 m of the surface."
      - "Caspian: {caspian} nodes are at its level, step 15 (-30 m; -28 m in general reference works)."
      - "Ice of Greenland and Antarctica: {iced} nodes take the surface of ice (half-degree means, linear between their
         middles) instead of the bed below it. Against the surface of Recommendation ITU-R P.1511-2 the median
         error over the land of Greenland falls from 1.2 km to 43 m; near the edge of the ice it may be 500 m and more."
      - "Not mended: the beds of some deep lakes, such as Lake Superior."
"""
NOTHING, ICE, RISE_M, LOWEST_M = 255, 256, 28.0, -450.0
SEA_BED, CASPIAN = 15, 15  # steps: -30 m, that is -44 to -16
CASPIAN_DEG = (41.7, 50.7)
LEAST_ICE_M = 100.0  # of half-degree means: rough ground makes differences of that order
GREENLAND = (
    (59.5, 70.0, -59.0, -25.0),
    (70.0, 75.5, -59.0, -10.0),
    (75.5, 79.0, -74.0, -10.0),
    (79.0, 84.0, -65.0, -10.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--altitude", type=Path, required=True, help="Altitude.h5")
    parser.add_argument("--topo", type=Path, required=True, help="topo.nc")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/gbad/terrain/data")
    arguments = parser.parse_args()
    import h5py

    with h5py.File(arguments.altitude, "r") as file:
        steps = file["Altitude"][:]
    if steps.shape != (2160, 4320) or steps.dtype != np.uint8:
        raise SystemExit(f"{arguments.altitude}: {steps.shape} of {steps.dtype} was found, 2160 x 4320 bytes expected")
    grid = np.ascontiguousarray(steps[::-1].astype(np.int16))
    with netcdf_file(arguments.topo, "r", mmap=False) as file:
        topo = np.array(file.variables["topo"][:], dtype=np.float32).reshape(360, 720)
    surface, iced = ice_surface(grid, topo)
    bed, caspian = sea_bed(grid, iced)
    grid[bed], grid[caspian] = NOTHING, CASPIAN
    grid[iced] = ICE + np.clip(np.rint((surface[iced] - LOWEST_M) / RISE_M), 0, NOTHING - 1)
    packed = encode(grid)
    (arguments.out / "global-5m.grid").write_bytes(packed)
    facts = {
        "nothing": NOTHING, "ice": ICE, "bed": int(bed.sum()), "caspian": int(caspian.sum()), "iced": int(iced.sum()),
        "topo": sha256(topo.astype("<f4").tobytes()), "rows": grid.shape[0], "columns": grid.shape[1],
        "packed": sha256(packed),
        "unpacked": sha256(grid.astype("<i2").tobytes()), "source": sha256(arguments.altitude.read_bytes()),
    }  # fmt: skip
    (arguments.out / "provenance-global.yaml").write_text(PROVENANCE.format(**facts), encoding="utf-8")
    print(f"global-5m.grid: {grid.shape[0]} x {grid.shape[1]}, {len(packed):,} bytes")


def ice_surface(grid: np.ndarray, topo: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Height of the surface [m] at every node, and where it is that of ice the file has not."""
    file = LOWEST_M + RISE_M * np.where(grid == NOTHING, 0, grid)
    thick = topo - file.reshape(360, 6, 720, 6).mean(axis=(1, 3))
    # between the middles of cells, around the world; the sea off the coast counts as 0
    level = np.maximum(np.concatenate([topo[:, -1:], topo, topo[:, :1]], axis=1), 0.0)
    row, column = np.meshgrid((np.arange(2160) + 0.5) / 6.0 - 0.5, (np.arange(4320) + 0.5) / 6.0 + 0.5, indexing="ij")
    surface = ndimage.map_coordinates(level, [row, column], order=1, mode="nearest")
    latitude, longitude = degrees()
    there = latitude < -60.0
    for south, north, west, east in GREENLAND:
        there |= (latitude > south) & (latitude <= north) & (longitude > west) & (longitude < east)
    iced = there & np.kron(thick > LEAST_ICE_M, np.ones((6, 6), bool))
    return surface, iced & (surface > np.where(grid == NOTHING, 0.0, file))


def sea_bed(grid: np.ndarray, iced: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes that are open sea although they have a height, and those of the Caspian."""
    low = ((grid <= SEA_BED) | (grid == NOTHING)) & ~iced
    # once more around the world, so that what hangs together across 180 degrees does so here
    part = ndimage.label(np.concatenate([low, low], axis=1), np.ones((3, 3)))[0][:, :4320]
    row, column = (int((at + half) * 12.0) for at, half in zip(CASPIAN_DEG, (90.0, 180.0), strict=True))
    its = part == part[row, column]
    open_sea = np.isin(part, np.unique(part[(grid == NOTHING) & ~iced & ~its])) & ~its
    return open_sea & low & (grid != NOTHING), its & (grid != CASPIAN)


def degrees() -> tuple[np.ndarray, np.ndarray]:
    """Latitude and longitude of all nodes."""
    latitude, longitude = np.meshgrid(
        (np.arange(2160) + 0.5) / 12.0 - 90.0, (np.arange(4320) + 0.5) / 12.0 - 180.0, indexing="ij"
    )
    return latitude, longitude


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
