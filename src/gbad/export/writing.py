"""Whole files or none: written under another name beside the place, then moved there. Nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gbad.errors import InputError
from gbad.results.writing import resource_errors


@contextmanager
def new_place(out: Path) -> Iterator[Path]:
    """A path in a new folder beside ``out`` to write a file or folder at; moved to ``out`` when all went well.

    Raises ``InputError`` when ``out`` exists or has no folder to be in, ``ResourceError`` for disk and permission.
    """
    if out.exists() or out.is_symlink():
        raise InputError(f"{out}: exists; nothing is overwritten (--out names another place)")
    if not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}")
    with resource_errors(out):
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            yield staging / out.name
            os.rename(staging / out.name, out)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
