"""JSON Schema (draft 2020-12) of a scenario or of a kind of the library, made from the specs: for editors.

It says what keys there are, what type and which limits; the rules that look across entities are told by ``gbad check``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from gbad.errors import InputError
from gbad.scenario import specs
from gbad.scenario.key_words import limits_of
from gbad.scenario.keys import HEADING, SPENT, meaning, summary
from gbad.scenario.layout import SCHEMA, Scenario
from gbad.scenario.layout.entity import Entity, Typed
from gbad.scenario.quantity import Limits, Spread
from gbad.scenario.shapes import Shape, fields_of, kind_of, shape_of
from gbad.scenario.specs.base import SCHEMA as LIBRARY_SCHEMA
from gbad.scenario.words import did_you_mean, unit_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: dict[Any, dict[str, str]] = {
    float: {"type": "number"}, int: {"type": "integer"}, bool: {"type": "boolean"}, str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
}  # fmt: skip


def schema_of(what: str = "scenario") -> dict[str, Any]:
    """The schema of ``scenario`` or of a kind of the library. Raises :class:`InputError` for anything else."""
    known: dict[str, type[BaseModel]] = {"scenario": Scenario, **specs.kinds()}
    if what not in known:
        raise InputError(f"schema: {what} is no kind of file. {did_you_mean(what, known)}")
    maker = _Maker()
    body = maker.model(known[what])
    body["properties"]["schema"] = {"const": SCHEMA if what == "scenario" else LIBRARY_SCHEMA}
    if what == "scenario":
        body["properties"] |= {key: {"type": "object", "description": about} for key, about in SPENT.items()}
    return {"$schema": DIALECT, "title": f"gbad {what}", **body, "$defs": maker.definitions}


class _Maker:
    """Collects the specs it meets as definitions, each once."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def model(self, spec: type[BaseModel]) -> dict[str, Any]:
        own = fields_of(spec)
        properties = {key: self.field(spec, key, field) for key, field in own.items()}
        # a switch may bring what an entity lacks
        required = [] if issubclass(spec, Entity) else [key for key, field in own.items() if field.is_required()]
        if issubclass(spec, Typed):
            inherited = {k: f for k, f in fields_of(spec.figures_spec).items() if k not in own and k not in HEADING}
            properties |= {key: self.field(spec, key, field) for key, field in inherited.items()}
        found = {"type": "object", "description": summary(spec), "properties": properties}
        return found | {"required": required, "additionalProperties": False}

    def field(self, spec: type[BaseModel], key: str, field: Any) -> dict[str, Any]:
        unit, limits = unit_of(key), next(iter(limits_of(field)), None)
        text = meaning(spec, key, field) + (f" [{unit}]" if unit else "")
        found = self.shape(shape_of(field.annotation), limits)
        return found | ({"description": text.strip()} if text.strip() else {})

    def shape(self, shape: Shape, limits: Limits | None = None) -> dict[str, Any]:
        if shape.kind == "model" and shape.type is Spread:
            number = {"type": "number"} | _limits(limits)
            ends = {"type": "object", "properties": dict.fromkeys(("low", "nominal", "high"), number)}
            return {"anyOf": [number, ends | {"required": ["low", "nominal", "high"], "additionalProperties": False}]}
        if shape.kind == "model":
            return self.reference(shape.type)
        if shape.kind == "union":
            return {"oneOf": [self.reference(shape_of(choice).type) for choice in shape.choices]}
        if shape.kind == "list":
            return {"type": "array", "items": self.shape(shape_of(shape.inner))}
        if shape.kind == "dict":
            return {"type": "object", "additionalProperties": self.shape(shape_of(shape.inner))}
        if shape.kind == "literal":
            return {"enum": list(shape.choices)}
        return _SCALARS.get(shape.type, {"type": "string"}) | _limits(limits)

    def reference(self, spec: type[BaseModel]) -> dict[str, str]:
        name = spec.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a place in line, so that a spec may hold its like
            self.definitions[name] = self.model(spec)
            if "kind" in spec.model_fields:
                self.definitions[name]["properties"]["kind"] = {"const": kind_of(spec)}
        return {"$ref": f"#/$defs/{name}"}


def _limits(limits: Limits | None) -> dict[str, float]:
    if limits is None:
        return {}
    said = {
        "exclusiveMinimum": limits.above, "minimum": limits.at_least,
        "exclusiveMaximum": limits.below, "maximum": limits.at_most,
    }  # fmt: skip
    return {word: value for word, value in said.items() if value is not None}
