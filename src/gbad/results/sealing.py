"""What makes a folder trustworthy: a manifest that lists the SHA-256 of every file, and holds its own.

The same for the folder of runs (``gbad-results``) and of a study (``gbad-study``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResultsError
from gbad.results.schema import SCHEMA

MANIFEST = "manifest.json"
SCENARIO = "scenario.yaml"  # the text that was played
STUDY_SCHEMA = "gbad-study/2"  # 1 was not sealed

_AS_IT_IS = frozenset({str, int, bool, type(None)})


def seal(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the hash of its own content, so that a changed manifest is noticed too."""
    content = {key: value for key, value in plain(manifest).items() if key != "manifest_sha256"}
    return {**content, "manifest_sha256": _content_hash(content)}


def plain(value: Any) -> Any:
    """A value as JSON can say it: numpy numbers and arrays as Python's, nan and infinity as null, paths as text."""
    if type(value) in _AS_IT_IS:  # most of a manifest: asking whether it is a mapping costs ten times as much
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def verified_manifest(folder: Path, schema: str = SCHEMA) -> dict[str, Any]:
    """Read the manifest and check every file it lists against its SHA-256.

    Parquet does not notice flipped bits by itself. Raises ResultsError for whatever is missing, damaged, foreign or
    newer than this program.
    """
    manifest = sealed_manifest(folder, schema)
    for name, entry in manifest["files"].items():
        verified_bytes(folder / name, entry["sha256"])
    return manifest


def sealed_manifest(folder: Path, schema: str = SCHEMA) -> dict[str, Any]:
    """The manifest alone, as it was written. Raises ResultsError; the files it lists are not looked at."""
    manifest = _read_manifest(folder)
    _check_schema(folder, manifest.get("schema"), schema)
    if manifest.get("manifest_sha256") != _content_hash(manifest):
        raise ResultsError(f"{folder / MANIFEST}: was changed after it was written (its own hash does not match)")
    for name, entry in manifest["files"].items():
        if not isinstance(entry, dict) or not isinstance(entry.get("sha256"), str):
            raise ResultsError(f"{folder / MANIFEST}: says nothing of the SHA-256 of {name}")
    return manifest


def is_study(folder: Path) -> bool:
    """Whether a folder holds a finished study. Raises as :func:`sealed_manifest` where there is no manifest."""
    return str(_read_manifest(folder).get("schema")).startswith("gbad-study/")


def verified_bytes(path: Path, sha256: str) -> bytes:
    """What a file holds, if its SHA-256 is this one. Raises ResultsError otherwise."""
    if not path.is_file():
        raise ResultsError(f"{path}: is listed in the manifest, but missing")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResultsError(f"{path}: is listed in the manifest, but cannot be read: {error.strerror}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ResultsError(f"{path}: damaged: SHA-256 is {found[:12]}..., the manifest says {sha256[:12]}...")
    return content


def _read_manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such results folder")
    path = folder / MANIFEST
    if not path.is_file():
        raise ResultsError(f"{folder}: has no {MANIFEST}: not a results folder, or one that was never finished")
    try:
        manifest = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"{path}: is not readable JSON: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise ResultsError(f"{path}: is not a manifest of gbad results")
    return manifest


def _check_schema(folder: Path, found: Any, needed: str) -> None:
    ours, version = needed.split("/")
    name, _, number = str(found).partition("/")
    if name != ours or not number.isdecimal():
        raise ResultsError(f"{folder}: schema {found!r} is not ours ({needed})")
    if int(number) > int(version):
        raise ResultsError(f"{folder}: written by a newer gbad (schema {found}); this one reads up to {needed}")
    if needed == STUDY_SCHEMA and int(number) < int(version):
        raise ResultsError(f"{folder}: a study of an older gbad (schema {found}), which was not sealed; play it anew")


def _content_hash(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
