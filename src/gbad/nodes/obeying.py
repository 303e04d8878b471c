"""Succession: whom each battery takes its orders from.

A battery has its post and, in order, others that take over (``successors``). It obeys the first that is ready and whose
link with the battery's engagement radar is up; orders and cues go down that link, tracks go up it. A successor steps in
only when all before it have been out of reach for ``takeover_s`` (asked now and that long ago), and steps back at once.
While nobody is left the battery is on its own and does not fire.

Left out: rounds in flight are not handed over: they fly on with the last picture of the post that ordered them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.codes.causes import Cause
from gbad.codes.units import GATE_OF, UnitKind, UnitState
from gbad.nodes.spells import off_at
from gbad.tables import Bools, Defence, Ints
from gbad.tables.bundles import made_once


@dataclass(frozen=True, slots=True)
class Obeying:
    """Who commands whom at one instant."""

    command: Ints  # (runs, batteries)  the post it obeys; its own where there is nobody
    nobody: Bools  # (runs, batteries)  no post is ready and in reach
    link: Ints  # (runs, radars)  by which link each radar is told where to look; -1: by none
    post_off: Bools  # (runs, commands)


def obeying(defence: Defence, draw_of_run: Ints, time_s: float) -> Obeying:
    """Who commands whom, by the timetables of posts and links. For reading only: it may be kept."""
    runs = len(draw_of_run)
    if len(defence.units.kind):
        return _obeying(defence, draw_of_run, time_s)
    # nobody ever moves or is lost: asked at every cycle, worked out once
    kept = _kept(defence)
    if runs not in kept:
        kept[runs] = _obeying(defence, draw_of_run, time_s)
    return kept[runs]


@made_once
def _kept(defence: Defence) -> dict[int, Obeying]:
    """By number of runs."""
    del defence
    return {}


def _obeying(defence: Defence, draw_of_run: Ints, time_s: float) -> Obeying:
    d, runs = defence, len(draw_of_run)
    posts, links, radars = len(d.commands.key), len(d.links.radar), len(d.radars.command)
    own = np.asarray(d.batteries.command, np.int64)
    between = np.full((radars, posts), -1, np.int64)
    between[d.links.radar, d.links.command] = np.arange(links)
    link = np.repeat(between[np.arange(radars), d.radars.command][None], runs, axis=0)
    command = np.repeat(own[None], runs, axis=0)
    nobody = np.zeros(command.shape, np.bool_)
    post_off = off_at(d.units, UnitKind.POST, posts, draw_of_run, time_s)
    if not np.isin(d.units.kind, (UnitKind.POST, UnitKind.LINK)).any():
        return Obeying(command, nobody, link, post_off)

    # a link is of use when it is up and somebody is at its end
    cut = _cut(d, draw_of_run, time_s)
    for battery, radar in enumerate(d.batteries.radar):
        heirs = d.batteries.successors[battery]
        chosen = np.full(runs, -1, np.int64)
        waited = np.ones(runs, np.bool_)  # all before have been out of reach long enough
        before = time_s - float(d.batteries.takeover_s[battery])
        cut_before = _cut(d, draw_of_run, before)
        for post in (int(own[battery]), *(int(heir) for heir in heirs if heir >= 0)):
            line = between[radar, post]
            if line < 0:
                continue
            chosen = np.where((chosen < 0) & waited & ~cut[:, line], post, chosen)
            waited &= cut[:, line] & cut_before[:, line]
        nobody[:, battery] = chosen < 0
        command[:, battery] = np.where(chosen < 0, own[battery], chosen)
        link[:, radar] = np.where(chosen < 0, -1, between[radar, np.maximum(chosen, 0)])
    # radars without a battery hear their own post or nobody
    alone = np.setdiff1d(np.arange(radars), d.batteries.radar)
    down = cut[:, np.maximum(link[0, alone], 0)] if links else np.zeros((runs, len(alone)), np.bool_)
    link[:, alone] = np.where(down, -1, link[:, alone])
    return Obeying(command, nobody, link, post_off)


def shut_batteries(defence: Defence, who: Obeying, draw_of_run: Ints, time_s: float) -> Ints:
    """``(runs, batteries)``: why a battery takes no order, by codes.causes; 0 where it takes them."""
    units = defence.units
    found = np.where(who.nobody, int(Cause.POST_LOST), 0)
    for spell in np.flatnonzero(units.kind == UnitKind.BATTERY):
        from_s, to_s = units.from_s[draw_of_run, spell], units.to_s[draw_of_run, spell]
        now = (from_s <= time_s) & (time_s < to_s)
        found[now, units.row[spell]] = int(GATE_OF[UnitState(int(units.state[spell]))])
    return found


def _cut(defence: Defence, draw_of_run: Ints, time_s: float) -> Bools:
    """``(runs, links)``: links that are down, or have nobody at their end."""
    d = defence
    posts = off_at(d.units, UnitKind.POST, len(d.commands.key), draw_of_run, time_s)
    links = off_at(d.units, UnitKind.LINK, len(d.links.radar), draw_of_run, time_s)
    return links | posts[:, d.links.command]
