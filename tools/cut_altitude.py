"""Make the global 5-minute terrain file that comes with the package again, byte for byte, from its public source.

    python tools/cut_altitude.py --altitude Altitude.h5 [--out src/gbad/terrain/data]

``Altitude.h5`` lies in the wheel of the PyPI package ``pvlib`` (version 0.16.1, pvlib/data). Neither it nor ``h5py``,
which this script needs to read it, is needed to use gbad. The packed bytes depend on the zlib library only; the
SHA-256 of the unpacked steps does not.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np

from gbad.terrain.codec import encode

PROVENANCE = """\
# Written by tools/cut_altitude.py.
files:
  global-5m.grid:
    what: >-
      steps of 28 m above -450 m (above mean sea level), int16, rows from south to north, columns from 180 W, cell
      centres, packed by gbad.terrain.codec; {nothing} is no height (open sea and some lakes)
    shape: [{rows}, {columns}]
    sha256: {packed}
    sha256_unpacked: {unpacked}
    source:
      title: "Altitude.h5 of pvlib python 0.16.1: 5 arc minutes, cut down from the Terrain Tiles of Mapzen"
      publisher: "pvlib python contributors; heights of many agencies, credited in THIRD_PARTY.md"
      licence: "BSD 3-Clause (pvlib python); open licences of the sources, with attribution"
      obtained_from: "PyPI package pvlib 0.16.1, pvlib/data/Altitude.h5 (data only; the package is no dependency)"
      sha256: {source}
    changes:
      - "Turned so that the first row is the south; packed anew. No value was changed."
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--altitude", type=Path, required=True, help="Altitude.h5")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/gbad/terrain/data")
    arguments = parser.parse_args()
    import h5py

    with h5py.File(arguments.altitude, "r") as file:
        steps = file["Altitude"][:]
    if steps.shape != (2160, 4320) or steps.dtype != np.uint8:
        raise SystemExit(f"{arguments.altitude}: {steps.shape} of {steps.dtype} was found, 2160 x 4320 bytes expected")
    grid = np.ascontiguousarray(steps[::-1].astype(np.int16))
    packed = encode(grid)
    (arguments.out / "global-5m.grid").write_bytes(packed)
    facts = {
        "nothing": 255, "rows": grid.shape[0], "columns": grid.shape[1], "packed": sha256(packed),
        "unpacked": sha256(grid.astype("<i2").tobytes()), "source": sha256(arguments.altitude.read_bytes()),
    }  # fmt: skip
    (arguments.out / "provenance-global.yaml").write_text(PROVENANCE.format(**facts), encoding="utf-8")
    print(f"global-5m.grid: {grid.shape[0]} x {grid.shape[1]}, {len(packed):,} bytes")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
