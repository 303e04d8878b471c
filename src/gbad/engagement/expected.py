"""The kill table: what one round may be expected to do to a target of a class that it meets at a place.

For every place of a coarse grid of ground range and height the last seconds of twelve shots are flown by the kernels of
the engagement: the round with the speed and way of its fly-out table, the reference target of the class (``reference``)
straight in, an aircraft weaving by 3 g, a track error of 100 m at lock. The mean lethality of these passages times the
type's reliability is the expected kill probability. The same dice are used at every place, so that the table is smooth
where physics is.

It is an estimate for decisions. Left out, and so not known to who decides by it: the size, the cross-section and the
real evasion of the target at hand, its course, and whether the round arrives at all (the fly-out table says that).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gbad.engagement import _expected_kernel as numbers
from gbad.engagement import packs, reference
from gbad.engagement.flyout import Flyout
from gbad.engagement.interceptor import Interceptor, packed
from gbad.physics.earth import G0
from gbad.physics.random import entity_key
from gbad.tables import TARGET_AIRCRAFT, Floats

RANGES, HEIGHTS = 9, 6
# who decides must reckon with a pilot who sees the round come: an aircraft weaves by 3 g, from side to side in 6 s
EXPECTED = reference.BODIES | {
    TARGET_AIRCRAFT: replace(reference.BODIES[TARGET_AIRCRAFT], evasion_mps2=3.0 * G0, evasion_rad_s=2.0 * np.pi / 6.0)
}
SEED = 1


class Expected(NamedTuple):
    """Mean lethality ``(D, 3, RANGES, HEIGHTS)`` by class, ground range and height, and the steps of the grid."""

    lethality: Floats
    range_step_m: float
    height_step_m: float


def expected_lethality(interceptor: Interceptor, tables: Flyout) -> Expected:
    """Tables of a type with all its draws. The last range and height are the published ones (largest of the draws)."""
    out_steps = (
        float(np.max(interceptor.max_range_m)) / (RANGES - 1), float(np.max(interceptor.max_altitude_m)) / (HEIGHTS - 1)
    )  # fmt: skip
    draws = interceptor.split()
    out = np.zeros((len(draws), 3, RANGES, HEIGHTS))
    known: dict[Interceptor, int] = {}
    for row, draw in enumerate(draws):
        if draw in known:
            out[row] = out[known[draw]]
            continue
        known[draw] = row
        _tabulate(draw, tables.of_draw(row), out_steps, out[row])
    return Expected(out, *out_steps)


def lethality_at(interceptor: Interceptor, tables: Flyout, range_m: float, height_m: float) -> Floats:
    """The same ``(3,)`` flown at one place instead of taken from a table; for a type with one draw."""
    out = np.zeros((3, 2, 2))
    _tabulate(interceptor, tables, (range_m, height_m), out)
    return out[:, 1, 1]


def _tabulate(draw: Interceptor, tables: Flyout, out_steps: tuple[float, float], out: Floats) -> None:
    """Fill ``out (3, ranges, heights)`` for one draw and its own fly-out tables."""
    firsts = [reference.at_most(each[0], draw) for each in reference.APPROACHES.values()]
    approach = np.array([(each.speed_mps, each.dive_rad) for each in firsts])
    numbers.tabulate(
        packed(draw)[0], draw.guidance, draw.warhead, float(draw.lethal_radius_m), approach, _world(),
        tuple(reference.bodies_of(body) for body in EXPECTED.values()), reference.open_sites(),
        packs.Clock(1e3, 0.0, np.uint64(SEED)), (tables.planned_s[0], tables.speed_mps[0], tables.climb_rad[0]),
        (tables.range_step_m, tables.height_step_m), out_steps, out,
    )  # fmt: skip


def _world() -> packs.World:
    """Room for one target on a straight way."""
    one = np.zeros((1, 1))
    return packs.World(
        np.array([entity_key("reference target")]), one, one + 1e6, 100.0, np.zeros((1, 1, 2, 3)),
        np.zeros((1, 1, 2, 3)), one + np.inf,
    )  # fmt: skip
