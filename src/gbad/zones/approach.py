"""One straight approach: from the first echo to the last round that still fits, second by second.

A target flies level at a height and speed past a battery at a crossing distance (0: straight over it), over flat
ground. A radar beside the battery finds it where the coverage of that radar says (half of all approaches are found
farther out); from there the seconds of the chain add up: track, link, identification, the command's cycle, the
battery's reaction. Rounds go shoot-look-shoot: the next one is ordered when the result of the one before is known. A
round is launched at the earliest moment at which its meeting lies inside the zone and in the engagement radar's sight.
Left out: other targets, channels, misses of the estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gbad.coverage import Criterion, cover
from gbad.coverage.criterion import HITS
from gbad.errors import InputError
from gbad.library import catalogue
from gbad.terrain import load as load_terrain
from gbad.zones.sight import Sight
from gbad.zones.zone import OPEN, Missile, Target

NOWHERE = (40.0, -150.0)  # the open ocean: flat ground of nobody
CYCLE_S = 2.0  # [s] between decisions of a command, as in the shipped scenarios
_STEP_S = 0.25


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; ``range_m`` is the target's distance over the ground then."""

    what: str
    time_s: float
    range_m: float
    lasted_s: float  # since the step before


@dataclass(frozen=True, slots=True)
class Approach:
    """The chain of an approach. Time 0 is the first echo."""

    steps: tuple[Step, ...]
    shots: tuple[tuple[float, float, float, float], ...]  # launch [s], meeting [s], range at meeting [m], kill prob.
    last_launch_s: float  # nan where no round ever fits
    first_found_m: float
    height_m: float
    speed_mps: float
    crossing_m: float

    @property
    def first_meeting_m(self) -> float:
        """Range of the first meeting; nan where no round fits."""
        return self.shots[0][2] if self.shots else float("nan")

    @property
    def survives(self) -> float:
        """Chance that every round that fits misses, taken as independent."""
        return float(np.prod([1.0 - shot[3] for shot in self.shots]))


def found_at_m(radar: str, target: str, height_m: float) -> float:
    """Ground range [m] at which half of all straight approaches at a height are found by a radar on flat ground."""
    ground = load_terrain({"kind": "flat", "latitude_deg": NOWHERE[0], "longitude_deg": NOWHERE[1]})
    seen = cover(radar, NOWHERE, target, (height_m,), above="sea", terrain=ground, criterion=Criterion("visit", 0.5))
    ranges, chance = seen.approach(0.0, height_m)
    reached = np.flatnonzero(chance >= 0.5)
    return float(ranges[reached[0]]) if reached.size else 0.0


def approach_of(
    missile: Missile,
    target: Target,
    *,
    height_m: float | None = None,
    speed_mps: float | None = None,
    crossing_m: float = 0.0,
    radar: str = "91N6E",
    engagement_radar: str = "92N6E",
    battery: str = "s400-battalion",
    command: str = "55K6E",
    network: str = "data-link",
) -> Approach:
    """The chain and the rounds that fit. Raises ``InputError`` for ballistic types, which fly no level approach."""
    height = target.height_m if height_m is None else height_m
    speed = target.speed_mps if speed_mps is None else speed_mps
    if not (np.isfinite(height) and np.isfinite(speed)):
        raise InputError(f"{target.name}: flies no level approach; its footprint is what can be asked (--footprint)")
    if not (height >= 0.0 and speed > 0.0 and crossing_m >= 0.0):
        raise InputError("height and crossing of 0 or more and a speed above 0 are needed")
    found = found_at_m(radar, target.name, height)
    if found <= crossing_m:
        return Approach((), (), float("nan"), found, height, speed, crossing_m)
    inbound = float(np.sqrt(found**2 - crossing_m**2))  # way to the nearest point, from the first echo

    def range_at(time_s: float) -> float:
        return float(np.hypot(inbound - speed * time_s, crossing_m))

    steps, now = [Step("first echo in half of all approaches", 0.0, found, 0.0)], 0.0
    for what, seconds in delays(radar, battery, command, network):
        now += seconds
        steps.append(Step(what, now, range_at(now), seconds))
    assessment = nominal(battery, "assessment_delay_s") + CYCLE_S
    reaction = nominal(battery, "reaction_time_s")
    sight = Sight.of(engagement_radar, target.rcs_m2) if missile.needs_radar else None
    shots: list[tuple[float, float, float, float]] = []
    last = float("nan")
    end = inbound / speed  # past the nearest point what is defended lies behind it
    while (meeting := _first_meeting(missile, target.kind, speed, height, range_at, now, end, sight)) is not None:
        launch, met = meeting
        shots.append((launch, met, range_at(met), missile.kill(target.kind, range_at(met), height)))
        last = launch
        steps.append(Step(f"round {len(shots)} launched", launch, range_at(launch), launch - steps[-1].time_s))
        steps.append(Step(f"round {len(shots)} meets it", met, range_at(met), met - launch))
        # outcome known, decided anew, out of the tube
        now = met + assessment + reaction
    return Approach(tuple(steps), tuple(shots), last, found, height, speed, crossing_m)


def _first_meeting(
    missile: Missile, kind: int, speed: float, height: float, range_at: Callable[[float], float], ready_s: float,
    end_s: float, sight: Sight | None,
) -> tuple[float, float] | None:  # fmt: skip
    """Launch and meeting of the earliest round from ``ready_s`` on; None where none fits before ``end_s``."""
    for met in np.arange(ready_s + _STEP_S, end_s, _STEP_S):
        where = range_at(float(met))
        if missile.gate(kind, speed, where, height) != OPEN:
            continue
        if sight is not None and not sight.sees(np.array(where), np.array(height)):
            continue
        launch = met - missile.table("time_s", where, height)
        if launch >= ready_s:
            return float(launch), float(met)
    return None


def delays(radar: str, battery: str, command: str, network: str) -> list[tuple[str, float]]:
    """What passes between the first echo and the first launch, with nominal seconds."""
    period, link = nominal(radar, "period_s"), nominal(network, "latency_s")
    return [
        (f"track confirmed ({HITS - 1} more visits of {period:g} s, and processing)",
         (HITS - 1) * period + nominal(radar, "processing_delay_s")),
        ("in the command's picture (link, and half a cycle)", link + 0.5 * CYCLE_S),
        ("identified", nominal(command, "identification_time_s")),
        ("ordered (half a cycle)", 0.5 * CYCLE_S),
        ("ready to leave the tube", nominal(battery, "reaction_time_s")),
    ]  # fmt: skip


def nominal(name: str, field: str) -> float:
    """Nominal value of a figure of the library."""
    value = getattr(catalogue.load(name), field)
    return float(getattr(value, "nominal", value))
