"""Track reports written by hand, and a network to send them over."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from gbad import network
from gbad.messages import TrackReports

FLIGHT = np.array([20e3, 30e3, 5e3, 100.0, -50.0, 0.0])


def reports_of(world, rows, runs=1):
    """TrackReports from dicts; states in the first radar's east-north-up frame under ``flight``, valid at time_s."""
    count = len(rows)
    flight = np.array([row.get("flight", FLIGHT) for row in rows]).reshape(-1, 6)
    time = np.array([row["time_s"] for row in rows], float)
    spread = np.array([row.get("spread_m", 100.0) for row in rows], float)
    column = {f.name: np.array([row.get(f.name, 0) for row in rows], np.int64) for f in fields(TrackReports)}
    column["number"] = np.array([row.get("number", 1) for row in rows], np.int64)
    cov = np.zeros((count, 6, 6))
    for i in range(3):
        cov[:, i, i], cov[:, 3 + i, 3 + i] = spread**2, 100.0
    column |= dict(
        offsets=np.searchsorted(column["run"], np.arange(runs + 1)),
        time_s=time,
        available_s=np.array([row.get("available_s", row["time_s"]) for row in rows], float),
        first_s=np.zeros(count),
        position_ecef_m=world.ecef(flight[:, :3] + time[:, None] * flight[:, 3:]),
        velocity_ecef_mps=world.ecef_velocity(flight[:, 3:]),
        covariance_ecef=cov,
    )
    return TrackReports(**column)


def start(world, runs=1, slots=16, queue=64, first_run=0, seed=7):
    """A fresh network of ``runs`` runs."""
    number = np.arange(first_run, first_run + runs).astype(np.uint64)
    return network.start(world.defence, np.zeros(runs, np.int64), number, seed, slots, queue)
