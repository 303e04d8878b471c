"""A results folder as a whole: where it goes, and how it appears at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from gbad.errors import InputError
from gbad.results.writing import resource_errors

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
