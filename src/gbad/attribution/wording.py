"""A leaker's cause in words: what kept whom from it, by how much, when; and the other gates that were shut then."""

from __future__ import annotations

import math

import numpy as np

from gbad.attribution.cause import Attribution
from gbad.attribution.gates import Near
from gbad.codes.causes import Cause
from gbad.codes.stages import ENDS
from gbad.codes.units import UnitKind, UnitState
from gbad.messages import END_INTERCEPT, END_NAMES, READY
from gbad.recorder.book import HELD, IDENTIFIED, RANKED, SHARED, Book, first_by
from gbad.tables import Defence

# gates that time opened later, by the stage that followed
_OPENED_BY = {
    Cause.NOT_SHARED_IN_TIME: (SHARED, "it had it"),
    Cause.NOT_IDENTIFIED: (IDENTIFIED, "it might be engaged"),
    Cause.NOT_RANKED: (RANKED, "it was ranked"),
}
# gates of a command, not of its battery
_OF_COMMAND = (*_OPENED_BY, Cause.WITHHELD_BY_DOCTRINE)
# gates of units: who did what then is said
_BY_UNITS = (Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.UNIT_LOST, Cause.POST_LOST)


def evidence(book: Book, found: Attribution, run: int, who: int) -> str:
    """What the cause of one object in one run rests on; empty for one that did not get through."""
    if Cause(int(found.cause[run, who])) == Cause.NONE:
        return ""
    d, near = book.tables.defence, found.near.get((run, who))
    when_s = float(found.when_s[run, who])
    later = _in_vain(book, found, run, who, when_s)
    if math.isnan(when_s):
        begun = "No round of any battery could have met it" if len(d.batteries.id) else "Nothing could be fired at it"
    else:
        battery = d.batteries.id[int(found.battery[run, who])]
        begun = f"{battery} could last have met it by an order at {when_s:.0f} s"
    if near is None:
        return f"{begun}; {_on_its_way(book, found, run, who)}{later}."
    row = found.last_round.get((run, who))
    if row is not None:
        assert book.shots is not None
        begun += f"; a round ordered at {book.shots.order_s[run, row]:.0f} s never left its tube"
        return f"{begun}, because its radar lacked the target: {told(book, near, run, who)}{later}."
    return f"{begun}; what stood in the way: {told(book, near, run, who)}{later}."


def told(book: Book, near: Near, run: int, who: int) -> str:
    """One gate: the unit, the nearest miss, the moment."""
    d = book.tables.defence
    time_s = (near.cycle + 1) * d.cycle_s
    at = f"at {time_s:.0f} s"
    if near.cause == Cause.SEVERAL:
        parts = near.parts or tuple(Near(other, near.cycle, -1, math.nan) for other in near.also)
        return "several gates at once: " + "; ".join(told(book, part, run, who) for part in parts)
    unit = _unit(d, near)
    if near.cause == Cause.CONFIRMED_TOO_LATE:
        mine = np.flatnonzero(d.radars.command == _command(d, near))
        confirmed_s = first_by(book, run, who, HELD, mine)
        late = f", {near.miss:.0f} s too late" if np.isfinite(near.miss) and near.miss > 0 else ""
        when = f"its first track was confirmed at {confirmed_s:.0f} s" if np.isfinite(confirmed_s) else "no track yet"
        return f"{near.cause.sentence} ({unit}: {when}{late})"
    said = near.said() or _means(book, near, run, who)
    if said.startswith(f"{unit}:"):
        unit = ""
    if Cause.CONFIRMED_TOO_LATE in near.also and not near.of_battery:
        at = f"until {time_s:.0f} s, too late for a track"
    return f"{near.cause.sentence} ({', '.join(part for part in (unit, said, at) if part)})"


def _means(book: Book, near: Near, run: int, who: int) -> str:
    """Numbers of a gate that the record noted: channels, rounds, or how much too late it opened."""
    d = book.tables.defence
    time_s = (near.cycle + 1) * d.cycle_s
    if near.cause in (Cause.NO_CHANNEL, Cause.NO_ROUND):
        ready, targets, missiles = (int(count) for count in book.busy_log[run, near.cycle, near.unit])
        if near.cause == Cause.NO_ROUND:
            return f"{ready} rounds left of {int((d.rounds.battery == near.unit).sum())}"
        return (
            f"{targets} of {d.batteries.target_channels[near.unit]} target channels and "
            f"{missiles} of {d.batteries.missile_channels[near.unit]} missile channels busy"
        )
    if near.cause in _BY_UNITS:
        return "; ".join(_doing(book, near, run, time_s))
    if near.cause in _OPENED_BY:
        stage, words = _OPENED_BY[near.cause]
        shared = near.cause == Cause.NOT_SHARED_IN_TIME
        first_s = float(book.shared_s[run, _command(d, near), who] if shared else book.first_s[run, who, stage])
        if not math.isfinite(first_s):
            return "never until the end"
        return f"{words} at {first_s:.0f} s, {first_s - time_s:.0f} s too late" if first_s > time_s else ""
    return ""


