"""``gbad traffic``: made-up civil traffic, written in the columns of recorded state vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gbad.commands.printing import print_json
from gbad.traffic import Airway, corridor_yaml, made_up_airways, make_traffic, write_traffic


def traffic(
    out: Path, scenario: str | None, *, aircraft: int, duration_s: int, step_s: int, seed: int, stray_share: float,
    gaps_per_hour: float, place: tuple[float, float], radius_km: float, as_json: bool,
) -> None:  # fmt: skip
    """Fly along a scenario's corridors, or along airways that are made up, and say what was written."""
    airways = _corridors(scenario) if scenario else made_up_airways(*place, radius_km, 6, seed)
    columns = make_traffic(
        airways, aircraft=aircraft, duration_s=duration_s, step_s=step_s, seed=seed, stray_share=stray_share,
        gaps_per_hour=gaps_per_hour,
    )  # fmt: skip
    write_traffic(columns, out)
    heard = len(np.unique(columns["icao24"]))
    if as_json:
        print_json({"file": str(out), "rows": len(columns["time"]), "aircraft": heard, "duration_s": duration_s})
        return
    print(f"{out}: {len(columns['time'])} state vectors of {heard} made-up aircraft in {duration_s} s")
    if not scenario:
        print("\n".join(["corridors:", *(corridor_yaml(k, airway) for k, airway in enumerate(airways))]))
    print(f"others:\n  civil: {{type: airliner, filed: true, route: {{kind: state_vectors, file: {out.name}}}}}")


def _corridors(scenario: str) -> list[Airway]:
    """The corridors of a scenario as airways."""
    from gbad.errors import InputError
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
