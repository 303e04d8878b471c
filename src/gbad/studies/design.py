"""What a study is: variants of one scenario, how many runs of each, and when to stop.

A study is a scenario (one variant) or a YAML file ``schema: study/1``. Variants are named sets of changes by path;
``factors`` spans the full grid of its levels instead, or, with ``design``, has points placed in it (``filling``). Every
variant plays the same run numbers with the same seed, so that they meet the same dice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gbad.errors import InputError
from gbad.scenario.composer import compose, read_text
from gbad.scenario.document import value_of
from gbad.scenario.marks import Problems
from gbad.scenario.reader import Reader
from gbad.scenario.schema import check_schema
from gbad.studies.files import SHIPPED, shipped_studies
from gbad.studies.placed import Factor, Placing
from gbad.studies.points import PLACED, Points

SCHEMA = "study/1"
DEFAULT_RUNS = 200


@dataclass(frozen=True, slots=True)
class Variant:
    """One version of the scenario: a name and its changes by path (``organisation: B``)."""

    name: str
    changes: AbstractMapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Until:
    """Stop when the anytime-valid interval of a measure is this narrow in every variant."""

    measure: str
    half_width: float

    @classmethod
    def parse(cls, text: str) -> Until:
        """Read ``"leaked +- 0.2"``. Raises ``InputError``."""
        match = re.fullmatch(r"\s*(\w+)\s*(?:\+-|\+/-|±)\s*([0-9.eE+-]+)\s*", text)
        try:
            if match and float(match[2]) > 0:
                return cls(match[1], float(match[2]))
        except ValueError:
            pass
        raise InputError(f'--until {text!r}: expected a measure and a half-width, like "leaked +- 0.2"')


@dataclass(frozen=True, slots=True)
class Samples:
    """How the figures that nobody knows are varied: ``count`` samples, each played ``dice`` times with its own dice.

    ``pairs`` mirrored points tell which figures rule; 0 asks for none.
    """

    count: int
    dice: int
    pairs: int = 256


QUOTED = Samples(200, 4)
QUICK = Samples(40, 4, 64)


# a measure that costs a static optimum at every decision: kept by studies that ask for it
GIVEN_AWAY = "given_away_percent"
NOT_ARRIVED = "not_arrived"


@dataclass(frozen=True, slots=True)
class Design:
    """A whole study, as it will be played. ``folder`` is what relative references start from."""

    scenario: str
    variants: tuple[Variant, ...]
    runs: int = DEFAULT_RUNS
    seed: int = 1
    until: Until | None = None
    measures: tuple[str, ...] = ("leaked", "killed", "rounds_fired", "others_engaged")
    samples: Samples | None = None
    points: Points | None = None  # where the unknown figures stand, once it is known which there are
    placing: Placing | None = None  # how the variants were placed, where they are points of a space of factors
    about: str = ""  # what the study asks, in a sentence or two; no part of what makes two studies the same

    @property
    def compare(self) -> bool:
        """Whether decisions are held against their static optimum."""
        return GIVEN_AWAY in self.measures or (self.until is not None and self.until.measure == GIVEN_AWAY)

    def describe(self) -> dict[str, Any]:
        """What makes two studies the same: compared when one is resumed."""
        said: dict[str, Any] = {
            "scenario": self.scenario,
            "variants": {v.name: dict(v.changes) for v in self.variants},
            "runs": self.runs,
            "seed": self.seed,
            "until": f"{self.until.measure} +- {self.until.half_width}" if self.until else None,
        }
        # only where figures are varied: folders from before remain what they were
        said |= {"samples": asdict(self.samples)} if self.samples else {}
        said |= {"compare": True} if self.compare else {}
        said |= {"design": self.placing.told()} if self.placing else {}
        return said | ({"points": self.points.describe()} if self.points else {})

    def sampled(self, samples: Samples) -> Design:
        """The same study with figures varied. Raises ``InputError`` beside a stopping rule."""
        if self.until is not None:
            raise InputError("samples and until: a study of samples plays them all; give one of the two")
        return replace(self, samples=samples, runs=samples.count * samples.dice)


class _Factor(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str | None = None
    levels: Annotated[list[str], Field(min_length=1)] | None = None
    low: str | None = Field(None, alias="from")
    high: str | None = Field(None, alias="to")
    figure: str | None = None


class _Placing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["latin-hypercube", "sobol"]
    points: Annotated[int, Field(ge=2, le=4096)]


class _Samples(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    count: Annotated[int, Field(ge=2, le=100_000)] = QUOTED.count
    dice: Annotated[int, Field(ge=2, le=10_000)] = QUOTED.dice
    pairs: Annotated[int, Field(ge=0, le=100_000)] = QUOTED.pairs


class _StudyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    schema_: str = Field(alias="schema")
    scenario: str
    about: str = ""
    runs: Annotated[int, Field(ge=1)] | None = None
    samples: _Samples | None = None
    seed: Annotated[int, Field(ge=0)] = 1
    until: str | None = None
    measures: list[str] = Field(default_factory=list)
    variants: dict[str, dict[str, str]] = Field(default_factory=dict)
    factors: dict[str, _Factor] = Field(default_factory=dict)
    design: _Placing | None = None


def open_study(reference: str | Path) -> Design:
    """The design of a shipped study or a study file, or of a scenario by name or file (one variant, named ``base``).

    Raises ``InputError`` with file, line and column of every finding.
    """
    path = Path(reference)
    if str(reference) in shipped_studies():
        path = SHIPPED / f"{reference}.yaml"
    if path.suffix not in (".yaml", ".yml") or not path.exists():
        return Design(scenario=str(reference), variants=(Variant("base"),))
    shown = f"studies/{path.name}" if path.parent == SHIPPED else str(reference)
    text = read_text(path, shown)
    root = compose(text, shown)
    schema = root.get("schema")
    if schema is not None and str(getattr(schema, "text", "")).startswith("scenario/"):
        return Design(scenario=str(reference), variants=(Variant("base"),))
    problems = Problems()
    check_schema(root, SCHEMA, problems)
    problems.raise_if_any()
    spec = Reader(problems).read(root, _StudyFile)
    problems.raise_if_any()
    assert spec is not None
    if spec.variants and spec.factors:
        raise InputError(f"{reference}: variants and factors are two ways to say it; keep one of them")
    if spec.design and not spec.factors:
        raise InputError(f"{reference}: design: points are placed in a space of factors; name them under factors")
    if spec.design and spec.samples:
        raise InputError(f"{reference}: design and samples both move figures; keep one of them")
    placing = _placing(spec, str(reference)) if spec.design else None
    beside = path.parent / spec.scenario
    design = Design(
        scenario=str(beside) if beside.exists() else spec.scenario,
        variants=_placed(placing)
        if placing
        else _grid(spec.factors, str(reference))
        if spec.factors
        else _named(spec.variants),
        placing=placing,
        points=_points(placing) if placing else None,
        runs=spec.runs or DEFAULT_RUNS,
        seed=spec.seed,
        until=Until.parse(spec.until) if spec.until else None,
        about=spec.about,
    )
    if spec.measures:
        design = replace(design, measures=tuple(spec.measures))
    if spec.samples is None:
        return design
    if spec.runs is not None:
        raise InputError(f"{reference}: runs and samples are two ways to say how many; keep one of them")
    return design.sampled(Samples(**spec.samples.model_dump()))


def _named(variants: AbstractMapping[str, AbstractMapping[str, str]]) -> tuple[Variant, ...]:
    if not variants:
        return (Variant("base"),)
    return tuple(
        Variant(name, {path: value_of(text, f"variants.{name}.{path}") for path, text in changes.items()})
        for name, changes in variants.items()
    )


def _grid(factors: AbstractMapping[str, _Factor], where: str) -> tuple[Variant, ...]:
    """Every combination of levels, named ``factor=level,factor=level``."""
    names = list(factors)
    for name, factor in factors.items():
        if factor.path is None or factor.levels is None or factor.low or factor.high or factor.figure:
            raise InputError(
                f"{where}: factors.{name}: a grid takes a path and its levels; from, to and figure go with design: "
                "{kind: sobol, points: 64}"
            )
    cells = product(*(factors[name].levels or () for name in names))
    return tuple(
        Variant(
            ",".join(f"{name}={level}" for name, level in zip(names, cell, strict=True)),
            {
                str(factors[name].path): value_of(level, f"factors.{name}.levels")
                for name, level in zip(names, cell, strict=True)
            },
        )
        for cell in cells
    )


def _placing(spec: _StudyFile, where: str) -> Placing:
    """Points in the space of a study file's factors. Raises ``InputError`` for a factor that is none."""
    assert spec.design is not None
    factors = []
    for name, f in spec.factors.items():
        ways = [f.figure is not None, f.levels is not None, f.low is not None or f.high is not None]
        if sum(ways) != 1 or (f.path is None) != ways[0] or (ways[2] and None in (f.low, f.high)):
            raise InputError(
                f"{where}: factors.{name}: give a path with from and to, a path with levels, or a figure of the library"
            )
        factors.append(Factor(name, f.path or "", f.figure or "", f.low or "", f.high or "", tuple(f.levels or ())))
    placing = Placing(spec.design.kind, spec.design.points, spec.seed, tuple(factors))
    try:
        placing.places()
    except ValueError as error:
        raise InputError(f"{where}: design: {error}") from None
    return placing


def _placed(placing: Placing) -> tuple[Variant, ...]:
    """A variant for each point, with what it writes into the scenario."""
    return tuple(
        Variant(
            name,
            {
                factor.path: value_of(factor.setting(u), f"factors.{factor.name}")
                for factor, u in zip(placing.factors, map(float, row), strict=True)
                if factor.path
            },
        )
        for name, row in zip(placing.names(), placing.places(), strict=True)
    )


def _points(placing: Placing) -> Points | None:
    """Where the figures of the library stand at each point; None where no factor is one."""
    columns = [j for j, factor in enumerate(placing.factors) if factor.figure]
    if not columns:
        return None
    keys = tuple(placing.factors[j].figure.removeprefix("figures.") for j in columns)
    rows = tuple(tuple(map(float, row)) for row in placing.places()[:, columns])
    return Points(PLACED, placing.seed, keys, rows=rows)
