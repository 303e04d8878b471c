"""A small world for sensing tests: radars over a smooth Earth, straight flights, no scenario and no other room."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from gbad import sensing
from gbad.codes._signals_kernel import ECHO, HEAT, SOURCE
from gbad.messages import Cues
from gbad.physics import earth
from gbad.physics.noise import noise_at_one_metre
from gbad.physics.random import entity_key
from gbad.tables import ObjectTable, RadarTable
from gbad.truth import Trajectories, Truth

LATITUDE, LONGITUDE = np.radians(40.0), np.radians(32.0)


def radar(**changes):
    """Figures of one radar: rotating, all-round, 1 m2 at 100 km with Pd 0.5, no false alarms, no floor of errors."""
    figures = dict(
        id="radar-a", height_m=30.0, east_m=0.0, loop_gain_db=sensing.loop_gain_db(100e3, 1.0), gas=0.0, pfa=1e-6,
        pulses=1, instrumented_m=400e3, minimum_m=100.0, period_s=6.0, groups=8, rotates=True, start_azimuth=0.0,
        boresight=0.0, half_width=np.pi, elevation=(-0.2, 1.5), resolution_m=150.0, beam=np.radians(1.5),
        rate_std=np.nan, floor=0.0, false_alarms=0.0, cued=False, tracks_max=100, iff=False, reply=0.9, delay_s=0.1,
        notch=0.0, silent=(), antenna_gain=35.0, side_lobes=-30.0, noise_temperature=900.0,
         range_bias_m=0.0, azimuth_bias=0.0, elevation_bias=0.0,
        dwells=0.0, passive=False, swerling=-1, late=0.0, reflection=0.0, clutter_db=-np.inf, clutter_reach_m=0.0,
        drawn=False, canceller_db=0.0,
        canceller_loops=0, agility=0.0, frequency=3e9, hears=True,
    )  # fmt: skip
    assert set(changes) <= set(figures)
    return SimpleNamespace(**(figures | changes))


def target(**changes):
    """One object: east, north, height and velocity at time 0, cross-section, fluctuation, transponder."""
    figures = dict(
        id="target-a", place=(0.0, 60e3, 5000.0), velocity=(0.0, 0.0, 0.0), rcs_m2=1.0, swerling=1, transponder=0,
        iff_failure=0.0, start_s=0.0, end_s=1e9, form=-1, jammer_w_per_hz=0.0,
        source_db=-np.inf,
    )  # fmt: skip
    assert set(changes) <= set(figures)
    return SimpleNamespace(**(figures | changes))


def place_ecef(east, north, height):
    """Ellipsoidal height above a point reached over a sphere touching at the origin of the world."""
    distance, azimuth = float(np.hypot(east, north)), float(np.arctan2(east, north))
    angle = distance / earth.MEAN_RADIUS
    frame = np.asarray(earth.ecef_to_enu_matrix(LATITUDE, LONGITUDE))
    site = np.asarray(earth.geodetic_to_ecef(LATITUDE, LONGITUDE, 0.0))
    across, down = earth.MEAN_RADIUS * np.sin(angle), earth.MEAN_RADIUS * (1.0 - np.cos(angle))
    foot = site + np.array([across * np.sin(azimuth), across * np.cos(azimuth), -down]) @ frame
    latitude, longitude, _ = np.asarray(earth.ecef_to_geodetic(foot)).reshape(-1)
    return np.asarray(earth.geodetic_to_ecef(latitude, longitude, height)).reshape(3), latitude, longitude


def flat_mask(height_m, ranges, step_m, factor=4.0 / 3.0):
    """Lowest height in sight over a smooth Earth without terrain."""
    radius = earth.MEAN_RADIUS * factor
    arc = np.arange(ranges) * step_m
    to_horizon = np.arccos(radius / (radius + height_m))
    beyond = np.maximum(arc / radius - to_horizon, 0.0)
    return (radius / np.cos(beyond) - radius).astype(np.float32)


@dataclass
class World:
    tables: SimpleNamespace
    paths: Trajectories

    def truth(self, runs):
        d = self.tables.defence
        return Truth(
            trajectories=self.paths,
            draw_of_run=np.zeros(runs, np.int64),
            end_s=np.repeat(self.paths.plan_end_s[:1], runs, axis=0),
            killed=np.zeros((runs, self.paths.start_s.shape[1]), bool),
            asset_end_s=np.full((runs, 0), np.inf),
            radar_end_s=np.full((runs, len(d.radars.id)), np.inf),
        )

    def no_cues(self, runs, slots=4):
        shape = (runs, len(self.tables.defence.radars.id), slots)
        return Cues(
            np.zeros(shape, np.int64), np.zeros(shape), np.zeros((*shape, 3)), np.zeros((*shape, 3)), np.zeros(shape),
            np.zeros(shape, bool), np.zeros(shape[:2], np.int64),
        )  # fmt: skip

    def look(self, duration_s=60.0, runs=1, seed=1, step_s=None, cues=None, truth=None, run_number=None):
        """All detections up to a time, in windows of ``step_s``; list of (Detections, origin)."""
        truth = truth or self.truth(runs)
        runs = len(truth.draw_of_run)
        numbers = np.arange(runs) if run_number is None else np.asarray(run_number)
        state = sensing.start(self.tables, truth, numbers, seed)
        cues = cues or self.no_cues(runs)
        edges = [0.0, duration_s] if step_s is None else np.arange(0.0, duration_s + step_s / 2, step_s)
        return [sensing.look(state, self.tables, truth, cues, a, b) for a, b in itertools.pairwise(edges)]

    def one_look(self, **options):
        return self.look(**options)[0]


def world(radars, targets, duration_s=3000.0, forms=()):
    """Compiled columns of radars and targets, rows sorted by id; ``forms`` are tables by aspect, each (37,)."""
    radars, targets = sorted(radars, key=lambda r: r.id), sorted(targets, key=lambda t: t.id)
    sites = [place_ecef(r.east_m, 0.0, r.height_m) for r in radars]
    latitude, longitude = np.array([s[1] for s in sites]), np.array([s[2] for s in sites])
    step_m, ranges = 500.0, 900

    def each(name, kind=float):
        return np.array([getattr(r, name) for r in radars], kind)

    def drawn(name):
        return each(name)[None, :]

    elevation = np.array([r.elevation for r in radars], float)
    table = RadarTable(
        id=each("id", str), key=np.array([entity_key(r.id) for r in radars], np.uint64), type=each("id", str),
        latitude_rad=latitude, longitude_rad=longitude, antenna_height_m=each("height_m"),
        mast_height_m=each("height_m"),
        position_ecef_m=np.array([s[0] for s in sites]),
        ecef_to_enu=np.ascontiguousarray(earth.ecef_to_enu_matrix(latitude, longitude)),
        frequency_hz=drawn("frequency"), loop_gain_db=drawn("loop_gain_db"),
        hold_snr_db=np.full((1, len(radars)), 13.0), gas_db_per_km=drawn("gas"),
        pfa=drawn("pfa"), pulses=each("pulses", int), swerling=each("swerling", int),
        ground_reflection=drawn("reflection"), clutter_db=drawn("clutter_db"), clutter_reach_m=drawn("clutter_reach_m"),
        phase_drawn=each("drawn", bool), canceller_db=drawn("canceller_db"),
        canceller_loops=each("canceller_loops", int), agility_hz=drawn("agility"),
        instrumented_range_m=drawn("instrumented_m"),
        minimum_range_m=drawn("minimum_m"), period_s=drawn("period_s"), groups=each("groups", int),
        rotates=each("rotates", bool), start_azimuth_rad=each("start_azimuth"), boresight_rad=each("boresight"),
        sector_half_width_rad=drawn("half_width"), elevation_min_rad=elevation[None, :, 0],
        elevation_max_rad=elevation[None, :, 1], range_resolution_m=drawn("resolution_m"),
        azimuth_beamwidth_rad=drawn("beam"), elevation_beamwidth_rad=drawn("beam"),
        range_rate_std_mps=drawn("rate_std"), notch_mps=drawn("notch"),
        error_floor_fraction=drawn("floor"), false_alarms_per_visit=drawn("false_alarms"), cued=each("cued", bool),
        tracks_max=each("tracks_max", int), interrogates_iff=each("iff", bool), dwells_per_period=drawn("dwells"),
        horizon_looks=np.zeros_like(drawn("dwells")),
        signal=np.where(each("passive", bool), np.where(each("hears", bool), SOURCE, HEAT), ECHO),
        hears=each("hears", bool) & each("passive", bool),
        passive=each("passive", bool), iff_reply_probability=drawn("reply"),
        processing_delay_s=drawn("delay_s"),
        range_bias_std_m=drawn("range_bias_m"), azimuth_bias_std_rad=drawn("azimuth_bias"),
        elevation_bias_std_rad=drawn("elevation_bias"), clock_late_s=drawn("late"),
        antenna_gain_db=drawn("antenna_gain"), side_lobes_db=drawn("side_lobes"),
        noise_temperature_k=drawn("noise_temperature"),
        silent_s=np.array([r.silent for r in radars], float).reshape(1, len(radars), -1, 2),
        command=np.zeros(len(radars), np.int64), effective_earth_factor=4.0 / 3.0,
        mask_min_height_m=np.array([np.tile(flat_mask(r.height_m, ranges, step_m), (36, 1)) for r in radars]),
        mask_azimuth_step_rad=np.radians(10.0), mask_range_step_m=step_m,
    )  # fmt: skip

    n = len(targets)
    objects = ObjectTable(
        id=np.array([t.id for t in targets]), key=np.array([entity_key(t.id) for t in targets], np.uint64),
        name=np.array([t.id for t in targets]), type=np.array([t.id for t in targets]), is_threat=np.ones(n, bool),
        side=np.zeros(n, np.int64), target_class=np.zeros(n, np.int64),
        rcs_dbsm=10.0 * np.log10([[t.rcs_m2 for t in targets]]),
        rcs_form=np.array([t.form for t in targets], np.int64),
        rcs_by_aspect_dbsm=np.tile(np.asarray(forms, float).reshape(-1, 37), (1, len(radars), 1, 1)),
        rcs_by_seeker_dbsm=np.empty((1, 0, 0, 37)), heat_dbw_sr=np.full((1, n), -np.inf), length_m=np.ones((1, n)),
        span_m=np.ones((1, n)), evasion_mps2=np.zeros((1, n)), evasion_rad_s=np.ones((1, n)),
        jammer_w_per_hz=np.array([[t.jammer_w_per_hz for t in targets]], float),
        jammer_band_hz=np.full((n, 2), (2e9, 4e9)),
        noise_at_radar=noise_at_one_metre(
            np.array([[t.jammer_w_per_hz for t in targets]], float), np.full((n, 2), (2e9, 4e9)), table.frequency_hz,
            table.agility_hz, table.antenna_gain_db, table.noise_temperature_k,
        ) * ~table.passive[None, :, None],
        noise_at_seeker=np.zeros((1, 0, n), bool),
        source_db=np.tile(np.array([t.source_db for t in targets], float), (1, len(radars), 1)),
        swerling=np.array([t.swerling for t in targets], np.int64),
        transponder=np.array([t.transponder for t in targets], np.int64),
        iff_failure_probability=np.array([[t.iff_failure for t in targets]]), aims_at=np.full(n, -1),
        damage_probability=np.zeros((1, n)), parent=np.full(n, -1),
    )  # fmt: skip

    # straight lines in the axes of the origin, knots every 10 s
    frame = np.asarray(earth.ecef_to_enu_matrix(LATITUDE, LONGITUDE))
    knots = int(duration_s / 10.0) + 2
    velocity = np.array([np.asarray(t.velocity) @ frame for t in targets])
    first = np.array([place_ecef(*t.place)[0] for t in targets])
    time = np.array([[t.start_s] for t in targets]) + 10.0 * np.arange(knots)
    paths = Trajectories(
        start_s=np.array([[t.start_s for t in targets]], float),
        plan_end_s=np.minimum([[t.end_s for t in targets]], duration_s),
        reaches_end=np.zeros((1, n), bool),
        knot_step_s=10.0,
        position_ecef_m=(first[:, None, :] + time[:, :, None] * velocity[:, None, :])[None],
        velocity_ecef_mps=np.repeat(velocity[:, None, :], knots, axis=1)[None],
    )
    defence = SimpleNamespace(radars=table)
    return World(SimpleNamespace(objects=objects, defence=defence, draws=1, tick_s=1.0, duration_s=duration_s), paths)


def joined(parts):
    """Windows of one batch put end to end, as {field: column} sorted by run, keeping the order in each run."""
    names = [name for name in parts[0][0].__dataclass_fields__ if name != "offsets"]
    columns = {name: np.concatenate([getattr(d, name) for d, _ in parts]) for name in names}
    columns["origin"] = np.concatenate([origin for _, origin in parts])
    order = np.argsort(columns["run"], kind="stable")
    return {name: column[order] for name, column in columns.items()}


def same(a, b):
    assert a.keys() == b.keys()
    for name in a:
        assert np.array_equal(a[name], b[name], equal_nan=name in ("range_rate_mps", "slant_range_m")), name


def many(count=6, **changes):
    rng = np.random.default_rng(5)
    places = rng.uniform(-120e3, 120e3, (count, 2))
    return [
        target(
            id=f"t{i}", place=(*places[i], 3000.0 + 500.0 * i), velocity=(*rng.uniform(-250, 250, 2), 0.0),
            swerling=i % 5, **changes,
        )
        for i in range(count)
    ]  # fmt: skip


def busy():
    """Two radars of either kind, false alarms, IFF, six targets."""
    radars = [
        radar(false_alarms=3.0, iff=True, rate_std=2.0, start_azimuth=1.0),
        radar(
            id="array", east_m=20e3, rotates=False, groups=1, period_s=0.7, half_width=1.0, false_alarms=0.5, pulses=4
        ),
    ]
    return world(radars, many(transponder=1))


@pytest.fixture
def small():
    """The builders of this file, for tests."""
    return SimpleNamespace(radar=radar, target=target, world=world, joined=joined, same=same, many=many, busy=busy)
