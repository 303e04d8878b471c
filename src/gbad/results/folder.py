"""A results folder as a whole: where it goes, how it appears at once, how it is verified before anyone reads it."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResultsError
from gbad.results.schema import SCHEMA
from gbad.results.writing import resource_errors, sha256_of

MANIFEST = "manifest.json"
_PREFIX = "gbad-results-"


def check_out(out: Path | None) -> None:
    """Refuse an unusable place before any work is done; leaves nothing behind.

    Raises InputError for a folder that is not empty (nothing is ever overwritten) or a file, ResourceError for a
    place that cannot be written.
    """
    if out is not None and out.exists():
        if not out.is_dir():
            raise InputError(f"--out {out}: is a file; a new or empty folder is needed")
        if any(out.iterdir()):
            raise InputError(
                f"--out {out}: the folder is not empty, and nothing is ever overwritten; "
                f"name a new folder, or leave out --out for the next numbered one"
            )
    # try it where it counts: permission bits alone do not tell (root, read-only disks)
    parent = _nearest_folder(Path.cwd() if out is None else out.absolute().parent)
    probe = parent / f".gbad-probe-{os.getpid()}"
    with resource_errors(parent if out is None else out):
        probe.mkdir()
        probe.rmdir()


@contextmanager
def new_folder(out: Path | None) -> Iterator[tuple[Path, Path]]:
    """Give ``(staging, final)``; the folder appears under its final name only if the block ends well.

    Without ``out`` it is the next free ``gbad-results-0001`` here. Files are written to the hidden staging folder
    beside it, which is renamed at the end, or removed when the block raises.
    """
    check_out(out)
    with resource_errors(out or Path.cwd()):
        final = _reserve_numbered(Path.cwd()) if out is None else _reserve(out.resolve())
        staging = final.with_name(f".{final.name}.{os.getpid()}.partial")
        staging.mkdir()
    try:
        yield staging, final
        with resource_errors(final):
            os.rename(staging, final)  # replaces the empty folder that holds the name
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        if out is None:
            final.rmdir()
        raise


def seal(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the hash of its own content, so that a changed manifest is noticed too."""
    content = {key: value for key, value in plain(manifest).items() if key != "manifest_sha256"}
    return {**content, "manifest_sha256": _content_hash(content)}


def plain(value: Any) -> Any:
    """A value as JSON can say it: numpy numbers and arrays as Python's, nan and infinity as null, paths as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def verified_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest and check every file it lists against its SHA-256.

    Parquet does not notice flipped bits by itself. Raises ResultsError for whatever is missing, damaged, foreign or
    newer than this program.
    """
    manifest = _read_manifest(folder)
    _check_schema(folder, manifest.get("schema"))
    if manifest.get("manifest_sha256") != _content_hash(manifest):
        raise ResultsError(f"{folder / MANIFEST}: was changed after it was written (its own hash does not match)")
    for name, entry in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise ResultsError(f"{path}: is listed in the manifest, but missing")
        found = sha256_of(path)
        if found != entry["sha256"]:
            raise ResultsError(
                f"{path}: damaged: SHA-256 is {found[:12]}..., the manifest says {entry['sha256'][:12]}..."
            )
    return manifest


def _read_manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such results folder")
    path = folder / MANIFEST
    if not path.is_file():
        raise ResultsError(f"{folder}: has no {MANIFEST}: not a results folder, or one that was never finished")
    try:
        manifest = json.loads(path.read_bytes())
    except ValueError as error:
        raise ResultsError(f"{path}: is not readable JSON: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise ResultsError(f"{path}: is not a manifest of gbad results")
    return manifest


def _check_schema(folder: Path, schema: Any) -> None:
    ours, version = SCHEMA.split("/")
    name, _, number = str(schema).partition("/")
    if name != ours or not number.isdigit():
        raise ResultsError(f"{folder}: schema {schema!r} is not ours ({SCHEMA})")
    if int(number) > int(version):
        raise ResultsError(f"{folder}: written by a newer gbad (schema {schema}); this one reads up to {SCHEMA}")


def _content_hash(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _reserve_numbered(parent: Path) -> Path:
    """Make the next free numbered folder; another process that takes the same number first is no trouble."""
    taken = [
        int(path.name[len(_PREFIX) :]) for path in parent.glob(f"{_PREFIX}*") if path.name[len(_PREFIX) :].isdigit()
    ]
    for number in count(max(taken, default=0) + 1):
        folder = parent / f"{_PREFIX}{number:04d}"
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError("count() does not end")


def _reserve(final: Path) -> Path:
    final.parent.mkdir(parents=True, exist_ok=True)
    return final


def _nearest_folder(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path
