"""Plots of one group of one visit of one run: what the dice make of its targets, and its false alarms."""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad.physics._random_kernel import (
    DETECTION,
    IFF_FAILURE,
    IFF_REPLY,
    MEASUREMENT,
    normal4,
    pair_key,
    uniform4,
)
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._columns_kernel import Jamming, Kept, Measures, Part, Rows, Runs, Strength, Targets, Timing
from gbad.sensing._cue_kernel import covered
from gbad.sensing._detection_kernel import detection_probability, statistic_at, threshold_of
from gbad.sensing._error_kernel import (
    FALSE_RATE,
    azimuth_stretch,
    clutter_place,
    false_alarms,
    false_place,
    grazing,
    standard_errors,
)
from gbad.sensing._geometry_kernel import TWO_PI, silent_at, wrapped
from gbad.sensing._jamming_kernel import STROBE, jammed, noise_of
from gbad.sensing._resolution_kernel import in_one_cell
from gbad.tables._bundles_kernel import RadarVolume

# columns of the rows written, `whole` and `real`: their names in the message, their numbers here
WHOLE = ("run", "radar", "visit", "group", "iff_reply", "interrogated", "object")
RUN, RADAR, VISIT, GROUP, REPLIED, ASKED, ORIGIN = range(7)
REAL = (
    "group_end_s", "time_s", "available_s", "slant_range_m", "azimuth_rad", "elevation_rad", "range_rate_mps", "snr_db",
    "range_std_m", "azimuth_std_rad", "elevation_std_rad",
)  # fmt: skip
GROUP_END, TIME, AVAILABLE, RANGE, AZIMUTH, ELEVATION, RATE, SNR_DB, RANGE_STD, AZIMUTH_STD, ELEVATION_STD = range(11)
WHOLE_COLUMNS, REAL_COLUMNS = len(WHOLE), len(REAL)


@lean
def _write_plot(
    at, real, measures: Measures, draw, radar, pulses, distance, azimuth, elevation, rate, statistic, noise
):  # fmt: skip
    """Measured quantities of one plot from true ones: errors of the size that the received echo allows."""
    n0, n1, n2, n3 = noise
    signal = statistic - pulses
    range_std, across_std, elevation_std = standard_errors(measures, draw, radar, signal)
    measured_elevation = elevation + elevation_std * n2
    azimuth_std = across_std * azimuth_stretch(measured_elevation)
    measured = azimuth + azimuth_std * n1
    real[RANGE, at] = max(distance + range_std * n0, 1.0)
    real[AZIMUTH, at] = measured - TWO_PI * math.floor(measured / TWO_PI)
    real[ELEVATION, at] = measured_elevation
    real[RATE, at] = rate + measures.range_rate_std_mps[draw, radar] * n3
    real[SNR_DB, at] = 10.0 * math.log10(signal / pulses)
    real[RANGE_STD, at], real[AZIMUTH_STD, at], real[ELEVATION_STD, at] = range_std, azimuth_std, elevation_std
    if measures.ground_reflection[draw, radar] > 0.0:
        grazes, low, low_std = grazing(measures.elevation_beamwidth_rad[draw, radar], elevation, n2)
        if grazes:
            real[ELEVATION, at], real[ELEVATION_STD, at] = low, low_std
    if not measures.ranging[radar]:
        _bearing_alone(at, real)


@lean
def _bearing_alone(at, real):
    """A plot without range."""
    real[RANGE, at], real[RANGE_STD, at], real[RATE, at] = math.nan, math.inf, math.nan


@lean
def _offered(i, row, target, own: Part, runs: Runs, timing: Timing, rows: Rows):
    """Whether a look is one of this part of the visit, at what still flies, and where the radar looks."""
    if int(row[_v.PART]) != own.part or row[_v.TIME] > runs.end_s[own.run, target]:
        return False
    x, y, z = row[_v.DIRECTION], row[_v.DIRECTION + 1], row[_v.DIRECTION + 2]
    return not timing.cued[own.radar] or covered(rows.beams, own.cones, x, y, z, row[_v.RANGE])


