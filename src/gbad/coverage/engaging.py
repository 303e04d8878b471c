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

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from gbad import library
from gbad.coverage import _engage_kernel as _k
from gbad.coverage._site_kernel import Missile, Tracks
from gbad.coverage.covering import Coverage, cover_site
from gbad.coverage.criterion import HITS, Criterion
from gbad.coverage.echoes import WORKERS, pool
from gbad.coverage.ends import DRAWS, settled
from gbad.coverage.raster import Map, cells_of
from gbad.coverage.shares import areas
from gbad.coverage.sites import EDGES, Site, facing, radar_of, sites_of
from gbad.coverage.targets import Target
from gbad.engagement import flyout_tables, of_figures
from gbad.engagement._round_kernel import GRACE_S
from gbad.errors import InputError
from gbad.messages import WEAPONS_FREE
from gbad.scenario.compile_batteries import battery_table
from gbad.scenario.compile_commands import command_table, link_table
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_interceptors import interceptor_table
from gbad.scenario.compile_radars import HOLD_PD, HOLD_SWERLING
from gbad.scenario.document import parse_document
from gbad.scenario.layout import Scenario
from gbad.scenario.load import load
from gbad.scenario.words import did_you_mean
from gbad.simulation.prepare import room_models
from gbad.tables import Bools, Floats, InterceptorTable, needs_radar
from gbad.tracking.tracker import Settings
from gbad.weapon_assignment.options import FRESH_PERIODS

