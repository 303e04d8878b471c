"""Two results in every format, written once: the demo, and a fight across the date line."""

from __future__ import annotations

from pathlib import Path

import pytest

import gbad

NAMES = {
    "czml": "a.czml", "kml": "a.kml", "kmz": "a.kmz", "geojson": "a.geojson", "gpkg": "a.gpkg", "acmi": "a.txt.acmi",
    "acmi-zip": "a.zip.acmi", "dis": "a.pcap", "csv": "csv", "parquet": "parquet", "arrow": "arrow",
}  # fmt: skip
SCENARIOS = {"ankara-2019": "ankara-2019", "date-line": str(Path(__file__).with_name("date-line.yaml"))}


class Exported:
    """A result and the files written of it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.result = gbad.run(SCENARIOS[name], seed=7)
        self.result.save(folder / name)
        self.folder = folder / f"{name}-files"
        self.folder.mkdir()

    def file(self, to: str) -> Path:
        place = self.folder / NAMES[to]
        return place if place.exists() else self.result.export(to, place)

    def at(self, who: str, time_s: float) -> tuple[float, float, float]:
        """Latitude, longitude, ellipsoidal height of a row of truth."""
        rows = self.result.truth.where(object=who)
        (row,) = rows[abs(rows["time_s"] - time_s) < 1e-9].rows()
        return row.latitude_deg, row.longitude_deg, row.height_m


@pytest.fixture(scope="session", params=list(SCENARIOS))
def exported(request, tmp_path_factory) -> Exported:
    return Exported(request.param, tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="session")
def ankara(tmp_path_factory) -> Exported:
    return Exported("ankara-2019", tmp_path_factory.mktemp("heights"))
