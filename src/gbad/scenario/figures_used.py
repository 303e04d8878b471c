"""Every figure a run uses: low, nominal, high, what each rests on, and the key a study draws it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gbad.library.figures import Figure, figures_of
from gbad.scenario.compile_draws import Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.entity import Typed

_SECTIONS = ("commands", "radars", "passive_sensors", "batteries", "links", "threats", "others")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One figure that the run uses. ``key`` is what a draw calls it by; equal keys share a draw."""

    key: str
    name: str  # whose figure, and which, in words
    low: float
    nominal: float
    high: float
    unit: str  # in words; empty for counts and shares
    basis: str  # of the nominal
    source: str  # of the nominal: a citation, a reason, or both
    low_basis: str
    high_basis: str
    low_source: str
    high_source: str

    @property
    def is_plain(self) -> bool:
        """Whether it is one number without a spread."""
        return self.low == self.high


def assumptions(scenario: Scenario) -> list[Assumption]:
    """Every figure the scenario uses, once each, sorted by key."""
    found: dict[str, Assumption] = {}
    for holder in _holders(scenario):
        for figure in figures_of(holder.entry, holder.name):
            if figure.path.startswith("near_ground.") and not scenario.near_ground:
                continue  # nothing reads it
            key = holder.key(figure.path)
            found.setdefault(key, _assumption(key, figure))
    found.setdefault("effective_earth_factor", _refraction(scenario))
    return [found[key] for key in sorted(found)]


def uncertain(scenario: Scenario) -> list[Assumption]:
    """The figures with a spread: what a study may draw."""
    return [assumption for assumption in assumptions(scenario) if not assumption.is_plain]


def _holders(scenario: Scenario) -> Iterator[Holder]:
    """Entries as the scenario uses them: of entities first, then what those refer to."""
    for section in _SECTIONS:
        entities: dict[str, Typed] = getattr(scenario, section)
        for entity in entities.values():
            yield Holder(entity.figures, entity.type, f"{section}.{entity.id}", entity.overridden)
    typed = {entity.type for section in _SECTIONS for entity in getattr(scenario, section).values()}
    for name in sorted(scenario.library):
        if name not in typed:
            yield Holder(scenario.library[name], name)


def _assumption(key: str, figure: Figure) -> Assumption:
    owner = key.removesuffix(figure.path).rstrip(".").replace(".", " ")
    return Assumption(
        key=key,
        name=f"{owner}: {figure.label}",
        low=figure.low,
        nominal=figure.nominal,
        high=figure.high,
        unit=figure.unit,
        basis=figure.basis,
        source=figure.source,
        low_basis=figure.low_basis,
        high_basis=figure.high_basis,
        low_source=figure.low_source,
        high_source=figure.high_source,
    )


def _refraction(scenario: Scenario) -> Assumption:
    """The one figure that belongs to the air and not to a thing."""
    k = scenario.effective_earth_factor
    standard = abs(k - 4.0 / 3.0) < 1e-3
    basis = "published" if standard else "assumed"
    source = (
        "ATIS Telecom Glossary, effective earth radius, http://www.atis.org/glossary/definition.aspx?id=2547"
        if standard
        else "laid down in the scenario"
    )
    return Assumption(
        key="effective_earth_factor",
        name="air: effective Earth radius over the true one",
        low=k,
        nominal=k,
        high=k,
        unit="",
        basis=basis,
        source=source,
        low_basis=basis,
        high_basis=basis,
        low_source=source,
        high_source=source,
    )
