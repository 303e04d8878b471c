"""Where a battery's rounds can meet a class of target that flies straight in: detect, confirm, decide, launch, fly.

The chain is the timeline's own: a track is confirmed by the searching radar (three of five visits), identified and
handed to a battery; for types that it must support, the engagement radar is cued, confirms its own track and must hold
the target in range, sector and sight until the end. Active and infrared types leave on the searching radar's track, in
any direction, and need no hold. Tracks count by first passage: where the chance is high enough that the radars asked
for have had theirs by the time of the order; the two are taken as independent. Where weapons are free, a target within
the command's horizon of time to impact is fired at before it is identified. Then the round gets there by the
engagement's fly-out table, within the published limits of its type. Each place is asked whether a round launched in
time could meet the target there. Nothing is said of kills, channels or rounds: that is the timeline's business.

Left out: targets that do not come straight in or fall from above, the errors of tracks, the cycle's own beat (half a
cycle is waited), and a radar that has other targets to look at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gbad.coverage import _engage_kernel as _k
from gbad.coverage._site_kernel import Missile, Tracks
from gbad.coverage.armed import armed, limits_of, unit_of
from gbad.coverage.covering import Coverage
from gbad.coverage.echoes import WORKERS, pool
from gbad.coverage.placing import sites_of
from gbad.coverage.raster import Map, cells_of
from gbad.coverage.shares import areas
from gbad.coverage.sites import EDGES, Site, facing
from gbad.coverage.track_chances import tracks
from gbad.errors import InputError
from gbad.tables import Bools, Floats, needs_radar

LIMITS = {
    _k.BEYOND: "the missile's reach",
    _k.NOT_HELD: "the engagement radar's hold",
    _k.TOO_LATE: "the time from track to meeting",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Engageable:
    """One missile type of a battery against one class of target. Grids ``(heights, azimuths, ranges)``."""

    coverage: Coverage  # of the searching radar
    radar: Site  # of the engagement radar
    battery: str
    interceptor: str
    needs_radar: bool  # whether the engagement radar must hold the target
    reason: NDArray[np.uint8]  # (3, ...) by edge: MET, or which gate is shut

    def met(self, edge: str = "nominal") -> Bools:
        """Where a round can meet the target."""
        return np.asarray(self.reason[EDGES.index(edge)] == _k.MET)

    def sector(self) -> Bools:
        """``(azimuths,)`` where the type can be fired: in the engagement radar's sector, or all round."""
        looked = self.radar.in_sector()
        return looked if self.needs_radar else np.ones_like(looked)

    def numbers(self) -> list[MeetingNumbers]:
        """Each height, in numbers."""
        return [_numbers(self, i) for i in range(len(self.coverage.heights_m))]


@dataclass(frozen=True, slots=True)
class MeetingNumbers:
    """One height of one missile type."""

    height_m: float
    share: tuple[float, float, float]  # of the sector's area within the map: worst, nominal, best
    nearest_m: float  # in the median direction of the sector; inf where nothing can be met
    farthest_m: float
    limit: str  # what ends it outwards


