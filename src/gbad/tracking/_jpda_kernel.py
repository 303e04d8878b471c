"""Joint probabilistic data association: how likely each plot in a track's gate is the track's own.

Tracks that share plots form groups. A group's *joint events* give each track one of its plots or none, and no plot to
two tracks; the weight of an event is the product of its pairs' likelihood ratios (target against false plot, seen
against missed). A pair's probability is the share of the events that hold it. Small groups are counted out; in larger
ones the shares come from belief propagation, which counts loops among tracks and plots as if they were none.

Sources: T. E. Fortmann, Y. Bar-Shalom, M. Scheffe, "Sonar tracking of multiple targets using joint probabilistic data
association", IEEE J. Oceanic Engineering 8 (1983); J. L. Williams, R. A. Lau, "Approximate evaluation of marginal
association probabilities with belief propagation", IEEE Trans. Aerospace and Electronic Systems 50 (2014), for the
large groups. Left out: groups in which plots or tracks are merged by the sensor.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel, lean

MOST_EVENTS = 4096.0  # of a group that is counted out: at most a few hundred microseconds
_ROUNDS, _STILL = 200, 1e-7


@lean
def marginals(
    rows, columns, start, column, weight, most_events, leader, following, member, choice, first, used, asked, share,
    message,
):  # fmt: skip
    """Turn the likelihood ratios ``weight`` of all edges (start[i]:start[i+1] of row i) into probabilities, in place.

    The other arrays are work space: ``leader, following, member, choice`` of at least ``rows``, ``first, used, asked``
    of ``columns``, ``share, message`` of the number of edges. What a row's probabilities lack to one is that of no plot
    at all.
    """
    for j in range(columns):
        first[j], used[j], asked[j] = -1, False, 0.0
    for i in range(rows):
        leader[i], following[i] = i, -1
    # tracks that share a plot have one leader, the first of them
    for i in range(rows):
        for e in range(start[i], start[i + 1]):
            share[e] = 0.0
            j = column[e]
            if first[j] < 0:
                first[j] = i
            else:
                a, b = leader_of(leader, i), leader_of(leader, first[j])
                leader[max(a, b)] = min(a, b)
    # every group as a chain of rows: ``choice`` holds the last of it so far
    for i in range(rows):
        head = leader_of(leader, i)
        if head != i:
            following[choice[head]] = i
        choice[head] = i
    for i in range(rows):
        leader[i] = 1 if leader[i] == i else 0
    for head in range(rows):
        if leader[head] == 0:
            continue
        size, events, row = 0, 1.0, head
        while row >= 0:
            member[size] = row
            size += 1
            events *= 1.0 + start[row + 1] - start[row]
            row = following[row]
        if events <= most_events:
            count_out(size, member, start, column, weight, choice, used, share)
        else:
            propagate(size, member, start, column, weight, asked, share, message)
    for e in range(start[rows]):
        weight[e] = share[e]


@lean
def leader_of(leader, i):
    """First row of the group that a row belongs to."""
    while leader[i] != i:
        i = leader[i]
    return i


@lean
def count_out(size, member, start, column, weight, choice, used, share):
    """Every joint event of one group, in turn (a choice before a track's first edge is that of no plot)."""
    total, place = 0.0, 0
    choice[0] = start[member[0]] - 1
    while place >= 0:
        row = member[place]
        e = choice[place]
        if e >= start[row + 1]:
            # all of this track's choices are through: the one before it moves on
            place -= 1
            if place >= 0:
                e = choice[place]
                if e >= start[member[place]]:
                    used[column[e]] = False
                choice[place] += 1
            continue
        if e >= start[row]:
            if used[column[e]]:
                choice[place] += 1
                continue
            used[column[e]] = True
        if place < size - 1:
            place += 1
            choice[place] = start[member[place]] - 1
            continue
        product = 1.0
        for m in range(size):
            if choice[m] >= start[member[m]]:
                product *= weight[choice[m]]
        total += product
        for m in range(size):
            if choice[m] >= start[member[m]]:
                share[choice[m]] += product
        if e >= start[row]:
            used[column[e]] = False
        choice[place] += 1
    for m in range(size):
        for e in range(start[member[m]], start[member[m] + 1]):
            share[e] /= total


@lean
def propagate(size, member, start, column, weight, asked, share, message):
    """Belief propagation in one group: each track asks of its plots, each plot says how free it is of other tracks.

    ``message`` (edges) from plot to track, ``share`` the asking, ``asked`` (columns, zero before) its sum at a plot.
    """
    for m in range(size):
        for e in range(start[member[m]], start[member[m] + 1]):
            message[e] = 1.0
    for turn in range(_ROUNDS + 1):
        change = 0.0
        for m in range(size):
            row = member[m]
            total = 1.0
            for e in range(start[row], start[row + 1]):
                total += weight[e] * message[e]
            for e in range(start[row], start[row + 1]):
                others = max(total - weight[e] * message[e], 1.0)
                share[e] = weight[e] / others
                asked[column[e]] += share[e]
        for m in range(size):
            for e in range(start[member[m]], start[member[m] + 1]):
                free = 1.0 / (1.0 + max(asked[column[e]] - share[e], 0.0))
                change = max(change, abs(free - message[e]))
                message[e] = free
        for m in range(size):
            for e in range(start[member[m]], start[member[m] + 1]):
                asked[column[e]] = 0.0
        if change < _STILL or turn == _ROUNDS:
            break
    for m in range(size):
        row = member[m]
        total = 1.0
        for e in range(start[row], start[row + 1]):
            total += weight[e] * message[e]
        for e in range(start[row], start[row + 1]):
            share[e] = weight[e] * message[e] / total


@kernel
def all_marginals(rows, columns, start, column, weight, most_events):
    """As :func:`marginals`, with its own work space and result: probability of each edge."""
    found, edges = weight.copy(), weight.size
    marginals(
        rows, columns, start, column, found, most_events, np.empty(rows, np.int64), np.empty(rows, np.int64),
        np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty(columns, np.int64), np.empty(columns, np.bool_),
        np.empty(columns), np.empty(edges), np.empty(edges),
    )  # fmt: skip
    return found
