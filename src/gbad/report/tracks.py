"""The page of tracks: truth, plots and tracks on a map with a time slider, marks of swaps and losses, figures by class.

Self-contained like the report and beside it (``tracks.html``). What it shows is read from a result and thinned to a
bounded number of points; nothing is computed anew.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

from gbad.physics.earth import MEAN_RADIUS
from gbad.report.story import ResultLike, rows_of

# most points of each kind: together below two megabytes of text
MOST = {"truth": 15_000, "tracks": 40_000, "detections": 30_000}
STEP_DEG = 1e-4  # places are whole multiples of this, about 11 m
IDENTITIES = ("unknown", "friend", "neutral", "hostile")


def build_tracks(result: ResultLike) -> str:
    """One HTML page of the first recorded run of a result. It opens from disk without a network."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    data = page_data(result)
    # "<" would end the script element early
    text = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    return environment.from_string(_resource("tracks.html.j2")).render(
        style=Markup(_resource("report.css")),
        script=Markup(_resource("tracks.js")),
        data=Markup(text),
        title=result.manifest.get("title") or result.manifest.get("scenario", "engagement"),
        hypothetical=bool(result.manifest.get("hypothetical", True)),
        run=data["run"],
        thinned=data["thinned"],
        commands=data["commands"],
    )


def page_data(result: ResultLike) -> dict[str, Any]:
    """Everything the page draws, as plain lists of whole numbers: tenths of seconds, ten-thousandths of degrees."""
    tables = result.tables
    truth = tables["truth"]
    run = int(np.min(truth["run"])) if len(truth["run"]) else 0
    outcomes = rows_of(tables, "outcomes", run)
    thinned: dict[str, int] = {}
    kinds = {
        str(o): (str(k), str(s)) for o, k, s in zip(outcomes["object"], outcomes["type"], outcomes["side"], strict=True)
    }
    return {
        "run": run,
        "end": round(10.0 * float(result.manifest.get("duration_s", 0.0))),
        "commands": sorted({str(c) for c in rows_of(tables, "tracks", run)["command"]}),
        "sites": _sites(tables["sites"]),
        "truth": _truth(rows_of(tables, "truth", run), kinds, thinned),
        "tracks": _tracks(rows_of(tables, "tracks", run), thinned),
        "plots": _plots(rows_of(tables, "detections", run), tables["sites"], thinned),
        "marks": _marks(rows_of(tables, "track_marks", run)),
        "scores": _scores(rows_of(tables, "track_scores", run)),
        "thinned": thinned,
    }


