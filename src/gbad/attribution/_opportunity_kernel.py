"""Numbers below ``cause``: at which command cycles a battery could still have reached an object, on truth."""

import math

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.envelope._meeting_kernel import TOLERANCE_S, from_launch, goes_on, in_time, met, tried
from gbad.envelope._reach_kernel import flyout, ground_range
from gbad.envelope._volume_kernel import covers
from gbad.physics._earth_kernel import height_m
from gbad.tables._bundles_kernel import FireUnits, MissileEnvelope, RadarVolume


@kernel
def chances(
    draw, cycle_s, wanted, target_class, paths, sites: FireUnits, reach: MissileEnvelope, has_kind,
    volume: RadarVolume, feasible,
):  # fmt: skip
    """Set ``feasible[cycle, battery, object]`` for the ``wanted`` objects of one draw."""
    cycles, batteries, objects = feasible.shape
    path = min(draw, paths.start_s.shape[0] - 1)
    for who in range(objects):
        if not wanted[who]:
            continue
        begin_s, end_s = paths.start_s[path, who], paths.plan_end_s[path, who]
        for cycle in range(cycles):
            now_s = (cycle + 1) * cycle_s
            if now_s < begin_s or now_s >= end_s:
                continue
            x, y, z, vx, vy, vz = state_at(
                paths.position[path, who], paths.velocity[path, who], begin_s, paths.knot_step_s, now_s
            )
            speed = math.sqrt(vx * vx + vy * vy + vz * vz)
            for battery in range(batteries):
                covered = covers(volume, draw, sites.radar[battery], x, y, z)
                for kind in range(has_kind.shape[1]):
                    if not has_kind[battery, kind] or speed > reach.max_target_speed_mps[draw, kind]:
                        continue
                    if reach.needs_radar[kind] and not covered:
                        continue
                    arrival_s = meeting(
                        now_s, draw, path, who, target_class[who], battery, kind, paths, sites, reach, volume
                    )
                    if math.isfinite(arrival_s):
                        feasible[cycle, battery, who] = True
                        break


@kernel
def meeting(
    now_s, draw, path, who, target_class, battery, kind, paths, sites: FireUnits, reach: MissileEnvelope,
    volume: RadarVolume,
):  # fmt: skip
    """When a round ordered now meets the object on its real path, in sector and sight where needed; inf if never."""
    end_s = paths.plan_end_s[path, who]
    launch_s = now_s + sites.reaction_time_s[draw, battery]
    there_s = math.inf
    latest_s = end_s - TOLERANCE_S
    search = from_launch(launch_s)
    while goes_on(search, latest_s):
        arrival_s = arrival_at(
            launch_s, search.at_s, draw, path, who, target_class, battery, kind, paths, sites, reach
        )  # fmt: skip
        if in_time(search, arrival_s):
            there_s = arrival_s
        search = tried(search, arrival_s, latest_s)
    # (early at the edge of reach: too soon to launch, a later cycle will do)
    at_s = met(search, there_s)
    if not math.isfinite(at_s):
        return math.inf
    x, y, z, _, _, _ = state_at(
        paths.position[path, who], paths.velocity[path, who], paths.start_s[path, who], paths.knot_step_s, at_s
    )
    covered = not reach.needs_radar[kind] or covers(volume, draw, sites.radar[battery], x, y, z)
    return at_s if covered else math.inf


@kernel
def arrival_at(launch_s, at_s, draw, path, who, target_class, battery, kind, paths, sites, reach):
    """When a round launched at ``launch_s`` is where the object is at ``at_s``; inf outside the round's limits."""
    x, y, z, _, _, _ = state_at(
        paths.position[path, who], paths.velocity[path, who], paths.start_s[path, who], paths.knot_step_s, at_s
    )
    height = height_m(x, y, z)
    if target_class != 2:
        # as the command does: a low flyer is met at the least height at which anything is
        height = max(height, reach.min_altitude_m[draw, kind])
    base = sites.position_ecef_m[battery]
    distance = ground_range(base[0], base[1], base[2], x, y, z)
    longest = reach.max_range_ballistic_m[draw, kind] if target_class == 2 else reach.max_range_m[draw, kind]
    if not (
        reach.min_range_m[draw, kind] <= distance <= longest
        and reach.min_altitude_m[draw, kind] <= height <= reach.max_altitude_m[draw, kind]
    ):
        return math.inf
    return launch_s + flyout(
        reach.flyout_time_s[draw, kind], reach.flyout_range_step_m[kind], reach.flyout_height_step_m[kind],
        distance, height - sites.height_m[battery],
    )  # fmt: skip
