"""How old the newest report on a track that is still followed may be at a post.

A look that has just been taken is known at the post after its *way*: the radar's processing, the link's latency and the
most that jitter adds. Whoever asks "has the radar just seen it?" asks for the last looks that can have arrived at all,
so the age that counts as new is

    max(periods * period, way + looks * period),

never less than some periods, and never less than the way and some looks. Without the second part a radar that looks
often over a slow link would never be seen to hold anything. Left out: waiting in line at links of limited rate, and a
clock that is late, of which the post knows nothing: what such a radar reports looks old to it.
"""

from __future__ import annotations

import numpy as np

from gbad.tables.arrays import Floats
from gbad.tables.world import Defence


def report_way_s(defence: Defence) -> Floats:
    """``(D, links)`` [s] longest time from the end of a look until its radar's report is heard."""
    links = defence.links
    processing_s = defence.radars.processing_delay_s[:, links.radar]
    return np.ascontiguousarray(processing_s + links.latency_s + links.latency_jitter_s)


def patience_s(defence: Defence, periods: float, looks: float) -> Floats:
    """``(D, links)`` [s] age up to which the newest report over a link counts as new."""
    period_s = defence.radars.period_s[:, defence.links.radar]
    return np.ascontiguousarray(np.maximum(periods * period_s, report_way_s(defence) + looks * period_s))


def patience_of_posts_s(defence: Defence, periods: float, looks: float) -> Floats:
    """``(D, commands, radars)`` [s] the same by who hears whom; nothing counts where nobody does."""
    links = defence.links
    shape = (len(defence.radars.period_s), defence.commands.key.size, defence.radars.command.size)
    patience = np.full(shape, -np.inf)
    patience[:, links.command, links.radar] = patience_s(defence, periods, looks)
    return patience
