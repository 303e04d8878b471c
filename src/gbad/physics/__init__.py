"""Pure functions of the physical world: earth, atmosphere, propagation, flight, dice. No air-defence nouns here.

Names for users load when they are first used: ``fly_point_mass``, ``standard_atmosphere``, ``gravity``,
``minimum_energy_arc``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gbad.physics.point_mass import fly_point_mass, gravity, minimum_energy_arc, standard_atmosphere

__all__ = ["fly_point_mass", "gravity", "minimum_energy_arc", "standard_atmosphere"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gbad.physics' has no attribute {name!r}")
    return getattr(import_module("gbad.physics.point_mass"), name)
