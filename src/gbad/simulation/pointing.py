"""Where engagement radars look until the next cycle, put together from the rooms that know."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gbad import network, sensing, tracking
from gbad import weapon_assignment as weapons
from gbad.messages import Cues
from gbad.tables import Defence


def pointing(trackers, strobes, net, defence: Defence, picture, time_s: float, rounds=None, taken=None) -> Cues:
    """Where engagement radars look until the next cycle: their own tracks, what the command designates, bearings.

    ``rounds`` are shots on their way: what they are for is looked at first. ``taken`` is what guiding takes.
    """
    own = tracking.own_cues(trackers, defence, time_s)
    told = network.cues(net, defence, picture, time_s)
    if rounds is not None and defence.radars.dwells_per_period.any():
        told = replace(told, guided=weapons.under_fire(told.number, rounds, defence))
    parts = [own, told, *tracking.strobe_cues(strobes, defence, time_s)]
    parts += sensing.horizon_cues(defence, net.links.draw, time_s)
    # rooms keep many slots, most of them empty; behind the last that anybody uses there is nothing to look at
    used = [
        int(np.flatnonzero(np.bitwise_or.reduce(part.number.reshape(-1, part.number.shape[2])))[-1:].sum()) + 1
        for part in parts
    ]

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name)[:, :, :k] for part, k in zip(parts, used, strict=True)], axis=2)

    slots = ("number", "time_s", "position_ecef_m", "velocity_ecef_mps", "half_width_rad", "guided")
    return Cues(**{name: joined(name) for name in slots}, taken=own.taken if taken is None else taken)
