"""What a policy sees: one command of one run at one cycle. The same for built-in and user policies.

Everything here is what the command can know: its picture, its own rounds, its channels and magazines. Times are
seconds of the battle, places Earth-fixed metres. Arrays are copies: a policy may do with them what it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from gbad.tables import Bools, Defence, Floats, Ints
from gbad.weapon_assignment.options import Options, Situation


def _none() -> Ints:
    return np.zeros(0, np.int64)


def _no_figures() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True, slots=True)
class Pending:
    """Options at tracks that rounds of this command are on their way to, ``n`` rows; columns as in the situation."""

    track: Ints = field(default_factory=_none)
    battery: Ints = field(default_factory=_none)
    interceptor: Ints = field(default_factory=_none)
    priority: Floats = field(default_factory=_no_figures)
    time_to_impact_s: Floats = field(default_factory=_no_figures)
    launch_s: Floats = field(default_factory=_no_figures)
    intercept_s: Floats = field(default_factory=_no_figures)
    kill_probability: Floats = field(default_factory=_no_figures)
    rounds_ready: Ints = field(default_factory=_none)
    in_flight: Ints = field(default_factory=_none)  # rounds on their way to the track
    engaged: Ints = field(default_factory=_none)  # 1: this battery holds a target channel on the track already


@dataclass(frozen=True, slots=True)
class TrackView:
    """The command's picture, ``m`` tracks in order of their slots, states carried on to the time of the situation."""

    number: Ints  # (m,)  system track number
    position_ecef_m: Floats  # (m, 3)
    velocity_ecef_mps: Floats  # (m, 3)
    covariance_ecef: Floats  # (m, 6, 6)  as at the newest update
    updated_s: Floats  # (m,)  time of that update
    permitted: Bools  # (m,)  identity and rules of engagement allow fire
    ballistic: Bools  # (m,)  flies like a ballistic missile
    priority: Floats  # (m,)  0: no threat, or not allowed
    time_to_impact_s: Floats  # (m,)  inf if it threatens nothing
    asset: Ints  # (m,)  row of the asset threatened, -1 for none
    value: Floats  # (m,)  of that asset, 0 for none
    in_flight: Ints  # (m,)  rounds of this command on their way to it


@dataclass(frozen=True, slots=True)
class RoundsInFlight:
    """Rounds ordered by this command whose result is not known yet, ``k`` rows by number of the round."""

    round: Ints  # (k,)  as ``abort`` and ``retarget`` take it
    battery: Ints  # (k,)
    interceptor: Ints  # (k,)
    track: Ints  # (k,)
    launch_s: Floats  # (k,)  planned
    intercept_s: Floats  # (k,)  planned
    kill_probability: Floats  # (k,)  as estimated when it was ordered
    launched: Bools  # (k,)  by plan


@dataclass(frozen=True, slots=True)
class Resources:
    """What the command's batteries have left. Batteries of other commands show nothing."""

    battery: tuple[str, ...]  # (batteries,) ids, of all batteries
    interceptor: tuple[str, ...]  # (types,) ids
    mine: Bools  # (batteries,)  belongs to this command
    rounds_ready: Ints  # (batteries, types)
    launcher_free_s: Floats  # (batteries,)  [s] when the first launcher with rounds left may launch; inf for none
    target_channels_free: Ints  # (batteries,)
    missile_channels_free: Ints  # (batteries,)
    channel_free_s: tuple[Floats, ...]  # by battery: when held missile channels come free by plan, sorted
    boresight_rad: Floats  # (batteries,)  of the engagement radar, clockwise from north
    radar_ready: Bools  # (batteries,)  it is at work: not turning, silent or on the march by its timetable
    turn_s: Floats  # (batteries,)  [s] that a turn takes; nan where it can't be turned