@lean
def _strength_in_noise(i, row, target, own: Part, runs: Runs, strength: Strength, targets: Targets, jamming, shelf):
    """``(snr, pd)`` of one look, with what jams it in this run."""
    if jamming is None:
        return row[_v.SNR], row[_v.PD]
    case = _v.fluctuation(strength, targets, own.radar, target)
    return jammed(
        row, jamming.noise[own.kept, own.radar, shelf, i], jamming.row, runs.end_s[own.run],
        strength.threshold[own.draw, own.radar], strength.pulses[own.radar], case,
    )  # fmt: skip


@lean
def _one_echo(
    first, count, looks, objects, own: Part, runs: Runs, strength: Strength, timing: Timing, measures: Measures,
    targets: Targets, jamming: Jamming, rows: Rows,
):  # fmt: skip
    """What lies in the cell of a look: ``(strongest look, snr, range, azimuth, elevation, rate)``, powers added.

    The others of the cell are marked as taken.
    """
    lead, best, total = first, -1.0, 0.0
    distance, aside, elevation, rate = 0.0, 0.0, 0.0, 0.0
    azimuth = looks[first, _v.AZIMUTH]
    for i in range(first, count):
        row = looks[i]
        if rows.taken[i] == 1 or not _offered(i, row, objects[i], own, runs, timing, rows):
            continue
        if i > first and not in_one_cell(looks[first], row, measures, own.draw, own.radar):
            continue
        rows.taken[i] = 1
        snr, _ = _strength_in_noise(i, row, objects[i], own, runs, strength, targets, jamming, own.shelf)
        if snr > best:
            lead, best = i, snr
        total += snr
        distance += snr * row[_v.RANGE]
        aside += snr * wrapped(row[_v.AZIMUTH] - azimuth)
        elevation += snr * row[_v.ELEVATION]
        rate += snr * row[_v.RATE]
    return lead, total, distance / total, azimuth + aside / total, elevation / total, rate / total


@lean
def target_plots(
    at, own: Part, runs: Runs, strength: Strength, timing: Timing, measures: Measures, targets: Targets, kept: Kept,
    jamming: Jamming, rows: Rows,
):  # fmt: skip
    """Rows of the true targets of one group of one run, from row ``at`` on; returns the row after the last."""
    draw, radar, visit, seed, run = own.draw, own.radar, own.visit, runs.seed, runs.number[own.run]
    room, pulses = rows.real.shape[1], strength.pulses[radar]
    objects, looks = kept.object[own.kept, radar, own.shelf], kept.look[own.kept, radar, own.shelf]
    count = kept.count[own.kept, radar, own.shelf]
    for i in range(count):
        rows.taken[i] = 0
    for i in range(count):
        row = looks[i]
        target = objects[i]
        if rows.taken[i] == 1 or not _offered(i, row, target, own, runs, timing, rows):
            continue
        snr, pd = _strength_in_noise(i, row, target, own, runs, strength, targets, jamming, own.shelf)
        distance, azimuth, elevation, rate = row[_v.RANGE], row[_v.AZIMUTH], row[_v.ELEVATION], row[_v.RATE]
        if row[_v.CROWDED] > 0.0:
            # what the radar does not tell apart is one echo
            lead, snr, distance, azimuth, elevation, rate = _one_echo(
                i, count, looks, objects, own, runs, strength, timing, measures, targets, jamming, rows
            )
            row, target = looks[lead], objects[lead]
            pd = detection_probability(
                snr, strength.threshold[draw, radar], pulses, _v.fluctuation(strength, targets, radar, target)
            )

        # one uniform decides detection (u < Pd) and, as the same quantile, the power received
        key = pair_key(measures.key[radar], targets.key[target])
        chance = uniform4(seed, DETECTION, run, key, visit, 0)[0]
        heard = 0.0
        if not chance < pd:
            # no echo; but who jams the radar gives his bearing away
            if jamming is not None:
                heard = noise_of(jamming.noise[own.kept, radar, own.shelf, i], jamming.row, objects[i])
            if heard < STROBE:
                continue
        if at < room:
            case = _v.fluctuation(strength, targets, radar, target)
            statistic = (
                pulses * (1.0 + heard)
                if heard > 0.0
                else statistic_at(chance, snr, strength.threshold[draw, radar], pulses, case)
            )
            errors = normal4(seed, MEASUREMENT, run, key, visit, 0)
            _write_plot(
                at, rows.real, measures, draw, radar, pulses, distance, azimuth, elevation, rate, statistic, errors
            )
            if heard > 0.0:
                _bearing_alone(at, rows.real)
            rows.real[TIME, at] = row[_v.TIME]
            rows.whole[REPLIED, at], rows.whole[ORIGIN, at] = 0, target
            if measures.interrogates_iff[radar] and targets.transponder[target] > 0:
                # a transponder fails once per aircraft and run; a working one may miss this interrogation
                failure = targets.iff_failure_probability[draw, target]
                works = uniform4(seed, IFF_FAILURE, run, targets.key[target], 0, 0)[0] >= failure
                reply = measures.iff_reply_probability[draw, radar]
                answered = uniform4(seed, IFF_REPLY, run, key, visit, 0)[0] < reply
                rows.whole[REPLIED, at] = targets.transponder[target] if works and answered else 0
        at += 1
    return at


