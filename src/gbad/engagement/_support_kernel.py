"""Whether a battery's radar can support a round: the target is in its volume and sight, and its echo is strong."""

import math

from gbad._jit import lean
from gbad.envelope._reach_kernel import ground_range, radar_covers
from gbad.physics._aspect_kernel import cross_section_dbsm
from gbad.physics._earth_kernel import height_m
from gbad.physics._propagation_kernel import elevation_on_effective_earth, gas_loss_two_way_db


@lean
def echo_db(sites, draw, radar, rcs_dbsm, x, y, z):
    """Echo of a cross-section at a place, over what the radar needs to hold a target (Pd 0.5 in one look) [dB]."""
    antenna = sites.antenna[radar]
    dx, dy, dz = x - antenna[0], y - antenna[1], z - antenna[2]
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    strength = sites.hold_db[draw, radar] + rcs_dbsm - 40.0 * math.log10(distance)
    gas = sites.gas_db_per_km[draw, radar]
    if gas > 0.0:
        # along the bent ray, as sensing has it
        arc_m = ground_range(antenna[0], antenna[1], antenna[2], x, y, z)
        low = height_m(antenna[0], antenna[1], antenna[2])
        apparent = elevation_on_effective_earth(arc_m, height_m(x, y, z), low, sites.effective_radius_m)
        strength -= gas_loss_two_way_db(distance, apparent, low, gas)
    return strength


@lean
def supports(sites, draw, radar, x, y, z):
    """Whether a place lies in a radar's range, sector, elevations and sight."""
    return radar_covers(
        x, y, z, sites.antenna[radar], sites.to_enu[radar], sites.boresight[radar],
        sites.half_width[draw, radar], sites.elevation_min[draw, radar], sites.elevation_max[draw, radar],
        sites.instrumented[draw, radar], sites.mask[radar], sites.azimuth_step_rad, sites.range_step_m,
    )  # fmt: skip


@lean
def holds(sites, bodies, draw, radar, who, x, y, z, vx, vy, vz):
    """Whether a radar supports a round at an object that is there and flies so: volume, sight, and echo over noise."""
    if not supports(sites, draw, radar, x, y, z):
        return False
    antenna = sites.antenna[radar]
    rcs = cross_section_dbsm(
        bodies.form[who], bodies.rcs_dbsm[draw, who], bodies.by_radar_dbsm[draw, radar],
        x - antenna[0], y - antenna[1], z - antenna[2], vx, vy, vz,
    )  # fmt: skip
    strength_db = echo_db(sites, draw, radar, rcs, x, y, z)
    noise = bodies.noise_at_radar[draw, radar, who]
    if noise > 0.0:
        # the target's own jammer stands in the middle of the beam
        square = (x - antenna[0]) ** 2 + (y - antenna[1]) ** 2 + (z - antenna[2]) ** 2
        strength_db -= 10.0 * math.log10(1.0 + noise / max(square, 1.0))
    return strength_db >= 0.0
