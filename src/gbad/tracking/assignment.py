"""Which plot belongs to which track: the global nearest neighbour as a sparse optimal assignment.

Every row (track) takes at most one column (plot) of those it has an edge to, or none at the price ``miss``; the sum of
prices is the smallest possible. With a ``miss`` above all edge costs together, as many rows as possible are served.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.errors import InputError
from gbad.tracking._assignment_kernel import solve_sparse


def assign(cost: ArrayLike, miss: float) -> NDArray[np.int64]:
    """Column of each row in the cheapest assignment, -1 for none.

    ``cost`` (rows, columns), inf where a pair is impossible; ``miss`` is the price of leaving a row alone. Raises
    InputError for a cost that is nan. Exact (dual prices prove optimality); ties go to the first found.
    """
    table = np.asarray(cost, dtype=np.float64)
    if table.ndim != 2 or np.isnan(table).any():
        raise InputError(
            f"cost: shape {table.shape} with nan or not two axes; expected (rows, columns) of numbers or inf"
        )
    possible = np.isfinite(table)
    start = np.concatenate(([0], np.cumsum(possible.sum(axis=1)))).astype(np.int64)
    column = np.nonzero(possible)[1].astype(np.int64)
    return solve_sparse(table.shape[0], table.shape[1], start, column, table[possible], float(miss))
