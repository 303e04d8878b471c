"""Bearings on which something was heard to send -> how often each track was the one that sent.

A bearing is a track's if it alone lies within ``GATE`` deviations of it: of the bearing, and of the track across the
line of sight, both together. Where two tracks lie on it, it is nobody's. Counted are cycles, not pulses.
Left out: what kind of emitter it is (here only fire-control radars and jammers send), and chance bearings of false
plots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import AirPicture, Bearings
from gbad.tables import Ints

GATE = 3.0
ENOUGH = 2  # cycles in which it was heard, before a track is taken for one that sends


@dataclass(slots=True)
class Heard:
    """Axes as in the picture."""

    number: Ints  # (runs, commands, slots)  the track that is counted
    cycles: Ints  # (runs, commands, slots)  in which it was heard


def listen(heard: Heard, picture: AirPicture, bearings: Bearings, time_s: float) -> None:
    """Count the cycle's bearings for the tracks they fit."""
    heard.cycles[heard.number != picture.number] = 0
    heard.number[:] = picture.number
    for run, command in sorted(set(zip(bearings.run.tolist(), bearings.command.tolist(), strict=True))):
        slots = np.flatnonzero(picture.number[run, command])
        rows = np.flatnonzero((bearings.run == run) & (bearings.command == command))
        if not len(slots):
            continue
        at = (run, command, slots)
        place = picture.position_ecef_m[at] + picture.velocity_ecef_mps[at] * (time_s - picture.time_s[at])[:, None]
        sight = place[None] - bearings.origin_ecef_m[rows, None]
        distance = np.linalg.norm(sight, axis=2)
        off = np.linalg.norm(np.cross(sight, bearings.direction_ecef[rows, None]), axis=2) / distance
        ahead = np.einsum("bsk,bk->bs", sight, bearings.direction_ecef[rows]) > 0.0
        spread_m2 = np.trace(picture.covariance_ecef[at][:, :3, :3], axis1=1, axis2=2) / 3.0
        allowed = GATE * np.sqrt(bearings.std_rad[rows, None] ** 2 + spread_m2[None] / distance**2)
        fits = ahead & (off <= allowed)
        alone = fits[fits.sum(axis=1) == 1]
        heard.cycles[run, command, slots] += alone.any(axis=0)
