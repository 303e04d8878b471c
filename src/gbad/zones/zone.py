"""The engagement zone of one missile type against one class of target, over ground range and height.

Time of flight, speed and load at hand on arrival come from the fly-out tables, the kill probability from the kill
table: those that a battery plans by in a fight, read at the same places. Published limits of range and height cut it;
where flight itself does not arrive as an intercept must (fast and agile enough) there is no zone either, and a round
that its radar must support has none where that radar does not see the target. Left out: terrain, salvos, the radar's
sector; the kill table is that of a target that comes straight in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.engagement.type_tables import fly_interceptor
from gbad.envelope._reach_kernel import flyout
from gbad.envelope._table_kernel import table_value
from gbad.errors import InputError
from gbad.library import catalogue
from gbad.physics.earth import G0
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of
from gbad.scenario.specs.flyer import Flyer
from gbad.scenario.specs.interceptor import Interceptor
from gbad.tables import GUIDANCE_COMMAND, GUIDANCE_RADAR_SUPPORTED
from gbad.zones.sight import Sight

Floats = NDArray[np.float64]
CLASSES = ("aircraft", "missile", "ballistic")
HEIGHTS_M = (50.0, 200.0, 500.0, 1e3, 3e3, 6e3, 10e3, 15e3, 20e3, 25e3, 30e3)
RANGES = 12  # columns, out to the greatest range
# figures of a missile type that ends of its zone move together
STATED = (
    "max_range_km", "max_range_ballistic_km", "max_altitude_km", "max_target_speed_mps", "single_shot.aircraft",
    "single_shot.missile", "single_shot.ballistic",
)  # fmt: skip
OPEN, TOO_NEAR, TOO_FAR, TOO_HIGH, TOO_LOW, NO_FLIGHT, TOO_FAST, NO_SIGHT = range(8)
WHY = (
    "open", "too near", "too far", "too high", "too low", "beyond flight", "target too fast",
    "not in the engagement radar's sight",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missile:
    """A missile type of the library with its nominal figures and its tables."""

    name: str
    columns: dict[str, Any]  # figures in SI, one number each
    tables: dict[str, Any]
    short: tuple[str, ...]  # stated figures that the model cannot reach

    @classmethod
    def of(cls, name: str, end: str = "nominal") -> Missile:
        """Read and fly it. Raises ``InputError`` for what is no missile type.

        With ``end`` low or high the stated limits (range, height, speed of target) and the stated chances of a kill lie
        at that end together; how it flies stays nominal.
        """
        entry = catalogue.load(name)
        if not isinstance(entry, Interceptor):
            raise InputError(f"--interceptor {name}: is no missile type; one is needed, like 48N6E3")
        at = {} if end == "nominal" else {f"{name}.{path}": float(end == "high") for path in STATED}
        drawn = {key: column[:, 0] for key, column in figures([Holder(entry, name)], Draws((at,))).items()}
        short: list[str] = []
        tables = fly_interceptor(short.extend, **drawn, **kinds_of(entry))
        columns = {key: column[0] for key, column in drawn.items()} | kinds_of(entry)
        return cls(name, columns, tables, tuple(short))

    def table(self, name: str, range_m: float, height_m: float) -> float:
        """Value of a fly-out table; inf where a round does not get."""
        steps = (float(self.tables["flyout_range_step_m"]), float(self.tables["flyout_height_step_m"]))
        return float(flyout(self.tables[f"flyout_{name}"][0], *steps, range_m, height_m))

    @property
    def reach_m(self) -> float:
        """No meeting with a ballistic missile farther over the ground."""
        return float(self.columns["max_range_ballistic_m"])

    @property
    def lowest_m(self) -> float:
        """No meeting lower."""
        return float(self.columns["min_altitude_m"])

    @property
    def highest_m(self) -> float:
        """No meeting higher."""
        return float(self.columns["max_altitude_m"])

    def kill(self, kind: int, range_m: float, height_m: float) -> float:
        """Expected kill probability of one round."""
        steps = (float(self.tables["kill_range_step_m"]), float(self.tables["kill_height_step_m"]))
        return float(table_value(self.tables["kill_probability"][0, kind], *steps, range_m, height_m))

    @property
    def needs_radar(self) -> bool:
        """Whether the battery's radar must hold the target up to the meeting."""
        return self.columns["guidance"] in (GUIDANCE_RADAR_SUPPORTED, GUIDANCE_COMMAND)

    def gate(self, kind: int, speed_mps: float, range_m: float, height_m: float) -> int:
        """Why a place is no part of the zone, ``OPEN`` if it is."""
        c = self.columns
        far = c["max_range_ballistic_m"] if CLASSES[kind] == "ballistic" else c["max_range_m"]
        for shut, gate in (
            (speed_mps > c["max_target_speed_mps"], TOO_FAST), (range_m > far, TOO_FAR),
            (range_m < c["min_range_m"], TOO_NEAR), (height_m > c["max_altitude_m"], TOO_HIGH),
            (height_m < c["min_altitude_m"], TOO_LOW),
        ):  # fmt: skip
            if shut:
                return gate
        return OPEN if np.isfinite(self.table("time_s", range_m, height_m)) else NO_FLIGHT


