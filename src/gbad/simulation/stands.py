"""Where units stand: by their timetable, by what commands tell them, and when they are hit."""

from __future__ import annotations

from collections.abc import Sequence

from gbad import engagement, sensing, tracking
from gbad import weapon_assignment as weapons
from gbad.errors import InputError
from gbad.nodes import emissions
from gbad.simulation import standing
from gbad.simulation.state import State
from gbad.tables import Tables


def take_stand(state: State, time_s: float) -> None:
    """Put who has moved or turned where he stands now: he can do nothing at that time, or is a radar that flies on."""
    s = state
    stand = s.tables.stand(time_s)
    if stand != s.stand:
        stand_anew(s, s.tables.at(time_s), stand)


def tell_units(state: State, orders: Sequence[weapons.Telling]) -> None:
    """Turn and silence radars from now on. Raises ``InputError`` where several runs share tables."""
    s = state
    if not orders:
        return
    if len(s.batch.run_number) > 1:
        raise InputError("units are told what to do in one run at a time: begin the battle with runs=1")
    tables = emissions.heard(standing.told(s.tables, orders, s.now_s), s.truth.trajectories).at(s.now_s)
    stand_anew(s, tables, tables.stand(s.now_s))
    s.book.tables = tables.at(0.0)


def lose_units(state: State, since_s: float, now_s: float) -> None:
    """Put units out of action whose asset was hit in this tick; what waited in their tubes stays there."""
    s = state
    if len(s.batch.run_number) > 1:
        raise InputError("units may be hit in one run at a time: begin the battle with runs=1")
    tables = standing.struck(s.tables, s.truth.asset_end_s[0], since_s, now_s)
    if tables is s.tables:
        return
    s.tables, s.book.tables = tables, tables.at(0.0)
    shut = weapons.shut(tables.defence, s.batch.draw_of_run, now_s)
    weapons.put_back(s.ledger, *engagement.stand_down(s.rounds, shut))


def stand_anew(s: State, tables: Tables, stand: int) -> None:
    """Let every room that keeps columns of places take them from these tables."""
    s.stand, s.tables = stand, tables
    sensing.move(s.sensors, s.tables)
    tracking.move(s.trackers, s.tables.defence)
    engagement.move(s.rounds, s.tables)
