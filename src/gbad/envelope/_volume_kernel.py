"""Radars' volumes by bundle (``bundles.Volume``): one spelling for commands, attribution and coverage."""

from gbad._jit import kernel
from gbad.envelope._reach_kernel import radar_covers, raised_into_sight


@kernel
def covers(volume, draw, radar, x, y, z):
    """Whether a place lies in a radar's instrumented range, sector, elevation limits and line of sight."""
    return radar_covers(
        x, y, z, volume.antenna[radar], volume.to_enu[radar], volume.boresight[radar], volume.half_width[draw, radar],
        volume.elevation_min[draw, radar], volume.elevation_max[draw, radar], volume.instrumented[draw, radar],
        volume.mask[radar], volume.azimuth_step_rad, volume.range_step_m,
    )  # fmt: skip


@kernel
def raised(volume, radar, x, y, z):
    """A place that a radar holds, lifted to the lowest height in its sight."""
    return raised_into_sight(
        x, y, z, volume.antenna[radar], volume.to_enu[radar], volume.mask[radar], volume.azimuth_step_rad,
        volume.range_step_m,
    )  # fmt: skip
