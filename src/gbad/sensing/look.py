"""Truth -> detections: every look that a radar's turn or frame brings in a window of time.

What a look is. A rotating radar points to ``start_azimuth + 2 pi t / period``, where the start is drawn for each radar
and run (``phases``) unless the scenario sets it, and sees an object at the instant its antenna points at it, at most
once per visit (an object that crosses the start azimuth between two turns may be missed by one visit or seen by one of
its two chances). A sector array sees its whole sector once per period, at the
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
is added to all its plots; their standard errors do not tell of it. A clock may be late (``clock_late_s``): plots bear
times that were over by so much, so that tracks run ahead of what they follow.

Objects that lie in one cell of range, angles and Doppler are one plot (``_resolution_kernel``). A jammer that drowns
its own echo gives away its bearing: a plot without range (``_jamming_kernel``).

Left out: correlation of echoes between visits, secondary replies without a plot, errors
of the radar's own place, drift of its errors, and refraction of the reported elevation (the defender is taken to
correct it: elevation is the geometric one).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from gbad.messages import Cues, Detections
from gbad.physics import random
from gbad.sensing import _plot_kernel as _p
from gbad.sensing._columns_kernel import Jamming, Kept, Measures, Plan, Pointers, Rows, Runs, Strength, Targets, Timing
from gbad.sensing._cue_kernel import BEAM_COLUMNS
from gbad.sensing._geometry_kernel import TWO_PI
from gbad.sensing._look_kernel import look_into
from gbad.sensing._visit_kernel import LOOK_COLUMNS
from gbad.sensing.bundles import measures_of, strength_of, targets_of, timing_of
from gbad.sensing.jamming import jamming, room
from gbad.tables import Floats, Ints, RadarTable, Tables
from gbad.tables._bundles_kernel import RadarVolume
from gbad.tables.bundles import radar_volume
from gbad.truth import Truth

_BYTES = tuple(field.name for field in fields(Detections) if field.type == "Bytes")
_VISITS, _GROUPS, _ROWS_PER_RUN = 2, 16, 64  # room to begin with: visits kept, groups of a window, rows


@dataclass(slots=True)
class Sensing:
    """What sensing keeps of one batch: columns bundled for the kernel, and scratch that no result depends on."""

    seed: int
    run_number: Ints  # (runs,)
    draws: Ints  # (used,)  draws that occur in the batch
    draw_row: Ints  # (runs,)  row in ``draws``
    start_azimuth_rad: Floats  # (runs, radars)  where rotating antennas look at time 0
    volume: RadarVolume
    strength: Strength
    timing: Timing
    measures: Measures
    targets: Targets
    jamming: Jamming | None  # None where nothing jams
    visits: Kept  # looks of the visits in hand, per used draw and radar; grown on demand
    plan: Plan
    rows: Rows
    bias: Floats | None  # (runs, radars, 3)  [m, rad, rad] constant errors; None where no radar has any


def start(tables: Tables, truth: Truth, run_number: Ints, seed: int) -> Sensing:
    """Sensing at time 0 for a batch of runs. ``run_number (runs,)`` are absolute; dice depend on them, not on rows."""
    radars, objects = tables.defence.radars, tables.objects
    found, draw_row = np.unique(truth.draw_of_run, return_inverse=True)
    draws = np.asarray(found, np.int64)
    runs, timing = len(run_number), timing_of(radars)
    # looks are kept by draw, and by run for antennas that begin elsewhere in each
    shape = (max(len(draws), runs) if timing.drawn.any() else len(draws), len(radars.id), len(objects.id))
    return Sensing(
        seed=int(seed),
        run_number=np.asarray(run_number, np.int64),
        draws=draws,
        draw_row=np.asarray(draw_row, np.int64).reshape(-1),
        start_azimuth_rad=phases(radars, run_number, seed),
        volume=radar_volume(radars),
        strength=strength_of(radars),
        timing=timing,
        measures=measures_of(radars),
        targets=targets_of(objects),
        jamming=jamming(radars, objects, draws, (*shape, _VISITS)),
        visits=_kept(shape, _VISITS),
        plan=_plan(len(draws), _GROUPS),
        rows=Rows(
            np.empty(runs + 1, np.int64),
            np.empty((_p.REAL_COLUMNS, _ROWS_PER_RUN * max(runs, 1))),
            np.empty((_p.WHOLE_COLUMNS, _ROWS_PER_RUN * max(runs, 1)), np.int64),
            np.zeros((max(int(radars.tracks_max.max(initial=1)), 1), BEAM_COLUMNS)),
            np.zeros(len(objects.id), np.int64),
        ),
        bias=biases(radars, truth.draw_of_run, run_number, seed),
    )


def move(state: Sensing, tables: Tables) -> None:
    """Look from where the radars stand now; looks worked out before are forgotten."""
    radars = tables.defence.radars
    state.volume, state.strength, state.timing = radar_volume(radars), strength_of(radars), timing_of(radars)
    state.visits.visit[:] = -1


def look_anew(state: Sensing) -> None:
    """Forget looks worked out before: somebody flies another way from now on."""
    state.visits.visit[:] = -1


def seen_from(state: Sensing, tables: Tables) -> Sensing:
    """The same sensing from where the radars stand in other tables, for questions about one instant."""
    if not tables.stands:
        return state
    radars = tables.defence.radars
    return replace(state, volume=radar_volume(radars), strength=strength_of(radars))


def _kept(used: tuple[int, int, int], visits: int) -> Kept:
    """Room for looks; ``used`` rows (draws, or runs), radars, objects."""
    rows, radars, objects = used
    shape = (rows, radars, visits)
    return Kept(
        np.full(shape, -1),
        np.zeros(shape, np.int64),
        np.zeros((*shape, objects, LOOK_COLUMNS)),
        np.zeros((*shape, objects), np.int64),
    )


def _plan(draws: int, groups: int) -> Plan:
    shape = (draws, groups)
    return Plan(np.zeros(draws, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape))


def look(state: Sensing, tables: Tables, truth: Truth, cues: Cues, t0: float, t1: float) -> tuple[Detections, Ints]:
    """Plots of all groups of visits that end in ``t0 < end <= t1``, and the object each came from (-1: nothing).

    The second value is the answer key: never to be shown to tracking. Windows may be cut anywhere: two halves give
    the rows of the whole, given the same cues and the same truth. Inputs are not changed.
    """
    runs = Runs(
        state.seed, state.run_number, state.draw_row, state.draws, state.start_azimuth_rad, truth.end_s,
        truth.radar_end_s,
    )  # fmt: skip
    paths = truth.trajectories.paths()
    pointers = Pointers(
        cues.number, cues.time_s, cues.position_ecef_m, cues.velocity_ecef_mps, cues.half_width_rad, cues.guided,
        cues.taken,
    )  # fmt: skip
    while True:
        rows, groups, kept = look_into(
            float(t0), float(t1), runs, state.volume, state.strength, state.timing, state.measures, state.targets,
            paths, pointers, state.visits, state.plan, state.jamming, state.rows,
        )  # fmt: skip
        space, shelves, planned = state.rows.real.shape[1], state.visits.visit.shape[2], state.plan.end_s.shape[1]
        if groups <= planned and kept <= shelves and rows <= space:
            break
        # too small somewhere: make room and look again, which changes nothing else
        if groups > planned or kept > shelves:
            used = (state.visits.visit.shape[0], len(tables.defence.radars.id), len(tables.objects.id))
            state.visits = _kept(used, max(kept, shelves))
            state.plan = _plan(len(state.draws), max(groups, planned))
            if state.jamming is not None:
                fresh = room((*used, max(kept, shelves)), len(state.jamming.row))
                state.jamming = state.jamming._replace(noise=fresh)
        if rows > space:
            state.rows = state.rows._replace(
                real=np.empty((_p.REAL_COLUMNS, 2 * rows)), whole=np.empty((_p.WHOLE_COLUMNS, 2 * rows), np.int64)
            )
    real, whole = state.rows.real[:, :rows].copy(), state.rows.whole[:, :rows].copy()
    if state.bias is not None:
        askew = state.bias[whole[_p.RUN], whole[_p.RADAR]]
        real[_p.RANGE] = np.maximum(real[_p.RANGE] + askew[:, 0], 1.0)
        real[_p.AZIMUTH] = np.mod(real[_p.AZIMUTH] + askew[:, 1], TWO_PI)
        real[_p.ELEVATION] += askew[:, 2]
    late = tables.defence.radars.clock_late_s
    if late.any():
        real[_p.TIME] -= late[truth.draw_of_run[whole[_p.RUN]], whole[_p.RADAR]]
    return _messages(state.rows.offsets.copy(), real, whole)


def biases(radars: RadarTable, draw_of_run: Ints, run_number: Ints, seed: int) -> Floats | None:
    """``(runs, radars, 3)`` constant errors of range [m], azimuth and elevation [rad] of every run; None if all are 0.

    Normal, with the spreads of the radar's figures, drawn once per radar and run: how well it was set up that day.
    """
    spread = np.stack([radars.range_bias_std_m, radars.azimuth_bias_std_rad, radars.elevation_bias_std_rad], axis=-1)
    if not spread.any():
        return None
    toss = random.normals(seed, random.REGISTRATION, np.asarray(run_number)[:, None], radars.key)
    return spread[draw_of_run] * toss[..., :3]


def phases(radars: RadarTable, run_number: Ints, seed: int) -> Floats:
    """``(runs, radars)`` azimuth [rad] of every antenna at time 0: as set, or drawn once per radar and run."""
    toss = random.uniforms(seed, random.PHASE, np.asarray(run_number)[:, None], radars.key)
    drawn = radars.rotates & radars.phase_drawn
    return np.ascontiguousarray(np.where(drawn, TWO_PI * toss[..., 0], radars.start_azimuth_rad))


def _messages(offsets: Ints, real: Floats, whole: Ints) -> tuple[Detections, Ints]:
    told: dict[str, Any] = dict(zip(_p.REAL, real, strict=True)) | dict(zip(_p.WHOLE, whole, strict=True))
    origin = told.pop("object")
    for name in _BYTES:
        told[name] = told[name].astype(np.int8)
    return Detections(offsets=offsets, **told), origin
