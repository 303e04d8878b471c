"""Radars placed on the ground: one of the library at a place, or those of a scenario, with what each has in sight."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from typing import Any, cast

import numpy as np

from gbad import library, sensing
from gbad.coverage import _ground_kernel as _g
from gbad.coverage._site_kernel import HALF_WIDTH
from gbad.coverage.ends import DRAWS, NOMINAL_DRAW, draws_of, with_ends
from gbad.coverage.site_figures import figures_of, kinds_of, rows_of
from gbad.coverage.sites import Site, facing
from gbad.errors import InputError
from gbad.library import catalogue
from gbad.physics.earth import MEAN_RADIUS
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_radars import radar_table
from gbad.scenario.document import parse_document
from gbad.scenario.layout import Scenario
from gbad.scenario.load import load
from gbad.scenario.placed import PlacedRadar, placed_radars
from gbad.scenario.words import did_you_mean
from gbad.tables import RadarTable, Singles
from gbad.terrain import Terrain, geoid_height_m, ground_height_m, is_fictional, polar_mask, raised_to_peaks

GRID_DEG = 0.5
# what the press calls a system looks with its acquisition radar; its engagement radar is cued, and one sector wide
SYSTEMS = {"s400": "91N6E"}


def radar_of(system: str) -> str:
    """The radar that looks for a system: ``s400``, a battery (its engagement radar) or a radar of the library."""
    if system.lower() in SYSTEMS:
        return SYSTEMS[system.lower()]
    kind = catalogue.kind_of(catalogue.node(system), system) if system in library.files() else ""
    if kind == "battery":
        return str(cast(Any, library.load(system)).engagement_radar)
    if kind == "radar":
        return system
    known = [*SYSTEMS, *library.names("radar"), *library.names("battery")]
    raise InputError(f"system {system} is not known. {did_you_mean(system, known)}")


def snapped(at: tuple[float, float]) -> tuple[float, float]:
    """The nearest place on the half-degree grid."""
    return GRID_DEG * round(at[0] / GRID_DEG), GRID_DEG * round(at[1] / GRID_DEG)


def place_radar(
    system: str,
    at: tuple[float, float],
    terrain: Terrain,
    *,
    radius_m: float = 450e3,
    boresight_deg: float = 0.0,
    mast_m: float | None = None,
    effective_earth_factor: float = 4.0 / 3.0,
) -> Site:
    """A radar of the library at a place (latitude, longitude [deg]) on a terrain.

    On ground that is not made up the place goes to the nearest half degree (simulation only: region level), and a
    sector radar is looked at as if it faced every way in turn; a boresight is refused there. ``InputError`` for a place
    beyond the terrain or on unknown ground.
    """
    latitude, longitude = at
    if not (-89.0 <= latitude <= 89.0 and -180.0 <= longitude <= 180.0):
        raise InputError(f"at {latitude:g},{longitude:g}: latitude -89 to 89, longitude -180 to 180 are allowed")
    if not is_fictional(terrain):
        latitude, longitude = snapped(at)
    _check_ground(terrain, latitude, longitude, asked=at)
    scenario = alone(radar_of(system), latitude, longitude, boresight_deg, mast_m, effective_earth_factor)
    return replace(facing(sites_of(scenario, terrain, radius_m=radius_m)[0], boresight_deg), asked_deg=at)


def sites_of(scenario: Scenario, terrain: Terrain, *, radius_m: float = 450e3) -> list[Site]:
    """Every radar of a scenario, in order of id; passive sensors have no coverage of their own here."""
    placed = placed_radars(scenario)
    for radar in placed:
        _check_ground(terrain, radar.at.latitude_deg, radar.at.longitude_deg)
    rows = draws_of([name for radar in placed for name in (radar.holder.name, radar.holder.own_name)])
    solid = replace(terrain, height_m=np.nan_to_num(terrain.height_m, nan=0.0)) if _has_voids(terrain) else terrain
    table = radar_table(scenario, Draws(rows), solid, sensing.loop_gain_db)
    return [_site(table, i, placed[i], terrain, radius_m) for i in range(len(table.id)) if not table.passive[i]]


def _site(table: RadarTable, i: int, placed: PlacedRadar, terrain: Terrain, radius_m: float) -> Site:
    step = table.mask_range_step_m
    ranges = min(math.ceil(radius_m / step) + 1, table.mask_min_height_m.shape[2])
    mask = np.ascontiguousarray(table.mask_min_height_m[i, :, :ranges])
    ground = np.empty_like(mask)
    latitude, longitude = float(table.latitude_rad[i]), float(table.longitude_rad[i])
    _g.ground_into(
        terrain.height_m, terrain.south_deg, terrain.west_deg, terrain.step_deg,
        latitude, longitude, table.mask_azimuth_step_rad, step, ground,
    )  # fmt: skip
    _g.hide_unknown(ground, mask)
    mast = placed.figures.antenna_height_m
    worst = _seen_from(table, i, terrain, ground, mast.low - mast.nominal, crests=not is_fictional(terrain))
    best = _seen_from(table, i, terrain, ground, mast.high - mast.nominal, crests=False)
    edge_rows = [0, NOMINAL_DRAW, DRAWS - 1]
    figure = figures_of(table)[:, i]
    varied, kept = with_ends(placed.holder)
    return Site(
        id=str(table.id[i]),
        radar=str(table.type[i]),
        latitude_rad=latitude,
        longitude_rad=longitude,
        antenna_height_m=float(table.antenna_height_m[i]),
        sea_level_m=float(geoid_height_m(latitude, longitude)),
        row=rows_of(table)[i],
        kind=kinds_of(table)[i],
        figure=figure[edge_rows],
        pfa=table.pfa[edge_rows, i],
        draw_figure=np.ascontiguousarray(figure),
        draw_pfa=table.pfa[:, i],
        period_s=float(table.period_s[NOMINAL_DRAW, i]),
        periods_s=table.period_s[edge_rows, i],
        delays_s=table.processing_delay_s[edge_rows, i],
        masts_m=np.array([mast.low, mast.nominal, mast.high]),
        frequency_hz=float(table.frequency_hz[NOMINAL_DRAW, i]),
        half_width_rad=float(figure[NOMINAL_DRAW, HALF_WIDTH]),
        effective_radius_m=MEAN_RADIUS * table.effective_earth_factor,
        azimuth_step_rad=table.mask_azimuth_step_rad,
        range_step_m=step,
        ground_m=ground,
        lowest_in_sight_m=mask,
        lowest_in_sight_worst_m=np.maximum(worst, mask),
        lowest_in_sight_best_m=np.minimum(best, mask),
        terrain=terrain,
        varied=tuple(varied),
        kept=tuple(kept),
    )


def _seen_from(table: RadarTable, i: int, terrain: Terrain, ground: Singles, lift_m: float, *, crests: bool) -> Singles:
    """The mask from an antenna so much higher; with ``crests`` as if every cell were as high as its highest point.

    The antenna then stands on the highest point of its own cell.
    """
    latitude, longitude = float(table.latitude_rad[i]), float(table.longitude_rad[i])
    reach_m = (ground.shape[1] - 1) * table.mask_range_step_m
    near = _around(terrain, math.degrees(latitude), math.degrees(longitude), reach_m)
    if _has_voids(near):
        near = replace(near, height_m=np.nan_to_num(near.height_m, nan=0.0))
    if crests:
        raised = raised_to_peaks(near)
        lift_m += float(ground_height_m(raised, latitude, longitude) - ground_height_m(near, latitude, longitude))
        near = raised
    seen = polar_mask(
        near, latitude, longitude, float(table.antenna_height_m[i]) + lift_m, reach_m,
        table.mask_azimuth_step_rad, table.mask_range_step_m, table.effective_earth_factor,
    )[:, : ground.shape[1]]  # fmt: skip
    _g.hide_unknown(ground, seen)
    return seen


def _around(terrain: Terrain, latitude_deg: float, longitude_deg: float, reach_m: float) -> Terrain:
    """The window of the terrain that rays of that reach can touch."""
    north = math.degrees(reach_m / MEAN_RADIUS) + 2.0 * terrain.step_deg
    highest = min(abs(latitude_deg) + north, 89.0)
    east = north / math.cos(math.radians(highest))
    return terrain.window(latitude_deg - north, longitude_deg - east, latitude_deg + north, longitude_deg + east)


@cache
def alone(radar: str, latitude: float, longitude: float, boresight: float, mast: float | None, k: float) -> Scenario:
    """A scenario of one radar and its command post, read like any other."""
    at = {"latitude_deg": latitude, "longitude_deg": longitude}
    site: dict[str, Any] = {"type": radar, "at": at, "command": "post", "boresight_deg": boresight % 360.0}
    if mast is not None:
        site["antenna_height_m"] = mast
    document = {
        "schema": "scenario/1", "title": "Coverage", "duration_s": 60.0, "effective_earth_factor": k,
        "terrain": {"kind": "flat"}, "commands": {"post": {"type": "55K6E", "at": at}}, "radars": {"site": site},
    }  # fmt: skip
    return load(parse_document(json.dumps(document), "coverage"))


def _has_voids(terrain: Terrain) -> bool:
    # heights from a file are the only ones that may be unknown
    return terrain.kind == "file" and bool(np.isnan(terrain.height_m).any())


def _check_ground(
    terrain: Terrain, latitude_deg: float, longitude_deg: float, asked: tuple[float, float] | None = None
) -> None:
    place = f"{latitude_deg:g},{longitude_deg:g}"
    if asked is not None and asked != (latitude_deg, longitude_deg):
        place += f" (where {asked[0]:g},{asked[1]:g} comes to lie on the half-degree grid of real ground)"
    latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
    if not bool(terrain.covers(latitude, longitude)):
        raise InputError(
            f"site {place} lies outside the terrain {terrain.name}, which spans {terrain.south_deg:.3f} to "
            f"{terrain.north_deg:.3f} N, {terrain.west_deg:.3f} to {terrain.east_deg:.3f} E; give a terrain that "
            "holds it with --terrain (see gbad terrain add), or --terrain global (5 arc minutes; terrain masking not "
            "resolved)"
        )
    if math.isnan(float(ground_height_m(terrain, latitude, longitude))):
        raise InputError(f"site {place} stands in a void of the terrain {terrain.name}: its ground height is unknown")
