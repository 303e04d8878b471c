"""What compilation needs of the rooms, handed in by the caller: a scenario imports no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gbad.tables import Floats
from gbad.truth import Trajectories


@dataclass(frozen=True, slots=True)
class Models:
    """Functions and constructors of sensing, engagement and motion, by the part they play in compilation."""

    # (range_m, rcs_m2, pd, pfa, swerling, pulses, gas_db_per_km, antenna_height_m) -> loop_gain_db; pd of one look
    calibrate_radar: Callable[..., float]
    # keyword figures, each (D,), named as columns of InterceptorTable -> the missile type that the next two take
    interceptor: Callable[..., Any]
    # missile -> (time_s (D, ranges, heights), speed_mps (same), range_step_m, height_step_m)
    flyout_tables: Callable[[Any], tuple[Floats, Floats, float, float]]
    # missile -> kill probability given arrival (D, 3) that reproduces the published single-shot figures
    calibrate_interceptor: Callable[[Any], Floats]
    # (kind of motion, **figures) -> path; and (paths, terrain, duration_s) -> Trajectories; paths by draw
    path: Callable[..., Any]
    trajectories: Callable[..., Trajectories]
