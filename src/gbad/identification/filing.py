"""Flight plans as a defence knows them in each run: who filed, how late they fly, and how far beside.

The table of plans says where each flight would be if it kept to what it might have filed. In a run

- a flight has filed with probability ``filed_share``;
- it flies later than filed by a normal number of seconds with deviation ``late_std_s``;
- with probability ``off_plan_share`` it keeps to another way: beside the plan by ``off_plan_m`` times a normal number
  in the middle, less towards both ends (half a sine).

Which of the two is moved, plan or flight, makes no difference to their distance; here it is the plan, for the flight is
truth, which no command room has. Dice are keyed by run and flight. Left out: plans of flights that never came, revised
plans, delays that neighbours share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.physics.random import FILING, normals, uniforms
from gbad.tables import Floats, Ints, PlanTable


@dataclass(frozen=True, slots=True)
class FiledPlans:
    """What was filed in each run of a batch."""

    position_ecef_m: Floats  # (runs, plans, points, 3)
    start_s: Floats  # (runs, plans)
    count: Ints  # (runs, plans)  points; 0 where nothing was filed
    step_s: float


def filed_plans(plans: PlanTable, draw_of_run: Ints, run_number: Ints, seed: int) -> FiledPlans:
    """The plans of every run."""
    key, run = np.asarray(plans.key)[None], np.asarray(run_number)[:, None]
    chance, size = uniforms(seed, FILING, run, key), normals(seed, FILING, run, key, 1)
    filed = chance[:, :, 0] < plans.filed_share[draw_of_run]
    aside = plans.off_plan_m[draw_of_run] * size[:, :, 1] * (chance[:, :, 1] < plans.off_plan_share[draw_of_run])
    return FiledPlans(
        position_ecef_m=plans.position_ecef_m[None] + aside[:, :, None, None] * _beside(plans)[None],
        start_s=plans.start_s[None] - plans.late_std_s[draw_of_run] * size[:, :, 0],
        count=np.where(filed, plans.count[None], 0),
        step_s=float(plans.step_s),
    )


def _beside(plans: PlanTable) -> Floats:
    """``(plans, points, 3)`` level, across the line from first to last point; 1 m long in the middle of a plan."""
    position = plans.position_ecef_m
    out = np.zeros_like(position)
    for plan, count in enumerate(plans.count.tolist()):
        along = position[plan, count - 1] - position[plan, 0]
        up = position[plan, 0] / np.linalg.norm(position[plan, 0])
        across = np.cross(along, up)
        length = float(np.linalg.norm(across))
        if length > 0.0:
            out[plan, :count] = np.sin(np.pi * np.linspace(0.0, 1.0, count))[:, None] * across / length
    return out
