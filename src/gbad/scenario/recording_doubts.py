"""What looks wrong in recorded flights: units that are not those of the columns. Nothing is changed, only said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.physics import earth

Floats = NDArray[np.float64]
HIGHEST_M = 16_000.0  # business jets end at 15,500 m
OFF = 1.5  # ratio of two figures of the same thing from which on they are not one
LEAST_CLIMB_MPS = 2.0


class Flown(Protocol):
    """The part of a recording that is looked at here; see ``recordings.Recording``."""

    @property
    def time_s(self) -> Floats: ...
    @property
    def latitude_rad(self) -> Floats: ...
    @property
    def longitude_rad(self) -> Floats: ...
    @property
    def height_m(self) -> Floats: ...
    @property
    def velocity_enu_mps(self) -> Floats: ...


def doubts(recordings: Sequence[Flown]) -> Iterator[str]:
    """Sentences on heights that are probably feet, speeds that are probably knots, climbs that do not fit."""
    middle = np.array([np.median(recording.height_m) for recording in recordings])
    high = int((middle > HIGHEST_M).sum())
    if high:
        yield (
            f"{high} of {len(recordings)} pieces of flight lie above {HIGHEST_M:,.0f} m (the highest at "
            f"{middle.max():,.0f} m): heights are probably feet; metres are read"
        )
    speed, climb = _ratios(recordings)
    if len(speed) and not 1.0 / OFF <= np.median(speed) <= OFF:
        yield (
            f"recorded speeds are {np.median(speed):.2f} times those of the places (1.94: knots); metres per second "
            "are read, and the flights will not fit their places"
        )
    if len(climb) and not 1.0 / OFF <= np.median(climb) <= OFF:
        yield (
            f"heights change {np.median(climb):.2f} times as fast as the recorded climb says (3.28: heights in feet, "
            "0.0051: climb in feet per minute); metres and metres per second are read"
        )


def _ratios(recordings: Sequence[Flown]) -> tuple[Floats, Floats]:
    """Recorded speed over that between places, change of height over recorded climb, row by row where they say."""
    speeds, climbs = [np.empty(0)], [np.empty(0)]
    for one in recordings:
        place = earth.geodetic_to_ecef(one.latitude_rad, one.longitude_rad, np.zeros_like(one.height_m))
        dt = np.diff(one.time_s)
        between = np.linalg.norm(np.diff(place, axis=0), axis=1) / dt
        # the mean of both ends of a step: turns and climbs that begin within it even out
        said = 0.5 * (one.velocity_enu_mps[1:] + one.velocity_enu_mps[:-1])
        fast = np.hypot(said[:, 0], said[:, 1])
        moving = (between > 20.0) & (fast > 0.0)
        speeds.append(fast[moving] / between[moving])
        steep = np.abs(said[:, 2]) > LEAST_CLIMB_MPS
        climbs.append((np.diff(one.height_m) / dt)[steep] / said[steep, 2])
    return np.concatenate(speeds), np.concatenate(climbs)
