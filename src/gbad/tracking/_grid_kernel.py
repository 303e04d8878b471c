"""A grid over the plots of one scan, so that a track meets only the plots around it."""

from __future__ import annotations

from gbad._jit import lean


@lean
def sort_into_cells(x, y, first, count, west, south, cell_m, side, start, order):
    """Counting sort of plots ``first .. first + count`` by cell, rows of ``side`` cells from west to east.

    ``start`` (side * side + 1) gets the first place of each cell in ``order`` (plot numbers within the scan).
    """
    for c in range(side * side + 1):
        start[c] = 0
    for k in range(count):
        start[cell_of(x[first + k], y[first + k], west, south, cell_m, side) + 1] += 1
    for c in range(side * side):
        start[c + 1] += start[c]
    # place each plot, moving its cell's start on; then move all starts back
    for k in range(count):
        c = cell_of(x[first + k], y[first + k], west, south, cell_m, side)
        order[start[c]] = k
        start[c] += 1
    for c in range(side * side, 0, -1):
        start[c] = start[c - 1]
    start[0] = 0


@lean
def cell_of(x, y, west, south, cell_m, side):
    """Number of the cell that holds a place (edge cells take what lies outside)."""
    column = min(max(int((x - west) / cell_m), 0), side - 1)
    row = min(max(int((y - south) / cell_m), 0), side - 1)
    return row * side + column
