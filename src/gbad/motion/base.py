"""What every motion is: a path (what the user wants) flown into knots (what truth keeps)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.terrain import Terrain


class Path(Protocol):
    """A frozen, hashable dataclass in SI and radians that says how one object moves."""

    kind: ClassVar[str]

    @property
    def start_s(self) -> float:
        """First instant of existence [s]."""


@dataclass(frozen=True, slots=True)
class Flight:
    """One path, flown: knots at ``start_s + k * step``, the last of them at or just after the end."""

    start_s: float
    end_s: float  # arrival or departure; inf if the knots stop before the path does
    position_ecef_m: NDArray[np.float64]  # (knots, 3)
    velocity_ecef_mps: NDArray[np.float64]  # (knots, 3)
    arrives: bool  # the path ends at its aim, rather than leaving the scene


# (path, terrain, until_s, knot_step_s) -> Flight with knots up to the end of the path or until_s, whichever is first
Flyer = Callable[[Any, Terrain, float, float], Flight]
_FLYERS: dict[str, Flyer] = {}
_PATHS: dict[str, type[Any]] = {}


def register(paths: type[Any]) -> Callable[[Flyer], Flyer]:
    """Decorator: paths of this class are flown by this function. Raises ValueError if their kind is taken."""

    def keep(flyer: Flyer) -> Flyer:
        kind = paths.kind
        if kind in _FLYERS and _FLYERS[kind].__module__ != flyer.__module__:
            raise ValueError(f"motion {kind} is already flown by {_FLYERS[kind].__module__}")
        _FLYERS[kind], _PATHS[kind] = flyer, paths
        return flyer

    return keep


def path(kind: str, **figures: Any) -> Any:
    """A path of a kind, from its fields. Raises ``InputError`` for figures that no path can have."""
    return _PATHS[_known(kind)](**figures)


def kinds() -> tuple[str, ...]:
    """Every registered kind, sorted."""
    return tuple(sorted(_FLYERS))


def fly(path: Path, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Fly one path by the function registered for its kind."""
    return _FLYERS[_known(path.kind)](path, terrain, until_s, knot_step_s)


def _known(kind: str) -> str:
    if kind not in _FLYERS:
        raise ValueError(f"motion {kind!r} is not known; known: {', '.join(kinds())}")
    return kind


def knot_count(start_s: float, end_s: float, knot_step_s: float) -> int:
    """Knots from a start to the first at or after an end; at least two, so that there is a course."""
    return max(2, int(np.ceil((end_s - start_s) / knot_step_s - 1e-9)) + 1)
