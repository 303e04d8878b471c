"""Noise that jammers put into the looks of one visit, each jammer apart: which of them still fly is the run's question.

Compiled only where something that flies carries a jammer.
"""

from __future__ import annotations

import math

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.physics._earth_kernel import height_m
from gbad.physics._propagation_kernel import elevation_on_effective_earth, gas_loss_two_way_db
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._detection_kernel import detection_probability
from gbad.sensing._geometry_kernel import (
    ANTENNA_HEIGHT,
    AZIMUTH_BEAM,
    ELEVATION_BEAM,
    GAS,
    PULSES,
    THRESHOLD,
    ground_arc_m,
    in_sight,
    point_from,
    wrapped,
)

# a Gaussian main lobe is 3 dB down at half its width to either side: exp(-4 ln 2 (offset / width)^2)
_FALL = 4.0 * math.log(2.0)


@kernel
def lobe(figure, side_lobes, off_azimuth, off_elevation):
    """Gain towards the jammer over that of the beam's middle; the main lobe falls to a flat level of side lobes."""
    across, up = off_azimuth / figure[AZIMUTH_BEAM], off_elevation / figure[ELEVATION_BEAM]
    return max(math.exp(-_FALL * (across * across + up * up)), side_lobes)


@kernel
def noise_of_visit(
    look, objects, count, site, figure, mask, azimuth_step, range_step, effective_radius_m,
    row, at_one_metre, side_lobes, start_s, plan_end_s, knot_step_s, position, velocity, noise,
):  # fmt: skip
    """Fill ``noise (looks, jammers)``: jamming over receiver noise in each look of a visit, were that jammer alive.

    ``at_one_metre (jammers,)`` is that ratio in the middle of the beam from 1 m without air. The power arrives one way:
    falls with the square of the range, loses half the two-way gas loss, and not at all behind ground or horizon.
    """
    for i in range(count):
        time, azimuth, elevation = look[i, _v.TIME], look[i, _v.AZIMUTH], look[i, _v.ELEVATION]
        for j in range(row.size):
            noise[i, j] = 0.0
            jammer = row[j]
            if at_one_metre[j] == 0.0 or not start_s[jammer] <= time <= plan_end_s[jammer]:
                continue
            x, y, z, _, _, _ = state_at(position[jammer], velocity[jammer], start_s[jammer], knot_step_s, time)
            distance, its_azimuth, its_elevation, across, up = point_from(site, x, y, z)
            arc, height = ground_arc_m(site, across, up), height_m(x, y, z)
            if not in_sight(site, mask, azimuth_step, range_step, its_azimuth, arc, height):
                continue
            off_azimuth = wrapped(its_azimuth - azimuth) * math.cos(elevation)
            gain = lobe(figure, side_lobes, off_azimuth, its_elevation - elevation)
            if jammer == objects[i]:
                gain = 1.0
            if figure[GAS] > 0.0:
                antenna = site[ANTENNA_HEIGHT]
                apparent = elevation_on_effective_earth(arc, height, antenna, effective_radius_m)
                gain *= 10.0 ** (-0.05 * gas_loss_two_way_db(distance, apparent, antenna, figure[GAS]))
            noise[i, j] = at_one_metre[j] * gain / (distance * distance)


@kernel
def jammed(look, noise, row, end_s, figure, kind, swerling):
    """``(snr, pd)`` of one look in one run: the jammers that still fly add to the receiver's noise."""
    total = 0.0
    for j in range(row.size):
        if look[_v.TIME] <= end_s[row[j]]:
            total += noise[j]
    if total == 0.0:
        return look[_v.SNR], look[_v.PD]
    snr = look[_v.SNR] / (1.0 + total)
    return snr, detection_probability(snr, figure[THRESHOLD], kind[PULSES], swerling)
