"""Nodes -> specs: a walk directed by the spec's own fields, with the place of every finding.

The walk converts scalars by the type of their field, reports unknown and missing keys, and builds the innermost specs
first, so that a limit that fails is told at the value that broke it. Rules that look across entities (references,
places) come later, in ``load``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from gbad.scenario import scalars
from gbad.scenario.conversions import converted
from gbad.scenario.marks import Problems
from gbad.scenario.nodes import Mapping, Node, Scalar, Sequence, describe
from gbad.scenario.policy_text import PolicyText, read_policy
from gbad.scenario.quantity import Spread
from gbad.scenario.sane import beyond_sense
from gbad.scenario.shapes import Shape, fields_of, kind_of, shape_of
from gbad.scenario.words import UNITS, did_you_mean, nearest, split_unit, with_unit

Spec = TypeVar("Spec", bound=BaseModel)
# what a field becomes when it could not be read; the finding has been noted
FAILED = object()
# entities that lie over a library entry read themselves: (reader, spec, node, path) -> spec or FAILED
Special = Callable[["Reader", type[BaseModel], Mapping, str], Any]


class Reader:
    """Reads nodes into specs and collects what is wrong with them in ``problems``."""

    def __init__(self, problems: Problems, special: dict[type[BaseModel], Special] | None = None) -> None:
        self.problems = problems
        self.special = special or {}

    def read(self, node: Node, spec: type[Spec], path: str = "") -> Spec | None:
        """The spec that a node holds, or None with findings noted."""
        value = self._model(node, spec, path)
        return None if value is FAILED else value

    def convert(self, node: Node, annotation: Any, path: str) -> Any:
        """The value of one field as its annotation asks, or FAILED."""
        shape = shape_of(annotation)
        if shape.type is PolicyText:
            return read_policy(self, node, path)
        if shape.kind == "model" and shape.type is Spread:
            return self._spread(node, path)
        if shape.kind == "model":
            return self._model(node, shape.type, path)
        if shape.kind == "union":
            return self._union(node, shape, path)
        if shape.kind == "list":
            return self._list(node, shape, path)
        if shape.kind == "dict":
            return self._dict(node, shape, path)
        return self._scalar(node, shape, path)

    def fail(self, node: Node, path: str, finding: str) -> Any:
        """Note a finding at a node."""
        self.problems.add(node.mark, path, finding)
        return FAILED

    def _model(self, node: Node, spec: type[BaseModel], path: str) -> Any:
        if not isinstance(node, Mapping):
            return self.fail(node, path, f"{describe(node)} was found, a block is needed with {_keys(spec)}")
        if spec in self.special:
            return self.special[spec](self, spec, node, path)
        values = self.values(node, spec, path)
        return self.build(node, spec, values, path)

    def values(self, node: Mapping, spec: type[BaseModel], path: str) -> dict[str, Any]:
        """Every key of a block converted; unknown and missing keys noted. Holds FAILED where something is wrong."""
        fields = fields_of(spec)
        values: dict[str, Any] = {}
        for key, entry in node.entries.items():
            inside = f"{path}.{key}" if path else key
            if key not in fields:
                owner = f" to {path.rsplit('.', 1)[-1]}" if path else ""
                self.problems.add(entry.key, inside, f"is not known{owner}. {meant_key(key, entry.node, fields)}")
                values[key] = FAILED
            else:
                values[key] = self.convert(entry.node, fields[key].annotation, inside)
        for key, field in fields.items():
            if field.is_required() and key not in node.entries:
                text = f": {field.description}" if field.description else ""
                self.problems.add(node.mark, path, f"{with_unit(key)} is missing{text}")
                values[key] = FAILED
        return values

    def build(self, node: Mapping, spec: type[BaseModel], values: dict[str, Any], path: str) -> Any:
        """The spec of converted values, its limits checked, or FAILED."""
        if any(value is FAILED for value in values.values()):
            return FAILED
        try:
            return spec.model_validate(values)
        except ValidationError as error:
            for finding in error.errors():
                text = str(finding.get("ctx", {}).get("error", finding["msg"]))
                loc = [str(part) for part in finding["loc"]]
                # a rule across several fields may name the one to mend: "tick_s: 0.7 does not divide ..."
                named, colon, rest = text.partition(": ")
                if not loc and colon and named in fields_of(spec):
                    loc, text = [named], rest
                entry = node.entries.get(loc[0]) if loc else None
                where = ".".join(part for part in (path, *loc) if part)
                self.problems.add(entry.node.mark if entry else node.mark, where, text)
            return FAILED

    def _spread(self, node: Node, path: str) -> Any:
        if isinstance(node, Scalar):
            plain = self._scalar(node, Shape("scalar", float), path)
            return plain if plain is FAILED else Spread(low=plain, nominal=plain, high=plain)
        if isinstance(node, Sequence):
            return self.fail(node, path, f"{describe(node)} was found, a number or {{low, nominal, high}} is needed")
        return self._model(node, Spread, path)

    def _union(self, node: Node, shape: Shape, path: str) -> Any:
        members = {kind_of(member): member for member in shape.choices}
        if not isinstance(node, Mapping):
            return self.fail(node, path, f"{describe(node)} was found, a block with 'kind' is needed")
        kind = node.get("kind")
        if not isinstance(kind, Scalar):
            return self.fail(node, path, f"kind is missing: one of {', '.join(sorted(members))}")
        if kind.text not in members:
            return self.fail(kind, f"{path}.kind", f"{kind.text} is not known. {did_you_mean(kind.text, members)}")
        return self._model(node, members[kind.text], path)

    def _list(self, node: Node, shape: Shape, path: str) -> Any:
        if not isinstance(node, Sequence):
            return self.fail(node, path, f"{describe(node)} was found, a list is needed")
        items = [self.convert(item, shape.inner, f"{path}[{i}]") for i, item in enumerate(node.items)]
        return FAILED if any(item is FAILED for item in items) else tuple(items)

    def _dict(self, node: Node, shape: Shape, path: str) -> Any:
        if not isinstance(node, Mapping):
            return self.fail(node, path, f"{describe(node)} was found, a block is needed")
        items = {key: self.convert(entry.node, shape.inner, f"{path}.{key}") for key, entry in node.entries.items()}
        return FAILED if any(item is FAILED for item in items.values()) else items

    def _scalar(self, node: Node, shape: Shape, path: str) -> Any:
        key = path.rsplit(".", 1)[-1]
        if key in ("low", "nominal", "high") and "." in path:
            key = path.rsplit(".", 2)[-2]
        try:
            if shape.kind == "literal":
                return self._choice(node, shape, path)
            if shape.type is bool:
                return scalars.yes_or_no(node)
            if shape.type is int:
                return scalars.whole(node, key)
            if shape.type is float:
                value = scalars.number(node, key)
                wrong = beyond_sense(key, value)
                return self.fail(node, path, wrong) if wrong else value
            if shape.type is datetime:
                return scalars.instant(node)
            return scalars.words(node)
        except scalars.Unreadable as error:
            return self.fail(node, path, str(error))

    def _choice(self, node: Node, shape: Shape, path: str) -> Any:
        text = scalars.words(node)
        if text in shape.choices:
            return text
        return self.fail(node, path, f"{text} is not known. {did_you_mean(text, [str(c) for c in shape.choices])}")


def meant_key(key: str, node: Node, fields: Iterable[str]) -> str:
    """The key that was probably meant, and what the value becomes under it where that one has another unit."""
    known = list(fields)
    said, best = did_you_mean(key, known), nearest(key, known)
    here, there = split_unit(key)[1], split_unit(best or "")[1]
    if best is None or not here or here == there:
        return said
    try:
        value = scalars.number(node, best) if isinstance(node, Scalar) else None
    except scalars.Unreadable:
        value = None
    found = None if value is None else converted(value, here, there)
    if found is None:
        return f"{said} Mind that {key} is in another unit: the value changes too."
    return f"{said} {value:.12g} {UNITS[here]} would be {best}: {found:.12g}."


def _keys(spec: type[BaseModel]) -> str:
    return ", ".join(key for key, field in list(fields_of(spec).items())[:6] if field.is_required()) or "its keys"
