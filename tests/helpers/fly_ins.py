"""Straight level flights towards a radar, played through sensing itself: what coverage is held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np

from gbad import sensing
from gbad.coverage.placing import alone
from gbad.coverage.sites import Site
from gbad.messages import Cues
from gbad.physics import earth
from gbad.physics.random import entity_key
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_radars import radar_table
from gbad.sensing import _visit_kernel as columns
from gbad.tables import ObjectTable
from gbad.truth import Trajectories, Truth


@dataclass
class FlyIns:
    """One flight per column entry: bearing, height above the ellipsoid, speed, mean cross-section, Swerling case."""

    azimuth_rad: np.ndarray
    height_m: np.ndarray
    speed_mps: np.ndarray
    rcs_m2: np.ndarray
    swerling: np.ndarray


def foot(site: Site, azimuth_rad, arc_m):
    """Latitude and longitude [rad] at a ground range, by the polar mask's own definition."""
    psi = np.asarray(arc_m) / earth.MEAN_RADIUS
    across, down = earth.MEAN_RADIUS * np.sin(psi), earth.MEAN_RADIUS * (1.0 - np.cos(psi))
    local = np.stack([across * np.sin(azimuth_rad), across * np.cos(azimuth_rad), -down], axis=-1)
    frame = np.asarray(earth.ecef_to_enu_matrix(site.latitude_rad, site.longitude_rad)).reshape(3, 3)
    start = np.asarray(earth.geodetic_to_ecef(site.latitude_rad, site.longitude_rad, 0.0)).reshape(3)
    latitude, longitude, _ = earth.ecef_to_geodetic(start + local @ frame)
    return np.asarray(latitude), np.asarray(longitude)


def played(site: Site, flights: FlyIns, from_m: float, to_m: float, runs: int, seed: int):
    """``(visit rows, detections, origin, arc at time)``; visit rows are (object, time, Pd) of looks without dice."""
    latitude, longitude = np.degrees([site.latitude_rad, site.longitude_rad])
    scenario = alone(site.radar, float(latitude), float(longitude), 0.0, None, 4.0 / 3.0)
    table = radar_table(scenario, Draws(({},)), site.terrain, sensing.loop_gain_db)
    # every antenna begins in the north: when it looks at a flight is known
    table = replace(table, phase_drawn=np.zeros_like(table.phase_drawn))
    n, knot_s = len(flights.azimuth_rad), 5.0
    duration_s = float((from_m - to_m) / flights.speed_mps.min())
    time = np.arange(0.0, duration_s + 2 * knot_s, knot_s)
    half = 0.5

    def at(t):
        arc = from_m - flights.speed_mps[:, None] * t
        lat, lon = foot(site, np.broadcast_to(flights.azimuth_rad[:, None], arc.shape), np.maximum(arc, 0.0))
        return np.asarray(earth.geodetic_to_ecef(lat, lon, np.broadcast_to(flights.height_m[:, None], lat.shape)))

    velocity = (at(time + half) - at(time - half)) / (2.0 * half)
    names = [f"t{i:03d}" for i in range(n)]
    objects = ObjectTable(
        id=np.array(names), key=np.array([entity_key(name) for name in names], np.uint64), name=np.array(names),
        type=np.array(names), is_threat=np.ones(n, bool), side=np.zeros(n, np.int64),
        target_class=np.zeros(n, np.int64), rcs_dbsm=10.0 * np.log10(flights.rcs_m2)[None],
        rcs_form=np.full(n, -1), rcs_by_aspect_dbsm=np.empty((1, 1, 0, 37)),
        rcs_by_seeker_dbsm=np.empty((1, 0, 0, 37)), heat_dbw_sr=np.full((1, n), -np.inf), length_m=np.ones((1, n)),
        span_m=np.ones((1, n)), evasion_mps2=np.zeros((1, n)), evasion_rad_s=np.ones((1, n)),
        jammer_w_per_hz=np.zeros((1, n)), jammer_band_hz=np.full((n, 2), np.nan),
        noise_at_radar=np.zeros((1, 1, n)), noise_at_seeker=np.zeros((1, 0, n), bool),
        source_db=np.full((1, 1, n), -np.inf),
        swerling=flights.swerling.astype(np.int64), transponder=np.zeros(n, np.int64),
        iff_failure_probability=np.zeros((1, n)), aims_at=np.full(n, -1), damage_probability=np.zeros((1, n)),
        parent=np.full(n, -1),
    )  # fmt: skip
    ends = (from_m - to_m) / flights.speed_mps
    paths = Trajectories(
        start_s=np.zeros((1, n)), plan_end_s=ends[None], reaches_end=np.zeros((1, n), bool), knot_step_s=knot_s,
        position_ecef_m=at(time)[None], velocity_ecef_mps=velocity[None],
    )  # fmt: skip
    truth = Truth(
        trajectories=paths, draw_of_run=np.zeros(runs, np.int64), end_s=np.repeat(ends[None], runs, axis=0),
        killed=np.zeros((runs, n), bool), asset_end_s=np.full((runs, 0), np.inf),
        radar_end_s=np.full((runs, 1), np.inf),
    )  # fmt: skip
    tables = SimpleNamespace(objects=objects, defence=SimpleNamespace(radars=table), draws=1)
    state = sensing.start(tables, truth, np.arange(runs), seed)
    shape = (runs, 1, 1)
    no_cues = Cues(
        np.zeros(shape, np.int64), np.zeros(shape), np.zeros((*shape, 3)), np.zeros((*shape, 3)), np.zeros(shape),
        np.zeros(shape, bool), np.zeros(shape[:2], np.int64),
    )  # fmt: skip
    rows, plots = [], []
    period = float(table.period_s[0, 0])
    for visit in range(int(np.ceil(duration_s / period))):
        found, origin = sensing.look(state, tables, truth, no_cues, visit * period, (visit + 1) * period)
        shelf = int(np.flatnonzero(state.visits.visit[0, 0] == visit)[0])
        count = int(state.visits.count[0, 0, shelf])
        look = state.visits.look[0, 0, shelf, :count]
        rows.append(np.column_stack([state.visits.object[0, 0, shelf, :count], look[:, columns.TIME],
                                     look[:, columns.PD]]))  # fmt: skip
        true = origin >= 0
        plots.append(np.column_stack([found.run[true], origin[true], found.time_s[true]]))
    return np.concatenate(rows), np.concatenate(plots)
