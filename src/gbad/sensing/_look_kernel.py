"""The looks of a whole batch in one window of time: who is alive, who is cued, what the dice say."""

from __future__ import annotations

import math

from gbad._jit import kernel
from gbad.physics._random_kernel import DETECTION, IFF_REPLY, MEASUREMENT, normal4, pair_key, uniform4
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._cue_kernel import aim, covered
from gbad.sensing._detection_kernel import statistic_at
from gbad.sensing._error_kernel import FALSE_RATE, azimuth_stretch, false_alarms, false_place, standard_errors
from gbad.sensing._geometry_kernel import (
    BORESIGHT,
    CUED,
    DELAY,
    ELEVATION_MAX,
    ELEVATION_MIN,
    FALSE_ALARMS,
    GROUPS,
    HALF_WIDTH,
    INTERROGATES,
    PERIOD,
    PFA,
    PULSES,
    RANGE_MAX,
    RANGE_MIN,
    RATE_STD,
    ROTATES,
    START_AZIMUTH,
    THRESHOLD,
    TRACKS_MAX,
    TWO_PI,
)
from gbad.sensing._geometry_kernel import (
    IFF_REPLY as REPLY,
)

# columns of the rows written: `whole (7, room)` and `real (11, room)`
RUN, RADAR, VISIT, GROUP, REPLIED, ASKED, ORIGIN = range(7)
WHOLE_COLUMNS = 7
GROUP_END, TIME, AVAILABLE, RANGE, AZIMUTH, ELEVATION, RATE, SNR_DB, RANGE_STD, AZIMUTH_STD, ELEVATION_STD = range(11)
REAL_COLUMNS = 11


@kernel
def _write_plot(at, real, figure, kind, distance, azimuth, elevation, rate, statistic, noise):
    """Measured quantities of one plot from true ones: errors of the size that the received echo allows."""
    n0, n1, n2, n3 = noise
    pulses = kind[PULSES]
    signal = statistic - pulses
    range_std, across_std, elevation_std = standard_errors(figure, signal)
    measured_elevation = elevation + elevation_std * n2
    azimuth_std = across_std * azimuth_stretch(measured_elevation)
    measured = azimuth + azimuth_std * n1
    real[RANGE, at] = max(distance + range_std * n0, 1.0)
    real[AZIMUTH, at] = measured - TWO_PI * math.floor(measured / TWO_PI)
    real[ELEVATION, at] = measured_elevation
    real[RATE, at] = rate + figure[RATE_STD] * n3
    real[SNR_DB, at] = 10.0 * math.log10(signal / pulses)
    real[RANGE_STD, at], real[AZIMUTH_STD, at], real[ELEVATION_STD, at] = range_std, azimuth_std, elevation_std


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
def _look_at_targets(
    at, seed, run, visit, part, site, kind, figure, swerling, transponder, reply_works, radar_key, target_key,
    look, objects, count, end_s, beams, cones, real, whole,
):  # fmt: skip
    """Rows of the true targets of one group of one run, from row ``at`` on; returns the row after the last."""
    room = real.shape[1]
    for i in range(count):
        row = look[i]
        target = objects[i]
        if int(row[_v.PART]) != part or row[_v.TIME] > end_s[target]:
            continue
        x, y, z = row[_v.DIRECTION], row[_v.DIRECTION + 1], row[_v.DIRECTION + 2]
        if kind[CUED] and not covered(beams, cones, x, y, z, row[_v.RANGE]):
            continue

        # one uniform decides detection (u < Pd) and, as the same quantile, the power received
        key = pair_key(radar_key, target_key[target])
        chance = uniform4(seed, DETECTION, run, key, visit, 0)[0]
        if not chance < row[_v.PD]:
            continue
        if at < room:
            statistic = statistic_at(chance, row[_v.SNR], figure[THRESHOLD], kind[PULSES], swerling[target])
            noise = normal4(seed, MEASUREMENT, run, key, visit, 0)
            _write_plot(
                at, real, figure, kind,
                row[_v.RANGE], row[_v.AZIMUTH], row[_v.ELEVATION], row[_v.RATE], statistic, noise,
            )  # fmt: skip
            real[TIME, at] = row[_v.TIME]
            whole[REPLIED, at], whole[ORIGIN, at] = 0, target
            if kind[INTERROGATES] and transponder[target] > 0 and reply_works[target]:
                answered = uniform4(seed, IFF_REPLY, run, key, visit, 0)[0] < figure[REPLY]
                whole[REPLIED, at] = transponder[target] if answered else 0
        at += 1
    return at


