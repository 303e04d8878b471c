"""What an order of a timetable takes: length of a march, and the seconds of its parts, by draw."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from gbad.codes.units import UnitState
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.layout.units import UnitOrder
from gbad.scenario.routes import Place
from gbad.scenario.specs.vehicle import Vehicle
from gbad.tables import Floats

Part = tuple[UnitState, Floats, Floats]  # what it does, from and to [s] by draw


def straight_m(points: Sequence[Place]) -> float:
    """Length of straight legs over the ground between points [m], on a sphere: a road is no straighter."""
    total = 0.0
    for one, other in itertools.pairwise(points):
        a, b, c, d = map(math.radians, (one.latitude_deg, one.longitude_deg, other.latitude_deg, other.longitude_deg))
        chord = math.sin((c - a) / 2.0) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2.0) ** 2
        total += 2.0 * MEAN_RADIUS * math.asin(min(1.0, math.sqrt(chord)))
    return total


def started_s(at_s: float, cycle_s: float) -> float:
    """When an order takes effect: a unit stops at the command cycle in which it is told."""
    return math.floor(at_s / cycle_s + 1e-9) * cycle_s


def parts_of(order: UnitOrder, begin_s: float, at: Place | None, vehicle: Holder | None, draws: Draws) -> list[Part]:
    """What a unit does for one order, in order of time. ``at`` is where it stands before; columns are ``(D,)``."""
    begin = np.full(draws.count, begin_s)
    if order.do == "lost":
        return [(UnitState.LOST, begin, np.full(draws.count, np.inf))]
    if order.do == "silence":
        assert order.for_s is not None
        return [(UnitState.SILENT, begin, begin + (order.at_s - begin_s) + order.for_s)]
    assert vehicle is not None
    if order.do == "turn":
        return [(UnitState.TURNING, begin, begin + draws.values(vehicle, "turn_s"))]
    assert isinstance(vehicle.entry, Vehicle)
    assert order.to is not None
    assert at is not None
    if vehicle.entry.mast_cycle_s is not None:
        tear_s = set_s = 0.5 * draws.values(vehicle, "mast_cycle_s")
    else:
        tear_s, set_s = draws.values(vehicle, "tear_down_s"), draws.values(vehicle, "set_up_s")
    speed_mps = draws.values(vehicle, "march_speed_kmh") / 3.6
    way_m = straight_m((at, *order.via, order.to)) * draws.values(vehicle, "way_over_straight")
    rolling_s = begin + tear_s
    there_s = np.maximum(rolling_s + way_m / speed_mps, order.arrive_s or 0.0)
    return [
        (UnitState.TEARING_DOWN, begin, rolling_s),
        (UnitState.MARCHING, rolling_s, there_s),
        (UnitState.SETTING_UP, there_s, there_s + set_s),
    ]
