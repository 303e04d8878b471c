"""Where engagement radars look until the next command cycle: what their rooms ask for, in one list for each radar."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gbad import network, sensing, tracking
from gbad import weapon_assignment as weapons
from gbad.messages import AirPicture, Cues, Shots
from gbad.simulation import _pointing_kernel as numbers
from gbad.tables import Defence, Ints


def pointing(
    trackers: tracking.TrackerState,
    strobes: tracking.Strobes | None,
    net: network.NetworkState,
    defence: Defence,
    picture: AirPicture,
    time_s: float,
    rounds: Shots | None = None,
    taken: Ints | None = None,
) -> Cues:
    """Where engagement radars look until the next cycle: their own tracks, what the command designates, bearings.

    ``rounds`` are shots on their way: what they are for is looked at first. ``taken`` is what guiding takes.
    """
    own = tracking.own_cues(trackers, defence, time_s)
    told = network.cues(net, defence, picture, time_s)
    if rounds is not None and defence.radars.dwells_per_period.any():
        told = replace(told, guided=weapons.under_fire(told.number, rounds, defence))
    parts = [own, told, *tracking.strobe_cues(strobes, defence, time_s)]
    parts += sensing.horizon_cues(defence, net.links.draw, time_s)
    return _joined(parts, defence.radars.cued, own.taken if taken is None else taken)


def _joined(parts: list[Cues], cued: np.ndarray, taken: Ints) -> Cues:
    """Lists of several rooms one behind the other: rooms keep many slots, most of them empty."""
    looks = [numbers.Looks(*(getattr(part, name) for name in numbers.Looks._fields)) for part in parts]
    count = np.zeros(taken.shape, np.int64)
    most = 1
    for part in looks:
        most = max(most, numbers.count_cues(part.number, cued, count))
    shape = (*taken.shape, most)
    into = numbers.Looks(
        np.zeros(shape, np.int64), np.zeros(shape), np.zeros((*shape, 3)), np.zeros((*shape, 3)), np.zeros(shape),
        np.zeros(shape, np.bool_),
    )  # fmt: skip
    count[:] = 0
    for part in looks:
        numbers.append(part, cued, count, into)
    return Cues(*into, taken=taken)
