"""Fly-out tables: how long a round takes to a place, and how fast and how agile it still is there.

Model. A round is flown by the same kernels as in an engagement (point mass, boost, coast, US-1976 air, generic drag
curve, lofted mid-course) against fixed points north of a launcher at sea level, 40 degrees north. At each place the
loft is chosen that takes least time among those that arrive as an intercept must: no slower than ``minimum_speed_mps``,
with ``least_load_factor`` at hand (dynamic pressure at full incidence, and side thrusters), before ``self_destruct_s``.
Where no loft does, the place is out of reach.

Left out: terrain, wind, the launcher's own height (air is thinner there, so tables are a little pessimistic),
bearing (the Earth's rotation moves long shots by less than one cell), terminal manoeuvre.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gbad.engagement import _columns_kernel as c
from gbad.engagement import _flyout_kernel as numbers
from gbad.engagement.interceptor import Interceptor, packed
from gbad.tables import Floats

RANGES, HEIGHTS = 40, 16
FIT_HEIGHT_M = 9_000.0  # [m] published ranges are taken against aircraft at cruising height
FIT_MARGIN = 1.01  # [1] of the published range, so that the last cell of the table is whole
FITTED_DRAG = (0.1, 6.0)  # limits of the search


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight to a fixed point."""

    time_s: float  # inf if it did not arrive
    speed_mps: float  # on arrival, or where it ended
    highest_m: float  # highest point of the way
    top_speed_mps: float
    load_mps2: float = 0.0  # lateral acceleration at hand on arrival, side thrusters included
    loft_rad: float = 0.0  # angle above the line of sight at which the way began


class Flyout(NamedTuple):
    """Tables ``(D, 40, 16)`` by ground range and height above the launcher, and their steps."""

    time_s: Floats  # inf where out of reach
    speed_mps: Floats  # on arrival; 0 where no flight comes near
    load_mps2: Floats  # lateral acceleration at hand on arrival
    planned_s: Floats  # as ``time_s``, but finite everywhere
    loft_rad: Floats
    climb_rad: Floats  # angle of the way above the horizontal on arrival
    range_step_m: float
    height_step_m: float

    def of_draw(self, draw: int) -> Flyout:
        """The tables of one draw alone, ``(1, 40, 16)``."""
        own = slice(draw, draw + 1)
        return self._replace(
            time_s=self.time_s[own], speed_mps=self.speed_mps[own], load_mps2=self.load_mps2[own],
            planned_s=self.planned_s[own], loft_rad=self.loft_rad[own], climb_rad=self.climb_rad[own],
        )  # fmt: skip


def fly_to(interceptor: Interceptor, range_m: float, height_m: float, *, loft_rad: float | None = None) -> Flight:
    """Fly one round (single numbers, not draws) to a fixed point at a ground range and a height above its launcher.

    By the best loft; or by the one given, and then whatever it arrives with.
    """
    out = np.zeros(numbers.FIGURES)
    p = packed(interceptor)[0]
    if loft_rad is None:
        numbers.probe(p, float(range_m), float(height_m), out)
    else:
        numbers.probe_with(p, float(range_m), float(height_m), float(loft_rad), out)
    k = numbers
    return Flight(*(float(out[i]) for i in (k.TIME, k.SPEED, k.HIGHEST, k.FASTEST, k.LOAD, k.LOFT)))


def flyout_tables(interceptor: Interceptor) -> Flyout:
    """Tables of a type with all its draws.

    Range nodes reach one step beyond the published range, height nodes one step above the published height (the
    largest of the draws).
    """
    rows = packed(interceptor)
    range_step_m = float(np.max(interceptor.max_range_m)) / (RANGES - 2)
    height_step_m = float(np.max(interceptor.max_altitude_m)) / (HEIGHTS - 2)
    tables = [np.zeros((len(rows), RANGES, HEIGHTS)) for _ in range(6)]
    time_s, speed_mps, load_mps2, planned_s, loft_rad, climb_rad = tables
    known: dict[bytes, int] = {}
    for draw, row in enumerate(rows):
        # what only seeker and warhead differ in flies alike
        key = row[: c.SEEKER].tobytes()
        if key in known:
            for table in tables:
                table[draw] = table[known[key]]
            continue
        known[key] = draw
        numbers.tabulate(row, range_step_m, height_step_m, *(table[draw] for table in tables))
    return Flyout(time_s, speed_mps, load_mps2, planned_s, loft_rad, climb_rad, range_step_m, height_step_m)


def fit_drag_factor(interceptor: Interceptor, range_m: float | None = None) -> float:
    """The drag factor with which a round just reaches ``range_m`` (its published range) at 9 km height.

    "Just" means arriving as an intercept must: bisection on the last drag factor that still arrives. Raises
    ``ValueError`` if it cannot reach that far even with almost no drag.
    """
    goal_m = FIT_MARGIN * float(np.max(interceptor.max_range_m)) if range_m is None else range_m
    low, high = FITTED_DRAG

    def arrives(drag_factor: float) -> bool:
        return bool(np.isfinite(fly_to(replace(interceptor, drag_factor=drag_factor), goal_m, FIT_HEIGHT_M).time_s))

    if not arrives(low):
        raise ValueError(f"no drag factor lets this missile reach {goal_m / 1e3:.0f} km: its motor is too weak")
    while high - low > 1e-4 * low:
        middle = 0.5 * (low + high)
        if arrives(middle):
            low = middle
        else:
            high = middle
    return low
