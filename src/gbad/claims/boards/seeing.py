"""What a radar finds at a range, a height and of a size: the same functions as the verdict, over a grid."""

from __future__ import annotations

from gbad import library
from gbad.claims.boards.board import MAYBE, NO, YES, Board, Button, Cell, Dial, cells_of, nearest
from gbad.claims.corners import rounded, ruled_by, told
from gbad.claims.seeing import SEEN_BY, figures_of, height_needed_m, need_m2, needed_m2
from gbad.library.claim_spec import Sees
from gbad.library.figures import Figure
from gbad.text.readable import a

RANGES_KM = (50.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, 500.0, 600.0)
HEIGHTS_M = (50.0, 100.0, 500.0, 1000.0, 2000.0, 5000.0, 8000.0, 11000.0, 15000.0, 20000.0, 25000.0)
# what may fly there, from the smallest echo to the largest
TARGETS = ("low-observable-fighter", "one-way-attack-drone", "cruise-missile", "fighter", "airliner")

RULING = {
    "calibration.pd": "the chance of detection that its published range stands for",
    "calibration.range_km": "the range its sensitivity is set by",
    "calibration.rcs_m2": "the echo that its published range is stated for",
    "gas_loss_two_way_db_per_km": "what the air takes from the echo",
    "period_s": "how often it looks",
}


def levels_with(levels: tuple[float, ...], wanted: float) -> tuple[float, ...]:
    """The levels, and the one a sentence speaks of."""
    return tuple(sorted({*levels, wanted}))


def range_dial(far_km: float) -> Dial:
    """Distances up to and around the one that is claimed."""
    levels = levels_with(tuple(r for r in RANGES_KM if r <= max(600.0, far_km)), far_km)
    return Dial("range", "Distance", levels, tuple(f"{r:g} km" for r in levels), levels.index(far_km))


def height_dial(start_m: float) -> Dial:
    """Heights of flight."""
    words = tuple(metres(h) for h in HEIGHTS_M)
    dial = Dial("height", "Height of flight", HEIGHTS_M, words, 0)
    return Dial(dial.id, dial.label, dial.levels, dial.words, nearest(dial, start_m))


def target_dial(start: str) -> Dial:
    """Kinds of target of the library."""
    names = TARGETS if start in TARGETS else (*TARGETS, start)
    return Dial("target", "What flies there", names, tuple(plainly(n) for n in names), names.index(start), "choice")


def buttons_of(target: Dial, height: Dial) -> tuple[Button, ...]:
    """One press makes it a kind of target at the height where it mostly flies."""
    return tuple(
        Button(
            f"Make it {a(plainly(name))}", {"target": k, "height": nearest(height, figure(name, "height_m").nominal)}
        )
        for k, name in enumerate(target.levels)
    )


def sees_board(test: Sees) -> Board:
    """Distance, height and kind of target against horizon, echo and display of one radar."""
    limit = figure(test.radar, "instrumented_range_km")
    dials = (range_dial(test.range_km), height_dial(figure(test.target or "fighter", "height_m").nominal),
             target_dial(test.target or "fighter"))  # fmt: skip

    def answer(far_km: float, high_m: float, name: str) -> Cell:
        return seen(test.radar, far_km, high_m, name, limit)

    ruling = ruled_by(lambda ends: need_m2(test.radar, test.range_km, ends), figures_of(test.radar, SEEN_BY))
    rests = f"It rests most on one figure: {_named(ruling)}." if ruling else "None of its figures has a spread."
    half = nearest(dials[0], test.range_km / 2.0)
    buttons = (
        Button(f"At {dials[0].words[half]}", {"range": half}),
        Button(f"Fly {HEIGHTS_M[-1] / 1e3:g} km high", {"height": len(HEIGHTS_M) - 1}),
        *buttons_of(dials[2], dials[1]),
    )
    facts = {"radar": test.radar, "range_km": list(dials[0].levels), "top_m": HEIGHTS_M[-1], "horizon_m": [
        height_needed_m(test.radar, r).nominal for r in dials[0].levels]}  # fmt: skip
    return Board("sees", dials, buttons, cells_of(dials, answer), rests, "gbad claims --html DIR", facts)


def seen(radar: str, far_km: float, high_m: float, name: str, limit: Figure) -> Cell:
    """Whether one kind of target is found there, over the ends of what is known of it and of the radar."""
    rcs, sight, shown = needed_m2(radar, far_km), height_needed_m(radar, far_km), figure(name, "rcs_m2")
    numbers = (far_km, high_m, sight.nominal, rcs.low, rcs.high, shown.low, shown.high)
    here = f"{sentence_case(a(plainly(name)))} {metres(high_m)} high, {far_km:g} km away"
    if limit.high < far_km:
        return Cell(NO, f"{here}: not shown. The display ends at {limit.high:g} km.", numbers)
    if high_m < sight.low:
        return Cell(
            NO,
            f"{here}: not seen, however large. All below {metres(sight.nominal)} is under the horizon there.",
            numbers,
        )
    echo = f"it shows {_span(shown.low, shown.high)} m² and must show {_span(rcs.low, rcs.high)} m²"
    if shown.high < rcs.low:
        return Cell(NO, f"{here}: above the horizon, but its echo is too weak; {echo}.", numbers)
    surely = shown.low >= rcs.high and high_m >= sight.high and limit.low >= far_km
    if surely:
        return Cell(YES, f"{here}: found, whatever is assumed within what is known; {echo}.", numbers)
    display = f", and the display must reach so far ({limit.low:g} to {limit.high:g} km)" if limit.low < far_km else ""
    return Cell(MAYBE, f"{here}: found or not, depending on figures nobody knows; {echo}{display}.", numbers)


def _named(ruling: Figure) -> str:
    """A figure in words that need no glossary, where there are such, and its ends."""
    words = RULING.get(ruling.path)
    return f"{words} ({told(ruling)})" if words else told(ruling)


def figure(name: str, path: str) -> Figure:
    """One figure of a library entry."""
    return next(f for f in library.figures(name) if f.path == path)


def metres(height_m: float) -> str:
    """A height as people say it."""
    return f"{height_m:.0f} m" if height_m < 1000.0 else f"{rounded(height_m / 1e3, 3 if height_m >= 1e4 else 2)} km"


def plainly(name: str) -> str:
    """A library name in running text."""
    return {"one-way-attack-drone": "drone", "low-observable-fighter": "stealth fighter"}.get(
        name, name.replace("-", " ")
    )


def sentence_case(text: str) -> str:
    """First letter large."""
    return text[0].upper() + text[1:]


def _span(low: float, high: float) -> str:
    low_text, high_text = f"{low:.2g}", f"{high:.2g}"
    if high >= 100:
        high_text = f"{high:.0f}"
    return low_text if low_text == high_text else f"{low_text} to {high_text}"
