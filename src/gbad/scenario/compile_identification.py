"""What identification leans on beside tracks -> tables: zones, filed flight plans, priors and likelihoods."""

from __future__ import annotations

import numpy as np

from gbad.messages import FRIEND, HOSTILE, NEUTRAL, UNKNOWN, WEAPONS_CONTROL_NAMES
from gbad.physics import earth
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_radars import strings
from gbad.scenario.flyers import singles
from gbad.scenario.layout import Other, Scenario
from gbad.tables import EvidenceTable, Floats, PlanTable, ZoneTable
from gbad.terrain import Terrain, ground_height_m
from gbad.truth import Trajectories

CLASSES = ("friend", "neutral", "hostile")
MODES = ("silent", "civil", "friendly")
BANDS = ("slow", "subsonic", "supersonic", "beyond")
ORIGINS = ("elsewhere", "friendly_zone", "neutral_zone", "hostile_zone")
PLAN_STEP_S = 60.0
_ORIGIN = {"none": UNKNOWN, "friend": FRIEND, "neutral": NEUTRAL, "hostile": HOSTILE}


def zone_table(scenario: Scenario, terrain: Terrain) -> ZoneTable:
    """The table of zones; their middles lie on the ground."""
    zones = [scenario.zones[key] for key in sorted(scenario.zones)]
    latitude = np.radians([zone.at.latitude_deg for zone in zones])
    longitude = np.radians([zone.at.longitude_deg for zone in zones])
    height = ground_height_m(terrain, latitude, longitude)
    control = [-1 if z.weapons_control is None else WEAPONS_CONTROL_NAMES.index(z.weapons_control) for z in zones]
    return ZoneTable(
        id=strings([zone.id for zone in zones]),
        position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height).reshape(-1, 3),
        radius_m=np.array([1e3 * zone.radius_km for zone in zones], dtype=np.float64),
        origin=np.array([_ORIGIN[zone.origin] for zone in zones], dtype=np.int64),
        weapons_control=np.array(control, dtype=np.int64),
    )


def plan_table(scenario: Scenario, trajectories: Trajectories) -> PlanTable:
    """Plans of the flights that have ``filed`` one, as they would be flown at nominal figures (first draw).

    A plan is what was filed, not where the aircraft is: in a simulation that adds no delays the two agree.
    """
    rows = singles(scenario)
    filed = [i for i, row in enumerate(rows) if isinstance(row.flight, Other) and row.flight.filed]
    start, end = trajectories.start_s[0, filed], trajectories.plan_end_s[0, filed]
    count = np.maximum(np.floor((end - start) / PLAN_STEP_S).astype(np.int64) + 1, 1)
    position = np.zeros((len(filed), int(count.max(initial=1)), 3))
    for plan, i in enumerate(filed):
        knots = np.arange(count[plan]) * PLAN_STEP_S / trajectories.knot_step_s
        flown = trajectories.position_ecef_m[0, i]
        for axis in range(3):
            position[plan, : count[plan], axis] = np.interp(knots, np.arange(len(flown)), flown[:, axis])
    return PlanTable(strings([rows[i].id for i in filed]), start, PLAN_STEP_S, count, position)


def evidence_table(scenario: Scenario, draws: Draws) -> EvidenceTable:
    """Figures of the evidence of every command; no rows at all where no command weighs any."""
    commands = [scenario.commands[key] for key in sorted(scenario.commands)]
    if not any(command.figures.identification == "bayes" for command in commands):
        commands = []
    holders = [Holder(scenario.library[c.figures.evidence], c.figures.evidence) for c in commands]

    def column(path: str, scale: float = 1.0) -> Floats:
        return draws.column(holders, path, scale)

    def by(path: str, *axes: tuple[str, ...]) -> Floats:
        """Figures below a block, an axis for each level of names."""
        if not axes:
            return column(path)
        return np.stack([by(f"{path}.{name}", *axes[1:]) for name in axes[0]], axis=2)

    def shares(path: str, names: tuple[str, ...]) -> Floats:
        """Shares of each class over ``names``, ``(D, n, 3, names)``: whatever was drawn, they sum to one."""
        found = by(path, CLASSES, names)
        return found / found.sum(axis=3, keepdims=True)

    prior = by("prior", CLASSES)
    limits = ("subsonic_from_mps", "supersonic_from_mps", "beyond_from_mps")
    return EvidenceTable(
        prior=prior / prior.sum(axis=2, keepdims=True),
        answers=shares("answers", MODES),
        reply_probability=column("reply_probability"),
        false_reply_probability=column("false_reply_probability"),
        on_airway=by("on_airway", CLASSES),
        on_plan=by("on_plan", CLASSES),
        toward_asset=by("toward_asset", CLASSES),
        low=by("low", CLASSES),
        ballistic=by("ballistic", CLASSES),
        speed=shares("speed", BANDS),
        speed_limits_mps=by("speed_limits", limits),
        origin=shares("origin", ORIGINS),
        plan_distance_m=column("plan_distance_km", 1e3),
        plan_time_s=column("plan_time_s"),
        decide_above=column("decide_above"),
        give_up_below=column("give_up_below"),
    )
