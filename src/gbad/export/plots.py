"""The plots of one run for an outside tracker: what the radars measured, and where they stand. No truth goes with them.

``plots.csv`` has a row for each detection, in the order in which it could be known; ``radars.csv`` a row for each radar
where it stands at first. What a tracker makes of them goes back by ``gbad score --tracks``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.export.registry import register
from gbad.export.tables import csv_file
from gbad.export.writing import new_place
from gbad.results import Result

# everything of a detection but which object it was of
PLOT = (
    "radar", "time_s", "available_s", "slant_range_m", "azimuth_deg", "elevation_deg", "range_rate_mps", "snr_db",
    "range_std_m", "azimuth_std_deg", "elevation_std_deg",
)  # fmt: skip
RADAR = (
    "id",
    "type",
    "command",
    "latitude_deg",
    "longitude_deg",
    "height_m",
    "period_s",
    "boresight_deg",
    "sector_deg",
)


@register("plots", "", "outside trackers: a folder with plots.csv and radars.csv, without truth")
def write_plots(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write the plots of one run, the first that has any if none is named. Raises ``InputError`` where none has."""
    if every_s is not None:
        raise InputError("--every: plots go out as they were made")
    plots = result.table("detections")
    recorded = np.unique(plots["run"])
    if not len(recorded):
        raise InputError("--to plots: no radar had a plot in these results")
    number = int(recorded[0]) if run is None else run
    if number not in recorded:
        raise InputError(f"--run {number}: has no plots here; there are those of {', '.join(map(str, recorded))}")
    rows = plots.where(run=number)
    order = np.lexsort((rows["radar"], rows["time_s"], rows["available_s"]))
    radars = result.table("sites").where(kind="radar")
    with new_place(out) as place:
        csv_file(place / "plots.csv", "detections", {name: rows[name][order] for name in PLOT})
        csv_file(place / "radars.csv", "sites", {name: radars[name] for name in RADAR})
