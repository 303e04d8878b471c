"""Numbers below ``sight``: geometry and mean signal at one instant, for every used draw."""

from __future__ import annotations

from gbad._jit import lean
from gbad._truth_kernel import Paths, state_at
from gbad.physics._earth_kernel import height_m
from gbad.sensing._columns_kernel import Strength, Targets
from gbad.sensing._geometry_kernel import ground_arc_m, in_search_volume, in_sight, point_from
from gbad.sensing._signal_kernel import signal_db
from gbad.tables._bundles_kernel import RadarVolume


@lean
def sight_into(
    time_s, draws, radars, hidden_too, volume: RadarVolume, strength: Strength, targets: Targets, paths: Paths, seen,
    snr_db,
):  # fmt: skip
    """Geometry at one instant of the draws and radars named: rows of ``seen, snr_db (D, radars, objects)``.

    ``hidden_too``: the strength also of what ground or horizon hides.
    """
    for row in range(draws.size):
        draw = draws[row]
        path = min(draw, paths.start_s.shape[0] - 1)
        for target in range(paths.start_s.shape[1]):
            start_s = paths.start_s[path, target]
            if not start_s <= time_s <= paths.plan_end_s[path, target]:
                continue
            x, y, z, vx, vy, vz = state_at(
                paths.position_ecef_m[path, target], paths.velocity_ecef_mps[path, target], start_s,
                paths.knot_step_s, time_s,
            )  # fmt: skip
            height = height_m(x, y, z)
            for radar in radars:
                at = volume.position_ecef_m[radar]
                distance, azimuth, elevation, across, up = point_from(at, volume.ecef_to_enu[radar], x, y, z)
                arc = ground_arc_m(strength.antenna_height_m[radar], across, up)
                seen[draw, radar, target] = in_sight(volume, radar, azimuth, arc, height)
                if not (hidden_too or seen[draw, radar, target]):
                    continue
                if in_search_volume(volume, draw, radar, distance, azimuth, elevation):
                    snr_db[draw, radar, target] = signal_db(
                        strength, targets, draw, radar, target, distance, arc, height,
                        x - at[0], y - at[1], z - at[2], vx, vy, vz,
                    )  # fmt: skip
