"""Routes, a file for each kind: how it is written, what must fit, where it goes and which motion it is.

All files of the folder are loaded here; there is no list to edit. A kind's motion is a file in ``gbad.motion``.
"""

from __future__ import annotations

from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.shapes import kind_of

__all__ = ["AnyRoute", "Asked", "Laying", "Place", "Route", "fitting"]

_loaded = [
    import_module(f"{__name__}.{module.name}")
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
    if module.name != "base"
]
_KINDS = tuple(
    found
    for module in _loaded
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Route) and found.__module__ == module.__name__
)
# for the reader, which chooses by ``kind``; for everybody else it is a Route
if TYPE_CHECKING:
    AnyRoute = Route
else:
    AnyRoute = reduce(or_, _KINDS)


def fitting(*, falls: bool) -> str:
    """Kinds that a falling or a flying type may have, for a message."""
    fits = [kind_of(kind) for kind in _KINDS if kind.falls == falls and not kind.of_any_type]
    return " or ".join([", ".join(fits[:-1]), fits[-1]] if fits[1:] else fits)
