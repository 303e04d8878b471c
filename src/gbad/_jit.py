"""The one door to numba: every kernel of the project is made by :func:`kernel`.

numba's on-disk cache looks only at the file that holds a kernel, so a changed helper in another file would go
unnoticed. The cache therefore lives in a user folder named by a hash of *all* kernel sources (and of the versions of
numba, llvmlite and numpy): helpers can be shared between files, and an edit anywhere starts a fresh folder.

Kernels are serial, release the GIL (batches run side by side in threads) and use neither ``fastmath`` nor
``parallel``: results must not depend on batch size, worker count or the order of a sum.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).resolve().parent


def kernel_sources() -> list[Path]:
    """Files that may hold kernels or their helpers: every ``_*_kernel.py`` and this file, sorted."""
    return sorted([*_PACKAGE.rglob("_*_kernel.py"), Path(__file__).resolve()])


def kernel_hash() -> str:
    """Short hash of all kernel sources and of the compiler's versions (16 hexadecimal digits)."""
    digest = hashlib.blake2b(digest_size=8)
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package} {version(package)}\n".encode())
    for path in kernel_sources():
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where compiled kernels are kept: ``$GBAD_CACHE``, else ``$XDG_CACHE_HOME/gbad``, else ``~/.cache/gbad``."""
    base = os.environ.get("GBAD_CACHE")
    if base is None:
        base = str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gbad")
    return Path(base) / "kernels" / kernel_hash()


# numba reads this once, when it is first imported
os.environ["NUMBA_CACHE_DIR"] = str(cache_folder())

import numba  # noqa: E402  (the folder must be known first)

numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]


def kernel(function: Function) -> Function:
    """Compile a module-level function of floats and arrays: cached on disk, serial, without the GIL.

    Only for files named ``_*_kernel.py`` (they are what the cache folder's name covers).
    """
    if not function.__module__.rsplit(".", 1)[-1].endswith("_kernel"):
        raise TypeError(f"{function.__module__}.{function.__name__}: kernels live in files named _*_kernel.py")
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
