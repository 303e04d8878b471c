"""What steady weaves of a target would do to the meeting: the share that one round kills over a listed set of them.

Model. The reference shots of the engagement (``gbad.engagement.reference``) are flown by its own kernels at a body of
the target's size that weaves across its way with a load and a period; all see the same dice. A share is ``r L``: the
reliability that the stated single-shot figure gives, times the mean lethality of the passages. The set is a quarter, a
half and the whole of a load limit with periods of 1 to 8 s, and no weave. The limit is the type's own evasion, or what
is asked for; without either 9 g0 of aircraft, 5 of missiles, and for a ballistic body what lift gives it where the
steady shots meet it: ``lift_to_drag`` times dynamic pressure over its ballistic coefficient. Left out: the way and the
speed that weaving costs the target, turns timed on the round, a track that is worse for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.engagement import reference
from gbad.engagement.calibration import lethality
from gbad.engagement.flyout import Flyout
from gbad.engagement.type_tables import of_figures
from gbad.errors import InputError
from gbad.messages import END_INTERCEPT, Shots
from gbad.physics import earth
from gbad.physics.atmosphere import density_kg_m3
from gbad.zones.zone import CLASSES, Floats, Missile, Target

SHARES, PERIODS_S = (0.25, 0.5, 1.0), (1.0, 2.0, 4.0, 8.0)
SHOTS, SEED = 96, 1
LIFT_TO_DRAG = 1.5  # of a body that steers on its way down, as quasi-ballistic routes have it
LIMITS_G0 = {"aircraft": 9.0, "missile": 5.0}
GREATEST_G0 = 100.0


@dataclass(frozen=True, slots=True)
class Manoeuvres:
    """Shares that one round kills, and half widths of their 95 % intervals."""

    load_g0: Floats  # (loads,)
    period_s: Floats  # (periods,)
    killed: Floats  # (loads, periods)
    half_width: Floats  # (loads, periods)
    steady: float
    steady_half_width: float
    limit_why: str

    @property
    def mean(self) -> float:
        """Over the set, every weave counted alike and none beside them."""
        return float((self.killed.sum() + self.steady) / (self.killed.size + 1))

    def worst(self) -> tuple[float, float, float]:
        """Least share, and the load [g0] and the period [s] that it takes."""
        i, j = np.unravel_index(int(np.argmin(self.killed)), self.killed.shape)
        return float(self.killed[i, j]), float(self.load_g0[i]), float(self.period_s[j])


def manoeuvres_of(missile: Missile, target: Target, limit_g0: float | None = None) -> Manoeuvres | None:
    """Fly the set; None where no kill of this class is stated for the missile. Raises ``InputError``."""
    if limit_g0 is not None and not 0.0 < limit_g0 <= GREATEST_G0:
        raise InputError(f"--load-limit: {limit_g0:g} was found, more than 0 and at most {GREATEST_G0:g} is allowed")
    reliability = float(missile.tables["reliability"][0, target.kind])
    if reliability == 0.0:
        return None
    flown = of_figures(missile.columns)
    tables = _ways(missile)

    def share(load_g0: float, period_s: float) -> tuple[float, float, Shots]:
        body = reference.Body(
            target.rcs_m2,
            target.length_m,
            target.span_m,
            target.heat_w_per_sr,
            load_g0 * earth.G0,
            2.0 * np.pi / period_s,
        )
        shots = reference.shoot(flown, target.kind, SHOTS, SEED, tables=tables, body=body)
        killed = reliability * lethality(shots, flown, target.kind, body)
        return float(killed.mean()), 1.96 * float(killed.std()) / np.sqrt(SHOTS), shots

    steady, width, shots = share(0.0, 1.0)
    limit, why = (limit_g0, "asked for") if limit_g0 is not None else _limit(target, shots)
    found = [[share(part * limit, period)[:2] for period in PERIODS_S] for part in SHARES]
    each = np.array(found)
    return Manoeuvres(
        limit * np.array(SHARES), np.array(PERIODS_S), each[..., 0], each[..., 1], steady, width, why
    )  # fmt: skip


def _ways(missile: Missile) -> Flyout:
    """The tables that the missile was made with; the angle of arrival is not among them, and no shot asks for it."""
    time, speed, load, planned, loft = (
        missile.tables[f"flyout_{name}"] for name in ("time_s", "speed_mps", "load_mps2", "planned_s", "loft_rad")
    )
    steps = float(missile.tables["flyout_range_step_m"]), float(missile.tables["flyout_height_step_m"])
    return Flyout(time, speed, load, planned, loft, np.full_like(time, np.nan), *steps)


def _limit(target: Target, shots: Shots) -> tuple[float, str]:
    """Greatest load [g0] of a target, and where that comes from."""
    if target.evasion_g0 > 0.0:
        return target.evasion_g0, f"the evasion of {target.name}"
    kind = CLASSES[target.kind]
    if kind != "ballistic":
        return LIMITS_G0[kind], "assumed for its class"
    met = shots.end_reason[:, 0] == END_INTERCEPT
    if not met.any():
        return 1.0, "assumed: no steady shot meets it"
    height = float(np.median(np.asarray(earth.ecef_to_geodetic(shots.end_position_ecef_m[met, 0])[2])))
    speed = reference.APPROACHES[target.kind][0].speed_mps
    pressure = 0.5 * float(density_kg_m3(height)) * speed**2
    load = LIFT_TO_DRAG * pressure / target.coefficient_kg_m2 / earth.G0
    return load, (
        f"what a lift of {LIFT_TO_DRAG:g} times its drag gives a body of {target.coefficient_kg_m2:,.0f} kg/m2 at "
        f"{height / 1e3:.0f} km and {speed:,.0f} m/s, where such rounds meet it"
    )
