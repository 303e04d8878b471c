"""What ``replay.html`` draws: lists of whole numbers, in tenths of seconds, ten-thousandths of degrees, metres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.physics.earth import MEAN_RADIUS
from gbad.report import replay_cues, words
from gbad.report.story import STEPS, ResultLike, Story, Thing, records, rows_of, tell

# most points of each kind: together some two megabytes of text
MOST = {"truth": 30_000, "paths": 30_000, "tracks": 40_000, "detections": 30_000}
STEP_DEG = 1e-4  # about 11 m
IDENTITIES = ("unknown", "friend", "neutral", "hostile")


def replay_data(result: ResultLike) -> dict[str, Any]:
    """Everything of the first run that the page plays."""
    story = tell(result)
    tables, run, manifest = result.tables, story.run, result.manifest
    thinned: dict[str, int] = {}
    return {
        "title": str(manifest.get("title") or manifest.get("scenario", "engagement")),
        "scenario": str(manifest.get("scenario", "")),
        "region": str(manifest.get("region") or ""),
        "ground": str(manifest.get("ground") or ""),
        "hypothetical": bool(manifest.get("hypothetical", True)),
        "run": run,
        "end": round(10.0 * float(manifest.get("duration_s", 0.0))),
        "map": _ground(manifest.get("map") or {}),
        "sites": _sites(records(dict(tables["sites"])), rows_of(tables, "pointing", run)),
        "objects": _objects(story, tables, run, thinned),
        "rounds": _rounds(story, tables, run, thinned),
        "tracks": _tracks(rows_of(tables, "tracks", run), thinned),
        "cues": _cues(tables, run, float(manifest.get("cycle_s") or 2.0)),
        "plots": _plots(rows_of(tables, "detections", run), tables["sites"], thinned),
        "events": _events(rows_of(tables, "events", run), rows_of(tables, "track_marks", run)),
        "scores": _scores(rows_of(tables, "track_scores", run)),
        "thinned": thinned,
    }


def _ground(base: Mapping[str, Any]) -> dict[str, Any] | None:
    if not base.get("png"):
        return None
    edges = {name: round(float(base[name]) / STEP_DEG) for name in ("west", "south", "east", "north")}
    coast = [[[round(x / STEP_DEG), round(y / STEP_DEG)] for x, y in ring] for ring in base.get("coast", ())]
    return {**edges, "png": str(base["png"]), "coast": coast}


def whole(values: Any, step: float) -> list[int]:
    """Values as whole multiples of a step."""
    return np.rint(np.asarray(values, np.float64) / step).astype(np.int64).tolist()  # type: ignore[no-any-return]


def _place(rows: Mapping[str, Any]) -> dict[str, list[int]]:
    places = {"x": whole(rows["longitude_deg"], STEP_DEG), "y": whole(rows["latitude_deg"], STEP_DEG)}
    return places | {"z": whole(np.nan_to_num(rows["height_m"]), 1.0)}


def _every(count: int, kind: str, thinned: dict[str, int]) -> int:
    """Keep each n-th row, so that no more than ``MOST`` remain; noted where n is more than one."""
    n = max(1, -(-count // MOST[kind]))
    if n > 1:
        thinned[kind] = n
    return n


def _ends(count: int, step: int) -> Any:
    """Rows that are kept: every n-th and the last."""
    return np.unique(np.r_[np.arange(0, count, step), max(count - 1, 0)]) if count else np.zeros(0, np.int64)


def _known(value: Any) -> int | None:
    """A time in tenths of a second; None for what never happened."""
    return round(10.0 * float(value)) if value is not None and np.isfinite(float(value)) else None


def _sites(rows: list[dict[str, Any]], pointing: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "kind": row["kind"],
            "id": row["id"],
            "name": row["name"] or row["id"],
            "type": row["type"],
            "command": row["command"],
            "x": round(row["longitude_deg"] / STEP_DEG),
            "y": round(row["latitude_deg"] / STEP_DEG),
            "z": round(_number(row["height_m"]) or 0.0),  # posts without an antenna have none
            "boresight": _number(row["boresight_deg"]),
            "sector": _number(row["sector_deg"]),
            "range": _number(row["instrumented_range_m"]),
            "lost": _known(row["destroyed_s"]),
            "states": replay_cues.states_of(pointing, row["id"]),
        }
        for row in rows
        if row["kind"] in ("radar", "battery", "asset", "command")
    ]


def _number(value: Any) -> float | None:
    return float(value) if value is not None and np.isfinite(float(value)) else None


def _objects(story: Story, tables: Mapping[str, Any], run: int, thinned: dict[str, int]) -> list[dict[str, Any]]:
    outcomes = {row["object"]: row for row in records(rows_of(tables, "outcomes", run))}
    step = _every(sum(len(thing.path.time_s) for thing in story.things), "truth", thinned)
    return [_object(thing, outcomes[thing.id], step) for thing in story.things]


def _object(thing: Thing, row: Mapping[str, Any], step: int) -> dict[str, Any]:
    keep = _ends(len(thing.path.time_s), step)
    path = thing.path
    steps = [[_known(thing.times[column]), word] for column, word in STEPS if np.isfinite(thing.times[column])]
    return {
        "id": thing.id,
        "name": str(row.get("name") or thing.id),
        "type": thing.type,
        "family": thing.family.key,
        "side": str(row["side"]),
        "threat": thing.is_threat,
        "aims": thing.aims_at,
        "fate": thing.fate,
        "cause": words.cause_sentence(thing.cause) if thing.fate == "leaked" else "",
        "evidence": thing.evidence if thing.fate == "leaked" else "",
        "also": str(row.get("also") or "") if thing.fate == "leaked" else "",
        "steps": steps,
        "end": _known(thing.end_s),
        "t": whole(path.time_s[keep], 0.1),
        "x": whole(path.longitude_deg[keep], STEP_DEG),
        "y": whole(path.latitude_deg[keep], STEP_DEG),
        "z": whole(path.height_m[keep], 1.0),
    }


def _rounds(story: Story, tables: Mapping[str, Any], run: int, thinned: dict[str, int]) -> list[dict[str, Any]]:
    paths = rows_of(tables, "paths", run)
    step = _every(len(paths["time_s"]), "paths", thinned) if paths else 1
    return [_round(shot, paths, step) for shot in story.shots]


def _round(shot: Mapping[str, Any], paths: Mapping[str, Any], step: int) -> dict[str, Any]:
    kept = paths["round"] == shot["round"] if paths else np.zeros(0, np.bool_)
    if kept.any():
        mine = {name: values[kept] for name, values in paths.items()}
        order = np.argsort(mine["time_s"], kind="stable")
        keep = order[_ends(len(order), step)]
        flown = {"t": whole(mine["time_s"][keep], 0.1), **_place({name: v[keep] for name, v in mine.items()})}
    else:
        # results that keep no paths know the two ends only
        ends = ("launch", "end")
        place = {
            name: [shot[f"{end}_{name}"] for end in ends] for name in ("latitude_deg", "longitude_deg", "height_m")
        }
        finite = bool(np.isfinite(shot["end_s"])) and all(np.isfinite(v).all() for v in map(np.array, place.values()))
        flown = {"t": whole([shot["launch_s"], shot["end_s"]], 0.1), **_place(place)} if finite else _nowhere()
    return {
        "id": shot["round"],
        "battery": shot["battery"],
        "type": shot["interceptor"],
        "target": shot["object"],
        "track": int(shot["track"]),
        "launch": _known(shot["launch_s"]),
        "end": _known(shot["end_s"]),
        "reason": words.plain(str(shot["end_reason"])),
        "met": shot["end_reason"] == "intercept",
        "killed": bool(shot["killed"]),
        "pk": _number(shot["kill_probability"]),
        "miss": _number(shot["miss_distance_m"]),
        "straight": not kept.any(),
        **flown,
    }


def _nowhere() -> dict[str, list[int]]:
    return {"t": [], "x": [], "y": [], "z": []}


def _tracks(rows: Mapping[str, Any], thinned: dict[str, int]) -> list[dict[str, Any]]:
    """A track in pieces of time, place and identity; cycles are thinned, changes of identity are not lost by more."""
    if not rows or not len(rows["time_s"]):
        return []
    times = np.unique(rows["time_s"])
    step, found = _every(len(rows["time_s"]), "tracks", thinned), []
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
                **_place(mine),
                "i": _changes([IDENTITIES.index(str(name)) for name in mine["identity"]]),
                "o": _changes([str(name) for name in mine["object"]]),
            }
        )
    return found


def _changes(values: list[Any]) -> list[list[Any]]:
    """``[row, value]`` wherever the value is new."""
    return [[k, value] for k, value in enumerate(values) if k == 0 or values[k - 1] != value]


def _plots(rows: Mapping[str, Any], sites: Any, thinned: dict[str, int]) -> dict[str, Any]:
    """Plots over the ground, on the sphere: good to a pixel, which is all that a map shows."""
    radars = [str(who) for kind, who in zip(sites["kind"], sites["id"], strict=True) if kind == "radar"]
    if not rows:
        return {"radars": radars, "t": [], "x": [], "y": [], "z": [], "radar": [], "real": []}
    # a result may lack the places of radars, and bearings of passive sensors have none: these cannot be drawn
    placed = np.isin(rows["radar"], radars) & np.isfinite(rows["slant_range_m"])
    kept = {name: values[placed] for name, values in rows.items()}
    order = np.argsort(kept["time_s"], kind="stable")[:: _every(len(kept["time_s"]), "detections", thinned)]
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


def _cues(tables: Mapping[str, Any], run: int, cycle_s: float) -> list[dict[str, Any]]:
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
            "end": _known(chain["end_s"]),
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


def _events(rows: Mapping[str, Any], marks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What happened, in order of time: events, then what became of tracks by the answer key."""
    found = [
        {"t": round(10.0 * row["time_s"]), "kind": row["event"], "object": row["object"], "text": row["text"]}
        for row in records(dict(rows))
    ]
    found += [
        {
            "t": round(10.0 * row["time_s"]),
            "kind": f"track_{row['event']}",
            "object": row["object"],
            "text": f"track {row['track']} of {row['command']} {_became(row)}",
        }
        for row in records(dict(marks))
        if row["event"] in ("swapped", "lost", "false")
    ]
    return sorted(found, key=lambda event: (event["t"], event["kind"], event["object"]))


def _became(mark: Mapping[str, Any]) -> str:
    if mark["event"] == "swapped":
        return f"goes over to {mark['object']}"
    return f"of {mark['object']} is lost" if mark["event"] == "lost" else "follows nothing real"


def _scores(rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Series of every command and class; the class without a name is that of tracks that follow nothing."""
    found = []
    for command in np.unique(rows["command"]) if rows else ():
        for kind in np.unique(rows["type"]):
            mine = {n: v[(rows["command"] == command) & (rows["type"] == kind)] for n, v in rows.items()}
            if not (mine["objects"].any() or mine["tracks"].any()):
                continue
            error = np.where(np.isfinite(mine["error_m"]), np.rint(mine["error_m"]), -1).astype(np.int64)
            counts = {name: mine[name].tolist() for name in ("objects", "followed", "tracks")}
            series = {"t": whole(mine["time_s"], 0.1), **counts, "error": error.tolist()}
            found.append({"by": str(command), "type": str(kind), **series})
    return found
