"""place -> height of the ground, and what an antenna can see over it. Knows nothing of radars or targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gbad.errors import InputError
from gbad.terrain.builtin import built_in
from gbad.terrain.extent import Extent, extent_of
from gbad.terrain.from_file import from_file
from gbad.terrain.geoid import geoid_height_m
from gbad.terrain.grid import Terrain, ground_height_m
from gbad.terrain.peaks import peak_excess_m, raised_to_peaks
from gbad.terrain.shading import coast, hillshade
from gbad.terrain.sight import line_of_sight, line_of_sight_clearance_m, look_step_m, polar_mask
from gbad.terrain.specs import (
    FICTIONAL,
    KINDS,
    RELIEF,
    BuiltIn,
    Coast,
    Cone,
    Flat,
    Fractal,
    FromFile,
    Mountain,
    Plain,
    Ridge,
    Spec,
    Worldwide,
    is_fictional,
    spec_of,
)
from gbad.terrain.synthetic import fractal_relief_m, synthetic
from gbad.terrain.worldwide import worldwide

__all__ = [
    "FICTIONAL",
    "KINDS",
    "RELIEF",
    "BuiltIn",
    "Coast",
    "Cone",
    "Extent",
    "Flat",
    "Fractal",
    "FromFile",
    "Mountain",
    "Plain",
    "Ridge",
    "Spec",
    "Terrain",
    "Worldwide",
    "coast",
    "extent_of",
    "fractal_relief_m",
    "from_spec",
    "geoid_height_m",
    "ground_height_m",
    "hillshade",
    "is_fictional",
    "line_of_sight",
    "line_of_sight_clearance_m",
    "load",
    "look_step_m",
    "peak_excess_m",
    "polar_mask",
    "raised_to_peaks",
    "spec_of",
]


def load(spec: Spec | Mapping[str, Any] | str | None = None) -> Terrain:
    """The terrain of a spec object or a mapping ``{"kind": ..., ...}``; the built-in one for ``None``.

    ``InputError`` for a kind, parameter or value that is not allowed.
    """
    if spec is None:
        return built_in()
    if isinstance(spec, str):
        return from_spec(spec)
    if isinstance(spec, Mapping):
        parameters = dict(spec)
        kind = parameters.pop("kind", None)
        if kind is None:
            raise InputError(f"terrain: kind must be given; there are {', '.join(KINDS)}")
        return from_spec(kind, **parameters)
    if isinstance(spec, Worldwide):
        return worldwide(spec)
    if isinstance(spec, FromFile):
        return from_file(spec)
    return built_in() if isinstance(spec, BuiltIn) else synthetic(spec)


def from_spec(kind: str, **parameters: Any) -> Terrain:
    """The terrain of a kind with its parameters: ``from_spec("ridge", latitude_deg=39, longitude_deg=33)``."""
    return load(spec_of(kind, **parameters))
