"""Paths -> ``Trajectories``: every object flown once per draw and laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad._truth_kernel import states_into
from gbad.errors import InputError, PathError
from gbad.motion.base import Flight, Path, fly
from gbad.terrain import Terrain
from gbad.truth import Trajectories


def trajectories(
    paths: Sequence[Path] | Sequence[Sequence[Path]],
    terrain: Terrain,
    duration_s: float,
    knot_step_s: float = 1.0,
) -> Trajectories:
    """The table of all planned paths.

    ``paths`` holds one path per object, in the order of the object table, or one such list per draw when drawn figures
    change paths. Nothing is laid beyond ``duration_s``. Knots of an object after its own end repeat its last ones:
    whoever reads them must look at ``plan_end_s`` first. A flight that several draws share is flown once.

    Raises ``gbad.errors.PathError`` for a path that cannot be flown.
    """
    draws = _by_draw(paths)
    shape = (len(draws), len(draws[0]))
    unique: dict[Path, Flight] = {}
    for laid in draws:
        # what falls off or is let go asks its carrier where it is: that one's errors are told at its own route
        for i in sorted(range(len(laid)), key=lambda i: hasattr(laid[i], "carrier")):
            path = laid[i]
            if path in unique:
                continue
            try:
                unique[path] = fly(path, terrain, duration_s, knot_step_s)
            except InputError as error:
                raise PathError(str(error), i) from error
    flights = [[unique[path] for path in row] for row in draws]
    knots = max((len(flight.position_ecef_m) for flight in unique.values()), default=2)

    start_s, end_s, arrives = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    position, velocity = np.zeros((*shape, knots, 3)), np.zeros((*shape, knots, 3))
    for d, row in enumerate(flights):
        for i, flight in enumerate(row):
            start_s[d, i] = flight.start_s
            end_s[d, i] = min(flight.end_s, duration_s)
            arrives[d, i] = flight.arrives and flight.end_s <= duration_s
            flown = len(flight.position_ecef_m)
            position[d, i, :flown], velocity[d, i, :flown] = flight.position_ecef_m, flight.velocity_ecef_mps
            position[d, i, flown:], velocity[d, i, flown:] = position[d, i, flown - 1], velocity[d, i, flown - 1]
    return Trajectories(
        start_s=start_s,
        plan_end_s=end_s,
        reaches_end=arrives,
        knot_step_s=float(knot_step_s),
        position_ecef_m=position,
        velocity_ecef_mps=velocity,
    )


def states(trajectories: Trajectories, draw: int, row: int, time_s: ArrayLike) -> NDArray[np.float64]:
    """Position and velocity ``(n, 6)`` in ECEF of one object at times ``(n,)``; nan while it does not exist."""
    time = np.atleast_1d(np.asarray(time_s, dtype=np.float64))
    out = np.empty((time.size, 6))
    start = trajectories.start_s[draw, row]
    states_into(
        trajectories.position_ecef_m[draw, row],
        trajectories.velocity_ecef_mps[draw, row],
        start,
        trajectories.knot_step_s,
        time,
        out,
    )
    out[(time < start) | (time > trajectories.plan_end_s[draw, row])] = np.nan
    return out


def _by_draw(paths: Sequence[Path] | Sequence[Sequence[Path]]) -> list[list[Path]]:
    nested = [list(row) for row in paths if isinstance(row, (list, tuple))]
    flat = [path for path in paths if not isinstance(path, (list, tuple))]
    if flat and nested:
        raise ValueError("paths must be one list of paths, or one list per draw, not a mixture")
    if len({len(row) for row in nested}) > 1:
        raise ValueError("every draw must have the same objects")
    return nested or [cast("list[Path]", flat)]
