"""The three kinds of node of a strictly read YAML document. Scalars stay text until a spec says what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gbad.scenario.marks import Mark


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    plain: bool  # written without quotes
    mark: Mark

    def __str__(self) -> str:
        return self.text if self.plain else f"'{self.text}'"


@dataclass(frozen=True, slots=True)
class Sequence:
    items: list[Node]
    mark: Mark


class Entry(NamedTuple):
    """Value of a key, and where the key stands."""

    key: Mark
    node: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, Entry]
    mark: Mark

    def get(self, key: str) -> Node | None:
        entry = self.entries.get(key)
        return None if entry is None else entry.node


Node = Scalar | Sequence | Mapping


def describe(node: Node) -> str:
    """What a node is, for a message: its text, shortened, or its kind."""
    if isinstance(node, Mapping):
        return f"a block with the keys {', '.join(list(node.entries)[:4]) or '(none)'}"
    if isinstance(node, Sequence):
        return f"a list of {len(node.items)}"
    if node.text == "" and node.plain:
        return "nothing"
    return str(node) if len(node.text) <= 40 else f"{str(node)[:40]}..."


def merged(base: Mapping, over: Mapping) -> Mapping:
    """``base`` with the entries of ``over`` laid on top: blocks join key by key, anything else replaces."""
    entries = dict(base.entries)
    for key, entry in over.entries.items():
        old = entries.get(key)
        if (
            old is not None
            and isinstance(old.node, Mapping)
            and isinstance(entry.node, Mapping)
            and not _is_spread(entry.node)
        ):
            entries[key] = Entry(entry.key, merged(old.node, entry.node))
        else:
            entries[key] = entry
    return Mapping(entries, over.mark)


def _is_spread(node: Mapping) -> bool:
    # a new spread replaces an old one as a whole; its three values belong together
    return "nominal" in node.entries
