"""Code of the user's that a scenario refers to: one way to load it and to call it, for every kind of plug-in.

A mistake in it is the user's: whatever his code raises, gives or leaves out becomes a :class:`PlugInError` that names
his file, the line and the moment, and the command line ends with exit status 2.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from gbad.errors import InputError, ResourceError


class PlugInError(InputError):
    """A user's policy, tracker or identifier raised, or gave what cannot be read."""


def file_of(path_text: str, folder: Path) -> Path:
    """The file a reference names: beside the scenario, or else in the working directory, where commands are typed."""
    beside = (folder / path_text).resolve()
    return beside if beside.is_file() else Path(path_text).resolve()


def module_of(path: Path, kind: str) -> ModuleType:
    """Run a file and return it as a module, under a name of its own (data classes look their module up by name).

    Raises :class:`PlugInError` for whatever goes wrong in it.
    """
    name = f"gbad_{kind}_{path.stem}_{hashlib.blake2b(str(path).encode(), digest_size=4).hexdigest()}"
    loader = _AsItIs(name, str(path)) if path.suffix == ".py" else None  # else it is compiled already
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with users_code(kind, path):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


class _AsItIs(SourceFileLoader):
    """Compiles the text that stands in the file now, and leaves nothing beside it.

    Python's own cache knows a file by its second and its size: a change of ``[0.0]`` into ``[1.0]`` within a second of
    the last run would not be seen, and the result would be that of code that is no longer there.
    """

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


@contextmanager
def users_code(kind: str, code: object, when: str = "") -> Iterator[None]:
    """Around a call of a user's code or the reading of what it gave: an error there is told with his file and line.

    ``code`` is the function, class or object that is called (or the path of its file), ``when`` a moment in words
    ("at 28.0 s"). Errors that are already told, a lack of memory, and what stops a run from outside pass through.
    """
    try:
        yield
    except (InputError, ResourceError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        raise PlugInError(blamed(error, kind, code, when)) from error


def blamed(error: BaseException, kind: str, code: object, when: str = "") -> str:
    """``your policy mine.py, line 12, at 28.0 s: NameError: name 'n' is not defined``."""
    file = path_of(code)
    line = _line(error, file)
    where = [
        f"your {kind} {file.name if file else code}",
        *([f"line {line}"] if line else []),
        *([when] if when else []),
    ]
    what = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
    if isinstance(error, SystemExit):
        what = "it ended the program (sys.exit); a plug-in returns"
    return f"{', '.join(where)}: {type(error).__name__}: {what}".rstrip(": ")


def path_of(code: object) -> Path | None:
    """The file that a function, class or object was written in; a path is that file."""
    if isinstance(code, Path):
        return code
    code = getattr(code, "func", code)  # a partial
    owner = code if inspect.isclass(code) or inspect.isroutine(code) else type(code)
    file = getattr(sys.modules.get(getattr(owner, "__module__", "")), "__file__", None)
    return Path(file) if file else None


def _line(error: BaseException, file: Path | None) -> int | None:
    """The innermost line of the user's file on the way to an error."""
    if isinstance(error, SyntaxError) and error.filename and file and Path(error.filename) == file:
        return error.lineno
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if file and Path(frame.filename) == file
    ]
    return lines[-1] if lines else None


def must_take(function: Callable[..., Any], arguments: str, kind: str, name: str) -> None:
    """Raise :class:`PlugInError` unless a function can be called with these arguments (names, with commas between)."""
    wanted = [word for word in arguments.split(", ") if word]
    try:
        inspect.signature(function).bind(*wanted)
    except TypeError:
        file = path_of(function)
        line = getattr(getattr(inspect.unwrap(function), "__code__", None), "co_firstlineno", None)
        place = f"your {kind} {file.name if file else name}" + (f", line {line}" if line else "")
        raise PlugInError(
            f"{place}: {name}{inspect.signature(function)} is called as {name}({arguments}); write it to take that"
        ) from None
    except ValueError:
        # written in another language: what it takes cannot be known before it is called
        return