@dataclass(frozen=True, slots=True)
class CommandSituation:
    """Options of one command at one instant. ``n`` options, sorted by track slot, battery, interceptor.

    A policy returns pairs ``(option, rounds)``, or orders made by ``fire``, ``add``, ``retarget``, ``abort`` and
    ``hold`` (``gbad.orders``). At most one order of fire per track. Every option has an intercept in reach; it may
    still lack rounds or channels, which the policy must respect. Tracks that rounds are on their way to are in
    ``pending``.
    """

    run: int  # absolute number of the run
    time_s: float
    salvo: int  # rounds the doctrine wants per engagement
    track: Ints  # (n,)  system track number
    battery: Ints  # (n,)
    interceptor: Ints  # (n,)
    priority: Floats  # (n,)  of the track; larger is more urgent
    time_to_impact_s: Floats  # (n,)
    intercept_s: Floats  # (n,)  [s] earliest meeting
    kill_probability: Floats  # (n,)  of one round, given arrival
    rounds_ready: Ints  # (n,)  of this type in this battery
    fired: Ints  # (n,)  rounds already spent on this track by this command
    target_channels_free: Ints  # (batteries,)
    missile_channels_free: Ints  # (batteries,)
    launch_s: Floats = field(default_factory=_no_figures)  # (n,)  [s] earliest launch
    pending: Pending = field(default_factory=Pending)
    tracks: TrackView | None = None  # the picture; None only in situations made by hand
    flights: RoundsInFlight | None = None
    resources: Resources | None = None


def split(situation: Situation, defence: Defence, run_number: Ints) -> Iterator[tuple[int, int, Ints, Ints]]:
    """Yield (run row, command row, rows of options to fire by, rows of pending options).

    For every run and command with options or rounds on their way, and with tracks where radars can be
    turned, in order of run and command.
    """
    o, ledger = situation.options, situation.ledger
    commands = len(defence.commands.id)
    owner = o.run * commands + o.command
    flying = ledger.ordered & (ledger.report_s > situation.time_s)
    run, row = np.nonzero(flying)
    asked = np.union1d(owner, run * commands + ledger.command[run, row])
    if np.isfinite(defence.units.turn_s).any():
        # who may turn a radar is asked whenever it holds something
        run, command, _ = np.nonzero(situation.picture.number)
        asked = np.union1d(asked, run * commands + command)
    for key in asked:
        rows = np.flatnonzero(owner == key)
        waiting = o.in_flight[rows] > 0
        yield int(key) // commands, int(key) % commands, rows[~waiting], rows[waiting]


def view_of(
    situation: Situation, defence: Defence, run_number: Ints, run: int, command: int, rows: Ints, pending: Ints
) -> CommandSituation:
    """What one command of one run sees; ``rows`` and ``pending`` as :func:`split` gives them."""
    o = situation.options
    return CommandSituation(
        run=int(run_number[run]),
        time_s=situation.time_s,
        salvo=doctrine_salvo(defence, command),
        track=o.track[rows],
        battery=o.battery[rows],
        interceptor=o.interceptor[rows],
        priority=o.priority[rows],
        time_to_impact_s=o.time_to_impact_s[rows],
        intercept_s=o.intercept_s[rows],
        kill_probability=o.kill_probability[rows],
        rounds_ready=o.rounds_ready[rows],
        fired=o.fired[rows],
        target_channels_free=situation.target_channels_free[run].copy(),
        missile_channels_free=situation.missile_channels_free[run].copy(),
        launch_s=o.launch_s[rows],
        pending=_pending(o, pending),
        tracks=_tracks(situation, defence, run, command),
        flights=_flights(situation, defence, run, command),
        resources=_resources(situation, defence, run, command),
    )


def _pending(o: Options, rows: Ints) -> Pending:
    return Pending(**{name: getattr(o, name)[rows] for name in Pending.__dataclass_fields__})


