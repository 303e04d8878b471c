"""The arrays that ``track_plots`` works in."""

from __future__ import annotations

from typing import Any

import numpy as np

from gbad.tracking._plot_columns_kernel import Table, Tracks, Work


def tracks(rows: int) -> Tracks:
    """Empty rows for live tracks."""
    shape: dict[str, tuple[int, ...]] = {
        "state": (rows, 6),
        "cov": (rows, 6, 6),
        "turn_state": (rows, 7),
        "turn_cov": (rows, 7, 7),
    }
    shape |= {"weight": (rows, 2), "mean": (rows, 6), "spread": (rows, 6, 6)}
    whole = {"number", "hits", "misses", "status", "turning", "live", "free", "plot"}
    arrays: dict[str, Any] = {
        name: np.zeros(shape.get(name, (rows,)), np.int64 if name in whole else np.float64) for name in Tracks._fields
    }
    return Tracks(**arrays)


def work(tracks: int, plots: int, edges: int, side: int) -> Work:
    """Work space for so many tracks, plots of the largest scan, pairs in gates and cells a side."""
    rows = ("row", "column_of", "row_price", "leader", "following", "member", "choice")
    size = dict.fromkeys(Work._fields, plots) | dict.fromkeys(rows, tracks)
    size |= dict.fromkeys(("column", "cost", "share", "message"), edges)
    size |= {"cell": side * side + 1, "start": tracks + 1, "shift": 7, "gain": 7}
    real = {"cost", "row_price", "column_price", "length", "shift", "gain", "asked", "share", "message"}
    arrays: dict[str, Any] = {
        name: np.zeros(size[name], np.float64 if name in real else np.int64) for name in Work._fields
    }
    arrays |= {"taken": np.zeros(plots, np.bool_), "used": np.zeros(plots, np.bool_), "matrix": np.zeros((7, 7))}
    arrays |= {name: np.zeros((2, 7)) for name in ("trial_state", "sum_state")}
    arrays |= {name: np.zeros((2, 7, 7)) for name in ("trial_cov", "sum_cov")}
    arrays["length"][:] = np.inf
    return Work(**arrays)


def table(rows: int) -> Table:
    """Rows of a result, to be filled."""
    return Table(
        np.empty(rows), np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty((rows, 6)), np.empty((rows, 6, 6)),
        np.empty(rows),
    )  # fmt: skip
