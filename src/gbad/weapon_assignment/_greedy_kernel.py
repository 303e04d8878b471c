"""Numbers below ``greedy``: the same picks for a whole batch."""

import numpy as np

from gbad._jit import kernel


@kernel
def assign(
    run_of, command_of, track, battery_of, kind_of, priority, intercept_s, kill_probability, ready, in_flight,
    targets_free, missiles_free, salvo_of_command, kinds, picks,
):  # fmt: skip
    """Set ``picks[option]`` to the rounds ordered by it (0 for none). Channel arrays are read, not changed."""
    n = run_of.size
    batteries = targets_free.shape[1]
    targets = np.empty(batteries, np.int64)
    missiles = np.empty(batteries, np.int64)
    spent = np.zeros((batteries, kinds), np.int64)
    first = 0
    while first < n:
        run, command = run_of[first], command_of[first]
        last = first
        while last < n and run_of[last] == run and command_of[last] == command:
            # not yet decided; a track that rounds are on their way to waits
            picks[last] = -1 if in_flight[last] == 0 else 0
            last += 1
        spent[:] = 0
        for battery in range(batteries):
            targets[battery] = targets_free[run, battery]
            missiles[battery] = missiles_free[run, battery]
        while True:
            # most urgent undecided track; the smaller number breaks ties
            lead = -1
            for option in range(first, last):
                if picks[option] != -1:
                    continue
                if (
                    lead < 0
                    or priority[option] > priority[lead]
                    or (priority[option] == priority[lead] and track[option] < track[lead])
                ):
                    lead = option
            if lead < 0:
                break
            best = -1
            for option in range(first, last):
                if track[option] != track[lead]:
                    continue
                picks[option] = 0
                battery, kind = battery_of[option], kind_of[option]
                if ready[option] <= spent[battery, kind] or targets[battery] <= 0 or missiles[battery] <= 0:
                    continue
                if (
                    best < 0
                    or kill_probability[option] > kill_probability[best]
                    or (kill_probability[option] == kill_probability[best] and intercept_s[option] < intercept_s[best])
                ):
                    best = option
            if best < 0:
                continue
            battery, kind = battery_of[best], kind_of[best]
            rounds = min(salvo_of_command[command], ready[best] - spent[battery, kind], missiles[battery])
            picks[best] = rounds
            spent[battery, kind] += rounds
            targets[battery] -= 1
            missiles[battery] -= rounds
        first = last
