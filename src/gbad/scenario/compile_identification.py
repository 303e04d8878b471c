"""What identification uses beside tracks -> tables: zones, filed flight plans, priors and likelihoods."""

from __future__ import annotations

import numpy as np

from gbad.messages import FRIEND, HOSTILE, NEUTRAL, UNKNOWN, WEAPONS_CONTROL_NAMES
from gbad.physics import earth
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.flyers import singles
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.flights import Other
from gbad.tables import EvidenceTable, Floats, PlanTable, ZoneTable
from gbad.terrain import Terrain, ground_height_m
from gbad.truth import Trajectories

CLASSES = ("friend", "neutral", "stray", "hostile")
MODES = ("silent", "civil", "friendly")
BANDS = ("slow", "subsonic", "supersonic", "beyond")
ORIGINS = ("elsewhere", "friendly_zone", "neutral_zone", "hostile_zone")
PLAN_STEP_S = 60.0
PLAN_WIDTH_M = 5e3  # [m] what counts as straight on
_ORIGIN = {"none": UNKNOWN, "friend": FRIEND, "neutral": NEUTRAL, "hostile": HOSTILE}


def zone_table(scenario: Scenario, terrain: Terrain) -> ZoneTable:
    """The table of zones; their middles lie on the ground."""
    zones = [scenario.zones[key] for key in sorted(scenario.zones)]
    latitude = np.radians([zone.at.latitude_deg for zone in zones])
    longitude = np.radians([zone.at.longitude_deg for zone in zones])
    height = ground_height_m(terrain, latitude, longitude)
    posts = sorted(scenario.commands)
    control = [-1 if z.weapons_control is None else WEAPONS_CONTROL_NAMES.index(z.weapons_control) for z in zones]
    return ZoneTable(
        id=strings([zone.id for zone in zones]),
        position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height).reshape(-1, 3),
        radius_m=np.array([1e3 * zone.radius_km for zone in zones], dtype=np.float64),
        origin=np.array([_ORIGIN[zone.origin] for zone in zones], dtype=np.int64),
        weapons_control=np.array(control, dtype=np.int64),
        command=np.array([posts.index(z.command) if z.command else -1 for z in zones], dtype=np.int64),
    )


def plan_table(scenario: Scenario, draws: Draws, trajectories: Trajectories) -> PlanTable:
    """Plans of the flights that may have ``filed`` one: from turning point to turning point, at an even speed.

    Turning points are the fewest from which the flight (at nominal figures, first draw) lies within ``PLAN_WIDTH_M``.
    What keeps a flight from its plan is drawn in each run (``identification.filing``).
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
        position[plan, : count[plan]] = evenly_flown(position[plan, : count[plan]])
    holders = [rows[i].holder for i in filed]
    return PlanTable(
        strings([rows[i].id for i in filed]),
        keys([rows[i].dice for i in filed]),
        start,
        PLAN_STEP_S,
        count,
        position,
        filed_share=draws.column(holders, "filing.filed_share"),
        late_std_s=draws.column(holders, "filing.late_std_s"),
        off_plan_share=draws.column(holders, "filing.off_plan_share"),
        off_plan_m=draws.column(holders, "filing.off_plan_km", 1e3),
    )


def evenly_flown(points: Floats) -> Floats:
    """``(n, 3)`` places at even times -> as many on straight legs between turning points, at one even speed.

    Turning points where the flight is farthest from the straight line (Ramer 1972; Douglas and Peucker 1973).
    """
    if len(points) < 3:
        return points
    turns, open_legs = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_legs:
        a, b = open_legs.pop()
        along = points[b] - points[a]
        off = points[a : b + 1] - points[a]
        share = np.clip(off @ along / max(float(along @ along), 1.0), 0.0, 1.0)
        apart = np.linalg.norm(off - share[:, None] * along, axis=1)
        if apart.max() > PLAN_WIDTH_M:
            middle = a + int(apart.argmax())
            turns.add(middle)
            open_legs += [(a, middle), (middle, b)]
    corners = points[sorted(turns)]
    flown_m = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    even_m = np.linspace(0.0, flown_m[-1], len(points))
    return np.stack([np.interp(even_m, flown_m, corners[:, axis]) for axis in range(3)], axis=1)


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
        """Shares of each class over ``names``, ``(D, n, 4, names)``: whatever was drawn, they sum to one."""
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
        emits=by("emits", CLASSES),
        low=by("low", CLASSES),
        ballistic=by("ballistic", CLASSES),
        speed=shares("speed", BANDS),
        speed_limits_mps=by("speed_limits", limits),
        origin=shares("origin", ORIGINS),
        plan_distance_m=column("plan_distance_km", 1e3),
        plan_time_s=column("plan_time_s"),
        plan_height_m=column("plan_height_m"),
        decide_above=column("decide_above"),
        clear_above=column("clear_above"),
        give_up_below=column("give_up_below"),
    )
