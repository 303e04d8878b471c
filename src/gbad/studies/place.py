"""Where a study is written: its folder, and one writer at a time. The folder is locked while it is played.

The lock is the operating system's (``flock``): it goes with its process, so that a study whose driver was killed can be
resumed at once. The file beside it only names the holder.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from gbad.errors import InputError, ResourceError
from gbad.results.writing import resource_errors

LOCK = "lock.json"


_PREFIX = "gbad-study-"


@contextmanager
def new_place(out: Path | None) -> Iterator[Path]:
    """The locked folder of a new study: as asked for, or the next numbered one here.

    Raises ``InputError`` for one that is not empty (nothing is ever overwritten), ``ResourceError``. A folder that is
    still empty when the block ends is taken away.
    """
    folder = _numbered() if out is None else out
    if folder.exists() and not (folder.is_dir() and _is_empty(folder)):
        raise InputError(f"--out {folder}: not an empty folder; nothing is ever overwritten (or use --resume)")
    with resource_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with locked(folder):
            if not _is_empty(folder):
                raise InputError(f"--out {folder}: another study has just begun there; choose another folder")
            yield folder
    finally:
        with suppress(OSError):
            folder.rmdir()  # which it does only to an empty one


def _is_empty(folder: Path) -> bool:
    return all(path.name == LOCK for path in folder.iterdir())


def _numbered() -> Path:
    """Make the next free numbered folder; another process that takes the same number first is no trouble."""
    for number in count(1):
        folder = Path(f"{_PREFIX}{number:04d}")
        with suppress(FileExistsError), resource_errors(folder):
            if not folder.exists():
                folder.mkdir()
                return folder
    raise AssertionError("count() does not end")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder. Raises ``ResourceError`` that names host, process and start of whoever holds it already."""
    path = folder / LOCK
    descriptor = _descriptor(folder, path)
    try:
        said = {
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(said).encode() + b"\n", 0)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _descriptor(folder: Path, path: Path) -> int:
    """The lock's file, held."""
    while True:
        with resource_errors(path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise ResourceError(f"{folder}: {_holder(path)} is playing this study; wait for it, or stop it") from error
        # whoever held it before may have taken its file away in between
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        said = json.loads(path.read_bytes())
        return f"process {said['process']} on {said['host']}, since {said['since']},"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
