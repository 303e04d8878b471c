"""The looks of a whole batch in one window of time: who is alive, who is cued, what the dice say."""

from __future__ import annotations

from gbad._jit import kernel
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._cue_kernel import aim
from gbad.sensing._dwell_kernel import ration
from gbad.sensing._geometry_kernel import CUED, DELAY, DWELLS, FALSE_ALARMS, GROUPS, INTERROGATES, PERIOD, TRACKS_MAX
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


@kernel
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


@kernel
def look_into(
    t0, t1, seed, run_number, draw_row, draws, end_s, radar_end_s,
    site, kind, figure, silent, radar_key, target_key, rcs_dbsm, rcs_form, rcs_by_aspect, source_db,
    swerling, transponder, iff_failure,
    masks, azimuth_step, range_step, effective_radius_m,
    start_s, plan_end_s, knot_step_s, position, velocity,
    cue_number, cue_time_s, cue_position, cue_velocity,
    kept_visit, kept_count, kept_look, kept_object,
    planned_count, planned_radar, planned_group, planned_end, beams,
    jamming, offsets, real, whole,
):  # fmt: skip
    """Fill the rows of all groups with ``t0 < end <= t1``; returns (rows needed, groups planned, visits to keep).

    Nothing is valid if any of the three is more than the room given; the caller makes room and calls again. The rows
    ``kept_*`` remember the looks of a visit between windows; they hold nothing that a run could change. ``jamming`` is
    None where nothing jams, and the code for it is then not compiled.
    """
    radars, kept = kind.shape[0], kept_visit.shape[2]
    groups_needed, visits_needed = 0, 0
    for row in range(draws.size):
        path = min(draws[row], start_s.shape[0] - 1)
        count = _v.schedule(figure[row], kind, t0, t1, planned_radar[row], planned_group[row], planned_end[row])
        planned_count[row] = count
        groups_needed = max(groups_needed, count)
        if count > planned_end.shape[1]:
            continue
        for radar in range(radars):
            first, stop = _v.groups_of_window(figure[row, radar, PERIOD], kind[radar, GROUPS], t0, t1)
            if stop == first:
                continue
            first_visit, last_visit = first // kind[radar, GROUPS], (stop - 1) // kind[radar, GROUPS]
            visits_needed = max(visits_needed, last_visit - first_visit + 1)
            if visits_needed > kept:
                continue
            for visit in range(first_visit, last_visit + 1):
                shelf = visit % kept
                if kept_visit[row, radar, shelf] == visit:
                    continue
                kept_visit[row, radar, shelf] = visit
                kept_count[row, radar, shelf] = _v.looks_of_visit(
                    visit, site[radar], kind[radar], figure[row, radar], silent[radar],
                    rcs_dbsm[row], rcs_form, rcs_by_aspect[row, radar], source_db[row, radar], swerling,
                    masks[radar], azimuth_step, range_step, effective_radius_m,
                    start_s[path], plan_end_s[path], knot_step_s, position[path], velocity[path],
                    kept_look[row, radar, shelf], kept_object[row, radar, shelf],
                )  # fmt: skip
                if jamming is not None:
                    noise_of_visit(
                        kept_look[row, radar, shelf], kept_object[row, radar, shelf], kept_count[row, radar, shelf],
                        site[radar], figure[row, radar], masks[radar], azimuth_step, range_step, effective_radius_m,
                        jamming.row, jamming.at_one_metre[row, radar], jamming.side_lobes[row, radar],
                        start_s[path], plan_end_s[path], knot_step_s, position[path], velocity[path],
                        jamming.noise[row, radar, shelf],
                    )  # fmt: skip
    if groups_needed > planned_end.shape[1] or visits_needed > kept:
        return 0, groups_needed, visits_needed

    at, room = 0, real.shape[1]
    for r in range(run_number.size):
        offsets[r] = at
        run, row = run_number[r], draw_row[r]
        for g in range(planned_count[row]):
            radar, group, end = planned_radar[row, g], planned_group[row, g], planned_end[row, g]
            # a plot that was not yet handed on is lost with the radar
            if end > radar_end_s[r, radar]:
                continue
            own, what, at_site = figure[row, radar], kind[radar], site[radar]
            visit = group // what[GROUPS]
            part, shelf = group - visit * what[GROUPS], visit % kept
            cones = 0
            if what[CUED]:
                if own[FALSE_ALARMS] == 0.0 and kept_count[row, radar, shelf] == 0:
                    continue
                cones = aim(
                    end, what[TRACKS_MAX], own[DWELLS] > 0.0, at_site,
                    cue_number[r, radar], cue_time_s[r, radar], cue_position[r, radar], cue_velocity[r, radar], beams,
                )  # fmt: skip
                if own[DWELLS] > 0.0:
                    cones = ration(beams, cones, int(own[DWELLS]), visit)
                if cones == 0:
                    continue
            first = at
            at = target_plots(
                at, seed, run, visit, part, at_site, what, own, swerling, transponder, iff_failure[row],
                radar_key[radar], target_key,
                kept_look[row, radar, shelf], kept_object[row, radar, shelf], kept_count[row, radar, shelf],
                end_s[r], beams, cones, real, whole, jamming, row, radar, shelf,
            )  # fmt: skip
            true_stop = at
            if own[FALSE_ALARMS] > 0.0:
                at = false_plots(
                    at, seed, run, visit, part, radar_key[radar], at_site, what, own, silent[radar], end, beams, cones,
                    real, whole,
                )  # fmt: skip
            if at > room:
                continue
            for i in range(first, at):
                whole[RUN, i], whole[RADAR, i], whole[VISIT, i], whole[GROUP, i] = r, radar, visit, group
                whole[ASKED, i] = what[INTERROGATES]
                real[GROUP_END, i], real[AVAILABLE, i] = end, end + own[DELAY]
            if true_stop < at:
                _in_order(real, whole, first, at)
    offsets[run_number.size] = at
    return at, groups_needed, visits_needed
