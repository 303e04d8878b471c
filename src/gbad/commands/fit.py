"""``gbad fit``: which motors and bodies fly as a missile's sources state, with residuals and the set of all that do."""

from __future__ import annotations

from typing import Any

import numpy as np

from gbad.commands.printing import console, print_json

# figure, its unit as people say it, and that unit in SI
_UNITS = {
    "range_m": ("range", "km", 1e3), "ceiling_m": ("ceiling", "km", 1e3), "top_speed_mps": ("top speed", "m/s", 1.0),
    "mean_speed_mps": ("mean speed", "m/s", 1.0), "apogee_m": ("apogee", "km", 1e3),
    "boost_time_s": ("boost time", "s", 1.0),
}  # fmt: skip
_SEARCHED = {
    "propellant_share": ("propellant", "of launch mass"), "exhaust_speed_mps": ("exhaust speed", "m/s"),
    "boost_time_s": ("boost time", "s"), "drag_factor": ("drag", "of the generic curve"),
}  # fmt: skip


def fit(name: str, *, samples: int, as_json: bool) -> None:
    """Fly candidates for one interceptor of the library and tell which meet what its sources state."""
    from gbad.claims import fits
    from gbad.engagement import fitting

    missile, stated = fits.of_library(name)
    found = fitting.fit(missile, stated, samples=samples)
    facts = told(name, found)
    if as_json:
        print_json(facts)
        return
    _print(facts)


def told(name: str, found: Any) -> dict[str, Any]:
    """The answer as plain numbers, in the units people say."""
    from gbad.engagement.fitting import BOUNDS

    met, best = found.meets_all, found.best
    figures = []
    for i, (figure, stated) in enumerate(found.stated.items()):
        words, unit, scale = _UNITS[figure]
        figures.append(
            {
                "figure": words, "unit": unit,
                "stated": [stated.low / scale, stated.nominal / scale, stated.high / scale],
                "best": found.flown[best, i] / scale, "best_residual": found.residual[best, i],
                "library": found.flown[-1, i] / scale, "library_residual": found.residual[-1, i],
                "met_by": int(np.sum(found.residual[:-1, i] == 0.0)),
            }
        )  # fmt: skip
    searched = []
    for i, (figure, ends) in enumerate(BOUNDS.items()):
        words, unit = _SEARCHED[figure]
        column = found.candidates[:-1, i][met]
        searched.append(
            {
                "figure": words, "unit": unit, "searched": list(ends), "best": found.candidates[best, i],
                "library": found.candidates[-1, i],
                "set": [float(column.min()), float(column.max())] if len(column) else None,
            }
        )  # fmt: skip
    return {
        "name": name, "samples": len(met), "meet_all": int(met.sum()), "figures": figures, "searched": searched,
        "not_together": [[_UNITS[a][0], _UNITS[b][0]] for a, b in found.apart],
        "never_met": [_UNITS[a][0] for a in found.never],
    }  # fmt: skip


def _print(facts: dict[str, Any]) -> None:
    from rich.table import Table

    print(f"{facts['name']}: {facts['meet_all']} of {facts['samples']} candidates fly as stated")
    table = Table(box=None, pad_edge=False)
    for heading in ("figure", "stated", "best", "off by", "library", "off by", "met by", "unit"):
        table.add_column(heading, justify="left" if heading in ("figure", "unit") else "right")
    for row in facts["figures"]:
        low, nominal, high = row["stated"]
        table.add_row(
            row["figure"], f"{nominal:g}" if low == high else f"{nominal:g} ({low:g} to {high:g})",
            f"{row['best']:.0f}", f"{100 * row['best_residual']:.0f} %", f"{row['library']:.0f}",
            f"{100 * row['library_residual']:.0f} %", str(row["met_by"]), row["unit"],
        )  # fmt: skip
    console().print(table)
    table = Table(box=None, pad_edge=False)
    for heading in ("searched", "between", "set of fits", "best", "library", "unit"):
        table.add_column(heading, justify="left" if heading in ("searched", "unit") else "right")
    for row in facts["searched"]:
        ends = "none" if row["set"] is None else f"{row['set'][0]:.3g} to {row['set'][1]:.3g}"
        table.add_row(
            row["figure"], f"{row['searched'][0]:g} to {row['searched'][1]:g}", ends, f"{row['best']:.3g}",
            f"{row['library']:.3g}", row["unit"],
        )  # fmt: skip
    console().print(table)
    for pair in facts["not_together"]:
        print(f"no candidate meets both {pair[0]} and {pair[1]}: as stated they contradict each other")
    for figure in facts["never_met"]:
        print(f"no candidate meets the stated {figure}")
