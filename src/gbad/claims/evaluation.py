"""The press article, sentence by sentence: under which condition each one holds, by the simulation's own functions.

Every answer names what binds (horizon, noise, flight, sector) or says honestly that the matter is not tested here, or
that no simulation can test it. Nothing here feeds back into an engagement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad import library
from gbad.claims.combat import killed_kinds, make_up
from gbad.claims.finding import NOT_TESTABLE, NOT_TESTED_HERE, Case, Found
from gbad.claims.reach import border, engagement_at_400_km
from gbad.claims.sight import detection_at_600_km
from gbad.tables import Tables

Columns = dict[str, NDArray[Any]]

# what answers a sentence; sentences without an entry are answered by their kind
ANSWERS: dict[str, Callable[[Case], Found]] = {
    "c06": detection_at_600_km,
    "c07": killed_kinds,
    "c08": make_up,
    "c10": border,
    "c11": engagement_at_400_km,
}

BY_KIND = {
    "event": Found(NOT_TESTABLE, "An event of the past or of a contract: records settle it, no simulation can."),
    "opinion": Found(NOT_TESTABLE, "A judgement of rank: it would need measured figures of all its peers."),
    "network": Found(
        NOT_TESTED_HERE,
        "Not a matter of physics: it depends on data formats, permission and trust. Here radars talk only to their own "
        "command post, over links with delay and loss; no foreign network is modelled.",
    ),
}


class Compiled(Protocol):
    """What is needed of ``gbad.simulation.prepare.Prepared``."""

    @property
    def tables(self) -> Tables: ...


def evaluate(
    ready: Compiled,
    tables: Mapping[str, Mapping[str, NDArray[Any]]],
    claims: Sequence[library.Claim] | None = None,
    *,
    draw: int = 0,
) -> Columns:
    """The ``claims`` table: columns ``id, says, kind, verdict, condition, limit, value, unit``, one row per sentence.

    ``ready`` holds the compiled scenario, ``tables`` the result's tables (``outcomes`` of all runs is read), ``claims``
    the article's sentences (by default those of the library), ``draw`` the row of drawn figures to use (0 holds the
    nominals of a run).
    ``verdict`` is one of ``holds, holds_if, does_not_hold, not_tested_here, not_testable``; ``value`` is nan where
    there is no figure.
    """
    case = Case(ready.tables, tables["outcomes"], draw)
    rows = []
    for claim in library.claims() if claims is None else claims:
        answer = ANSWERS.get(claim.id)
        found = answer(case) if answer else BY_KIND.get(claim.kind, Found(NOT_TESTED_HERE, "No rule of ours tests it."))
        rows.append((claim.id, claim.says, claim.kind, found))
    return {
        "id": np.array([r[0] for r in rows], dtype=np.str_),
        "says": np.array([r[1] for r in rows], dtype=np.str_),
        "kind": np.array([r[2] for r in rows], dtype=np.str_),
        "verdict": np.array([r[3].verdict for r in rows], dtype=np.str_),
        "condition": np.array([r[3].condition for r in rows], dtype=np.str_),
        "limit": np.array([r[3].limit for r in rows], dtype=np.str_),
        "value": np.array([r[3].value for r in rows], dtype=np.float64),
        "unit": np.array([r[3].unit for r in rows], dtype=np.str_),
    }
