"""What sensors and commands believed: tracks, plots, cues, as a replay draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.physics.earth import MEAN_RADIUS
from gbad.report import replay_cues
from gbad.report.replay_numbers import STEP_DEG, every, in_steps, known, whole
from gbad.report.story import rows_of

IDENTITIES = ("unknown", "friend", "neutral", "hostile")


def tracks(rows: Mapping[str, Any], thinned: dict[str, int]) -> list[dict[str, Any]]:
    """A track in pieces of time, place and identity; cycles are thinned, changes of identity are not lost by more."""
    if not rows or not len(rows["time_s"]):
        return []
    times = np.unique(rows["time_s"])
    step, found = every(len(rows["time_s"]), "tracks", thinned), []
    keep = np.isin(rows["time_s"], times[::step])
    kept = {name: values[keep] for name, values in rows.items()}
    order = np.lexsort((kept["time_s"], kept["track"], kept["command"]))
    kept = {name: values[order] for name, values in kept.items()}
    new = (np.diff(kept["track"]) != 0) | (kept["command"][1:] != kept["command"][:-1])
    for part in np.split(np.arange(len(order)), np.flatnonzero(new) + 1):
        mine = {name: values[part] for name, values in kept.items()}
        found.append(
            {
                "n": int(mine["track"][0]),
                "by": str(mine["command"][0]),
                "t": whole(mine["time_s"], 0.1),
                **in_steps(mine),
                "i": _changes([IDENTITIES.index(str(name)) for name in mine["identity"]]),
                "o": _changes([str(name) for name in mine["object"]]),
            }
        )
    return found


def _changes(values: list[Any]) -> list[list[Any]]:
    """``[row, value]`` wherever the value is new."""
    return [[k, value] for k, value in enumerate(values) if k == 0 or values[k - 1] != value]


def plots(rows: Mapping[str, Any], sites: Any, thinned: dict[str, int]) -> dict[str, Any]:
    """Plots over the ground, on the sphere: good to a pixel, which is all that a map shows."""
    radars = [str(who) for kind, who in zip(sites["kind"], sites["id"], strict=True) if kind == "radar"]
    if not rows:
        return {"radars": radars, "t": [], "x": [], "y": [], "z": [], "radar": [], "real": []}
    # a result may lack the places of radars, and bearings of passive sensors have none: these cannot be drawn
    placed = np.isin(rows["radar"], radars) & np.isfinite(rows["slant_range_m"])
    kept = {name: values[placed] for name, values in rows.items()}
    order = np.argsort(kept["time_s"], kind="stable")[:: every(len(kept["time_s"]), "detections", thinned)]
    kept = {name: values[order] for name, values in kept.items()}
    row_of = {str(who): k for k, who in enumerate(sites["id"])}
    at = np.array([row_of[str(radar)] for radar in kept["radar"]], np.int64)
    site = {name: np.asarray(sites[f"{name}_deg"], np.float64)[at] for name in ("latitude", "longitude")}
    latitude, longitude = _beyond(site, kept)
    slant, elevation = kept["slant_range_m"], np.radians(kept["elevation_deg"])
    height = np.asarray(sites["height_m"], np.float64)[at] + slant * np.sin(elevation)
    height += (slant * np.cos(elevation)) ** 2 / (2.0 * MEAN_RADIUS)
    return {
        "radars": radars,
        "t": whole(kept["time_s"], 0.1),
        "x": whole(longitude, STEP_DEG),
        "y": whole(latitude, STEP_DEG),
        "z": whole(height, 1.0),
        "radar": [radars.index(str(radar)) for radar in kept["radar"]],
        "real": (kept["object"] != "").astype(np.int64).tolist(),
    }


def cues(tables: Mapping[str, Any], run: int, cycle_s: float) -> list[dict[str, Any]]:
    """Where sensors were told to look, as places: what was believed, and for bearings a point on the line."""
    pointing, sites = rows_of(tables, "pointing", run), tables["sites"]
    row_of = {str(who): k for k, who in enumerate(sites["id"])}
    command_of = {str(who): str(command) for who, command in zip(sites["id"], sites["command"], strict=True)}
    if not pointing:
        return []
    at = np.array([row_of.get(str(radar), -1) for radar in pointing["radar"]], np.int64)
    slant, elevation = pointing["slant_range_m"], np.nan_to_num(pointing["elevation_deg"])
    looked = {
        "slant_range_m": np.where(np.isfinite(slant), slant, replay_cues.BEARING_M),
        "elevation_deg": elevation,
        "azimuth_deg": pointing["azimuth_deg"],
    }
    site = {name: np.asarray(sites[f"{name}_deg"], np.float64)[at] for name in ("latitude", "longitude")}
    place = np.stack(_beyond(site, looked), axis=1)
    return [
        {
            **{name: chain[name] for name in ("radar", "n", "by")},
            "end": known(chain["end_s"]),
            "t": whole(pointing["time_s"][chain["rows"]], 0.1),
            "x": whole(place[chain["rows"], 1], STEP_DEG),
            "y": whole(place[chain["rows"], 0], STEP_DEG),
        }
        for chain in replay_cues.chains(pointing, place, rows_of(tables, "tracks", run), command_of, cycle_s)
        if chain["radar"] in row_of
    ]


def _beyond(site: Mapping[str, Any], rows: Mapping[str, Any]) -> tuple[Any, Any]:
    """Latitude and longitude [deg] of plots, from their radars' places, ranges and bearings."""
    arc = rows["slant_range_m"] * np.cos(np.radians(rows["elevation_deg"])) / MEAN_RADIUS
    north, azimuth = np.radians(site["latitude"]), np.radians(rows["azimuth_deg"])
    latitude = np.arcsin(np.sin(north) * np.cos(arc) + np.cos(north) * np.sin(arc) * np.cos(azimuth))
    east = np.arctan2(np.sin(azimuth) * np.sin(arc) * np.cos(north), np.cos(arc) - np.sin(north) * np.sin(latitude))
    return np.degrees(latitude), site["longitude"] + np.degrees(east)
