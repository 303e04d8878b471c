"""Numbers below ``allocation``."""

import math

from gbad._jit import kernel

NONE, NO_CHANNEL, NO_ROUND, WITHHELD = 0, 9, 10, 11  # as causes.Cause


@kernel
def allocate(
    time_s, draw_of_run, picks,
    run_of, command_of, slot_of, track_of, battery_of, kind_of, intercept_s, kill_probability, in_flight, engaged,
    battery_command, reaction_s, spacing_s, interval_s,
    round_battery, round_launcher, round_interceptor,
    targets_free, missiles_free,
    ordered, order_command, order_track, order_launch_s, order_intercept_s, order_kill_probability, launcher_free_s,
    gate, whole, real, offsets,
):  # fmt: skip
    """Write orders, update the ledger and the free channels, then name the shut gate of every option not taken."""
    n = run_of.size
    count = 0
    for option in range(n):
        if picks[option] <= 0:
            continue
        run, command, battery, kind = run_of[option], command_of[option], battery_of[option], kind_of[option]
        draw = draw_of_run[run]
        # a battery that engages the track already has a channel on it
        targets_free[run, battery] -= 0 if engaged[option] else 1
        missiles_free[run, battery] -= picks[option]
        earliest_s = time_s + reaction_s[draw, battery]
        first_launch_s = math.inf
        for _ in range(picks[option]):
            best = -1
            for row in range(round_battery.size):
                if ordered[run, row] or round_battery[row] != battery or round_interceptor[row] != kind:
                    continue
                if best < 0 or (launcher_free_s[run, round_launcher[row]] < launcher_free_s[run, round_launcher[best]]):
                    best = row
            if best < 0:
                break
            launcher = round_launcher[best]
            launch_s = max(earliest_s, launcher_free_s[run, launcher])
            first_launch_s = min(first_launch_s, launch_s)
            launcher_free_s[run, launcher] = launch_s + interval_s[draw, launcher]
            earliest_s = launch_s + spacing_s[command]
            ordered[run, best] = True
            order_command[run, best] = command
            order_track[run, best] = track_of[option]
            order_launch_s[run, best] = launch_s
            order_intercept_s[run, best] = intercept_s[option] + (launch_s - first_launch_s)
            order_kill_probability[run, best] = kill_probability[option]
            whole[0, count] = run
            whole[1, count] = command
            whole[2, count] = battery
            whole[3, count] = track_of[option]
            whole[4, count] = slot_of[option]
            whole[5, count] = best
            real[0, count] = launch_s
            real[1, count] = order_intercept_s[run, best]
            count += 1
            offsets[run + 1] += 1
    for run in range(offsets.size - 1):
        offsets[run + 1] += offsets[run]
    _name_gates(
        picks, run_of, command_of, slot_of, battery_of, kind_of, in_flight, battery_command,
        round_battery, round_interceptor, ordered, targets_free, missiles_free, gate,
    )  # fmt: skip
    return count


@kernel
def _name_gates(
    picks, run_of, command_of, slot_of, battery_of, kind_of, in_flight, battery_command,
    round_battery, round_interceptor, ordered, targets_free, missiles_free, gate,
):  # fmt: skip
    """A track with an order has no shut gate; else each battery that could reach it says why it did not fire."""
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
            for battery in range(battery_command.size):
                if battery_command[battery] == command:
                    gate[run, command, slot, battery] = NONE
        else:
            for option in range(first, last):
                battery = battery_of[option]
                left = False
                for row in range(round_battery.size):
                    if (
                        round_battery[row] == battery
                        and round_interceptor[row] == kind_of[option]
                        and not ordered[run, row]
                    ):
                        left = True
                        break
                reason = WITHHELD
                if not left:
                    reason = NO_ROUND
                elif targets_free[run, battery] <= 0 or missiles_free[run, battery] <= 0:
                    reason = NO_CHANNEL
                # of several missile types the gate nearest to firing counts; withheld > no channel > no round
                shut = gate[run, command, slot, battery]
                if shut == NONE or reason == WITHHELD or (reason == NO_CHANNEL and shut == NO_ROUND):
                    gate[run, command, slot, battery] = reason
        first = last
