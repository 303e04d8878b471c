"""``gbad traffic``: made-up civil traffic, written in the columns of recorded state vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gbad.commands.printing import print_json
from gbad.errors import InputError
from gbad.physics import earth
from gbad.traffic import Airway, corridor_yaml, made_up_airways, make_traffic, sample_traffic, write_traffic
from gbad.traffic.recording import by_time


def traffic(
    out: Path, scenario: str | None, *, aircraft: int, duration_s: int, step_s: int, seed: int, stray_share: float,
    gaps_per_hour: float, place: tuple[float, float], radius_km: float, light: int, ground_m: float, as_json: bool,
) -> None:  # fmt: skip
    """Fly along a scenario's corridors, or along airways that are made up, and say what was written.

    ``light`` aircraft in the air at any moment are sampled beside them from published statistics, in the same circle.
    """
    if not aircraft and not light:
        raise InputError("--aircraft 0 without --light: nobody flies")
    airways = _corridors(scenario) if scenario else made_up_airways(*place, radius_km, 6, seed)
    times = {"duration_s": duration_s, "step_s": step_s, "seed": seed}
    parts = []
    if aircraft:
        parts.append(
            make_traffic(airways, aircraft=aircraft, stray_share=stray_share, gaps_per_hour=gaps_per_hour, **times)
        )
    if light:
        middle, radius_km = _around(airways) if scenario else (place, radius_km)
        parts.append(
            sample_traffic(*middle, radius_km=radius_km, aircraft=light, ground_m=ground_m,
                           gaps_per_hour=gaps_per_hour, **times)
        )  # fmt: skip
    columns = by_time(parts)
    write_traffic(columns, out)
    heard = len(np.unique(columns["icao24"]))
    sampled = int(np.char.startswith(np.unique(columns["callsign"]), "LIGHT").sum())
    silent = aircraft - (heard - sampled)
    if as_json:
        print_json({"file": str(out), "rows": len(columns["time"]), "aircraft": heard, "sampled": sampled,
                    "asked_for_never_heard": silent, "duration_s": duration_s})  # fmt: skip
        return
    print(f"{out}: {len(columns['time'])} state vectors of {heard} made-up aircraft in {duration_s} s")
    if silent:
        print(
            f"{silent} of the {aircraft} asked for {'was' if silent == 1 else 'were'} never heard: on the way for too "
            "short a part of that time, or in a gap of the recording; a longer --duration-s or fewer --gaps-per-hour"
        )
    if light:
        print(f"{sampled} of them are light aircraft sampled from the uncorrelated encounter model of ATC-404 (2013)")
    if not scenario and aircraft:
        print("\n".join(["corridors:", *(corridor_yaml(k, airway) for k, airway in enumerate(airways))]))
    print(f"others:\n  civil: {{type: airliner, filed: true, route: {{kind: state_vectors, file: {out.name}}}}}")


def _corridors(scenario: str) -> list[Airway]:
    """The corridors of a scenario as airways."""
    from gbad.scenario.load import load

    corridors = load(scenario).corridors
    if not corridors:
        raise InputError(f"{scenario}: has no corridors to fly along")
    return [
        Airway(
            (c.from_.latitude_deg, c.from_.longitude_deg), (c.to.latitude_deg, c.to.longitude_deg),
            c.min_height_m, c.max_height_m,
        )
        for _, c in sorted(corridors.items())
    ]  # fmt: skip


def _around(airways: list[Airway]) -> tuple[tuple[float, float], float]:
    """Middle [deg] and radius [km] of a circle that holds all ends of airways."""
    ends = np.array([end for airway in airways for end in (airway.from_deg, airway.to_deg)])
    first = ends[0, 1]
    ends[:, 1] = first + (ends[:, 1] - first + 180.0) % 360.0 - 180.0
    middle = 0.5 * (ends.min(axis=0) + ends.max(axis=0))
    place = (float(middle[0]), float((middle[1] + 180.0) % 360.0 - 180.0))
    far_m = [earth.geodesic_inverse(*np.radians(middle), *np.radians(end))[0] for end in ends]
    return place, max(far_m) / 1e3
