"""Text -> nodes: YAML by its events (libyaml's parser where it is built), refusing everything that surprises people.

Refused: several documents, tags, anchors and aliases, merge keys, keys that are not text, duplicate keys, files that
are not UTF-8 or too large or nested too deep. Scalars are not interpreted here.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from gbad.errors import InputError
from gbad.scenario.marks import Mark, Problems
from gbad.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from gbad.text.printable import printable, unprintable

LARGEST_BYTES = 8_000_000
DEEPEST = 32
LONGEST_TEXT = 10_000  # [characters] of one value
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_text(path: Path, shown: str | None = None) -> str:
    """The text of a UTF-8 file. Raises :class:`InputError` if there is none, or it is not text, or too large."""
    name = shown or str(path)
    try:
        if path.is_dir():
            raise InputError(f"{name}: is a folder; a YAML file is needed")
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{name}: larger than {LARGEST_BYTES} bytes; bulk tracks belong beside the scenario")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8 text (byte {error.start + 1}); save it as UTF-8") from error


def compose(text: str, name: str) -> Mapping:
    """The root block of one YAML document. Raises :class:`InputError` with every finding."""
    problems = Problems()
    root: Node | None = None
    try:
        root = _Composer(text, name, problems).document()
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        mark = Mark(name, place.line + 1, place.column + 1) if place else Mark(name, 1, 1)
        problems.add(mark, "", f"not valid YAML: {error.problem or error.context}")
    except yaml.reader.ReaderError as error:
        mark = _place(text, error.position, name) if isinstance(error.position, int) else Mark(name, 1, 1)
        problems.add(mark, "", f"not valid YAML: {error.reason}")
    if root is None and not problems:
        problems.add(Mark(name, 1, 1), "", "the file is empty; it needs at least 'schema'")
    elif not isinstance(root, Mapping) and not problems:
        problems.add(Mark(name, 1, 1), "", "the file must be a block of 'key: value' lines")
    problems.raise_if_any()
    assert isinstance(root, Mapping)
    return root


def _place(text: str, position: int, name: str) -> Mark:
    before = text[:position]
    return Mark(name, before.count("\n") + 1, position - before.rfind("\n"))


class _Composer:
    """One pass over the events of a text."""

    def __init__(self, text: str, name: str, problems: Problems) -> None:
        self.name = name
        self.problems = problems
        self.events = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.add(self._mark(event), "", "a second document ('---'); one file holds one document")
                    return root
                root = self._node(next(self.events), "", 0)
        return root

    def _mark(self, event: yaml.Event) -> Mark:
        place = event.start_mark
        return Mark(self.name, place.line + 1, place.column + 1) if place else Mark(self.name, 1, 1)

    def _node(self, event: yaml.Event, path: str, depth: int) -> Node:
        mark = self._mark(event)
        if depth > DEEPEST:
            # go no deeper: a hostile file must not exhaust the stack
            self.problems.add(mark, path, f"nested deeper than {DEEPEST} levels")
            self.problems.raise_if_any()
        self._refuse_extras(event, mark, path)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._clean(event.value, mark, path), event.style is None or event.style == "", mark)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", True, mark)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(inner, f"{path}[{len(items)}]", depth + 1))
            return Sequence(items, mark)
        return self._mapping(mark, path, depth)

    def _clean(self, text: str, mark: Mark, path: str) -> str:
        """A text as it is; with what a terminal or a page would obey, or too long, it is a finding."""
        if len(text) > LONGEST_TEXT:
            self.problems.add(mark, path, f"{len(text):,} characters were found, {LONGEST_TEXT:,} are allowed")
            return text[:20]
        if signs := unprintable(text):
            self.problems.add(mark, path, f"holds {', '.join(signs)}, which no terminal or page should obey; remove it")
            return printable(text)
        return text

    def _mapping(self, mark: Mark, path: str, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, path, depth + 1)
            name = key.text if isinstance(key, Scalar) else "?"
            inside = f"{path}.{name}" if path else name
            value = self._node(next(self.events), inside, depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add(key.mark, path, "a key must be a word")
            elif name == "<<":
                self.problems.add(key.mark, path, "merge keys ('<<') are not read; write the values out")
            elif name in entries:
                first = entries[name].key
                self.problems.add(key.mark, inside, f"given twice (first in line {first.line}); keep one of them")
            else:
                entries[name] = Entry(key.mark, value)
        return Mapping(entries, mark)

    def _refuse_extras(self, event: yaml.Event, mark: Mark, path: str) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.problems.add(mark, path, f"alias '*{event.anchor}' is not read; write the value out")
            return
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self.problems.add(mark, path, f"anchor '&{anchor}' is not read; remove it and write the values out")
        if tag:
            self.problems.add(mark, path, f"tag '{tag}' is not read; remove it, the field knows its own type")
