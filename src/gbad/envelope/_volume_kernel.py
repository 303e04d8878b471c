"""Radars' volumes by bundle: one spelling for commands and attribution."""

from gbad._jit import kernel
from gbad.envelope._reach_kernel import radar_covers, raised_into_sight
from gbad.tables._bundles_kernel import RadarVolume


@kernel
def covers(volume: RadarVolume, draw, radar, x, y, z):
    """Whether a place lies in a radar's instrumented range, sector, elevation limits and line of sight."""
    return radar_covers(
        x, y, z, volume.position_ecef_m[radar], volume.ecef_to_enu[radar], volume.boresight_rad[radar],
        volume.sector_half_width_rad[draw, radar], volume.elevation_min_rad[draw, radar],
        volume.elevation_max_rad[draw, radar], volume.instrumented_range_m[draw, radar],
        volume.mask_min_height_m[radar], volume.mask_azimuth_step_rad, volume.mask_range_step_m,
    )  # fmt: skip


@kernel
def raised(volume: RadarVolume, radar, x, y, z):
    """A place that a radar holds, lifted to the lowest height in its sight."""
    return raised_into_sight(
        x, y, z, volume.position_ecef_m[radar], volume.ecef_to_enu[radar], volume.mask_min_height_m[radar],
        volume.mask_azimuth_step_rad, volume.mask_range_step_m,
    )  # fmt: skip
