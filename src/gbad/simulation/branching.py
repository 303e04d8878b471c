"""Copies of a battle of one run that go on with other dice, by the same law.

What was drawn stays drawn. Dice are pure functions of a run's number, so a copy gets new ones by getting another number
in the rooms that draw: sensing, network, engagement, assessment, and what travels between posts and batteries. That is
right only for draws of which nothing has shown yet. Three are asked for again and again and would change behind what
has been seen of them:

- the common luck of a salvo: no copy is made while some rounds of a salvo have been judged and others fly
  (``may_branch``);
- the swing of an object that evades: where an object can, engagement keeps its dice in every copy;
- a transponder that fails: where one can, sensing keeps its dice.

A room that keeps its dice is no error: its draws to come are independent of what has been, so that every copy by itself
goes on by the right law. Copies are then more alike, and more of them are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.messages import END_INTERCEPT, ENDED, READY
from gbad.simulation.copying import copied
from gbad.simulation.spine import State


def may_branch(state: State) -> bool:
    """Whether nothing that has shown in part would be drawn again."""
    defence, shots = state.tables.defence, state.rounds.shots
    if state.situation is not None:
        return False
    if not (defence.interceptors.common_cause_share > 0.0).any():
        return True
    fired = shots.status[0] > READY
    judged = fired & (shots.status[0] == ENDED) & (shots.reported_kill[0] >= 0)
    shown = judged & (shots.end_reason[0] == END_INTERCEPT)
    salvos = {(int(b), float(t)) for b, t in zip(defence.rounds.battery[shown], shots.order_s[0, shown], strict=True)}
    waiting = fired & ~judged
    flying = zip(defence.rounds.battery[waiting], shots.order_s[0, waiting], strict=True)
    return not any((int(b), float(t)) in salvos for b, t in flying)


def branched(state: State, number: int, shared: Mapping[int, Any]) -> State:
    """A copy whose rooms draw as run ``number`` from now on. ``shared`` as ``copying.shared_parts`` gives it.

    Raises ``ValueError`` for a battle of several runs, or one that may not be copied now.
    """
    if len(state.batch.run_number) != 1 or not may_branch(state):
        raise ValueError("a battle of one run, between decisions and salvos, is branched")
    made = copied(state, dict(shared))
    objects = made.tables.objects
    rooms: list[Any] = [made.ledger, made.referee]
    if not (objects.evasion_mps2 > 0.0).any():
        rooms.append(made.rounds)
    if not ((objects.iff_failure_probability > 0.0) & (objects.iff_failure_probability < 1.0)).any():
        rooms.append(made.sensors)
    for room in rooms:
        room.run_number = np.full_like(room.run_number, number)
    links = made.net.links
    made.net.links = links._replace(run_number=np.full_like(links.run_number, number))
    return made