LIMITS = {
    _k.BEYOND: "the missile's reach",
    _k.NOT_HELD: "the engagement radar's hold",
    _k.TOO_LATE: "the time from track to meeting",
}  # fmt: skip
# the defender's worst end of each figure is its low one, or its high one. The flight itself keeps its nominal figures:
# they were fitted together to the published range, and their ends together would not reach it
_WORST_LOW = ("max_range_km", "max_altitude_km", "max_target_speed_mps", "engagement_horizon_s")
_WORST_HIGH = ("min_range_km", "min_altitude_m", "reaction_time_s", "identification_time_s", "latency_s")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A battery, its command post and link, as tables of three draws: worst, nominal, best."""

    name: str
    clock: Floats  # (3, 8) rows as ``_engage_kernel`` names them, but the target's speed
    interceptors: InterceptorTable
    base_height_m: float


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
    scenario = _armed(coverage, battery, tuple(interceptors) if interceptors else None, boresight_deg)
    sites = sites_of(scenario, coverage.site.terrain, radius_m=coverage.site.radius_m)
    radar = facing(next(site for site in sites if site.id == "fire"), boresight_deg)
    unit = _unit(scenario, battery, coverage.site, radar)
    found, holding, held = _tracks(coverage, radar)
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
                    _limits(table, row, edge), table.flyout_time_s[edge, row], bool(supported[row]),
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


def _tracks(coverage: Coverage, radar: Site) -> tuple[Floats, Floats, Bools]:
    """``(3, heights, azimuths, ranges)`` chances of a track of either by then, and whether the second holds."""
    shape = (3, *coverage.layers.reason.shape)
    found, holding, held = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.empty(shape, np.bool_)
    criterion = Criterion("visit", coverage.criterion.pd)
    for edge in range(3):
        target = _of_edge(coverage.target, coverage.site, edge)
        common = (coverage.heights_m, coverage.above, criterion, coverage.weather)
        same = edge == EDGES.index("nominal")
        searched = coverage if same else cover_site(_at_edge(coverage.site, edge), target, *common)
        other = _of_edge(coverage.target, radar, edge)
        engaged = cover_site(_at_edge(settled(radar, other, criterion), edge), other, *common)
        # an order follows on a track of the engagement radar that outlives the visits after which a chance one is gone
        outlives = Settings().delete_after_visits + 1
        for each, chance, age in ((searched, found[edge], 0), (engaged, holding[edge], outlives)):
            # types that need no hold are fired all round
            wanted = np.ones(chance.shape[1], np.bool_) if age == 0 else radar.in_sector(EDGES[edge])
            _track_chances(each, wanted, age, chance)
        # in range, sector, elevation limits, sight and strength of echo, as a round's support asks
        held[edge] = held_by(_at_edge(radar, edge), other, coverage).layers.found(EDGES[edge])
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
        lifecycle = (HITS, Settings().delete_after_visits, age, int(FRESH_PERIODS) - 1)
        _k.first_track_into(coverage.site.range_step_m, way_m, *lifecycle, visit[:, first:stop], chance[:, first:stop])

    list(pool().map(some, cuts[:-1].tolist(), cuts[1:].tolist()))
    out[:, wanted] = chance


def _at_edge(site: Site, edge: int) -> Site:
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


def _unit(scenario: Scenario, battery: str, searching: Site, radar: Site) -> Unit:
    names = {battery, "55K6E", "data-link"} | {n for n in scenario.library if n in library.names("interceptor")}
    rows: list[dict[str, float]] = [{}, {}, {}]
    for name in names:
        for path in (*_WORST_LOW, *_WORST_HIGH):
            rows[0][f"{name}.{path}"], rows[2][f"{name}.{path}"] = (0.0, 1.0) if path in _WORST_LOW else (1.0, 0.0)
    draws = Draws(rows)
    # kill probabilities are not asked here, so they are not worked out
    models = replace(room_models([]), fly_interceptor=_flown_once)
    table = battery_table(scenario, draws, radar.terrain)
    commands, links = command_table(scenario, draws), link_table(scenario, draws)
    latency, period = links.latency_s.max(axis=1), radar.periods_s
    half = 0.5 * scenario.cycle_s
    clock = np.empty((3, _k.SPEED))
    plots, echoes = searching.delays_s, radar.delays_s
    # picture, identity and order are made in one beat of the cycle
    clock[:, _k.ORDER] = plots + latency + half
    clock[:, _k.IDENTITY] = commands.identification_time_s[:, 0]
    free = commands.weapons_control[0] == WEAPONS_FREE
    clock[:, _k.HORIZON] = commands.engagement_horizon_s[:, 0] if free else 0.0
    clock[:, _k.CUE] = plots + 2.0 * latency + half
    clock[:, _k.HOLD] = HITS * period + echoes + latency + half
    clock[:, _k.REPORT] = echoes + latency + half
    clock[:, _k.REACTION] = table.reaction_time_s[:, 0]
    clock[:, _k.GRACE] = GRACE_S
    return Unit(battery, clock, interceptor_table(scenario, draws, models), float(table.height_m[0]))


def _flown_once(**figures: Any) -> dict[str, Any]:
    """Fly-out tables of the nominal draw, wide enough for the best one, for all three."""
    nominal = {name: value[1:2] if isinstance(value, np.ndarray) else value for name, value in figures.items()}
    for name in ("max_range_m", "max_altitude_m"):
        nominal[name] = figures[name].max(keepdims=True)
    flown = flyout_tables(of_figures(nominal))
    return {
        "flyout_time_s": np.repeat(flown.time_s, 3, axis=0),
        "flyout_speed_mps": np.repeat(flown.speed_mps, 3, axis=0),
        "flyout_load_mps2": np.repeat(flown.load_mps2, 3, axis=0),
        "flyout_planned_s": np.repeat(flown.planned_s, 3, axis=0),
        "flyout_loft_rad": np.repeat(flown.loft_rad, 3, axis=0),
        "flyout_range_step_m": flown.range_step_m,
        "flyout_height_step_m": flown.height_step_m,
        "reliability": np.ones((3, 3)),
        "kill_probability": np.ones((3, 3, 1, 1)),
        "kill_range_step_m": 1.0,
        "kill_height_step_m": 1.0,
    }


def _limits(table: InterceptorTable, row: int, edge: int) -> Floats:
    columns = (table.max_range_m, table.min_range_m, table.max_altitude_m, table.min_altitude_m,
               table.max_target_speed_mps)  # fmt: skip
    steps = (table.flyout_range_step_m[row], table.flyout_height_step_m[row])
    return np.array([*(column[edge, row] for column in columns), *steps])


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


def _launcher_of(missile: str) -> str:
    """A launcher of the library that takes a missile."""
    for name in library.names("launcher"):
        if missile in cast(Any, library.load(name)).takes:
            return name
    raise InputError(f"interceptor {missile}: no launcher of the library takes it")


@cache
def _scenario(
    radar: str, battery: str, interceptors: tuple[str, ...] | None, place: tuple[float, float], boresight: float,
    factor: float,
) -> Scenario:  # fmt: skip
    at = {"latitude_deg": place[0], "longitude_deg": place[1]}
    fire: dict[str, Any] = {"type": battery, "at": at, "command": "post", "boresight_deg": boresight % 360.0}
    radars: dict[str, Any] = {"fire": {"type": radar_of(battery), "battery": "battery"}}
    if interceptors:
        fire["launchers"] = [{"count": 1, "type": _launcher_of(name), "load": {name: 1}} for name in interceptors]
    if radar != radar_of(battery):
        radars["search"] = {"type": radar, "at": at, "command": "post"}
    document = {
        "schema": "scenario/1", "title": "Coverage", "duration_s": 60.0, "effective_earth_factor": factor,
        "terrain": {"kind": "flat"}, "commands": {"post": {"type": "55K6E", "at": at}}, "radars": radars,
        "batteries": {"battery": fire},
    }  # fmt: skip
    return load(parse_document(json.dumps(document), "coverage"))


def _armed(coverage: Coverage, battery: str, interceptors: tuple[str, ...] | None, boresight_deg: float) -> Scenario:
    """The searching radar, a battery beside it and a command post, read like any scenario."""
    batteries, missiles = library.names("battery"), library.names("interceptor")
    if battery not in batteries:
        raise InputError(f"battery {battery} is not known. {did_you_mean(battery, batteries)}")
    for name in interceptors or ():
        if name not in missiles:
            raise InputError(f"interceptor {name} is not known. {did_you_mean(name, missiles)}")
    factor = coverage.site.effective_radius_m / 6_371_008.77
    return _scenario(coverage.site.radar, battery, interceptors, coverage.site.place, boresight_deg, factor)


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
