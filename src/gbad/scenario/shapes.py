"""What a spec's annotation asks for, worked out once per type: the reader's only knowledge of pydantic."""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping as AbstractMapping
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


class Shape(NamedTuple):
    """``kind``: model, union, list, dict, literal or scalar; the rest as that kind needs."""

    kind: str
    type: Any = None
    inner: Any = None
    choices: tuple[Any, ...] = ()


@functools.cache
def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation, without limits and without ``| None``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return shape_of(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        members = tuple(member for member in get_args(annotation) if member is not type(None))
        return shape_of(members[0]) if len(members) == 1 else Shape("union", choices=members)
    if origin is Literal:
        return Shape("literal", choices=get_args(annotation))
    if origin in (tuple, list):
        return Shape("list", inner=get_args(annotation)[0])
    if origin in (dict, AbstractMapping):
        return Shape("dict", inner=get_args(annotation)[1])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape("model", type=annotation)
    return Shape("scalar", type=annotation)


@functools.cache
def fields_of(spec: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields of a spec by the key they have in a file (alias where there is one); none that are filled in later."""
    return {field.alias or name: field for name, field in spec.model_fields.items() if not field.exclude}


def kind_of(spec: type[BaseModel]) -> str:
    """The value of ``kind`` that chooses this member of a union."""
    return str(get_args(spec.model_fields["kind"].annotation)[0])
