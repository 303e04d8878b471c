"""Interceptors of the upper layer as footprints ask for a missile: limits, a straight flight at a mean speed."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario.specs.outer import OuterInterceptor
from gbad.zones.zone import CLASSES, NO_FLIGHT, OPEN, TOO_FAR, TOO_FAST, TOO_HIGH, TOO_LOW, Missile


@dataclass(frozen=True, slots=True)
class Outer:
    """Nominal figures in SI; asked as :class:`~gbad.zones.zone.Missile` is."""

    name: str
    reach_m: float
    lowest_m: float
    highest_m: float
    mean_speed_mps: float
    longest_s: float
    max_target_speed_mps: float
    ready_s: float
    single_shot: float
    radar: str

    @classmethod
    def of(cls, name: str, end: str = "nominal") -> Outer:
        """Of a type of the library; ``end`` low or high takes the ends that reach less or more, together.

        Raises ``InputError`` for another kind.
        """
        entry = catalogue.load(name)
        if not isinstance(entry, OuterInterceptor):
            raise InputError(f"--interceptor {name}: is no interceptor of the upper layer")
        other = {"low": "high", "high": "low"}.get(end, end)
        return cls(
            name,
            1e3 * getattr(entry.max_range_km, end), 1e3 * getattr(entry.min_altitude_km, other),
            1e3 * getattr(entry.max_altitude_km, end), getattr(entry.mean_speed_mps, end),
            getattr(entry.self_destruct_s, end), getattr(entry.max_target_speed_mps, end),
            getattr(entry.reaction_time_s, other), getattr(entry.single_shot, end), entry.radar,
        )  # fmt: skip

    def table(self, name: str, range_m: float, height_m: float) -> float:
        """``time_s`` to a place; inf where the flight would be too long."""
        assert name == "time_s"
        time_s = hypot(range_m, height_m) / self.mean_speed_mps
        return time_s if time_s <= self.longest_s else float("inf")

    def kill(self, kind: int, range_m: float, height_m: float) -> float:
        """Kill probability of one round, the same everywhere."""
        del range_m, height_m
        return self.single_shot if CLASSES[kind] == "ballistic" else 0.0

    def gate(self, kind: int, speed_mps: float, range_m: float, height_m: float) -> int:
        """Why a place is no part of the zone, ``OPEN`` if it is."""
        del kind
        for shut, gate in (
            (speed_mps > self.max_target_speed_mps, TOO_FAST), (range_m > self.reach_m, TOO_FAR),
            (height_m > self.highest_m, TOO_HIGH), (height_m < self.lowest_m, TOO_LOW),
        ):  # fmt: skip
            if shut:
                return gate
        return OPEN if self.table("time_s", range_m, height_m) < float("inf") else NO_FLIGHT


def any_missile(name: str, end: str = "nominal") -> Missile | Outer:
    """A missile of a battery or of the upper layer, by what the library says it is."""
    return Outer.of(name, end) if isinstance(catalogue.load(name), OuterInterceptor) else Missile.of(name, end)
