"""Radars that see farther, wider, louder, or see at all."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution.interventions.ground import no_horizon, smooth_horizon_m
from gbad.attribution.interventions.table import DETECTED, MET, RANGE_SPARE, Where, opens, with_row
from gbad.attribution.interventions.timetables import ready, spells, unharmed
from gbad.codes.causes import Cause
from gbad.codes.units import UnitKind, UnitState
from gbad.tables import Tables

CLEAR_DB = 15.0  # [dB] above the weak echo: found in nine looks of ten
FINE_M = 0.5  # [m] range resolution of a radar that tells neighbours apart


@opens(Cause.OUTSIDE_SECTOR, "{radar} looks all round", DETECTED, place=True)
def _all_round(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, sector_half_width_rad=math.pi)


@opens(Cause.ABOVE_ELEVATIONS, "{radar} looks up to the zenith", DETECTED, place=True)
def _to_the_zenith(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, elevation_max_rad=0.5 * math.pi)


@opens(Cause.BELOW_ELEVATIONS, "{radar} looks down to the nadir", DETECTED, place=True)
def _to_the_nadir(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, elevation_min_rad=-0.5 * math.pi)


@opens(Cause.INSIDE_BLIND_RANGE, "{radar} has no blind range", DETECTED, place=True)
def _no_blind_range(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, minimum_range_m=0.0)


@opens(
    Cause.BEYOND_INSTRUMENTED_RANGE, "{radar} listens twice as far, and {miss:.0f} km farther at least", DETECTED,
    from_start=True,
)  # fmt: skip
def _listens_farther(tables: Tables, at: Where) -> Tables:
    # where the mask of the ground ends, a smooth Earth goes on
    radars = tables.defence.radars
    old = radars.instrumented_range_m[:, at.radar]
    farther = np.maximum(2.0 * old, old + RANGE_SPARE * at.miss)
    mask = radars.mask_min_height_m
    columns = math.ceil(float(farther.max()) / radars.mask_range_step_m) + 2 - mask.shape[2]
    if columns > 0:
        more = [smooth_horizon_m(tables, radar, mask.shape[2] + columns)[mask.shape[2] :] for radar in range(len(mask))]
        wide = np.repeat(np.array(more, mask.dtype)[:, None, :], mask.shape[1], axis=1)
        mask = np.concatenate([mask, wide], axis=2)
    listening = radars.instrumented_range_m.copy()
    listening[:, at.radar] = farther
    changed = replace(radars, mask_min_height_m=mask, instrumented_range_m=listening)
    return replace(tables, defence=replace(tables.defence, radars=changed))


@opens(Cause.IN_NOTCH, "{radar} cancels nothing with the clutter", DETECTED)
def _no_notch(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, notch_mps=0.0)


@opens(Cause.ECHO_TOO_WEAK, "{radar} is {miss:.0f} dB stronger", DETECTED)
def _stronger(tables: Tables, at: Where) -> Tables:
    gain = tables.defence.radars.loop_gain_db[:, at.radar]
    return with_row(tables, "radars", at.radar, loop_gain_db=gain + at.miss + CLEAR_DB)


@opens(Cause.JAMMED, "nobody jams", DETECTED)
def _no_jamming(tables: Tables, at: Where) -> Tables:
    # not quite nothing, so that the columns of jammers keep their shape
    quiet = np.where(tables.objects.jammer_w_per_hz > 0.0, 1e-30, 0.0)
    o = tables.objects
    unheard = np.zeros_like(o.noise_at_seeker)
    objects = replace(o, jammer_w_per_hz=quiet, noise_at_radar=1e-30 * o.noise_at_radar, noise_at_seeker=unheard)
    return replace(tables, objects=objects)


@opens(Cause.SILENT, "{radar} is never silent", DETECTED, place=True)
def _never_silent(tables: Tables, at: Where) -> Tables:
    tables = ready(tables, spells(tables, at, (UnitState.SILENT,)))
    radars, units = tables.defence.radars, tables.defence.units
    spans = radars.silent_s.copy()
    # it still marches, turns and is lost by its timetable
    other = np.zeros(spans[:, at.radar].shape[:2], np.bool_)
    for row in np.flatnonzero((units.kind == UnitKind.RADAR) & (units.row == at.radar)):
        other |= (spans[:, at.radar] == np.stack([units.from_s[:, row], units.to_s[:, row]], axis=1)[:, None]).all(-1)
    spans[:, at.radar][~other] = np.inf
    return replace(tables, defence=replace(tables.defence, radars=replace(radars, silent_s=spans)))


@opens(Cause.UNIT_LOST, "{radar} is not destroyed", DETECTED, place=True)
def _stands(tables: Tables, at: Where) -> Tables:
    assets = tables.defence.assets
    mine = assets.radar == at.radar
    standing = replace(assets, radar=np.where(mine, -1, assets.radar), nodes=unharmed(assets.nodes, mine))
    tables = ready(tables, spells(tables, at, (UnitState.LOST,)))
    return replace(tables, defence=replace(tables.defence, assets=standing))


@opens(Cause.NO_CUE, "{radar} searches by itself", DETECTED, place=True)
def _searches(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, cued=False)


@opens(Cause.NOT_RESOLVED, "{radar} tells apart what is half a metre from each other in range", DETECTED)
def _resolves(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "radars", at.radar, range_resolution_m=FINE_M)


@opens(Cause.GUIDANCE_SUPPORT_LOST, "{radar} stands, looks all round and has no blind range", MET, place=True)
def _holds_on(tables: Tables, at: Where) -> Tables:
    for opening in (_stands, _never_silent, _all_round, _to_the_zenith, _to_the_nadir, _no_blind_range, no_horizon):
        tables = opening(tables, at)
    return tables
