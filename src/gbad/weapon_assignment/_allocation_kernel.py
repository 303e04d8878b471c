"""Numbers below ``allocation``."""

import math

from gbad._jit import kernel
from gbad.tables._bundles_kernel import FireUnits, Magazine, Readiness

NONE, NO_CHANNEL, NO_ROUND, WITHHELD = 0, 9, 10, 11  # as causes.Cause


@kernel
def allocate(
    time_s, draw_of_run, picks, options, sites: FireUnits, rounds: Magazine, ready: Readiness, timing, free, ledger,
    gate, out,
):  # fmt: skip
    """Write orders, update the ledger and the free channels, then name the shut gate of every option not taken."""
    ordered, launcher_free_s = ledger.ordered, ledger.launcher_free_s
    whole, real, offsets = out.whole, out.real, out.offsets
    count = 0
    for option in range(options.run.size):
        if picks[option] <= 0:
            continue
        run, command = options.run[option], options.command[option]
        battery, kind = options.battery[option], options.kind[option]
        draw = draw_of_run[run]
        # a battery that engages the track already has a channel on it
        free.targets[run, battery] -= 0 if options.engaged[option] else 1
        free.missiles[run, battery] -= picks[option]
        earliest_s = time_s + sites.reaction_time_s[draw, battery] + ready.order_late_s[run, battery]
        first_launch_s = math.inf
        for _ in range(picks[option]):
            best, best_free_s = -1, math.inf
            for row in range(rounds.battery.size):
                if ordered[run, row] or rounds.battery[row] != battery or rounds.interceptor[row] != kind:
                    continue
                launcher = rounds.launcher[row]
                free_s = launcher_free_s[run, launcher]
                if ready.round_ready_s[run, row] > time_s or max(earliest_s, free_s) >= ready.closes_s[run, launcher]:
                    continue
                if best < 0 or free_s < best_free_s:
                    best, best_free_s = row, free_s
            if best < 0:
                break
            launcher = rounds.launcher[best]
            launch_s = max(earliest_s, best_free_s)
            first_launch_s = min(first_launch_s, launch_s)
            launcher_free_s[run, launcher] = launch_s + timing.interval_s[draw, launcher]
            earliest_s = launch_s + timing.spacing_s[command]
            ordered[run, best] = True
            ledger.command[run, best] = command
            ledger.track[run, best] = options.track[option]
            ledger.launch_s[run, best] = launch_s
            ledger.intercept_s[run, best] = options.intercept_s[option] + (launch_s - first_launch_s)
            ledger.kill_probability[run, best] = options.kill_probability[option]
            whole[0, count] = run
            whole[1, count] = command
            whole[2, count] = battery
            whole[3, count] = options.track[option]
            whole[4, count] = options.slot[option]
            whole[5, count] = best
            real[0, count] = launch_s
            real[1, count] = ledger.intercept_s[run, best]
            count += 1
            offsets[run + 1] += 1
    for run in range(offsets.size - 1):
        offsets[run + 1] += offsets[run]
    _name_gates(time_s, picks, options, rounds, ready, free, ordered, gate)
    return count


@kernel
def _name_gates(time_s, picks, options, rounds, ready: Readiness, free, ordered, gate):
    """A track with an order has no shut gate; else each battery that could reach it says why it did not fire."""
    run_of, command_of, slot_of, in_flight = options.run, options.command, options.slot, options.in_flight
    n = run_of.size
    first = 0
    while first < n:
        run, command, slot = run_of[first], command_of[first], slot_of[first]
        last = first
        taken = False
        while last < n and run_of[last] == run and command_of[last] == command and slot_of[last] == slot:
            taken = taken or picks[last] > 0 or in_flight[last] > 0
            last += 1
        if taken:
            for battery in range(ready.obeys.shape[1]):
                if ready.obeys[run, battery] == command:
                    gate[run, command, slot, battery] = NONE
        else:
            for option in range(first, last):
                battery = options.battery[option]
                left = False
                for row in range(rounds.battery.size):
                    if (
                        rounds.battery[row] == battery
                        and rounds.interceptor[row] == options.kind[option]
                        and not ordered[run, row]
                        and ready.round_ready_s[run, row] <= time_s
                        and time_s < ready.closes_s[run, rounds.launcher[row]]
                    ):
                        left = True
                        break
                reason = WITHHELD
                if not left:
                    reason = NO_ROUND
                elif free.targets[run, battery] <= 0 or free.missiles[run, battery] <= 0:
                    reason = NO_CHANNEL
                # of several missile types the gate nearest to firing counts; withheld > no channel > no round
                shut = gate[run, command, slot, battery]
                if shut == NONE or reason == WITHHELD or (reason == NO_CHANNEL and shut == NO_ROUND):
                    gate[run, command, slot, battery] = reason
        first = last
