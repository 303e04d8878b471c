"""Planned paths as kernels take them; truth, so it stands apart from the bundles that commands use."""

from __future__ import annotations

from typing import NamedTuple

from gbad.tables import Floats
from gbad.truth import Trajectories


class Paths(NamedTuple):
    """Planned paths."""

    start_s: Floats
    plan_end_s: Floats
    knot_step_s: float
    position: Floats
    velocity: Floats


def paths_of(t: Trajectories) -> Paths:
    """The planned paths; for rooms that may open truth."""
    return Paths(t.start_s, t.plan_end_s, t.knot_step_s, t.position_ecef_m, t.velocity_ecef_mps)
