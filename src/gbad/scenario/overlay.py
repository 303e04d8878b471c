"""Entities over library entries: own keys and figures set anew stand side by side in one block and are read apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario import specs
from gbad.scenario.layout.entity import Typed
from gbad.scenario.marks import Problems
from gbad.scenario.nodes import Mapping, Node, Scalar
from gbad.scenario.reader import FAILED, Reader, meant_key
from gbad.scenario.shapes import fields_of
from gbad.scenario.specs.base import Entry
from gbad.scenario.words import did_you_mean
from gbad.text.readable import a

# an entry's own heading is not a figure an entity may set
_HEADING = ("kind", "schema", "name", "about")


class Library:
    """Entries that one scenario refers to: shipped or beside it, with the scenario's ``figures`` laid over them."""

    def __init__(self, folder: Path, problems: Problems, figures: Node | None) -> None:
        self.folder, self.problems = folder, problems
        self.changes: dict[str, Mapping] = {}
        self.used: dict[str, Entry] = {}
        if isinstance(figures, Mapping):
            for name, entry in figures.entries.items():
                if isinstance(entry.node, Mapping):
                    self.changes[name] = entry.node
                else:
                    problems.add(entry.node.mark, f"figures.{name}", "a block of figures is needed")
                if not catalogue.is_file_reference(name) and name not in catalogue.files():
                    known = catalogue.files()
                    problems.add(entry.key, f"figures.{name}", f"is not in the library. {did_you_mean(name, known)}")
        elif figures is not None:
            problems.add(figures.mark, "figures", "a block is needed, keyed by library entry")

    def entry(self, reference: Node, kinds: tuple[str, ...], path: str) -> Entry | None:
        """The entry a scalar names, of one of these kinds, or None with findings noted."""
        if not isinstance(reference, Scalar) or not self._exists(reference, kinds, path):
            return None
        name = reference.text
        if name in self.used:
            return self._of_kind(self.used[name], reference, kinds, path)
        found = self._read(name, reference, path)
        if found is None:
            return None
        self.used[name] = found
        return self._of_kind(found, reference, kinds, path)

    def over(self, name: str, changes: Mapping, path: str) -> Entry | None:
        """An entry with an entity's own figures on top."""
        base = catalogue.node(name, self.folder)
        if name in self.changes:
            base = catalogue.with_changes(base, self.changes[name])
        return catalogue.read(catalogue.with_changes(base, changes), name, self.problems, path)

    def _exists(self, reference: Scalar, kinds: tuple[str, ...], path: str) -> bool:
        if catalogue.is_file_reference(reference.text) or reference.text in catalogue.files():
            return True
        known = [name for name in catalogue.files() if catalogue.kind_of(catalogue.node(name), name) in kinds]
        self.problems.add(
            reference.mark, path, f"{reference.text} is not in the library. {did_you_mean(reference.text, known)}"
        )
        return False

    def _read(self, name: str, reference: Scalar, path: str) -> Entry | None:
        try:
            if name in self.changes:
                return catalogue.load_changed(name, self.changes[name], self.folder, self.problems)
            return catalogue.load(name, self.folder)
        except InputError as error:
            self.problems.add(reference.mark, path, str(error))
            return None

    def _of_kind(self, entry: Entry, reference: Scalar, kinds: tuple[str, ...], path: str) -> Entry | None:
        if entry.kind in kinds:
            return entry
        found, *needed = (a(kind.replace("_", " ")) for kind in (entry.kind, *kinds))
        self.problems.add(reference.mark, path, f"{reference.text} is {found}; {' or '.join(needed)} is needed")
        return None


def reader_of_typed(library: Library) -> Any:
    """The function by which the strict reader reads entities that lie over a library entry."""

    def read_typed(reader: Reader, spec: type[Typed], node: Mapping, path: str) -> Any:
        own, figures = _split(reader, spec, node, path)
        values = reader.values(own, spec, path)
        kinds = tuple(kind for kind, known in specs.kinds().items() if issubclass(known, spec.figures_spec))
        reference = node.get("type")
        entry = library.entry(reference, kinds, f"{path}.type") if reference is not None else None
        if entry is not None and figures.entries:
            assert isinstance(reference, Scalar)
            entry = library.over(reference.text, figures, path)
        if entry is None:
            return FAILED
        set_anew = tuple(sorted(key for key in figures.entries if key != "sources"))
        # the id is the key of the block
        values |= {"figures": entry, "overridden": set_anew, "id": path.rsplit(".", 1)[-1]}
        return reader.build(node, spec, values, path)

    return read_typed


def read_entity(reader: Reader, spec: type[Any], node: Mapping, path: str) -> Any:
    """An entity without a type: its id is the key of its block."""
    values = reader.values(node, spec, path)
    return reader.build(node, spec, values | {"id": path.rsplit(".", 1)[-1]}, path)


def _split(reader: Reader, spec: type[Typed], node: Mapping, path: str) -> tuple[Mapping, Mapping]:
    """The entity's own keys, and the figures of its type that it sets anew; anything else is noted."""
    own = fields_of(spec)
    of_kinds = [fields_of(known) for known in specs.kinds().values() if issubclass(known, spec.figures_spec)]
    figures_of_type = dict.fromkeys(key for fields in of_kinds for key in fields)
    settable = [key for key in figures_of_type if key not in _HEADING and key not in own]
    mine, figures = Mapping({}, node.mark), Mapping({}, node.mark)
    for key, entry in node.entries.items():
        if key in own:
            mine.entries[key] = entry
        elif key in settable:
            figures.entries[key] = entry
        else:
            known = [*own, *(key for key in settable if key != "sources")]
            owner = path.rsplit(".", 1)[-1]
            reader.problems.add(
                entry.key, f"{path}.{key}", f"is not known to {owner}. {meant_key(key, entry.node, known)}"
            )
    return mine, figures
