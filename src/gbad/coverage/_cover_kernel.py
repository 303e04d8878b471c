"""Coverage of one radar: what echo comes back from where, as tables over (ground range, height), laid over the ground.

How strong an echo is depends on ground range and height alone; where the ground hides it depends on bearing too. So
echoes are tabled once per ground range, and the polar mask of the radar cuts what the ground hides. The physics is
called from ``sensing`` as the timeline calls it. Positions over the sphere of mean radius (the ellipsoid's own
curvature moves a point by at most 30 m at 400 km, less than a tenth of a milliradian).
"""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad.coverage._site_kernel import (
    ANTENNA_HEIGHT,
    BORESIGHT,
    ELEVATION_MAX,
    ELEVATION_MIN,
    GAS,
    HALF_WIDTH,
    LOOP_GAIN,
    PULSES,
    RANGE_MAX,
    RANGE_MIN,
    THRESHOLD,
    Echoes,
    Flight,
    Grids,
    Heights,
    Radar,
    View,
)
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.physics._reflection_kernel import two_ray_gain_db
from gbad.sensing._detection_kernel import detection_probability
from gbad.sensing._geometry_kernel import in_limits, wrapped
from gbad.sensing._signal_kernel import mean_snr_db

# rows of `weather (5)`: rain loss two-way, how far it rains, wave length, height of the sea, whether waves reflect
RAIN_DB_PER_M, RAIN_M, WAVELENGTH, SEA_LEVEL, LOBING = range(5)
# what ends the view of a cell, in the order in which it is asked
SEEN, UNKNOWN, SECTOR, HORIZON, TERRAIN, ELEVATION, DISPLAY, NOISE = range(8)
REASONS = 8


@kernel
def _from_antenna(antenna_m, arc_m, height_m):
    """``(range, elevation)`` of a point over a ground range, seen from an antenna; no refraction."""
    angle = arc_m / MEAN_RADIUS
    half = math.sin(0.5 * angle)
    end = MEAN_RADIUS + height_m
    across = end * math.sin(angle)
    up = (height_m - antenna_m) - 2.0 * end * half * half
    return math.sqrt(across * across + up * up), math.atan2(up, across)


@kernel
def _snr_db(site, figure, effective_radius_m, rcs_dbsm, weather, range_m, arc_m, height_m):
    """Mean SNR with what coverage may add to the timeline's: rain, and the mirror image in the sea."""
    antenna_m = site[ANTENNA_HEIGHT]
    snr_db = mean_snr_db(
        figure[LOOP_GAIN], figure[GAS], antenna_m, effective_radius_m, rcs_dbsm, range_m, arc_m, height_m
    )
    snr_db -= weather[RAIN_DB_PER_M] * min(range_m, weather[RAIN_M])
    if weather[LOBING] > 0.0:
        sea = weather[SEA_LEVEL]
        snr_db += two_ray_gain_db(antenna_m - sea, height_m - sea, arc_m, weather[WAVELENGTH], effective_radius_m)
    return snr_db


@kernel
def _in_limits(figure, range_m, elevation):
    """Within instrumented range and elevations; the sector is asked elsewhere: here every bearing is the boresight."""
    return in_limits(
        range_m, elevation, 0.0, figure[RANGE_MIN], figure[RANGE_MAX], figure[ELEVATION_MIN], figure[ELEVATION_MAX],
        figure[HALF_WIDTH],
    )  # fmt: skip


@kernel
def _found(site, figure, effective_radius_m, rcs_dbsm, weather, needed_db, arc_m, height_m):
    distance, elevation = _from_antenna(site[ANTENNA_HEIGHT], arc_m, height_m)
    if not _in_limits(figure, distance, elevation):
        return False
    return _snr_db(site, figure, effective_radius_m, rcs_dbsm, weather, distance, arc_m, height_m) >= needed_db


@kernel
def echoes_into(site, figure, effective_radius_m, rcs_dbsm, weather, range_step_m, level_m, snr_db):
    """``snr_db (ranges, levels)``; minus infinity outside instrumented range and elevation limits."""
    for r in range(snr_db.shape[0]):
        arc = r * range_step_m
        for k in range(level_m.size):
            distance = _from_antenna(site[ANTENNA_HEIGHT], arc, level_m[k])[0]
            if distance < 1.0:
                snr_db[r, k] = np.inf
            else:
                snr_db[r, k] = _snr_db(site, figure, effective_radius_m, rcs_dbsm, weather, distance, arc, level_m[k])


