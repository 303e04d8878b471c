"""What links that are down and posts that are away or lost do to what is said: nothing of it arrives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gbad.codes.units import UnitKind
from gbad.messages import TrackReports
from gbad.network import _columns_kernel as columns
from gbad.tables import Defence, Floats


def dropped(
    leaves: Floats,
    defence: Defence,
    links: columns.Links,
    reports: TrackReports,
    arrivals: Callable[[Floats], Floats],
) -> Floats:
    """``(n, F)`` when reports leave, inf where the link is down then or the post at its end away when they arrive."""
    units = defence.units
    if not len(units.kind) or not np.isin(units.kind, (UnitKind.LINK, UnitKind.POST)).any():
        return leaves
    out = leaves.copy()
    draw = links.draw[reports.run]
    fan_of = links.of_radar[reports.radar]  # (n, F)
    for spell in np.flatnonzero(units.kind == UnitKind.LINK):
        here = fan_of == units.row[spell]
        down = (units.from_s[draw, spell][:, None] <= out) & (out < units.to_s[draw, spell][:, None])
        out[here & down] = np.inf
    reach_s = arrivals(out)  # (n, commands)
    for spell in np.flatnonzero(units.kind == UnitKind.POST):
        post = int(units.row[spell])
        away = (units.from_s[draw, spell] <= reach_s[:, post]) & (reach_s[:, post] < units.to_s[draw, spell])
        to_post = (fan_of >= 0) & (links.command[np.maximum(fan_of, 0)] == post)
        out[to_post & away[:, None]] = np.inf
    return out
