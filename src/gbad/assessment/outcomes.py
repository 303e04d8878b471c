"""What became of every object: killed, leaked or survived, when, and by which round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import Shots
from gbad.tables import Bools, Floats, Ints, ObjectTable
from gbad.truth import Truth

KILLED, LEAKED, SURVIVED = 0, 1, 2
FATE_NAMES = ("killed", "leaked", "survived")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One row per run and object, as dense tables ``(runs, objects)``."""

    fate: Ints  # KILLED, LEAKED (a threat that reached the end of its path) or SURVIVED
    end_s: Floats  # [s] kill, arrival or end of the path; at most the simulation's duration
    killed_by: Ints  # round, -1 if not killed, or lost with the object that carried it
    shots_at: Ints  # rounds that ended at it, or left for it and found nothing


def leaked(objects: ObjectTable, truth: Truth, duration_s: float) -> Bools:
    """Threats that reached the end of their path alive before the end of the simulation, ``(runs, objects)``."""
    paths, path_of_run = truth.trajectories, _path_of_run(truth)
    # a path that ends after the simulation has not arrived
    arrives = paths.reaches_end[path_of_run] & (paths.plan_end_s[path_of_run] <= duration_s)
    found: Bools = arrives & ~truth.killed & objects.is_threat
    return found


def all_arrived(objects: ObjectTable, truth: Truth, time_s: float) -> bool:
    """Whether every threat of every run that comes to the end of its path is there by now, or is killed."""
    going_on = truth.trajectories.reaches_end[_path_of_run(truth)] & (truth.end_s > time_s)
    return not bool((going_on & objects.is_threat).any())


def not_arrived(objects: ObjectTable, truth: Truth, duration_s: float) -> Bools:
    """Threats with an aim, alive and not there yet when the simulation ends, ``(runs, objects)``.

    What has broken off and what was never let go are among them only if their way is still to lead to the aim:
    whoever asks takes out who turned back. A member that was to start after the end counts: it has not arrived.
    """
    paths, path_of_run = truth.trajectories, _path_of_run(truth)
    let_go = (objects.parent < 0) | (paths.start_s[path_of_run] <= duration_s)
    found: Bools = ~paths.reaches_end[path_of_run] & ~truth.killed & objects.is_threat & (objects.aims_at >= 0) & let_go
    return found


def _path_of_run(truth: Truth) -> Ints:
    return np.minimum(truth.draw_of_run, truth.trajectories.plan_end_s.shape[0] - 1)


def outcomes(objects: ObjectTable, truth: Truth, shots: Shots, duration_s: float) -> Outcomes:
    """Read the outcome of a finished batch. killed + leaked + survived counts every threat once."""
    through = leaked(objects, truth, duration_s)
    fate = np.where(truth.killed, KILLED, np.where(through, LEAKED, SURVIVED))

    killed_by = np.full(fate.shape, -1, np.int64)
    run, row = np.nonzero(shots.killed)
    killed_by[run, shots.target[run, row]] = row
    if truth.killed_beside is not None:
        killed_by = np.where(truth.killed_beside >= 0, truth.killed_beside, killed_by)

    shots_at = np.zeros(fate.shape, np.int64)
    flown_at = np.where(shots.target >= 0, shots.target, shots.aimed_at)
    run, row = np.nonzero(np.isfinite(shots.launch_s) & (flown_at >= 0))
    np.add.at(shots_at, (run, flown_at[run, row]), 1)
    return Outcomes(fate, np.minimum(truth.end_s, duration_s), killed_by, shots_at)
