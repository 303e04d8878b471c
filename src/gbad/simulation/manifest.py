"""What a result states about itself: sites, claims, and the manifest that report and readers rely on."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad import claims, sensing, weapon_assignment
from gbad.attribution.opportunities import sequential_shots
from gbad.recorder.book import Book
from gbad.report.base_map import map_base, map_window
from gbad.results.sealing import plain
from gbad.scenario.document import to_text
from gbad.simulation.prepare import Prepared
from gbad.simulation.tabulate import Columns
from gbad.text.readable import counted

WARNING_NOTE = "from the first track in a command's picture to the first arrival if nothing were shot"


def sites_table(ready: Prepared, book: Book) -> Columns:
    """Radars, command posts, batteries and assets with their places; destruction in the first run."""
    d, scenario = ready.tables.defence, ready.scenario
    rows: list[dict[str, Any]] = []
    begins_rad = sensing.phases(d.radars, book.batch.run_number[:1], book.batch.seed)[0]
    for i, name in enumerate(d.radars.id):
        half = float(d.radars.sector_half_width_rad[0, i])
        gone = float(book.truth.radar_end_s[0, i])
        rows.append(
            {
                "id": name, "kind": "radar", "type": d.radars.type[i],
                "command": d.commands.id[d.radars.command[i]],
                **_place(d.radars.latitude_rad[i], d.radars.longitude_rad[i], d.radars.antenna_height_m[i]),
                "boresight_deg": math.degrees(d.radars.boresight_rad[i]) % 360.0 if half < math.pi else math.nan,
                "sector_deg": math.degrees(2.0 * half),
                "instrumented_range_m": float(d.radars.instrumented_range_m[0, i]),
                "elevation_min_deg": math.degrees(d.radars.elevation_min_rad[0, i]),
                "elevation_max_deg": math.degrees(d.radars.elevation_max_rad[0, i]),
                "period_s": float(d.radars.period_s[0, i]),
                "start_azimuth_deg": math.degrees(begins_rad[i]) if d.radars.rotates[i] else math.nan,
                "frequency_hz": math.nan if d.radars.passive[i] else float(d.radars.frequency_hz[0, i]),
                "destroyed_s": gone if math.isfinite(gone) else math.nan,
            }
        )  # fmt: skip
    for i, name in enumerate(d.batteries.id):
        site = scenario.batteries.get(str(name))
        rows.append(
            {
                "id": name, "kind": "battery", "name": site.label if site else name,
                "type": site.type if site else "", "command": d.commands.id[d.batteries.command[i]],
                **_place(d.batteries.latitude_rad[i], d.batteries.longitude_rad[i], d.batteries.height_m[i]),
                "boresight_deg": math.degrees(d.radars.boresight_rad[d.batteries.radar[i]]) % 360.0,
                "sector_deg": math.degrees(2.0 * d.radars.sector_half_width_rad[0, d.batteries.radar[i]]),
                "rounds": int(((d.rounds.battery == i) & (d.rounds.load == 0)).sum()),
                "target_channels": int(d.batteries.target_channels[i]),
                "missile_channels": int(d.batteries.missile_channels[i]),
            }
        )  # fmt: skip
    for post in scenario.commands.values():
        if post.at is not None:
            rows.append(
                {
                    "id": post.id, "kind": "command", "name": post.label, "type": post.type,
                    "latitude_deg": post.at.latitude_deg, "longitude_deg": post.at.longitude_deg, "height_m": math.nan,
                }
            )  # fmt: skip
    for i, name in enumerate(d.assets.id):
        gone = float(book.truth.asset_end_s[0, i])
        rows.append(
            {
                "id": name, "kind": "asset", "name": d.assets.name[i],
                **_place(d.assets.latitude_rad[i], d.assets.longitude_rad[i], d.assets.height_m[i]),
                "destroyed_s": gone if math.isfinite(gone) else math.nan,
            }
        )  # fmt: skip
    missing = {"name": "", "type": "", "command": "", "rounds": -1, "target_channels": -1, "missile_channels": -1}
    # also what no site here has: readers ask a site without a battery for its rounds
    names = dict.fromkeys([*missing, *(key for row in rows for key in row)])
    return {key: np.array([row.get(key, missing.get(key, math.nan)) for row in rows]) for key in names}


def claims_table(ready: Prepared, tables: Mapping[str, Columns]) -> Columns:
    """One row per sentence of the article, judged with the simulation's own functions."""
    return claims.evaluate(ready, tables)


