"""Seeing at a range, at the corners of what is published and assumed of the radar.

**Sees** means what it means to ``gbad cover``: a target that stays at that place is found with a chance of 0.9 within
60 s, by visits alike (``coverage.criterion``). Beside it stands what one look with a chance of 0.5 would ask for, the
condition under which ranges are mostly published.
"""

from __future__ import annotations

from functools import cache

from gbad import library, sensing
from gbad.claims.corners import Ends, Spread, is_published, rounded, spread_of, told, turned_by
from gbad.claims.finding import (
    DEPENDS,
    DOES_NOT_HOLD,
    HOLDS,
    HOLDS_IF,
    HORIZON,
    NOISE,
    NOT_TESTED_HERE,
    Found,
)  # fmt: skip
from gbad.claims.sight import exponential_horizon_height_m, horizon_height_m
from gbad.coverage.criterion import Criterion
from gbad.library.claim_spec import Sees
from gbad.library.figures import Figure
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_echo import loop_gain_db

SEES = Criterion()
ONE_LOOK = Criterion("visit", 0.5)
MEANING = f"Sees: {SEES} (as in coverage); beside it {ONE_LOOK}."
SEEN_BY = (
    "calibration.range_km", "calibration.rcs_m2", "calibration.pd", "gas_loss_two_way_db_per_km", "period_s",
    "instrumented_range_km",
)  # fmt: skip


def figures_of(name: str, paths: tuple[str, ...]) -> list[Figure]:
    """Figures of an entry that have a spread, among those named."""
    return [figure for figure in library.figures(name) if figure.path in paths and not figure.is_plain]


def need_m2(radar: str, range_km: float, ends: Ends, criterion: Criterion = SEES) -> float:
    """Mean cross-section [m2] (Swerling 1) that the criterion asks for at a range, noise alone, at one corner."""
    holder = Holder(library.load(radar), radar)
    draws = Draws([{holder.key(path): quantile for path, quantile in ends.items()}])

    def value(path: str) -> float:
        return float(draws.values(holder, path, missing=0.0)[0])

    had_db = float(loop_gain_db([holder], draws, sensing.loop_gain_db)[0, 0])
    pulses = holder.entry.calibration.pulses  # type: ignore[attr-defined]  # a radar's entry
    needed_db = sensing.loop_gain_db(
        1e3 * range_km, 1.0, criterion.single_pd(value("period_s")), value("calibration.pfa"), 1, pulses,
        value("gas_loss_two_way_db_per_km"), value("antenna_height_m"),
    )  # fmt: skip
    return float(10.0 ** ((needed_db - had_db) / 10.0))


@cache
def needed_m2(radar: str, range_km: float, criterion: Criterion = SEES) -> Spread:
    """The same at its nominals and over all corners."""
    return spread_of(lambda ends: need_m2(radar, range_km, ends, criterion), figures_of(radar, SEEN_BY))


@cache
def height_needed_m(radar: str, range_km: float) -> Spread:
    """Lowest height in sight at a range over a smooth Earth of 4/3 radius, over the heights of the antenna."""
    holder = Holder(library.load(radar), radar)

    def needed(ends: Ends) -> float:
        draws = Draws([{holder.key(path): quantile for path, quantile in ends.items()}])
        return horizon_height_m(1e3 * range_km, float(draws.values(holder, "antenna_height_m")[0]))

    return spread_of(needed, figures_of(radar, ("antenna_height_m",)))


def sees(test: Sees) -> Found:
    """The answer, without any scenario."""
    radar, far_km = test.radar, test.range_km
    limit = next(f for f in library.figures(radar) if f.path == "instrumented_range_km")
    rcs, one, height = needed_m2(radar, far_km), needed_m2(radar, far_km, ONE_LOOK), height_needed_m(radar, far_km)
    if limit.high < far_km:
        return Found(
            DOES_NOT_HOLD, f"The display of the {radar} ends at {limit.high:g} km at most.", "display", limit.high, "km"
        )
    exponential = exponential_horizon_height_m(1e3 * far_km, library.load(radar).antenna_height_m.nominal)  # type: ignore[attr-defined]  # a radar's entry
    asks = (
        f"At {far_km:g} km a target must fly above {rounded(height.nominal / 1e3, 3)} km (smooth Earth, 4/3 radius; "
        f"{rounded(exponential / 1e3, 3)} km in an exponential atmosphere) and show the {radar} {rcs.text('m²')} "
        f"({SEES}; {one.text('m²')} for {ONE_LOOK})."
    )
    display = f" Its display must reach so far: {told(limit)}." if limit.low < far_km else ""
    what = f"{HORIZON}, {NOISE}"
    if test.target is not None:
        return _of_target(test, rcs, height, limit, asks + display)
    if limit.low < far_km and is_published(limit):
        return Found(DEPENDS, asks + display, what, height.nominal / 1e3, "km height")
    return Found(HOLDS_IF, asks + display, what, height.nominal / 1e3, "km height")


def _of_target(test: Sees, rcs: Spread, height: Spread, limit: Figure, asks: str) -> Found:
    """The answer for one type of target: at the corners of its own figures too."""
    named = str(test.target)
    figures = {f.path: f for f in library.figures(named)}
    shown, flown = figures.get("rcs_m2"), figures.get("height_m")
    if shown is None or flown is None:
        return Found(NOT_TESTED_HERE, f"The library has no cross-section or no cruising height for {named}.")
    heights = f"{flown.low / 1e3:g} to {flown.high / 1e3:g} km"
    asks += f" A {named} shows {shown.low:g} to {shown.high:g} m² and flies at {heights}."
    worst = shown.low >= rcs.high and flown.low >= height.high and limit.low >= test.range_km
    best = shown.high >= rcs.low and flown.high >= height.low
    value = shown.nominal / rcs.nominal
    if worst or not best:
        return Found(HOLDS if worst else DOES_NOT_HOLD, asks, f"{HORIZON}, {NOISE}", value, "of what is needed")

    def holds(ends: Ends) -> bool:
        def at(figure: Figure) -> float:
            u = ends.get(figure.path)
            return figure.nominal if u is None else (figure.low if u == 0.0 else figure.high)

        return at(shown) >= rcs.nominal and at(flown) >= height.nominal and at(limit) >= test.range_km

    turning = turned_by(holds, [f for f in (shown, flown, limit) if not f.is_plain])
    published = [f for f in turning if is_published(f)]
    asks += f" By itself decides: {'; '.join(map(told, turning))}." if turning else " No single figure decides it."
    return Found(DEPENDS if published else HOLDS_IF, asks, f"{HORIZON}, {NOISE}", value, "of what is needed")
