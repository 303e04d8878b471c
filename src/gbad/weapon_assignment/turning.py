"""Where engagement radars face: the default rule by which a command turns them.

A radar is turned when more is worth looking at from the new facing than from the present one, counting each ranked
track by the value of what it threatens: from the present facing those in the sector that a round could still be sent
at, from a new one those that would be in the sector with that time left once it works again. Once turned it stays for
the time that a round needs to be of use (what it turned for is not held at once). It is not turned while
rounds of its battery are on their way, nor for what another battery of the command faces already whose rounds reach as
far: what lies in that one's own sector and, flying straight on, comes within range of it. A point defence with its
small missiles is a last layer; it spares no battery a turn.

Left out: what the turn costs in rounds not fired meanwhile beyond the tracks that pass, tracks not yet ranked, and
whether the other battery has rounds and channels enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gbad.codes.actions import Action
from gbad.codes.units import UnitKind, UnitState
from gbad.tables import Bools, Defence, Floats
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Telling

MARGIN_S = 30.0  # [s] beyond reaction and turn that a round needs to be of use
EDGE_RAD = math.radians(3.0)  # a track this near to the edge of a sector is not counted in
STEP_RAD = math.radians(5.0)  # between facings that are weighed


@dataclass(frozen=True, slots=True)
class _Tracks:
    """Ranked tracks of one command in one run, ``m`` rows."""

    position_m: Floats  # (m, 3)
    velocity_mps: Floats  # (m, 3)
    impact_s: Floats  # (m,)  [s] from now
    worth: Floats  # (m,)


def default_turns(situation: Situation, defence: Defence) -> list[Telling]:
    """Turns of every command that turns radars, in every run."""
    found: list[Telling] = []
    for command in np.flatnonzero(defence.commands.turns_radars):
        for run, draw in enumerate(situation.draw_of_run):
            tracks = _ranked(situation, defence, run, int(command))
            if len(tracks.impact_s):
                found += _turns(situation, defence, tracks, run, int(draw), int(command))
    return found


def _ranked(situation: Situation, defence: Defence, run: int, command: int) -> _Tracks:
    picture, threats = situation.picture, situation.threats
    slots = np.flatnonzero((picture.number[run, command] > 0) & (threats.priority[run, command] > 0.0))
    at = (run, command, slots)
    asset = threats.asset[at]
    ahead = (situation.time_s - picture.time_s[at])[:, None]
    velocity = picture.velocity_ecef_mps[at]
    return _Tracks(
        position_m=picture.position_ecef_m[at] + ahead * velocity,
        velocity_mps=velocity,
        impact_s=threats.time_to_impact_s[at],
        worth=np.where(asset >= 0, np.append(defence.assets.value, 1.0)[asset], 1.0),
    )


def _turns(situation: Situation, defence: Defence, tracks: _Tracks, run: int, draw: int, command: int) -> list[Telling]:
    d, ready = defence, situation.ready
    mine = np.flatnonzero(ready.obeys[run] == command)
    able = [int(b) for b in mine if _may_turn(situation, d, run, draw, int(b))]
    found = []
    facing = {int(b): float(d.radars.boresight_rad[d.batteries.radar[b]]) for b in mine}
    for battery in able:
        radar = int(d.batteries.radar[battery])
        half = float(d.radars.sector_half_width_rad[draw, radar]) - EDGE_RAD
        others = np.zeros(len(tracks.impact_s), np.bool_)
        for other in mine:
            reaches = _reach_m(d, draw, int(other)) >= _reach_m(d, draw, battery)
            if int(other) != battery and reaches and ready.radar_shut[run, other] == 0:
                others |= _faced(d, tracks, draw, int(other), facing[int(other)])
        reaction_s = float(d.batteries.reaction_time_s[draw, battery]) + MARGIN_S
        turn_s = float(d.units.turn_of(radar)[draw])
        now = _bearing(d, tracks, radar, 0.0)
        kept = tracks.worth[_in_sector(now, facing[battery], half) & ~others & (tracks.impact_s > reaction_s)].sum()
        then = _bearing(d, tracks, radar, turn_s)
        open_then = ~others & (tracks.impact_s > turn_s + reaction_s)
        # the smallest turn of those that gain the most
        best, gain = facing[battery], float(kept)
        for away in sorted(np.arange(-math.pi, math.pi, STEP_RAD).tolist(), key=abs):
            worth = float(tracks.worth[_in_sector(then, facing[battery] + away, half) & open_then].sum())
            if worth > gain + 1e-9:
                best, gain = facing[battery] + away, worth
        if best != facing[battery]:
            facing[battery] = best % (2.0 * math.pi)
            found.append(Telling(run, command, Action.TURN, battery, facing[battery]))
    return found


def _may_turn(situation: Situation, defence: Defence, run: int, draw: int, battery: int) -> bool:
    d, ledger = defence, situation.ledger
    radar = int(d.batteries.radar[battery])
    if not np.isfinite(d.units.turn_of(radar)[draw]) or d.radars.sector_half_width_rad[draw, radar] >= math.pi:
        return False
    if situation.ready.radar_shut[run, battery] or situation.ready.battery_shut[run, battery]:
        return False
    u, time_s = d.units, situation.time_s
    turns = (u.kind == UnitKind.RADAR) & (u.row == radar) & (u.state == UnitState.TURNING)
    stays_s = float(d.batteries.reaction_time_s[draw, battery]) + MARGIN_S
    if (u.to_s[draw, turns] > time_s - stays_s).any():
        return False
    on_their_way = ledger.ordered[run] & (ledger.report_s[run] > situation.time_s) & (d.rounds.battery == battery)
    return not bool(on_their_way.any())


def _faced(defence: Defence, tracks: _Tracks, draw: int, battery: int, facing: float) -> Bools:
    """Tracks that a battery has in its sector and will have within range, as they fly."""
    d, radar = defence, int(defence.batteries.radar[battery])
    half, reach_m = float(d.radars.sector_half_width_rad[draw, radar]), _reach_m(d, draw, battery)
    away, speed_squared = tracks.position_m - d.radars.position_ecef_m[radar], (tracks.velocity_mps**2).sum(axis=1)
    nearest_s = -(away * tracks.velocity_mps).sum(axis=1) / np.maximum(speed_squared, 1e-9)
    nearest_s = np.clip(nearest_s, 0.0, np.maximum(tracks.impact_s, 0.0))
    comes_to_m = np.sqrt(((away + nearest_s[:, None] * tracks.velocity_mps) ** 2).sum(axis=1))
    in_sector = _in_sector(_bearing(d, tracks, radar, 0.0), facing, half if half >= math.pi else half - EDGE_RAD)
    found: Bools = in_sector & (comes_to_m <= reach_m)
    return found


def _reach_m(defence: Defence, draw: int, battery: int) -> float:
    """Greatest range of what a battery has in its tubes; 0 for nothing."""
    types = np.unique(defence.rounds.interceptor[defence.rounds.battery == battery])
    return float(defence.interceptors.max_range_m[draw, types].max(initial=0.0))


def _bearing(defence: Defence, tracks: _Tracks, radar: int, ahead_s: float) -> Floats:
    """Bearings of the tracks so much later, clockwise from north at a radar."""
    r = defence.radars
    away = tracks.position_m + ahead_s * tracks.velocity_mps - r.position_ecef_m[radar]
    enu = (away[:, None, :] * r.ecef_to_enu[radar][None]).sum(axis=2)
    return np.arctan2(enu[:, 0], enu[:, 1])


def _in_sector(bearing: Floats, facing: float, half: float) -> Bools:
    off = np.mod(bearing - facing + math.pi, 2.0 * math.pi) - math.pi
    found: Bools = np.abs(off) <= half
    return found
