"""Bayesian identity of every slot of every picture that weighs evidence. Words: ``bayes.py``."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.identification._plan_kernel import by_plan
from gbad.identification._rules_kernel import ALONG, UNKNOWN, ballistic, flies_low, on_corridor, threatens
from gbad.physics._earth_kernel import up_vector
from gbad.tables import Bools, Floats

TOO_NEW, UNDECIDED = 0, 9  # reasons, as in messages; those of evidence follow in the order of its rows
FIRST_REASON = 11
REPLIES, AIRWAY, PLAN, SPEED, HEIGHT, COURSE, ORIGIN, SHAPE, PRIOR, EMISSION = range(10)
EVIDENCE = 10
# classes that are weighed: a stray is a neutral too, with habits of its own
FRIENDLY, EN_ROUTE, STRAY, ENEMY = range(4)
CLASSES = 4
_ROOT_HALF = math.sqrt(0.5)


class Weights(NamedTuple):
    """Axes as in EvidenceTable; ``by_bayes (commands,)`` says whose tracks are weighed."""

    by_bayes: Bools
    listens: Bools  # (commands,) it has a sensor that hears what sends
    prior: Floats
    answers: Floats
    reply: Floats
    false_reply: Floats
    on_airway: Floats
    on_plan: Floats
    toward_asset: Floats
    emits: Floats
    low: Floats
    ballistic: Floats
    speed: Floats
    speed_limits: Floats
    origin: Floats
    plan_distance_m: Floats
    plan_time_s: Floats
    plan_height_m: Floats
    decide_above: Floats
    clear_above: Floats
    give_up_below: Floats


@lean
def weigh_all(
    t, draw_of_run, picture, commands, corridors, assets, figures, weights, places, held, first, hostile, p, logs
):
    """Bring what is held by the commands that weigh evidence up to ``t``.

    ``first (runs, commands, slots, 3)`` keeps where each track was first seen; ``hostile (runs, commands, slots)``
    takes the probability that it is hostile; ``p (3,)``, ``logs (EVIDENCE, CLASSES)`` are work space.
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
                ux, uy, uz = up_vector(p[0], p[1], p[2])
                c = picture.covariance[at]
                height_var = (
                    ux * (c[0, 0] * ux + 2.0 * c[0, 1] * uy) + uy * (c[1, 1] * uy + 2.0 * c[1, 2] * uz)
                    + uz * (c[2, 2] * uz + 2.0 * c[2, 0] * ux)
                )  # fmt: skip
                now, reason, sure, hostile[at] = UNKNOWN, TOO_NEW, np.nan, np.nan
                if t - picture.first_s[at] >= commands.time_required_s[draw, command]:
                    gather(
                        t, run, draw, command, (p, v, np.sqrt(spread / 3.0), np.sqrt(max(height_var, 0.0))), first[at],
                        (picture.civil[at], picture.friendly[at], picture.interrogations[at], picture.sends[at]),
                        commands.miss_distance_m[draw, command], corridors, assets, figures, weights, places, logs,
                    )  # fmt: skip
                    now, reason, sure, hostile[at] = decide(
                        held.identity[at], logs, weights.decide_above[draw, command],
                        weights.clear_above[draw, command], weights.give_up_below[draw, command],
                    )  # fmt: skip
                held.reason[at], held.confidence[at] = reason, sure
                if now != held.identity[at]:
                    held.identity[at], held.since_s[at] = now, t


@lean
def gather(
    t, run, draw, command, state, first, heard, miss_distance, corridors, assets, figures, weights, places, logs
):  # fmt: skip
    """Logarithms of likelihoods: a row for each kind of evidence, a column for each class.

    ``state`` is the track's position, velocity, and standard deviations of its speed [m/s] and height [m]. ``heard``
    counts civil and friendly answers and all interrogations, and says whether it was heard to send.
    """
    civil, friendly, asked, sends = heard
    p, v, speed_std, height_std = state
    speed = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    airway = on_corridor(p, v, corridors, figures)
    plan, chance = by_plan(
        t, p, v, run, places, weights.plan_distance_m[draw, command], weights.plan_time_s[draw, command],
        weights.plan_height_m[draw, command] + 2.0 * height_std, figures[ALONG],
    )  # fmt: skip
    low, course = flies_low(p, assets, figures), threatens(p, v, assets, miss_distance)
    falls = ballistic(p, v, speed_std, figures)
    came = origin(first, places)
    for c in range(CLASSES):
        logs[PRIOR, c] = np.log(weights.prior[draw, command, c])
        logs[REPLIES, c] = replies(
            civil, friendly, asked, weights.answers[draw, command, c], weights.reply[draw, command],
            weights.false_reply[draw, command],
        )  # fmt: skip
        logs[AIRWAY, c] = either(airway, weights.on_airway[draw, command, c]) if corridors.half_width_m.size else 0.0
        # on a plan of its own, or on another's by chance
        keeps = 1.0 - (1.0 - weights.on_plan[draw, command, c]) * (1.0 - chance)
        logs[PLAN, c] = either(plan, keeps) if places.plan_count.size else 0.0
        logs[EMISSION, c] = either(sends, weights.emits[draw, command, c]) if weights.listens[command] else 0.0
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
def level_distance2(p, q):
    """Squared distance of ``p`` from the vertical through ``q``."""
    norm = np.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    rx, ry, rz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
    up = (rx * q[0] + ry * q[1] + rz * q[2]) / norm
    return rx * rx + ry * ry + rz * rz - up * up


@lean
def decide(before, logs, above, clear, below):
    """Identity held now, the evidence that spoke most for the likeliest class, that class's probability, and
    that of a hostile."""
    sums = (
        logs[:, FRIENDLY].sum(), logs[:, EN_ROUTE].sum(), logs[:, STRAY].sum(), logs[:, ENEMY].sum(),
    )  # fmt: skip
    top = max(sums[0], sums[1], sums[2], sums[3])
    friend, neutral, hostile = (
        np.exp(sums[0] - top),
        np.exp(sums[1] - top) + np.exp(sums[2] - top),
        np.exp(sums[3] - top),
    )
    total = friend + neutral + hostile
    # neutrals speak through the likelier of their two kinds
    civil = EN_ROUTE if sums[EN_ROUTE] >= sums[STRAY] else STRAY
    if neutral >= friend and neutral >= hostile:
        best, mine, second = 1, civil, (FRIENDLY if friend >= hostile else ENEMY)
    elif hostile >= friend:
        best, mine, second = 2, ENEMY, (FRIENDLY if friend >= neutral else civil)
    else:
        best, mine, second = 0, FRIENDLY, (civil if neutral >= hostile else ENEMY)
    sure = max(friend, neutral, hostile) / total
    # which evidence separates the likeliest class most from the next
    strongest, most = PRIOR, logs[PRIOR, mine] - logs[PRIOR, second]
    for row in range(EVIDENCE):
        if logs[row, mine] - logs[row, second] > most:
            strongest, most = row, logs[row, mine] - logs[row, second]
    reason = FIRST_REASON + strongest
    # to hold somebody for hostile takes more than to let him fly on
    if sure >= (above if best == 2 else clear):
        return best + 1, reason, sure, hostile / total
    # what is held already is kept until it has become doubtful
    if before == UNKNOWN:
        return UNKNOWN, UNDECIDED, sure, hostile / total
    kept = friend if before == 1 else (neutral if before == 2 else hostile)
    if kept / total < below:
        return UNKNOWN, UNDECIDED, sure, hostile / total
    return before, reason, sure, hostile / total
