"""Which of its cues a radar has time for in one visit: what rounds fly at, the nearest in time, the others in turn.

Nothing is remembered between visits: whose turn it is follows from the visit's absolute number, so that neither ticks
nor batches can change it.
"""

from __future__ import annotations

from gbad._jit import lean

# column of a beam by which it is ranked: seconds until what it points at could be here
URGENCY = 6
# of every four dwells one goes round among those that the others leave no time for
_TURN = 4


@lean
def ration(beams, count, dwells, visit):
    """Bring the beams that have their dwell in this visit to the front of ``beams``; return how many.

    With fewer ``dwells`` than beams the most urgent ones have theirs in every visit, and a quarter of the dwells (at
    least one) goes round among the others: each of n others waits ``ceil(n / turn)`` visits at most, as long as nothing
    changes. Ties keep the order of cues.
    """
    if count <= dwells or dwells < 1:
        return min(count, dwells)
    for i in range(1, count):
        j = i
        while j > 0 and beams[j, URGENCY] < beams[j - 1, URGENCY]:
            _swap(beams, j, j - 1)
            j -= 1
    turn = max(dwells // _TURN, 1)
    always = dwells - turn
    # rotating by reversals: what comes next in turn moves to the front of the others
    shift = (visit * turn) % (count - always)
    _reverse(beams, always, always + shift)
    _reverse(beams, always + shift, count)
    _reverse(beams, always, count)
    return dwells


@lean
def _reverse(beams, first, stop):
    i, j = first, stop - 1
    while i < j:
        _swap(beams, i, j)
        i += 1
        j -= 1


@lean
def _swap(beams, i, j):
    for c in range(beams.shape[1]):
        beams[i, c], beams[j, c] = beams[j, c], beams[i, c]
