"""A tracker in Python at a radar: what it is shown, what it must give, how it is loaded.

```python
class Tracker:
    def __init__(self, radar):               # a RadarView
        ...
    def update(self, plots):                 # a PlotGroup: the plots of one part of a visit
        return LocalTracks(...)              # all its live tracks
```

``tracker: ./mine.py:Tracker`` in a command post serves all radars that report to it. The class is made once for every
run and radar, so that it may remember; ``gbad.testing.check_tracker(Tracker)`` tries it out. The built-in ``imm`` and
``jpda`` are classes of this kind (``models.py``), loaded by the same road; ``kalman`` works on whole batches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from gbad.errors import InputError
from gbad.plugins import file_of, module_of, must_take
from gbad.tables import Floats, Ints

BUILT_IN = ("kalman", "imm", "jpda")


@dataclass(frozen=True, slots=True)
class RadarView:
    """What a tracker knows of its radar. Places are east, north, up at the antenna."""

    id: str
    antenna_height_m: float  # above the ellipsoid
    period_s: float  # one visit to every bearing
    groups: int  # parts of a period whose plots come together
    range_rate_std_mps: float  # nan where it is not measured
    false_alarms_per_visit: float
    instrumented_range_m: float
    centre_enu_m: Floats  # (3,) the Earth's centre
    spin_enu_radps: Floats  # (3,) the Earth's rotation


@dataclass(frozen=True, slots=True)
class PlotGroup:
    """The ``n`` plots of one group, at least one, in order of time. Arrays are copies."""

    visit: int  # absolute ordinal of the radar's period
    group: int  # absolute ordinal of the part of a period
    end_s: float
    time_s: Floats  # (n,)
    position_enu_m: Floats  # (n, 3) at the antenna
    slant_range_m: Floats  # (n,)
    azimuth_rad: Floats  # (n,) clockwise from true north
    elevation_rad: Floats  # (n,)
    range_rate_mps: Floats  # (n,) positive when opening; nan if not measured
    range_std_m: Floats  # (n,)
    azimuth_std_rad: Floats  # (n,)
    elevation_std_rad: Floats  # (n,)


@dataclass(frozen=True, slots=True)
class LocalTracks:
    """All live tracks of a radar after a group, ``n`` rows. A number is never given to a second track."""

    number: Ints  # (n,) from 1, each once
    time_s: Floats  # (n,) validity of the state: that of the newest plot
    position_enu_m: Floats  # (n, 3)
    velocity_enu_mps: Floats  # (n, 3)
    covariance: Floats  # (n, 6, 6)
    plot: Ints  # (n,) row of the group's plot that updated it, -1 for none; no plot twice
    confirmed: Ints  # (n,) 1 for those that are reported when a plot updates them


class Tracker(Protocol):
    """What a user's class must offer, beside being made from a :class:`RadarView`."""

    def update(self, plots: PlotGroup) -> LocalTracks:
        """Take the next group of plots and give all live tracks."""


TrackerMaker = Callable[[RadarView], Tracker]


class TrackerError(InputError):
    """A tracker gave something that is no set of tracks."""


def load_tracker(reference: str, folder: Path) -> TrackerMaker | None:
    """The class behind ``PATH.py:CLASS``, relative to ``folder``, or a built-in one; None for ``kalman``.

    Runs the user's file. Raises ``InputError`` when there is no such file or class.
    """
    if reference == "kalman":
        return None
    if reference in BUILT_IN:
        path_text, name, path = "models.py", f"{reference.title()}", Path(__file__).with_name("models.py")
    else:
        path_text, colon, name = reference.rpartition(":")
        if not colon or not path_text.endswith(".py"):
            raise InputError(
                f"tracker {reference}: expected {', '.join(BUILT_IN)} or a reference like ./mine.py:Tracker"
            )
        path = file_of(path_text, folder)
    if not path.is_file():
        raise InputError(f"tracker {reference}: there is no file {path_text} beside the scenario")
    module = module_of(path, "tracker")
    found = getattr(module, name, None)
    if not callable(found) or not callable(getattr(found, "update", None)):
        known = ", ".join(n for n, v in vars(module).items() if isinstance(v, type) and hasattr(v, "update"))
        raise InputError(
            f"tracker {reference}: {path.name} has no class {name} with a method update; it has: {known or 'none'}"
        )
    must_take(found, "radar", "tracker", name)
    must_take(found.update, "self, plots", "tracker", f"{name}.update")
    return found


def checked(tracks: LocalTracks, plots: PlotGroup, where: str) -> LocalTracks:
    """The same tracks, as arrays of the right kind. Raises ``TrackerError`` with what is wrong."""
    names = ("number", "time_s", "position_enu_m", "velocity_enu_mps", "covariance", "plot", "confirmed")
    missing = [name for name in names if not hasattr(tracks, name)]
    if missing:
        raise TrackerError(f"{where} gave {tracks!r:.60}; expected LocalTracks (it has no {', '.join(missing)})")
    number, n = np.asarray(tracks.number), np.asarray(tracks.number).size
    if number.shape != (n,) or number.dtype.kind not in "iuf" or (number != np.floor(number)).any():
        raise TrackerError(f"{where} gave numbers {number.tolist()}; expected whole numbers from 1, each once")
    shapes = {"time_s": (n,), "position_enu_m": (n, 3), "velocity_enu_mps": (n, 3), "covariance": (n, 6, 6)}
    shapes |= {"plot": (n,), "confirmed": (n,)}
    for name, shape in shapes.items():
        column = np.asarray(getattr(tracks, name))
        if column.shape != shape:
            raise TrackerError(f"{where} gave {name} of shape {column.shape}; expected {shape} for {n} tracks")
        if column.dtype.kind not in "biuf":
            raise TrackerError(f"{where} gave {name} of {column.dtype}; expected numbers")
        if not np.isfinite(column).all():
            raise TrackerError(f"{where} gave {name} with nan or inf; expected finite numbers")
    if n and (number.min() < 1 or np.unique(number).size < n):
        raise TrackerError(f"{where} gave numbers {number.tolist()}; expected whole numbers from 1, each once")
    used = np.asarray(tracks.plot)[np.asarray(tracks.plot) >= 0]
    if used.size and (used.max() >= plots.time_s.size or np.unique(used).size < used.size):
        raise TrackerError(
            f"{where} gave plots {used.tolist()}; expected rows below {plots.time_s.size}, none of them twice"
        )
    return LocalTracks(
        number=number.astype(np.int64),
        time_s=np.ascontiguousarray(tracks.time_s, np.float64),
        position_enu_m=np.ascontiguousarray(tracks.position_enu_m, np.float64),
        velocity_enu_mps=np.ascontiguousarray(tracks.velocity_enu_mps, np.float64),
        covariance=np.ascontiguousarray(tracks.covariance, np.float64),
        plot=np.asarray(tracks.plot).astype(np.int64),
        confirmed=np.asarray(tracks.confirmed).astype(np.int64),
    )
