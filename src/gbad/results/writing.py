"""The only place that writes files of a results folder.

Each file is made under a temporary name, flushed, synced, hashed, renamed, and noted by one line in the folder's
journal, which holds its own hash. Whatever stops the program, a file under its final name is whole, and the journal
tells which files were finished. ``fault`` is called before every step with (step, file name); tests let it raise or
kill.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gbad.errors import ResourceError

JOURNAL = "journal.jsonl"
OWN_HASH = "line_sha256"
STEPS = ("write", "flush", "hash", "rename", "journal")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Fault = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its name inside the folder, its SHA-256 and size."""

    name: str
    sha256: str
    size: int


class Writer:
    """Writes files into one folder and its journal."""

    def __init__(self, folder: Path, fault: Fault | None = None) -> None:
        self.folder = folder
        self._fault: Fault = fault or (lambda step, name: None)

    def file(self, name: str, make: Callable[[Path], None], *, journal: bool = True, **note: Any) -> Written:
        """Write one file: ``make(path)`` fills the temporary file; ``note`` goes into the journal line.

        Only the manifest, which comes last and lists the journal itself, goes without a line (``journal=False``).

        Raises ResourceError when disk or permission is lacking; the temporary file is then gone.
        """
        final = self.folder / name
        temporary = final.with_name(f".{final.name}.{os.getpid()}.tmp")
        with resource_errors(final):
            try:
                final.parent.mkdir(parents=True, exist_ok=True)
                self._fault("write", name)
                make(temporary)
                self._fault("flush", name)
                _sync(temporary)
                self._fault("hash", name)
                written = Written(name, sha256_of(temporary), temporary.stat().st_size)
                self._fault("rename", name)
                os.replace(temporary, final)
                _sync(final.parent)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            if journal:
                self._fault("journal", name)
                self._journal({"file": name, "sha256": written.sha256, "bytes": written.size, **note})
        return written

    def bytes(self, name: str, content: bytes, journal: bool = True, **note: Any) -> Written:
        """Write ``content`` as a file."""
        return self.file(name, lambda path: _fill(path, content), journal=journal, **note)

    def json(self, name: str, value: Any, journal: bool = True, **note: Any) -> Written:
        """Write ``value`` as JSON: sorted keys, UTF-8, no nan."""
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
        return self.bytes(name, text.encode() + b"\n", journal=journal, **note)

    def known(self, name: str) -> Written:
        """A file that stands there already, as it is now."""
        path = self.folder / name
        return Written(name, sha256_of(path), path.stat().st_size)

    def _journal(self, entry: dict[str, Any]) -> None:
        line = _with_own_hash(entry)
        with (self.folder / JOURNAL).open("ab+") as journal:
            _drop_cut_line(journal)
            journal.write(line)
            journal.flush()
            os.fsync(journal.fileno())


@dataclass(frozen=True, slots=True)
class Journal:
    """Entries of finished files, oldest first, and the lines (from 1) that are not as they were written."""

    entries: list[dict[str, Any]]
    damaged: list[int]


def read_journal(folder: Path) -> Journal:
    """The journal of a folder. A last line cut short by a crash counts as not written, a damaged one as damaged."""
    path = folder / JOURNAL
    if not path.exists():
        return Journal([], [])
    entries, damaged = [], []
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        entry = _read_line(line)
        if entry is None:
            damaged.append(number)
        else:
            entries.append(entry)
    return Journal(entries, damaged)


def _with_own_hash(entry: Mapping[str, Any]) -> bytes:
    return _json_line({**entry, OWN_HASH: hashlib.sha256(_json_line(entry)).hexdigest()})


def _read_line(line: bytes) -> dict[str, Any] | None:
    """The entry of a line, or None where it is not what its hash says."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        return None
    own = entry.pop(OWN_HASH, None)
    return entry if hashlib.sha256(_json_line(entry)).hexdigest() == own else None


def _json_line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def resource_errors(path: Path) -> Iterator[None]:
    """Turn what the machine refuses (disk, memory, permission) into a ResourceError that names the place."""
    try:
        yield
    except MemoryError as error:
        raise ResourceError(f"{path}: out of memory while writing") from error
    except OSError as error:
        reason = "no room left on the disk" if error.errno in _NO_ROOM else (error.strerror or str(error))
        raise ResourceError(f"{path}: cannot be written: {reason}") from error


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _drop_cut_line(journal: BinaryIO) -> None:
    """A crash may have cut the last line short: it counts as not written, and must not spoil the next one."""
    if journal.tell() == 0:
        return
    journal.seek(-1, os.SEEK_END)
    if journal.read(1) != b"\n":
        journal.seek(0)
        journal.truncate(journal.read().rfind(b"\n") + 1)


def _sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
