"""Whole runs in a few readable numbers: fate and cause of every threat, who fired when at what, which tracks swapped.

``tools/write_golden.py REASON`` writes them anew into ``tests/simulation/golden_runs.yaml``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gbad

FILE = Path(__file__).resolve().parent.parent / "simulation" / "golden_runs.yaml"
SEED = 7
# the last stands for tracks that swap: fighters among decoys
SCENARIOS = ("one-aircraft", "saturation-40", "ankara-2019", "decoys-and-chaff")
SWAPS_TOLD = 12  # of the first run; enough to see a change


def golden(scenario: str) -> dict[str, list[list[Any]]]:
    """One run: threats (id, fate, cause, end [s]); orders (time [s], round, object, launch [s]); swaps.

    Rounds that met another object than they were aimed at are listed too: (round, aimed at, met).
    """
    result = gbad.run(scenario, seed=SEED)
    threats = [
        [str(row.object), str(row.fate), str(row.cause), round(float(row.end_s), 1)]
        for row in result.outcomes.rows()
        if row.is_threat
    ]
    orders = [
        [round(float(row.time_s), 1), str(row.round), str(row.object), round(float(row.launch_s), 1)]
        for row in result.orders.rows()
    ]
    marks = [row for row in result.track_marks.rows() if row.event == "swapped"]
    swaps = [[round(float(m.time_s), 1), str(m.command), int(m.track), str(m.object)] for m in marks[:SWAPS_TOLD]]
    astray = [
        [str(row.round), str(row.aimed_at), str(row.object)]
        for row in result.shots.rows()
        if row.object and row.object != row.aimed_at
    ]
    return {"threats": threats, "orders": orders, "swaps": swaps, "astray": astray}
