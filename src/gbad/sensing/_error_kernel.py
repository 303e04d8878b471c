"""From an echo that passed the threshold to the numbers on a plot: errors of range and angles, false alarms."""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad.physics._random_kernel import FALSE_ALARM, uniform4
from gbad.sensing._columns_kernel import Measures

# slopes of the error laws: rectangular spectrum of width c / 2 dR in range (pi / sqrt 3), monopulse in angle
RANGE_SLOPE, ANGLE_SLOPE = 1.81, 1.6
# a false echo carries any radial speed that filters for air targets pass
FALSE_RATE = 1000.0
# scale height [m] of what clutter filters leave
CLUTTER_M = 700.0
# blocks of one false-alarm draw: the number first, then two for each alarm
_FIRST_PLACE = 1000
# means above this are drawn in parts, so that exp(-mean) keeps its digits
_PART = 30.0


@lean
def standard_errors(measures: Measures, draw, radar, energy_ratio):
    """``(range_m, azimuth_rad, elevation_rad)`` standard errors, the azimuth one across the beam.

    sigma = cell / (slope sqrt(2 E/N0)), never below ``error_floor_fraction`` of the cell; E/N0 is the received signal
    energy summed over the pulses, in units of noise.
    """
    root, floor = math.sqrt(2.0 * energy_ratio), measures.error_floor_fraction[draw, radar]
    along = max(1.0 / (RANGE_SLOPE * root), floor)
    angle = max(1.0 / (ANGLE_SLOPE * root), floor)
    return (
        along * measures.range_resolution_m[draw, radar],
        angle * measures.azimuth_beamwidth_rad[draw, radar],
        angle * measures.elevation_beamwidth_rad[draw, radar],
    )


@lean
def grazing(beamwidth, elevation, toss):
    """``(whether, elevation, its standard error)`` of a plot so low that beam and mirror image are one.

    A beam that is wider than the target and its image are apart measures no elevation: the plot says no more than that
    it lies in the lower half of the beam, whatever the true one is. ``toss`` is a standard normal number.
    """
    if elevation >= 0.5 * beamwidth:
        return False, elevation, 0.0
    share = 0.5 * math.erfc(-toss / math.sqrt(2.0))
    return True, 0.5 * beamwidth * share, 0.5 * beamwidth / math.sqrt(12.0)


@lean
def azimuth_stretch(elevation):
    """Azimuth angle per angle across the beam: meridians close up towards the zenith (to a limit near it)."""
    return 1.0 / max(math.cos(elevation), 0.05)


@lean
def false_alarms(seed, run, radar_key, visit, mean):
    """Number of false alarms of one visit: Poisson by inversion."""
    total, block = 0, 0
    while mean > 0.0:
        part = min(mean, _PART)
        mean -= part
        u = uniform4(seed, FALSE_ALARM, run, radar_key, visit, block)[0]
        block += 1
        chance = math.exp(-part)
        below, k = chance, 0
        while u >= below and k < 1000:
            k += 1
            chance *= part / k
            below += chance
        total += k
    return total


@lean
def clutter_place(u_range, u_height, nearest_m, farthest_m, mast_m, effective_radius_m):
    """``(range, elevation)`` of a false plot: heights fall off exponentially, ranges are even to where they are seen.

    Birds, weather and ground that filters leave lie within the lowest two kilometres; what is at a height is in sight
    as far as both horizons reach.
    """
    height = -CLUTTER_M * math.log(1.0 - u_height)
    root = math.sqrt(2.0 * effective_radius_m)
    sight = max(min(root * (math.sqrt(height) + math.sqrt(mast_m)), farthest_m), nearest_m)
    distance = nearest_m + u_range * (sight - nearest_m)
    # over an Earth of effective radius, from the antenna
    rise = (height - mast_m) / distance - 0.5 * distance / effective_radius_m
    return distance, math.asin(min(max(rise, -1.0), 1.0))


@lean
def false_place(seed, run, radar_key, visit, index):
    """Five uniforms of one false alarm: bearing, range, elevation, strength, radial speed."""
    block = _FIRST_PLACE + 2 * index
    u0, u1, u2, u3 = uniform4(seed, FALSE_ALARM, run, radar_key, visit, block)
    return u0, u1, u2, u3, uniform4(seed, FALSE_ALARM, run, radar_key, visit, block + 1)[0]
