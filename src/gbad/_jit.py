"""The one door to numba: every kernel of the project is made by :func:`kernel`.

numba's on-disk cache looks only at the file that holds a kernel, so a changed helper in another file would go
unnoticed. Each kernel file is therefore cached in a user folder named by a hash of that file *and of every kernel file
it imports, directly or not* (and of the versions of numba, llvmlite and numpy). Helpers can be shared between files;
an edit recompiles what depends on it, and nothing else.

Kernels are serial, release the GIL (batches run side by side in threads) and use neither ``fastmath`` nor
``parallel``: results must not depend on batch size, worker count or the order of a sum.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import UserProvidedCacheLocator

from gbad.compiling.pieces import Kernel

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).resolve().parent
_COMPILING = (_PACKAGE / "_jit.py", _PACKAGE / "compiling" / "pieces.py")
# "from gbad.x import _y_kernel" and "from gbad.x._y_kernel import z", with or without brackets
_IMPORT = re.compile(r"^from (gbad[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


def kernel_sources() -> list[Path]:
    """Files that may hold kernels or their helpers: every ``_*_kernel.py`` and what compiles them, sorted."""
    return sorted([*_PACKAGE.rglob("_*_kernel.py"), *_COMPILING])


@cache
def _versions() -> bytes:
    return "\n".join(f"{package} {version(package)}" for package in ("numba", "llvmlite", "numpy")).encode()


@cache
def closure(module: str) -> frozenset[Path]:
    """The file of a kernel module and of all kernel modules it imports, directly or not."""
    path = _PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    found = {path}
    for package, names in _IMPORT.findall(path.read_text(encoding="utf-8")):
        if package.endswith("_kernel"):
            found |= closure(package)
        for name in names.replace("(", " ").replace(")", " ").replace(",", " ").split():
            if name.startswith("_") and name.endswith("_kernel"):
                found |= closure(f"{package}.{name}")
    return frozenset(found)


@cache
def _named_content(path: Path) -> bytes:
    """A file is read once: a hundred modules of kernels share two dozen."""
    return path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(_versions(), digest_size=8)
    for content in sorted({_named_content(path) for path in (*paths, *_COMPILING)}):
        digest.update(content)
    return digest.hexdigest()


def kernel_hash() -> str:
    """Short hash of all kernel sources and of the compiler's versions (16 hexadecimal digits)."""
    return _hash(kernel_sources())


@cache
def cache_folder() -> Path:
    """Where compiled kernels are kept: ``$GBAD_CACHE``, else ``$XDG_CACHE_HOME/gbad``, else ``~/.cache/gbad``.

    Where that cannot be written (a read-only home), a folder for this user among the system's temporary files.
    """
    base = os.environ.get("GBAD_CACHE")
    folder = Path(base or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gbad") / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"gbad-{os.getuid() if hasattr(os, 'getuid') else 'user'}" / "kernels"


@cache
def _folder_of(module: str) -> Path:
    return cache_folder() / f"{module}-{_hash(closure(module))}"


def kernel(function: Function) -> Function:
    """Compile a module-level function of floats and arrays: cached on disk, serial, without the GIL.

    Only for files named ``_*_kernel.py`` (they are what the cache folder's name covers).
    """
    return _compiled(function)


def lean(function: Function) -> Function:
    """A kernel that neither makes nor returns arrays: compiled without counting references to those it is handed.

    Counting took half of the tracker's time (arrays come in bundles, and every use of one is two locked additions).
    A lean kernel that makes an array all the same does not compile. ``_nrt`` is an option numba keeps for itself.
    """
    return _compiled(function, _nrt=False)


def inlined(function: Function) -> Function:
    """A piece of one larger kernel, set apart for the reader: its lines are compiled into its caller."""
    _check_home(function)
    return numba.njit(inline="always", nogil=True, error_model="numpy")(function)


def _compiled(function: Function, **options: Any) -> Function:
    _check_home(function)
    if numba.config.DISABLE_JIT:
        return function
    folder = _folder_of(function.__module__)
    # kernels are called from Python and from each other, never through C pointers: one wrapper less to compile
    options |= {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
    return Kernel(function, options, partial(_keeping_in, folder))


class Locator(UserProvidedCacheLocator):
    """Keeps a kernel in the folder named by its sources, wherever those lie: two checkouts share what they compiled."""

    def __init__(self, function: Function, file: str) -> None:
        super().__init__(function, file)
        self._folder = numba.config.CACHE_DIR

    def get_cache_path(self) -> str:
        return self._folder

    def get_source_stamp(self) -> str:
        return ""  # the folder's name is the hash


@contextmanager
def _keeping_in(folder: Path) -> Iterator[None]:
    # numba reads both settings when it makes a kernel; a user's own kernels must not meet ours
    settings = {"CACHE_DIR": str(folder), "CACHE_LOCATOR_CLASSES": f"{__name__}.{Locator.__name__}"}
    before = {name: getattr(numba.config, name, "") for name in settings}
    try:
        for name, value in settings.items():
            setattr(numba.config, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(numba.config, name, value)


def _check_home(function: Callable[..., Any]) -> None:
    if not function.__module__.rsplit(".", 1)[-1].endswith("_kernel"):
        raise TypeError(f"{function.__module__}.{function.__name__}: kernels live in files named _*_kernel.py")
