"""The looks of a whole batch in one window of time: who is alive, who is cued, what the dice say."""

from __future__ import annotations

from gbad._jit import lean
from gbad._truth_kernel import Paths
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._columns_kernel import (
    Jamming,
    Kept,
    Measures,
    Part,
    Plan,
    Pointers,
    Rows,
    Runs,
    Strength,
    Targets,
    Timing,
)
from gbad.sensing._cue_kernel import aim
from gbad.sensing._dwell_kernel import ration
from gbad.sensing._jamming_kernel import noise_of_visit
from gbad.sensing._plot_kernel import (
    ASKED,
    AVAILABLE,
    GROUP,
    GROUP_END,
    RADAR,
    REAL_COLUMNS,
    RUN,
    TIME,
    VISIT,
    WHOLE_COLUMNS,
    false_plots,
    target_plots,
)
from gbad.sensing._resolution_kernel import mark_crowds
from gbad.tables._bundles_kernel import RadarVolume


@lean
def _in_order(real, whole, first, stop):
    """Insertion sort of the rows of one group by time (looks come sorted; false alarms are few)."""
    for i in range(first + 1, stop):
        j = i
        while j > first and real[TIME, j] < real[TIME, j - 1]:
            for c in range(REAL_COLUMNS):
                real[c, j], real[c, j - 1] = real[c, j - 1], real[c, j]
            for c in range(WHOLE_COLUMNS):
                whole[c, j], whole[c, j - 1] = whole[c, j - 1], whole[c, j]
            j -= 1


@lean
def _keep(
    shown, visit, draw, row, radar, start_azimuth, end_s, volume: RadarVolume, strength: Strength, timing: Timing,
    measures: Measures, targets: Targets, paths: Paths, kept: Kept, jamming: Jamming,
):  # fmt: skip
    """Work out the looks of one visit and keep them in row ``shown``."""
    path = min(draw, paths.start_s.shape[0] - 1)
    shelf = visit % kept.visit.shape[2]
    look, objects = kept.look[shown, radar, shelf], kept.object[shown, radar, shelf]
    seen = _v.looks_of_visit(
        visit, draw, radar, start_azimuth, end_s, volume, strength, timing, targets, paths, path, look, objects
    )
    mark_crowds(look, seen, measures, draw, radar)
    kept.visit[shown, radar, shelf], kept.count[shown, radar, shelf] = visit, seen
    if jamming is not None:
        noise_of_visit(
            look, objects, seen, draw, radar, volume, strength, measures, paths, path, jamming, row,
            jamming.noise[shown, radar, shelf],
        )  # fmt: skip


@lean
def look_into(
    t0, t1, runs: Runs, volume: RadarVolume, strength: Strength, timing: Timing, measures: Measures, targets: Targets,
    paths: Paths, cues: Pointers, kept: Kept, plan: Plan, jamming: Jamming, rows: Rows,
):  # fmt: skip
    """Fill the rows of all groups with ``t0 < end <= t1``; returns (rows needed, groups planned, visits to keep).

    Nothing is valid if any of the three is more than the room given; the caller makes room and calls again. ``jamming``
    is None where nothing jams, and the code for it is then not compiled.
    """
    shelves = kept.visit.shape[2]
    groups_needed, visits_needed = 0, 0
    for row in range(runs.draw.size):
        draw = runs.draw[row]
        path = min(draw, paths.start_s.shape[0] - 1)
        count = _v.schedule(draw, timing, t0, t1, plan.radar[row], plan.group[row], plan.end_s[row])
        plan.count[row] = count
        groups_needed = max(groups_needed, count)
        if count > plan.end_s.shape[1]:
            continue
        for radar in range(timing.groups.size):
            groups = timing.groups[radar]
            first, stop = _v.groups_of_window(timing.period_s[draw, radar], groups, t0, t1)
            if stop == first:
                continue
            first_visit, last_visit = first // groups, (stop - 1) // groups
            visits_needed = max(visits_needed, last_visit - first_visit + 1)
            if visits_needed > shelves:
                continue
            if timing.drawn[radar]:
                continue
            for visit in range(first_visit, last_visit + 1):
                if kept.visit[row, radar, visit % shelves] != visit:
                    _keep(
                        row, visit, draw, row, radar, runs.start_azimuth_rad[0, radar], paths.plan_end_s[path], volume,
                        strength, timing, measures, targets, paths, kept, jamming,
                    )  # fmt: skip
    if groups_needed > plan.end_s.shape[1] or visits_needed > shelves:
        return 0, groups_needed, visits_needed

    at, room = 0, rows.real.shape[1]
    for run in range(runs.number.size):
        rows.offsets[run] = at
        row = runs.row[run]
        draw = runs.draw[row]
        path = min(draw, paths.start_s.shape[0] - 1)
        for g in range(plan.count[row]):
            radar, group, end = plan.radar[row, g], plan.group[row, g], plan.end_s[row, g]
            # a plot that was not yet handed on is lost with the radar
            if end > runs.radar_end_s[run, radar]:
                continue
            groups, false_alarms = timing.groups[radar], measures.false_alarms_per_visit[draw, radar]
            visit = group // groups
            part, shelf = group - visit * groups, visit % shelves
            shown = run if timing.drawn[radar] else row
            if kept.visit[shown, radar, shelf] != visit:
                _keep(
                    shown, visit, draw, row, radar, runs.start_azimuth_rad[run, radar], runs.end_s[run], volume,
                    strength, timing, measures, targets, paths, kept, jamming,
                )  # fmt: skip
            cones = 0
            if timing.cued[radar]:
                if false_alarms == 0.0 and kept.count[shown, radar, shelf] == 0:
                    continue
                dwells = timing.dwells_per_period[draw, radar]
                cones = aim(
                    end, timing.tracks_max[radar], dwells > 0.0, volume.position_ecef_m[radar],
                    cues.number[run, radar], cues.time_s[run, radar], cues.position_ecef_m[run, radar],
                    cues.velocity_ecef_mps[run, radar], cues.half_width_rad[run, radar],
                    cues.guided[run, radar], rows.beams,
                )  # fmt: skip
                if dwells > 0.0:
                    cones = ration(rows.beams, cones, max(int(dwells) - cues.taken[run, radar], 0), visit)
                if cones == 0:
                    continue
            own = Part(run, row, shown, draw, radar, visit, part, shelf, end, cones)
            first = at
            at = target_plots(at, own, runs, strength, timing, measures, targets, kept, jamming, rows)
            true_stop = at
            if false_alarms > 0.0:
                at = false_plots(at, own, runs, volume, strength, timing, measures, rows)
            if at > room:
                continue
            whole, real = rows.whole, rows.real
            for i in range(first, at):
                whole[RUN, i], whole[RADAR, i], whole[VISIT, i], whole[GROUP, i] = run, radar, visit, group
                whole[ASKED, i] = measures.interrogates_iff[radar]
                real[GROUP_END, i], real[AVAILABLE, i] = end, end + timing.processing_delay_s[draw, radar]
            if true_stop < at:
                _in_order(real, whole, first, at)
    rows.offsets[runs.number.size] = at
    return at, groups_needed, visits_needed
