"""Chances that the searching and the engagement radar have had their tracks, and where the second holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gbad.coverage import _engage_kernel as _k
from gbad.coverage.covering import Coverage, cover_site
from gbad.coverage.criterion import HITS, Criterion
from gbad.coverage.echoes import WORKERS, pool
from gbad.coverage.ends import DRAWS, settled
from gbad.coverage.sites import EDGES, Site
from gbad.coverage.targets import Target
from gbad.scenario.compile_echo import HOLD_PD, HOLD_SWERLING
from gbad.tables import Bools, Floats
from gbad.tracking.tracker import Settings
from gbad.weapon_assignment.options import FRESH_LOOKS


def tracks(coverage: Coverage, radar: Site) -> tuple[Floats, Floats, Bools]:
    """``(3, heights, azimuths, ranges)`` chances of a track of either by then, and whether the second holds."""
    shape = (3, *coverage.layers.reason.shape)
    found, holding, held = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.empty(shape, np.bool_)
    criterion = Criterion("visit", coverage.criterion.pd)
    for edge in range(3):
        target = _of_edge(coverage.target, coverage.site, edge)
        common = (coverage.heights_m, coverage.above, criterion, coverage.weather)
        same = edge == EDGES.index("nominal")
        searched = coverage if same else cover_site(at_edge(coverage.site, edge), target, *common)
        other = _of_edge(coverage.target, radar, edge)
        engaged = cover_site(at_edge(settled(radar, other, criterion), edge), other, *common)
        # an order follows on a track of the engagement radar that outlives the visits after which a chance one is gone
        outlives = Settings().delete_after_visits + 1
        for each, chance, age in ((searched, found[edge], 0), (engaged, holding[edge], outlives)):
            # types that need no hold are fired all round
            wanted = np.ones(chance.shape[1], np.bool_) if age == 0 else radar.in_sector(EDGES[edge])
            _track_chances(each, wanted, age, chance)
        # in range, sector, elevation limits, sight and strength of echo, as a round's support asks
        held[edge] = held_by(at_edge(radar, edge), other, coverage).layers.found(EDGES[edge])
    return found, holding, held


def held_by(radar: Site, target: Target, coverage: Coverage) -> Coverage:
    """What a radar holds for rounds to home on: ``found`` is where ``engagement._support_kernel.holds`` says so."""
    steady = replace(target, swerling=HOLD_SWERLING)
    return cover_site(
        radar, steady, coverage.heights_m, coverage.above, Criterion("visit", HOLD_PD), coverage.weather
    )  # fmt: skip


def _of_edge(target: Target, site: Site, edge: int) -> Target:
    """The target with the one cross-section and speed of that edge, as this radar sees it head-on."""
    rcs_m2 = target.seen_at(site.frequency_hz).rcs_m2[edge]
    return replace(
        target, rcs_m2=(rcs_m2,) * 3, cross_section=None, speed_mps=target.speed_at(edge), speed_ends_mps=None
    )


def _track_chances(coverage: Coverage, wanted: Bools, age: int, out: NDArray[np.float32]) -> None:
    """Chance of a track of some age by then along each bearing of the sector, negative where it is not fresh."""
    visit = np.ascontiguousarray(coverage.layers.visit[:, wanted])
    chance = np.empty_like(visit)
    way_m = coverage.target.speed_mps * coverage.site.period_s
    cuts = np.linspace(0, visit.shape[1], 2 * WORKERS + 1).astype(int)

    def some(first: int, stop: int) -> None:
        lifecycle = (HITS, Settings().delete_after_visits, age, FRESH_LOOKS)
        _k.first_track_into(coverage.site.range_step_m, way_m, *lifecycle, visit[:, first:stop], chance[:, first:stop])

    list(pool().map(some, cuts[:-1].tolist(), cuts[1:].tolist()))
    out[:, wanted] = chance


def at_edge(site: Site, edge: int) -> Site:
    """The site with one end of its figures in the place of all three."""
    same = np.repeat(site.figure[edge : edge + 1], 3, axis=0)
    mask = (site.lowest_in_sight_worst_m, site.lowest_in_sight_m, site.lowest_in_sight_best_m)[edge]
    return replace(
        site, figure=np.ascontiguousarray(same), pfa=np.repeat(site.pfa[edge], 3),
        draw_figure=np.tile(same[:1], (DRAWS, 1)),
        draw_pfa=np.repeat(site.pfa[edge], DRAWS), row=site.row_of(edge), masts_m=np.repeat(site.masts_m[edge], 3),
        period_s=float(site.periods_s[edge]), periods_s=np.repeat(site.periods_s[edge], 3), lowest_in_sight_m=mask,
        lowest_in_sight_worst_m=mask, lowest_in_sight_best_m=mask,
    )  # fmt: skip
