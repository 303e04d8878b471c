"""A field of a spec in words: its type, default and limits, as the reference of keys prints them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from gbad.scenario.quantity import Limits, Spread
from gbad.scenario.shapes import Shape, kind_of, shape_of

_PLAIN = {float: "number", int: "whole number", bool: "true or false", str: "text", datetime: "time"}


def shape_of_field(field: FieldInfo) -> Shape:
    """The shape of what a field holds."""
    annotation: Any = field.annotation
    return shape_of(annotation)


def type_in_words(shape: Shape) -> str:
    """What may stand there: "number", "list of blocks", "choice", ..."""
    if shape.kind == "model":
        return "number or spread" if shape.type is Spread else "block"
    if shape.kind == "union":
        return "block with kind " + ", ".join(kind_of(shape_of(choice).type) for choice in shape.choices)
    if shape.kind == "list":
        return f"list of {_plural(shape_of(shape.inner))}"
    if shape.kind == "dict":
        return f"{_plural(shape_of(shape.inner))} by id"
    return "choice" if shape.kind == "literal" else _PLAIN.get(shape.type, "text")


def _plural(shape: Shape) -> str:
    words = type_in_words(shape)
    return {"text": "texts", "block": "blocks", "number": "numbers", "whole number": "whole numbers"}.get(words, words)


def default_in_words(field: FieldInfo) -> str:
    """The default as it would be written; empty if there is none that can be."""
    if field.is_required():
        return ""
    value = field.default
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return f"{value:g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value if isinstance(value, str) else ""


def allowed_in_words(field: FieldInfo) -> str:
    """Limits or choices in words."""
    shape = shape_of_field(field)
    if shape.kind == "literal":
        return ", ".join(str(choice) for choice in shape.choices)
    found = limits_of(field)
    return str(found[0]) if found else ""


def limits_of(field: FieldInfo) -> list[Limits]:
    """The limits of a field's number, if it has any."""
    return [limits for limits in _limits(field.annotation, field.metadata) if str(limits) != "any number"]


def _limits(annotation: Any, metadata: list[Any]) -> Iterator[Limits]:
    for item in metadata:
        if isinstance(getattr(item, "func", None), Limits):
            yield item.func
    for inner in get_args(annotation):
        if get_origin(annotation) is not None and isinstance(getattr(inner, "func", None), Limits):
            yield inner.func
        elif get_origin(inner) is not None and shape_of(annotation).kind in ("scalar", "model"):
            yield from _limits(inner, [])
