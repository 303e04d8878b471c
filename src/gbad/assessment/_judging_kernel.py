"""Numbers below ``judging``: dice for kills, reports and damage, in the order in which things happened."""

import math

import numpy as np

from gbad._jit import lean
from gbad._truth_kernel import state_at
from gbad.lethality._lethality_kernel import HIT_TO_KILL, lethality
from gbad.physics._random_kernel import ASSESSMENT, DAMAGE, KILL, pair_key, uniform4

ENDED = 3  # as in messages
INTERCEPT, NO_TARGET = 1, 2
BURST_RADII = 3.0  # [1] lethal radii beyond which a burst does nothing to a neighbour (1e-4 of a kill)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


@lean
def judge(
    until_s, seed, run_number, draw_of_run, objects, sides, types, shots, ends, arrived, report_run, report_round
):
    """Judge every shot that ended and every arrival up to ``until_s``; return the number of shots judged.

    ``report_run`` and ``report_round`` receive the judged shots, sorted by run and time.
    """
    count = 0
    for run in range(shots.status.shape[0]):
        draw = draw_of_run[run]
        path = min(draw, objects.plan_end_s.shape[0] - 1)
        number = run_number[run]
        while True:
            row = _next_shot(run, until_s, shots)
            if row < 0:
                break
            who = shots.target[run, row] if shots.target[run, row] >= 0 else shots.aimed_at[run, row]
            time_s = shots.end_s[run, row]
            if shots.end_reason[run, row] == INTERCEPT and time_s > ends.object_end_s[run, who]:
                # another round was faster, or it had arrived: this one met what was left of it
                shots.end_reason[run, row] = NO_TARGET
                shots.miss_distance_m[run, row] = math.nan
            if shots.end_reason[run, row] == INTERCEPT and _kills(
                run, row, who, draw, seed, number, objects, sides, types, shots
            ):
                shots.killed[run, row] = True
                _end_object(run, who, time_s, path, objects, ends)
            if shots.end_reason[run, row] == INTERCEPT:
                _burst(run, row, who, draw, path, seed, number, objects, types, shots, ends)
            shots.reported_kill[run, row] = _looks_killed(
                run, row, who, draw, time_s, seed, number, objects, sides, shots, ends
            )
            report_run[count], report_round[count] = run, row
            count += 1

        # arrivals come after the kills: who was killed earlier does not arrive
        for who in range(objects.key.size):
            when_s = objects.plan_end_s[path, who]
            if arrived[run, who] or not objects.reaches_end[path, who]:
                continue
            if when_s > until_s or ends.object_killed[run, who]:
                continue
            arrived[run, who] = True
            asset = objects.aims_at[who]
            if asset < 0 or ends.asset_end_s[run, asset] <= when_s:
                continue
            if uniform4(seed, DAMAGE, number, objects.key[who], 0, 0)[0] < objects.damage_probability[draw, who]:
                ends.asset_end_s[run, asset] = when_s
                radar = sides.asset_radar[asset]
                if radar >= 0:
                    ends.radar_end_s[run, radar] = min(ends.radar_end_s[run, radar], when_s)
    return count


@lean
def _next_shot(run, until_s, shots):
    """Earliest shot that has ended and is not judged yet (of two at the same time the lower row); -1 if none."""
    best = -1
    for row in range(shots.status.shape[1]):
        if shots.status[run, row] != ENDED or shots.reported_kill[run, row] >= 0 or shots.end_s[run, row] > until_s:
            continue
        if best < 0 or shots.end_s[run, row] < shots.end_s[run, best]:
            best = row
    return best


