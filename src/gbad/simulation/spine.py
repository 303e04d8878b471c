"""The spine: one batch of engagements, from truth to outcomes, room by room.

``engage`` is the whole story on one screen. Every room is one or a few calls on whole tables; a batch holds any number
of runs and its results do not depend on how many. Capacities start small; when one overflows, the batch is thrown
away and played again with twice the room, so capacity never changes a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gbad import assessment, engagement, identification, network, sensing, threat_evaluation, tracking
from gbad import weapon_assignment as weapons
from gbad.errors import CapacityError
from gbad.messages import Cues
from gbad.recorder.book import Book
from gbad.tables import Defence, Ints, Tables
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

    def doubled(self) -> Batch:
        """The same batch with twice the capacity."""
        return replace(
            self, track_slots=2 * self.track_slots, picture_slots=2 * self.picture_slots, queue=2 * self.queue
        )


@dataclass(frozen=True, slots=True)
class PlugIns:
    """The user's code that a scenario refers to, loaded."""

    policies: Sequence[weapons.Policy | None]  # one per command; None is the built-in greedy
    identifiers: Mapping[str, identification.IdentifierMaker] = field(default_factory=dict)  # by reference

    trackers: Mapping[str, tracking.TrackerMaker | None] = field(default_factory=dict)  # by name or reference

    @property
    def run_python(self) -> bool:
        """Whether a user's Python is called in the loop: threads would then wait for each other."""
        return bool(self.identifiers or self.trackers) or any(policy is not None for policy in self.policies)


def play(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> Book:
    """Play a batch and return what happened; grows capacities until the batch fits."""
    while True:
        try:
            return engage(tables, trajectories, batch, plugs)
        except CapacityError as error:
            if batch.track_slots > 65_536:
                raise MemoryError(f"no capacity is enough: {error}") from error
            batch = batch.doubled()


def engage(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> Book:
    """One pass over time. Raises ``CapacityError`` when a preallocated table is too small."""
    runs, defence, draw = len(batch.run_number), tables.defence, batch.draw_of_run
    truth = whole_truth(tables, trajectories, draw)
    sensors = sensing.start(tables, truth, batch.run_number, batch.seed)
    trackers = tracking.start(defence, draw, runs, batch.track_slots, plugs.trackers)
    strobes = tracking.open_strobes(defence, draw)
    net = network.start(defence, draw, batch.run_number, batch.seed, batch.picture_slots, batch.queue)
    observers = identification.start(defence, runs, batch.picture_slots, plugs.identifiers)
    ledger = weapons.start(defence, batch.run_number)
    rounds = engagement.start(tables, runs, batch.run_number, batch.seed)
    referee = assessment.start(tables, runs, batch.run_number, batch.seed)
    book = Book.open(tables, truth, batch)
    picture = network.share(net, defence, 0.0)
    cues = pointing(trackers, strobes, net, defence, picture, 0.0)

    # the tick divides the cycle; what happens inside one carries its own exact time
    ticks_per_cycle = round(defence.cycle_s / tables.tick_s)
    for tick in range(1, round(tables.duration_s / tables.tick_s) + 1):
        before, now = (tick - 1) * tables.tick_s, tick * tables.tick_s

        # missiles fly first, so that nothing is seen in this tick that was shot down in it
        engagement.fly(rounds, tables, truth, picture, before, now)
        shot_reports = assessment.judge(referee, tables, truth, rounds.shots, before, now)
        weapons.hear(ledger, shot_reports)

        # truth -> detections -> tracks -> reports on the way
        detections, origin = sensing.look(sensors, tables, truth, cues, before, now)
        tracking.note_strobes(strobes, defence, detections)
        reports = tracking.update(trackers, defence, detections, book.detections_so_far, now)
        network.send(net, defence, reports)
        book.note_tick(detections, origin, reports, shot_reports)

        # command decides at its own rhythm
        if tick % ticks_per_cycle == 0:
            picture = network.share(net, defence, now)
            cues = pointing(trackers, strobes, net, defence, picture, now)
            identities = identification.identify(observers, defence, draw, picture, now)
            threats = threat_evaluation.rank(defence, draw, picture, identities, now)
            orders, gates = weapons.assign(ledger, defence, draw, plugs.policies, picture, threats, now)
            engagement.accept(rounds, orders)
            book.note_cycle(now, sensors, picture, identities, threats, orders, gates, ledger)
    book.close(rounds.shots, referee)
    return book


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
    )


def pointing(trackers, strobes, net, defence: Defence, picture, time_s: float) -> Cues:
    """Where engagement radars look until the next cycle: their own tracks, what the command designates, bearings."""
    own = tracking.own_cues(trackers, defence, time_s)
    told = network.cues(net, defence, picture, time_s)
    parts = [own, told, *tracking.strobe_cues(strobes, defence, time_s)]
    return Cues(
        number=np.concatenate([part.number for part in parts], axis=2),
        time_s=np.concatenate([part.time_s for part in parts], axis=2),
        position_ecef_m=np.concatenate([part.position_ecef_m for part in parts], axis=2),
        velocity_ecef_mps=np.concatenate([part.velocity_ecef_mps for part in parts], axis=2),
    )
