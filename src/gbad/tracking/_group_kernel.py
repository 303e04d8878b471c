"""One group of plots into the tracks of one radar, by two models and either kind of association. See ``models.py``.

The filters are those of ``_imm_kernel``, joint association that of ``_jpda_kernel``, lives those of ``_lives_kernel``:
counted in visits. Every track is carried to the time of its own plot, so that it does not hang on what else was seen.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import inlined, lean
from gbad.tracking import _blend_kernel as blends
from gbad.tracking import _imm_kernel as imm
from gbad.tracking._assignment_kernel import solve
from gbad.tracking._carry_kernel import advance, copy, rushes, speed_of, steady
from gbad.tracking._filter_kernel import initiate
from gbad.tracking._group_columns_kernel import JOINT, PERIOD, RATE_STD, JointWork, Kin, Lives, Seen, Work
from gbad.tracking._jpda_kernel import MOST_EVENTS, marginals
from gbad.tracking._lives_kernel import WINDOW, dead
from gbad.tracking._pairing_kernel import pair
from gbad.tracking._target_kernel import (
    INITIAL_SPEED_STD,
)

# a plot that confirmed tracks claim with this probability together begins nothing new
CLAIMED = 0.3


@lean
def work_group(
    kin: Kin, ahead: Kin, lives: Lives, seen: Seen, work: Work, joint: JointWork, blend, visit, end_s, given, figures,
    settings, lifecycle, models, frame,
):  # fmt: skip
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
