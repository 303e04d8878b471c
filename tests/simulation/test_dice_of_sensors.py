"""Common random numbers where raids and sensors ask for more: false targets, bearings, rationed dwells."""

from __future__ import annotations

import numpy as np
import pytest

import gbad

FAR_POINTS = [{"latitude_deg": latitude, "longitude_deg": -20.0} for latitude in (0.0, 1.0)]
FAR = {"type": "fighter", "route": {"kind": "waypoints", "points": FAR_POINTS}}
RATIONED = {"figures.92N6E.dwell_time_s": 0.2, "figures.92N6E.search_time_share": 0.2}
TABLES = ("detections", "orders", "shots", "outcomes")


def played(scenario, changes, **how):
    return gbad.run(scenario, 3, changes=changes, **how)


def rows(result, table, run=None):
    columns = result.tables[table]
    keep = np.ones(len(columns), bool)
    if "object" in columns:
        keep &= np.asarray(columns["object"]).astype(str) != "a-far-one"
    if run is not None:
        keep &= np.asarray(columns["run"]) == run
    return {name: columns[name][keep] for name in columns}


@pytest.mark.parametrize(("scenario", "changes"), [("decoys-and-chaff", RATIONED), ("silent-search", {})])
def test_neither_a_threat_far_away_nor_the_batch_changes_anything(scenario, changes):
    alone = played(scenario, changes)
    others = {
        "far": (played(scenario, changes | {"threats.a-far-one": FAR}), None),
        "batch": (played(scenario, changes, runs=3), 0),
        "tick": (played(scenario, changes | {"tick_s": 0.5}), None),
    }
    for how, (other, run) in others.items():
        for table in TABLES:
            if how == "tick" and table != "detections":
                continue  # missiles fly by ticks
            one, two = rows(alone, table), rows(other, table, run)
            if how == "tick":
                early = [np.asarray(columns["time_s"]) < 30.0 for columns in (one, two)]
                one, two = ({n: c[k] for n, c in x.items()} for x, k in zip((one, two), early, strict=True))
            for name, column in one.items():
                np.testing.assert_array_equal(column, two[name], err_msg=f"{how}: {table}.{name}")
