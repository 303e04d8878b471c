"""A batch of engagements as a value: which runs, whose code, and everything that changes while they are played."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gbad import assessment, engagement, identification, network, sensing, tracking
from gbad import weapon_assignment as weapons
from gbad.messages import AirPicture, Cues, Identities, Threats
from gbad.motion import reacting
from gbad.recorder.book import Book
from gbad.simulation import standing
from gbad.tables import Ints, Tables
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
