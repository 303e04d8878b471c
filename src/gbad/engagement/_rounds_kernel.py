"""All live rounds of a batch: launches and flight, the one kernel behind ``engagement.fly``."""

from typing import Any, NamedTuple

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._ends_kernel import INTERCEPT
from gbad.engagement._launch_kernel import ENDED, FLYING, ORDERED, launch_due, refresh
from gbad.engagement._round_kernel import fly_round


class Here(NamedTuple):
    """Which row of each axis a round belongs to, and the number of its run that dice are keyed by."""

    run: int
    number: Any
    draw: int
    path: int
    battery: int
    kind: int


@lean
def fly(clock, run_number, draw_of_run, world, bodies, sites, stands_until_s, types, ways, tracks, flights, out):
    """Launch what is due and take every step that begins before ``clock.until_s``; return how many still live."""
    runs, rounds = out.status.shape
    live = 0
    for run in range(runs):
        if not refresh(run, clock.floor_s, tracks, flights, out):
            continue
        draw = draw_of_run[run]
        path = min(draw, world.start_s.shape[0] - 1)
        launch_due(
            Here(run, run_number[run], draw, path, -1, -1), clock, world, bodies, sites, stands_until_s, types, ways,
            flights, out,
        )  # fmt: skip
        for row in range(rounds):
            if out.status[run, row] == ORDERED:
                live += 1
            if out.status[run, row] != FLYING:
                continue
            f, n = flights.state[run, row], flights.counts[run, row]
            battery = types.battery[row]
            at = Here(run, run_number[run], draw, path, battery, types.kind[row])
            stands = stands_until_s[run, sites.radar[battery]] > clock.floor_s
            reason, t = fly_round(
                f, n, at, out.launch_s[run, row], clock, stands, world, bodies, sites, types, ways,
                flights.trace[run, row],
            )  # fmt: skip
            out.target[run, row] = n[c.TARGET]
            out.locked[run, row] = f[c.LOCKED]
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
                out.aspect[run, row] = f[c.ASPECT]
                out.at_hand[run, row] = f[c.AT_HAND]
    return live
