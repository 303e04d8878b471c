"""Numbers below ``judging``: dice for kills, reports and damage, in the order in which things happened."""

import math

import numpy as np

from gbad._jit import kernel
from gbad.physics._random_kernel import ASSESSMENT, DAMAGE, KILL, pair_key, uniform4

ENDED = 3  # as in messages
INTERCEPT, NO_TARGET = 1, 2
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


@kernel
def judge(
    until_s, seed, run_number, draw_of_run,
    object_key, target_class, parent, start_s, plan_end_s, reaches_end, aims_at, damage_probability,
    asset_radar, round_battery, round_type, pk_given_arrival, lethal_radius_m, false_kill, false_miss,
    status, end_s, end_reason, target, aimed_at, shot_at_target, miss_distance_m,
    kill_probability, killed, reported_kill,
    object_end_s, object_killed, asset_end_s, radar_end_s, arrived, report_run, report_round,
):  # fmt: skip
    """Judge every shot that ended and every arrival up to ``until_s``; return the number of shots judged.

    ``report_run`` and ``report_round`` receive the judged shots, sorted by run and time.
    """
    count = 0
    for run in range(status.shape[0]):
        draw = draw_of_run[run]
        path = min(draw, plan_end_s.shape[0] - 1)
        number = run_number[run]
        while True:
            row = _next_shot(run, until_s, status, end_s, reported_kill)
            if row < 0:
                break
            who = target[run, row] if target[run, row] >= 0 else aimed_at[run, row]
            time_s = end_s[run, row]
            if end_reason[run, row] == INTERCEPT and time_s > object_end_s[run, who]:
                # another round was faster, or it had arrived: this one met what was left of it
                end_reason[run, row] = NO_TARGET
                miss_distance_m[run, row] = math.nan
            if end_reason[run, row] == INTERCEPT:
                kind = round_type[row]
                ratio = miss_distance_m[run, row] / lethal_radius_m[draw, kind]
                chance = pk_given_arrival[draw, kind, target_class[who]] * math.exp(-ratio * ratio)
                kill_probability[run, row] = chance
                key = _dice_key(object_key, who, aimed_at[run, row])
                if uniform4(seed, KILL, number, key, shot_at_target[run, row], 0)[0] < chance:
                    killed[run, row] = True
                    _end_object(run, who, time_s, path, parent, start_s, object_end_s, object_killed)
            reported_kill[run, row] = _looks_killed(
                run, row, who, time_s, seed, number, object_key, end_reason, aimed_at, shot_at_target,
                object_end_s, object_killed, false_kill[draw, round_battery[row]], false_miss[draw, round_battery[row]],
            )  # fmt: skip
            report_run[count], report_round[count] = run, row
            count += 1

        # arrivals come after the kills: who was killed earlier does not arrive
        for who in range(object_key.size):
            when_s = plan_end_s[path, who]
            if arrived[run, who] or not reaches_end[path, who] or when_s > until_s or object_killed[run, who]:
                continue
            arrived[run, who] = True
            asset = aims_at[who]
            if asset < 0 or asset_end_s[run, asset] <= when_s:
                continue
            if uniform4(seed, DAMAGE, number, object_key[who], 0, 0)[0] < damage_probability[draw, who]:
                asset_end_s[run, asset] = when_s
                if asset_radar[asset] >= 0:
                    radar_end_s[run, asset_radar[asset]] = min(radar_end_s[run, asset_radar[asset]], when_s)
    return count


@kernel
def _next_shot(run, until_s, status, end_s, reported_kill):
    """Earliest shot that has ended and is not judged yet (of two at the same time the lower row); -1 if none."""
    best = -1
    for row in range(status.shape[1]):
        if status[run, row] != ENDED or reported_kill[run, row] >= 0 or end_s[run, row] > until_s:
            continue
        if best < 0 or end_s[run, row] < end_s[run, best]:
            best = row
    return best


@kernel
def _end_object(run, who, time_s, path, parent, start_s, object_end_s, object_killed):
    """End an object's story; what it had not yet released goes with it, down the chain of releases."""
    object_end_s[run, who] = time_s
    object_killed[run, who] = True
    changed = True
    while changed:
        changed = False
        for child in range(parent.size):
            above = parent[child]
            if above < 0 or object_killed[run, child] or not object_killed[run, above]:
                continue
            if start_s[path, child] > object_end_s[run, above]:
                object_end_s[run, child] = object_end_s[run, above]
                object_killed[run, child] = True
                changed = True


@kernel
def _looks_killed(
    run, row, who, time_s, seed, number, object_key, end_reason, aimed_at, shot_at_target,
    object_end_s, object_killed, false_kill, false_miss,
):  # fmt: skip
    """What the battery believes: the state of the target after the shot (whoever brought it about), with errors."""
    if who < 0 or (end_reason[run, row] != INTERCEPT and end_reason[run, row] != NO_TARGET):
        return 0
    key = _dice_key(object_key, who, aimed_at[run, row])
    u = uniform4(seed, ASSESSMENT, number, key, shot_at_target[run, row], 0)[0]
    if object_killed[run, who] and object_end_s[run, who] <= time_s:
        return 0 if u < false_miss else 1
    # without a meeting there is nothing to take for a kill
    return 1 if end_reason[run, row] == INTERCEPT and u < false_kill else 0


@kernel
def _dice_key(object_key, target, aimed_at):
    """Key of a shot's dice: its target, or target and the object it left for when the seeker took another."""
    if target == aimed_at:
        return object_key[target]
    return pair_key(object_key[target], object_key[aimed_at] if aimed_at >= 0 else NEVER)
