"""The text answer of what is engageable: where each missile type can meet the target, and what ends that outwards."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gbad.coverage.covering import height_text
from gbad.coverage.engaging import Engageable, MeetingNumbers
from gbad.coverage.telling import ends_told
from gbad.text.answer import Answer, Grid


def tell_meetings(engaged: Sequence[Engageable]) -> Answer:
    """One row for each height and missile type of a battery against one class of target."""
    first = engaged[0]
    coverage = first.coverage
    numbers = [(each.interceptor, row) for each in engaged for row in each.numbers()]
    rows = [
        [name, height_text(n.height_m), _reach(n), _shares(n), n.limit]
        for name, n in numbers
    ]  # fmt: skip
    sentences = [
        f"Against {coverage.target}, flying straight in at a height above {coverage.above}: {coverage.site.radar} "
        f"confirms a track (chance {coverage.criterion.pd:g}), it is identified, {_hold(engaged)}a round flies by the "
        "engagement's own tables.",
        f"{ends_told(coverage.site, first.radar)} So they do of the published limits, of the radars' delays, of the "
        "times to decide and react and of the target's speed; the round's own flight keeps its nominal figures. "
        "Meeting is not killing.",
    ]
    if any(each.needs_radar for each in engaged) and first.radar.in_sector().all():
        sentences.append("The engagement radar's sector is looked at as if it faced every way in turn.")
    share = f"share of its sector within {coverage.site.radius_m / 1e3:.0f} km"
    grid = Grid(
        "Where a round can meet the target, in the median direction of the sector",
        ("missile", "height", "from and to", share, "ended by"), rows, ("from and to", share),
    )  # fmt: skip
    facts = {
        "battery": first.battery, "radar": first.radar.radar, "target": coverage.target.name,
        "meetings": [
            {"interceptor": name, "height_m": n.height_m,
             "nearest_m": n.nearest_m if math.isfinite(n.nearest_m) else None,
             "farthest_m": n.farthest_m, "share": list(n.share), "limit": n.limit}
            for name, n in numbers
        ],
    }  # fmt: skip
    return Answer(
        f"{first.battery} beside {coverage.site.radar}, against {coverage.target.name}", sentences, [grid], facts
    )


def _hold(engaged: Sequence[Engageable]) -> str:
    """What is asked of the engagement radar, and for which types not."""
    free = [each.interceptor for each in engaged if not each.needs_radar]
    cued = f"{engaged[0].radar.radar} is cued and holds the target"
    if not free:
        return f"{cued}, "
    names = " and ".join(free)
    return f"{cued} ({names}: on that track alone, all round), " if len(free) < len(engaged) else "on that track alone "


def _reach(n: MeetingNumbers) -> str:
    return f"{n.nearest_m / 1e3:.0f} to {n.farthest_m / 1e3:.0f} km" if math.isfinite(n.nearest_m) else "nowhere"


def _shares(n: MeetingNumbers) -> str:
    worst, nominal, best = (f"{100.0 * share:.1f} %" for share in n.share)
    return f"{nominal} ({worst} to {best})"
