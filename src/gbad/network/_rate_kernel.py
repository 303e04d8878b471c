"""When reports leave a link that carries only so many a second: one server, a line of limited length."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean


@lean
def queue_up(offsets, radar, slot, number, available, draw_of_run, of_radar, rate_per_s, room, line, leaves):
    """Fill ``leaves (n, F)`` [s]: when the last of each report is on each link; inf where it found the line full.

    ``line`` keeps, per run and link, when the link is free again, and what was sent last of each local track.
    Reports of one radar's group stand in line by who has waited longest (last sent least recently, then by row).
    """
    for run in range(offsets.size - 1):
        first = offsets[run]
        while first < offsets[run + 1]:
            last = first
            while last < offsets[run + 1] and radar[last] == radar[first] and available[last] == available[first]:
                last += 1
            for f in range(of_radar.shape[1]):
                link = of_radar[radar[first], f]
                if link < 0:
                    continue
                rate = rate_per_s[draw_of_run[run], link]
                if rate == np.inf:
                    for i in range(first, last):
                        leaves[i, f] = available[i]
                    continue
                stand_in_line(run, link, f, first, last, slot, number, available[first], rate, room[link], line, leaves)
            first = last


@lean
def stand_in_line(run, link, f, first, last, slot, number, now, rate, room, line, leaves):
    """One group's reports on one link. Not yet served ones are marked by nan."""
    for i in range(first, last):
        leaves[i, f] = np.nan
        if number[i] != line.number[run, link, slot[i]]:
            line.number[run, link, slot[i]], line.sent_s[run, link, slot[i]] = number[i], -np.inf
    for _ in range(last - first):
        longest, chosen = np.inf, np.int64(-1)
        for i in range(first, last):
            if np.isnan(leaves[i, f]) and (chosen < 0 or line.sent_s[run, link, slot[i]] < longest):
                longest, chosen = line.sent_s[run, link, slot[i]], i
        # reports not yet wholly sent, the one on the link among them; the tolerance is rounding only
        ahead = np.ceil((line.free_s[run, link] - now) * rate - 1e-9)
        if ahead > room:
            leaves[chosen, f] = np.inf
            continue
        line.free_s[run, link] = max(line.free_s[run, link], now) + 1.0 / rate
        leaves[chosen, f] = line.free_s[run, link]
        line.sent_s[run, link, slot[chosen]] = line.free_s[run, link]
