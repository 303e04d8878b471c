"""All that flights say of a missile type, as columns of the table of interceptors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from typing import Any

import numpy as np

from gbad.engagement.calibration import calibrate
from gbad.engagement.expected import expected_lethality
from gbad.engagement.flyout import flyout_tables
from gbad.engagement.interceptor import Interceptor

# a type whose figures did not change is not flown again: variants of a study, battles that begin anew
TYPES_KEPT, DRAWS_KEPT = 64, 4


def fly_interceptor(notes: Callable[[tuple[str, ...]], None], **figures: Any) -> dict[str, Any]:
    """Fly-out tables, reliability and expected kill probability of one type, with all its draws ``(D, ...)``.

    ``figures`` are named as the columns of ``InterceptorTable``; those that flight does not need are left aside.
    ``notes`` is told the sentences on stated figures that are out of the model's reach.
    """
    missile = of_figures(figures)
    few = np.size(missile.launch_mass_kg) <= DRAWS_KEPT
    columns, short = _flown(_Content(missile)) if few else _flown.__wrapped__(_Content(missile))
    notes(short)
    # copies: whoever writes into theirs leaves what is kept alone
    return {name: np.copy(column) if isinstance(column, np.ndarray) else column for name, column in columns.items()}


class _Content:
    """A type by what it holds: equal numbers are the same type."""

    def __init__(self, missile: Interceptor) -> None:
        self.missile = missile
        values = [np.asarray(getattr(missile, field.name), np.float64) for field in fields(Interceptor)]
        self.key = tuple((value.shape, value.tobytes()) for value in values)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.key == other.key


@lru_cache(maxsize=TYPES_KEPT)
def _flown(content: _Content) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Columns of a type, and what its calibration could not reach."""
    missile = content.missile
    tables = flyout_tables(missile)
    calibration = calibrate(missile, tables=tables)
    expected = expected_lethality(missile, tables)
    columns: dict[str, Any] = {
        "flyout_time_s": tables.time_s,
        "flyout_speed_mps": tables.speed_mps,
        "flyout_load_mps2": tables.load_mps2,
        "flyout_planned_s": tables.planned_s,
        "flyout_loft_rad": tables.loft_rad,
        "flyout_range_step_m": tables.range_step_m,
        "flyout_height_step_m": tables.height_step_m,
        "reliability": calibration.reliability,
        "kill_probability": np.minimum(calibration.reliability[..., None, None] * expected.lethality, 1.0),
        "kill_range_step_m": expected.range_step_m,
        "kill_height_step_m": expected.height_step_m,
    }
    return columns, calibration.short


def of_figures(figures: dict[str, Any]) -> Interceptor:
    """A missile type from named figures, of which it takes those it knows."""
    known = {field.name for field in fields(Interceptor)}
    return Interceptor(**{name: value for name, value in figures.items() if name in known})
