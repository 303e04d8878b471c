"""``gbad costs``: what the rounds of a finished study cost, and from which value of the asset on they pay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from gbad.archive.studies import read_study
from gbad.commands.printing import print_json
from gbad.commands.tables import table
from gbad.library.prices import SHIPPED, Price, prices
from gbad.studies.costs import PREFIX, Ratio, costs_of, shown, told
from gbad.studies.words import misses

HEAD = ("variant", "runs", "a raid", "spread of prices", "a kill", "break-even value", "spread of prices")


def costs(folder: Path, *, price_file: Path | None, as_json: bool) -> None:
    """Verify and open the study, multiply, tell."""
    study = read_study(folder)
    known = prices(price_file or SHIPPED)
    found = costs_of(study, known)
    used = {kind: price for kind, price in known.items() if f"{PREFIX}{kind}" in study.outcome.names}
    if as_json:
        print_json({
            "study": str(folder), "variants": [told(one) for one in found],
            "prices_musd": {kind: _price(price) for kind, price in used.items()},
        })  # fmt: skip
        return
    print(f"{study.design.scenario}: rounds in million US dollars, 95 % intervals of the dice at nominal prices\n")
    rows = [
        (one.variant, f"{one.runs:,}", _value(one.raid["nominal"]), _spread(one.raid), _value(one.kill["nominal"]),
         _value(one.break_even["nominal"]), _spread(one.break_even))
        for one in found
    ]  # fmt: skip
    print(table(HEAD, rows, right=HEAD[1:]))
    for line in misses(shown(found)):
        print(line)
    print("\nbreak-even value: what one unit of the scenario's value must be worth for the rounds to pay")
    for kind, price in used.items():
        print(
            f"{kind}: {price.nominal:g} ({price.low:g} to {price.high:g}), {price.kind}, {price.year}, {price.basis}: "
            f"{price.source}"
        )


def _value(one: Ratio) -> str:
    if math.isnan(one.value):
        return "-"
    return (
        f"{one.value:.3g} ({one.low:.3g} to {one.high:.3g})"
        if one.high < math.inf
        else f"{one.value:.3g} (from {one.low:.3g} on)"
    )


def _spread(of: Mapping[str, Ratio]) -> str:
    low, high = of["low"].value, of["high"].value
    return "-" if math.isnan(low) else f"{low:.3g} to {high:.3g}"


def _price(price: Price) -> dict[str, object]:
    return {
        "low": price.low, "nominal": price.nominal, "high": price.high, "year": price.year, "kind": price.kind,
        "basis": price.basis, "source": price.source,
    }  # fmt: skip
