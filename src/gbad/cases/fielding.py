"""When there were how many: four dates of every system, each a spread, drawn together and counted over time.

A date is drawn as any figure is: half of the samples between low and nominal, half between nominal and high. The four
dates of one system are drawn by one number (who is late with one is late with all), and none comes before the one
that must come first. ``open`` as the last date: half of the samples lie between the low and the nominal, in the other
half it has not come by the end of what is counted. How many systems a buyer gets at all is drawn as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import numpy as np
from pydantic import Field

from gbad.cases.page import SAMPLES, Page, bands, quantiles
from gbad.library.bibliography import citation
from gbad.library.catalogue import FOLDER
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Problems
from gbad.scenario.quantity import Frozen, Spread
from gbad.scenario.reader import Reader
from gbad.tables import Floats

FILE = FOLDER / "fielding.yaml"
STAGES = ("contracted", "produced", "delivered", "ready")
VIEWS = ("april-2018", "followed")
NEVER = np.inf
SEED = 2018
YEARS = tuple(range(2018, 2029))
OPEN = "open"


class Buyer(Frozen):
    """Who buys, how many of what, and who says so."""

    label: str
    units: Spread
    unit: str
    basis: Literal["published", "second_hand", "assumed"]
    from_: str = Field(alias="from")
    why: str


class Dated(Frozen):
    """The four dates of one system in one view; low, nominal and high each, as days or ``open``."""

    buyer: str
    unit: int
    view: Literal["april-2018", "followed"]
    contracted: tuple[str, ...]
    produced: tuple[str, ...]
    delivered: tuple[str, ...]
    ready: tuple[str, ...]
    from_: str = Field(alias="from")
    why: str


class _Fielding(Frozen):
    schema_: Literal["fielding/1"] = Field(alias="schema")
    buyers: dict[str, Buyer]
    dates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Fielded:
    """Samples of one buyer's dates in one view: ``day[stage] (samples, units)``, in years; inf for not by then."""

    buyer: str
    view: str
    day: dict[str, Floats]

    def count(self, stage: str, year: float) -> Floats:
        """How many had reached a stage by a time, in each sample."""
        return np.asarray((self.day[stage] <= year).sum(axis=1), float)


def facts() -> _Fielding:
    """The shipped dates. Raises ``InputError`` with file and line."""
    problems = Problems()
    found = Reader(problems).read(compose(read_text(FILE, "library/fielding.yaml"), "library/fielding.yaml"), _Fielding)
    problems.raise_if_any()
    assert found is not None
    return found


def drawn(known: _Fielding, buyer: str, view: str, samples: int = SAMPLES) -> Fielded:
    """Dates of all systems of a buyer in a view, in ``samples`` drawn worlds; systems not bought never come."""
    rows = [row for row in known.dates if (row.buyer, row.view) == (buyer, view)]
    generator = np.random.Generator(np.random.Philox(key=[SEED, sorted(known.buyers).index(buyer)]))
    late, bought = generator.random((samples, 16)), generator.random(samples)
    units = known.buyers[buyer].units
    number = np.array([round(units.at(q)) for q in bought])
    day = {}
    before = np.full((samples, len(rows)), -NEVER)
    for stage in STAGES:
        columns = [_at(getattr(row, stage), late[:, row.unit - 1]) for row in rows]
        there = np.array([[row.unit <= n for row in rows] for n in number])
        # nothing is delivered before it is made
        before = np.maximum(before, np.where(there, np.stack(columns, axis=1), NEVER))
        day[stage] = before
    return Fielded(buyer, view, day)


def _at(days: tuple[str, ...], quantile: Floats) -> Floats:
    """A drawn date in years. The last of three may be ``open``."""
    low, nominal = (_years(text) for text in days[:2])
    early = low + (nominal - low) * np.minimum(2.0 * quantile, 1.0)
    if days[2] == OPEN:
        return np.where(quantile < 0.5, early, NEVER)
    return np.where(quantile < 0.5, early, nominal + (_years(days[2]) - nominal) * (2.0 * quantile - 1.0))


def _years(text: str) -> float:
    day = date.fromisoformat(text)
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / ((date(day.year + 1, 1, 1) - first).days)


def fielding_page() -> Page:
    """How many systems each buyer had delivered and ready by the end of each year, as read in 2018 and as it came."""
    known = facts()
    rows, series = [], {}
    for buyer in sorted(known.buyers):
        label = known.buyers[buyer].label
        for view in VIEWS:
            found = drawn(known, buyer, view)
            for stage in ("delivered", "ready"):
                points = [quantiles(found.count(stage, year + 1.0)) for year in YEARS]
                rows.append((f"{label}, {stage} ({view})", *(_span(p) for p in points)))
                if view == "followed" and stage == "ready":
                    series[f"{label}, ready"] = points

    def came(buyer: str, view: str, stage: str, year: int) -> str:
        return _span(quantiles(drawn(known, buyer, view).count(stage, year + 1.0)))

    turkey, india = partial(came, "turkey"), partial(came, "india")
    china = came("china", "followed", "delivered", 2025)
    answer = (
        "Contracted, produced, delivered and ready are four dates, years apart. What could be read in April 2018 told "
        f"of {turkey('april-2018', 'delivered', 2020)} systems delivered to Turkey by the end of 2020; "
        f"{turkey('followed', 'delivered', 2019)} came in 2019, and {turkey('followed', 'ready', 2025)} are ready. "
        f"India would have had {india('april-2018', 'delivered', 2023)} by the end of 2023 by what was usual, and had "
        f"{india('followed', 'delivered', 2023)}. China's number is not known: {china} by the end of 2025, an interval "
        "that is carried through."
    )
    return Page(
        "fielding-timeline",
        "Contracted, produced, delivered, ready: how many, when",
        answer,
        ("by the end of", *map(str, YEARS)),
        tuple(rows),
        (
            "Cells are 5 to 95 % points over 4,000 drawn worlds; one number where both are the same. april-2018: as "
            "one could have reckoned then; followed: from what sources told later.",
            "Dates that no source gives are judged, and say so in library/fielding.yaml: those of production, of "
            "readiness, and of India's second to fifth before 2021.",
            "Mostly: whether Turkey's two are ready at all, and how many China bought.",
            "Dots of the picture are medians. Every system is drawn by itself, so that one of Turkey's two ready is "
            "the middle of what is not known, and no report: neither was told to have been activated.",
        ),
        ("Losses, spares, crews, and how many of a battalion's launchers stand ready.", "Where anything stands."),
        tuple(sorted(set(map(citation, _keys(known))))),
        bands("Systems ready by the end of each year", [str(y) for y in YEARS], series, "number, 5 to 95 %"),
        "Systems ready by the end of each year for China, India and Turkey, with bars from 5 to 95 percent",
    )  # fmt: skip


def _keys(known: _Fielding) -> list[str]:
    """Every work that is cited."""
    return [row.from_ for row in known.dates] + [buyer.from_ for buyer in known.buyers.values()]


def _span(points: tuple[float, float, float]) -> str:
    low, _, high = points
    return f"{low:.0f}" if round(low) == round(high) else f"{low:.0f} to {high:.0f}"
