"""Command posts, and the links between them and their radars -> their tables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gbad.messages import WEAPONS_CONTROL_NAMES
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_radars import keys, placed_radars, strings
from gbad.scenario.layout import Scenario
from gbad.tables import CommandTable, LinkTable


def command_table(scenario: Scenario, draws: Draws) -> CommandTable:
    """The table of all command posts."""
    commands = [scenario.commands[key] for key in sorted(scenario.commands)]
    holders = [Holder(c.figures, c.type, f"commands.{c.id}", c.overridden) for c in commands]
    ids = [command.id for command in commands]

    def each(pick: Callable[..., object], kind: type) -> np.ndarray:
        return np.array([pick(command.figures) for command in commands], dtype=kind)

    return CommandTable(
        id=strings(ids),
        key=keys(ids),
        weapons_control=each(lambda f: WEAPONS_CONTROL_NAMES.index(f.weapons_control), np.int64),
        self_defence=each(lambda f: f.self_defence, np.bool_),
        self_defence_distance_m=draws.column(holders, "self_defence_distance_km", 1e3),
        self_defence_time_s=draws.column(holders, "self_defence_time_s"),
        identification=strings([command.figures.identification for command in commands]),
        salvo=each(lambda f: f.salvo, np.int64),
        shoot_look_shoot=each(lambda f: f.shoot_look_shoot, np.bool_),
        policy=strings([command.figures.policy for command in commands]),
        identification_time_s=draws.column(holders, "identification_time_s"),
        iff_replies_required=each(lambda f: f.iff_replies_required, np.int64),
        hostile_speed_mps=draws.column(holders, "hostile_speed_mps"),
        threat_miss_distance_m=draws.column(holders, "threat_miss_distance_km", 1e3),
        engagement_horizon_s=draws.column(holders, "engagement_horizon_s"),
        correlation_gate=each(lambda f: f.correlation_gate, np.float64),
        reassessment_s=draws.column(holders, "reassessment_s"),
        launch_spacing_s=each(lambda f: f.launch_spacing_s, np.float64),
    )


def link_table(scenario: Scenario, draws: Draws) -> LinkTable:
    """One link per radar: its own, or of the kind its command post uses."""
    radars = placed_radars(scenario)
    commands = sorted(scenario.commands)
    holders = []
    for radar in radars:
        own = scenario.links.get(radar.id)
        if own is not None:
            holders.append(Holder(own.figures, own.type, f"links.{own.id}", own.overridden))
        else:
            name = scenario.commands[radar.command].network
            holders.append(Holder(scenario.library[name], name))
    ids = [f"{radar.id}-link" for radar in radars]
    return LinkTable(
        id=strings(ids),
        key=keys(ids),
        radar=np.arange(len(radars), dtype=np.int64),
        command=np.array([commands.index(radar.command) for radar in radars], dtype=np.int64),
        latency_s=draws.column(holders, "latency_s"),
        loss_probability=draws.column(holders, "loss_probability"),
    )
