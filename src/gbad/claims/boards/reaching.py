"""How far a missile flies and what its radar sees there: the same functions as the verdict, over a grid."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from gbad import engagement, library
from gbad.claims.boards.board import MAYBE, NO, YES, Board, Button, Cell, Dial, cells_of, nearest
from gbad.claims.boards.seeing import buttons_of, figure, levels_with, metres, plainly, sentence_case
from gbad.claims.corners import Ends, told
from gbad.claims.flying import FLOWN_BY
from gbad.claims.seeing import figures_of, height_needed_m, needed_m2
from gbad.library.claim_spec import Reaches
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of
from gbad.text.readable import a

RANGES_KM = (50.0, 100.0, 150.0, 200.0, 250.0, 300.0)
HEIGHTS_M = (100.0, 1000.0, 2000.0, 5000.0, 8000.0, 11000.0, 15000.0, 25000.0)
TARGETS = ("one-way-attack-drone", "cruise-missile", "low-observable-fighter", "fighter")
UNFAVOURABLE = {
    "drag_factor": 1.0,
    "minimum_speed_mps": 1.0,
    "self_destruct_s": 0.0,
    "exhaust_speed_mps": 0.0,
    "max_range_km": 0.0,
}
OTHER = "48N6E3"  # what one press flies instead


def reaches_board(test: Reaches) -> Board:
    """Distance, height, kind of target and missile against the flight model and the sight of its radar."""
    far = levels_with(tuple(r for r in RANGES_KM if r < test.range_km), test.range_km)
    missiles = (test.missile, OTHER) if test.missile != OTHER else (test.missile,)
    height = Dial("height", "Height of the target", HEIGHTS_M, tuple(map(metres, HEIGHTS_M)), 0)
    dials = (
        Dial("range", "Distance", far, tuple(f"{r:g} km" for r in far), len(far) - 1),
        Dial(height.id, height.label, height.levels, height.words, nearest(height, 11000.0)),
        Dial("target", "What flies there", TARGETS, tuple(map(plainly, TARGETS)), TARGETS.index("fighter"), "choice"),
        Dial("missile", "Missile", missiles, missiles, 0, "hidden"),
    )
    half = nearest(dials[0], test.range_km / 2.0)
    buttons = (Button(f"At {dials[0].words[half]}", {"range": half}), *buttons_of(dials[2], dials[1]))
    if len(missiles) > 1:
        buttons += (Button(f"Load the {OTHER} instead", {"missile": 1}),)

    def answer(far_km: float, high_m: float, target: str, missile: str) -> Cell:
        return reached(test.radar, far_km, high_m, target, missile)

    facts: dict[str, Any] = {
        "range_km": list(far), "top_m": HEIGHTS_M[-1], "radar": test.radar,
        "horizon_m": [height_needed_m(test.radar, r).nominal for r in far] if test.radar else [],
    }  # fmt: skip
    limit = figure(test.missile, "max_range_km")
    rests = f"It rests most on one figure: {told(limit)}."
    return Board("reaches", dials, buttons, cells_of(dials, answer), rests, "gbad claims --html DIR", facts)


def reached(radar: str | None, far_km: float, high_m: float, target: str, missile: str) -> Cell:
    """Whether it flies there, and whether its radar sees such a target there."""
    limit = figure(missile, "max_range_km")
    flown = flights(missile, far_km, high_m)
    sight = height_needed_m(radar, far_km) if radar else None
    numbers = (far_km, high_m, sight.nominal if sight else 0.0, limit.low, limit.nominal, limit.high)
    here = f"{sentence_case(a(plainly(target)))} {metres(high_m)} high, {far_km:g} km away"
    if limit.high < far_km:
        return Cell(
            NO, f"{here}: out of reach. No source lets the {missile} fly farther than {limit.high:g} km.", numbers
        )
    if sight and high_m < sight.low:
        hidden = f"the {radar} that must guide the missile sees nothing below {metres(sight.nominal)} there"
        return Cell(NO, f"{here}: {hidden}.", numbers)
    if not any(flown):
        return Cell(NO, f"{here}: the {missile} does not get there in the flight model, at any corner.", numbers)
    conditions = []
    if radar and sight:
        needs, shown = needed_m2(radar, far_km), figure(target, "rcs_m2")
        echo = f"its echo is {shown.low:g} to {shown.high:g} m² and must be {needs.low:.2g} to {needs.high:.2g} m²"
        if shown.high < needs.low:
            return Cell(NO, f"{here}: too small for the {radar}; {echo}.", numbers)
        if shown.low < needs.high:
            conditions.append(echo)
    if not all(flown):
        if limit.low < far_km:
            conditions.append(f"the {missile} must reach so far ({limit.low:g} to {limit.high:g} km)")
        else:
            conditions.append(f"the {missile} gets there only at some corners of drag, thrust and mass")
    if sight and high_m < sight.high:
        conditions.append("it flies at the very edge of the horizon")
    if conditions:
        return Cell(
            MAYBE, f"{here}: within reach or not, depending on figures nobody knows; {'; '.join(conditions)}.", numbers
        )
    sector = f"in the sector that the {radar} looks at" if radar else "of the missile alone"
    return Cell(YES, f"{here}: within reach, {sector}. Whether it is hit is another matter.", numbers)


@cache
def flights(missile: str, far_km: float, high_m: float) -> tuple[bool, bool, bool]:
    """Whether it arrives at its unfavourable corner, at its nominals, and at its favourable corner.

    Which end is unfavourable is plain for all figures but the launch mass (more of it is more propellant, too), of
    which both ends are flown.
    """
    known = [f.path for f in figures_of(missile, FLOWN_BY)]
    masses: tuple[float, ...] = (0.0, 1.0) if "launch_mass_kg" in known else (0.5,)

    def arrives(ends: Ends) -> bool:
        one, limit_km = _flying(missile, tuple(sorted((path, u) for path, u in ends.items() if path in known)))
        return far_km <= limit_km and math.isfinite(engagement.fly_to(one, 1e3 * far_km, high_m).time_s)

    worst = all(arrives(UNFAVOURABLE | {"launch_mass_kg": mass}) for mass in masses)
    best = any(arrives({p: 1.0 - u for p, u in UNFAVOURABLE.items()} | {"launch_mass_kg": mass}) for mass in masses)
    return worst, arrives({}), best


@cache
def _flying(missile: str, ends: tuple[tuple[str, float], ...]) -> tuple[engagement.Interceptor, float]:
    holder = Holder(library.load(missile), missile)
    columns = figures([holder], Draws([{holder.key(path): quantile for path, quantile in ends}]))
    single: dict[str, Any] = {column: float(values[0, 0]) for column, values in columns.items() if values.ndim == 2}
    one = engagement.of_figures(
        single | kinds_of(holder.entry) | {"pk_published": tuple(columns["pk_published"][0, 0])}
    )
    return one, float(columns["max_range_m"][0, 0]) / 1e3
