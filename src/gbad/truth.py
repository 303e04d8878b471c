"""Where everything really is. Written by motion and assessment; opened by sensing, engagement and assessment only.

The command rooms (tracking, network, identification, threat evaluation, weapon assignment) may not import this file:
a defender knows detections, replies and reports, never truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad._truth_kernel import Paths
from gbad.text.readable import counted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Trajectories:
    """The planned path of every object, sampled at even knots and read by cubic Hermite interpolation.

    Axes: ``draws`` (1 when no drawn figure changes a path), ``objects`` (rows of ``ObjectTable``), ``knots``.
    An object exists for ``start_s <= time <= plan_end_s``; before and after it is nowhere (not seen, not hit).
    """

    start_s: Floats  # (draws, objects)  [s] first instant of existence
    plan_end_s: Floats  # (draws, objects)  [s] arrival at the end of the path (or of the simulation)
    reaches_end: NDArray[np.bool_]  # (draws, objects)  the path ends at its aim before the simulation does
    knot_step_s: float  # [s] spacing of the knots, the same for all
    position_ecef_m: Floats  # (draws, objects, knots, 3)  [m] knot k is at start_s + k * knot_step_s
    velocity_ecef_mps: Floats  # (draws, objects, knots, 3)  [m/s] Earth-fixed velocity

    def __repr__(self) -> str:
        draws, objects, knots = self.position_ecef_m.shape[:3]
        steps = f"{counted(knots, 'knot')} {self.knot_step_s:g} s apart"
        return f"<Trajectories: {counted(objects, 'object')}, {counted(draws, 'draw')}, {steps}>"

    def paths(self) -> Paths:
        """The columns that kernels fly along."""
        return Paths(self.start_s, self.plan_end_s, self.knot_step_s, self.position_ecef_m, self.velocity_ecef_mps)


@dataclass(slots=True)
class Truth:
    """One batch of real worlds: shared paths, and when each object's own story ended in each run."""

    trajectories: Trajectories
    draw_of_run: Ints  # (runs,)  draw (leading axis of parameters and paths) that each run uses
    end_s: Floats  # (runs, objects)  [s] earliest of path end and kill; the object exists until then
    killed: NDArray[np.bool_]  # (runs, objects)
    asset_end_s: Floats  # (runs, assets)  [s] when the asset was destroyed, inf while it stands
    radar_end_s: Floats  # (runs, radars)  [s] when the radar was destroyed, inf while it works
    # (runs, objects)  round whose burst beside another object killed it, -1 for none; None: as if there were none
    killed_beside: Ints | None = None

    def __repr__(self) -> str:
        runs, objects = self.end_s.shape
        gone = f"{np.count_nonzero(self.killed)} killed"
        return f"<Truth: {counted(objects, 'object')}, {counted(runs, 'run')}, {gone}>"


def sending_until_s(radar_end_s: Floats, silent_s: Floats, draw_of_run: Ints, time_s: float) -> Floats:
    """``(runs, radars)``: ``radar_end_s``, with radars that are silent at ``time_s`` as if they had ended long ago.

    ``silent_s (D, radars, k, 2)`` holds intervals from (included) to (not included). For those who only ask whether a
    radar works now; the array is not copied when no radar is silent.
    """
    silent = np.any((silent_s[..., 0] <= time_s) & (time_s < silent_s[..., 1]), axis=2)
    return np.where(silent[draw_of_run], -np.inf, radar_end_s) if silent.any() else radar_end_s
