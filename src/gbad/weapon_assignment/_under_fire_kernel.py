"""Numbers below ``under_fire``."""

from __future__ import annotations

from gbad._jit import lean


@lean
def mark(flying, track, radar, number, out):
    """Set ``out (runs, radars, slots)`` where a round that flies is meant for the track numbered there.

    ``flying, track (runs, rounds)``; ``radar (rounds,)`` is that of each round's battery.
    """
    for run in range(flying.shape[0]):
        for row in range(flying.shape[1]):
            if not flying[run, row] or track[run, row] <= 0:
                continue
            for slot in range(number.shape[2]):
                if number[run, radar[row], slot] == track[run, row]:
                    out[run, radar[row], slot] = True
