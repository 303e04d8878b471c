"""``--to``: one entry for each format, registered by the module that writes it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gbad.errors import InputError
from gbad.results import Result

# result, file or folder that does not exist yet, run, seconds between rows
Writer = Callable[[Result, Path, int | None, float | None], None]
# where each format is written; a module is imported when its format is asked for
MODULES = {
    "czml": "czml", "kml": "kml_tracks", "kmz": "kml_tracks", "geojson": "geojson_tracks", "gpkg": "geojson_tracks",
    "acmi": "acmi", "acmi-zip": "acmi", "dis": "dis", "csv": "tables", "parquet": "tables", "arrow": "tables",
    "plots": "plots",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its files end ("" for a folder), and who writes it."""

    name: str
    suffix: str
    says: str
    write: Writer


_FORMATS: dict[str, Format] = {}


def register(name: str, suffix: str, says: str) -> Callable[[Writer], Writer]:
    """Make a function the writer of a format."""

    def registered(write: Writer) -> Writer:
        _FORMATS[name] = Format(name, suffix, says, write)
        return write

    return registered


def format_of(name: str) -> Format:
    """A format by name. Raises ``InputError`` with the names there are."""
    if name in MODULES:
        importlib.import_module(f"gbad.export.{MODULES[name]}")
    if name not in _FORMATS:
        raise InputError(f"--to {name}: is no format; there are {', '.join(sorted({*MODULES, *_FORMATS}))}")
    return _FORMATS[name]
