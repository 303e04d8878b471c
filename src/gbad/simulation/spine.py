"""The spine: one batch of engagements, from truth to outcomes, room by room.

``begin``, ``advance``, ``decide`` and ``close`` are the whole story on one screen. Every room is one or a few calls on
whole tables; a batch holds any number of runs and its results do not depend on how many. The engagement is a value:
``State`` can be stepped, copied and saved (``battle``). Capacities start small; when one overflows, the battle comes
back to its last decision with twice the room, so capacity never changes a result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from gbad import assessment, engagement, identification, network, sensing, threat_evaluation, tracking
from gbad import weapon_assignment as weapons
from gbad.errors import CapacityError, InputError
from gbad.messages import AirPicture, Cues, Identities, Threats
from gbad.motion import reacting
from gbad.nodes import emissions
from gbad.recorder.book import Book
from gbad.simulation import standing
from gbad.tables import Defence, Ints, Tables
from gbad.text.readable import counted
from gbad.truth import Trajectories, Truth


@dataclass(frozen=True, slots=True)
class Batch:
    """Which runs to play, and with which room to spare."""

    seed: int
    run_number: Ints  # (runs,)  absolute numbers of the runs; dice are keyed by them
    draw_of_run: Ints  # (runs,)  row of the draws that each run uses
    record: str = "full"  # "full": every message is kept; "outcomes": only what the outcome tables need
    track_slots: int = 64  # local tracks per radar
    picture_slots: int = 64  # system tracks per command
    queue: int = 512  # reports in flight per run
    compare: bool = False  # whether every decision is held against its static optimum
    without: tuple[str, ...] = ()  # observers that take no notes (``recorder.observers``)

    def doubled(self) -> Batch:
        """The same batch with twice the capacity."""
        return replace(
            self, track_slots=2 * self.track_slots, picture_slots=2 * self.picture_slots, queue=2 * self.queue
        )


@dataclass(frozen=True, slots=True)
class PlugIns:
    """The user's code that a scenario refers to, loaded."""

    policies: Sequence[weapons.Policy]  # one per command
    identifiers: Mapping[str, identification.IdentifierMaker] = field(default_factory=dict)  # by reference

    trackers: Mapping[str, tracking.TrackerMaker | None] = field(default_factory=dict)  # by name or reference

    @property
    def run_python(self) -> bool:
        """Whether a user's Python is called in the loop: threads would then wait for each other."""
        return bool(self.identifiers or self.trackers) or not all(
            weapons.runs_in_kernel(policy) for policy in self.policies
        )


@dataclass(slots=True)
class State:
    """A batch of engagements at one instant: everything that changes while it is played, and what it is played with."""

    given: Tables  # as compiled
    tables: Tables  # with everybody where he stands now
    batch: Batch
    plugs: PlugIns
    truth: Truth
    sensors: sensing.Sensing
    trackers: tracking.TrackerState
    strobes: tracking.Strobes | None
    net: network.NetworkState
    observers: identification.IdentificationState
    ledger: weapons.Ledger
    rounds: engagement.Engagement
    referee: assessment.Assessment
    book: Book
    picture: AirPicture
    cues: Cues
    offer_pending: bool  # whether somebody decides who wants options at tracks that rounds are on their way to
    ticks: int = 0  # played so far
    identities: Identities | None = None  # of the newest cycle, like the next two
    threats: Threats | None = None
    situation: weapons.Situation | None = None  # what the commands may decide on; None when nothing is to be decided
    decisions: list[weapons.Decision] = field(default_factory=list)  # of every cycle so far
    stand: int = -1  # which of the tables' stands holds; -1 where nobody moves
    planned: Trajectories | None = None  # the ways as they were before anybody broke off
    reactions: reacting.Reacting | None = None  # None where nobody reacts

    def __repr__(self) -> str:
        runs = counted(len(self.batch.run_number), "run")
        return f"<State at {self.now_s:g} s of {self.tables.duration_s:g}, {runs}>"

    @property
    def now_s(self) -> float:
        """Time [s] up to which the battle has been played."""
        return min(self.ticks * self.tables.tick_s, self.tables.duration_s)

    @property
    def over(self) -> bool:
        """Whether the scenario's time is up and nothing is left to decide."""
        return self.situation is None and self.ticks >= math.ceil(self.tables.duration_s / self.tables.tick_s - 1e-9)


def one_by_one(tables: Tables, plugs: PlugIns) -> bool:
    """Whether runs need tables of their own: units may be told what to do in the battle or be hit, ways may change."""
    if tables.reactions is not None:
        return True
    if tables.defence.commands.silent_under_attack.any() or standing.has_nodes(tables.defence.assets):
        return True
    able = bool(np.isfinite(tables.defence.units.turn_s).any())
    return able and (plugs.run_python or bool(tables.defence.commands.turns_radars.any()))


