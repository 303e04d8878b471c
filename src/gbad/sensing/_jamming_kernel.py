"""Noise that jammers put into the looks of one visit, each jammer apart: which of them still fly is the run's question.

Compiled only where something that flies carries a jammer.
"""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad._truth_kernel import Paths, state_at
from gbad.physics._earth_kernel import height_m
from gbad.physics._propagation_kernel import elevation_on_effective_earth, gas_loss_two_way_db
from gbad.sensing import _visit_kernel as _v
from gbad.sensing._columns_kernel import Jamming, Measures, Strength
from gbad.sensing._detection_kernel import detection_probability
from gbad.sensing._geometry_kernel import ground_arc_m, in_sight, point_from, wrapped
from gbad.tables._bundles_kernel import RadarVolume

# a jammer that is heard this much over the noise in the middle of the beam gives its bearing away [1]
STROBE = 10.0
# a Gaussian main lobe is 3 dB down at half its width to either side: exp(-4 ln 2 (offset / width)^2)
_FALL = 4.0 * math.log(2.0)


@lean
def lobe(azimuth_beamwidth, elevation_beamwidth, side_lobes, off_azimuth, off_elevation):
    """Gain towards the jammer over that of the beam's middle; the main lobe falls to a flat level of side lobes."""
    across, up = off_azimuth / azimuth_beamwidth, off_elevation / elevation_beamwidth
    return max(math.exp(-_FALL * (across * across + up * up)), side_lobes)


@lean
def noise_of_visit(
    look, objects, count, draw, radar, volume: RadarVolume, strength: Strength, measures: Measures, paths: Paths, path,
    jamming: Jamming, row, noise,
):  # fmt: skip
    """Fill ``noise (looks, jammers)``: jamming over receiver noise in each look of a visit, were that jammer alive.

    The power arrives one way: falls with the square of the range, loses half the two-way gas loss, and not at all
    behind ground or horizon.
    """
    gas, antenna_height = strength.gas_db_per_km[draw, radar], strength.antenna_height_m[radar]
    for i in range(count):
        time, azimuth, elevation = look[i, _v.TIME], look[i, _v.AZIMUTH], look[i, _v.ELEVATION]
        for j in range(jamming.row.size):
            noise[i, j] = 0.0
            jammer, at_one_metre = jamming.row[j], jamming.at_one_metre[row, radar, j]
            start_s = paths.start_s[path, jammer]
            if at_one_metre == 0.0 or not start_s <= time <= paths.plan_end_s[path, jammer]:
                continue
            x, y, z, _, _, _ = state_at(
                paths.position_ecef_m[path, jammer], paths.velocity_ecef_mps[path, jammer], start_s,
                paths.knot_step_s, time,
            )  # fmt: skip
            distance, its_azimuth, its_elevation, across, up = point_from(
                volume.position_ecef_m[radar], volume.ecef_to_enu[radar], x, y, z
            )
            arc, height = ground_arc_m(antenna_height, across, up), height_m(x, y, z)
            if not in_sight(volume, radar, its_azimuth, arc, height):
                continue
            gain = lobe(
                measures.azimuth_beamwidth_rad[draw, radar], measures.elevation_beamwidth_rad[draw, radar],
                jamming.side_lobes[row, radar, j],
                wrapped(its_azimuth - azimuth) * math.cos(elevation), its_elevation - elevation,
            )  # fmt: skip
            if jammer == objects[i]:
                gain = 1.0
            if gas > 0.0:
                apparent = elevation_on_effective_earth(arc, height, antenna_height, strength.effective_radius_m)
                gain *= 10.0 ** (-0.05 * gas_loss_two_way_db(distance, apparent, antenna_height, gas))
            noise[i, j] = at_one_metre * gain / (distance * distance)


@lean
def noise_of(noise, row, target):
    """Jamming over noise that an object itself brings into the look at it; 0 where it carries no jammer."""
    for j in range(row.size):
        if row[j] == target:
            return noise[j]
    return 0.0


@lean
def jammed(look, noise, row, end_s, threshold, pulses, swerling):
    """``(snr, pd)`` of one look in one run: the jammers that still fly add to the receiver's noise."""
    total = 0.0
    for j in range(row.size):
        if look[_v.TIME] <= end_s[row[j]]:
            total += noise[j]
    if total == 0.0:
        return look[_v.SNR], look[_v.PD]
    snr = look[_v.SNR] / (1.0 + total)
    return snr, detection_probability(snr, threshold, pulses, swerling)
