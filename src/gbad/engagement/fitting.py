"""Which motors and bodies fly as stated: a search over what is not known, against what is.

Model. The figures that no source gives (propellant, exhaust speed, boost time, drag) are drawn over ranges that solid
motors and slender bodies have (a Sobol sequence). Every candidate is flown by the kernels of the engagement, by its
best loft, to its stated range at 9 km height and to its stated ceiling. A stated figure is met when what is flown lies
within its ends (top and mean speed, apogee) or reaches it (range, ceiling: a flight may do more, other limits may
bind). A residual is by how much a figure is left, as a share of the nearer end; 0 where it is met.

"Range" is what the fly-out tables mean by it: an arrival at 9 km with ``minimum_speed_mps`` and ``least_load_factor``
before ``self_destruct_s``. The set of fits is all candidates that meet everything; where it is empty, pairs of figures
that no candidate meets together are named, and the best is the one with the least sum of squared residuals.

Left out: figures of the seeker and of kill; a stage that is dropped; a sustainer; wings that change the drag curve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from gbad.engagement.flyout import FIT_HEIGHT_M, fly_to
from gbad.engagement.interceptor import Interceptor
from gbad.tables import Floats

# what is searched, and between what: solid motors and slender bodies
BOUNDS = {
    "propellant_share": (0.45, 0.70),  # [1] of the launch mass
    "exhaust_speed_mps": (1_950.0, 2_650.0),  # with a body's nozzle, near the ground
    "boost_time_s": (6.0, 30.0),
    "drag_factor": (0.5, 2.0),  # of the generic curve
}
TOLERANCE = 0.01  # [1] of a figure: closer than that it is met
SAMPLES = 512


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of flight that a source states."""

    low: float
    nominal: float
    high: float
    reaches: bool = False  # a least value (range, ceiling) rather than one to lie between


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """All candidates, what they fly, and how far from what is stated."""

    stated: Mapping[str, Stated]
    candidates: Floats  # (n, 4)  in the order of BOUNDS; the last row is the type as it stands
    flown: Floats  # (n, figures)  in the order of ``stated``
    residual: Floats  # (n, figures)

    @property
    def meets_all(self) -> np.ndarray:
        """Candidates (without the type as it stands) that meet every figure."""
        found: np.ndarray = np.all(self.residual[:-1] == 0.0, axis=1)
        return found

    @property
    def best(self) -> int:
        """Row of the candidate with the least residual; among those that meet all, the one nearest to the nominals."""
        size = np.sum(self.residual[:-1] ** 2, axis=1)
        nominal = np.array([figure.nominal for figure in self.stated.values()])
        free = np.array([not figure.reaches for figure in self.stated.values()])
        away = np.sum(((self.flown[:-1] / nominal - 1.0) * free) ** 2, axis=1)
        # a drag like that of other bodies before an odd one
        odd = np.log(self.candidates[:-1, 3]) ** 2
        return int(np.lexsort((away + 0.1 * odd, np.round(size, 12)))[0])

    @property
    def apart(self) -> list[tuple[str, str]]:
        """Pairs of figures that each some candidate meets, but none both."""
        met = self.residual[:-1] == 0.0
        names = list(self.stated)
        return [
            (names[a], names[b])
            for a, b in combinations(range(len(names)), 2)
            if met[:, a].any() and met[:, b].any() and not (met[:, a] & met[:, b]).any()
        ]

    @property
    def never(self) -> list[str]:
        """Figures that no candidate meets at all."""
        met = self.residual[:-1] == 0.0
        return [name for i, name in enumerate(self.stated) if not met[:, i].any()]


