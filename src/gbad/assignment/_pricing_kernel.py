"""Numbers below ``columns``: the cheapest ways to fire at one target when every round has a price.

For a target of value V the cost of firing ``y`` is ``V prod_i (1-p_i)^y_i + sum_i price_i y_i``. Rows are sorted by
price per unit of ``a = -ln(1-p)``. With parts of rounds allowed the rest of the cost is a water-filling: take rows in
that order while the value left exceeds their ratio. That is a bound below every completion, and grows with the rows
left out, so a depth-first search in this order may stop at the first row whose bound is not below what is wanted.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel

SMALLEST_MISS = 1e-300
NEGLIGIBLE = 41.0  # rounds of one row at one target beyond this many units of -ln(1-p) leave nothing to gain
NOISE = 1e-13  # share of the target's value below which a difference is none


class Columns(NamedTuple):
    """Room for ways to fire, packed: column ``k`` is ``start[k]`` to ``start[k + 1]`` of ``row`` and ``amount``."""

    target: NDArray[np.int64]
    left: NDArray[np.float64]  # value alive after it
    start: NDArray[np.int64]  # one more than columns
    row: NDArray[np.int64]
    amount: NDArray[np.int64]


class Scratch(NamedTuple):
    """Work space of one target's search."""

    order: NDArray[np.int64]  # rows by ratio
    ratio: NDArray[np.float64]  # price per unit of -ln(1-p), sorted
    copies: NDArray[np.int64]  # rounds of the row at a place
    place: NDArray[np.int64]  # of each round on the path
    left: NDArray[np.float64]  # value alive along the path
    spent: NDArray[np.float64]  # prices along the path


@kernel
def scratch(rows, longest):
    """Work space for ``rows`` rows and paths of ``longest`` rounds."""
    return Scratch(
        np.empty(rows, np.int64), np.empty(rows), np.empty(rows, np.int64), np.empty(longest, np.int64),
        np.empty(longest + 1), np.empty(longest + 1),
    )  # fmt: skip


@kernel
def sort_rows(value, miss, prices, rounds, work):
    """Rows that could be worth firing at the target, by price per ``-ln(1-p)``; returns how many."""
    ratios = np.empty(miss.size)
    rows = np.empty(miss.size, np.int64)
    n = 0
    for row in range(miss.size):
        if rounds[row] > 0 and prices[row] < value * (1.0 - miss[row]):
            ratios[n] = prices[row] / -math.log(max(miss[row], SMALLEST_MISS))
            rows[n] = row
            n += 1
    by = np.argsort(ratios[:n])
    for place in range(n):
        row = rows[by[place]]
        work.order[place] = row
        work.ratio[place] = ratios[by[place]]
        enough = NEGLIGIBLE / -math.log(max(miss[row], SMALLEST_MISS)) + 1.0
        work.copies[place] = rounds[row] if rounds[row] < enough else np.int64(enough)
    return n


@kernel
def filled(place, copies, left, spent, n, work, miss, prices):
    """Cost below every completion with ``copies`` more rounds at ``place`` and all rounds after it."""
    while place < n and work.ratio[place] < left:
        row, ratio = work.order[place], work.ratio[place]
        # whole rounds, as long as even after them the value left exceeds the ratio
        taken = 0
        while taken < copies and left * miss[row] >= ratio:
            left *= miss[row]
            taken += 1
        spent += taken * prices[row]
        if taken < copies:
            return spent if ratio <= 0.0 else spent + ratio * (math.log(left / ratio) + 1.0)
        place += 1
        if place < n:
            copies = work.copies[place]
    return spent + left