def _every(count: int, kind: str, thinned: dict[str, int]) -> int:
    """Keep each n-th row, so that no more than ``MOST`` remain; noted where n is more than one."""
    n = max(1, -(-count // MOST[kind]))
    if n > 1:
        thinned[kind] = n
    return n


def _whole(values: Any, step: float) -> list[int]:
    return np.rint(np.asarray(values, np.float64) / step).astype(np.int64).tolist()  # type: ignore[no-any-return]


def _place(rows: dict[str, Any]) -> dict[str, list[int]]:
    return {"x": _whole(rows["longitude_deg"], STEP_DEG), "y": _whole(rows["latitude_deg"], STEP_DEG)}


def _sites(sites: Any) -> list[dict[str, Any]]:
    columns = ("kind", "id", "name", "latitude_deg", "longitude_deg")
    rows = zip(*(np.asarray(sites[c]).tolist() for c in columns), strict=True)
    return [
        {"kind": kind, "name": name or who, "y": round(y / STEP_DEG), "x": round(x / STEP_DEG)}
        for kind, who, name, y, x in rows
        if kind in ("radar", "battery", "asset")
    ]


def _truth(rows: dict[str, Any], kinds: dict[str, tuple[str, str]], thinned: dict[str, int]) -> list[dict[str, Any]]:
    step, found = _every(len(rows["time_s"]), "truth", thinned), []
    for who in np.unique(rows["object"]):
        mine = {name: values[rows["object"] == who] for name, values in rows.items()}
        last = len(mine["time_s"]) - 1
        keep = np.unique(np.r_[np.arange(0, last + 1, step), last])
        mine = {name: values[keep] for name, values in mine.items()}
        kind, side = kinds[str(who)]
        found.append({"id": str(who), "type": kind, "side": side, "t": _whole(mine["time_s"], 0.1), **_place(mine)})
    return found


def _tracks(rows: dict[str, Any], thinned: dict[str, int]) -> list[dict[str, Any]]:
    """A track in pieces of time, place and identity; cycles are thinned, changes of identity are not lost by more."""
    times = np.unique(rows["time_s"])
    step, found = _every(len(rows["time_s"]), "tracks", thinned), []
    keep = np.isin(rows["time_s"], times[::step])
    rows = {name: values[keep] for name, values in rows.items()}
    order = np.lexsort((rows["time_s"], rows["track"], rows["command"]))
    rows = {name: values[order] for name, values in rows.items()}
    new = (np.diff(rows["track"]) != 0) | (rows["command"][1:] != rows["command"][:-1])
    for part in np.split(np.arange(len(order)), np.flatnonzero(new) + 1):
        if not len(part):
            continue
        mine = {name: values[part] for name, values in rows.items()}
        found.append(
            {
                "n": int(mine["track"][0]),
                "by": str(mine["command"][0]),
                "t": _whole(mine["time_s"], 0.1),
                **_place(mine),
                "i": [IDENTITIES.index(str(name)) for name in mine["identity"]],
                "o": _changes(mine["object"]),
            }
        )
    return found


def _changes(names: Any) -> list[list[Any]]:
    """``[row, name]`` wherever the name is new."""
    found: list[list[Any]] = []
    for row, name in enumerate(np.asarray(names).tolist()):
        if not found or found[-1][1] != name:
            found.append([row, name])
    return found


def _plots(rows: dict[str, Any], sites: Any, thinned: dict[str, int]) -> dict[str, list[int]]:
    """Plots over the ground, on the sphere: good to a pixel, which is all that a map shows."""
    # a result may lack the places of radars, and bearings of passive sensors have none: these cannot be drawn
    placed = np.isin(rows["radar"], sites["id"]) & np.isfinite(rows["slant_range_m"])
    rows = {name: values[placed] for name, values in rows.items()}
    step = _every(len(rows["time_s"]), "detections", thinned)
    order = np.argsort(rows["time_s"], kind="stable")[::step]
    place = {
        str(who): (np.radians(y), np.radians(x))
        for who, y, x in zip(sites["id"], sites["latitude_deg"], sites["longitude_deg"], strict=True)
    }
    at = np.array([place[str(radar)] for radar in rows["radar"][order]]).reshape(-1, 2)
    arc = rows["slant_range_m"][order] * np.cos(np.radians(rows["elevation_deg"][order])) / MEAN_RADIUS
    azimuth = np.radians(rows["azimuth_deg"][order])
    latitude = np.arcsin(np.sin(at[:, 0]) * np.cos(arc) + np.cos(at[:, 0]) * np.sin(arc) * np.cos(azimuth))
    longitude = at[:, 1] + np.arctan2(
        np.sin(azimuth) * np.sin(arc) * np.cos(at[:, 0]), np.cos(arc) - np.sin(at[:, 0]) * np.sin(latitude)
    )
    return {
        "t": _whole(rows["time_s"][order], 0.1),
        "x": _whole(np.degrees(longitude), STEP_DEG),
        "y": _whole(np.degrees(latitude), STEP_DEG),
        "real": (rows["object"][order] != "").astype(np.int64).tolist(),
    }


def _marks(rows: dict[str, Any]) -> list[dict[str, Any]]:
    columns = ("time_s", "event", "object", "track", "command", "latitude_deg", "longitude_deg")
    return [
        {
            "t": round(10 * t),
            "event": e,
            "object": o,
            "n": n,
            "by": c,
            "y": round(y / STEP_DEG),
            "x": round(x / STEP_DEG),
        }
        for t, e, o, n, c, y, x in zip(*(np.asarray(rows[k]).tolist() for k in columns), strict=True)
    ]


def _scores(rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Series of every command and class; the class without a name is that of false tracks."""
    found = []
    for command in np.unique(rows["command"]):
        for kind in np.unique(rows["type"]):
            mine = {n: v[(rows["command"] == command) & (rows["type"] == kind)] for n, v in rows.items()}
            if not (mine["objects"].any() or mine["tracks"].any()):
                continue
            error = np.where(np.isfinite(mine["error_m"]), np.rint(mine["error_m"]), -1).astype(np.int64)
            found.append(
                {
                    "by": str(command),
                    "type": str(kind),
                    "t": _whole(mine["time_s"], 0.1),
                    "objects": mine["objects"].tolist(),
                    "followed": mine["followed"].tolist(),
                    "tracks": mine["tracks"].tolist(),
                    "error": error.tolist(),
                }
            )
    return found


def _resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