@lean
def _kills(run, row, who, draw, seed, number, objects, sides, types, shots):
    """Whether a passage kills; its chance is written down first.

    What makes rounds fail strikes each alone, or, with the common share, every round of a salvo: those that one battery
    was ordered to fire at one target at the same moment. Who fires again meets it anew. The
    chance of a single round is the same either way.
    """
    kind, target_class = types.kind[row], objects.target_class[who]
    reliability = types.reliability[draw, kind, target_class]
    chance = lethality(
        types.warhead[kind], target_class, types.lethal_radius_m[draw, kind], shots.miss_distance_m[run, row],
        shots.closing_speed_mps[run, row], shots.aspect[run, row],
        objects.length_m[draw, who], objects.span_m[draw, who],
    )  # fmt: skip
    shots.kill_probability[run, row] = reliability * chance
    fails_all = types.common_cause_share[draw, kind] * (1.0 - reliability)
    both = pair_key(objects.key[who], sides.battery_key[sides.battery[row]])
    if uniform4(seed, KILL, number, both, round(1e3 * shots.order_s[run, row]), 0)[0] < fails_all:
        return False
    key = _dice_key(objects.key, who, shots.aimed_at[run, row])
    alone = reliability / (1.0 - fails_all) if reliability > 0.0 else 0.0
    return uniform4(seed, KILL, number, key, shots.shot_at_target[run, row], 0)[0] < alone * chance


@lean
def _burst(run, row, who, draw, path, seed, number, objects, types, shots, ends):
    """What else a warhead kills that bursts beside its target: whatever lies within a few of its radii.

    By the same lethality, at the distance from the burst, as if it passed as fast and under the same aspect as the
    target; with dice of its own.
    """
    kind = types.kind[row]
    radius = types.lethal_radius_m[draw, kind]
    if types.warhead[kind] == HIT_TO_KILL:
        return
    time_s, at = shots.end_s[run, row], shots.end_position_ecef_m[run, row]
    key = _dice_key(objects.key, who, shots.aimed_at[run, row])
    for other in range(objects.key.size):
        if other == who or ends.object_killed[run, other]:
            continue
        if not objects.start_s[path, other] <= time_s <= ends.object_end_s[run, other]:
            continue
        x, y, z, _, _, _ = state_at(
            objects.position[path, other], objects.velocity[path, other], objects.start_s[path, other],
            objects.knot_step_s, time_s,
        )  # fmt: skip
        apart = math.sqrt((x - at[0]) ** 2 + (y - at[1]) ** 2 + (z - at[2]) ** 2)
        if apart > BURST_RADII * radius:
            continue
        target_class = objects.target_class[other]
        chance = types.reliability[draw, kind, target_class] * lethality(
            types.warhead[kind], target_class, radius, apart, shots.closing_speed_mps[run, row],
            shots.aspect[run, row], objects.length_m[draw, other], objects.span_m[draw, other],
        )  # fmt: skip
        toss = uniform4(seed, KILL, number, pair_key(objects.key[other], key), shots.shot_at_target[run, row], 1)[0]
        if toss < chance:
            ends.killed_beside[run, other] = row
            _end_object(run, other, time_s, path, objects, ends)


@lean
def _end_object(run, who, time_s, path, objects, ends):
    """End an object's story; what it had not yet released goes with it, down the chain of releases."""
    ends.object_end_s[run, who] = time_s
    ends.object_killed[run, who] = True
    changed = True
    while changed:
        changed = False
        for child in range(objects.parent.size):
            above = objects.parent[child]
            if above < 0 or ends.object_killed[run, child] or not ends.object_killed[run, above]:
                continue
            if objects.start_s[path, child] > ends.object_end_s[run, above]:
                ends.object_end_s[run, child] = ends.object_end_s[run, above]
                ends.object_killed[run, child] = True
                changed = True


@lean
def _looks_killed(run, row, who, draw, time_s, seed, number, objects, sides, shots, ends):
    """What the battery believes: the state of the target after the shot (whoever brought it about), with errors."""
    reason = shots.end_reason[run, row]
    if who < 0 or (reason != INTERCEPT and reason != NO_TARGET):
        return 0
    battery = sides.battery[row]
    key = _dice_key(objects.key, who, shots.aimed_at[run, row])
    u = uniform4(seed, ASSESSMENT, number, key, shots.shot_at_target[run, row], 0)[0]
    if ends.object_killed[run, who] and ends.object_end_s[run, who] <= time_s:
        return 0 if u < sides.false_miss[draw, battery] else 1
    # without a meeting there is nothing to take for a kill
    return 1 if reason == INTERCEPT and u < sides.false_kill[draw, battery] else 0


@lean
def _dice_key(object_key, target, aimed_at):
    """Key of a shot's dice: its target, or target and the object it left for when the seeker took another."""
    if target == aimed_at:
        return object_key[target]
    return pair_key(object_key[target], object_key[aimed_at] if aimed_at >= 0 else NEVER)
