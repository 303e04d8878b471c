"""What a raid costs in rounds, and what the defended asset must be worth for that to pay.

``cost`` of a raid is the sum of rounds fired times price. ``value saved`` is the value that would leak if nobody fired
(everything that flies to an asset arrives) less the value that leaked. The break-even value is the ratio of both means,
a price of one unit of the scenario's values: a raid on an asset of value 5 pays if five of it are lost otherwise and
worth more. The ratio is one of means, not a mean of ratios (a run that saves nothing has none). Its interval holds
every ``r`` for which the mean of ``top - r bottom`` may be 0 by the study's own intervals (the idea of E. C. Fieller,
J. R. Stat. Soc. B 16 (1954) 175-185, without his normal law): it holds where those do, and at any look of a study with
a stopping rule. Prices move together: all at their low ends, nominals, high ends.

Left out: what radars, crews and their wear cost, and what the attacker pays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from gbad.errors import InputError
from gbad.studies.answer import Study
from gbad.studies.intervals import FIXED, Bounds, Family, Interval, tally
from gbad.studies.measures import COUNTS
from gbad.studies.together import NAMES
from gbad.tables import Floats

PREFIX = "rounds_"
ENDS = ("low", "nominal", "high")
FAR = 1e4  # times the ratio, beyond which an interval is told to have no upper end


class Priced(Protocol):
    """A price with its spread."""

    @property
    def low(self) -> float: ...
    @property
    def nominal(self) -> float: ...
    @property
    def high(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of means and its 95 % interval; nan where nothing is divided by."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure of the same runs as others, and the least and the greatest value that a run can have."""

    values: Floats  # (n,)
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one variant [million US dollars], by end of the prices."""

    variant: str
    runs: int
    raid: Mapping[str, Ratio]  # cost of rounds for a raid
    kill: Mapping[str, Ratio]  # for one threat killed
    break_even: Mapping[str, Ratio]  # for one unit of value saved


def costs_of(study: Study, prices: Mapping[str, Priced]) -> list[Costs]:
    """Costs of every variant. Raises ``InputError`` where a type that was fired has no price."""
    kinds = [name.removeprefix(PREFIX) for name in study.outcome.names if name.startswith(PREFIX)]
    # counts of rounds of all types together are no type
    kinds = [kind for kind in kinds if f"{PREFIX}{kind}" not in (*COUNTS, *NAMES)]
    found = []
    for row, variant in enumerate(study.design.variants):
        rounds = {kind: _units(study, f"{PREFIX}{kind}", row) for kind in kinds}
        missing = [kind for kind, fired in rounds.items() if fired.values.any() and kind not in prices]
        if missing:
            raise InputError(
                f"{', '.join(missing)}: no price is known; give one with --prices FILE (schema: prices/1), which needs "
                "low, nominal, high, year, kind, basis and from"
            )
        killed, leaked = _units(study, "killed", row), _units(study, "value_leaked", row)
        most = leaked.bounds.high
        saved = Counted(most - leaked.values, Bounds(0.0, most - leaked.bounds.low))
        each = Counted(np.ones(len(killed.values)), Bounds(1.0, 1.0))
        raid, kill, even = {}, {}, {}
        for end in ENDS:
            cost = _cost(rounds, {kind: float(getattr(price, end)) for kind, price in prices.items()}, len(each.values))
            raid[end], kill[end], even[end] = (ratio(cost, by, study.family) for by in (each, killed, saved))
        found.append(Costs(variant.name, len(study.sample("killed", row)), raid, kill, even))
    return found


def _units(study: Study, measure: str, row: int) -> Counted:
    """A measure by what intervals count: runs, or means of whole samples where figures are varied."""
    return Counted(
        study.units(study.outcome.values[row, :, study.outcome.names.index(measure)]), study.bounds(measure, row)
    )


def _cost(rounds: Mapping[str, Counted], price: Mapping[str, float], runs: int) -> Counted:
    """Rounds fired times price, all types together."""
    priced = [(price[kind], fired) for kind, fired in rounds.items() if kind in price]
    values = sum((p * fired.values for p, fired in priced), np.zeros(runs))
    ends = (sum(p * fired.bounds[k] for p, fired in priced) for k in (0, 1))
    return Counted(values, Bounds(*ends))


def ratio(top: Counted, bottom: Counted, family: Family = FIXED, level: float = 0.95) -> Ratio:
    """Ratio of two means that are at least 0, over the same runs."""
    below = float(bottom.values.mean()) if len(bottom.values) else 0.0
    if below <= 0.0:
        return Ratio(float("nan"), float("nan"), float("nan"))
    if top.bounds.high == 0.0:
        return Ratio(0.0, 0.0, 0.0)
    value = float(top.values.mean()) / below

    def rest(claim: float) -> Interval:
        # rounding may carry a value over an end by its last digit
        ends = Bounds(top.bounds.low - claim * bottom.bounds.high, top.bounds.high - claim * bottom.bounds.low)
        return family.mean(tally(np.clip(top.values - claim * bottom.values, *ends)), ends, level)

    # from where on the mean of the rest is too small for the claim
    scale = max(value, top.bounds.high / bottom.bounds.high)
    outside = 2.0 * scale
    while rest(outside).high >= 0.0 and outside < FAR * scale:
        outside *= 2.0
    high = _root(lambda claim: rest(claim).high, value, outside) if outside < FAR * scale else math.inf
    low = _root(lambda claim: rest(claim).low, 0.0, value) if rest(0.0).low > 0.0 else 0.0
    return Ratio(value, min(low, value), max(high, value))


def _root(end: Callable[[float], float], least: float, most: float) -> float:
    """Where an end of the interval of the rest, which falls with the claim, is 0."""
    if end(least) <= 0.0:
        return least
    from scipy.optimize import brentq  # late: it takes a fifth of a second to load

    return most if end(most) >= 0.0 else float(brentq(end, least, most, xtol=1e-9 * most, rtol=1e-6))


def shown(found: Sequence[Costs]) -> int:
    """Intervals of ratios at nominal prices that are told side by side; one without width is no guess."""
    ratios = [of["nominal"] for one in found for of in (one.raid, one.kill, one.break_even)]
    return sum(ratio.low < ratio.high for ratio in ratios)


def told(costs: Costs) -> dict[str, Any]:
    """As JSON; what is not finite is null."""

    def ends(ratios: Mapping[str, Ratio]) -> dict[str, Any]:
        return {
            end: {"value": _finite(one.value), "low": _finite(one.low), "high": _finite(one.high)}
            for end, one in ratios.items()
        }

    return {
        "variant": costs.variant, "runs": costs.runs, "cost_of_a_raid_musd": ends(costs.raid),
        "cost_of_a_kill_musd": ends(costs.kill), "break_even_value_musd": ends(costs.break_even),
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