def engageable(
    coverage: Coverage, battery: str = "s400-battalion", interceptors: Sequence[str] | None = None,
    *, boresight_deg: float = 0.0,
) -> list[Engageable]:  # fmt: skip
    """Where each missile type of a battery beside the radar of ``coverage`` can meet its target.

    ``interceptors`` are those of the battery's own launchers if left out. The criterion's ``pd`` is the chance that
    both radars have had their tracks by the time of the order (first passage). On real ground the engagement radar is
    taken to face every way in turn. ``InputError`` for a target without level flight, for unknown names, and for a
    boresight on real ground.
    """
    if not coverage.target.level:
        raise InputError(f"{coverage.target.name} falls from above; engageable is worked out for level flight only")
    scenario = armed(coverage, battery, tuple(interceptors) if interceptors else None, boresight_deg)
    sites = sites_of(scenario, coverage.site.terrain, radius_m=coverage.site.radius_m)
    radar = facing(next(site for site in sites if site.id == "fire"), boresight_deg)
    unit = unit_of(scenario, battery, coverage.site, radar)
    found, holding, held = tracks(coverage, radar)
    supported = needs_radar(unit.interceptors)
    out = []
    for row, name in enumerate(unit.interceptors.id.tolist()):
        reason = np.empty((3, *found.shape[1:]), np.uint8)

        def some(edge: int, first: int, stop: int, row: int = row, reason: NDArray[np.uint8] = reason) -> None:
            part = slice(first, stop)
            table = unit.interceptors
            clock = np.append(unit.clock[edge], coverage.target.speed_at(edge))
            _k.engaged_into(
                coverage.site.range_step_m, coverage.criterion.pd, clock,
                Missile(
                    limits_of(table, row, edge), table.flyout_time_s[edge, row], bool(supported[row]),
                    unit.base_height_m,
                ),
                coverage.site.heights(coverage.heights_m, coverage.above, part),
                Tracks(found[edge][:, part], holding[edge][:, part], held[edge][:, part]), reason[edge][:, part],
            )  # fmt: skip

        cuts = np.linspace(0, found.shape[2], 2 * WORKERS + 1).astype(int)
        jobs = [(e, int(a), int(b)) for e in range(3) for a, b in pairwise(cuts)]
        list(pool().map(lambda job, some=some: some(*job), jobs))
        out.append(Engageable(coverage, radar, battery, name, bool(supported[row]), reason))
    return out


def _numbers(engaged: Engageable, layer: int) -> MeetingNumbers:
    coverage, sector = engaged.coverage, engaged.sector()
    arc = coverage.range_m
    weight = areas(coverage)[None, :] * sector[:, None] / sector.mean()
    met = [engaged.met(edge)[layer] for edge in EDGES]
    nominal = met[1][sector]
    any_met = nominal.any(axis=1)
    far = np.where(any_met, arc[len(arc) - 1 - np.argmax(nominal[:, ::-1], axis=1)], 0.0)
    near = np.where(any_met, arc[np.argmax(nominal, axis=1)], math.inf)
    return MeetingNumbers(
        coverage.heights_m[layer],
        tuple(float((m * weight).sum()) for m in met),  # type: ignore[arg-type]  # three of them
        float(np.median(near)), float(np.median(far)), _limit(engaged, layer, sector, far),
    )  # fmt: skip


def _limit(engaged: Engageable, layer: int, sector: Bools, far: Floats) -> str:
    """The gate that is shut just outside the farthest meeting, in most directions of the sector."""
    if np.median(far) == 0.0 and not engaged.met()[layer].any():
        shut = engaged.reason[1, layer][sector]
        shut = shut[:, 1:]
    else:
        beyond = np.minimum(
            np.rint(far / engaged.coverage.site.range_step_m).astype(int) + 1, engaged.reason.shape[3] - 1
        )
        shut = engaged.reason[1, layer][sector, beyond]
    return LIMITS[max(LIMITS, key=lambda gate: int(np.sum(shut == gate)))]


def lowest_met(engaged: Engageable, map_: Map, edge: str = "nominal") -> NDArray[np.int8]:
    """``(rows, columns)`` row of the lowest height a round can meet, as ``raster.bands_of`` gives it for detection.

    On a map by distance what holds in half of the sector's directions. Unknown ground is -1.
    """
    met, sector = engaged.met(edge), engaged.sector()
    if map_.by_distance:
        half = met[:, sector].mean(axis=1) >= 0.5
        met = np.broadcast_to(half[:, None, :], met.shape)
    a, r = cells_of(map_)
    out = np.full(map_.arc_m.shape, len(met), np.int8)
    for i in reversed(range(len(met))):
        out[met[i][a, r]] = i
    out[np.isnan(map_.lowest_in_sight_m)] = -1
    return out
