"""What compilation needs of the rooms, handed in by the caller: a scenario imports no room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gbad.truth import Trajectories


@dataclass(frozen=True, slots=True)
class Models:
    """Functions and constructors of sensing, engagement and motion, by the part they play in compilation."""

    # (range_m, rcs_m2, pd, pfa, swerling, pulses, gas_db_per_km, antenna_height_m) -> loop_gain_db; pd of one look
    calibrate_radar: Callable[..., float]
    # keyword figures, each (D,), guidance and warhead as numbers, named as columns of InterceptorTable -> columns that
    # flights of that type give: fly-out and kill tables (D, ...), their steps, reliability (D, 3)
    fly_interceptor: Callable[..., Mapping[str, Any]]
    # (kind of motion, **figures) -> path; and (paths, terrain, duration_s) -> Trajectories; paths by draw
    path: Callable[..., Any]
    trajectories: Callable[..., Trajectories]
