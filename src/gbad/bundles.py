"""Tables -> bundles: the one place where columns are gathered for kernels. Cheap: no array is copied."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from gbad._bundles_kernel import FireUnits, Magazine, MissileEnvelope, RadarHorizon, RadarVolume
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.tables import BatteryTable, InterceptorTable, RadarTable, RoundTable

Bundle = TypeVar("Bundle", bound=tuple[Any, ...])


def columns(bundle: type[Bundle], table: Any, **derived: Any) -> Bundle:
    """A bundle of the columns of a table that its fields name; those that no column holds are given as ``derived``.

    Raises AttributeError for a field that is neither.
    """
    names: tuple[str, ...] = bundle._fields  # type: ignore[attr-defined]  # every NamedTuple has it
    found = [derived[name] if name in derived else getattr(table, name) for name in names]
    # laid out in one way, so that a kernel is compiled for one; what is so already is not copied. For reading only: a
    # kernel that writes must be handed the very arrays
    return bundle(*(np.ascontiguousarray(value) if isinstance(value, np.ndarray) else value for value in found))


def radar_volume(radars: RadarTable) -> RadarVolume:
    """Where each radar may look."""
    return columns(RadarVolume, radars)


def radar_horizon(radars: RadarTable) -> RadarHorizon:
    """How high each radar stands, and the Earth's radius for its rays."""
    return columns(RadarHorizon, radars, effective_radius_m=MEAN_RADIUS * radars.effective_earth_factor)


def missile_envelope(interceptors: InterceptorTable) -> MissileEnvelope:
    """What each missile type can reach."""
    return columns(MissileEnvelope, interceptors)


def fire_units(batteries: BatteryTable) -> FireUnits:
    """What each battery can do."""
    return columns(FireUnits, batteries)


def magazine(rounds: RoundTable) -> Magazine:
    """Where each round stands."""
    return columns(Magazine, rounds)
