"""All live rounds of a batch: launches and flight, the one kernel behind ``engagement.fly``."""

from gbad._jit import kernel
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import ENDED, FLYING, ORDERED, launch_due, refresh
from gbad.engagement._round_kernel import INTERCEPT, fly_round

ACTIVE = 1  # as tables.GUIDANCE_ACTIVE


@kernel
def fly(until_s, floor_s, seed, run_number, draw_of_run, world, sites, radar_end_s, types, tracks, flights, out):
    """Launch what is due and take every step that begins before ``until_s``; return how many rounds still live."""
    runs, rounds = out.status.shape
    live = 0
    for run in range(runs):
        if not refresh(run, tracks, flights, out):
            continue
        draw = draw_of_run[run]
        path = min(draw, world.start_s.shape[0] - 1)
        launch_due(run, draw, path, until_s, floor_s, world, sites, types, flights, out)
        for row in range(rounds):
            if out.status[run, row] == ORDERED:
                live += 1
            if out.status[run, row] != FLYING:
                continue
            f, n = flights.state[run, row], flights.counts[run, row]
            kind = types.kind[row]
            radar = sites.radar[types.battery[row]]
            reason, t = fly_round(
                f, n, types.parameters[draw, kind], types.guidance[kind] == ACTIVE,
                out.launch_s[run, row], until_s, floor_s, seed, run_number[run],
                radar_end_s[run, radar] > floor_s, sites.antenna[radar], sites.to_enu[radar], sites.boresight[radar],
                sites.half_width[draw, radar], sites.elevation_min[draw, radar], sites.elevation_max[draw, radar],
                sites.instrumented[draw, radar], sites.mask[radar], sites.azimuth_step_rad, sites.range_step_m,
                world.key, world.start_s[path], world.plan_end_s[path], world.knot_step_s,
                world.position[path], world.velocity[path], world.end_s[run], flights.trace[run, row],
            )  # fmt: skip
            out.target[run, row] = n[c.TARGET]
            if reason == 0:
                live += 1
                continue
            out.status[run, row] = ENDED
            out.end_reason[run, row] = reason
            out.end_s[run, row] = t
            for axis in range(3):
                out.end_position[run, row, axis] = f[c.X + axis]
            if reason == INTERCEPT:
                out.miss_distance_m[run, row] = f[c.MISS]
                out.closing_speed_mps[run, row] = f[c.CLOSING]
    return live
