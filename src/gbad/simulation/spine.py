"""The spine: one batch of engagements, from truth to outcomes, room by room.

``begin`` (in ``beginning``), ``advance``, ``decide`` and ``close`` are the whole story. Every room is one or a few
calls on whole tables; a batch holds any number of runs and its results do not depend on how many. The engagement is a
value: ``State`` (in ``state``) can be stepped, copied and saved (``battle``). Capacities start small; when one
overflows, the battle comes back to its last decision with twice the room, so capacity never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gbad import assessment, engagement, identification, network, sensing, threat_evaluation, tracking
from gbad import weapon_assignment as weapons
from gbad.errors import CapacityError
from gbad.motion import reacting
from gbad.recorder.book import Book
from gbad.simulation import standing
from gbad.simulation.beginning import begin, whole_truth
from gbad.simulation.pointing import pointing
from gbad.simulation.stands import lose_units, stand_anew, take_stand, tell_units
from gbad.simulation.state import Batch, PlugIns, State, one_by_one
from gbad.tables import Tables
from gbad.truth import Trajectories

__all__ = [
    "Batch",
    "PlugIns",
    "State",
    "advance",
    "begin",
    "close",
    "decide",
    "grown",
    "one_by_one",
    "play",
    "pointing",
    "repeat",
    "stand_anew",
    "whole_truth",
]


def play(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> Book:
    """Play a batch with its scenario's policies and return what happened; grows capacities until the batch fits."""
    state = begin(tables, trajectories, batch, plugs)
    while not state.over:
        state = grown(advance, state)
        decide(state)
    return close(state)


def advance(state: State) -> State:
    """Play up to the next command cycle, or to the end: afterwards ``state.situation`` waits for :func:`decide`.

    Raises ``CapacityError`` when a preallocated table is too small; the state is then of no use (see :func:`grown`).
    """
    s, tables = state, state.tables
    # the tick divides the cycle; what happens inside one carries its own exact time
    ticks_per_cycle = round(tables.defence.cycle_s / tables.tick_s)
    while not s.over and s.situation is None:
        before = s.now_s
        s.ticks += 1
        now = s.now_s
        take_stand(s, before)
        tables, defence = s.tables, s.tables.defence

        # missiles fly first, so that nothing is seen in this tick that was shot down in it
        engagement.fly(s.rounds, tables, s.truth, s.picture, before, now)
        shot_reports = assessment.judge(s.referee, tables, s.truth, s.rounds.shots, before, now)
        weapons.hear(s.ledger, shot_reports, defence, s.batch.draw_of_run)
        if standing.has_nodes(defence.assets):
            lose_units(s, before, now)
            tables, defence = s.tables, s.tables.defence

        # truth -> detections -> tracks -> reports on the way
        detections, origin = sensing.look(s.sensors, tables, s.truth, s.cues, before, now)
        if s.reactions is not None and reacting.react(
            s.reactions, tables, s.truth, detections, origin, s.rounds.shots, now
        ):
            sensing.look_anew(s.sensors)
        tracking.note_strobes(s.strobes, defence, detections)
        reports = tracking.update(s.trackers, defence, detections, s.book.detections_so_far, now)
        leaves = network.send(s.net, defence, reports)
        s.book.note_tick(detections, origin, reports, shot_reports)
        if s.book.hears("sent"):
            s.book.note_sent(reports, network.arrivals(s.net, defence, reports, leaves))

        # command decides at its own rhythm; a last cycle cut short by the end has no decision of its own
        if s.ticks % ticks_per_cycle == 0 and now == s.ticks * tables.tick_s:
            draw = s.batch.draw_of_run
            weapons.reload(s.ledger, defence, draw, now)
            if len(defence.units.kind):
                weapons.put_back(s.ledger, *engagement.stand_down(s.rounds, weapons.shut(defence, draw, now)))
            s.picture = network.share(s.net, defence, now)
            taken = engagement.guide(s.rounds, tables, draw)
            s.cues = pointing(s.trackers, s.strobes, s.net, defence, s.picture, now, s.rounds.shots, taken)
            if s.book.hears("pointing"):
                s.book.note_pointing(now, s.cues)
            s.identities = identification.identify(
                s.observers, defence, draw, s.picture, now, tracking.bearings_heard(s.strobes, defence, now)
            )
            s.threats = threat_evaluation.rank(defence, draw, s.picture, s.identities, now)
            s.situation = weapons.survey(
                s.ledger, defence, draw, s.picture, s.threats, now, offer_pending=s.offer_pending
            )
    return s


def decide(state: State, decision: weapons.Decision | None = None) -> None:
    """Let the scenario's policies decide, or take a decision from outside; nothing to do when none is due."""
    s, defence = state, state.tables.defence
    if s.situation is None:
        return
    assert s.identities is not None
    assert s.threats is not None
    if decision is None:
        decision = weapons.decide(s.situation, defence, s.plugs.policies, s.ledger.run_number)
    if s.batch.compare:
        s.book.comparison += weapons.compared(s.situation, defence, decision.picks)
    s.book.note_unproven(decision.unproven)
    orders, instructions = weapons.carry_out(s.ledger, defence, s.batch.draw_of_run, s.situation, decision, s.threats)
    engagement.accept(s.rounds, orders)
    engagement.instruct(s.rounds, instructions)
    # rooms hand on what they know, as far as anybody takes notes of it
    seen = sensing.sightings(s.sensors, s.tables, s.truth, s.now_s) if s.book.hears("chain") else None
    ends = threat_evaluation.foretold(defence, s.picture, s.threats) if s.book.hears("tracks") else None
    s.book.note_cycle(s.now_s, seen, s.picture, s.identities, s.threats, ends, orders, s.situation.gates, s.ledger)
    tell_units(s, decision.units)
    s.decisions.append(decision)
    s.situation = None


def close(state: State) -> Book:
    """What happened, with the last word of the rounds and of the referee."""
    state.book.close(state.rounds, state.referee, state.sensors)
    state.book.reactions = state.reactions
    return state.book


def grown(step: Callable[[State], State], state: State) -> State:
    """Take a step; when a table overflows, come back to the same cycle with twice the room and take it again.

    The way back is played anew on the same dice with the decisions that were made: nobody is asked twice.
    """
    while True:
        try:
            return step(state)
        except CapacityError as error:
            if state.batch.track_slots > 65_536:
                raise MemoryError(f"no capacity is enough: {error}") from error
            decisions, batch = state.decisions, state.batch.doubled()
            assert state.planned is not None
            state = begin(state.given, state.planned, batch, state.plugs)
            state = grown(partial(repeat, decisions=decisions), state)


def repeat(state: State, decisions: Sequence[weapons.Decision]) -> State:
    """Play a battle that has just begun as far as these decisions reach."""
    for decision in decisions:
        advance(state)
        decide(state, decision)
    return state