def manifest_of(
    ready: Prepared,
    book: Book,
    tables: Mapping[str, Columns],
    *,
    seed: int,
    runs: int,
    first_run: int,
    changes: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Inputs, limits, assumptions and warnings; no wall times and no paths in what is hashed."""
    scenario = ready.scenario
    sites = [dict(zip(tables["sites"], row, strict=True)) for row in zip(*tables["sites"].values(), strict=True)]
    plain = [{key: _plain(value) for key, value in site.items()} for site in sites]
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "about": scenario.about or "",
        "hypothetical": scenario.hypothetical,
        "notes": list(scenario.notes),
        "region": scenario.region.name if scenario.region else "",
        "ground": ready.ground,
        "choices": dict(scenario.choices),
        "changes": {key: _plain(value) for key, value in (changes or {}).items()},
        "start": scenario.start.isoformat(),
        "duration_s": scenario.duration_s,
        "cycle_s": scenario.cycle_s,
        "tick_s": scenario.tick_s,
        "seed": int(seed),
        "runs": int(runs),
        "first_run": int(first_run),
        "inputs_sha256": ready.digest,
        "sites": [site for site in plain if site["kind"] != "asset"],
        "assets": [site for site in plain if site["kind"] == "asset"],
        "assumptions": ready.assumptions,
        "summary": first_page(book, tables),
        "map": map_base(ready.terrain, *_window(book, tables)),
        "command": _command(scenario.id, seed, runs, first_run, changes),
        "warnings": [*_warnings(ready, tables), *_unproven(book)],
    }


def played_from(ready: Prepared, *, record_all: bool) -> dict[str, Any]:
    """What it takes to play the same runs again, beside seed and run numbers. A battle led by hand has none of it."""
    return {
        "reference": ready.document.root.mark.file,
        "changes": plain(dict(ready.document.changes)),
        "laid_over": plain(ready.document.changes),  # the same in order
        "inputs": ready.inputs,
        "recorded": "all" if record_all else "first",
    }


def first_page(book: Book, tables: Mapping[str, Columns]) -> dict[str, Any]:
    """Warning time, the shots that fit, and what decisions gave away against their static optimum, of the first run."""
    outcomes = tables["outcomes"]
    if not len(outcomes["run"]):
        return {}  # nothing flies
    mine = (outcomes["run"] == outcomes["run"].min()) & outcomes["is_threat"]
    if not mine.any():
        return {}
    shared, planned = outcomes["shared_s"][mine], outcomes["planned_end_s"][mine]
    aims = outcomes["aims_at"][mine] != ""
    page: dict[str, Any] = {}
    if np.isfinite(shared).any() and aims.any():
        page["warning_time_s"] = float(np.nanmin(planned[aims]) - np.nanmin(shared))
        page["warning_note"] = WARNING_NOTE
    page |= _shots_that_fit(book, outcomes, mine)
    decisions = int(book.comparison[0, weapon_assignment.DECISIONS])
    if decisions:
        share = float(weapon_assignment.given_away(book.comparison[:1])[0])
        page["decisions"] = {"compared": decisions, "given_away": round(share, 6)}
    return page


def _shots_that_fit(book: Book, outcomes: Columns, mine: np.ndarray) -> dict[str, Any]:
    """Sequential shots one battery could have fitted against the first ranked threat, by the fly-out tables.

    From the first time it was ranked: reaction, flight to the meeting point, assessment, next shot, on the real path.
    """
    ranked = np.where(mine & (outcomes["aims_at"] != ""), outcomes["ranked_s"], np.nan)
    if not np.isfinite(ranked).any():
        return {}
    row = int(np.nanargmin(ranked))
    who = int(np.flatnonzero(book.tables.objects.id == outcomes["object"][row])[0])
    best, battery = sequential_shots(book, who, float(ranked[row]))
    site = book.tables.defence.batteries.id[battery] if battery >= 0 else "any battery"
    return {
        "shots_that_fit": best,
        "shots_that_fit_note": f"one after the other from {site} at {outcomes['object'][row]}, before it arrives",
    }


def _place(latitude_rad: float, longitude_rad: float, height_m: float) -> dict[str, float]:
    return {
        "latitude_deg": math.degrees(latitude_rad),
        "longitude_deg": math.degrees(longitude_rad),
        "height_m": float(height_m),
    }


def _window(book: Book, tables: Mapping[str, Columns]) -> tuple[float, float, float, float]:
    """South, west, north, east around sites and everything that was near them."""
    sites, truth = tables["sites"], tables["truth"]
    latitude, longitude = list(sites["latitude_deg"]), list(sites["longitude_deg"])
    if len(truth["latitude_deg"]):
        # airliners and launch points far away must not shrink the fight to a dot
        middle = float(np.mean(latitude)), float(np.mean(longitude))
        near = (np.abs(truth["latitude_deg"] - middle[0]) < 3.5) & (np.abs(truth["longitude_deg"] - middle[1]) < 4.5)
        # there may be none: nothing came near
        latitude += [float(end(truth["latitude_deg"][near])) for end in (np.min, np.max) if near.any()]
        longitude += [float(end(truth["longitude_deg"][near])) for end in (np.min, np.max) if near.any()]
    return map_window(list(zip(latitude, longitude, strict=True)))


def _warnings(ready: Prepared, tables: Mapping[str, Columns]) -> list[str]:
    """What a reader should know before quoting a number."""
    said = []
    flying = int((tables["shots"]["end_reason"] == "none").sum()) if len(tables["shots"]["run"]) else 0
    if flying:
        said.append(f"{flying} rounds were still in flight when the simulation ended.")
    said += list(ready.notes)
    return said


def _unproven(book: Book) -> list[str]:
    """That decisions of ``optimal`` ran out of time, and how much was open."""
    count, gap = int(book.unproven[:, 0].sum()), float(book.unproven[:, 1].max(initial=0.0))
    return [weapon_assignment.told_unproven(f"{counted(count, 'decision')} ran", gap)] if count else []


def _command(scenario: str, seed: int, runs: int, first_run: int, changes: Mapping[str, Any] | None) -> str:
    parts = [f"gbad run {scenario} --seed {seed}"]
    if runs != 1:
        parts.append(f"--runs {runs}")
    if first_run:
        parts.append(f"--first-run {first_run}")
    parts += [f"--set {shlex.quote(f'{key}={to_text(value)}')}" for key, value in (changes or {}).items()]
    return " ".join(parts)


def _plain(value: Any) -> Any:
    """A value that JSON can hold; nan and infinities become null."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str | list | dict) or value is None else str(value)
