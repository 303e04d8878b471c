"""A leaker's cause in words: what kept whom from it, by how much, when; and the other gates that were shut then."""

from __future__ import annotations

import math

import numpy as np

from gbad.attribution.cause import Attribution
from gbad.attribution.gates import Near
from gbad.codes.causes import Cause
from gbad.recorder.book import CONFIRMED, Book
from gbad.tables import Defence


def evidence(book: Book, found: Attribution, run: int, who: int, rounds: int) -> str:
    """What the cause of one object in one run rests on; empty for one that did not get through."""
    cause = Cause(int(found.cause[run, who]))
    if cause == Cause.NONE:
        return ""
    d, near = book.tables.defence, found.near.get((run, who))
    when_s = float(found.when_s[run, who])
    fired = f" ({rounds} round{'s' if rounds > 1 else ''} fired at it)" if rounds else ""
    if math.isnan(when_s):
        begun = "No round of any battery could have met it" if len(d.batteries.id) else "Nothing could be fired at it"
    else:
        battery = d.batteries.id[int(found.battery[run, who])]
        begun = f"{battery} could last have met it by an order at {when_s:.0f} s"
    if near is None:
        return f"{begun}; what kept it from that: {cause.sentence}{fired}."
    return f"{begun}; what stood in the way: {told(book, near, run, who)}{fired}."


def told(book: Book, near: Near, run: int, who: int) -> str:
    """One gate: the unit, the nearest miss, the moment."""
    d = book.tables.defence
    at = f"at {(near.cycle + 1) * d.cycle_s:.0f} s"
    if near.cause == Cause.SEVERAL:
        names = ", ".join(other.sentence for other in near.also)
        return f"several gates at once ({names}), the fewest {at}"
    said = near.said()
    unit = _unit(d, near)
    if near.cause == Cause.CONFIRMED_TOO_LATE:
        confirmed_s = book.first_s[run, who, CONFIRMED]
        late = f", {near.miss:.0f} s too late" if np.isfinite(near.miss) and near.miss > 0 else ""
        when = f"its first track was confirmed at {confirmed_s:.0f} s" if np.isfinite(confirmed_s) else "no track yet"
        return f"{near.cause.sentence} ({unit}: {when}{late})"
    return f"{near.cause.sentence} ({', '.join(part for part in (unit, said, at) if part)})"


def _unit(d: Defence, near: Near) -> str:
    if near.unit < 0:
        return ""
    return str(d.batteries.id[near.unit] if near.of_battery else d.radars.id[near.unit])


def also(found: Attribution, run: int, who: int) -> str:
    """Identifiers of the other gates that were shut at that moment, with blanks between them."""
    near = found.near.get((run, who))
    return " ".join(cause.identifier for cause in near.also) if near else ""