def fit(interceptor: Interceptor, stated: Mapping[str, Stated], *, samples: int = SAMPLES, seed: int = 1) -> Fit:
    """Fly candidates for one type of single numbers; ``stated`` may hold the names that :func:`fly_figures` gives.

    Figures that are bound to one value (equal ends in BOUNDS are not) stay those of the type where ``stated`` names
    them: a stated boost time is kept. Raises ValueError for names that are not known.
    """
    unknown = set(stated) - {"range_m", "ceiling_m", "top_speed_mps", "mean_speed_mps", "apogee_m", "boost_time_s"}
    if unknown:
        raise ValueError(f"stated {', '.join(sorted(unknown))}: not a figure of flight that is fitted")
    low, high = (np.array(ends) for ends in zip(*BOUNDS.values(), strict=True))
    if "boost_time_s" in stated:
        at = list(BOUNDS).index("boost_time_s")
        low[at], high[at] = stated["boost_time_s"].low, max(stated["boost_time_s"].high, low[at] * (1.0 + 1e-9))
    from scipy.stats import qmc  # late: it takes as long to load as everything else

    unit = qmc.Sobol(len(BOUNDS), seed=seed).random(samples)
    candidates = low + unit * (high - low)
    exhaust = float(interceptor.thrust_n) * float(interceptor.boost_time_s) / float(interceptor.propellant_mass_kg)
    own = [
        float(interceptor.propellant_mass_kg) / float(interceptor.launch_mass_kg), exhaust,
        float(interceptor.boost_time_s), float(interceptor.drag_factor),
    ]  # fmt: skip
    candidates = np.vstack([candidates, own])
    names = list(stated)
    flown = np.array([[fly_figures(_with(interceptor, row), stated)[name] for name in names] for row in candidates])
    residual = np.column_stack([_residual(flown[:, i], stated[name]) for i, name in enumerate(names)])
    return Fit(stated, candidates, flown, residual)


def fly_figures(interceptor: Interceptor, stated: Mapping[str, Stated]) -> dict[str, float]:
    """What a type flies, by the names of ``stated``: to its stated range, and to its stated ceiling."""
    goal_m = stated["range_m"].nominal if "range_m" in stated else float(interceptor.max_range_m)
    flight = fly_to(interceptor, goal_m, FIT_HEIGHT_M)
    reach_m = goal_m if np.isfinite(flight.time_s) else _longest_m(interceptor, goal_m)
    if not np.isfinite(flight.time_s) and reach_m > 0.0:
        flight = fly_to(interceptor, reach_m, FIT_HEIGHT_M)
    ceiling_m = 0.0
    if "ceiling_m" in stated:
        ceiling_m = _highest_m(interceptor, stated["ceiling_m"].nominal, min(0.2 * goal_m, 40e3))
    return {
        "range_m": reach_m,
        "ceiling_m": ceiling_m,
        "top_speed_mps": flight.top_speed_mps,
        "mean_speed_mps": reach_m / flight.time_s if np.isfinite(flight.time_s) else 0.0,
        "apogee_m": flight.highest_m,
        "boost_time_s": float(interceptor.boost_time_s),
    }


def _longest_m(interceptor: Interceptor, below_m: float) -> float:
    """Farthest range at cruising height, by bisection."""
    low, high = 0.0, below_m
    for _ in range(7):
        middle = 0.5 * (low + high)
        if np.isfinite(fly_to(interceptor, middle, FIT_HEIGHT_M).time_s):
            low = middle
        else:
            high = middle
    return low


def _highest_m(interceptor: Interceptor, goal_m: float, range_m: float) -> float:
    """Greatest height, up to the goal, at a range well inside the reach."""
    for height_m in np.arange(goal_m, 0.4 * goal_m, -0.1 * goal_m):
        if np.isfinite(fly_to(interceptor, range_m, float(height_m)).time_s):
            return float(height_m)
    return 0.4 * goal_m


def _with(interceptor: Interceptor, row: Floats) -> Interceptor:
    propellant = row[0] * float(interceptor.launch_mass_kg)
    return replace(
        interceptor,
        propellant_mass_kg=float(propellant),
        boost_time_s=float(row[2]),
        thrust_n=float(row[1] * propellant / row[2]),
        drag_factor=float(row[3]),
    )


def _residual(flown: Floats, stated: Stated) -> Floats:
    short = np.maximum(1.0 - flown / stated.low, 0.0) if stated.low > 0.0 else np.zeros_like(flown)
    if stated.reaches:
        short = np.maximum(1.0 - flown / stated.nominal, 0.0)
        over = np.zeros_like(flown)
    else:
        over = np.maximum(flown / stated.high - 1.0, 0.0)
    away = np.maximum(short, over)
    return np.where(away <= TOLERANCE, 0.0, away)
