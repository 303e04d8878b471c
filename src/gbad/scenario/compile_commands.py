"""Command posts, and the links between them and their radars -> their tables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gbad.messages import WEAPONS_CONTROL_NAMES
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.placed import placed_radars
from gbad.scenario.references import shared_link_id
from gbad.tables import FUSION_RULES, REMOTE_RULES, CommandTable, LinkTable


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
        tracker=strings([command.figures.tracker for command in commands]),
        identification=strings([command.figures.identification for command in commands]),
        salvo=each(lambda f: f.salvo, np.int64),
        shoot_look_shoot=each(lambda f: f.shoot_look_shoot, np.bool_),
        policy=strings([command.figures.policy for command in commands]),
        identification_time_s=draws.column(holders, "identification_time_s"),
        iff_replies_required=each(lambda f: f.iff_replies_required, np.int64),
        hostile_speed_mps=draws.column(holders, "hostile_speed_mps"),
        threat_miss_distance_m=draws.column(holders, "threat_miss_distance_km", 1e3),
        engagement_horizon_s=draws.column(holders, "engagement_horizon_s"),
        interrogations_before_fire=each(lambda f: f.interrogations_before_fire, np.int64),
        correlation_gate=each(lambda f: f.correlation_gate, np.float64),
        reassessment_s=draws.column(holders, "reassessment_s"),
        launch_spacing_s=each(lambda f: f.launch_spacing_s, np.float64),
        fusion=each(lambda f: FUSION_RULES.index(f.fusion), np.int64),
        orders_travel=each(lambda f: f.orders_travel, np.bool_),
        silent_under_attack=each(lambda f: f.silent_under_attack, np.bool_),
        turns_radars=each(lambda f: f.turns_radars, np.bool_),
        remote_tracks=each(lambda f: REMOTE_RULES.index(f.remote_tracks), np.int64),
        estimates_registration=each(lambda f: f.estimates_registration, np.bool_),
    )


def link_ids(scenario: Scenario) -> list[str]:
    """Ids of the table of links."""
    return [end[0] for end in _ends(scenario)]


def _ends(scenario: Scenario) -> list[tuple[str, str, int, str]]:
    """Id, key under ``links``, radar's row and command of every link."""
    radars = placed_radars(scenario)
    ends = [(f"{radar.id}-link", radar.id, row, radar.command) for row, radar in enumerate(radars)]
    for row, radar in enumerate(radars):
        for command in radar.also_reports_to:
            name = shared_link_id(radar.id, command)
            ends.append((f"{name}-link", name, row, command))
    return ends


def link_table(scenario: Scenario, draws: Draws) -> LinkTable:
    """One link per radar to its own command, then those to commands that also hear it; sorted by radar, command.

    Each has the figures that ``links`` gives it (``<radar>``, ``<radar>-to-<command>``), or those of the kind that the
    command post at its end uses.
    """
    commands, ends = sorted(scenario.commands), _ends(scenario)
    holders = []
    for _, name, _, command in ends:
        own = scenario.links.get(name)
        if own is not None:
            holders.append(Holder(own.figures, own.type, f"links.{own.id}", own.overridden))
        else:
            kind = scenario.commands[command].network
            holders.append(Holder(scenario.library[kind], kind))
    ids = [end[0] for end in ends]
    return LinkTable(
        id=strings(ids),
        key=keys(ids),
        radar=np.array([end[2] for end in ends], dtype=np.int64),
        command=np.array([commands.index(end[3]) for end in ends], dtype=np.int64),
        latency_s=draws.column(holders, "latency_s"),
        latency_jitter_s=draws.column(holders, "latency_jitter_s", missing=0.0),
        loss_probability=draws.column(holders, "loss_probability"),
        rate_reports_per_s=draws.column(holders, "rate_reports_per_s", missing=np.inf),
        waiting_reports=np.array([getattr(holder.entry, "waiting_reports", None) or 0 for holder in holders], np.int64),
    )
