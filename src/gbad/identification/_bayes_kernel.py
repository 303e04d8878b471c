"""Bayesian identity of every slot of every picture that weighs evidence. Words: ``bayes.py``."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.identification._rules_kernel import UNKNOWN, ballistic, flies_low, on_corridor, threatens
from gbad.tables import Bools, Floats, Ints

TOO_NEW, UNDECIDED = 0, 9  # reasons, as in messages; those of evidence follow in the order of its rows
FIRST_REASON = 11
REPLIES, AIRWAY, PLAN, SPEED, HEIGHT, COURSE, ORIGIN, SHAPE, PRIOR = range(9)
EVIDENCE = 9
_ROOT_HALF = math.sqrt(0.5)


class Weights(NamedTuple):
    """Axes as in EvidenceTable; ``by_bayes (commands,)`` says whose tracks are weighed."""

    by_bayes: Bools
    prior: Floats
    answers: Floats
    reply: Floats
    false_reply: Floats
    on_airway: Floats
    on_plan: Floats
    toward_asset: Floats
    low: Floats
    ballistic: Floats
    speed: Floats
    speed_limits: Floats
    origin: Floats
    plan_distance_m: Floats
    plan_time_s: Floats
    decide_above: Floats
    give_up_below: Floats


class Places(NamedTuple):
    """Zones that speak for somebody, and filed plans."""

    zone: Floats  # (zones, 3)
    zone_radius_m: Floats
    zone_origin: Ints
    plan: Floats  # (plans, points, 3)
    plan_start_s: Floats
    plan_step_s: float
    plan_count: Ints


@lean
def weigh_all(t, draw_of_run, picture, commands, corridors, assets, figures, weights, places, held, first, p, logs):
    """Bring what is held by the commands that weigh evidence up to ``t``.

    ``first (runs, commands, slots, 3)`` keeps where each track was first seen; ``p (3,)``, ``logs (EVIDENCE, 3)`` are
    work space.
    """
    for run in range(held.number.shape[0]):
        draw = draw_of_run[run]
        for command in range(held.number.shape[1]):
            if not weights.by_bayes[command]:
                continue
            for slot in range(held.number.shape[2]):
                track = picture.number[run, command, slot]
                at = (run, command, slot)
                if track != held.number[at]:
                    held.number[at], held.identity[at], held.since_s[at] = track, UNKNOWN, t
                    for a in range(3):
                        first[run, command, slot, a] = picture.position[run, command, slot, a]
                if track == 0:
                    continue
                v = picture.velocity[at]
                age, spread = t - picture.time_s[at], 0.0
                for a in range(3):
                    p[a] = picture.position[run, command, slot, a] + age * v[a]
                    spread += picture.covariance[run, command, slot, 3 + a, 3 + a]
                now, reason, sure = UNKNOWN, TOO_NEW, np.nan
                if t - picture.first_s[at] >= commands.time_required_s[draw, command]:
                    gather(
                        t, draw, command, p, v, np.sqrt(spread / 3.0), first[at],
                        (picture.civil[at], picture.friendly[at], picture.interrogations[at]),
                        commands.miss_distance_m[draw, command], corridors, assets, figures, weights, places, logs,
                    )  # fmt: skip
                    now, reason, sure = decide(
                        held.identity[at], logs, weights.decide_above[draw, command],
                        weights.give_up_below[draw, command],
                    )  # fmt: skip
                held.reason[at], held.confidence[at] = reason, sure
                if now != held.identity[at]:
                    held.identity[at], held.since_s[at] = now, t


@lean
def gather(
    t, draw, command, p, v, speed_std, first, heard, miss_distance, corridors, assets, figures, weights, places, logs
):  # fmt: skip
    """Logarithms of likelihoods: a row for each kind of evidence, a column for each class.

    ``heard`` counts civil and friendly answers and all interrogations.
    """
    civil, friendly, asked = heard
    speed = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    airway = on_corridor(p, v, corridors, figures)
    plan = on_plan(t, p, places, weights.plan_distance_m[draw, command], weights.plan_time_s[draw, command])
    low, course = flies_low(p, assets, figures), threatens(p, v, assets, miss_distance)
    falls = ballistic(p, v, speed_std, figures)
    came = origin(first, places)
    for c in range(3):
        logs[PRIOR, c] = np.log(weights.prior[draw, command, c])
        logs[REPLIES, c] = replies(
            civil, friendly, asked, weights.answers[draw, command, c], weights.reply[draw, command],
            weights.false_reply[draw, command],
        )  # fmt: skip
        logs[AIRWAY, c] = either(airway, weights.on_airway[draw, command, c]) if corridors.half_width_m.size else 0.0
        logs[PLAN, c] = either(plan, weights.on_plan[draw, command, c]) if places.plan_count.size else 0.0
        logs[SPEED, c] = bands(
            speed, speed_std, weights.speed_limits[draw, command], weights.speed[draw, command, c]
        )  # fmt: skip
        logs[HEIGHT, c] = either(low, weights.low[draw, command, c]) if assets.shape[0] else 0.0
        logs[COURSE, c] = either(course, weights.toward_asset[draw, command, c]) if assets.shape[0] else 0.0
        logs[SHAPE, c] = either(falls, weights.ballistic[draw, command, c])
        logs[ORIGIN, c] = np.log(weights.origin[draw, command, c, came]) if places.zone_origin.size else 0.0


@lean
def replies(civil, friendly, asked, answers, reply, false_reply):
    """Log likelihood of the answers of one track: its transponder is in one mode for the whole flight."""
    none = max(asked - civil - friendly, 0)
    silent = np.log(answers[0]) + (civil + friendly) * np.log(false_reply) + none * np.log(1.0 - 2.0 * false_reply)
    missed = none * np.log(1.0 - reply - false_reply)
    as_civil = np.log(answers[1]) + civil * np.log(reply) + friendly * np.log(false_reply) + missed
    as_friend = np.log(answers[2]) + friendly * np.log(reply) + civil * np.log(false_reply) + missed
    top = max(silent, as_civil, as_friend)
    return top + np.log(np.exp(silent - top) + np.exp(as_civil - top) + np.exp(as_friend - top))


@lean
def either(seen, share):
    """Log likelihood of something that is seen or not."""
    return np.log(share if seen else 1.0 - share)


@lean
def bands(value, std, limits, shares):
    """Log likelihood of a measured value whose true one lies in a band: bands weighed by the error's normal law."""
    total, below = 0.0, 0.0
    for band in range(shares.size):
        up_to = 1.0
        if band < limits.size:
            up_to = 0.5 * math.erfc((value - limits[band]) / max(std, 1e-3) * _ROOT_HALF)
        total += (up_to - below) * shares[band]
        below = up_to
    return np.log(total)


