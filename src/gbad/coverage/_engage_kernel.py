"""Where on a straight way in a round can meet the target: one walk inwards along each bearing, by the clock."""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad.coverage._site_kernel import Heights, Missile, Tracks
from gbad.envelope._reach_kernel import flyout

# rows of `clock (9)` [s]: from a confirmed track to an order, how much longer until it is identified, to the engagement
# radar's cue, from cue to that radar's first possible track at the command, from such a track to an order, from order
# to launch, gap in the radar's hold that a round outlives; time to impact within which nobody waits for the identity;
# then the target's speed
ORDER, IDENTITY, CUE, HOLD, REPORT, REACTION, GRACE, HORIZON, SPEED = range(9)
# rows of `limit (7)`: published limits of the missile, and the steps of its table
LONGEST, SHORTEST, HIGHEST, LOWEST, FASTEST, RANGE_STEP, HEIGHT_STEP = range(7)
# why a place is not one where a round can meet the target, in the order in which it is asked
MET, BEYOND, NOT_HELD, TOO_LATE = range(4)

# a young track is the plots of its last four visits, as bits; a confirmed one the visits since its last plot and its
# age
YOUNG = 16


@kernel
def first_track_into(range_step, visit_m, hits, delete_after, age, fresh, pd, chance):
    """Chance ``(heights, azimuths, ranges)`` that a radar has had a track of a target that came straight in.

    ``pd`` (same) is its chance of a plot in one visit, 0 out of sight; visits are ``visit_m`` of way apart, from the
    outermost range in. A track is confirmed by ``hits`` plots in five visits and given up after more than
    ``delete_after`` visits without one, as in tracking; it counts once it has lived for ``age`` visits: a chain of
    these states, worked out exactly. First passage: what has counted once is lost only out of sight, after as many
    visits. The chance is negative where the last ``fresh`` visits were all out of sight: a track that is carried on.
    """
    heights, azimuths, ranges = pd.shape
    young, then = np.empty(YOUNG), np.empty(YOUNG)
    live, next_live = np.empty((delete_after + 1, age + 1)), np.empty((delete_after + 1, age + 1))
    confirming = np.zeros(YOUNG, np.bool_)
    for bits in range(YOUNG):
        count, rest = 1, bits
        while rest > 0:
            count += rest & 1
            rest >>= 1
        confirming[bits] = count >= hits
    for layer in range(heights):
        for a in range(azimuths):
            young[:], live[:] = 0.0, 0.0
            young[0] = 1.0
            had, unseen, next_m = 0.0, 0, (ranges - 1) * range_step
            for r in range(ranges - 1, -1, -1):
                while next_m >= r * range_step:
                    j = min(int(next_m / range_step), ranges - 2)
                    share = next_m / range_step - j
                    p = pd[layer, a, j] + share * (pd[layer, a, j + 1] - pd[layer, a, j])
                    next_m -= visit_m
                    unseen = 0 if p > 0.0 else unseen + 1
                    if unseen > delete_after:
                        young[0], had = young[0] + had, 0.0
                    if p <= 0.0 and young[0] > 1.0 - 1e-12:
                        continue
                    then[:], next_live[:] = 0.0, 0.0
                    for bits in range(YOUNG):
                        then[(bits << 1) & (YOUNG - 1)] += young[bits] * (1.0 - p)
                        if confirming[bits]:
                            next_live[0, 0] += young[bits] * p
                        else:
                            then[((bits << 1) | 1) & (YOUNG - 1)] += young[bits] * p
                    for missed in range(delete_after + 1):
                        for old in range(age):
                            one = live[missed, old]
                            next_live[0, old + 1] += one * p
                            if missed < delete_after:
                                next_live[missed + 1, old + 1] += one * (1.0 - p)
                            else:
                                then[0] += one * (1.0 - p)
                    for missed in range(delete_after + 1):
                        had += next_live[missed, age]
                        next_live[missed, age] = 0.0
                    young[:], live[:] = then, next_live
                chance[layer, a, r] = had if unseen <= fresh else -had


@kernel
def engaged_into(range_step, pd, clock, missile: Missile, places: Heights, tracks: Tracks, reason):
    """``reason (heights, azimuths, ranges)`` of one missile type: MET, or the first gate that is shut.

    ``found`` and ``holding (heights, azimuths, ranges)`` are the chances that the searching and the engagement radar
    have had their tracks by then; ``held`` (same) whether the engagement radar has the place in range, sector,
    elevation and sight. An order is possible where the chance of both, the delays before it gone by, is at least
    ``pd``. Types that do not need their battery's radar leave on the searching radar's track alone and need no hold.
    """
    heights, azimuths, ranges = reason.shape
    limit, base_height = missile.limit, missile.base_height_m
    found, holding, held = tracks.found, tracks.holding, tracks.held
    dt = range_step / clock[SPEED]
    # cells of way between the tracks that an order asks for and the order itself
    own_s = clock[CUE] + clock[HOLD] if missile.needs_radar else 0.0
    unasked = math.ceil(max(clock[ORDER], own_s) / dt)
    identified = math.ceil(max(clock[ORDER] + clock[IDENTITY], own_s) / dt)
    late = math.ceil(clock[REPORT] / dt) if missile.needs_radar else 0
    for layer in range(heights):
        for a in range(azimuths):
            # seconds of unbroken hold up to now, and the present gap
            whole, gap = 0.0, 0.0
            for r in range(ranges - 1, -1, -1):
                both = 0.0
                early = unasked if r * dt < clock[HORIZON] else identified
                if r + early < ranges and r + late < ranges:
                    # had so long ago, not lost since, and seen just now
                    known = min(found[layer, a, r], abs(found[layer, a, r + early]))
                    own = min(holding[layer, a, r], abs(holding[layer, a, r + late])) if missile.needs_radar else 1.0
                    both = max(known, 0.0) * max(own, 0.0)
                # for now: whether an order is possible here
                reason[layer, a, r] = 1 if both >= pd else 0
            for r in range(ranges - 1, -1, -1):
                ordered = reason[layer, a, r] & 1
                gap = 0.0 if held[layer, a, r] else gap + dt
                whole = 0.0 if gap > clock[GRACE] else whole + dt
                base = places.ground_m[a, r] if places.above_ground else places.sea_level_m
                height = max(places.height_m[layer] + base, limit[LOWEST])
                distance = r * range_step
                time = math.inf
                inside = limit[SHORTEST] <= distance <= limit[LONGEST] and height <= limit[HIGHEST]
                if inside and clock[SPEED] <= limit[FASTEST]:
                    up = height - base_height
                    time = flyout(missile.time_s, limit[RANGE_STEP], limit[HEIGHT_STEP], distance, up)
                if not math.isfinite(time):
                    reason[layer, a, r] = ordered | (BEYOND << 1)
                    continue
                # held from launch until the meeting
                supported = whole >= time or not missile.needs_radar
                at = r + math.ceil((time + clock[REACTION]) / dt)
                in_time = at < ranges and (reason[layer, a, at] & 1) == 1
                why = MET if supported and in_time else (NOT_HELD if not supported else TOO_LATE)
                reason[layer, a, r] = ordered | (why << 1)
            for r in range(ranges):
                reason[layer, a, r] >>= 1
