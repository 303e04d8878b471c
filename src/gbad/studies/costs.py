"""What a raid costs in rounds, and what the defended asset must be worth for that to pay.

``cost`` of a raid is the sum of rounds fired times price. ``value saved`` is the value that would leak if nobody fired
(everything that flies to an asset arrives) less the value that leaked. The break-even value is the ratio of both means,
a price of one unit of the scenario's values: a raid on an asset of value 5 pays if five of it are lost otherwise and
worth more. The ratio is one of means, not a mean of ratios (a run that saves nothing has none); its interval is that of
its linear part over runs, normal, 95 %. Prices move together: all at their low ends, nominals, high ends.

Left out: what radars, crews and their wear cost, and what the attacker pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from gbad.errors import InputError
from gbad.studies.answer import Study
from gbad.tables import Floats

Z95 = 1.959963984540054
PREFIX = "rounds_"
ENDS = ("low", "nominal", "high")


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
    """A ratio of means with its 95 % interval; nan where nothing is divided by."""

    value: float
    half_width: float


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
    kinds = [kind for kind in kinds if f"{PREFIX}{kind}" != "rounds_fired"]
    found = []
    for row, variant in enumerate(study.design.variants):
        rounds = {kind: study.sample(f"{PREFIX}{kind}", row) for kind in kinds}
        missing = [kind for kind, fired in rounds.items() if fired.any() and kind not in prices]
        if missing:
            raise InputError(
                f"{', '.join(missing)}: no price is known; give one with --prices FILE (schema: prices/1), which needs "
                "low, nominal, high, year, kind, basis and from"
            )
        killed, leaked = study.sample("killed", row), study.sample("value_leaked", row)
        saved = study.bounds("value_leaked", row).high - leaked
        ones = np.ones(len(killed))
        raid, kill, even = {}, {}, {}
        for end in ENDS:
            cost = sum((float(getattr(prices[k], end)) * rounds[k] for k in kinds if k in prices), 0.0 * ones)
            raid[end], kill[end], even[end] = ratio(cost, ones), ratio(cost, killed), ratio(cost, saved)
        found.append(Costs(variant.name, len(killed), raid, kill, even))
    return found


def ratio(top: Floats, bottom: Floats) -> Ratio:
    """Ratio of two means over the same runs, ``(n,)`` each, with half of its 95 % interval (delta method)."""
    below = float(bottom.mean()) if len(bottom) else 0.0
    if below <= 0.0:
        return Ratio(float("nan"), float("nan"))
    value = float(top.mean()) / below
    if len(top) < 2:
        return Ratio(value, float("inf"))
    spread = float((top - value * bottom).std(ddof=1))
    return Ratio(value, Z95 * spread / (below * float(np.sqrt(len(top)))))


def told(costs: Costs) -> dict[str, Any]:
    """As JSON; what is not finite is null."""

    def ends(ratios: Mapping[str, Ratio]) -> dict[str, Any]:
        return {
            end: {"value": _finite(one.value), "half_width": _finite(one.half_width)} for end, one in ratios.items()
        }

    return {
        "variant": costs.variant, "runs": costs.runs, "cost_of_a_raid_musd": ends(costs.raid),
        "cost_of_a_kill_musd": ends(costs.kill), "break_even_value_musd": ends(costs.break_even),
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
