"""The arrays of the network, laid out once at the start of a batch."""

from __future__ import annotations

import numpy as np

from gbad.network import _columns_kernel as columns
from gbad.tables import Defence, Ints
from gbad.tables.patience import patience_s


def links(defence: Defence, draw_of_run: Ints, run_number: Ints, stale_periods: float) -> columns.Links:
    """Who is tied to whom. A radar's link to its own command comes first among its links."""
    table, own = defence.links, defence.radars.command
    of_radar: list[list[int]] = [[] for _ in own]
    between = np.full((own.size, defence.commands.key.size), -1, np.int64)
    for link, (radar, command) in enumerate(zip(table.radar, table.command, strict=True)):
        between[radar, command] = link
        of_radar[radar].insert(0 if command == own[radar] else len(of_radar[radar]), link)
    fan = max((len(row) for row in of_radar), default=0) or 1
    return columns.Links(
        np.ascontiguousarray(table.radar, np.int64),
        np.ascontiguousarray(table.command, np.int64),
        np.array([row + [-1] * (fan - len(row)) for row in of_radar], np.int64).reshape(-1, fan),
        between,
        np.ascontiguousarray(table.key, np.uint64),
        np.ascontiguousarray(table.latency_s, float),
        np.ascontiguousarray(table.latency_jitter_s, float),
        np.ascontiguousarray(table.loss_probability, float),
        patience_s(defence, stale_periods, stale_periods - 1.0),
        np.ascontiguousarray(draw_of_run, np.int64),
        np.ascontiguousarray(run_number, np.uint64),
    )


def line(runs: int, links: int, slots: int) -> columns.Line:
    """Links that are free and have sent nothing."""
    dense = (runs, links, slots)
    return columns.Line(np.zeros((runs, links)), np.zeros(dense, np.int64), np.full(dense, -np.inf))


def queue(runs: int, rows: int) -> columns.Queue:
    """Nothing on the way."""
    flat = (runs, rows)
    return columns.Queue(
        np.zeros(runs, np.int64),
        np.zeros(flat, np.int64),
        np.zeros(flat, np.int64),
        np.zeros(flat, np.int64),
        np.zeros((*flat, 3), np.int64),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros((*flat, 6)),
        np.zeros((*flat, 36)),
    )


def mirrors(runs: int, links: int, slots: int) -> columns.Mirrors:
    """Nothing heard."""
    dense = (runs, links, slots)
    return columns.Mirrors(
        np.zeros((runs, links), np.int64),
        np.zeros(dense, np.int64),
        np.full(dense, -1, np.int64),
        np.zeros(dense, np.int64),
        np.zeros((*dense, 3), np.int64),
        np.zeros(dense),
        np.zeros(dense),
        np.zeros((*dense, 6)),
        np.zeros((*dense, 36)),
        np.zeros((*dense, 2)),
    )


def systems(runs: int, commands: int, slots: int, radars: int) -> columns.Systems:
    """Empty pictures."""
    dense = (runs, commands, slots)
    return columns.Systems(
        high=np.zeros((runs, commands), np.int64),
        following=np.zeros((runs, commands), np.int64),
        number=np.zeros(dense, np.int64),
        time_s=np.zeros(dense),
        position=np.zeros((*dense, 3)),
        velocity=np.zeros((*dense, 3)),
        covariance=np.zeros((*dense, 36)),
        first_s=np.zeros(dense),
        civil=np.zeros(dense, np.int64),
        friendly=np.zeros(dense, np.int64),
        interrogations=np.zeros(dense, np.int64),
        member=np.zeros((*dense, radars), np.int64),
        member_time_s=np.zeros((*dense, radars)),
        state=np.zeros((*dense, 6)),
        wide=np.zeros((*dense, 2)),
        ended=np.zeros((*dense, 3), np.int64),
        expiry_s=np.zeros(dense),
        home=np.zeros((commands, slots, radars), np.int64),
        members=np.zeros((commands, slots), np.int64),
        dirty=np.zeros(dense, np.int64),
    )
