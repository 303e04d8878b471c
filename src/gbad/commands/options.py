"""Options of a command with many, as one value: declared once, with help, and handed on whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import wraps
from inspect import Parameter, Signature
from typing import Any, TypeVar, get_type_hints

Bundle = TypeVar("Bundle")


def with_options(command: Callable[[Bundle], None]) -> Callable[..., None]:
    """A command of one data class, for typer to see as a command with its fields for options, in their order.

    Raises TypeError for a command that takes anything else.
    """
    given = [kind for name, kind in get_type_hints(command).items() if name != "return"]
    if len(given) != 1 or not hasattr(given[0], "__dataclass_fields__"):
        raise TypeError(f"{command.__name__}: one parameter is needed, a data class of options")
    bundle, hints = given[0], get_type_hints(given[0], include_extras=True)

    @wraps(command)
    def spread(**values: Any) -> None:
        command(bundle(**values))

    spread.__signature__ = Signature(  # type: ignore[attr-defined]  # what inspect asks for first
        [
            Parameter(
                field.name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if field.default is MISSING else field.default,
                annotation=hints[field.name],
            )
            for field in fields(bundle)
        ]
    )
    return spread
