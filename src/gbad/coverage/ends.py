"""Which figures of a radar make its worst and best case, and which end of each.

Most figures have an end that is the defender's worst whatever is looked for. Two have not: more loss in the air makes a
radar that is calibrated at some range better nearer and worse farther, and a false alarm rate shifts the whole curve of
detection. Of these the end that finds the target in question less far is the worst. Ends are taken together, so worst
and best are an envelope: likely to hold the truth, not likely to be it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from gbad.coverage._site_kernel import GAS, HALF_WIDTH, LOOP_GAIN, PULSES
from gbad.coverage.criterion import Criterion
from gbad.coverage.targets import Target
from gbad.scenario.compile_draws import Holder
from gbad.scenario.quantity import Spread
from gbad.sensing import detection_range_m

if TYPE_CHECKING:
    from gbad.coverage.sites import Site

# the end that is the defender's worst is the low one, the high one, or depends on the target
WORST_LOW = (
    "calibration.range_km", "calibration.pd", "instrumented_range_km", "elevation_max_deg", "sector_width_deg",
    "antenna_height_m",
)  # fmt: skip
WORST_HIGH = ("calibration.rcs_m2", "minimum_range_km", "period_s", "elevation_min_deg", "processing_delay_s")
EITHER = ("calibration.pfa", "gas_loss_two_way_db_per_km")
# figures with no part in what is found of one target that comes straight in (a delay counts where a battery is asked)
NO_PART = (
    "processing_delay_s",
    "range_resolution_m", "azimuth_beamwidth_deg", "elevation_beamwidth_deg", "range_rate_std_mps",
    "moving_target_notch_mps", "error_floor_fraction", "false_alarms_per_visit", "dwell_time_s", "search_time_share",
    "iff_reply_probability", "range_bias_std_m", "azimuth_bias_std_deg", "elevation_bias_std_deg",
    "clock_late_s", "reception.canceller_db", "reception.agility_ghz",
    # left out by coverage, which has the mirror image in a sea instead
    "ground_reflection", "near_ground.clutter_db", "near_ground.relief_m", "near_ground.improvement_db",
    "near_ground.notch_mps", "near_ground.reflection",
    "reception.antenna_gain_dbi", "reception.side_lobes_db", "reception.noise_temperature_k",
)  # fmt: skip
_CORNERS = tuple(product((0.0, 1.0), repeat=len(EITHER)))
# draws: the corners of the worst case, the nominal, the corners of the best case
DRAWS = 2 * len(_CORNERS) + 1
NOMINAL_DRAW = len(_CORNERS)
WORDS = {
    "calibration.range_km": "range of calibration", "calibration.pd": "its probability",
    "calibration.rcs_m2": "its cross-section", "calibration.pfa": "its false alarms",
    "gas_loss_two_way_db_per_km": "loss in the air", "instrumented_range_km": "display limit",
    "minimum_range_km": "least range", "period_s": "period", "sector_width_deg": "sector",
    "elevation_min_deg": "lower elevation limit", "elevation_max_deg": "upper elevation limit",
    "antenna_height_m": "antenna height", "frequency_ghz": "frequency",
}  # fmt: skip


def draws_of(names: Sequence[str]) -> list[Mapping[str, float]]:
    """Quantiles of every draw, for figures of the holders of these names."""
    rows: list[dict[str, float]] = [{} for _ in range(DRAWS)]
    for k, corner in enumerate(_CORNERS):
        for worst, row in ((True, rows[k]), (False, rows[NOMINAL_DRAW + 1 + k])):
            for name in names:
                row |= {f"{name}.{path}": 0.0 if worst else 1.0 for path in WORST_LOW}
                row |= {f"{name}.{path}": 1.0 if worst else 0.0 for path in WORST_HIGH}
                row |= {f"{name}.{path}": at for path, at in zip(EITHER, corner, strict=True)}
    return list(rows)


def with_ends(holder: Holder) -> tuple[list[str], list[str]]:
    """Figures of a radar that have ends: those that vary in worst and best, and those that stay at their nominal."""
    found = [path for path, spread in _spreads(holder) if not spread.is_plain and path not in NO_PART]
    varied = {*WORST_LOW, *WORST_HIGH, *EITHER}
    return [path for path in found if path in varied], [path for path in found if path not in varied]


def in_words(paths: Sequence[str]) -> str:
    """Figures as a reader calls them."""
    return ", ".join(WORDS.get(path, path) for path in paths)


def _spreads(holder: Holder) -> list[tuple[str, Spread]]:
    found: list[tuple[str, Spread]] = []
    for name in type(holder.entry).model_fields:
        value = getattr(holder.entry, name)
        inner = (
            type(value).model_fields if hasattr(type(value), "model_fields") and not isinstance(value, Spread) else {}
        )
        paths = [f"{name}.{part}" for part in inner] or [name]
        for path in paths:
            at = getattr(value, path.split(".")[1]) if inner else value
            if isinstance(at, Spread):
                found.append((path, at))
    return found


def settled(site: Site, target: Target, criterion: Criterion) -> Site:
    """The site with that corner of its worst and best case that finds this target least and farthest."""
    groups = (range(NOMINAL_DRAW), range(NOMINAL_DRAW + 1, DRAWS))
    if all(np.ptp(site.draw_figure[list(group)], axis=0).max() == 0.0 for group in groups):
        return site
    figure, pfa = site.figure.copy(), site.pfa.copy()
    for edge, group in ((0, groups[0]), (2, groups[1])):
        single = criterion.single_pd(float(site.periods_s[edge]))
        reach = [_reach_m(site, k, target.rcs_m2[edge], target.swerling, single) for k in group]
        chosen = group[int(np.argmin(reach) if edge == 0 else np.argmax(reach))]
        # a site that is taken to face every way keeps its sector
        half_width = figure[edge, HALF_WIDTH]
        figure[edge], pfa[edge] = site.draw_figure[chosen], site.draw_pfa[chosen]
        figure[edge, HALF_WIDTH] = half_width
    return replace(site, figure=figure, pfa=pfa)


def _reach_m(site: Site, draw: int, rcs_m2: float, swerling: int, single_pd: float) -> float:
    """How far one visit has that chance, the ground left out; 0 where false alarms alone give it."""
    figure, pfa = site.draw_figure[draw], float(site.draw_pfa[draw])
    if single_pd <= pfa:
        return 0.0
    return detection_range_m(
        float(figure[LOOP_GAIN]), rcs_m2, single_pd, pfa, swerling, int(site.kind[PULSES]), float(figure[GAS]),
        site.antenna_height_m,
    )  # fmt: skip