@kernel
def write(columns, n, target, depth, work):
    """Append the path as a column, rows ascending; returns False when there is no room."""
    distinct = 0
    for step in range(depth):
        if step == 0 or work.place[step] != work.place[step - 1]:
            distinct += 1
    if n >= columns.target.size or columns.start[n] + distinct > columns.row.size:
        return False
    first = columns.start[n]
    last = first
    for step in range(depth):
        row = work.order[work.place[step]]
        if last > first and step > 0 and work.place[step] == work.place[step - 1]:
            at = last - 1
            while columns.row[at] != row:
                at -= 1
            columns.amount[at] += 1
            continue
        at = last
        while at > first and columns.row[at - 1] > row:
            columns.row[at], columns.amount[at] = columns.row[at - 1], columns.amount[at - 1]
            at -= 1
        columns.row[at], columns.amount[at] = row, 1
        last += 1
    columns.target[n] = target
    columns.left[n] = work.left[depth]
    columns.start[n + 1] = last
    return True


@kernel
def search(target, value, miss, prices, rounds, most_nodes, wanted, keep, work, columns, n_columns):
    """Look through the ways to fire at one target; returns (best cost, proven lower bound, columns, complete).

    With ``keep`` above zero the cheapest is sought and the last ``keep`` that were better than all before are written,
    if they cost less than ``wanted``. With ``keep`` zero every way that costs at most ``wanted`` is written.
    """
    n = sort_rows(value, miss, prices, rounds, work)
    best = low = value
    complete = True
    first_column, met, nodes, depth, place = n_columns, 0, 0, 0, 0
    noise = NOISE * value
    work.left[0], work.spent[0] = value, 0.0
    copies = work.copies[0] if n > 0 else 0
    while True:
        limit = best - noise if keep > 0 else wanted
        open_here = place < n and depth < work.place.size
        bound = (
            filled(place, copies, work.left[depth], work.spent[depth], n, work, miss, prices) if open_here else limit
        )
        if open_here and bound < limit and nodes < most_nodes:
            # one more round of this row
            nodes += 1
            row = work.order[place]
            work.left[depth + 1] = work.left[depth] * miss[row]
            work.spent[depth + 1] = work.spent[depth] + prices[row]
            work.place[depth] = place
            depth += 1
            cost = work.left[depth] + work.spent[depth]
            if keep > 0 and cost < best - noise:
                best = cost
                if cost < wanted:
                    met += 1
                    if met > keep:
                        n_columns = _drop(columns, first_column, n_columns)
                    if write(columns, n_columns, target, depth, work):
                        n_columns += 1
            elif keep == 0 and cost <= wanted:
                best = min(best, cost)
                if write(columns, n_columns, target, depth, work):
                    n_columns += 1
                else:
                    complete = False
                    break
            copies -= 1
            if copies == 0:
                place += 1
                copies = work.copies[place] if place < n else 0
            continue
        if open_here and bound < limit:
            low = min(low, bound)
            complete = False
        if depth == 0:
            break
        # take back the last round and leave out its row from here on
        depth -= 1
        place = work.place[depth] + 1
        copies = work.copies[place] if place < n else 0
    return best, min(best, low), n_columns, complete


@kernel
def _drop(columns, first, n):
    """Forget the oldest column of this target."""
    gone = columns.start[first + 1] - columns.start[first]
    for at in range(columns.start[first], columns.start[n] - gone):
        columns.row[at], columns.amount[at] = columns.row[at + gone], columns.amount[at + gone]
    for k in range(first, n - 1):
        columns.left[k] = columns.left[k + 1]
        columns.start[k + 1] = columns.start[k + 2] - gone
    return n - 1


@kernel
def price_targets(first, last, values, miss, prices, rounds, most_nodes, keep, wanted, columns, bounds):
    """Price targets ``first`` to ``last``, fill ``bounds``; returns (columns, complete). ``miss``: (targets, rows)."""
    longest = 0
    for row in range(rounds.size):
        longest += rounds[row]
    work = scratch(miss.shape[1], longest)
    columns.start[0] = 0
    n = 0
    complete = True
    for target in range(first, last):
        _, low, n, whole = search(
            target, values[target], miss[target], prices, rounds, most_nodes, wanted[target], keep, work, columns, n
        )
        bounds[target] = low
        complete = complete and whole
    return n, complete