def play(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> Book:
    """Play a batch with its scenario's policies and return what happened; grows capacities until the batch fits."""
    state = begin(tables, trajectories, batch, plugs)
    while not state.over:
        state = grown(advance, state)
        decide(state)
    return close(state)


def begin(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> State:
    """Every room before time starts."""
    given, tables = tables, emissions.heard(tables, trajectories).at(0.0)
    runs, defence, draw = len(batch.run_number), tables.defence, batch.draw_of_run
    if tables.reactions is not None and runs > 1:
        raise InputError("aircraft that react fly other ways in every run: begin the battle with runs=1")
    truth = whole_truth(tables, trajectories, draw)
    trackers = tracking.start(defence, draw, runs, batch.track_slots, plugs.trackers)
    strobes = tracking.open_strobes(defence, draw)
    net = network.start(defence, draw, batch.run_number, batch.seed, batch.picture_slots, batch.queue)
    picture = network.share(net, defence, 0.0)
    return State(
        given=given,
        tables=tables,
        batch=batch,
        plugs=plugs,
        truth=truth,
        sensors=sensing.start(tables, truth, batch.run_number, batch.seed),
        trackers=trackers,
        strobes=strobes,
        net=net,
        observers=identification.start(
            defence, draw, batch.run_number, batch.seed, batch.picture_slots, plugs.identifiers
        ),
        ledger=weapons.start(defence, batch.run_number, batch.seed),
        rounds=engagement.start(tables, runs, batch.run_number, batch.seed, record=batch.record == "full"),
        referee=assessment.start(tables, runs, batch.run_number, batch.seed),
        book=Book.open(tables, truth, batch),
        picture=picture,
        cues=pointing(trackers, strobes, net, defence, picture, 0.0),
        offer_pending=any(weapons.asks_pending(policy) for policy in plugs.policies),
        stand=tables.stand(0.0),
        planned=trajectories,
        reactions=reacting.start(tables, int(draw[0]), int(batch.run_number[0]), batch.seed) if runs else None,
    )


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


def take_stand(state: State, time_s: float) -> None:
    """Put who has moved or turned where he stands now. He can do nothing at that time, so no room notices the jump."""
    s = state
    stand = s.tables.stand(time_s)
    if stand != s.stand:
        stand_anew(s, s.tables.at(time_s), stand)


def tell_units(state: State, orders: Sequence[weapons.Telling]) -> None:
    """Turn and silence radars from now on. Raises ``InputError`` where several runs share tables."""
    s = state
    if not orders:
        return
    if len(s.batch.run_number) > 1:
        raise InputError("units are told what to do in one run at a time: begin the battle with runs=1")
    tables = emissions.heard(standing.told(s.tables, orders, s.now_s), s.truth.trajectories).at(s.now_s)
    stand_anew(s, tables, tables.stand(s.now_s))
    s.book.tables = tables.at(0.0)


def lose_units(state: State, since_s: float, now_s: float) -> None:
    """Put units out of action whose asset was hit in this tick; what waited in their tubes stays there."""
    s = state
    if len(s.batch.run_number) > 1:
        raise InputError("units may be hit in one run at a time: begin the battle with runs=1")
    tables = standing.struck(s.tables, s.truth.asset_end_s[0], since_s, now_s)
    if tables is s.tables:
        return
    s.tables, s.book.tables = tables, tables.at(0.0)
    shut = weapons.shut(tables.defence, s.batch.draw_of_run, now_s)
    weapons.put_back(s.ledger, *engagement.stand_down(s.rounds, shut))


def stand_anew(s: State, tables: Tables, stand: int) -> None:
    """Let every room that keeps columns of places take them from these tables."""
    s.stand, s.tables = stand, tables
    sensing.move(s.sensors, s.tables)
    tracking.move(s.trackers, s.tables.defence)
    engagement.move(s.rounds, s.tables)


def whole_truth(tables: Tables, trajectories: Trajectories, draw_of_run: Ints) -> Truth:
    """Every world before the first shot: all objects whole, all assets and radars standing."""
    runs, defence = len(draw_of_run), tables.defence
    path_draw = np.minimum(draw_of_run, trajectories.start_s.shape[0] - 1)
    return Truth(
        trajectories=trajectories,
        draw_of_run=draw_of_run,
        end_s=trajectories.plan_end_s[path_draw].copy(),
        killed=np.zeros((runs, len(tables.objects.id)), np.bool_),
        asset_end_s=np.full((runs, len(defence.assets.id)), np.inf),
        radar_end_s=np.full((runs, len(defence.radars.id)), np.inf),
        killed_beside=np.full((runs, len(tables.objects.id)), -1, np.int64),
    )


def pointing(trackers, strobes, net, defence: Defence, picture, time_s: float, rounds=None, taken=None) -> Cues:
    """Where engagement radars look until the next cycle: their own tracks, what the command designates, bearings.

    ``rounds`` are shots on their way: what they are for is looked at first. ``taken`` is what guiding takes.
    """
    own = tracking.own_cues(trackers, defence, time_s)
    told = network.cues(net, defence, picture, time_s)
    if rounds is not None and defence.radars.dwells_per_period.any():
        told = replace(told, guided=weapons.under_fire(told.number, rounds, defence))
    parts = [own, told, *tracking.strobe_cues(strobes, defence, time_s)]
    parts += sensing.horizon_cues(defence, net.links.draw, time_s)
    # rooms keep many slots, most of them empty; behind the last that anybody uses there is nothing to look at
    used = [
        int(np.flatnonzero(np.bitwise_or.reduce(part.number.reshape(-1, part.number.shape[2])))[-1:].sum()) + 1
        for part in parts
    ]

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name)[:, :, :k] for part, k in zip(parts, used, strict=True)], axis=2)

    slots = ("number", "time_s", "position_ecef_m", "velocity_ecef_mps", "half_width_rad", "guided")
    return Cues(**{name: joined(name) for name in slots}, taken=own.taken if taken is None else taken)
