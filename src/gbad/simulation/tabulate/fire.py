"""Tables ``orders``, ``shots`` and ``paths``: what was ordered, what was launched, where rounds flew."""

from __future__ import annotations

import numpy as np

from gbad import engagement
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import EJECTION_MPS
from gbad.messages import END_NAMES, END_NONE, READY
from gbad.physics import earth
from gbad.recorder.book import Book
from gbad.simulation.tabulate.columns import Columns, named, places, velocities
from gbad.tables import Floats, Ints

PHASES = np.array(["boost", "midcourse", "terminal", "end"])


def tell_orders(book: Book) -> Columns:
    """Fire orders, one row per round."""
    d, objects = book.tables.defence, book.tables.objects

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(o, name) for o in book.orders]) if book.orders else np.zeros(0, np.int64)

    who = np.concatenate(book.order_objects) if book.order_objects else np.zeros(0, np.int64)
    run = joined("run").astype(np.int64)
    order = np.argsort(run, kind="stable")
    columns = {
        "run": book.batch.run_number[run],
        "time_s": joined("time_s").astype(float),
        "command": named(d.commands.id, joined("command")),
        "battery": named(d.batteries.id, joined("battery")),
        "track": joined("track"),
        "round": named(d.rounds.id, joined("round")),
        "launch_s": joined("launch_s").astype(float),
        "intercept_s": joined("intercept_s").astype(float),
        "asset": named(d.assets.id, joined("asset")),
        "object": named(objects.id, who),
        "ballistic": joined("ballistic") == 1,
    }
    return {name: values[order] for name, values in columns.items()}


def tell_shots(book: Book) -> Columns:
    """One row per round that left its launcher, with where it went and what it did."""
    shots, d, objects = book.shots, book.tables.defence, book.tables.objects
    assert shots is not None
    run, row = np.nonzero((shots.status > READY) & np.isfinite(shots.launch_s))
    at = (run, row)
    battery = d.rounds.battery[row]
    ended = shots.end_reason[at] != END_NONE
    end = places(shots.end_position_ecef_m[at], "end_")
    from_where = _launch_places(book, battery, shots.launch_s[at])
    return {
        "run": book.batch.run_number[run],
        "round": d.rounds.id[row],
        "battery": d.batteries.id[battery],
        "interceptor": d.interceptors.id[d.rounds.interceptor[row]],
        "track": shots.track[at],
        "aimed_at": named(objects.id, shots.aimed_at[at]),
        "object": named(objects.id, np.where(shots.target[at] >= 0, shots.target[at], shots.aimed_at[at])),
        "shot_at_object": shots.shot_at_target[at],
        "order_s": shots.order_s[at],
        "launch_s": shots.launch_s[at],
        "planned_intercept_s": shots.planned_intercept_s[at],
        "end_s": np.where(ended, shots.end_s[at], np.nan),
        "end_reason": np.array(END_NAMES)[shots.end_reason[at].astype(np.int64)],
        "miss_distance_m": shots.miss_distance_m[at],
        "closing_speed_mps": shots.closing_speed_mps[at],
        "kill_probability": shots.kill_probability[at],
        "killed": shots.killed[at],
        "reported_kill": shots.reported_kill[at].astype(np.int64),
        "launch_latitude_deg": np.degrees(from_where[0]),
        "launch_longitude_deg": np.degrees(from_where[1]),
        "launch_height_m": from_where[2],
    } | {name: np.where(ended, values, np.nan) for name, values in end.items()}


def _launch_places(book: Book, battery: Ints, launch_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Latitude, longitude [rad] and height [m] of batteries at the times of their launches."""
    b = book.tables.defence.batteries
    found = b.latitude_rad[battery], b.longitude_rad[battery], b.height_m[battery]
    for stand in book.tables.stands[1:]:
        b, later = stand.defence.batteries, launch_s >= stand.from_s
        columns = (b.latitude_rad, b.longitude_rad, b.height_m)
        for values, column in zip(found, columns, strict=True):
            values[later] = column[battery[later]]
    return found


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
