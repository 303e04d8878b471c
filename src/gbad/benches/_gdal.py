"""GDAL's viewshed, for comparison only: the library inside the ``rasterio`` wheel, or the command ``gdal_viewshed``."""

from __future__ import annotations

import ctypes
import importlib
import shutil
import subprocess
import tempfile
import time
from ctypes import c_char_p, c_double, c_int, c_void_p
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.physics.earth import MEAN_RADIUS

_FLOAT32 = 6
_EDGE, _ABOVE_GROUND = 2, 3  # GVM_Edge; GVOT_MIN_TARGET_HEIGHT_FROM_GROUND
# a plane with the curvature of our Earth, so that both compute the same thing
_PLANE = (
    f'PROJCS["plane",GEOGCS["sphere",DATUM["sphere",SPHEROID["sphere",{MEAN_RADIUS},0]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)


class Gdal:
    """The GDAL library of the ``rasterio`` wheel, called in this process. ``LookupError`` if there is none."""

    def __init__(self) -> None:
        try:
            rasterio = importlib.import_module("rasterio")
        except ImportError as error:
            raise LookupError("rasterio is not installed") from error
        found = sorted((Path(str(rasterio.__file__)).parents[1] / "rasterio.libs").glob("libgdal-*"))
        if not found:
            raise LookupError("the rasterio found here has no GDAL library of its own")
        self._library = ctypes.CDLL(str(found[0]))
        self._library.GDALAllRegister()
        self.version = self._call("GDALVersionInfo", c_char_p, [c_char_p], b"RELEASE_NAME").decode()

    def _call(self, name: str, result: Any, kinds: list[Any], *arguments: Any) -> Any:
        function = getattr(self._library, name)
        function.restype, function.argtypes = result, kinds
        return function(*arguments)

    def _driver(self, name: bytes) -> Any:
        return self._call("GDALGetDriverByName", c_void_p, [c_char_p], name)

    def _band(self, dataset: Any) -> Any:
        return self._call("GDALGetRasterBand", c_void_p, [c_void_p, c_int], dataset, 1)

    def _transfer(self, dataset: Any, write: int, array: NDArray[np.float32]) -> None:
        rows, columns = array.shape
        kinds = [c_void_p, *[c_int] * 5, c_void_p, *[c_int] * 5]
        window = (write, 0, 0, columns, rows)
        data = (array.ctypes.data, columns, rows, _FLOAT32, 0, 0)
        if self._call("GDALRasterIO", c_int, kinds, self._band(dataset), *window, *data):
            raise RuntimeError("GDALRasterIO failed")

    def dataset(self, elevation: NDArray[np.float32], cell_m: float) -> Any:
        """A dataset in memory with the grid in it."""
        kinds = [c_void_p, c_char_p, c_int, c_int, c_int, c_int, c_void_p]
        rows, columns = elevation.shape
        made = self._call("GDALCreate", c_void_p, kinds, self._driver(b"MEM"), b"", columns, rows, 1, _FLOAT32, None)
        corner = (c_double * 6)(0.0, cell_m, 0.0, 0.0, 0.0, -cell_m)
        self._call("GDALSetGeoTransform", c_int, [c_void_p, c_void_p], made, corner)
        if self._call("GDALSetProjection", c_int, [c_void_p, c_char_p], made, _PLANE.encode()):
            raise RuntimeError("GDALSetProjection failed: without it GDAL leaves out the Earth's curve")
        self._transfer(made, 1, elevation)
        return made

    def viewshed(self, dataset: Any, cell_m: float, row: int, column: int, mast_m: float, factor: float) -> Any:
        """Run GDAL's viewshed into a new dataset in memory: least visible height above ground."""
        kinds = [c_void_p, c_char_p, c_char_p, c_void_p, *[c_double] * 9, c_int, c_double, c_void_p, c_void_p]
        made = self._call(
            "GDALViewshedGenerate",
            c_void_p,
            [*kinds, c_int, c_void_p],
            self._band(dataset),
            *(b"MEM", b"", None),
            *((column + 0.5) * cell_m, -(row + 0.5) * cell_m, mast_m, 0.0),
            *(255.0, 0.0, 0.0, -1.0, 1.0 / factor, _EDGE, 0.0, None, None, _ABOVE_GROUND, None),
        )
        if not made:
            raise RuntimeError("GDALViewshedGenerate failed")
        return made

    def read(self, dataset: Any, shape: tuple[int, int]) -> NDArray[np.float32]:
        out = np.empty(shape, dtype=np.float32)
        self._transfer(dataset, 0, out)
        return out

    def close(self, dataset: Any) -> None:
        self._call("GDALClose", None, [c_void_p], dataset)

    def save(self, dataset: Any, path: Path) -> None:
        """Copy a dataset to an uncompressed GeoTIFF, for the command line."""
        kinds = [c_void_p, c_char_p, c_void_p, c_int, c_void_p, c_void_p, c_void_p]
        tiff = self._driver(b"GTiff")
        self.close(
            self._call("GDALCreateCopy", c_void_p, kinds, tiff, str(path).encode(), dataset, 0, None, None, None)
        )


def command_line(
    gdal: Gdal, dataset: Any, cell_m: float, row: int, column: int, mast_m: float, factor: float
) -> tuple[str, float] | None:
    """``(version, seconds)`` of the command ``gdal_viewshed``, run once from file to file; None where there is none."""
    command = shutil.which("gdal_viewshed")
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        gdal.save(dataset, Path(folder) / "ground.tif")
        place = ["-ox", str((column + 0.5) * cell_m), "-oy", str(-(row + 0.5) * cell_m), "-oz", str(mast_m)]
        options = ["-q", "-om", "GROUND", "-cc", str(1.0 / factor), *place]
        started = time.perf_counter()
        subprocess.run([command, *options, f"{folder}/ground.tif", f"{folder}/out.tif"], check=True)
        seconds = time.perf_counter() - started
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
    return version.split(",")[0].strip(), seconds
