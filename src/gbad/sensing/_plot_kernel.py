"""Plots of one group of one visit of one run: what the dice make of its targets, and its false alarms."""

from __future__ import annotations

import math

from gbad._jit import kernel
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
from gbad.sensing._cue_kernel import covered
from gbad.sensing._detection_kernel import statistic_at, threshold_of
from gbad.sensing._error_kernel import FALSE_RATE, azimuth_stretch, false_alarms, false_place, standard_errors
from gbad.sensing._geometry_kernel import (
    BORESIGHT,
    CUED,
    EAST,
    ELEVATION_MAX,
    ELEVATION_MIN,
    FALSE_ALARMS,
    GROUPS,
    HALF_WIDTH,
    INTERROGATES,
    NORTH,
    PASSIVE,
    PERIOD,
    PFA,
    PULSES,
    RANGE_MAX,
    RANGE_MIN,
    RATE_STD,
    ROTATES,
    START_AZIMUTH,
    THRESHOLD,
    TWO_PI,
    UP,
    silent_at,
    wrapped,
)
from gbad.sensing._geometry_kernel import IFF_REPLY as REPLY
from gbad.sensing._jamming_kernel import jammed

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
    if kind[PASSIVE]:
        # a bearing and nothing else
        real[RANGE, at], real[RANGE_STD, at], real[RATE, at] = math.nan, math.inf, math.nan


@kernel
def target_plots(
    at, seed, run, visit, part, site, kind, figure, swerling, transponder, iff_failure, radar_key, target_key,
    look, objects, count, end_s, beams, cones, real, whole, jamming, draw_row, radar, shelf,
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
        snr, pd = row[_v.SNR], row[_v.PD]
        if jamming is not None:
            noise = jamming.noise[draw_row, radar, shelf, i]
            snr, pd = jammed(row, noise, jamming.row, end_s, figure, kind, swerling[target])
        if not chance < pd:
            continue
        if at < room:
            statistic = statistic_at(chance, snr, figure[THRESHOLD], kind[PULSES], swerling[target])
            errors = normal4(seed, MEASUREMENT, run, key, visit, 0)
            _write_plot(
                at, real, figure, kind,
                row[_v.RANGE], row[_v.AZIMUTH], row[_v.ELEVATION], row[_v.RATE], statistic, errors,
            )  # fmt: skip
            real[TIME, at] = row[_v.TIME]
            whole[REPLIED, at], whole[ORIGIN, at] = 0, target
            if kind[INTERROGATES] and transponder[target] > 0:
                # a transponder fails once per aircraft and run; a working one may miss this interrogation
                works = uniform4(seed, IFF_FAILURE, run, target_key[target], 0, 0)[0] >= iff_failure[target]
                answered = uniform4(seed, IFF_REPLY, run, key, visit, 0)[0] < figure[REPLY]
                whole[REPLIED, at] = transponder[target] if works and answered else 0
        at += 1
    return at


@kernel
def false_plots(
    at, seed, run, visit, part, radar_key, site, kind, figure, silent, group_end, beams, cones, real, whole
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
            if abs(wrapped(azimuth - site[BORESIGHT])) > figure[HALF_WIDTH]:
                continue
        else:
            azimuth, time = site[BORESIGHT] + figure[HALF_WIDTH] * (2.0 * u0 - 1.0), group_end
        if silent_at(silent, time):
            continue
        distance = figure[RANGE_MIN] + u1 * (figure[RANGE_MAX] - figure[RANGE_MIN])
        elevation = figure[ELEVATION_MIN] + u2 * (figure[ELEVATION_MAX] - figure[ELEVATION_MIN])
        if kind[CUED]:
            east = math.cos(elevation) * math.sin(azimuth)
            north = math.cos(elevation) * math.cos(azimuth)
            up = math.sin(elevation)
            x = site[EAST] * east + site[NORTH] * north + site[UP] * up
            y = site[EAST + 1] * east + site[NORTH + 1] * north + site[UP + 1] * up
            z = site[EAST + 2] * east + site[NORTH + 2] * north + site[UP + 2] * up
            if not covered(beams, cones, x, y, z, distance):
                continue
        if at < room:
            # the power that noise alone passes this rarely is a threshold too
            statistic = threshold_of((1.0 - u3) * figure[PFA], kind[PULSES])
            _write_plot(
                at, real, figure, kind,
                distance, azimuth, elevation, FALSE_RATE * (2.0 * u4 - 1.0), statistic, (0.0, 0.0, 0.0, 0.0),
            )  # fmt: skip
            real[TIME, at] = time
            whole[REPLIED, at], whole[ORIGIN, at] = 0, -1
        at += 1
    return at
