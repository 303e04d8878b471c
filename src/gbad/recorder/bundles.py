"""What the book's kernels take, by use."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad.tables import Bools, Floats, Ints


class Plots(NamedTuple):
    """Plots of one tick and who they really were."""

    run: Ints
    radar: Ints
    time_s: Floats
    origin: Ints
    offsets: Ints


class Reports(NamedTuple):
    """Local tracks as they leave their radars."""

    run: Ints
    radar: Ints
    number: Ints
    slot: Ints
    time_s: Floats
    ready_s: Floats
    detection: Ints


class Notes(NamedTuple):
    """What the book keeps between cycles."""

    first_s: Floats  # (runs, objects, stages)
    radar_s: Floats  # (runs, radars, objects, 3)
    shared_s: Floats  # (runs, commands, objects)
    local_number: Ints  # (runs, radars, slots)
    local_object: Ints  # (runs, radars, slots)


class Sight(NamedTuple):
    """What every radar could see then, and which radars there are."""

    in_sight: Bools  # (D, radars, objects)
    snr_db: Floats  # (D, radars, objects)
    weak_db: Floats  # (D, radars)
    cued: Bools  # (radars,)
    command: Ints  # (radars,)
    period_s: Floats  # (D, radars)
    radar_end_s: Floats  # (runs, radars)
    obeys: Ints  # (runs, batteries)  command that each battery takes orders from
    shut: Ints  # (runs, batteries)  codes.causes of a battery that takes none by its timetable; 0: it does


class Seen(NamedTuple):
    """The commands' pictures."""

    number: Ints
    member: Ints
    member_time_s: Floats
    permitted: np.ndarray
    priority: Floats


class Ordered(NamedTuple):
    """The ledger."""

    ordered: Bools
    command: Ints
    track: Ints
    report_s: Floats
