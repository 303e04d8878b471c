"""The tracker of every radar of every run: plots of one group after another into tracks and reports.

Nothing here knows of ticks: a track's life is counted in its radar's visits, and the dead are swept when their radar
next hands over a group, so cutting time elsewhere changes nothing. See ``tracker.py`` for the rules in words.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.tracking._association_kernel import assign, best_first, load, pairs
from gbad.tracking._columns_kernel import NO_TROUBLE, SLOTS_FULL
from gbad.tracking._lives_kernel import BRANCHES, begin, split, sweep, take
from gbad.tracking._reports_kernel import report
from gbad.tracking._target_kernel import GATE, MIN_REVISIT

# who chooses plots one after another: stages of life, and whether the gate is that of the hardest turn
STAGES = ((0, False), (1, False), (0, True), (2, False))


@lean
def track_groups(tracks, slots, plots, base, sites, settings, lifecycle, reports, scan):
    """Work through all groups of all runs in place. Returns (reports, trouble, rows needed)."""
    written = np.int64(0)
    radars = sites.cued.size
    for run in range(plots.offsets.size - 1):
        draw = sites.draw[run]
        first, end = plots.offsets[run], plots.offsets[run + 1]
        while first < end:
            radar, group, visit = plots.radar[first], plots.group[first], plots.visit[first]
            last = first
            while last < end and plots.radar[last] == radar and plots.group[last] == group:
                last += 1
            if sites.passive[radar]:
                first = last
                continue
            count = last - first
            origin = (run * radars + radar) * slots
            revisit, rate_var = settings[MIN_REVISIT] * sites.period_s[draw, radar], sites.rate_std[draw, radar] ** 2
            latest = load(scan, plots, first, count, settings[GATE])
            top = sweep(tracks, scan, origin, tracks.high[run, radar], visit, lifecycle)
            # a radar without range rate cannot tell which of several plots goes on a single one: it tries some
            splits = not np.isfinite(rate_var) and lifecycle[BRANCHES] > 1
            # confirmed tracks choose first, then young ones, confirmed ones that may turn, single plots
            updated = np.int64(0)
            for stage, turns in STAGES:
                if updated == count or scan.alive[stage] == 0:
                    continue
                rows = pairs(scan, count, latest, stage, turns, visit, tracks, settings, revisit, rate_var)
                if rows == 0:
                    continue
                if splits and stage == 2:
                    top = split(
                        tracks, scan, rows, origin, top, slots, run, radar, visit, first, plots, rate_var,
                        sites.frame, settings, lifecycle,
                    )  # fmt: skip
                    if top < 0:
                        return written, SLOTS_FULL, slots + 1
                    continue
                if splits and stage == 1:
                    best_first(scan, rows)
                else:
                    assign(scan, rows, count)
                updated = take(
                    tracks, scan, rows, updated, turns, radar, visit, first, plots, rate_var, sites.frame, settings,
                    lifecycle,
                )  # fmt: skip
            # what is left over may be something new
            if updated < count:
                top = begin(
                    tracks, scan, count, origin, top, slots, run, radar, visit, first, plots, rate_var, sites.frame,
                    settings,
                )  # fmt: skip
                if top < 0:
                    return written, SLOTS_FULL, slots + 1
            tracks.high[run, radar] = top
            written = report(
                reports, written, tracks, scan, updated, sites, run, radar, origin, visit, group, first,
                base[run] - plots.offsets[run], plots,
            )  # fmt: skip
            first = last
    return written, NO_TROUBLE, 0
