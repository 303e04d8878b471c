"""Sparse optimal assignment by shortest augmenting paths: the numbers of ``assignment.py``.

Rows are added one by one; each looks for the cheapest path of alternating edges to a free column or to some row's
own *miss*. The search only ever touches the rows and columns that are connected to it, so a scan that falls apart into
many small groups costs the sum of the small groups.

Source: R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
problems", Computing 38 (1987), augmentation step; the miss columns are ours.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel, lean


@lean
def solve(
    rows, columns, start, column, cost, miss, row_of, column_of, row_price, column_price, length, before, seen, stamp
):
    """Cheapest assignment of every row to one of its columns or to its miss; edges of row i: start[i]:start[i+1].

    Writes ``column_of`` (rows; -1 for a miss) and ``row_of`` (columns; -1 when free). The last six arrays are work
    space of at least ``rows`` or ``columns`` entries; ``length`` must hold inf and is left so.
    """
    for j in range(columns):
        row_of[j] = -1
        column_price[j] = 0.0
        stamp[j] = -1
    for source in range(rows):
        touched, scanned = 0, 0
        best_miss, best_miss_row = np.inf, -1
        i, base = source, 0.0
        row_price[source] = 0.0
        while True:
            # edges of row i, and the way out by its miss
            slack = base - row_price[i]
            if slack + miss < best_miss:
                best_miss, best_miss_row = slack + miss, i
            for k in range(start[i], start[i + 1]):
                j = column[k]
                distance = slack + cost[k] - column_price[j]
                # a scanned column is settled; rounding must not reopen it
                if distance < length[j] and stamp[j] != source:
                    if length[j] == np.inf:
                        seen[touched] = j
                        touched += 1
                    length[j] = distance
                    before[j] = i
            # nearest column not yet scanned; columns scanned stand first in the list
            nearest, place = np.inf, -1
            for k in range(scanned, touched):
                if length[seen[k]] < nearest:
                    nearest, place = length[seen[k]], k
            if best_miss <= nearest:
                shortest, j = best_miss, -1
                break
            j = seen[place]
            seen[place], seen[scanned] = seen[scanned], j
            if row_of[j] < 0:
                shortest = nearest
                break
            scanned += 1
            stamp[j] = source
            i, base = row_of[j], nearest
        # prices, so that reduced costs stay non-negative
        row_price[source] += shortest
        for k in range(scanned):
            other = seen[k]
            row_price[row_of[other]] += shortest - length[other]
            column_price[other] += length[other] - shortest
        # turn the path around
        if j < 0:
            i = best_miss_row
            freed = -1 if i == source else column_of[i]
            column_of[i] = -1
            j = freed
        while j >= 0:
            i = before[j]
            following = -1 if i == source else column_of[i]
            row_of[j], column_of[i] = i, j
            j = following
        for k in range(touched):
            length[seen[k]] = np.inf


@kernel
def solve_sparse(rows, columns, start, column, cost, miss):
    """As :func:`solve`, with its own work space: returns column_of (rows,), -1 for a miss."""
    row_of, column_of = np.empty(columns, np.int64), np.full(rows, -1, np.int64)
    length = np.full(columns, np.inf)
    solve(
        rows,
        columns,
        start,
        column,
        cost,
        miss,
        row_of,
        column_of,
        np.empty(rows),
        np.empty(columns),
        length,
        np.empty(columns, np.int64),
        np.empty(columns, np.int64),
        np.empty(columns, np.int64),
    )
    return column_of