@kernel
def bands_into(site, figure, effective_radius_m, rcs_dbsm, weather, needed_db, range_step_m, level_m, band):
    """Height bands ``band (kinds, ranges, K, 2)`` found at each ground range, whatever the ground; nan where none.

    Kind 0 is the search volume alone (needed SNR minus infinity), kind 1 volume and echo. Ends are settled to 0.1 m.
    More bands than K: the last one kept runs to the top of the highest, so a gap may be bridged, never invented.
    """
    kept = band.shape[2]
    band[:] = np.nan
    for kind in range(band.shape[0]):
        needed = -np.inf if kind == 0 else needed_db
        for r in range(band.shape[1]):
            arc = r * range_step_m
            count, before = 0, False
            for k in range(level_m.size):
                now = _found(site, figure, effective_radius_m, rcs_dbsm, weather, needed, arc, level_m[k])
                if now != before or (now and k == level_m.size - 1):
                    edge = level_m[k]
                    if now != before and k > 0:
                        low, high = level_m[k - 1], level_m[k]
                        while high - low > 0.1:
                            middle = 0.5 * (low + high)
                            if _found(site, figure, effective_radius_m, rcs_dbsm, weather, needed, arc, middle) == now:
                                high = middle
                            else:
                                low = middle
                        edge = 0.5 * (low + high)
                    if now and not before:
                        if count < kept:
                            band[kind, r, count, 0] = edge
                        count += 1
                    if not now or k == level_m.size - 1:
                        band[kind, r, min(count, kept) - 1, 1] = edge
                before = now


@kernel
def in_bands(band, r, height_m):
    """Whether a height lies in one of the bands of a ground range ``band (ranges, K, 2)``."""
    # numba compiles no generator, so no any()
    for k in range(band.shape[1]):  # noqa: SIM110
        if band[r, k, 0] <= height_m <= band[r, k, 1]:
            return True
    return False


@kernel
def _level(level_m, height_m):
    """Row below a height in the quadratic ladder of levels, and the share of the way to the next."""
    n = level_m.size - 1
    top = (height_m - level_m[0]) / (level_m[n] - level_m[0])
    k = min(max(int(n * math.sqrt(max(top, 0.0))), 0), n - 1)
    while k > 0 and level_m[k] > height_m:
        k -= 1
    while k < n - 1 and level_m[k + 1] < height_m:
        k += 1
    return k, (height_m - level_m[k]) / (level_m[k + 1] - level_m[k])