@lean
def false_plots(
    at, own: Part, runs: Runs, volume: RadarVolume, strength: Strength, timing: Timing, measures: Measures, rows: Rows
):  # fmt: skip
    """Rows of the false alarms of one group of one run; returns the row after the last.

    Of a radar that searches they are what is left of clutter: low, and as near as what is low can be seen. Of a cued
    radar, and of a passive sensor, they are spread evenly over bearing, range and elevation; of a cued one those in the
    cones that it looks through remain.
    """
    draw, radar, visit, seed, run = own.draw, own.radar, own.visit, runs.seed, runs.number[own.run]
    room, groups, pulses = rows.real.shape[1], timing.groups[radar], strength.pulses[radar]
    half_width, boresight = volume.sector_half_width_rad[draw, radar], volume.boresight_rad[radar]
    nearest, lowest = volume.minimum_range_m[draw, radar], volume.elevation_min_rad[draw, radar]
    turn, key = volume.ecef_to_enu[radar], measures.key[radar]
    number = false_alarms(seed, run, key, visit, measures.false_alarms_per_visit[draw, radar])
    for index in range(number):
        u0, u1, u2, u3, u4 = false_place(seed, run, key, visit, index)
        if timing.rotates[radar]:
            if min(int(u0 * groups), groups - 1) != own.part:
                continue
            azimuth = runs.start_azimuth_rad[own.run, radar] + TWO_PI * u0
            time = (visit + u0) * timing.period_s[draw, radar]
            if abs(wrapped(azimuth - boresight)) > half_width:
                continue
        else:
            azimuth, time = boresight + half_width * (2.0 * u0 - 1.0), own.end_s
        if silent_at(timing.silent_s[draw, radar], time):
            continue
        distance = nearest + u1 * (volume.instrumented_range_m[draw, radar] - nearest)
        elevation = lowest + u2 * (volume.elevation_max_rad[draw, radar] - lowest)
        if measures.ranging[radar] and not timing.cued[radar]:
            distance, elevation = clutter_place(
                u1, u2, nearest, volume.instrumented_range_m[draw, radar], strength.mast_height_m[radar],
                strength.effective_radius_m,
            )  # fmt: skip
            elevation = min(max(elevation, lowest), volume.elevation_max_rad[draw, radar])
        if timing.cued[radar]:
            east = math.cos(elevation) * math.sin(azimuth)
            north = math.cos(elevation) * math.cos(azimuth)
            up = math.sin(elevation)
            x = turn[0, 0] * east + turn[1, 0] * north + turn[2, 0] * up
            y = turn[0, 1] * east + turn[1, 1] * north + turn[2, 1] * up
            z = turn[0, 2] * east + turn[1, 2] * north + turn[2, 2] * up
            if not covered(rows.beams, own.cones, x, y, z, distance):
                continue
        if at < room:
            # the power that noise alone passes this rarely is a threshold too
            statistic = threshold_of((1.0 - u3) * strength.pfa[draw, radar], pulses)
            _write_plot(
                at, rows.real, measures, draw, radar, pulses,
                distance, azimuth, elevation, FALSE_RATE * (2.0 * u4 - 1.0), statistic, (0.0, 0.0, 0.0, 0.0),
            )  # fmt: skip
            rows.real[TIME, at] = time
            rows.whole[REPLIED, at], rows.whole[ORIGIN, at] = 0, -1
        at += 1
    return at
