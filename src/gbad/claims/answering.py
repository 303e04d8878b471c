"""What the library alone says of a sentence; what only a study tells is left to ``gbad.studies.verdicts``."""

from __future__ import annotations

from dataclasses import replace

from gbad import library
from gbad.claims.finding import NOT_TESTABLE, NOT_TESTED_HERE, Found
from gbad.claims.flying import FLOWN_BY, has, reaches
from gbad.claims.seeing import SEEN_BY, sees
from gbad.errors import InputError

BY_KIND = {
    "event": Found(NOT_TESTABLE, "An event of the past or of a contract: records settle it, no simulation can."),
    "opinion": Found(NOT_TESTABLE, "A judgement of rank: it would need measured figures of all its peers."),
    "coverage": Found(NOT_TESTABLE, "A wish, which no simulation tests; a result counts what it would take."),
    "network": Found(
        NOT_TESTABLE,
        "Not a matter of physics: it depends on data formats, permission and trust. Here radars talk only to their own "
        "command post, over links with delay and loss; no foreign network is modelled.",
    ),
}
NEEDS_STUDY = Found(
    NOT_TESTED_HERE,
    "A sentence about combat: only a study with samples tells. Play gbad study SCENARIO --samples 200, then "
    "gbad claims --study FOLDER.",
)
NO_TEST = Found(NOT_TESTED_HERE, "Its file names no test for it (sees, reaches, has or kills).")


def answer(claim: library.Claim) -> Found:
    """The answer to one sentence. Raises ``InputError`` where its test names what the library does not have."""
    test = claim.test
    if test is None:
        return BY_KIND.get(claim.kind, NO_TEST)
    named = {
        "radar": [x for x in (test.sees and test.sees.radar, test.reaches and test.reaches.radar) if x],
        "interceptor": [test.reaches.missile] if test.reaches else [],
        "battery": [test.has.battery] if test.has else [],
        None: [test.sees.target] if test.sees and test.sees.target else [],
    }
    for kind, names in named.items():
        for name in names:
            if not library.is_of_kind(name, kind):
                what = kind or "target"
                raise InputError(
                    f"claim {claim.id}: {name} is no {what} of the library; there are {', '.join(library.names(kind))}"
                )
    if test.sees:
        leaning = [f for f in library.figures(test.sees.radar) if f.path in SEEN_BY]
        leaning += [f for f in library.figures(test.sees.target or test.sees.radar) if f.path in ("rcs_m2", "height_m")]
        return replace(sees(test.sees), leans_on=tuple(leaning))
    if test.reaches:
        leaning = [f for f in library.figures(test.reaches.missile) if f.path in FLOWN_BY]
        leaning += [f for f in library.figures(test.reaches.radar) if f.path in SEEN_BY] if test.reaches.radar else []
        return replace(reaches(test.reaches), leans_on=tuple(leaning))
    return has(test.has) if test.has else NEEDS_STUDY
