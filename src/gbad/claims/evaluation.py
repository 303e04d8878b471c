"""The press article, sentence by sentence: under which condition each one holds, by the simulation's own functions.

Every answer names what binds (horizon, noise, flight, sector) or says honestly that the matter is not tested here, or
that no simulation can test it. Nothing here feeds back into an engagement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad import library
from gbad.claims.answering import answer
from gbad.claims.combat import killed_here, make_up
from gbad.claims.finding import Case, Found
from gbad.claims.reach import border, loaded_here
from gbad.claims.sight import over_this_ground
from gbad.tables import Tables

Columns = dict[str, NDArray[Any]]

# sentences of the article that a scenario answers by itself: what it lays out, and what its missiles would take
OF_SCENARIO: dict[str, Callable[[Case], Found]] = {"c08": make_up, "c10": border}
# what a scenario adds to an answer that rests on the library
REMARKS: dict[str, Callable[[Case], str]] = {"c06": over_this_ground, "c07": killed_here, "c11": loaded_here}


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
    ``verdict`` is one of ``finding.VERDICTS``; ``value`` is nan where
    there is no figure.
    """
    case = Case(ready.tables, tables["outcomes"], draw)
    rows = []
    for claim in library.claims() if claims is None else claims:
        of_scenario = OF_SCENARIO.get(claim.id)
        found = of_scenario(case) if of_scenario else answer(claim)
        remark = REMARKS[claim.id](case) if claim.id in REMARKS else ""
        found = replace(found, condition=f"{found.condition} {remark}".strip())
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
