"""What is looked for: a class of target from the library, or a bare cross-section."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from gbad import library
from gbad.errors import InputError
from gbad.scenario.specs.cross_section import CrossSection
from gbad.scenario.specs.flyer import Flyer
from gbad.scenario.words import did_you_mean

_BARE = re.compile(r"\s*([0-9.eE+-]+)\s*m2\s*")
BARE_SPEED_MPS = 250.0
GRAVITY = 9.81


@dataclass(frozen=True, slots=True)
class Target:
    """A class of target. ``rcs_m2`` is (low, nominal, high): the defender's worst, middle and best case."""

    name: str
    rcs_m2: tuple[float, float, float]
    swerling: int
    speed_mps: float  # of the straight approach
    level: bool = True  # it flies level; False for what falls
    cross_section: CrossSection | None = None  # by band and aspect, if its type has it
    speed_ends_mps: tuple[float, float] | None = None  # slowest and fastest; None where they are one

    def speed_at(self, edge: int) -> float:
        """Speed in the worst (fastest), nominal or best (slowest) case [m/s]."""
        slow, fast = self.speed_ends_mps or (self.speed_mps, self.speed_mps)
        return (fast, self.speed_mps, slow)[edge]

    def __str__(self) -> str:
        low, nominal, high = self.rcs_m2
        spread = "" if low == high else f" ({area_text(low)} to {area_text(high)})"
        case = f"Swerling {self.swerling}, {self.speed_mps:.0f} m/s"
        if self.name.endswith("m2"):
            return f"{area_text(nominal)} m2{spread}, {case}"
        return f"{self.name.replace('-', ' ')} of {area_text(nominal)} m2{spread}, {case}"

    def seen_at(self, frequency_hz: float) -> Target:
        """The same with ``rcs_m2`` as a radar of that frequency sees it head-on, since it comes straight in."""
        if self.cross_section is None:
            return self
        low, nominal, high = (10.0 ** (0.1 * float(self.cross_section.at(frequency_hz, q)[0])) for q in (0.0, 0.5, 1.0))
        return replace(self, rcs_m2=(low, nominal, high))


def target_of(name: str | Target) -> Target:
    """The class named: a threat or aircraft of the library, or ``0.01m2`` (Swerling 1, 250 m/s).

    A ballistic type has no cruising speed; it is taken to come in at the burn-out speed of a flat-Earth throw over
    its nominal range, ``sqrt(g R)``. ``InputError`` if the name is neither.
    """
    if isinstance(name, Target):
        return name
    bare = _BARE.fullmatch(name)
    if bare:
        try:
            rcs = float(bare[1])
        except ValueError:
            rcs = math.nan
        if not 0.0 < rcs < 1e6:
            raise InputError(f"target {name}: a cross-section above 0 and below 1e6 m2 is needed, like 0.01m2")
        return Target(name.strip(), (rcs, rcs, rcs), 1, BARE_SPEED_MPS)
    entry = library.load(name) if name in library.files() else None
    if not isinstance(entry, Flyer):
        # listing a kind reads the whole library: for the message alone
        known = [*library.names("threat"), *library.names("aircraft")]
        raise InputError(f"target {name} is no target of the library, nor a cross-section like 0.01m2. "
                         f"{did_you_mean(name, known)}")  # fmt: skip
    ends = None
    if entry.speed_mps is not None:
        speed, ends = entry.speed_mps.nominal, (entry.speed_mps.low, entry.speed_mps.high)
    else:
        speed = math.sqrt(GRAVITY * 1e3 * (entry.range_km.nominal if entry.range_km else 300.0))
    rcs_m2 = entry.rcs_m2
    level = entry.speed_mps is not None
    return Target(
        name, (rcs_m2.low, rcs_m2.nominal, rcs_m2.high), entry.swerling, speed, level, entry.cross_section, ends
    )


def area_text(rcs_m2: float) -> str:
    """A cross-section in two digits: no library knows more."""
    return f"{float(f'{rcs_m2:.2g}'):g}"
