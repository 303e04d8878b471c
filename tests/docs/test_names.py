"""Texts name files, functions and columns that exist: docstrings and comments of the package, pages of docs."""

import importlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gbad"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
PLACES = [
    *ROOT.glob("*.md"),
    *(p for d in ("src", "tests", "tools", "docs", "web/tests") for p in (ROOT / d).rglob("*.*")),
]
FILES = {place.relative_to(ROOT).as_posix() for place in PLACES}
# a user's own in an example; and files not of one name
NOT_OURS = {
    "last.py",
    "mine.py",
    "who.py",
    *(f"{room}/KIND.py" for room in ("motion", "scenario/routes", "scenario/specs")),
}

FILE = re.compile(r"`([\w./-]+\.(?:py|md))`")
DOTTED = re.compile(r"``((?:[a-z_]+\.)+\w+)``|:(?:func|class|mod|data|meth):`~?([\w.]+)`")


def test_every_file_that_is_named_exists():
    missing = {}
    for path in (*SOURCES, *PAGES):
        named = {name.removeprefix("./") for name in FILE.findall(path.read_text(encoding="utf-8"))} - NOT_OURS
        missing[path.name] = {name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in FILES)}
    assert {name: files for name, files in missing.items() if files} == {}


def test_every_function_and_column_that_is_named_with_its_room_exists():
    missing = {}
    for path in SOURCES:
        found = {plain or role.removeprefix("gbad.") for plain, role in DOTTED.findall(path.read_text("utf-8"))}
        missing[path.name] = {name for name in found if _is_of_a_room(name) and not _exists(name)}
    assert {name: names for name, names in missing.items() if names} == {}


def test_the_test_tells_what_exists_from_what_does_not():
    assert _exists("network.network")
    assert _exists("tables.RadarTable.id")
    assert not _exists("network.picture")
    assert not _exists("tables.RadarTable.ident")


def _is_of_a_room(name):
    room = name.split(".")[0]
    is_name = "." in name and name.rsplit(".", 1)[1] not in ("py", "md", "html", "json", "parquet", "yaml")
    return is_name and ((PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file())


def _exists(name):
    parts = ["gbad", *name.split(".")]
    for cut in range(len(parts), 1, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            # fields of a data class without a default are no attributes of it
            if part in getattr(found, "__annotations__", {}):
                return True
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False
