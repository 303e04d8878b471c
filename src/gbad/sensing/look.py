"""Truth -> detections: every look that a radar's turn or frame brings in a window of time.

What a look is. A rotating radar points to ``start_azimuth + 2 pi t / period`` and sees an object at the instant its
antenna points at it, at most once per visit (an object that crosses the start azimuth between two turns may be
missed by one visit or seen by one of its two chances). A sector array sees its whole sector once per period, at the
period's end. A cued radar sees only what lies in a cone around one of its first ``tracks_max`` cues; where its time is
rationed, only in those that it has a dwell for in this visit (``_dwell_kernel.py``). A passive sensor finds what sends
or is warm by the one-way equation, and measures two angles: its plots have range and range rate nan. Seen is what
exists, lies in instrumented range, sector and elevation limits, and is in line of sight over the terrain. Not seen is
what flies slower along the line of sight than the radar's moving-target notch, and anything while the radar is silent.

How strong it is. The mean cross-section is that of the aspect the target shows at that instant and of the radar's
frequency where its type has a table (``physics.cross_section``), else the same from all sides.

What dice are thrown. Detection, received power (the same number: the quantile that decides detection is the quantile
of the power received, so both are exact for every Swerling case), measurement errors, false alarms, IFF failure (once
per aircraft and run) and IFF reply, each keyed by (radar, visit, object); see ``physics.random``.

A radar may be set up askew: constant errors of range, azimuth and elevation, drawn once per radar and run (``biases``),
is added to all its plots; their standard errors do not tell of it.

Left out: resolution of close objects, correlation of echoes between visits, secondary replies without a plot, errors
of the radar's own place, drift of its errors, and refraction of the reported elevation (the defender is taken to
correct it: elevation is the geometric one).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gbad.messages import Cues, Detections
from gbad.physics import random
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.sensing import _geometry_kernel as _g
from gbad.sensing import _plot_kernel as _p
from gbad.sensing._cue_kernel import BEAM_COLUMNS
from gbad.sensing._look_kernel import look_into
from gbad.sensing._visit_kernel import LOOK_COLUMNS
from gbad.sensing.detection import threshold
from gbad.sensing.jamming import Jamming, jamming, room
from gbad.tables import Floats, Ints, RadarTable, Tables
from gbad.truth import Truth


@dataclass(slots=True)
class Sensing:
    """What sensing keeps of one batch: figures laid out for the kernel, and scratch that no result depends on."""

    seed: int
    run_number: Ints  # (runs,)
    draws: Ints  # (used,)  draws that occur in the batch
    draw_row: Ints  # (runs,)  row in ``draws``
    site: Floats  # (radars, SITE_COLUMNS)
    kind: Ints  # (radars, KIND_COLUMNS)
    figure: Floats  # (used, radars, FIGURE_COLUMNS)
    rcs_dbsm: Floats  # (used, objects)
    rcs_by_aspect: Floats  # (used, radars, forms, 37)
    jamming: Jamming | None  # None where nothing jams
    source_db: Floats  # (used, radars, objects)  what passive sensors receive by
    iff_failure: Floats  # (used, objects)
    effective_radius_m: float
    visits: Visits
    beams: Floats  # (tracks_max, BEAM_COLUMNS)
    real: Floats  # (REAL_COLUMNS, room)
    whole: Ints  # (WHOLE_COLUMNS, room)
    bias: Floats | None  # (runs, radars, 3)  [m, rad, rad] constant errors; None where no radar has any


@dataclass(slots=True)
class Visits:
    """Looks of the visits in hand, per used draw and radar, and the order of groups in a window; grown on demand."""

    shape: tuple[int, int, int]  # used draws, radars, objects
    visits: int = 2  # kept per radar
    groups: int = 16  # of all radars in one window
    visit: Ints = field(init=False)
    count: Ints = field(init=False)
    look: Floats = field(init=False)
    object: Ints = field(init=False)
    planned_count: Ints = field(init=False)
    planned_radar: Ints = field(init=False)
    planned_group: Ints = field(init=False)
    planned_end: Floats = field(init=False)

    def __post_init__(self) -> None:
        used, radars, objects = self.shape
        self.visit = np.full((used, radars, self.visits), -1)
        self.count = np.zeros((used, radars, self.visits), np.int64)
        self.look = np.zeros((used, radars, self.visits, objects, LOOK_COLUMNS))
        self.object = np.zeros((used, radars, self.visits, objects), np.int64)
        self.planned_count = np.zeros(used, np.int64)
        self.planned_radar = np.zeros((used, self.groups), np.int64)
        self.planned_group = np.zeros((used, self.groups), np.int64)
        self.planned_end = np.zeros((used, self.groups))


def start(tables: Tables, truth: Truth, run_number: Ints, seed: int) -> Sensing:
    """Sensing at time 0 for a batch of runs. ``run_number (runs,)`` are absolute; dice depend on them, not on rows."""
    radars, objects = tables.defence.radars, tables.objects
    draws, draw_row = np.unique(truth.draw_of_run, return_inverse=True)
    runs, n = len(run_number), len(objects.id)
    visits = Visits((len(draws), len(radars.id), n))
    return Sensing(
        seed=int(seed),
        run_number=np.asarray(run_number, np.int64),
        draws=np.asarray(draws, np.int64),
        draw_row=np.asarray(draw_row, np.int64).reshape(-1),
        site=_site(radars),
        kind=_kind(radars),
        figure=_figure(radars)[draws],
        rcs_dbsm=np.ascontiguousarray(objects.rcs_dbsm[draws], np.float64),
        rcs_by_aspect=np.ascontiguousarray(objects.rcs_by_aspect_dbsm[draws], np.float64),
        jamming=jamming(radars, objects, np.asarray(draws, np.int64), visits.visits),
        source_db=np.ascontiguousarray(objects.source_db[draws], np.float64),
        iff_failure=np.ascontiguousarray(objects.iff_failure_probability[draws], np.float64),
        effective_radius_m=MEAN_RADIUS * radars.effective_earth_factor,
        visits=visits,
        beams=np.zeros((max(int(radars.tracks_max.max(initial=1)), 1), BEAM_COLUMNS)),
        real=np.empty((_p.REAL_COLUMNS, 64 * max(runs, 1))),
        whole=np.empty((_p.WHOLE_COLUMNS, 64 * max(runs, 1)), np.int64),
        bias=biases(radars, truth.draw_of_run, run_number, seed),
    )


def look(state: Sensing, tables: Tables, truth: Truth, cues: Cues, t0: float, t1: float) -> tuple[Detections, Ints]:
    """Plots of all groups of visits that end in ``t0 < end <= t1``, and the object each came from (-1: nothing).

    The second value is the answer key: never to be shown to tracking. Windows may be cut anywhere: two halves give
    the rows of the whole, given the same cues and the same truth. Inputs are not changed.
    """
    radars, objects, paths, visits = tables.defence.radars, tables.objects, truth.trajectories, state.visits
    offsets = np.empty(len(state.run_number) + 1, np.int64)
    while True:
        rows, groups, kept = look_into(
            float(t0), float(t1), state.seed, state.run_number, state.draw_row, state.draws,
            truth.end_s, truth.radar_end_s,
            state.site, state.kind, state.figure, radars.silent_s, radars.key, objects.key, state.rcs_dbsm,
            objects.rcs_form, state.rcs_by_aspect, state.source_db,
            objects.swerling, objects.transponder, state.iff_failure,
            radars.mask_min_height_m, radars.mask_azimuth_step_rad, radars.mask_range_step_m, state.effective_radius_m,
            paths.start_s, paths.plan_end_s, paths.knot_step_s, paths.position_ecef_m, paths.velocity_ecef_mps,
            cues.number, cues.time_s, cues.position_ecef_m, cues.velocity_ecef_mps,
            visits.visit, visits.count, visits.look, visits.object,
            visits.planned_count, visits.planned_radar, visits.planned_group, visits.planned_end,
            state.beams, state.jamming, offsets, state.real, state.whole,
        )  # fmt: skip
        space = state.real.shape[1]
        if groups <= visits.groups and kept <= visits.visits and rows <= space:
            break
        # too small somewhere: make room and look again, which changes nothing else
        if groups > visits.groups or kept > visits.visits:
            visits = state.visits = Visits(visits.shape, max(kept, visits.visits), max(groups, visits.groups))
            if state.jamming is not None:
                fresh = room(visits.shape, visits.visits, len(state.jamming.row))
                state.jamming = state.jamming._replace(noise=fresh)
        if rows > space:
            state.real = np.empty((_p.REAL_COLUMNS, 2 * rows))
            state.whole = np.empty((_p.WHOLE_COLUMNS, 2 * rows), np.int64)
    real, whole = state.real[:, :rows].copy(), state.whole[:, :rows].copy()
    if state.bias is not None:
        askew = state.bias[whole[_p.RUN], whole[_p.RADAR]]
        real[_p.RANGE] = np.maximum(real[_p.RANGE] + askew[:, 0], 1.0)
        real[_p.AZIMUTH] = np.mod(real[_p.AZIMUTH] + askew[:, 1], _g.TWO_PI)
        real[_p.ELEVATION] += askew[:, 2]
    return _messages(offsets, real, whole)


def biases(radars: RadarTable, draw_of_run: Ints, run_number: Ints, seed: int) -> Floats | None:
    """``(runs, radars, 3)`` constant errors of range [m], azimuth and elevation [rad] of every run; None if all are 0.

    Normal, with the spreads of the radar's figures, drawn once per radar and run: how well it was set up that day.
    """
    spread = np.stack([radars.range_bias_std_m, radars.azimuth_bias_std_rad, radars.elevation_bias_std_rad], axis=-1)
    if not spread.any():
        return None
    toss = random.normals(seed, random.REGISTRATION, np.asarray(run_number)[:, None], radars.key)
    return spread[draw_of_run] * toss[..., :3]


def _messages(offsets: Ints, real: Floats, whole: Ints) -> tuple[Detections, Ints]:
    return Detections(
        offsets=offsets,
        run=whole[_p.RUN],
        radar=whole[_p.RADAR],
        visit=whole[_p.VISIT],
        group=whole[_p.GROUP],
        group_end_s=real[_p.GROUP_END],
        time_s=real[_p.TIME],
        available_s=real[_p.AVAILABLE],
        slant_range_m=real[_p.RANGE],
        azimuth_rad=real[_p.AZIMUTH],
        elevation_rad=real[_p.ELEVATION],
        range_rate_mps=real[_p.RATE],
        snr_db=real[_p.SNR_DB],
        range_std_m=real[_p.RANGE_STD],
        azimuth_std_rad=real[_p.AZIMUTH_STD],
        elevation_std_rad=real[_p.ELEVATION_STD],
        iff_reply=whole[_p.REPLIED].astype(np.int8),
        interrogated=whole[_p.ASKED].astype(np.int8),
    ), whole[_p.ORIGIN]


def _site(radars: RadarTable) -> Floats:
    site = np.empty((len(radars.id), _g.SITE_COLUMNS))
    site[:, 0:3] = radars.position_ecef_m
    site[:, 3:12] = radars.ecef_to_enu.reshape(-1, 9)
    site[:, _g.ANTENNA_HEIGHT] = radars.antenna_height_m
    site[:, _g.START_AZIMUTH] = radars.start_azimuth_rad
    site[:, _g.BORESIGHT] = radars.boresight_rad
    return site


def _kind(radars: RadarTable) -> Ints:
    kind = np.empty((len(radars.id), _g.KIND_COLUMNS), np.int64)
    kind[:, _g.PULSES] = radars.pulses
    # an array hands its plots on once per period
    kind[:, _g.GROUPS] = np.where(radars.rotates, np.maximum(radars.groups, 1), 1)
    kind[:, _g.ROTATES] = radars.rotates
    kind[:, _g.CUED] = radars.cued
    kind[:, _g.TRACKS_MAX] = radars.tracks_max
    kind[:, _g.INTERROGATES] = radars.interrogates_iff
    kind[:, _g.PASSIVE] = radars.passive
    return kind


def _figure(radars: RadarTable) -> Floats:
    columns = {
        _g.LOOP_GAIN: radars.loop_gain_db,
        _g.GAS: radars.gas_db_per_km,
        _g.RANGE_MAX: radars.instrumented_range_m,
        _g.RANGE_MIN: radars.minimum_range_m,
        _g.PERIOD: radars.period_s,
        _g.HALF_WIDTH: radars.sector_half_width_rad,
        _g.ELEVATION_MIN: radars.elevation_min_rad,
        _g.ELEVATION_MAX: radars.elevation_max_rad,
        _g.RANGE_RESOLUTION: radars.range_resolution_m,
        _g.AZIMUTH_BEAM: radars.azimuth_beamwidth_rad,
        _g.ELEVATION_BEAM: radars.elevation_beamwidth_rad,
        _g.RATE_STD: radars.range_rate_std_mps,
        _g.ERROR_FLOOR: radars.error_floor_fraction,
        _g.FALSE_ALARMS: radars.false_alarms_per_visit,
        _g.IFF_REPLY: radars.iff_reply_probability,
        _g.DELAY: radars.processing_delay_s,
        _g.PFA: radars.pfa,
        _g.NOTCH: radars.notch_mps,
        _g.DWELLS: radars.dwells_per_period,
        _g.THRESHOLD: threshold(radars.pfa, radars.pulses),
    }
    figure = np.empty((*radars.loop_gain_db.shape, _g.FIGURE_COLUMNS))
    for column, values in columns.items():
        figure[..., column] = values
    return figure
