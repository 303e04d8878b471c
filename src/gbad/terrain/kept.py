"""Terrain that a user added: kept in a folder of his own as one file each, and found again by name."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResourceError
from gbad.terrain.grid import Terrain

SCHEMA = "terrain/1"
_TEXTS = ("name", "provenance")
_NUMBERS = ("south_deg", "west_deg", "step_deg", "outside_m")


def folder() -> Path:
    """Where terrain is kept: ``$GBAD_DATA/terrain``, else below ``$XDG_DATA_HOME``, else ``~/.local/share/gbad``."""
    base = os.environ.get("GBAD_DATA")
    if base is None:
        base = str(Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gbad")
    return Path(base) / "terrain"


def keep(terrain: Terrain) -> Path:
    """Write a terrain under its name; an older one of that name stays and ``InputError`` says so."""
    path = folder() / f"{terrain.name}.npz"
    if path.exists():
        raise InputError(f"terrain {terrain.name}: {path} exists and nothing is overwritten; give another --name")
    head = {"schema": SCHEMA} | {key: getattr(terrain, key) for key in (*_TEXTS, *_NUMBERS)}
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.savez_compressed(
                file, head=np.array(json.dumps(head)), height_m=terrain.height_m, sea_mask=terrain.sea_mask
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise ResourceError(f"terrain {terrain.name}: could not be kept at {path}: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return path


def names() -> list[str]:
    """Names of all terrain kept, sorted."""
    return sorted(path.stem for path in folder().glob("*.npz"))


def kept(name: str) -> Terrain:
    """The terrain kept under a name. ``InputError`` if there is none or the file is something else."""
    path = folder() / f"{name}.npz"
    if not path.is_file():
        known = ", ".join(names()) or "none yet"
        raise InputError(
            f"terrain {name}: no such terrain is kept (there are: {known}); "
            "add one with gbad terrain add FILE --vertical-datum egm2008|egm96|ellipsoid"
        )
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(str(file["head"]))
            height, sea = file["height_m"], file["sea_mask"]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"terrain {name}: {path} is damaged or something else: {error}") from error
    if head.get("schema") != SCHEMA:
        raise InputError(f"terrain {name}: schema {head.get('schema')} was found, {SCHEMA} is read here")
    stated: dict[str, Any] = {key: str(head[key]) for key in _TEXTS}
    stated |= {key: float(head[key]) for key in _NUMBERS}
    return Terrain(
        kind="file",
        height_m=height,
        sea_mask=sea,
        estimated_mask=np.zeros_like(sea),
        **stated,
    )


def forget(name: str) -> Path:
    """Delete what is kept under a name and give its path. ``InputError`` if there is none."""
    # only names that are listed: nothing outside the folder can be meant
    if name not in names():
        raise InputError(f"terrain {name}: no such terrain is kept (there are: {', '.join(names()) or 'none yet'})")
    path = folder() / f"{name}.npz"
    try:
        path.unlink()
    except OSError as error:
        raise ResourceError(f"terrain {name}: could not be removed from {path}: {error}") from error
    return path