@kernel
def _false_plots(
    at, seed, run, visit, part, radar_key, site, kind, figure, group_end, beams, cones, real, whole
):  # fmt: skip
    """Rows of the false alarms of one group of one run; returns the row after the last.

    They are spread evenly over the resolution cells: over bearing, range and elevation. Of a cued radar only those
    in the cones it looks through remain.
    """
    room = real.shape[1]
    number = false_alarms(seed, run, radar_key, visit, figure[FALSE_ALARMS])
    for index in range(number):
        u0, u1, u2, u3, u4 = false_place(seed, run, radar_key, visit, index)
        if kind[ROTATES]:
            if min(int(u0 * kind[GROUPS]), kind[GROUPS] - 1) != part:
                continue
            azimuth, time = site[START_AZIMUTH] + TWO_PI * u0, (visit + u0) * figure[PERIOD]
            from_boresight = azimuth - site[BORESIGHT]
            from_boresight -= TWO_PI * math.floor(from_boresight / TWO_PI + 0.5)
            if abs(from_boresight) > figure[HALF_WIDTH]:
                continue
        else:
            azimuth, time = site[BORESIGHT] + figure[HALF_WIDTH] * (2.0 * u0 - 1.0), group_end
        distance = figure[RANGE_MIN] + u1 * (figure[RANGE_MAX] - figure[RANGE_MIN])
        elevation = figure[ELEVATION_MIN] + u2 * (figure[ELEVATION_MAX] - figure[ELEVATION_MIN])
        if kind[CUED]:
            east = math.cos(elevation) * math.sin(azimuth)
            north = math.cos(elevation) * math.cos(azimuth)
            up = math.sin(elevation)
            x = site[3] * east + site[6] * north + site[9] * up
            y = site[4] * east + site[7] * north + site[10] * up
            z = site[5] * east + site[8] * north + site[11] * up
            if not covered(beams, cones, x, y, z, distance):
                continue
        if at < room:
            statistic = statistic_at((1.0 - u3) * figure[PFA], 0.0, figure[THRESHOLD], kind[PULSES], 0)
            _write_plot(
                at, real, figure, kind,
                distance, azimuth, elevation, FALSE_RATE * (2.0 * u4 - 1.0), statistic, (0.0, 0.0, 0.0, 0.0),
            )  # fmt: skip
            real[TIME, at] = time
            whole[REPLIED, at], whole[ORIGIN, at] = 0, -1
        at += 1
    return at


@kernel
def look_into(
    t0, t1, seed, run_number, draw_row, draws, end_s, radar_end_s,
    site, kind, figure, radar_key, target_key, rcs_dbsm, swerling, transponder, reply_works,
    masks, azimuth_step, range_step, effective_radius_m,
    start_s, plan_end_s, knot_step_s, position, velocity,
    cue_number, cue_time_s, cue_position, cue_velocity,
    kept_visit, kept_count, kept_look, kept_object,
    planned_count, planned_radar, planned_group, planned_end, beams,
    offsets, real, whole,
):  # fmt: skip
    """Fill the rows of all groups with ``t0 < end <= t1``; returns (rows needed, groups planned, visits to keep).

    Nothing is valid if any of the three is more than the room given; the caller makes room and calls again. The rows
    ``kept_*`` remember the looks of a visit between windows; they hold nothing that a run could change.
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
                    visit, site[radar], kind[radar], figure[row, radar], rcs_dbsm[row], swerling,
                    masks[radar], azimuth_step, range_step, effective_radius_m,
                    start_s[path], plan_end_s[path], knot_step_s, position[path], velocity[path],
                    kept_look[row, radar, shelf], kept_object[row, radar, shelf],
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
                cones = aim(
                    end, what[TRACKS_MAX], at_site,
                    cue_number[r, radar], cue_time_s[r, radar], cue_position[r, radar], cue_velocity[r, radar], beams,
                )  # fmt: skip
                if cones == 0:
                    continue
            first = at
            at = _look_at_targets(
                at, seed, run, visit, part, at_site, what, own, swerling, transponder, reply_works[r],
                radar_key[radar], target_key,
                kept_look[row, radar, shelf], kept_object[row, radar, shelf], kept_count[row, radar, shelf],
                end_s[r], beams, cones, real, whole,
            )  # fmt: skip
            true_stop = at
            if own[FALSE_ALARMS] > 0.0:
                at = _false_plots(
                    at, seed, run, visit, part, radar_key[radar], at_site, what, own, end, beams, cones, real, whole
                )
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
