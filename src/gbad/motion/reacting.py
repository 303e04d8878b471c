"""Aircraft that notice a defence looking at them, and break off: truth, detections, shots -> another way.

Who notices. *Illumination*: a plot that an engagement radar (cued, sending, in the receiver's band) made of the
aircraft; its receiver hears the beam more strongly than the radar its echo, so a plot is a beam that was heard.
*Seeker*: an active round in flight that has locked on it, at the end of the tick in which it did. What is noticed
first counts; whether the crew acts is one throw of the dice per aircraft and run. It acts ``delay_s`` later, at the
next knot of its path (a second), never before the end of the tick in which it noticed.

The new way replaces the rest of the planned one in a table of this battle's own, so all who read truth (sensing,
rounds, causes, the recorder) read the way that is really flown. What it carries and has not released by then is never
released. Left out: a beam whose echo is too weak for a plot (a low-observable aircraft hears it all the same, and
would be warned earlier than here), beams of searching radars, a warning from others, a receiver that errs, a
second reaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gbad._truth_kernel import state_at
from gbad.messages import FLYING, Detections, Shots
from gbad.motion.breaking_off import STEP_S, broken_off
from gbad.physics.earth import ecef_to_geodetic
from gbad.physics.random import REACTION, uniforms
from gbad.tables import GUIDANCE_ACTIVE, TURNS_NOT, Floats, Ints, ReactionTable, Tables
from gbad.truth import Trajectories, Truth

NOTICED_NOTHING, BY_ILLUMINATION, BY_SEEKER = 0, 1, 2
# time [s], object, what was noticed, radar or round, Earth-fixed place of who looks (3,) [m]
Notice = tuple[float, int, int, int, Floats]


@dataclass(slots=True)
class Reacting:
    """What each aircraft of one run has noticed, and what it did."""

    acts: NDArray[np.bool_]  # (n,)  the dice: whether it acts on what it notices
    noticed_s: Floats  # (n,)  nan before
    by: Ints  # (n,)  NOTICED_NOTHING, BY_ILLUMINATION or BY_SEEKER
    who: Ints  # (n,)  row of the radar, or of the round
    begins_s: Floats  # (n,)  when its way changes; nan where it does not


def start(tables: Tables, draw: int, run_number: int, seed: int) -> Reacting | None:
    """Nobody has noticed anything; None where nobody reacts."""
    table = tables.reactions
    if table is None:
        return None
    thrown = uniforms(seed, REACTION, run_number, tables.objects.key)[..., 0]
    n = len(tables.objects.id)
    nothing = np.full(n, np.nan)
    return Reacting(
        acts=thrown < np.nan_to_num(table.probability[draw], nan=-1.0), noticed_s=nothing, begins_s=nothing.copy(),
        by=np.full(n, NOTICED_NOTHING), who=np.full(n, -1),
    )  # fmt: skip


def react(
    state: Reacting, tables: Tables, truth: Truth, detections: Detections, origin: Ints, shots: Shots, now_s: float
) -> bool:
    """Take note of what was seen and locked in this tick of the one run, and change ways. Whether any has changed."""
    assert tables.reactions is not None
    draw, changed = int(truth.draw_of_run[0]), False
    noticed = [
        *_lit(tables, tables.reactions, draw, detections, origin),
        *_homed_at(tables, tables.reactions, shots, now_s),
    ]
    for time_s, who, by, source, place in sorted(noticed, key=lambda each: each[:4]):
        if state.by[who] != NOTICED_NOTHING or truth.killed[0, who]:
            continue
        state.noticed_s[who], state.by[who], state.who[who] = time_s, by, source
        if state.acts[who]:
            from_s = max(time_s + float(tables.reactions.delay_s[draw, who]), now_s)
            changed |= _break_off(state, tables, truth, draw, who, from_s, place)
    return changed


def _lit(
    tables: Tables, table: ReactionTable, draw: int, detections: Detections, origin: Ints
) -> Iterator[Notice]:  # fmt: skip
    """``(time, object, by, radar, place)`` of every plot that tells an aircraft of an engagement radar."""
    radars = tables.defence.radars
    for row in np.flatnonzero(origin >= 0).tolist():
        who, radar = int(origin[row]), int(detections.radar[row])
        low, high = table.band_hz[who]
        heard = radars.cued[radar] and not radars.passive[radar] and low <= radars.frequency_hz[draw, radar] <= high
        if table.illumination[who] and heard:
            yield float(detections.time_s[row]), who, BY_ILLUMINATION, radar, radars.position_ecef_m[radar]


def _homed_at(tables: Tables, table: ReactionTable, shots: Shots, now_s: float) -> Iterator[Notice]:
    """As ``_lit``, of active rounds in flight that have locked."""
    rounds, kinds = tables.defence.rounds, tables.defence.interceptors
    active = kinds.guidance[rounds.interceptor] == GUIDANCE_ACTIVE
    flies = (shots.status[0] == FLYING) & np.isfinite(shots.locked_m[0]) & active & (shots.target[0] >= 0)
    for row in np.flatnonzero(flies).tolist():
        who = int(shots.target[0, row])
        if table.seeker[who]:
            yield now_s, who, BY_SEEKER, row, tables.defence.batteries.position_ecef_m[rounds.battery[row]]


def _break_off(
    state: Reacting, tables: Tables, truth: Truth, draw: int, who: int, from_s: float, source: Floats
) -> bool:  # fmt: skip
    """Replace the way of an object from the first knot at or after ``from_s``; False where it has ended by then."""
    table, old = tables.reactions, truth.trajectories
    assert table is not None
    path = min(draw, len(old.start_s) - 1)
    start_s, step_s = float(old.start_s[path, who]), old.knot_step_s
    first = max(int(np.ceil((from_s - start_s) / step_s - 1e-9)), 0)
    begins_s = start_s + first * step_s
    last_knot = old.position_ecef_m.shape[2] - 1
    if begins_s >= min(truth.end_s[0, who], tables.duration_s) or first >= last_knot:
        return False
    at = np.array(state_at(old.position_ecef_m[path, who], old.velocity_ecef_mps[path, who], start_s, step_s, begins_s))
    turns = int(table.turns[who])
    until_s = float(old.plan_end_s[path, who]) if turns == TURNS_NOT else tables.duration_s
    count = max(int(np.ceil((until_s - begins_s) / step_s - 1e-9)) + 1, 2)
    places, flown = broken_off(
        at[:3], at[3:], source, turns, float(table.load_factor[draw, who]), _goal_m(table, draw, who, at[:3]),
        max(round(step_s / STEP_S), 1), count,
        (old.position_ecef_m[path, who, first:], old.velocity_ecef_mps[path, who, first:]),
    )  # fmt: skip
    truth.trajectories = new = _changed(old, path, who, first, places, flown)
    state.begins_s[who] = begins_s
    if turns != TURNS_NOT:
        _ends(new, truth, path, who, tables.duration_s)
        for child in np.flatnonzero(tables.objects.parent == who).tolist():
            if new.start_s[path, child] > begins_s:
                # never released: it is nowhere at any time
                new.start_s[path, child] = tables.duration_s + step_s
                _ends(new, truth, path, child, tables.duration_s)
    return True


def _goal_m(table: ReactionTable, draw: int, who: int, place: Floats) -> float:
    """Ellipsoidal height [m] that it goes to: its own or that of the dive, above the ground around."""
    height, floor = float(ecef_to_geodetic(place)[2]), float(table.clear_m[who])
    dive = float(table.dive_to_m[draw, who])
    return max(height, floor) if np.isnan(dive) else max(min(height, floor + dive), floor)


def _changed(old: Trajectories, path: int, who: int, first: int, places: Floats, flown: Floats) -> Trajectories:
    """The table with another way of one object from knot ``first`` on; longer where the new way is."""
    more = max(first + len(places) - old.position_ecef_m.shape[2], 0)
    wide = ((0, 0), (0, 0), (0, more), (0, 0))
    position, velocity = (np.pad(each, wide, mode="edge") for each in (old.position_ecef_m, old.velocity_ecef_mps))
    stop = first + len(places)
    position[path, who, first:stop], velocity[path, who, first:stop] = places, flown
    position[path, who, stop:], velocity[path, who, stop:] = places[-1], flown[-1]
    return replace(
        old, position_ecef_m=position, velocity_ecef_mps=velocity, start_s=old.start_s.copy(),
        plan_end_s=old.plan_end_s.copy(), reaches_end=old.reaches_end.copy(),
    )  # fmt: skip


def _ends(new: Trajectories, truth: Truth, path: int, who: int, end_s: float) -> None:
    """It goes on to the end of the scenario and arrives nowhere."""
    new.plan_end_s[path, who], new.reaches_end[path, who] = end_s, False
    truth.end_s[0, who] = end_s
