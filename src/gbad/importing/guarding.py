"""Bytes of a file that somebody else made: regular, of bounded size, unzipped with bounds."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

from gbad.errors import InputError

LARGEST_BYTES = 512_000_000  # of a file, and of what a zip file holds
MOST_TIMES = 200  # [1] that a zip member may be larger than packed; text packs to a tenth or so
MOST_MEMBERS = 16
_LINK = 0o120000
_PACKED = {
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "packed by gzip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
}


def content_of(path: Path) -> bytes:
    """The bytes of a regular file. Raises ``InputError`` for anything else, and for files over the limit."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    told = os.fstat(descriptor)
    if not stat.S_ISREG(told.st_mode):
        os.close(descriptor)
        raise InputError(f"{path}: is no regular file")
    with os.fdopen(descriptor, "rb") as file:
        if told.st_size > LARGEST_BYTES:
            raise InputError(f"{path}: {told.st_size} bytes; up to {LARGEST_BYTES} are read")
        if told.st_size == 0:
            raise InputError(f"{path}: is empty")
        return file.read(LARGEST_BYTES + 1)


def is_zip(content: bytes) -> bool:
    """Whether bytes begin as a zip file does."""
    return content[:4] == b"PK\x03\x04"


def only_member(content: bytes, path: Path, suffixes: tuple[str, ...]) -> bytes:
    """The one file of that ending in a zip file. Raises ``InputError`` for whatever is not plain.

    Refused are several or no such files, names that lead out of the folder, links, encryption, members that are not
    what the directory says, and sizes over ``LARGEST_BYTES`` or ``MOST_TIMES`` the packed size.
    """
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = file.infolist()
            if len(members) > MOST_MEMBERS:
                raise InputError(f"{path}: a zip file of {len(members)} members; up to {MOST_MEMBERS} are read")
            for member in members:
                _plain(member, path)
            fitting = [member for member in members if member.filename.lower().endswith(suffixes)]
            if len(fitting) != 1:
                raise InputError(f"{path}: a zip file with one member ending in {' or '.join(suffixes)} is needed; "
                                 f"it has {len(fitting)}")  # fmt: skip
            with file.open(fitting[0]) as member_file:
                unpacked = member_file.read(fitting[0].file_size + 1)
            if len(unpacked) != fitting[0].file_size:
                raise InputError(f"{path}: {fitting[0].filename}: is larger than its zip file says")
            return unpacked
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(f"{path}: a zip file that cannot be read: {error}") from error
    except Exception as error:
        # zlib.error has no better base
        if type(error).__name__ != "error":
            raise
        raise InputError(f"{path}: a zip file that cannot be unpacked: {error}") from error


def _plain(member: zipfile.ZipInfo, path: Path) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise InputError(f"{path}: member {name!r} leads out of the folder")
    if member.external_attr >> 16 & 0o170000 == _LINK:
        raise InputError(f"{path}: member {name!r} is a link")
    if member.flag_bits & 1:
        raise InputError(f"{path}: member {name!r} is encrypted")
    if member.file_size > LARGEST_BYTES or member.file_size > MOST_TIMES * max(member.compress_size, 1_000):
        raise InputError(
            f"{path}: member {name!r} unpacks to {member.file_size} bytes from {member.compress_size}; up to "
            f"{LARGEST_BYTES} bytes and {MOST_TIMES} times the packed size are read"
        )


def text_of(content: bytes, path: Path) -> str:
    """UTF-8 text, a byte-order mark taken off. Raises ``InputError`` with the first byte that is none."""
    packed = next((name for sign, name in _PACKED.items() if content.startswith(sign)), None)
    if packed:
        raise InputError(f"{path}: is {packed}; text is read: write it as CSV, or unpack it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start + 1})") from error
    if "\0" in text:
        raise InputError(f"{path}: is not text (a zero byte at character {text.index(chr(0)) + 1})")
    return text