def _on_their_way(situation: Situation, run: int, command: int) -> Ints:
    """Rows of the rounds of a command without a known result."""
    ledger = situation.ledger
    mine = ledger.ordered[run] & (ledger.command[run] == command) & (ledger.report_s[run] > situation.time_s)
    return np.flatnonzero(mine)


def _tracks(situation: Situation, defence: Defence, run: int, command: int) -> TrackView:
    picture, threats = situation.picture, situation.threats
    slots = np.flatnonzero(picture.number[run, command])
    at = (run, command, slots)
    velocity = picture.velocity_ecef_mps[at]
    asset = threats.asset[at]
    number = picture.number[at]
    aimed = situation.ledger.track[run, _on_their_way(situation, run, command)]
    return TrackView(
        number=number,
        position_ecef_m=picture.position_ecef_m[at] + velocity * (situation.time_s - picture.time_s[at])[:, None],
        velocity_ecef_mps=velocity,
        covariance_ecef=picture.covariance_ecef[at],
        updated_s=picture.time_s[at],
        permitted=threats.permitted[at],
        ballistic=threats.ballistic[at],
        priority=threats.priority[at],
        time_to_impact_s=threats.time_to_impact_s[at],
        asset=asset,
        value=np.where(asset >= 0, np.append(defence.assets.value, 0.0)[asset], 0.0),
        in_flight=np.array([int((aimed == n).sum()) for n in number], np.int64),
    )


def _flights(situation: Situation, defence: Defence, run: int, command: int) -> RoundsInFlight:
    ledger, rows = situation.ledger, _on_their_way(situation, run, command)
    return RoundsInFlight(
        round=rows,
        battery=defence.rounds.battery[rows],
        interceptor=defence.rounds.interceptor[rows],
        track=ledger.track[run, rows],
        launch_s=ledger.launch_s[run, rows],
        intercept_s=ledger.intercept_s[run, rows],
        kill_probability=ledger.kill_probability[run, rows],
        launched=ledger.launch_s[run, rows] <= situation.time_s,
    )


def _resources(situation: Situation, defence: Defence, run: int, command: int) -> Resources:
    ledger, d = situation.ledger, defence
    batteries, kinds = len(d.batteries.id), len(d.interceptors.id)
    mine = situation.ready.obeys[run] == command
    left = ~ledger.ordered[run] & mine[d.rounds.battery] & (ledger.round_ready_s[run] <= situation.time_s)
    ready = np.zeros((batteries, kinds), np.int64)
    np.add.at(ready, (d.rounds.battery[left], d.rounds.interceptor[left]), 1)
    launcher_free_s = np.full(batteries, np.inf)
    np.minimum.at(launcher_free_s, d.rounds.battery[left], ledger.launcher_free_s[run, d.rounds.launcher[left]])
    rows = _on_their_way(situation, run, command)
    held_by, until_s = d.rounds.battery[rows], ledger.intercept_s[run, rows]
    return Resources(
        battery=tuple(str(name) for name in d.batteries.id),
        interceptor=tuple(str(name) for name in d.interceptors.id),
        mine=mine,
        rounds_ready=ready,
        launcher_free_s=launcher_free_s,
        target_channels_free=np.where(mine, situation.target_channels_free[run], 0),
        missile_channels_free=np.where(mine, situation.missile_channels_free[run], 0),
        channel_free_s=tuple(np.sort(until_s[held_by == b]) for b in range(batteries)),
        boresight_rad=d.radars.boresight_rad[d.batteries.radar].copy(),
        radar_ready=mine & (situation.ready.radar_shut[run] == 0) & (situation.ready.battery_shut[run] == 0),
        turn_s=np.array([d.units.turn_of(int(r))[situation.draw_of_run[run]] for r in d.batteries.radar]),
    )


def doctrine_salvo(defence: Defence, command: int) -> int:
    """Rounds per engagement: one when each shot is looked at before the next, else the salvo."""
    return 1 if defence.commands.shoot_look_shoot[command] else int(defence.commands.salvo[command])