@dataclass(frozen=True, slots=True)
class Target:
    """A target type of the library as a zone needs it."""

    name: str
    kind: int  # row of CLASSES
    speed_mps: float  # nan for ballistic types: it is their path's
    height_m: float
    rcs_m2: float
    evasion_g0: float  # of a steady weave against the round; 0 for none
    length_m: float
    span_m: float
    heat_w_per_sr: float
    coefficient_kg_m2: float  # mass over drag area of a ballistic body; nan of others

    @classmethod
    def of(cls, name: str) -> Target:
        """Raises ``InputError`` for what does not fly as a target."""
        entry = catalogue.load(name)
        if not isinstance(entry, Flyer):
            raise InputError(f"--target {name}: is no target type; gbad list threats shows them")
        nominal = {
            key: float(spread.nominal) if spread is not None else float("nan")
            for key, spread in (("speed", entry.speed_mps), ("height", entry.height_m))
        }
        evasion, heat, falls = (
            entry.evasion_load_factor_g0, entry.radiant_intensity_w_per_sr, entry.ballistic_coefficient_kg_per_m2
        )  # fmt: skip
        return cls(
            name, CLASSES.index(entry.target_class), nominal["speed"], nominal["height"], float(entry.rcs_m2.nominal),
            0.0 if evasion is None else float(evasion.nominal), float(entry.length_m.nominal),
            float(entry.span_m.nominal), 0.0 if heat is None else float(heat.nominal),
            float("nan") if falls is None else float(falls.nominal),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """Grids ``(heights, ranges)``; nan outside the zone."""

    missile: Missile
    target: Target
    range_m: Floats  # (ranges,) over the ground
    height_m: Floats  # (heights,) above the launcher
    gate: NDArray[np.int64]  # why a place is outside: rows of WHY
    time_s: Floats  # of flight
    speed_mps: Floats  # on arrival
    load_g0: Floats  # lateral acceleration at hand on arrival
    kill_probability: Floats

    @property
    def load_margin(self) -> Floats:
        """Load at hand over three times the target's own, about what steering asks for; inf without a weave."""
        with np.errstate(divide="ignore"):
            return self.load_g0 / (3.0 * self.target.evasion_g0)

    def farthest_m(self) -> float:
        """Greatest range of the zone at any of its heights; 0 where it is empty."""
        return float(np.max(np.where(self.gate == OPEN, self.range_m, 0.0), initial=0.0))


def zone_of(
    interceptor: str | Missile,
    target: str | Target,
    *,
    heights_m: Sequence[float] = HEIGHTS_M,
    ranges_m: Sequence[float] | None = None,
    engagement_radar: str = "92N6E",
) -> Zone:
    """The zone at heights and ranges; by default twelve ranges out to the greatest. Raises ``InputError``."""
    missile = interceptor if isinstance(interceptor, Missile) else Missile.of(interceptor)
    aim = target if isinstance(target, Target) else Target.of(target)
    far = missile.columns["max_range_ballistic_m" if CLASSES[aim.kind] == "ballistic" else "max_range_m"]
    ranges = np.asarray(ranges_m if ranges_m is not None else far * np.arange(1, RANGES + 1) / RANGES, float)
    heights = np.asarray(heights_m, float)
    if not (ranges.size and heights.size and (ranges > 0.0).all() and (heights >= 0.0).all()):
        raise InputError("ranges must be greater than 0 and heights 0 or more; at least one of each is needed")
    speed = 0.0 if np.isnan(aim.speed_mps) else aim.speed_mps
    shape = (len(heights), len(ranges))
    gate = np.array([[missile.gate(aim.kind, speed, r, h) for r in ranges] for h in heights], np.int64).reshape(shape)
    if missile.needs_radar:
        sees = Sight.of(engagement_radar, aim.rcs_m2).sees(*np.meshgrid(ranges, heights))
        gate = np.where((gate == OPEN) & ~sees, NO_SIGHT, gate)
    grids = {
        name: np.array([[missile.table(name, r, h) for r in ranges] for h in heights]).reshape(shape)
        for name in ("time_s", "speed_mps", "load_mps2")
    }
    kill = np.array([[missile.kill(aim.kind, r, h) for r in ranges] for h in heights]).reshape(shape)
    shut = gate != OPEN
    time, arrival, load = (np.where(shut, np.nan, grids[name]) for name in ("time_s", "speed_mps", "load_mps2"))
    return Zone(missile, aim, ranges, heights, gate, time, arrival, load / G0, np.where(shut, np.nan, kill))
