"""Switches chosen and changes applied: from a document to the one tree of nodes that is read."""

from __future__ import annotations

from pathlib import Path

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario.document import Document, to_node
from gbad.scenario.layout import ENTITY_SECTIONS
from gbad.scenario.marks import Mark, Problems
from gbad.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence, merged
from gbad.scenario.words import did_you_mean

SWITCH_SECTIONS = (*ENTITY_SECTIONS, "figures", "notes", "near_ground")


def switches_of(root: Mapping) -> dict[str, list[str]]:
    """Options of every switch of a document, by switch."""
    switches = root.get("switches")
    if not isinstance(switches, Mapping):
        return {}
    return {
        name: list(entry.node.entries) for name, entry in switches.entries.items() if isinstance(entry.node, Mapping)
    }


def settle(document: Document, problems: Problems) -> tuple[Mapping, dict[str, str]]:
    """The tree to read (switches applied, then changes) and the options chosen."""
    root = document.root
    options = switches_of(root)
    chosen = _chosen(document, options, problems)
    plain = Mapping({k: e for k, e in root.entries.items() if k not in ("switches", "choose")}, root.mark)
    for switch in options:
        if switch in chosen:
            plain = _with_option(plain, root, switch, chosen[switch], problems)
    for path, value in document.changes:
        if path not in options and not path.startswith("choose."):
            mark = Mark(f"override {path}", 0, 0)
            node = None if value is None else to_node(value, mark)
            changed = _Setter(document.folder, mark).set(plain, path.split("."), node)
            assert isinstance(changed, Mapping)
            plain = changed
    return plain, chosen


def _chosen(document: Document, options: dict[str, list[str]], problems: Problems) -> dict[str, str]:
    """The option of every switch: by the document's ``choose``, or by a change; each must be made."""
    found: dict[str, tuple[str, Mark]] = {}
    choose = document.root.get("choose")
    if isinstance(choose, Mapping):
        for switch, entry in choose.entries.items():
            if switch not in options:
                problems.add(entry.key, f"choose.{switch}", f"is no switch. {did_you_mean(switch, options)}")
            elif isinstance(entry.node, Scalar):
                found[switch] = (entry.node.text, entry.node.mark)
    elif choose is not None:
        problems.add(choose.mark, "choose", "a block is needed: one option for each switch")
    for path, value in document.changes:
        switch = path.removeprefix("choose.")
        if switch in options:
            found[switch] = (str(value), Mark(f"override {path}", 0, 0))
        elif path.startswith("choose."):
            raise InputError(f"override {path}: {switch} is no switch. {did_you_mean(switch, options)}")
    for switch, names in options.items():
        if switch not in found:
            problems.add(document.root.mark, "choose", f"{switch} is missing: one of {', '.join(names)}")
        elif found[switch][0] not in names:
            option, mark = found.pop(switch)
            problems.add(mark, f"choose.{switch}", f"{option} is no option of {switch}. {did_you_mean(option, names)}")
    return {switch: option for switch, (option, _) in found.items()}


def _with_option(plain: Mapping, root: Mapping, switch: str, option: str, problems: Problems) -> Mapping:
    switches = root.get("switches")
    assert isinstance(switches, Mapping)
    block = switches.get(switch)
    assert isinstance(block, Mapping)
    body = block.get(option)
    where = f"switches.{switch}.{option}"
    if not isinstance(body, Mapping):
        problems.add(block.entries[option].key, where, "a block is needed")
        return plain
    for key, entry in body.entries.items():
        if key not in (*SWITCH_SECTIONS, "about"):
            known = (*SWITCH_SECTIONS, "about")
            problems.add(entry.key, f"{where}.{key}", f"is not known to a switch. {did_you_mean(key, known)}")
    laid = Mapping({k: e for k, e in body.entries.items() if k in SWITCH_SECTIONS}, body.mark)
    return Mapping(merged(plain, laid).entries, plain.mark)


class _Setter:
    """Lays one value over a tree at a path; what lies above is copied, never written to."""

    def __init__(self, folder: Path, mark: Mark) -> None:
        self.folder, self.mark = folder, mark

    def set(self, node: Node, path: list[str], value: Node | None, above: tuple[str, ...] = ()) -> Node | None:
        if not path:
            return value
        key, rest = path[0], path[1:]
        if isinstance(node, Sequence):
            return self._set_item(node, key, rest, value, above)
        # a path that goes deeper than a plain value: the reader will tell what is allowed there
        node = node if isinstance(node, Mapping) else Mapping({}, self.mark)
        old = node.get(key)
        if old is None:
            old = self._missing(node, key, rest, value, above)
        inner = self.set(old, rest, value, (*above, key))
        entries = {k: e for k, e in node.entries.items() if k != key}
        if inner is not None:
            entries[key] = Entry(self.mark, inner)
        return Mapping(entries, node.mark)

    def _set_item(
        self, node: Sequence, key: str, rest: list[str], value: Node | None, above: tuple[str, ...]
    ) -> Sequence:
        if not key.isdecimal() or int(key) >= len(node.items):
            allowed = "0" if len(node.items) == 1 else f"0 to {len(node.items) - 1}"
            raise InputError(f"{self.mark}: {key} is no item of {'.'.join(above)}; {allowed} is allowed")
        items = list(node.items)
        inner = self.set(items[int(key)], rest, value, (*above, key))
        items[int(key) : int(key) + 1] = [] if inner is None else [inner]
        return Sequence(items, node.mark)

    def _missing(self, node: Mapping, key: str, rest: list[str], value: Node | None, above: tuple[str, ...]) -> Node:
        """What a change reaches into where the document says nothing: a new block, or a list of the entity's type."""
        in_entities = bool(above) and above[0] in ENTITY_SECTIONS
        if in_entities and len(above) == 1 and (rest or value is None):
            raise InputError(f"{self.mark}: there is no {key} in {above[0]}. {did_you_mean(key, node.entries)}")
        if len(above) == 2 and above[0] == "figures" and rest:
            # a change inside a list of the library: the list as shipped, with one item changed
            shipped = catalogue.node(above[1], self.folder).get(key)
            if isinstance(shipped, Sequence):
                return shipped
        kind = node.get("type")
        if in_entities and len(above) == 2 and rest and isinstance(kind, Scalar):
            inherited = catalogue.node(kind.text, self.folder).get(key)
            if isinstance(inherited, Sequence):
                return inherited
        return Mapping({}, self.mark)
