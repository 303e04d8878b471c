"""The answer to a sentence in one sentence, for a reader who reads no second one."""

from __future__ import annotations

from gbad import library
from gbad.claims.boards.seeing import figure, metres
from gbad.claims.finding import NOT_TESTED_HERE, Found
from gbad.claims.seeing import height_needed_m, needed_m2
from gbad.library.claim_spec import Reaches, Sees


def plainly_told(claim: library.Claim, found: Found) -> str:
    """One sentence; the condition of ``found`` has the rest."""
    test = claim.test
    if test is None:
        return _first(found.condition)
    if test.sees:
        return _sees(test.sees)
    if test.reaches:
        return _reaches(test.reaches)
    if test.kills and found.verdict == NOT_TESTED_HERE:
        return "One raid proves nothing: a study of many raids, over what nobody knows, has to be played for it."
    if test.kills:
        return _first(found.condition.split(". ", 1)[-1])
    return _first(found.condition)


def _sees(test: Sees) -> str:
    high, echo = height_needed_m(test.radar, test.range_km), needed_m2(test.radar, test.range_km)
    seen = f"a {test.target.replace('-', ' ')}" if test.target else "a target"
    if high.nominal <= 0.0:
        return f"At {test.range_km:g} km {seen} must return an echo of {echo.text('m²')}."
    return (
        f"At {test.range_km:g} km {seen} must fly above {metres(high.nominal)}, or the ground hides it, and return an "
        f"echo of {echo.text('m²')}."
    )


def _reaches(test: Reaches) -> str:
    limit = figure(test.missile, "max_range_km")
    spread = f"{limit.low:g} to {limit.high:g}" if limit.low < limit.high else f"{limit.high:g}"
    flown = f"Sources let the {test.missile} fly {spread} km"
    if not test.radar:
        return f"{flown}."
    high = height_needed_m(test.radar, test.range_km)
    if high.nominal <= 0.0:
        return f"{flown}, and the ground hides nothing from its radar at {test.range_km:g} km."
    return f"{flown}; at {test.range_km:g} km its radar sees nothing that flies below {metres(high.nominal)}."


def _first(text: str) -> str:
    head, dot, _ = text.partition(". ")
    return head + "." if dot else text
