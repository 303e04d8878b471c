"""What ``replay.html`` draws: lists of whole numbers, in tenths of seconds, ten-thousandths of degrees, metres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.report import replay_cues, words
from gbad.report.replay_events import events, scores
from gbad.report.replay_numbers import STEP_DEG, every, in_steps, kept_rows, known, number_or_none, whole
from gbad.report.replay_tracks import cues, plots, tracks
from gbad.report.story import STEPS, ResultLike, Story, Thing, records, rows_of, tell


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
        "tracks": tracks(rows_of(tables, "tracks", run), thinned),
        "cues": cues(tables, run, float(manifest.get("cycle_s") or 2.0)),
        "plots": plots(rows_of(tables, "detections", run), tables["sites"], thinned),
        "events": events(rows_of(tables, "events", run), rows_of(tables, "track_marks", run)),
        "scores": scores(rows_of(tables, "track_scores", run)),
        "thinned": thinned,
    }


def _ground(base: Mapping[str, Any]) -> dict[str, Any] | None:
    if not base.get("png"):
        return None
    edges = {name: round(float(base[name]) / STEP_DEG) for name in ("west", "south", "east", "north")}
    coast = [[[round(x / STEP_DEG), round(y / STEP_DEG)] for x, y in ring] for ring in base.get("coast", ())]
    return {**edges, "png": str(base["png"]), "coast": coast}


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
            "z": round(number_or_none(row["height_m"]) or 0.0),  # posts without an antenna have none
            "boresight": number_or_none(row["boresight_deg"]),
            "sector": number_or_none(row["sector_deg"]),
            "range": number_or_none(row["instrumented_range_m"]),
            "lost": known(row["destroyed_s"]),
            "states": replay_cues.states_of(pointing, row["id"]),
        }
        for row in rows
        if row["kind"] in ("radar", "battery", "asset", "command")
    ]


def _objects(story: Story, tables: Mapping[str, Any], run: int, thinned: dict[str, int]) -> list[dict[str, Any]]:
    outcomes = {row["object"]: row for row in records(rows_of(tables, "outcomes", run))}
    step = every(sum(len(thing.path.time_s) for thing in story.things), "truth", thinned)
    return [_object(thing, outcomes[thing.id], step) for thing in story.things]


def _object(thing: Thing, row: Mapping[str, Any], step: int) -> dict[str, Any]:
    keep = kept_rows(len(thing.path.time_s), step)
    path = thing.path
    steps = [[known(thing.times[column]), word] for column, word in STEPS if np.isfinite(thing.times[column])]
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
        "end": known(thing.end_s),
        "t": whole(path.time_s[keep], 0.1),
        "x": whole(path.longitude_deg[keep], STEP_DEG),
        "y": whole(path.latitude_deg[keep], STEP_DEG),
        "z": whole(path.height_m[keep], 1.0),
    }


def _rounds(story: Story, tables: Mapping[str, Any], run: int, thinned: dict[str, int]) -> list[dict[str, Any]]:
    paths = rows_of(tables, "paths", run)
    step = every(len(paths["time_s"]), "paths", thinned) if paths else 1
    return [_round(shot, paths, step) for shot in story.shots]


def _round(shot: Mapping[str, Any], paths: Mapping[str, Any], step: int) -> dict[str, Any]:
    kept = paths["round"] == shot["round"] if paths else np.zeros(0, np.bool_)
    if kept.any():
        mine = {name: values[kept] for name, values in paths.items()}
        order = np.argsort(mine["time_s"], kind="stable")
        keep = order[kept_rows(len(order), step)]
        flown = {"t": whole(mine["time_s"][keep], 0.1), **in_steps({name: v[keep] for name, v in mine.items()})}
    else:
        # results that keep no paths know the two ends only
        ends = ("launch", "end")
        place = {
            name: [shot[f"{end}_{name}"] for end in ends] for name in ("latitude_deg", "longitude_deg", "height_m")
        }
        finite = bool(np.isfinite(shot["end_s"])) and all(np.isfinite(v).all() for v in map(np.array, place.values()))
        flown = {"t": whole([shot["launch_s"], shot["end_s"]], 0.1), **in_steps(place)} if finite else _nowhere()
    return {
        "id": shot["round"],
        "battery": shot["battery"],
        "type": shot["interceptor"],
        "target": shot["object"],
        "track": int(shot["track"]),
        "launch": known(shot["launch_s"]),
        "end": known(shot["end_s"]),
        "reason": words.plain(str(shot["end_reason"])),
        "met": shot["end_reason"] == "intercept",
        "killed": bool(shot["killed"]),
        "pk": number_or_none(shot["kill_probability"]),
        "miss": number_or_none(shot["miss_distance_m"]),
        "straight": not kept.any(),
        **flown,
    }


def _nowhere() -> dict[str, list[int]]:
    return {"t": [], "x": [], "y": [], "z": []}
