"""Write the tables of docs/engagement.md anew: fits, reach of the 40N6E, spread of chances, errors of tables.

``python tools/write_engagement.py [fits] [reach] [spread] [tables]``: all four if none is named. Each stands
between two comments that name it; what is around them is left as it is.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import gbad
from gbad.claims import fits
from gbad.claims.reach import library_missile
from gbad.commands.fit import told
from gbad.engagement import calibrate, expected, fitting, flyout_tables, reference
from gbad.engagement.calibration import lethality
from gbad.engagement.flyout import fly_to
from gbad.envelope._table_kernel import table_value
from gbad.physics.earth import G0
from gbad.tables import TARGET_AIRCRAFT

PLACE = Path(__file__).resolve().parent.parent / "docs" / "engagement.md"
FITTED = (
    "40N6E", "48N6E3", "48N6E2", "9M96E", "9M96E2", "57E6", "pac-2-gem-t", "pac-3-mse", "aster-30", "amraam",
    "iris-t-sl", "9M317", "9M331", "9M338",
)  # fmt: skip
SEED, RUNS = 1, 8
Table = list[list[str]]


def in_three_digits(value: float) -> str:
    """2570, 0.613."""
    return f"{float(f'{value:.3g}'):g}"


def fits_table() -> Table:
    """Every stated figure of flight beside what the library flies."""
    rows = [["missile", "figure", "stated", "library flies", "off by", "candidates that meet it, of 512"]]
    for name in FITTED:
        missile, stated = fits.of_library(name)
        facts = told(name, fitting.fit(missile, stated))
        for row in facts["figures"]:
            low, nominal, high = row["stated"]
            said = f"{nominal:g}" if low == high else f"{nominal:g} ({low:g} to {high:g})"
            off = f"{100.0 * row['library_residual']:.0f} %"
            rows.append(
                [name, f"{row['figure']} [{row['unit']}]", said, f"{row['library']:.0f}", off, f"{row['met_by']}"]
            )
        sets = ", ".join(
            f"{each['figure']} {in_three_digits(each['set'][0])} to {in_three_digits(each['set'][1])}"
            for each in facts["searched"]
            if each["set"]
        )
        apart = "; ".join(f"not together: {a} and {b}" for a, b in facts["not_together"])
        rows.append([name, "all together", "", apart or sets or "none", "", str(facts["meet_all"])])
    return rows


def scene(height_m: float) -> dict[str, Any]:
    """One aircraft straight in at a battery of 40N6E, flat ground."""
    place = {"latitude_deg": 40.0, "longitude_deg": 33.0}
    fire = {
        "type": "s400-battalion", "at": place, "command": "post", "boresight_deg": 90.0,
        "launchers": [{"count": 2, "type": "51P6E", "load": {"40N6E": 4}}],
    }  # fmt: skip
    east_deg = 39.3 if height_m > 5e3 else 36.0
    target = {
        "type": "fighter", "height_m": height_m, "height_reference": "ground", "speed_mps": 230.0, "aims_at": "town",
        "route": {"kind": "waypoints", "points": [{"latitude_deg": 40.0, "longitude_deg": east_deg}]},
    }  # fmt: skip
    return {
        "schema": "scenario/1", "title": "How far it reaches", "duration_s": 2600.0, "terrain": {"kind": "flat"},
        "commands": {"post": {"type": "55K6E"}},
        "radars": {"search": {"type": "91N6E", "at": place, "command": "post", "antenna_height_m": 24.0}},
        "batteries": {"battery": fire}, "assets": {"town": {"name": "Town", "at": place}}, "threats": {"one": target},
    }  # fmt: skip


TARGETS = (
    ("40 m2, steady", {"rcs_m2": 40.0}),
    ("40 m2, weaves by 9 g", {"rcs_m2": 40.0, "evasion_load_factor_g0": 9.0, "evasion_period_s": 5.0}),
    ("0.01 m2, steady", {"rcs_m2": 0.01}),
)


def reach_table() -> Table:
    """Where the first round of every run meets its target, and what it does there."""
    rows = [["height", "target", "first met, median [km]", "runs with a meeting", "median miss [m]",
             "mean chance of a passage", "killed by the first"]]  # fmt: skip
    folder = Path(sys.argv[0]).resolve().parent
    for height_m in (10.0, 1e3, 10e3):
        for words, figures in TARGETS:
            document = scene(height_m)
            document["threats"]["one"] |= figures
            path = folder / ".reach.yaml"
            path.write_text(json.dumps(document))
            shots = list(gbad.run(str(path), seed=SEED, runs=RUNS).shots.rows())
            path.unlink()
            first: dict[int, dict[str, Any]] = {}
            for shot in shots:
                if shot["end_reason"] == "intercept":
                    first.setdefault(shot["run"], shot)
            met = list(first.values())
            told_height = f"{height_m:g} m" if height_m < 1e3 else f"{height_m / 1e3:g} km"
            if not met:
                rows.append([told_height, words, "nowhere", f"0 of {RUNS}", "", "", ""])
                continue
            away = [math.radians(s["end_longitude_deg"] - 33.0) * 6371.0 * math.cos(math.radians(40.0)) for s in met]
            rows.append([
                told_height, words, f"{np.median(away):.0f}", f"{len(met)} of {RUNS}",
                f"{np.median([s['miss_distance_m'] for s in met]):.1f}",
                f"{np.mean([s['kill_probability'] for s in met]):.2f}", f"{sum(s['killed'] for s in met)}",
            ])  # fmt: skip
    return rows


def flight_table() -> Table:
    """How far the round flies whatever anybody sees, by the load it must still have there."""
    rows = [["height", "with 4 g at hand [km]", "with 9 g at hand [km]", "with 20 g at hand [km]"]]
    missile = library_missile("40N6E")
    for height_m in (10.0, 1e3, 10e3):
        row = [f"{height_m:g} m" if height_m < 1e3 else f"{height_m / 1e3:g} km"]
        for load_g0 in (4.0, 9.0, 20.0):
            far = [
                r for r in np.arange(10e3, 405e3, 5e3)
                if math.isfinite((flight := fly_to(missile, r, height_m)).time_s)
                and flight.load_mps2 >= (load_g0 - 1e-3) * G0
            ]  # fmt: skip
            row.append(f"{max(far) / 1e3:.0f}" if far else "nowhere")
        rows.append(row)
    return rows


def spread_table() -> Table:
    """Chances of passages in 1,000 random air engagements of each type (see the text for what is drawn)."""
    rows = [["missile", "reliability", "5 %", "25 %", "median", "75 %", "95 %", "standard deviation"]]
    for name in FITTED:
        missile = library_missile(name)
        tables = flyout_tables(missile)
        works = calibrate(missile, tables=tables).reliability[0, TARGET_AIRCRAFT]
        rng = np.random.default_rng(SEED)
        found = []
        for number in range(1000):
            approach = reference.Approach(
                rng.uniform(0.05, 0.95) * float(missile.max_range_m), rng.uniform(200.0, 20e3),
                rng.uniform(150.0, 700.0), 0.0,
            )  # fmt: skip
            length_m = 10.0 ** rng.uniform(0.3, 1.6)
            body = reference.Body(
                10.0 ** rng.uniform(-2.0, 1.3), length_m, 0.7 * length_m, 500.0, rng.uniform(0.0, 80.0),
                rng.uniform(0.6, 2.0),
            )  # fmt: skip
            shot = reference.shoot(missile, TARGET_AIRCRAFT, 1, number, tables=tables, approach=approach, body=body)
            found.append(works * float(lethality(shot, missile, TARGET_AIRCRAFT, body)[0, 0]))
        quantiles = np.quantile(found, [0.05, 0.25, 0.5, 0.75, 0.95])
        rows.append([name, f"{works:.2f}", *(f"{q:.2f}" for q in quantiles), f"{np.std(found):.2f}"])
    return rows


def between_nodes(name: str) -> tuple[list[list[float]], int]:
    """Relative errors of time, speed and load, then errors of the kill chance by class, at 400 places drawn evenly.

    Also how many of the places the table and the flight do not agree about being in reach.
    """
    missile = library_missile(name)
    tables = flyout_tables(missile)
    kills = expected.expected_lethality(missile, tables)
    rng = np.random.default_rng(SEED)
    steps = (tables.range_step_m, tables.height_step_m)
    found: list[list[float]] = [[] for _ in range(6)]
    unlike = 0
    for _ in range(400):
        range_m = rng.uniform(0.05, 1.0) * float(missile.max_range_m)
        height_m = rng.uniform(0.01, 1.0) * float(missile.max_altitude_m)
        flight = fly_to(missile, range_m, height_m)
        time_s = table_value(tables.time_s[0], *steps, range_m, height_m)
        if math.isfinite(time_s) != math.isfinite(flight.time_s):
            unlike += 1
            continue
        if not math.isfinite(time_s):
            continue
        flown = {"time_s": flight.time_s, "speed_mps": flight.speed_mps, "load_mps2": flight.load_mps2}
        for column, (key, value) in zip(found, flown.items(), strict=False):
            column.append(abs(table_value(getattr(tables, key)[0], *steps, range_m, height_m) / value - 1.0))
        there = expected.lethality_at(missile, tables, range_m, height_m)
        for of_class in range(3):
            said = table_value(kills.lethality[0, of_class], kills.range_step_m, kills.height_step_m, range_m, height_m)
            found[3 + of_class].append(abs(said - there[of_class]))
    return found, unlike


def tables_table() -> Table:
    """Errors of the tables that decisions use, between their nodes."""
    rows = [["missile", "time [%]", "speed [%]", "load [%]", "kill, aircraft", "kill, cruise missile",
             "kill, ballistic", "in reach or not, unlike"]]  # fmt: skip
    for name in FITTED:
        found, unlike = between_nodes(name)
        cells = []
        for place, errors in enumerate(found):
            middle, most = np.quantile(errors, [0.5, 0.95]) * (100.0 if place < 3 else 1.0)
            cells.append(f"{middle:.2f}, {most:.2f}")
        rows.append([name, *cells, f"{unlike} of 400"])
    return rows


MAKERS: dict[str, tuple[Callable[[], Table], ...]] = {
    "fits": (fits_table,), "reach": (flight_table, reach_table), "spread": (spread_table,),
    "tables": (tables_table,),
}  # fmt: skip


def as_text(table: Table) -> str:
    """A table as Markdown has it."""
    head, *rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Make the tables named, and put them in their places."""
    wanted = sys.argv[1:] or list(MAKERS)
    for name in wanted:
        if name not in MAKERS:
            raise SystemExit(f"{name} is no table of {PLACE.name}; there are {', '.join(MAKERS)}")
        made = "\n\n".join(as_text(make()) for make in MAKERS[name])
        text = PLACE.read_text(encoding="utf-8")
        between = re.compile(f"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        PLACE.write_text(between.sub(lambda at, made=made: f"{at[1]}{made}\n{at[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
