"""Where engagement radars face: the default rule by which a command turns them.

A radar is turned when more is worth looking at from the new facing than from the present one, counting each ranked
track by the value of what it threatens: from the present facing those in the sector that a round could still be sent
at, from a new one those that would be in the sector with that time left once it works again. It is not turned while
rounds of its battery are on their way, nor for what another battery of the command faces already.

Left out: what the turn costs in rounds not fired meanwhile beyond the tracks that pass, and tracks not yet ranked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gbad.codes.actions import Action
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
            if int(other) != battery and ready.radar_shut[run, other] == 0:
                others |= _in_sector(_bearing(d, tracks, int(d.batteries.radar[other]), 0.0), facing[int(other)], half)
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
    on_their_way = ledger.ordered[run] & (ledger.report_s[run] > situation.time_s) & (d.rounds.battery == battery)
    return not bool(on_their_way.any())


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
