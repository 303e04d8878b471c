"""Whole numbers of a replay: tenths of seconds, ten-thousandths of degrees, metres; and how many rows are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

# most points of each kind: together some two megabytes of text
MOST = {"truth": 30_000, "paths": 30_000, "tracks": 40_000, "detections": 30_000}
STEP_DEG = 1e-4  # about 11 m


def whole(values: Any, step: float) -> list[int]:
    """Values as whole multiples of a step."""
    found: list[int] = np.rint(np.asarray(values, np.float64) / step).astype(np.int64).tolist()
    return found


def in_steps(rows: Mapping[str, Any]) -> dict[str, list[int]]:
    """Places of rows: longitude and latitude in steps of :data:`STEP_DEG`, height in metres."""
    places = {"x": whole(rows["longitude_deg"], STEP_DEG), "y": whole(rows["latitude_deg"], STEP_DEG)}
    return places | {"z": whole(np.nan_to_num(rows["height_m"]), 1.0)}


def every(count: int, kind: str, thinned: dict[str, int]) -> int:
    """Keep each n-th row, so that no more than ``MOST`` remain; noted where n is more than one."""
    n = max(1, -(-count // MOST[kind]))
    if n > 1:
        thinned[kind] = n
    return n


def kept_rows(count: int, step: int) -> Any:
    """Rows that are kept: every n-th and the last."""
    return np.unique(np.r_[np.arange(0, count, step), max(count - 1, 0)]) if count else np.zeros(0, np.int64)


def known(value: Any) -> int | None:
    """A time in tenths of a second; None for what never happened."""
    return round(10.0 * float(value)) if value is not None and np.isfinite(float(value)) else None


def number_or_none(value: Any) -> float | None:
    """A finite number; None for what there is none of."""
    return float(value) if value is not None and np.isfinite(float(value)) else None
