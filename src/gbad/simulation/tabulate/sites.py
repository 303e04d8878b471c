"""Tables ``channels``, ``pointing`` and ``messages``: what batteries had left, sensors did, posts told each other."""

from __future__ import annotations

import numpy as np

from gbad.codes.units import UnitKind, UnitState
from gbad.nodes import obeying, way_up, ways_down
from gbad.physics import earth
from gbad.recorder.book import Book
from gbad.simulation.tabulate.columns import Columns, empty


def tell_channels(book: Book) -> Columns:
    """Rounds and channels of every battery, a row whenever something changed."""
    d = book.tables.defence
    log = book.busy_log[:, : book.cycles]
    changed = np.ones(log.shape[:3], np.bool_)
    changed[:, 1:] = (log[:, 1:] != log[:, :-1]).any(axis=3)
    changed[:, -1:] = True
    run, cycle, battery = np.nonzero(changed)
    return {
        "run": book.batch.run_number[run],
        "battery": d.batteries.id[battery],
        "time_s": (cycle + 1) * d.cycle_s,
        "rounds_ready": log[run, cycle, battery, 0].astype(np.int64),
        "target_channels_busy": log[run, cycle, battery, 1].astype(np.int64),
        "missile_channels_busy": log[run, cycle, battery, 2].astype(np.int64),
    }


def tell_pointing(book: Book) -> Columns:
    """Changes of what sensors do, and every cue of every radar that is cued."""
    radars, duration_s = book.tables.defence.radars, book.tables.duration_s
    rows: list[tuple[int, int, float, str]] = []
    for run, number in enumerate(book.batch.run_number.tolist()):
        draw = int(book.truth.draw_of_run[run])
        for radar in range(len(radars.id)):
            gone_s = float(book.truth.radar_end_s[run, radar])
            spans = [
                (float(a), float(b)) for a, b in radars.silent_s[draw, radar] if a < min(gone_s, duration_s) and a < b
            ]
            if not any(begin <= 0.0 for begin, _ in spans):
                rows.append((number, radar, 0.0, "works"))
            for begin, end in spans:
                rows.append((number, radar, max(begin, 0.0), _why_silent(book, draw, radar, begin)))
                if end < min(gone_s, duration_s) and all(begin != end for begin, _ in spans):
                    rows.append((number, radar, end, "works"))
            if gone_s <= duration_s:
                rows.append((number, radar, gone_s, "destroyed"))
    changed = np.array([(run, radar, time_s) for run, radar, time_s, _ in rows], float).reshape(-1, 3)
    site = changed[:, 1].astype(np.int64)
    nothing = np.full(len(rows), np.nan)
    table = {
        "run": changed[:, 0].astype(np.int64),
        "radar": radars.id[site],
        "time_s": changed[:, 2],
        "state": np.array([state for *_, state in rows], np.str_),
        "cue": np.zeros(len(rows), np.int64),
        "azimuth_deg": nothing,
        "elevation_deg": nothing,
        "slant_range_m": nothing,
    }
    kept = book.table("pointing")
    if kept:
        site = kept["radar"]
        antenna, turn = radars.position_ecef_m[site], radars.ecef_to_enu[site]
        for stand in book.tables.stands[1:]:
            moved, later = stand.defence.radars, kept["time_s"] >= stand.from_s
            antenna[later], turn[later] = moved.position_ecef_m[site[later]], moved.ecef_to_enu[site[later]]
        away = earth.ecef_to_enu(kept["position_ecef_m"], antenna, turn)
        azimuth, elevation, distance = earth.azimuth_elevation_range(away)
        cued = {
            "run": book.batch.run_number[kept["run"]],
            "radar": radars.id[site],
            "time_s": kept["time_s"],
            "state": np.full(len(site), "cued"),
            "cue": kept["cue"],
            "azimuth_deg": np.degrees(azimuth) % 360.0,
            "elevation_deg": np.degrees(elevation),
            "slant_range_m": np.where(kept["cue"] < 0, np.nan, distance),
        }
        table = {name: np.concatenate([values, cued[name]]) for name, values in table.items()}
    order = np.lexsort((table["cue"], table["state"], table["radar"], table["time_s"], table["run"]))
    return {name: values[order] for name, values in table.items()}


def _why_silent(book: Book, draw: int, radar: int, begin_s: float) -> str:
    """What a radar does that sends nothing from a time on: what its timetable says, or it is silent."""
    units = book.tables.defence.units
    mine = (units.kind == UnitKind.RADAR) & (units.row == radar) & (units.from_s[draw] == begin_s)
    found = UnitState(int(units.state[np.flatnonzero(mine)[0]])) if mine.any() else UnitState.SILENT
    return "destroyed" if found == UnitState.LOST else found.identifier


def tell_messages(book: Book) -> Columns:
    """Track reports, orders and shot reports, with when they left and when they arrived.

    Where orders do not travel they reach their battery at once: its reaction time stands for the way down.
    """
    d, number = book.tables.defence, book.batch.run_number
    parts: list[Columns] = []
    if sent := book.table("sent"):
        arrived = np.where(np.isfinite(sent["arrival_s"]), sent["arrival_s"], np.nan)
        parts.append(
            {
                "run": number[sent["run"]], "kind": np.full(len(arrived), "track"),
                "sender": d.radars.id[sent["radar"]], "receiver": d.commands.id[sent["command"]],
                "valid_s": sent["time_s"], "sent_s": sent["available_s"], "arrived_s": arrived,
                "track": sent["number"], "round": np.full(len(arrived), ""), "text": np.full(len(arrived), ""),
            }
        )  # fmt: skip
    draw, seed = book.truth.draw_of_run, book.batch.seed
    for orders in book.orders:
        if len(orders.run):
            who = obeying(d, draw, float(orders.time_s[0]))
            late = ways_down(d, who, draw, number, seed, float(orders.time_s[0]))[orders.run, orders.battery]
            parts.append(
                {
                    "run": number[orders.run], "kind": np.full(len(orders.run), "order"),
                    "sender": d.commands.id[orders.command], "receiver": d.batteries.id[orders.battery],
                    "valid_s": orders.time_s, "sent_s": orders.time_s, "arrived_s": orders.time_s + late,
                    "track": orders.track, "round": d.rounds.id[orders.round], "text": np.full(len(orders.run), "fire"),
                }
            )  # fmt: skip
    if told := book.table("shot_reports"):
        up_s = way_up(d, draw, number, seed, told["run"], told["round"], told["time_s"])
        parts.append(
            {
                "run": number[told["run"]], "kind": np.full(len(told["run"]), "shot"),
                "sender": d.batteries.id[told["battery"]], "receiver": d.commands.id[told["command"]],
                "valid_s": told["time_s"], "sent_s": told["time_s"], "arrived_s": told["available_s"] + up_s,
                "track": told["track"], "round": d.rounds.id[told["round"]],
                "text": np.where(told["reported_kill"] == 1, "kill", "miss"),
            }
        )  # fmt: skip
    if not parts:
        # a batch in which nobody said anything has the same columns as the others it is joined with
        return empty("messages")
    table = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(table["run"], kind="stable")
    return {name: values[order] for name, values in table.items()}
