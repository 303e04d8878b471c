"""A small made-up range: one battery at 40 degrees north, and a command that knows where its targets are."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np

from gbad import assessment, engagement
from gbad.engagement import Flyout, Interceptor, flyout_tables
from gbad.engagement._flyout_kernel import point_at
from gbad.messages import AirPicture, Orders, ShotReports, Shots
from gbad.physics.random import entity_key
from gbad.tables import (
    AssetTable,
    BatteryTable,
    Defence,
    InterceptorTable,
    LauncherTable,
    ObjectTable,
    RadarTable,
    RoundTable,
    Tables,
)
from gbad.truth import Trajectories, Truth

LAUNCHER = np.array(point_at(0.0, 0.0))

# a large radar-guided missile and a small active one, with the derived figures of the library
LARGE = Interceptor(
    guidance=0, launch_mass_kg=1835.0, propellant_mass_kg=1175.0, boost_time_s=12.0, thrust_n=1175.0 * 2450.0 / 12.0,
    ignition_delay_s=1.25, reference_area_m2=math.pi * 0.515**2 / 4, drag_factor=1.212, max_load_factor=25.0,
    minimum_speed_mps=500.0, self_destruct_s=350.0, max_range_m=250e3, max_altitude_m=27e3, seeker_range_m=12e3,
    seeker_angle_std_rad=2e-3, navigation_constant=4.0, lethal_radius_m=25.0, pk_published=(0.8, 0.8, 0.5),
    seeker_strength_db=10.0 * math.log10(5.0), seeker_lit_from_m=55e3,
)  # fmt: skip
SMALL = Interceptor(
    guidance=1, launch_mass_kg=420.0, propellant_mass_kg=200.0, boost_time_s=12.0, thrust_n=40_000.0,
    ignition_delay_s=1.0, reference_area_m2=math.pi * 0.24**2 / 4, drag_factor=1.072, max_load_factor=40.0,
    minimum_speed_mps=400.0, self_destruct_s=240.0, max_range_m=120e3, max_altitude_m=30e3, seeker_range_m=10e3,
    seeker_angle_std_rad=1e-3, navigation_constant=4.0, lethal_radius_m=8.0, pk_published=(0.9, 0.7, 0.7),
    seeker_strength_db=10.0 * math.log10(5.0),
)  # fmt: skip


@cache
def flown_tables(interceptor: Interceptor) -> Flyout:
    """Fly-out tables, made once for each type."""
    return flyout_tables(interceptor)


@dataclass(frozen=True)
class Target:
    """A target that flies level toward the launcher (or past it), on a bearing."""

    id: str = "target"
    distance_m: float = 60e3
    height_m: float = 8e3
    speed_mps: float = 250.0
    bearing_rad: float = 0.0
    offset_m: float = 0.0  # how far beside the launcher it passes
    end_s: float = 400.0
    reaches_end: bool = False
    aims_at: int = -1
    parent: int = -1
    start_s: float = 0.0
    rcs_m2: float = 5.0
    heat_w_per_sr: float = 500.0
    length_m: float = 0.0  # a point has no glint
    span_m: float = 0.0
    evasion_mps2: float = 0.0
    noise_at_radar: float = 0.0  # of its jammer, over the radar's noise, from 1 m; the seeker's band is the radar's


def place(target: Target, t: float) -> np.ndarray:
    """Where a target is."""
    north = target.distance_m - target.speed_mps * t
    range_m = math.hypot(north, target.offset_m)
    bearing = target.bearing_rad + math.atan2(target.offset_m, north)
    x, _, z = point_at(range_m, target.height_m)
    # turn the meridian about the launcher's radius
    axis = LAUNCHER / np.linalg.norm(LAUNCHER)
    p = np.array([x, 0.0, z])
    c, s = math.cos(bearing), math.sin(bearing)
    return p * c - np.cross(axis, p) * s + axis * (axis @ p) * (1 - c)


def paths(targets: list[Target], knots: int = 402) -> Trajectories:
    """Knots once a second."""
    position = np.array([[place(o, o.start_s + k) for k in range(knots)] for o in targets])
    velocity = np.array(
        [
            [(place(o, o.start_s + k + 0.05) - place(o, o.start_s + k - 0.05)) / 0.1 for k in range(knots)]
            for o in targets
        ]
    )
    return Trajectories(
        start_s=np.array([[o.start_s for o in targets]]),
        plan_end_s=np.array([[o.end_s for o in targets]]),
        reaches_end=np.array([[o.reaches_end for o in targets]]),
        knot_step_s=1.0,
        position_ecef_m=position[None],
        velocity_ecef_mps=velocity[None],
    )


def blank(kind: type, **given: Any) -> Any:
    """A table with only the columns that matter here."""
    return kind(**({f.name: None for f in fields(kind)} | given))


def tables(
    targets: list[Target],
    interceptor: Interceptor = LARGE,
    *,
    rounds: int = 4,
    k: float = 1.0,
    cycle_s: float = 1.0,
    sector_half_width_rad: float = math.pi,
    instrumented_range_m: float = 500e3,
    lowest_in_sight_m: float = -1e4,
    loop_gain_db: float = 300.0,
    false_kill: float = 0.0,
    false_miss: float = 0.0,
    launch_interval_s: float = 0.0,
    dwells: float = 0.0,
    home_on_jam: bool = False,
    silent: tuple[tuple[float, float], ...] = (),
) -> Tables:
    """One battery of ``rounds`` rounds on one launcher with an engagement radar that looks north."""
    n = len(targets)
    one = np.ones((1, 1))
    sine, cosine = math.sin(math.radians(40.0)), math.cos(math.radians(40.0))
    ids = np.array([o.id for o in targets])
    missile = {
        f.name: np.reshape(getattr(interceptor, f.name), (1, 1))
        for f in fields(Interceptor)
        if f.name[:2] != "pk" and f.name not in ("guidance", "warhead")
    }
    missile["guidance"], missile["warhead"] = np.array([interceptor.guidance]), np.array([interceptor.warhead])
    flown = flown_tables(interceptor)
    missile |= {f"flyout_{name}": getattr(flown, name)[:, None] for name in ("planned_s", "loft_rad", "time_s")}
    missile |= {f"flyout_{name}": np.array([getattr(flown, name)]) for name in ("range_step_m", "height_step_m")}
    objects = blank(
        ObjectTable, id=ids, key=np.array([entity_key(i) for i in ids]), is_threat=np.ones(n, bool),
        target_class=np.zeros(n, np.int64), aims_at=np.array([o.aims_at for o in targets]),
        damage_probability=np.ones((1, n)), parent=np.array([o.parent for o in targets]),
        rcs_dbsm=np.array([[10.0 * math.log10(o.rcs_m2) for o in targets]]), rcs_form=np.full(n, -1),
        rcs_by_aspect_dbsm=np.zeros((1, 1, 0, 37)), rcs_by_seeker_dbsm=np.zeros((1, 1, 0, 37)),
        heat_dbw_sr=np.array([[10.0 * math.log10(o.heat_w_per_sr) for o in targets]]),
        length_m=np.array([[o.length_m for o in targets]]), span_m=np.array([[o.span_m for o in targets]]),
        evasion_mps2=np.array([[o.evasion_mps2 for o in targets]]), evasion_rad_s=np.ones((1, n)),
        noise_at_radar=np.array([[[o.noise_at_radar for o in targets]]]),
        noise_at_seeker=np.array([[[o.noise_at_radar > 0.0 for o in targets]]]),
    )  # fmt: skip
    radars = blank(
        RadarTable, id=np.array(["radar"]), silent_s=np.array(silent, float).reshape(1, 1, -1, 2),
        position_ecef_m=LAUNCHER[None],
        ecef_to_enu=np.array([[[0.0, 1.0, 0.0], [-sine, 0.0, cosine], [cosine, 0.0, sine]]]),
        boresight_rad=np.zeros(1), sector_half_width_rad=sector_half_width_rad * one, elevation_min_rad=-one,
        elevation_max_rad=1.6 * one, instrumented_range_m=instrumented_range_m * one,
        mask_min_height_m=np.full((1, 8, 3), lowest_in_sight_m, np.float32), mask_azimuth_step_rad=math.pi / 4,
        mask_range_step_m=300e3, loop_gain_db=loop_gain_db * one, hold_snr_db=0.0 * one, gas_db_per_km=0.0 * one,
        effective_earth_factor=4.0 / 3.0, dwells_per_period=dwells * one, period_s=one,
    )  # fmt: skip
    batteries = blank(
        BatteryTable, id=np.array(["battery"]), key=np.array([entity_key("battery")]), radar=np.zeros(1, np.int64),
        position_ecef_m=LAUNCHER[None],
        assessment_delay_s=5.0 * one, false_kill_probability=false_kill * one, false_miss_probability=false_miss * one,
    )  # fmt: skip
    defence = blank(
        Defence, radars=radars, batteries=batteries, cycle_s=cycle_s,
        rounds=blank(
            RoundTable, id=np.array([f"r{i}" for i in range(rounds)]), battery=np.zeros(rounds, np.int64),
            interceptor=np.zeros(rounds, np.int64), launcher=np.zeros(rounds, np.int64),
            load=np.zeros(rounds, np.int64),
        ),
        launchers=blank(LauncherTable, id=np.array(["launcher"]), launch_interval_s=launch_interval_s * one),
        interceptors=blank(
            InterceptorTable, id=np.array(["missile"]), reliability=np.full((1, 1, 3), k),
            home_on_jam=np.array([home_on_jam]), **missile,
        ),
        assets=blank(AssetTable, id=np.array(["asset", "other"]), radar=np.array([0, -1])),
    )  # fmt: skip
    return Tables(objects=objects, defence=defence, duration_s=400.0, tick_s=cycle_s, draws=1)


@dataclass
class Play:
    """What a played range left behind."""

    tables: Tables
    truth: Truth
    shots: Shots
    reports: list[ShotReports]
    state: engagement.Engagement


def picture_at(trajectories: Trajectories, runs: int, t: float, lost: dict[int, float]) -> AirPicture:
    """The truth as tracks 1, 2, ... in slots 0, 1, ...; ``lost[slot]`` is when a track vanishes."""
    n = trajectories.start_s.shape[1]
    picture = blank(
        AirPicture, number=np.tile(np.arange(1, n + 1), (runs, 1, 1)), time_s=np.full((runs, 1, n), t),
        position_ecef_m=np.empty((runs, 1, n, 3)), velocity_ecef_mps=np.empty((runs, 1, n, 3)),
    )  # fmt: skip
    for slot in range(n):
        knot = int(t - trajectories.start_s[0, slot])
        if t >= lost.get(slot, np.inf) or knot < 0:
            picture.number[:, :, slot] = 0
            continue
        ahead = t - trajectories.start_s[0, slot] - knot
        velocity = trajectories.velocity_ecef_mps[0, slot, knot]
        picture.velocity_ecef_mps[:, :, slot] = velocity
        picture.position_ecef_m[:, :, slot] = trajectories.position_ecef_m[0, slot, knot] + velocity * ahead
    return picture


def order(run: int, round_: int, launch_s: float, slot: int = 0, ballistic: int = 0) -> dict[str, float]:
    """One fire order, given at the cycle before its launch."""
    return {"run": run, "round": round_, "launch_s": launch_s, "slot": slot, "ballistic": ballistic}


def orders_of(rows: list[dict[str, float]], t: float, runs: int) -> Orders:
    """A message of the rows."""
    rows = sorted(rows, key=lambda row: row["run"])

    def column(name: str, kind: type = np.int64) -> np.ndarray:
        return np.array([row[name] for row in rows], kind)

    n = len(rows)
    zero = np.zeros(n, np.int64)
    return Orders(
        offsets=np.searchsorted(column("run"), np.arange(runs + 1)), run=column("run"), time_s=np.full(n, t),
        command=zero, battery=zero, track=column("slot") + 1, slot=column("slot"), round=column("round"),
        launch_s=column("launch_s", np.float64), intercept_s=column("launch_s", np.float64) + 60.0, asset=zero - 1,
        ballistic=column("ballistic", np.int8),
    )  # fmt: skip


def play(
    targets: list[Target],
    rows: list[dict[str, float]],
    *,
    runs: int = 1,
    run_number: np.ndarray | None = None,
    seed: int = 5,
    tick_s: float = 1.0,
    until_s: float = 200.0,
    lost: dict[int, float] | None = None,
    radar_end_s: float = np.inf,
    record: bool = False,
    interceptor: Interceptor = LARGE,
    **given: Any,
) -> Play:
    """Fly orders to their end and judge them; orders are given at the start of the cycle of their launch."""
    table = replace(tables(targets, interceptor, **given), tick_s=tick_s)
    trajectories = paths(targets)
    run_number = np.arange(runs) if run_number is None else run_number
    truth = Truth(
        trajectories=trajectories, draw_of_run=np.zeros(runs, np.int64),
        end_s=np.tile(trajectories.plan_end_s, (runs, 1)), killed=np.zeros((runs, len(targets)), bool),
        asset_end_s=np.full((runs, 2), np.inf), radar_end_s=np.full((runs, 1), radar_end_s),
    )  # fmt: skip
    state = engagement.start(table, runs, run_number, seed, record=record)
    referee = assessment.start(table, runs, run_number, seed)
    cycle_s, reports = table.defence.cycle_s, []
    per_cycle = round(cycle_s / tick_s)
    waiting = list(rows)
    picture = None
    for tick in range(round(until_s / tick_s)):
        t0, t1 = tick * tick_s, (tick + 1) * tick_s
        if tick % per_cycle == 0:
            picture = picture_at(trajectories, runs, t0, lost or {})
            due = [row for row in waiting if row["launch_s"] < t0 + cycle_s]
            waiting = [row for row in waiting if row not in due]
            if due:
                engagement.accept(state, orders_of(due, t0, runs))
            engagement.guide(state, table, truth.draw_of_run)
        engagement.fly(state, table, truth, picture, t0, t1)
        reports.append(assessment.judge(referee, table, truth, state.shots, t0, t1))
    return Play(table, truth, state.shots, reports, state)
