"""Code of the user's that a scenario refers to: one way to load a file, for every kind of plug-in."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType


def file_of(path_text: str, folder: Path) -> Path:
    """The file a reference names: beside the scenario, or else in the working directory, where commands are typed."""
    beside = (folder / path_text).resolve()
    return beside if beside.is_file() else Path(path_text).resolve()


def blamed(error: BaseException, function: object) -> str:
    """What a user's code raised, with the line of the user's file: "mine.py, line 12: KeyError: 3"."""
    file = getattr(getattr(function, "__code__", None), "co_filename", "")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}: " if frames else ""
    return f"{place}{type(error).__name__}: {error}"


def module_of(path: Path, kind: str) -> ModuleType:
    """Run a file and return it as a module, under a name of its own (data classes look their module up by name)."""
    name = f"gbad_{kind}_{path.stem}_{hashlib.blake2b(str(path).encode(), digest_size=4).hexdigest()}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
