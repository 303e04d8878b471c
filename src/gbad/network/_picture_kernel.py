"""The air picture of every command of every run, cycle by cycle, and its way down to the cued radars.

See ``network.py`` for the rules in words.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.network._association_kernel import NOISE, copy_state, join, part, spread
from gbad.network._columns_kernel import NO_TROUBLE
from gbad.network._links_kernel import leave


@lean
def share(t, links, mirrors, systems, ring, place, gate, rules):
    """Bring all pictures up to ``t`` and keep a copy at ``place`` of the ring. Returns (trouble, rows needed)."""
    ring.shared_s[place] = t
    for run in range(links.draw.size):
        take_stock(run, t, links, mirrors, systems, rules)
        part(run, t, links, mirrors, systems, gate, rules)
        trouble, needed = join(run, t, links, mirrors, systems, gate, rules)
        if trouble != NO_TROUBLE:
            return trouble, needed
        refresh(run, t, links, mirrors, systems, rules)
        drop(run, t, systems)
        remember(run, place, systems, ring)
    return NO_TROUBLE, 0


@lean
def take_stock(run, t, links, mirrors, systems, rules):
    """Who feeds what, where there is news, and which local tracks have fallen silent."""
    for command in range(systems.high.shape[1]):
        for slot in range(systems.high[run, command]):
            systems.dirty[run, command, slot], systems.members[command, slot] = 0, 0
    for link in range(links.command.size):
        command, radar = links.command[link], links.radar[link]
        patience = links.patience_s[links.draw[run], link]
        top = 0
        for slot in range(mirrors.high[run, link]):
            if mirrors.number[run, link, slot] == 0:
                continue
            track, heard_s = mirrors.track[run, link, slot], mirrors.time_s[run, link, slot]
            if t - heard_s > patience:
                if track >= 0:
                    systems.dirty[run, command, track] = 1
                leave(run, link, slot, links, mirrors, systems, np.bool_(True))
                mirrors.number[run, link, slot], mirrors.fresh[run, link, slot] = 0, 0
                continue
            top = slot + 1
            if track < 0:
                continue
            systems.members[command, track] += 1
            systems.home[command, track, radar] = slot
            if mirrors.fresh[run, link, slot] == 1:
                systems.dirty[run, command, track] = 1
                systems.member_time_s[run, command, track, radar] = heard_s
                systems.expiry_s[run, command, track] = max(systems.expiry_s[run, command, track], heard_s + patience)
        mirrors.high[run, link] = top


@lean
def refresh(run, t, links, mirrors, systems, rules):
    """Where there is news: the state of the best member (least predicted spread), the replies of all."""
    radars = systems.member.shape[3]
    for command in range(systems.high.shape[1]):
        for slot in range(systems.high[run, command]):
            if systems.number[run, command, slot] == 0 or systems.dirty[run, command, slot] == 0:
                continue
            civil, friendly = systems.ended[run, command, slot, 0], systems.ended[run, command, slot, 1]
            asked = systems.ended[run, command, slot, 2]
            least, best = np.inf, np.int64(-1)
            for radar in range(radars):
                if systems.member[run, command, slot, radar] == 0:
                    continue
                link, home = links.between[radar, command], systems.home[command, slot, radar]
                civil += mirrors.replies[run, link, home, 0]
                friendly += mirrors.replies[run, link, home, 1]
                asked += mirrors.replies[run, link, home, 2]
                dt = t - mirrors.time_s[run, link, home]
                wide = spread(mirrors.covariance[run, link, home], dt, rules[NOISE])
                if wide < least:
                    least, best = wide, radar
            systems.civil[run, command, slot], systems.friendly[run, command, slot] = civil, friendly
            systems.interrogations[run, command, slot] = asked
            if best >= 0:
                copy_state(
                    run,
                    links.between[best, command],
                    systems.home[command, slot, best],
                    command,
                    slot,
                    mirrors,
                    systems,
                )


@lean
def drop(run, t, systems):
    """System tracks that nobody feeds end when their last local track would have been given up."""
    for command in range(systems.high.shape[1]):
        top = 0
        for slot in range(systems.high[run, command]):
            fed = False
            for radar in range(systems.member.shape[3]):
                fed = fed or systems.member[run, command, slot, radar] != 0
            if not fed and t > systems.expiry_s[run, command, slot]:
                systems.number[run, command, slot] = 0
            if systems.number[run, command, slot] > 0:
                top = slot + 1
        systems.high[run, command] = top


@lean
def remember(run, place, systems, ring):
    """Keep what a radar needs of a run's pictures at one place of the ring."""
    for command in range(systems.high.shape[1]):
        high = systems.high[run, command]
        ring.high[place, run, command] = high
        for slot in range(high):
            ring.number[place, run, command, slot] = systems.number[run, command, slot]
            ring.time_s[place, run, command, slot] = systems.time_s[run, command, slot]
            for a in range(6):
                ring.state[place, run, command, slot, a] = systems.state[run, command, slot, a]


@lean
def designate(t, links, told_by, cued, ring, shown):
    """For each cued radar: the newest picture that its link has brought by ``t``.

    ``told_by (R, S)`` is the link by which each is told where to look; -1 for none: it is shown nothing.
    """
    for run in range(links.draw.size):
        for radar in range(cued.size):
            link = told_by[run, radar]
            if not cued[radar]:
                continue
            if link < 0:
                for slot in range(shown.high[run, radar]):
                    shown.number[run, radar, slot] = 0
                continue
            command = links.command[link]
            newest = np.int64(-1)
            for place in range(ring.shared_s.size):
                arrived = ring.shared_s[place] + links.latency_s[links.draw[run], link] <= t
                if arrived and (newest < 0 or ring.shared_s[place] > ring.shared_s[newest]):
                    newest = place
            if newest < 0 or ring.shared_s[newest] <= shown.shared_s[run, radar]:
                continue
            shown.shared_s[run, radar] = ring.shared_s[newest]
            high = ring.high[newest, run, command]
            for slot in range(high, shown.high[run, radar]):
                shown.number[run, radar, slot] = 0
            shown.high[run, radar] = high
            for slot in range(high):
                shown.number[run, radar, slot] = ring.number[newest, run, command, slot]
                shown.time_s[run, radar, slot] = ring.time_s[newest, run, command, slot]
                for a in range(3):
                    shown.position[run, radar, slot, a] = ring.state[newest, run, command, slot, a]
                    shown.velocity[run, radar, slot, a] = ring.state[newest, run, command, slot, 3 + a]