def _doing(book: Book, near: Near, run: int, time_s: float) -> list[str]:
    """What the units that a gate depends on did at its moment: "alpha: marching from 1200 to 5247 s"."""
    d, draw = book.tables.defence, int(book.truth.draw_of_run[run])
    if near.unit < 0:
        return []
    units, radar = d.units, int(d.batteries.radar[near.unit]) if near.of_battery else near.unit
    nodes = {(int(UnitKind.RADAR), radar)}
    if near.of_battery:
        nodes.add((int(UnitKind.BATTERY), near.unit))
    if near.cause == Cause.POST_LOST:
        heirs = d.batteries.successors[near.unit]
        posts = (d.batteries.command[near.unit], *heirs[heirs >= 0])
        nodes = {(int(UnitKind.POST), int(post)) for post in posts}
        nodes |= {(int(UnitKind.LINK), int(link)) for link in np.flatnonzero(d.links.radar == radar)}
    said = []
    for spell in range(len(units.id)):
        begin_s, end_s = float(units.from_s[draw, spell]), float(units.to_s[draw, spell])
        if (int(units.kind[spell]), int(units.row[spell])) in nodes and begin_s <= time_s < end_s:
            state = UnitState(int(units.state[spell])).identifier.replace("_", " ")
            until = f"from {begin_s:.0f} to {end_s:.0f} s" if math.isfinite(end_s) else f"from {begin_s:.0f} s on"
            said.append(f"{units.id[spell]}: {state} {until}")
    return list(dict.fromkeys(said))


def _on_its_way(book: Book, found: Attribution, run: int, who: int) -> str:
    """The round that was on its way at the last opportunity, and what became of it."""
    cause, row, shots = Cause(int(found.cause[run, who])), found.last_round.get((run, who)), book.shots
    assert shots is not None
    if row is None:
        return f"rounds were on their way to what was taken for it: {cause.sentence}"
    begun = f"the last round at it, ordered at {shots.order_s[run, row]:.0f} s,"
    end, end_s = int(shots.end_reason[run, row]), float(shots.end_s[run, row])
    if not math.isfinite(shots.launch_s[run, row]):
        return f"{begun} never left: {cause.sentence}"
    if end == END_INTERCEPT:
        target = int(shots.target[run, row])
        whom = "it" if target in (who, -1) else str(book.tables.objects.id[target])
        how = f"met {whom} at {end_s:.0f} s, {shots.miss_distance_m[run, row]:.1f} m off"
        how += f", kill probability {shots.kill_probability[run, row]:.2f}"
    else:
        how = ENDS[END_NAMES[end]] + (f" at {end_s:.0f} s" if math.isfinite(end_s) and END_NAMES[end] != "none" else "")
    return f"{begun} {how}: {cause.sentence}"


def _in_vain(book: Book, found: Attribution, run: int, who: int, when_s: float) -> str:
    """Other rounds aimed at it: those that had not stopped it, and those ordered when none could meet it any more."""
    shots = book.shots
    assert shots is not None
    mine = (shots.aimed_at[run] == who) & (shots.status[run] > READY) & np.isfinite(shots.launch_s[run])
    before = mine & (shots.order_s[run] <= when_s)
    if (run, who) in found.last_round:
        before[found.last_round[run, who]] = False
    after = mine & ~(shots.order_s[run] <= when_s)
    said = f"; {_rounds(before)} ordered earlier and had not stopped it" if before.any() else ""
    if after.any():
        said += f"; {_rounds(after)} ordered {'later' if math.isfinite(when_s) else 'all the same'}"
    return said


def _rounds(which: np.ndarray) -> str:
    count = int(which.sum())
    return "1 round was" if count == 1 else f"{count} rounds were"


def _command(d: Defence, near: Near) -> int:
    """Row of the command that a gate's unit obeys."""
    return int(d.batteries.command[near.unit] if near.of_battery else d.radars.command[near.unit])


def _unit(d: Defence, near: Near) -> str:
    if near.unit < 0:
        return ""
    if near.cause in _OF_COMMAND and near.of_battery:
        return str(d.commands.id[_command(d, near)])
    return str(d.batteries.id[near.unit] if near.of_battery else d.radars.id[near.unit])


def also(found: Attribution, run: int, who: int) -> str:
    """Identifiers of the other gates that were shut at that moment, with blanks between them."""
    near = found.near.get((run, who))
    return " ".join(cause.identifier for cause in near.also) if near else ""
