"""Numbers below the policies ``greedy`` and ``improved``: the static problem of one command at one cycle.

Each track may take one option (battery and missile type) with up to ``salvo`` rounds; wanted is the largest
``sum weight (1 - (1 - p)^rounds)`` within target channels, missile channels, rounds ready, and the rounds that targets
of little value leave alone.
"""

from typing import NamedTuple

import numpy as np

from gbad._jit import kernel

WORTH = 1e-12  # a change must gain this share of the largest weight
MOST_TURNS = 20
ENOUGH = 1 << 40  # rounds, where nothing is kept back


class Offered(NamedTuple):
    """Options, ``n`` rows; those of one track stand together."""

    track: np.ndarray  # (n,)
    battery: np.ndarray  # (n,)
    kind: np.ndarray  # (n,)
    weight: np.ndarray  # (n,) what a sure kill is worth
    kill_probability: np.ndarray  # (n,)
    intercept_s: np.ndarray  # (n,)
    ready: np.ndarray  # (n,) rounds of this kind in this battery
    open: np.ndarray  # (n,) may be fired by now
    cheap: np.ndarray  # (n,) may not touch what is kept back


class Left(NamedTuple):
    """What one command has left, while orders are put together."""

    targets: np.ndarray  # (batteries,)
    missiles: np.ndarray  # (batteries,)
    spent: np.ndarray  # (batteries, kinds)
    for_cheap: np.ndarray  # (batteries,) rounds that cheap targets may still take


@kernel
def room(o: Offered, left: Left, option):
    """Rounds that an option could take now, for a track that has none."""
    battery = o.battery[option]
    if not o.open[option] or left.targets[battery] <= 0:
        return 0
    most = min(left.missiles[battery], o.ready[option] - left.spent[battery, o.kind[option]])
    if o.cheap[option]:
        most = min(most, left.for_cheap[battery])
    return max(most, 0)


@kernel
def take(o: Offered, left: Left, option, rounds, channel):
    """Book rounds and a target channel (1, or 0 for none); negative numbers give them back."""
    battery = o.battery[option]
    left.targets[battery] -= channel
    left.missiles[battery] -= rounds
    left.spent[battery, o.kind[option]] += rounds
    if o.cheap[option]:
        left.for_cheap[battery] -= rounds


@kernel
def worth(o: Offered, option, rounds):
    """Expected gain of an option with so many rounds."""
    miss = 1.0
    for _ in range(rounds):
        miss *= 1.0 - o.kill_probability[option]
    return o.weight[option] * (1.0 - miss)


@kernel
def greedy(first, last, o: Offered, left: Left, salvo, picks):
    """The round of the largest marginal return, again and again; ties go to the earlier meeting, then to the first."""
    chosen_of = np.full(last - first, -1, np.int64)  # by the first option of its track
    head = np.empty(last - first, np.int64)
    for option in range(first, last):
        picks[option] = 0
        same = option > first and o.track[option] == o.track[option - 1]
        head[option - first] = head[option - 1 - first] if same else option - first
    while True:
        best, gain_of_best = -1, 0.0
        for option in range(first, last):
            if not o.open[option]:
                continue
            chosen = chosen_of[head[option - first]]
            if chosen >= 0 and chosen != option:
                continue
            rounds = picks[option]
            if rounds >= salvo:
                continue
            if rounds > 0:
                # its target channel is held already
                left.targets[o.battery[option]] += 1
                fits = room(o, left, option) > 0
                left.targets[o.battery[option]] -= 1
            else:
                fits = room(o, left, option) > 0
            if not fits:
                continue
            gain = worth(o, option, rounds + 1) - worth(o, option, rounds)
            if gain > gain_of_best or (
                gain == gain_of_best and best >= 0 and o.intercept_s[option] < o.intercept_s[best]
            ):
                best, gain_of_best = option, gain
        if best < 0:
            return
        take(o, left, best, 1, 1 if picks[best] == 0 else 0)
        picks[best] += 1
        chosen_of[head[best - first]] = best


@kernel
def _best_of(first, last, o: Offered, left: Left, salvo):
    """The best option of one track and its rounds within what is left: (option or -1, rounds, worth)."""
    best, rounds, gain = -1, 0, 0.0
    for option in range(first, last):
        most = min(room(o, left, option), salvo)
        if most > 0:
            value = worth(o, option, most)
            if value > gain or (value == gain and best >= 0 and o.intercept_s[option] < o.intercept_s[best]):
                best, rounds, gain = option, most, value
    return best, rounds, gain


