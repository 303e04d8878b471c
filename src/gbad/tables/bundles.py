"""Tables -> bundles: the one place where columns are gathered for kernels. Cheap: no array is copied."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.tables import BatteryTable, InterceptorTable, RadarTable, RoundTable, needs_radar
from gbad.tables._bundles_kernel import FireUnits, KillTables, Magazine, MissileEnvelope, RadarHorizon, RadarVolume

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


_KEPT = 64  # tables whose bundles are kept, per function: more than a process plays at a time
Table = TypeVar("Table")
Made = TypeVar("Made")


def made_once(make: Callable[[Table], Made]) -> Callable[[Table], Made]:
    """The same bundle for the same table: rooms ask at every cycle, and a table never changes.

    Tables are told apart by identity; each is kept with its bundle, so that its identity is not given to another.
    """
    kept: OrderedDict[int, tuple[Table, Made]] = OrderedDict()

    @wraps(make)
    def ask(table: Table) -> Made:
        found = kept.get(id(table))
        if found is None:
            found = kept[id(table)] = (table, make(table))
            while len(kept) > _KEPT:
                kept.popitem(last=False)
        return found[1]

    return ask


@made_once
def radar_volume(radars: RadarTable) -> RadarVolume:
    """Where each radar may look."""
    return columns(RadarVolume, radars)


@made_once
def radar_horizon(radars: RadarTable) -> RadarHorizon:
    """How high each radar stands, and the Earth's radius for its rays."""
    return columns(RadarHorizon, radars, effective_radius_m=MEAN_RADIUS * radars.effective_earth_factor)


@made_once
def missile_envelope(interceptors: InterceptorTable) -> MissileEnvelope:
    """What each missile type can reach."""
    return columns(MissileEnvelope, interceptors, needs_radar=needs_radar(interceptors))


@made_once
def kill_tables(interceptors: InterceptorTable) -> KillTables:
    """What one round of each missile type may be expected to do."""
    return columns(KillTables, interceptors)


@made_once
def fire_units(batteries: BatteryTable) -> FireUnits:
    """What each battery can do."""
    return columns(FireUnits, batteries)


@made_once
def magazine(rounds: RoundTable) -> Magazine:
    """Where each round stands."""
    return columns(Magazine, rounds)
