"""Finding and reading library entries: one YAML file each, called by its file name, read by the spec of its kind."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from gbad.errors import InputError
from gbad.scenario import specs
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Mark, Problems
from gbad.scenario.nodes import Entry as Pair
from gbad.scenario.nodes import Mapping, Scalar, merged
from gbad.scenario.quantity import Frozen
from gbad.scenario.reader import Reader
from gbad.scenario.schema import check_schema
from gbad.scenario.shapes import fields_of, shape_of
from gbad.scenario.specs.base import SCHEMA, Entry
from gbad.scenario.words import did_you_mean

FOLDER = Path(__file__).resolve().parent
# files that are not entries: the bibliography, prices, dates of delivery, and what the article says
_NOT_ENTRIES = ("references", "prices", "fielding", "claims")


@functools.cache
def files() -> dict[str, Path]:
    """Every shipped entry by name. The name is the file's name without its ending."""
    found: dict[str, Path] = {}
    for path in sorted(FOLDER.rglob("*.yaml")):
        if path.relative_to(FOLDER).parts[0].split(".")[0] not in _NOT_ENTRIES:
            if path.stem in found:
                raise InputError(f"{path}: a second library entry named {path.stem} (first {found[path.stem]})")
            found[path.stem] = path
    return found


def is_file_reference(name: str) -> bool:
    """Whether a type names a file of the user (``./my_radar.yaml``) rather than a shipped entry."""
    return name.endswith((".yaml", ".yml"))


def node(name: str, folder: Path | None = None) -> Mapping:
    """The nodes of an entry: shipped, or a file relative to ``folder``. Raises :class:`InputError`."""
    if is_file_reference(name):
        path = (folder or Path()) / name
        return compose(read_text(path), str(path))
    if name not in files():
        raise InputError(f"library: {name} is not in the library. {did_you_mean(name, files())}")
    return _shipped(name)


@functools.cache
def _shipped(name: str) -> Mapping:
    path = files()[name]
    shown = f"library/{path.relative_to(FOLDER).as_posix()}"
    return compose(read_text(path, shown), shown)


def kind_of(root: Mapping, name: str) -> str:
    """The kind an entry declares. Raises :class:`InputError` if it is missing or not registered."""
    kind = root.get("kind")
    if not isinstance(kind, Scalar):
        raise InputError(f"{root.mark}: kind is missing: one of {', '.join(sorted(specs.kinds()))}")
    if kind.text not in specs.kinds():
        raise InputError(f"{kind.mark}: kind: {kind.text} is not known. {did_you_mean(kind.text, specs.kinds())}")
    return kind.text


def read(root: Mapping, name: str, problems: Problems, path: str = "") -> Entry | None:
    """The spec of an entry's nodes, or None with findings noted under ``path`` (whose figures they are)."""
    kind = kind_of(root, name)
    check_schema(root, SCHEMA, problems)
    spec = specs.kinds()[kind]
    entry = Reader(problems).read(root, spec, path)
    if entry is not None:
        _check_sources(root, spec, problems)
    return entry


def load(name: str, folder: Path | None = None) -> Entry:
    """A library entry by name (``"48N6E3"``) or by file. Raises :class:`InputError`."""
    if not is_file_reference(name) and name in files():
        return _load_shipped(name)
    return _load(name, folder)


@functools.cache
def _load_shipped(name: str) -> Entry:
    return _load(name, None)


def _load(name: str, folder: Path | None) -> Entry:
    problems = Problems()
    entry = read(node(name, folder), name, problems)
    problems.raise_if_any()
    assert entry is not None
    return entry


def load_changed(name: str, changes: Mapping, folder: Path | None, problems: Problems) -> Entry | None:
    """An entry with figures set anew; the new ones count as laid down by whoever changed them."""
    return read(with_changes(node(name, folder), changes), name, problems, f"figures.{name}")


def with_changes(base: Mapping, changes: Mapping) -> Mapping:
    """Nodes of an entry with changes on top, their sources replaced (``assumed``, unless the changes bring theirs)."""
    sources = base.get("sources")
    given = changes.get("sources")
    merged_sources = Mapping(dict(sources.entries) if isinstance(sources, Mapping) else {}, base.mark)
    spec = specs.kinds().get(getattr(base.get("kind"), "text", ""), Entry)
    for key, entry in changes.entries.items():
        if key in ("sources", "type"):
            continue
        for path in _leaves(key, entry.node):
            merged_sources.entries[_known_part(spec, path)] = entry._replace(node=_laid_down(entry.key))
    if isinstance(given, Mapping):
        merged_sources = merged(merged_sources, given)
    combined = merged(base, Mapping({k: e for k, e in changes.entries.items() if k != "sources"}, base.mark))
    for plain, finer in spec.finer_forms.items():
        if plain in changes.entries and finer not in changes.entries and finer in combined.entries:
            # the plain figure is what was asked for; its finer form would hide it
            del combined.entries[finer]
            merged_sources.entries.pop(finer, None)
    if merged_sources.entries:
        first = next(iter(merged_sources.entries.values()))
        combined.entries["sources"] = first._replace(node=merged_sources)
    return combined


def _leaves(path: str, value: object) -> list[str]:
    if isinstance(value, Mapping) and "nominal" not in value.entries:
        return [leaf for key, entry in value.entries.items() for leaf in _leaves(f"{path}.{key}", entry.node)]
    return [path]


def _known_part(spec: type[Entry], path: str) -> str:
    """As much of a path as names a field: what a policy is told stands behind ``policy``, and has no source itself."""
    parts = path.split(".")
    longest = next((n for n in range(len(parts), 1, -1) if _is_field(spec, parts[:n])), 1)
    return ".".join(parts[:longest])


def _laid_down(mark: Mark) -> Mapping:
    entry = {"basis": "assumed", "why": f"laid down in {mark.file}"}
    return Mapping({key: Pair(mark, Scalar(text, False, mark)) for key, text in entry.items()}, mark)


def _check_sources(root: Mapping, spec: type[Entry], problems: Problems) -> None:
    """Every name in ``sources`` must be a field of the spec (or ``default``)."""
    sources = root.get("sources")
    if not isinstance(sources, Mapping):
        return
    for path, entry in sources.entries.items():
        if path != "default" and not _is_field(spec, path.split(".")):
            known = [key for key in fields_of(spec) if key not in ("kind", "schema", "sources")]
            problems.add(entry.key, f"sources.{path}", f"is no field of {root_kind(spec)}. {did_you_mean(path, known)}")


def root_kind(spec: type[Entry]) -> str:
    """The kind a spec reads, for a message."""
    return next((kind for kind, known in specs.kinds().items() if known is spec), spec.__name__)


def _is_field(spec: type[Frozen], parts: list[str]) -> bool:
    fields = fields_of(spec)
    if parts[0] not in fields:
        return False
    annotation: Any = fields[parts[0]].annotation
    shape = shape_of(annotation)
    if len(parts) == 1 or shape.kind in ("list", "dict"):
        return True
    return shape.kind == "model" and _is_field(shape.type, parts[1:])
