"""From picks to orders: which round leaves which launcher when, and what kept the other tracks waiting."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad.messages import Orders, Threats
from gbad.tables import Bools, Defence, Floats, Ints
from gbad.tables.bundles import fire_units, magazine
from gbad.weapon_assignment import _allocation_kernel as numbers
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.state import Ledger


class Picked(NamedTuple):
    """The options."""

    run: Ints
    command: Ints
    slot: Ints
    track: Ints
    battery: Ints
    kind: Ints
    intercept_s: Floats
    kill_probability: Floats
    in_flight: Ints
    engaged: Ints


class Timing(NamedTuple):
    """What keeps rounds apart."""

    spacing_s: Floats  # (commands,)
    interval_s: Floats  # (D, launchers)


class Free(NamedTuple):
    """Channels."""

    targets: Ints
    missiles: Ints


class Book(NamedTuple):
    """The ledger, written."""

    ordered: Bools
    command: Ints
    track: Ints
    launch_s: Floats
    intercept_s: Floats
    kill_probability: Floats
    launcher_free_s: Floats


class Written(NamedTuple):
    """Orders."""

    whole: Ints
    real: Floats
    offsets: Ints


def allocate(
    ledger: Ledger, defence: Defence, draw_of_run: Ints, situation: Situation, picks: Ints, threats: Threats
) -> Orders:
    """Turn rounds per option into orders and complete ``situation.gates``.

    Each round comes from the launcher that is free first (the first row breaks ties), not before the battery's
    reaction time, ``launch_interval_s`` after that launcher's last and ``launch_spacing_s`` after the salvo's last.
    """
    options = situation.options
    capacity = int(picks.sum())
    runs = ledger.runs
    whole = np.empty((6, capacity), np.int64)
    real = np.empty((2, capacity))
    offsets = np.zeros(runs + 1, np.int64)
    count = numbers.allocate(
        situation.time_s, draw_of_run, picks,
        Picked(options.run, options.command, options.slot, options.track, options.battery, options.interceptor,
               options.intercept_s, options.kill_probability, options.in_flight, options.engaged),
        fire_units(defence.batteries), magazine(defence.rounds), situation.ready,
        Timing(defence.commands.launch_spacing_s, defence.launchers.launch_interval_s),
        Free(situation.target_channels_free, situation.missile_channels_free),
        Book(ledger.ordered, ledger.command, ledger.track, ledger.launch_s, ledger.intercept_s, ledger.kill_probability,
             ledger.launcher_free_s),
        situation.gates.gate, Written(whole, real, offsets),
    )  # fmt: skip
    run, command, battery, track, slot, row = whole[:, :count]
    return Orders(
        offsets=offsets,
        run=run,
        time_s=np.full(count, situation.time_s),
        command=command,
        battery=battery,
        track=track,
        slot=slot,
        round=row,
        launch_s=real[0, :count],
        intercept_s=real[1, :count],
        asset=threats.asset[run, command, slot],
        ballistic=threats.ballistic[run, command, slot].astype(np.int8),
    )
