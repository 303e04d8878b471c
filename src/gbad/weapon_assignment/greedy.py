"""Greedy assignment: the most urgent track first, its best battery each time.

For tracks in falling priority the option with the highest kill probability is taken (then the earliest intercept), as
long as a target channel, a missile channel and a round are left. Not optimal: an early pick can take the only channel
that a later track needed. This is the readable form; ``_greedy_kernel`` gives the same picks for whole batches, and a
test holds one against the other. It doubles as the pattern for a policy of your own: copy it, change it, and point a
scenario at it with ``policy: ./mine.py:assign``.
"""

from __future__ import annotations

from gbad.weapon_assignment.situation import CommandSituation


def assign(situation: CommandSituation) -> list[tuple[int, int]]:
    """Pick (option, rounds) pairs for one command at one cycle."""
    targets_free = situation.target_channels_free.copy()
    missiles_free = situation.missile_channels_free.copy()
    spent: dict[tuple[int, int], int] = {}
    options_of: dict[int, list[int]] = {}
    for option, track in enumerate(situation.track):
        options_of.setdefault(int(track), []).append(option)

    picks = []
    for track in sorted(options_of, key=lambda track: (-situation.priority[options_of[track][0]], track)):
        best, best_rank = -1, (0.0, 0.0)
        for option in options_of[track]:
            battery, kind = int(situation.battery[option]), int(situation.interceptor[option])
            left = situation.rounds_ready[option] - spent.get((battery, kind), 0)
            if left <= 0 or targets_free[battery] <= 0 or missiles_free[battery] <= 0:
                continue
            # small is good: high kill probability, then early intercept; ties keep the first option
            rank = (-situation.kill_probability[option], situation.intercept_s[option])
            if best < 0 or rank < best_rank:
                best, best_rank = option, rank
        if best < 0:
            continue
        battery, kind = int(situation.battery[best]), int(situation.interceptor[best])
        left = situation.rounds_ready[best] - spent.get((battery, kind), 0)
        rounds = int(min(situation.salvo, left, missiles_free[battery]))
        spent[battery, kind] = spent.get((battery, kind), 0) + rounds
        targets_free[battery] -= 1
        missiles_free[battery] -= rounds
        picks.append((best, rounds))
    return picks
