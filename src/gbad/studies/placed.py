"""A study over points of a space of factors: where each point stands, and what a straight line says of each factor.

A factor is a path of the scenario between two settings, some named settings of a path, or a figure of the library
between its own low and high. Points are variants (``p01`` ...): all meet the same dice.

The effect of a factor is the least-squares slope of the points' means, over its whole range, among all factors that lie
on a line; its error is robust (HC3), a point being one observation, so that what bends and what factors do together is
in it as scatter. Left out: settings without an order (their scatter is in the errors), curves, and any pick among
many factors.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gbad.studies.filling import filled
from gbad.studies.robust import robust_slopes
from gbad.studies.scale import Scale
from gbad.tables import Floats
from gbad.textbook.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study

PLACE = "at_"  # before the name of a factor, in the table of runs
SPARE = 4  # points beyond the coefficients, below which a line says nothing


@dataclass(frozen=True, slots=True)
class Factor:
    """One direction of the space. ``path`` of the scenario, or ``figure`` of the library (then nothing else)."""

    name: str
    path: str = ""
    figure: str = ""
    low: str = ""  # first setting, with its unit
    high: str = ""
    levels: tuple[str, ...] = ()  # named settings instead

    def setting(self, u: float) -> str:
        """What is written into the scenario at a place in 0..1. Raises ``InputError`` for ends that are no numbers."""
        if self.levels:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]
        ends = Scale.between(self.path, self.low, self.high, 2)
        first, last = ends.numbers
        if self.counts:
            number = first + min(math.floor(u * (last - first + 1.0)), last - first)
            return f"{number:.0f}"
        return f"{first + u * (last - first):.6g} {ends.unit}".strip()

    @property
    def counts(self) -> bool:
        """Whether only whole numbers are meant: both ends are, and there is no unit and no point."""
        return all(end.strip().lstrip("-").isdigit() for end in (self.low, self.high))

    @property
    def on_a_line(self) -> bool:
        """Whether its settings have an order."""
        return not self.levels

    def told(self) -> dict[str, Any]:
        """As a manifest has it."""
        if self.figure:
            return {"figure": self.figure}
        return {"path": self.path} | (
            {"levels": list(self.levels)} if self.levels else {"from": self.low, "to": self.high}
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """How the points of a study were placed."""

    kind: str
    points: int
    seed: int
    factors: tuple[Factor, ...]

    def places(self) -> Floats:
        """``(points, factors)`` in 0..1."""
        return filled(self.kind, self.seed, tuple(f.name for f in self.factors), self.points)

    def names(self) -> tuple[str, ...]:
        """Names of the points."""
        return tuple(f"p{k + 1:0{len(str(self.points))}d}" for k in range(self.points))

    def told(self) -> dict[str, Any]:
        """What makes two such studies the same, with the digest of where its points stand."""
        said: dict[str, Any] = {"kind": self.kind, "points": self.points, "seed": self.seed}
        # a list, for the keys of a manifest are sorted and factors have an order
        said["factors"] = [{"name": f.name, **f.told()} for f in self.factors]
        places = np.ascontiguousarray(self.places(), "<f8").tobytes()
        text = json.dumps(said, sort_keys=True).encode()
        return said | {"sha256": hashlib.sha256(text + places).hexdigest()}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Placing:
        """The placing that a manifest states."""
        factors = tuple(
            Factor(one["name"], one.get("path", ""), one.get("figure", ""), one.get("from", ""), one.get("to", ""),
                   tuple(one.get("levels", ())))
            for one in told["factors"]
        )  # fmt: skip
        return cls(told["kind"], told["points"], told["seed"], factors)


@dataclass(frozen=True, slots=True)
class Slope:
    """What a factor does to a measure from its first to its last setting, along a straight line."""

    factor: str
    effect: Interval


@dataclass(frozen=True, slots=True)
class Slopes:
    """Of all factors on a line, largest first; ``explained`` is the share of the points' scatter that lines explain."""

    rows: tuple[Slope, ...]
    explained: float
    points: int


def slopes(study: Study, measure: str) -> Slopes | None:
    """Effects of the factors of a placed study; None where too few points have a finished run."""
    placing = study.design.placing
    assert placing is not None
    means = np.array([study.interval(measure, v).estimate for v in range(len(study.design.variants))])
    kept = [j for j, f in enumerate(placing.factors) if f.on_a_line]
    x = 2.0 * placing.places()[:, kept] - 1.0
    whole = np.isfinite(means)
    if not kept or whole.sum() < len(kept) + 1 + SPARE:
        return None
    return line_through(x[whole], means[whole], tuple(placing.factors[j].name for j in kept))


def columns(placing: Placing, runs: int) -> dict[str, NDArray[Any]]:
    """Where each run's point stands, a column for each factor: numbers in the unit of its ends, else words.

    Figures of the library stand as quantiles, 0 at their low, 0.5 at their nominal and 1 at their high.
    """
    places = placing.places()
    found: dict[str, NDArray[Any]] = {}
    for j, factor in enumerate(placing.factors):
        column: NDArray[Any] = places[:, j]
        if factor.path:
            column = np.array([factor.setting(float(u)) for u in places[:, j]])
            if factor.on_a_line:
                column = np.array([float(text.split()[0]) for text in column])
        found[PLACE + factor.name] = np.repeat(column, runs)
    return found


def facts(found: Mapping[str, Slopes]) -> dict[str, Any]:
    """What ``--json`` says of them."""
    return {
        measure: {
            "explained": each.explained if math.isfinite(each.explained) else None,
            "points": each.points,
            "effects": {r.factor: {"effect": r.effect.estimate, "low": r.effect.low, "high": r.effect.high}
                        for r in each.rows},
        }
        for measure, each in found.items()
    }  # fmt: skip


def line_through(x: Floats, y: Floats, names: tuple[str, ...]) -> Slopes:
    """Least squares of ``y (points,)`` on ``x (points, factors)`` in -1..1 and a constant; HC3 intervals."""
    from scipy.special import stdtrit  # late: a run's report needs none of it, and scipy takes a while to load

    columns = np.column_stack([np.ones(len(y)), x])
    fitted, errors, rest = robust_slopes(columns, y)
    t = float(stdtrit(len(y) - columns.shape[1], 0.975))
    # from -1 to 1 is twice the slope
    rows = [
        Slope(name, Interval(float(2.0 * b), float(2.0 * (b - t * e)), float(2.0 * (b + t * e))))
        for name, b, e in zip(names, fitted[1:], errors[1:], strict=True)
    ]
    total = float(((y - y.mean()) ** 2).sum())
    explained = 1.0 - float((rest**2).sum()) / total if total > 0.0 else math.nan
    return Slopes(tuple(sorted(rows, key=lambda row: -abs(row.effect.estimate))), explained, len(y))