@lean
def origin(first, places):
    """Whom the place of a first sighting speaks for: the smallest zone around it that speaks at all; 0 for nobody."""
    smallest, speaks = np.inf, 0
    for zone in range(places.zone_origin.size):
        if places.zone_origin[zone] == 0 or places.zone_radius_m[zone] >= smallest:
            continue
        if level_distance2(first, places.zone[zone]) < places.zone_radius_m[zone] ** 2:
            smallest, speaks = places.zone_radius_m[zone], places.zone_origin[zone]
    return speaks


@lean
def on_plan(t, p, places, distance_m, time_s):
    """Whether some filed flight should be near here at about this time."""
    for plan in range(places.plan_count.size):
        last = places.plan_count[plan] - 1
        early = (t - time_s - places.plan_start_s[plan]) / places.plan_step_s
        late = (t + time_s - places.plan_start_s[plan]) / places.plan_step_s
        if late < 0.0 or early > last:
            continue
        for leg in range(max(int(np.floor(early)), 0), min(int(np.floor(late)) + 1, last)):
            if leg_distance2(p, places.plan[plan, leg], places.plan[plan, leg + 1]) < distance_m * distance_m:
                return True
    return False


@lean
def leg_distance2(p, a, b):
    """Squared level distance of a place from the straight leg between two others (level at the place)."""
    norm = np.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    ux, uy, uz = p[0] / norm, p[1] / norm, p[2] / norm
    dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    rx, ry, rz = p[0] - a[0], p[1] - a[1], p[2] - a[2]
    along = (rx * dx + ry * dy + rz * dz) / max(dx * dx + dy * dy + dz * dz, 1.0)
    along = min(max(along, 0.0), 1.0)
    rx, ry, rz = rx - along * dx, ry - along * dy, rz - along * dz
    up = rx * ux + ry * uy + rz * uz
    return rx * rx + ry * ry + rz * rz - up * up


@lean
def level_distance2(p, q):
    """Squared distance of ``p`` from the vertical through ``q``."""
    norm = np.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    rx, ry, rz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
    up = (rx * q[0] + ry * q[1] + rz * q[2]) / norm
    return rx * rx + ry * ry + rz * rz - up * up


@lean
def decide(before, logs, above, below):
    """Identity held now, the evidence that spoke most for the likeliest class, and that class's probability."""
    friend, neutral, hostile = 0.0, 0.0, 0.0
    for row in range(EVIDENCE):
        friend, neutral, hostile = friend + logs[row, 0], neutral + logs[row, 1], hostile + logs[row, 2]
    top = max(friend, neutral, hostile)
    friend, neutral, hostile = np.exp(friend - top), np.exp(neutral - top), np.exp(hostile - top)
    total = friend + neutral + hostile
    best, second = 0, 1
    if neutral >= friend and neutral >= hostile:
        best, second = 1, (0 if friend >= hostile else 2)
    elif hostile >= friend and hostile >= neutral:
        best, second = 2, (0 if friend >= neutral else 1)
    else:
        best, second = 0, (1 if neutral >= hostile else 2)
    sure = 1.0 / total
    # which evidence separates the likeliest class most from the next
    strongest, most = PRIOR, logs[PRIOR, best] - logs[PRIOR, second]
    for row in range(EVIDENCE):
        if logs[row, best] - logs[row, second] > most:
            strongest, most = row, logs[row, best] - logs[row, second]
    reason = FIRST_REASON + strongest
    if sure >= above:
        return best + 1, reason, sure
    # what is held already is kept until it has become doubtful
    if before == UNKNOWN:
        return UNKNOWN, UNDECIDED, sure
    mine = friend if before == 1 else (neutral if before == 2 else hostile)
    if mine / total < below:
        return UNKNOWN, UNDECIDED, sure
    return before, reason, sure
