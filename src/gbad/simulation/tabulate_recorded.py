"""From the book of a run recorded in full: paths of rounds, where sensors looked, what posts told each other.

``tabulate`` calls these; ``results.schema`` says what every column means.
"""

from __future__ import annotations

import numpy as np

from gbad import engagement
from gbad.codes.units import UnitKind, UnitState
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import EJECTION_MPS
from gbad.messages import END_NONE
from gbad.nodes import obeying, way_up, ways_down
from gbad.physics import earth
from gbad.physics.earth import ecef_to_geodetic
from gbad.recorder.book import Book
from gbad.tables import Floats, Strings

Columns = dict[str, np.ndarray]
NOBODY = ""  # id that stands for "no object": a false alarm, a false track
PHASES = np.array(["boost", "midcourse", "terminal", "end"])
_AXES = ("east", "north", "up")


def named(ids: Strings, rows: np.ndarray) -> np.ndarray:
    """Ids of rows; ``NOBODY`` where the row is -1."""
    if len(ids) == 0:
        return np.full(len(rows), NOBODY)
    return np.where(rows >= 0, ids[np.maximum(rows, 0)], NOBODY)


def places(position_ecef_m: np.ndarray, prefix: str = "") -> Columns:
    """Latitude and longitude [deg] and ellipsoidal height [m] of ``(n, 3)`` positions."""
    latitude, longitude, height = ecef_to_geodetic(position_ecef_m)
    return {
        f"{prefix}latitude_deg": np.degrees(latitude),
        f"{prefix}longitude_deg": np.degrees(longitude),
        f"{prefix}height_m": height,
    }


def velocities(velocity_ecef_mps: Floats, place: Columns) -> Columns:
    """Speed and velocity along east, north and up at places, of ``(n, 3)`` Earth-fixed velocities."""
    axes = earth.ecef_to_enu_matrix(np.radians(place["latitude_deg"]), np.radians(place["longitude_deg"]))
    enu = (velocity_ecef_mps[:, None, :] * axes).sum(axis=2)
    speed = np.sqrt((velocity_ecef_mps**2).sum(axis=1))
    return {"speed_mps": speed} | {f"{axis}_mps": enu[:, k] for k, axis in enumerate(_AXES)}


def tell_paths(book: Book) -> Columns:
    """Every round at whole seconds since its launch and at its end.

    Velocity is the difference of the places before and after, so it is the mean over up to two seconds; at the launch
    it is the ejection's, at the end that of the last leg.
    """
    d, rounds = book.tables.defence, book.rounds
    shots = rounds.shots
    run, row, time_s, position = engagement.trace(rounds)
    keep = ~((shots.end_reason[run, row] != END_NONE) & (time_s >= shots.end_s[run, row]))
    over = (shots.end_reason != END_NONE) & np.isfinite(shots.launch_s) & (shots.end_s > shots.launch_s)
    end_run, end_row = np.nonzero(over)
    run, row = np.r_[run[keep], end_run], np.r_[row[keep], end_row]
    time_s = np.r_[time_s[keep], shots.end_s[over]]
    position = np.concatenate([position[keep], shots.end_position_ecef_m[over]])
    last = np.r_[np.zeros(int(keep.sum()), np.bool_), np.ones(len(end_run), np.bool_)]
    order = np.lexsort((time_s, row, run))
    run, row, time_s, position, last = run[order], row[order], time_s[order], position[order], last[order]

    place = places(position)
    return (
        {"run": book.batch.run_number[run], "round": d.rounds.id[row], "time_s": time_s}
        | place
        | velocities(_flown(run, row, time_s, position), place)
        | {"phase": PHASES[np.where(last, 3, _phases(book, run, row, time_s))]}
    )


def _flown(run: np.ndarray, row: np.ndarray, time_s: Floats, position: Floats) -> Floats:
    """Earth-fixed velocities ``(n, 3)`` along paths whose rows stand in order of time."""
    if len(run) == 0:
        return np.zeros((0, 3))
    first = np.r_[True, (run[1:] != run[:-1]) | (row[1:] != row[:-1])]
    final = np.r_[first[1:], True]
    before = np.where(first, 0, -1) + np.arange(len(run))
    after = np.where(final, 0, 1) + np.arange(len(run))
    step_s = time_s[after] - time_s[before]
    moved = position[after] - position[before]
    velocity = np.divide(moved, step_s[:, None], out=np.zeros_like(moved), where=step_s[:, None] > 0.0)
    latitude, longitude, _ = earth.ecef_to_geodetic(position[first])
    velocity[first] = EJECTION_MPS * earth.ecef_to_enu_matrix(latitude, longitude)[:, 2]
    return velocity


def _phases(book: Book, run: np.ndarray, row: np.ndarray, time_s: Floats) -> np.ndarray:
    """Rows of ``PHASES``: by burn-out of the motor and by when the seeker took its target."""
    rounds = book.rounds
    flown_s = time_s - rounds.shots.launch_s[run, row]
    type_ = book.tables.defence.rounds.interceptor[row]
    figures = rounds.types.parameters[book.truth.draw_of_run[run], type_]
    counts = rounds.flights.counts[run, row]
    homing = (counts[:, c.PHASE] == c.TERMINAL) & (flown_s >= counts[:, c.LOCK] * c.UNIT_S)
    return np.where(homing, 2, np.where(flown_s < figures[:, c.DELAY] + figures[:, c.BOOST], 0, 1))


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
        return {}
    table = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(table["run"], kind="stable")
    return {name: values[order] for name, values in table.items()}


def spread(kept: Columns) -> Columns:
    """Velocity of tracks along east, north and up, and the spread of their states in the same axes."""
    place = places(kept["position_ecef_m"])
    found = velocities(kept["velocity_ecef_mps"], place)
    axes = earth.ecef_to_enu_matrix(np.radians(place["latitude_deg"]), np.radians(place["longitude_deg"]))

    def turned(cov: Floats) -> Floats:
        half = (axes[:, :, :, None] * cov[:, None, :, :]).sum(axis=2)
        return (half[:, :, None, :] * axes[:, None, :, :]).sum(axis=3)

    where, how = turned(kept["covariance_ecef"][:, :3, :3]), turned(kept["covariance_ecef"][:, 3:, 3:])
    std = np.sqrt(np.einsum("nii->ni", where))
    for k, axis in enumerate(_AXES):
        found[f"{axis}_std_m"] = std[:, k]
        found[f"{axis}_std_mps"] = np.sqrt(how[:, k, k])
    for a, b in ((0, 1), (0, 2), (1, 2)):
        found[f"{_AXES[a]}_{_AXES[b]}_correlation"] = where[:, a, b] / (std[:, a] * std[:, b])
    return found
