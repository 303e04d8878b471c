"""How long what is said between a post and its batteries is on the way, where it travels (``orders_travel``).

An order goes down the link by which its battery hears from the post; the result of a shot comes up the same link.
Each takes ``latency_s`` and an even share of ``latency_jitter_s``; what is lost is not answered and is said again after
twice the latency and the jitter, as often as it takes. Elsewhere both are there at once, and the reaction time
stands for it.

Left out: the rate of a link, which counts track reports only, and the wait of a result for a post that is away.
"""

from __future__ import annotations

import numpy as np

from gbad.nodes.obeying import Obeying, obeying
from gbad.physics.random import LINK, uniforms
from gbad.tables import Defence, Floats, Ints

_ORDERS, _RESULTS = 1 << 40, 1 << 41  # ordinals beside those of track reports on the same link


def ways_down(defence: Defence, who: Obeying, draw_of_run: Ints, run_number: Ints, seed: int, time_s: float) -> Floats:
    """``(runs, batteries)`` how long an order of this command cycle is on its way [s]."""
    d, runs = defence, len(draw_of_run)
    late = np.zeros((runs, len(d.batteries.id)))
    cycle = round(time_s / d.cycle_s)
    for battery in range(len(d.batteries.id)):
        link = who.link[:, d.batteries.radar[battery]]
        travels = d.commands.orders_travel[who.command[:, battery]] & (link >= 0)
        rows = np.flatnonzero(travels)
        if len(rows):
            late[rows, battery] = _way_s(d, draw_of_run[rows], run_number[rows], seed, link[rows], _ORDERS + cycle)
    return late


def way_up(
    defence: Defence, draw_of_run: Ints, run_number: Ints, seed: int, run: Ints, row: Ints, time_s: Floats
) -> Floats:
    """``(n,)`` how long the results of rounds are on their way [s]: rows of runs and of rounds, and when they ended."""
    d, late = defence, np.zeros(len(run))
    if not len(run) or not d.commands.orders_travel.any():
        return late
    battery = d.rounds.battery[row]
    cycle_s = np.floor(time_s / d.cycle_s) * d.cycle_s
    for begin_s in np.unique(cycle_s):
        who = obeying(d, draw_of_run, float(begin_s))
        link = who.link[run, d.batteries.radar[battery]]
        mine = np.flatnonzero((cycle_s == begin_s) & d.commands.orders_travel[who.command[run, battery]] & (link >= 0))
        at = run[mine]
        late[mine] = _way_s(d, draw_of_run[at], run_number[at], seed, link[mine], _RESULTS + row[mine])
    return late


def _way_s(defence: Defence, draw: Ints, run: Ints, seed: int, link: Ints, ordinal: Ints | int) -> Floats:
    d = defence.links
    toss = uniforms(seed, LINK, run, d.key[link], ordinal)
    latency_s, jitter_s, loss = d.latency_s[draw, link], d.latency_jitter_s[draw, link], d.loss_probability[draw, link]
    # so many are lost before one arrives: the geometric law, by its inverse; a link that loses all is no way at all
    sure = (loss > 0.0) & (loss < 1.0)
    lost = np.floor(np.log(toss[:, 0]) / np.log(np.where(sure, loss, 0.5)))
    lost = np.where(sure, lost, np.where(loss < 1.0, 0.0, np.inf))
    again_s = 2.0 * latency_s + jitter_s
    waited = np.where(lost > 0.0, lost * np.where(again_s > 0.0, again_s, 1.0), 0.0)
    found: Floats = latency_s + jitter_s * toss[:, 1] + waited
    return found
