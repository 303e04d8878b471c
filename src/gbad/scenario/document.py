"""A scenario as a document: the nodes of its file, the switches chosen in it, and changes laid over it by path.

``open_document("ankara-2019")`` or a file; ``override(document, "batteries.alpha.target_channels", 11)`` gives a new
document; nothing is written to disk. Changes are applied after switches, so they always win.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbad.errors import InputError
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Mark
from gbad.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from gbad.scenario.words import did_you_mean, nearest
from gbad.text.printable import unprintable

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario file as read, with changes still to be laid over it."""

    name: str  # id of the scenario: the file's name without its ending
    text: str  # the file as it is on disk
    root: Mapping
    folder: Path  # what relative references start from
    changes: tuple[tuple[str, Any], ...] = ()


def shipped() -> list[str]:
    """Names of the scenarios that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def open_document(reference: str | Path) -> Document:
    """The document of a shipped name or of a YAML file. Raises :class:`InputError`."""
    name = str(reference)
    if isinstance(reference, str) and name in shipped():
        path, shown = SHIPPED / f"{name}.yaml", f"scenarios/{name}.yaml"
    else:
        path = Path(reference)
        shown = name
        if not path.exists():
            looks_like_file = "/" in name or path.suffix in (".yaml", ".yml")
            what = (
                f"no such file{_nearest_file(path)}"
                if looks_like_file
                else f"no shipped scenario and no file. {did_you_mean(name, shipped())}"
            )
            raise InputError(f"{name}: {what}")
    text = read_text(path, shown)
    return Document(path.stem, text, compose(text, shown), path.parent)


def _nearest_file(path: Path) -> str:
    """``; did you mean harbour.yaml?``, of the scenarios in the same folder."""
    beside = sorted(one.name for one in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
    best = nearest(path.name, beside)
    return f"; did you mean {path.with_name(best)}?" if best is not None else ""


def parse_document(
    text: str, name: str = "scenario", folder: Path | None = None, changes: tuple[tuple[str, Any], ...] = ()
) -> Document:
    """A document from text, for tests and for scenarios made by a program. Raises :class:`InputError`."""
    return Document(name, text, compose(text, f"{name}.yaml"), folder or Path(), changes)


def override(document: Document, path: str, value: Any) -> Document:
    """A document with one value changed, named by a dotted path, lists by number: ``batteries.a.launchers.0.count``.

    ``value`` is a number, text, true/false, list or block as in YAML; None takes the key (or entity) out. A switch is
    chosen by its name: ``override(document, "organisation", "B")``. Raises :class:`InputError` for a path that is none.
    """
    if not path or any(part == "" for part in path.split(".")):
        raise InputError(f"override {path!r}: a dotted path is needed, like batteries.alpha.target_channels")
    if value is not None:
        to_node(value, Mark(f"override {path}", 0, 0))
    return dataclasses.replace(document, changes=(*document.changes, (path, value)))


def to_node(value: Any, mark: Mark) -> Node:
    """A Python value as nodes. Raises :class:`InputError` for anything YAML could not say."""
    if isinstance(value, AbstractMapping):
        return Mapping({str(key): Entry(mark, to_node(item, mark)) for key, item in value.items()}, mark)
    if isinstance(value, list | tuple):
        return Sequence([to_node(item, mark) for item in value], mark)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", True, mark)
    if isinstance(value, int | float):
        return Scalar(repr(value), True, mark)
    if isinstance(value, str):
        if signs := unprintable(value):
            raise InputError(f"{mark}: holds {', '.join(signs)}, which no terminal or page should obey; remove it")
        # as if typed on a command line: what it means is decided by the field
        return Scalar(value, True, mark)
    raise InputError(f"{mark}: {type(value).__name__} was found; a number, text, true/false, list or block is needed")


def to_value(node: Node) -> Any:
    """Nodes as a Python value, the way back of :func:`to_node`: what a text means is still decided by the field."""
    if isinstance(node, Mapping):
        return {key: to_value(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [to_value(item) for item in node.items]
    return node.text


def value_of(text: str, where: str) -> Any:
    """What is typed behind ``--set PATH=``, or stands in a study's variant: a block or list in braces or brackets is
    read as YAML, ``null`` is None, the rest stays text. Raises :class:`InputError` for blocks that are no YAML.
    """
    if text in ("null", "~"):
        return None
    if text[:1] not in ("{", "["):
        return text
    # on a line of its own, so that columns in messages are those of the value
    root = compose(f"value:\n {text}", where)
    return to_value(root.entries["value"].node)


def to_text(value: Any) -> str:
    """A value as it is typed behind ``--set PATH=``: plain, or a block or list on one line."""
    if isinstance(value, AbstractMapping):
        return "{" + ", ".join(f"{key}: {to_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(to_text(item) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value)
    return json.dumps(text) if set(text) & set(",:{}[]\"'#") and not text.startswith("./") else text
