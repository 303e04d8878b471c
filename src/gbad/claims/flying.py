"""Flying to a range, and what a battery consists of, at the corners of the figures these lean on."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from gbad import engagement, library
from gbad.claims.corners import Ends, Spread, is_published, rounded, spread_of, told, turned_by
from gbad.claims.finding import DEPENDS, DOES_NOT_HOLD, FLIGHT, HOLDS, HOLDS_IF, HORIZON, SECTOR, Found
from gbad.claims.seeing import SEES, figures_of, height_needed_m, needed_m2
from gbad.library.claim_spec import Has, Reaches
from gbad.library.figures import Figure
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of

FLOWN_BY = (
    "max_range_km",
    "drag_factor",
    "exhaust_speed_mps",
    "launch_mass_kg",
    "minimum_speed_mps",
    "self_destruct_s",
)
CRUISE_HEIGHT_M = 10_000.0
NEVER = ("cruise-missile", "one-way-attack-drone")


@cache
def flies_km(missile: str, range_km: float) -> Spread:
    """How far the missile gets towards a range [km]: its published limit, and 0 where the flight model falls short."""
    holder = Holder(library.load(missile), missile)

    def flown(ends: Ends) -> float:
        columns = figures([holder], Draws([{holder.key(path): quantile for path, quantile in ends.items()}]))
        single: dict[str, Any] = {column: float(values[0, 0]) for column, values in columns.items() if values.ndim == 2}
        one = engagement.of_figures(
            single | kinds_of(holder.entry) | {"pk_published": tuple(columns["pk_published"][0, 0])}
        )
        limit_km = float(columns["max_range_m"][0, 0]) / 1e3
        aim_km = min(limit_km, range_km)
        return limit_km if math.isfinite(engagement.fly_to(one, 1e3 * aim_km, CRUISE_HEIGHT_M).time_s) else 0.0

    return spread_of(flown, figures_of(missile, FLOWN_BY))


def reaches(test: Reaches) -> Found:
    """The answer, without any scenario: holds at the unfavourable corner, fails at the favourable one, or hangs on."""
    far = flies_km(test.missile, test.range_km)
    leaning = figures_of(test.missile, FLOWN_BY)
    limit = next(f for f in library.figures(test.missile) if f.path == "max_range_km")
    condition = f"{told(limit)}, {limit.nominal:g} nominal."
    if far.high > 0.0 and far.low == 0.0:
        condition += (
            f" In the flight model it arrives {_there(test, limit)} only at some corners of drag, thrust and mass."
        )
    elif far.high == 0.0:
        condition += f" In the flight model it arrives {_there(test, limit)} at no corner of drag, thrust and mass."
    condition += _sight(test)
    holds = far.low >= test.range_km
    if holds or far.high < test.range_km:
        return Found(HOLDS if holds else DOES_NOT_HOLD, condition, FLIGHT, far.nominal, "km")
    turning = turned_by(lambda ends: _reached(test, ends), leaning)
    if turning:
        condition += f" By itself decides: {'; '.join(map(told, turning))}."
    verdict = DEPENDS if any(map(is_published, turning)) else HOLDS_IF
    return Found(verdict, condition, f"{FLIGHT}, {HORIZON}, {SECTOR}" if test.radar else FLIGHT, far.nominal, "km")


def _there(test: Reaches, limit: Figure) -> str:
    """Where the flight is asked for: no farther than the stated limit."""
    high = f"{CRUISE_HEIGHT_M / 1e3:g} km high"
    if test.range_km <= limit.low:
        return f"at {test.range_km:g} km, {high},"
    return (
        f"at its stated limit, {high}," if test.range_km >= limit.high else f"so far, or at its stated limit, {high},"
    )


def _reached(test: Reaches, ends: Ends) -> bool:
    """Whether the stated limit reaches with one figure at an end; the flight itself decides at the corners."""
    limit = next(f for f in library.figures(test.missile) if f.path == "max_range_km")
    u = ends.get("max_range_km")
    return (limit.nominal if u is None else (limit.low if u == 0.0 else limit.high)) >= test.range_km


def _sight(test: Reaches) -> str:
    """What the radar that guides it must see there."""
    if test.radar is None:
        return ""
    height, rcs = height_needed_m(test.radar, test.range_km), needed_m2(test.radar, test.range_km)
    width = next(f for f in library.figures(test.radar) if f.path == "sector_width_deg")
    low = [name for name in NEVER if _ceiling_m(name) < height.low]
    never = f", so that a {' and a '.join(low)} never {'are' if len(low) > 1 else 'is'}" if low else ""
    said = (
        f" At {test.range_km:g} km a target must fly above {rounded(height.nominal / 1e3)} km to be in sight of the "
        f"{test.radar}{never}, and show it {rcs.text('m²')} ({SEES})"
    )
    return said + (f"; and that in a sector of {width.nominal:g}°, not all round." if width.nominal < 359.0 else ".")


def _ceiling_m(name: str) -> float:
    found = [f.high for f in library.figures(name) if f.path == "height_m"]
    return found[0] if found else math.inf


def has(test: Has) -> Found:
    """What the library's battery consists of, against what is said of it."""
    entry = library.load(test.battery)
    launchers = sum(row.count for row in entry.launchers)  # type: ignore[attr-defined]  # a battery's entry
    rounds = sum(row.count * sum(row.load.values()) for row in entry.launchers)  # type: ignore[attr-defined]  # a battery's entry
    holds = launchers >= test.launchers and rounds >= test.rounds
    condition = (
        f"The {test.battery} of the library has {launchers} launchers and {rounds} rounds; said are at least "
        f"{test.launchers} and {test.rounds}. An input read from the same kind of source, not a finding."
    )
    return Found(HOLDS if holds else DOES_NOT_HOLD, condition, "", float(rounds), "rounds")