@kernel
def layers_into(
    first, stop, radar: Radar, heights: Heights, view: View, echoes: Echoes, flight: Flight, grids: Grids
):  # fmt: skip
    """Every layer of azimuths ``first..stop-1`` at each height: one walk inwards along each bearing.

    Out: why it is not found, ``edges`` bits 1, 2, 4 where it is found in worst, nominal, best, whether in sight, and
    probabilities: per visit, cumulative over the last visits of the flight, and of its hits in its last window.
    """
    site, figure = radar.row, radar.figure
    ground, height_m = heights.ground_m, heights.height_m
    band, snr_db, level_m = echoes.band_m, echoes.snr_db, echoes.level_m
    hits, visit_pd = flight.hits, grids.visit
    ranges = ground.shape[1]
    n = level_m.size
    ways = np.empty(hits + 1)
    for a in range(first, stop):
        off = abs(wrapped(a * view.azimuth_step_rad - site[BORESIGHT]))
        in_sector = off <= figure[HALF_WIDTH] + 1e-12
        sea = 1 if echoes.lobed[a] else 0
        for layer in range(height_m.size):
            for r in range(ranges - 1, -1, -1):
                height = height_m[layer] + (ground[a, r] if heights.above_ground else heights.sea_level_m)
                chance, found, why = 0.0, 0, SEEN
                mask = view.masks_m[1, a, r]
                visible = height >= mask
                known = not math.isnan(mask) and height >= ground[a, r]
                if known:
                    for edge in range(3):
                        there = height >= view.masks_m[edge, a, r] and off <= view.half_width_rad[edge] + 1e-12
                        if there and in_bands(band[sea, edge, 1], r, height):
                            found += 1 << edge
                if not known:
                    why = UNKNOWN if math.isnan(mask) else TERRAIN
                elif not in_sector:
                    why = SECTOR
                elif not visible:
                    why = HORIZON if height < view.lowest_smooth_m[r] else TERRAIN
                else:
                    if in_bands(band[sea, 1, 0], r, height):
                        k, share = _level(level_m, min(max(height, level_m[0]), level_m[n - 1]))
                        echo = snr_db[sea, r, k] + share * (snr_db[sea, r, k + 1] - snr_db[sea, r, k])
                        ratio = math.exp(0.1 * math.log(10.0) * min(echo, 150.0))
                        chance = detection_probability(ratio, figure[THRESHOLD], radar.kind[PULSES], echoes.swerling)
                        if not in_bands(band[sea, 1, 1], r, height):
                            why = NOISE
                    else:
                        distance = _from_antenna(site[ANTENNA_HEIGHT], r * view.range_step_m, height)[0]
                        inside = _in_limits(figure, distance, 0.0)
                        why = ELEVATION if inside else DISPLAY
                grids.reason[layer, a, r], grids.edges[layer, a, r], grids.sight[layer, a, r] = why, found, visible
                visit_pd[layer, a, r] = chance

                # the last visits of a flight that has just come here from outside
                unseen = 1.0
                for h in range(hits + 1):
                    ways[h] = 0.0
                ways[0] = 1.0
                for v in range(max(flight.visits, flight.window)):
                    at = r + v * flight.visit_m / view.range_step_m
                    j = int(at)
                    if j >= ranges - 1:
                        break
                    share = at - j
                    one = visit_pd[layer, a, j]
                    if share > 0.0:
                        one += share * (visit_pd[layer, a, j + 1] - one)
                    if v < flight.visits:
                        unseen *= 1.0 - one
                    if v < flight.window:
                        ways[hits] += one * ways[hits - 1]
                        for h in range(hits - 1, 0, -1):
                            ways[h] += one * (ways[h - 1] - ways[h])
                        ways[0] -= one * ways[0]
                grids.cumulative[layer, a, r], grids.confirmed[layer, a, r] = 1.0 - unseen, ways[hits]


@kernel
def lowest_into(mask, ground, band, lobed, low, top):
    """Lowest height found ``low (azimuths, ranges)`` [m above the ellipsoid]; inf if none, nan if unknown.

    ``top`` is the top of that band of heights, minus infinity if none.
    """
    for a in range(mask.shape[0]):
        sea = 1 if lobed[a] else 0
        for r in range(mask.shape[1]):
            floor = max(mask[a, r], ground[a, r])
            low[a, r] = np.nan if math.isnan(mask[a, r]) or math.isnan(ground[a, r]) else np.inf
            top[a, r] = -low[a, r]
            for k in range(band.shape[2]):
                if band[sea, r, k, 1] >= floor:
                    low[a, r], top[a, r] = max(floor, band[sea, r, k, 0]), band[sea, r, k, 1]
                    break


@kernel
def shares_into(mask, band, lobed, in_sector, heights: Heights, every, share):
    """Share of the bearings looked at from which each height is found ``share (heights, ranges / every)``."""
    ground, height_m = heights.ground_m, heights.height_m
    looked = max(np.sum(in_sector), 1)
    share[:] = 0.0
    for a in range(mask.shape[0]):
        if not in_sector[a]:
            continue
        sea = 1 if lobed[a] else 0
        for q in range(share.shape[1]):
            r = q * every
            if math.isnan(mask[a, r]) or math.isnan(ground[a, r]):
                continue
            for h in range(height_m.size):
                height = height_m[h] + (ground[a, r] if heights.above_ground else heights.sea_level_m)
                if height >= mask[a, r] and height >= ground[a, r] and in_bands(band[sea], r, height):
                    share[h, q] += 1.0 / looked