@kernel
def improve(first, last, o: Offered, left: Left, salvo, picks):
    """Moves and swaps until none gains: a track changes its option, or takes the place of one that goes elsewhere."""
    count = 0
    starts = np.empty(last - first + 1, np.int64)
    for option in range(first, last):
        if option == first or o.track[option] != o.track[option - 1]:
            starts[count] = option
            count += 1
    starts[count] = last
    chosen, heaviest = np.full(count, -1, np.int64), 0.0
    for one in range(count):
        for option in range(starts[one], starts[one + 1]):
            heaviest = max(heaviest, o.weight[option])
            if picks[option] > 0:
                chosen[one] = option
    least = WORTH * heaviest
    for _ in range(MOST_TURNS):
        changed = False
        for one in range(count):
            changed |= _reseat(one, starts, o, left, salvo, picks, chosen, least)
        if not changed:
            return


@kernel
def _reseat(one, starts, o: Offered, left: Left, salvo, picks, chosen, least):
    """The best change for one track: a move of its own, or another track is moved to make room. True if it gained."""
    count = chosen.size
    before = _lift(one, o, left, picks, chosen)
    option, rounds, gain = _best_of(starts[one], starts[one + 1], o, left, salvo)
    best, option_of_other, rounds_of_other, other_of_best = gain - before[1], -1, 0, -1
    for other in range(count):
        if other == one or chosen[other] < 0 or not _in_the_way(one, other, starts, o, chosen):
            continue
        lifted = _lift(other, o, left, picks, chosen)
        # the best seat for the one, then what remains for the other
        for mine in range(starts[one], starts[one + 1]):
            most = min(room(o, left, mine), salvo)
            if most <= 0:
                continue
            for shots in range(1, most + 1):
                take(o, left, mine, shots, 1)
                seat, shots_there, there = _best_of(starts[other], starts[other + 1], o, left, salvo)
                take(o, left, mine, -shots, -1)
                total = worth(o, mine, shots) + there - lifted[1] - before[1]
                if total > best:
                    best, option, rounds = total, mine, shots
                    option_of_other, rounds_of_other, other_of_best = seat, shots_there, other
        _seat(other, lifted[0], lifted[2], o, left, picks, chosen)
    if best <= least:
        _seat(one, before[0], before[2], o, left, picks, chosen)
        return False
    if other_of_best >= 0:
        _lift(other_of_best, o, left, picks, chosen)
    _seat(one, option, rounds, o, left, picks, chosen)
    if other_of_best >= 0:
        _seat(other_of_best, option_of_other, rounds_of_other, o, left, picks, chosen)
    return True


@kernel
def _in_the_way(one, other, starts, o: Offered, chosen):
    """Whether the other track holds something of a battery that the one could use."""
    for option in range(starts[one], starts[one + 1]):
        if o.open[option] and o.battery[option] == o.battery[chosen[other]]:
            return True
    return False


@kernel
def _lift(one, o: Offered, left: Left, picks, chosen):
    """Take a track's rounds back: (option or -1, worth, rounds)."""
    option = chosen[one]
    if option < 0:
        return option, 0.0, 0
    rounds = picks[option]
    take(o, left, option, -rounds, -1)
    picks[option] = 0
    chosen[one] = -1
    return option, worth(o, option, rounds), rounds


@kernel
def _seat(one, option, rounds, o: Offered, left: Left, picks, chosen):
    """Give a track an option (or none)."""
    chosen[one] = option
    if option >= 0:
        take(o, left, option, rounds, 1)
        picks[option] = rounds


@kernel
def assign(run_of, command_of, o: Offered, targets_free, missiles_free, kept, magazine_left, rules, picks):
    """Set ``picks`` for the options of the commands whose ``rules`` (commands, 2) say so: (descent, salvo).

    ``descent`` 0: greedy, 1: improved, -1: not this command's policy. ``kept`` (commands,) rounds of each battery are
    not for cheap targets; ``magazine_left`` (runs, batteries) rounds there are.
    """
    n = run_of.size
    batteries = targets_free.shape[1]
    kinds = 0
    for option in range(n):
        kinds = max(kinds, o.kind[option] + 1)
    left = Left(
        np.empty(batteries, np.int64), np.empty(batteries, np.int64), np.zeros((batteries, kinds), np.int64),
        np.empty(batteries, np.int64),
    )  # fmt: skip
    first = 0
    while first < n:
        run, command = run_of[first], command_of[first]
        last = first
        while last < n and run_of[last] == run and command_of[last] == command:
            last += 1
        if rules[command, 0] >= 0:
            left.spent[:] = 0
            for battery in range(batteries):
                left.targets[battery] = targets_free[run, battery]
                left.missiles[battery] = missiles_free[run, battery]
                spare = magazine_left[run, battery] - kept[command]
                left.for_cheap[battery] = max(spare, 0) if kept[command] > 0 else ENOUGH
            greedy(first, last, o, left, rules[command, 1], picks)
            if rules[command, 0] > 0:
                improve(first, last, o, left, rules[command, 1], picks)
        first = last
