"""One group of plots into the tracks of one radar, by two models and either kind of association. See ``models.py``.

The filters are those of ``_imm_kernel``, joint association that of ``_jpda_kernel``, lives those of ``_lives_kernel``:
counted in visits. Every track is carried to the time of its own plot, so that it does not hang on what else was seen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad._jit import inlined, lean
from gbad.tables import Bools, Floats, Ints
from gbad.tracking import _blend_kernel as blends
from gbad.tracking import _imm_kernel as imm
from gbad.tracking._assignment_kernel import solve
from gbad.tracking._filter_kernel import gate, initiate, rate_distance
from gbad.tracking._jpda_kernel import MOST_EVENTS, marginals
from gbad.tracking._lives_kernel import WINDOW, dead, stage_of
from gbad.tracking._target_kernel import (
    GATE,
    INITIAL_SPEED_STD,
    MIN_REVISIT,
    MOST_LOAD,
    MOST_THRUST,
    Q_FAST_LOW,
    bound_speed,
    flies,
    manoeuvre,
)

# a plot that confirmed tracks claim with this probability together begins nothing new
CLAIMED = 0.3
# columns of the figures of association (see models.Imm)
DETECTED, PERIOD, RATE_STD, FALSE_DENSITY, JOINT = 0, 1, 2, 3, 4


class Kin(NamedTuple):
    """Where tracks are and how they move, by both models."""

    state: Floats  # (T, 6)
    cov: Floats  # (T, 6, 6)
    turn_state: Floats  # (T, 7)
    turn_cov: Floats  # (T, 7, 7)
    weight: Floats  # (T, 2)
    turning: Ints  # (T,) 1 where the turn model runs


class Lives(NamedTuple):
    """What else is known of tracks."""

    number: Ints  # (T,) 0 for a free row
    last_s: Floats  # (T,)
    updates: Ints  # (T,)
    first_visit: Ints  # (T,)
    last_visit: Ints  # (T,)
    history: Ints  # (T,)
    confirmed: Ints  # (T,)
    plot: Ints  # (T,) of this group, -1 for none


class Seen(NamedTuple):
    """The plots of a group."""

    time_s: Floats  # (K,)
    place: Floats  # (K, 3)
    reach: Floats  # (K,)
    rate: Floats  # (K,)
    variance: Floats  # (K, 3)


class Work(NamedTuple):
    """Work space of the association."""

    taken: Bools  # (K,)
    claim: Floats  # (K,)
    row: Ints  # (T,)
    start: Ints  # (T + 1,)
    column: Ints  # (T * K,)
    cost: Floats  # (T * K,)
    column_of: Ints  # (T,)
    row_price: Floats  # (T,)
    row_of: Ints  # (K,)
    column_price: Floats
    length: Floats
    before: Ints
    seen: Ints
    stamp: Ints
    shift: Floats  # (7,)
    gain: Floats  # (7,)
    matrix: Floats  # (7, 7)


class JointWork(NamedTuple):
    """Work space of joint association, E edges; see ``_jpda_kernel.marginals``."""

    leader: Ints  # (T,)
    following: Ints
    member: Ints
    choice: Ints
    first: Ints  # (K,)
    used: Bools
    asked: Floats
    share: Floats  # (E,)
    message: Floats


@lean
def work_group(
    kin, ahead, lives, seen, work, joint, blend, visit, end_s, given, figures, settings, lifecycle, models, frame
):
    """All of it in place. ``ahead`` is a second set of rows to look forward in. Returns the highest number given."""
    count = seen.time_s.size
    rate_var = figures[RATE_STD] * figures[RATE_STD]
    for k in range(count):
        work.taken[k] = False
    look_ahead(kin, ahead, lives, visit, end_s, settings, lifecycle, models, frame, work)
    for stage in range(3):
        rows = pair(ahead, lives, seen, work, stage, count, end_s, figures, settings, rate_var)
        if rows == 0:
            continue
        if stage == 0 and figures[JOINT] > 0.0:
            # likelihood ratio of a pair: this target against a false plot, seen against missed
            for e in range(work.start[rows]):
                work.cost[e] = np.exp(-0.5 * work.cost[e])
            marginals(
                rows, count, work.start, work.column, work.cost, MOST_EVENTS, joint.leader, joint.following,
                joint.member, joint.choice, joint.first, joint.used, joint.asked, joint.share, joint.message,
            )  # fmt: skip
            absorb(
                kin, lives, seen, work, blend, rows, count, visit, figures, settings, lifecycle, models, frame, rate_var
            )
            continue
        solve(
            rows, count, work.start, work.column, work.cost, 0.0, work.row_of, work.column_of, work.row_price,
            work.column_price, work.length, work.before, work.seen, work.stamp,
        )  # fmt: skip
        for r in range(rows):
            k = work.column_of[r]
            if k >= 0:
                work.taken[k] = True
                carry(kin, lives, work.row[r], seen.time_s[k], settings, models, frame, work)
                before = speed_of(kin.state, work.row[r])
                correct(kin, seen, work, blend, work.row[r], k, rate_var)
                steady(kin, work.row[r], before, settings, figures[PERIOD])
                note(kin, lives, work.row[r], k, seen.time_s[k], visit, settings, lifecycle, models, frame)
    return begin(kin, lives, seen, work, count, visit, given, settings, rate_var)


@inlined
def look_ahead(kin, ahead, lives, visit, end_s, settings, lifecycle, models, frame, work):
    """End the dead; carry copies of the living to the end of the group."""
    for row in range(lives.number.size):
        lives.plot[row] = -1
        if lives.number[row] == 0:
            continue
        if dead(
            lives.confirmed[row], rushes(kin.state, row, lives.updates[row], frame, settings), lives.updates[row],
            lives.first_visit[row], lives.last_visit[row], visit, lifecycle,
        ):  # fmt: skip
            lives.number[row] = 0
            continue
        copy(kin, ahead, row)
        advance(ahead, row, lives.updates[row], end_s - lives.last_s[row], settings, models, frame, work)


@lean
def copy(kin, ahead, row):
    """A row into the same row of the second set."""
    for i in range(6):
        ahead.state[row, i] = kin.state[row, i]
        for j in range(6):
            ahead.cov[row, i, j] = kin.cov[row, i, j]
    ahead.turning[row] = kin.turning[row]
    if kin.turning[row] == 1:
        ahead.weight[row, 0], ahead.weight[row, 1] = kin.weight[row, 0], kin.weight[row, 1]
        for i in range(7):
            ahead.turn_state[row, i] = kin.turn_state[row, i]
            for j in range(7):
                ahead.turn_cov[row, i, j] = kin.turn_cov[row, i, j]


@lean
def advance(kin, row, updates, dt, settings, models, frame, work):
    """Predict a row: aircraft by two models, what falls or is very fast by one that knows free fall."""
    q, ax, ay, az = manoeuvre(kin.state, row, updates, frame, 0, settings)
    if kin.turning[row] == 1 and not flies(q, settings):
        imm.combine(
            kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, kin.state, kin.cov, row, work.shift
        )
        kin.turning[row] = 0
    if kin.turning[row] == 1:
        imm.mix(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, dt, models, work.shift)
        bound_turn(kin.turn_state, kin.turn_cov, row, settings)
        imm.predict_straight(kin.state, kin.cov, row, dt, models[imm.STRAIGHT_NOISE], models[imm.UP_NOISE])
        imm.predict_turn(kin.turn_state, kin.turn_cov, row, dt, models, work.matrix)
    else:
        imm.predict_straight(kin.state, kin.cov, row, dt, q, q)
        half = 0.5 * dt * dt
        kin.state[row, 0] += half * ax
        kin.state[row, 1] += half * ay
        kin.state[row, 2] += half * az
        kin.state[row, 3] += dt * ax
        kin.state[row, 4] += dt * ay
        kin.state[row, 5] += dt * az


@lean
def speed_of(state, row):
    """Speed [m/s] of a row."""
    return np.sqrt(state[row, 3] ** 2 + state[row, 4] ** 2 + state[row, 5] ** 2)


@lean
def rushes(state, row, updates, frame, settings):
    """1 for a track faster in the dense air than anything with wings: it needs one more plot to be confirmed."""
    q, _, _, _ = manoeuvre(state, row, updates, frame, 0, settings)
    return 1 if q == settings[Q_FAST_LOW] else 0


@lean
def bound_turn(state, cov, row, settings):
    """Keep the turn rate and its error within what the hardest turn at this speed has."""
    most = settings[MOST_LOAD] / max(speed_of(state, row), 50.0)
    state[row, 6] = min(max(state[row, 6], -most), most)
    if cov[row, 6, 6] > most * most:
        share = most / np.sqrt(cov[row, 6, 6])
        for i in range(6):
            cov[row, i, 6] *= share
            cov[row, 6, i] = cov[row, i, 6]
        cov[row, 6, 6] = most * most


@lean
def steady(kin, row, before, settings, period):
    """After a plot: no speed that thrust and error cannot tell, no turn harder than the hardest."""
    if kin.turning[row] == 0:
        return
    spread = np.sqrt(kin.cov[row, 3, 3] + kin.cov[row, 4, 4] + kin.cov[row, 5, 5])
    bound_speed(kin.state, row, before, settings[MOST_THRUST] * period + spread)
    bound_speed(kin.turn_state, row, before, settings[MOST_THRUST] * period + spread)
    bound_turn(kin.turn_state, kin.turn_cov, row, settings)


@inlined
def pair(ahead, lives, seen, work, stage, count, end_s, figures, settings, rate_var):
    """Edges from the tracks of one stage to the free plots in their gates. Returns the rows with any."""
    rows, edges = np.int64(0), np.int64(0)
    limit, revisit = settings[GATE], settings[MIN_REVISIT] * figures[PERIOD]
    odds = figures[DETECTED] / (1.0 - figures[DETECTED])
    for row in range(lives.number.size):
        if lives.number[row] == 0 or stage_of(lives.confirmed[row], lives.updates[row]) != stage:
            continue
        vx, vy, vz = ahead.state[row, 3], ahead.state[row, 4], ahead.state[row, 5]
        turning = ahead.turning[row] == 1
        work.start[rows] = edges
        for k in range(count):
            if work.taken[k] or seen.time_s[k] - lives.last_s[row] < revisit:
                continue
            late = seen.time_s[k] - end_s
            x, y, z = seen.place[k, 0] - late * vx, seen.place[k, 1] - late * vy, seen.place[k, 2] - late * vz
            far2 = x * x + y * y + z * z
            v0, v1, v2 = seen.variance[k, 0], seen.variance[k, 1], seen.variance[k, 2]
            # no gate reaches farther than this
            wide = limit * (v0 + 2.0 * far2 * (v1 + v2) + trace(ahead.cov, row))
            close = near(ahead.state, row, x, y, z) <= wide
            if turning and not close:
                wide = limit * (v0 + 2.0 * far2 * (v1 + v2) + trace(ahead.turn_cov, row))
                close = near(ahead.turn_state, row, x, y, z) <= wide
            if not close:
                continue
            far = np.sqrt(far2)
            distance, volume = gate(ahead.state, ahead.cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, v0, v1, v2)
            cost = distance + volume
            if turning:
                turn_distance, turn_volume = gate(
                    ahead.turn_state, ahead.turn_cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, v0, v1, v2
                )
                cost = imm.blend(ahead.weight[row, 0], cost, turn_distance + turn_volume)
                distance = min(distance, turn_distance)
            if not distance <= limit:
                continue
            if np.isfinite(seen.rate[k]) and np.isfinite(rate_var):
                extra = rate_distance(
                    ahead.state, ahead.cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, seen.rate[k], rate_var
                )
                if turning:
                    other = rate_distance(
                        ahead.turn_state, ahead.turn_cov, row, 0.0, 0.0, 0.0, 0.0, 0.0, x, y, z, far, seen.rate[k],
                        rate_var,
                    )  # fmt: skip
                    extra = min(extra, other)
                if extra > limit:
                    continue
                cost += extra
            # against a missed target and a false plot: these are spread evenly over range and angles
            density = figures[FALSE_DENSITY] / far2
            cost -= 2.0 * np.log(odds / density) - 3.0 * np.log(2.0 * np.pi)
            work.column[edges], work.cost[edges] = k, cost
            edges += 1
        if edges > work.start[rows]:
            work.row[rows] = row
            rows += 1
    work.start[rows] = edges
    return rows


@lean
def trace(cov, row):
    """Sum of the position variances."""
    return cov[row, 0, 0] + cov[row, 1, 1] + cov[row, 2, 2]


@lean
def near(state, row, x, y, z):
    """Squared distance of a place from a row."""
    dx, dy, dz = x - state[row, 0], y - state[row, 1], z - state[row, 2]
    return dx * dx + dy * dy + dz * dz


@inlined
def carry(kin, lives, row, time_s, settings, models, frame, work):
    """Predict a row to the time of its plot."""
    advance(kin, row, lives.updates[row], time_s - lives.last_s[row], settings, models, frame, work)


@inlined
def correct(kin, seen, work, blend, row, k, rate_var):
    """One plot, for certain: the sum over plots with one term."""
    turning = kin.turning[row] == 1
    blends.begin(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, 0.0, blend)
    blends.add_plot(
        kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, 1.0, blend, True,
        (seen.place[k, 0], seen.place[k, 1], seen.place[k, 2], seen.reach[k]),
        (seen.variance[k, 0], seen.variance[k, 1], seen.variance[k, 2]), (seen.rate[k], rate_var),
        work.shift, work.gain,
    )  # fmt: skip
    blends.finish(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, blend)


@inlined
def absorb(kin, lives, seen, work, blend, rows, count, visit, figures, settings, lifecycle, models, frame, rate_var):
    """Correct confirmed tracks by all plots in their gates, at the time of the most probable one."""
    for k in range(count):
        work.claim[k] = 1.0
    for r in range(rows):
        row, none, best, k_best = work.row[r], 1.0, 0.0, np.int64(-1)
        for e in range(work.start[r], work.start[r + 1]):
            none -= work.cost[e]
            work.claim[work.column[e]] *= 1.0 - work.cost[e]
            if work.cost[e] > best:
                best, k_best = work.cost[e], work.column[e]
        none = max(none, 0.0)
        # that none of them is its own is most probable: as if there were none
        if k_best < 0 or none > best:
            continue
        carry(kin, lives, row, seen.time_s[k_best], settings, models, frame, work)
        turning = kin.turning[row] == 1
        vx, vy, vz = kin.state[row, 3], kin.state[row, 4], kin.state[row, 5]
        before = speed_of(kin.state, row)
        blends.begin(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, none, blend)
        for e in range(work.start[r], work.start[r + 1]):
            k = work.column[e]
            if work.cost[e] <= 0.0:
                continue
            late = seen.time_s[k] - seen.time_s[k_best]
            x, y, z = seen.place[k, 0] - late * vx, seen.place[k, 1] - late * vy, seen.place[k, 2] - late * vz
            blends.add_plot(
                kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, work.cost[e], blend, True,
                (x, y, z, np.sqrt(x * x + y * y + z * z)),
                (seen.variance[k, 0], seen.variance[k, 1], seen.variance[k, 2]), (seen.rate[k], rate_var),
                work.shift, work.gain,
            )  # fmt: skip
        blends.finish(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, turning, blend)
        steady(kin, row, before, settings, figures[PERIOD])
        note(kin, lives, row, k_best, seen.time_s[k_best], visit, settings, lifecycle, models, frame)
    for k in range(count):
        work.taken[k] = work.claim[k] < 1.0 - CLAIMED


@inlined
def note(kin, lives, row, k, time_s, visit, settings, lifecycle, models, frame):
    """Count a plot; confirm when the window holds enough visits with one; then the turn model joins."""
    lives.plot[row], lives.last_s[row] = k, time_s
    lives.updates[row] += 1
    passed = min(visit - lives.last_visit[row], lifecycle[WINDOW])
    history = ((lives.history[row] << passed) | 1) & ((1 << lifecycle[WINDOW]) - 1)
    lives.history[row], lives.last_visit[row] = history, visit
    hits = 0
    while history > 0:
        hits += history & 1
        history >>= 1
    if hits >= lifecycle[0] + rushes(kin.state, row, lives.updates[row], frame, settings):
        lives.confirmed[row] = 1
    if lives.confirmed[row] == 1 and kin.turning[row] == 0:
        imm.begin_turn(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, models)
        kin.turning[row] = 1


@inlined
def begin(kin, lives, seen, work, count, visit, given, settings, rate_var):
    """Every plot left over starts a track. Rows must be enough. Returns the highest number given."""
    row = 0
    speed_var = settings[INITIAL_SPEED_STD] * settings[INITIAL_SPEED_STD]
    for k in range(count):
        if work.taken[k]:
            continue
        while lives.number[row] > 0:
            row += 1
        initiate(
            kin.state, kin.cov, row, seen.place[k, 0], seen.place[k, 1], seen.place[k, 2], seen.variance[k, 0],
            seen.variance[k, 1], seen.variance[k, 2], seen.rate[k], rate_var, speed_var,
        )  # fmt: skip
        given += 1
        lives.number[row], lives.last_s[row], lives.plot[row] = given, seen.time_s[k], k
        lives.updates[row], lives.history[row], lives.confirmed[row] = 1, 1, 0
        lives.first_visit[row], lives.last_visit[row] = visit, visit
        kin.turning[row] = 0
    return given


@lean
def tell(kin, lives, mean, cov, shift):
    """One mean and covariance for every live track, into the same rows."""
    for row in range(lives.number.size):
        if lives.number[row] == 0:
            continue
        if kin.turning[row] == 1:
            imm.combine(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, mean, cov, row, shift)
        else:
            for i in range(6):
                mean[row, i] = kin.state[row, i]
                for j in range(6):
                    cov[row, i, j] = kin.cov[row, i, j]
