"""The book of a batch: what the rooms said, kept for results, and the answer key that only the referee may read.

The book sees everything (truth, messages, gates) and changes nothing. For every object it notes when each stage of the
chain first happened, and for every cycle and battery which gate was shut (``gate_log``), for ``attribution`` to read.
With ``record="full"`` it also keeps every message. Each of ``recorder.observers`` can be left out; ``drain`` gives what
is new to somebody who reads along.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.messages import (
    AirPicture,
    Cues,
    Detections,
    Gates,
    Identities,
    ImpactEstimates,
    Orders,
    ShotReports,
    Shots,
    Sightings,
    Threats,
    TrackReports,
)
from gbad.nodes import obeying, shut_batteries
from gbad.recorder import _book_kernel as numbers
from gbad.recorder.bundles import Notes, Ordered, Plots, Reports, Seen, Sight
from gbad.recorder.identity_notes import IdentityNotes
from gbad.recorder.observers import ALWAYS
from gbad.tables import Floats, Ints, Tables
from gbad.tables.bundles import fire_units, magazine
from gbad.text.readable import counted
from gbad.truth import Truth, sending_until_s

if TYPE_CHECKING:
    from gbad.simulation.spine import Batch

# stages of the chain, columns of ``Book.first_s``
STAGES = ("line_of_sight", "detection", "confirmed", "shared", "identified", "ranked", "order")
LINE_OF_SIGHT, DETECTION, CONFIRMED, SHARED, IDENTIFIED, RANKED, ORDER = range(7)
# what is noted of every radar, the last axis of ``Book.radar_s``
SAW, HELD, NEWEST = range(3)


@dataclass(slots=True, repr=False)
class Book:
    """Notes of one batch. Axes: runs, objects, cycles, batteries as in ``Tables``."""

    tables: Tables
    truth: Truth
    batch: Batch
    first_s: Floats  # (runs, objects, stages)  nan where it never happened
    radar_s: Floats  # (runs, radars, objects, 3)  first plot, first confirmed, newest update of a confirmed track
    shared_s: Floats  # (runs, commands, objects)  when it first was in a command's picture; nan for never
    gate_log: np.ndarray  # (runs, cycles, batteries, objects)  int8, causes.Cause
    busy_log: np.ndarray  # (runs, cycles, batteries, 3)  int16: rounds ready, target and missile channels busy
    local_number: Ints  # (runs, radars, slots)  answer key: which track sits in a radar's slot
    local_object: Ints  # (runs, radars, slots)  and what it really follows, -1 for nothing
    detections_so_far: Ints  # (runs,)
    identity: IdentityNotes
    comparison: Floats  # (runs, 3)  what decisions gained, could have gained, and how many; 0 where nobody compares
    unproven: Floats  # (runs, 2)  decisions that ran out of time, and the largest share that was open in one
    cycles: int = 0
    ticks: int = 0
    shots: Shots | None = None
    referee: Any = None
    sensors: Any = None
    rounds: Any = None
    reactions: Any = None  # what aircraft noticed and did; None where nobody reacts
    kept: dict[str, list[dict[str, np.ndarray]]] = field(default_factory=dict)
    kept_s: dict[str, list[float]] = field(default_factory=dict)  # [s] when each part of ``kept`` was noted
    orders: list[Orders] = field(default_factory=list)
    order_objects: list[Ints] = field(default_factory=list)

    def __repr__(self) -> str:
        runs, objects = self.first_s.shape[:2]
        held = f"{counted(runs, 'run')} of {counted(objects, 'object')}"
        return f"<Book: {held}, {counted(self.cycles, 'cycle')} and {counted(self.ticks, 'tick')} noted>"

    @classmethod
    def open(cls, tables: Tables, truth: Truth, batch: Batch) -> Book:
        """An empty book for one batch."""
        runs, objects = truth.end_s.shape
        d = tables.defence
        cycles = int(tables.duration_s / d.cycle_s)
        slots = (runs, len(d.radars.id), batch.track_slots)
        return cls(
            tables=tables,
            truth=truth,
            batch=batch,
            first_s=np.full((runs, objects, len(STAGES)), np.nan),
            radar_s=np.full((runs, len(d.radars.id), objects, 3), np.nan),
            shared_s=np.full((runs, len(d.commands.id), objects), np.nan),
            gate_log=np.zeros((runs, cycles, len(d.batteries.id), objects), np.int8),
            busy_log=np.zeros((runs, cycles, len(d.batteries.id), 3), np.int16),
            local_number=np.zeros(slots, np.int64),
            local_object=np.full(slots, -1, np.int64),
            detections_so_far=np.zeros(runs, np.int64),
            identity=IdentityNotes.open(tables.objects.side, runs),
            comparison=np.zeros((runs, 3)),
            unproven=np.zeros((runs, 2)),
        )

    @property
    def full(self) -> bool:
        """Whether every message is kept."""
        return self.batch.record == "full"

    def hears(self, observer: str) -> bool:
        """Whether one of ``recorder.observers`` takes notes."""
        return observer not in self.batch.without and (self.full or observer in ALWAYS)

    def drain(self, since_s: float) -> dict[str, dict[str, np.ndarray]]:
        """Rows noted after a moment of the battle, by table; what was noted before is left alone."""
        found = {}
        for table, parts in self.kept.items():
            first = bisect_right(self.kept_s[table], since_s)
            if first < len(parts):
                found[table] = _joined(parts[first:])
        return found

    def note_unproven(self, unproven: Sequence[tuple[int, int, float]]) -> None:
        """Count decisions that ran out of time: rows of run, command, and the share that was open."""
        for run, _, gap in unproven:
            self.unproven[run] = self.unproven[run, 0] + 1.0, max(self.unproven[run, 1], gap)

    def note_tick(self, detections: Detections, origin: Ints, reports: TrackReports, shot_reports: ShotReports) -> None:
        """Keep what was seen in one tick and who it really was."""
        # who sits in which slot is needed by every other note
        report_object = np.empty(reports.run.size, np.int64)
        numbers.note_tick(
            Plots(detections.run, detections.radar, detections.time_s, origin, detections.offsets),
            Reports(reports.run, reports.radar, reports.number, reports.slot, reports.time_s, reports.available_s,
                    reports.detection),
            self.detections_so_far,
            Notes(self.first_s, self.radar_s, self.shared_s, self.local_number, self.local_object), report_object,
        )  # fmt: skip
        self.detections_so_far += np.diff(detections.offsets)
        self.ticks += 1
        if self.full:
            self._keep("detections", columns_of(detections) | {"object": origin} | self._tick(detections.run))
            self._keep("track_reports", columns_of(reports) | {"object": report_object})
            self._keep("shot_reports", columns_of(shot_reports) | self._tick(shot_reports.run))

    def note_cycle(
        self,
        time_s: float,
        sightings: Sightings | None,
        picture: AirPicture,
        identities: Identities,
        threats: Threats,
        impacts: ImpactEstimates | None,
        orders: Orders,
        gates: Gates,
        ledger: Any,
    ) -> None:
        """Keep the state of the chain for every object at one command cycle.

        ``sightings`` is what sensing hands on where ``chain`` takes notes, ``impacts`` what threat evaluation does
        where ``tracks`` takes them; None elsewhere.
        """
        if sightings is None:
            self.cycles += 1
            nobody = np.full(picture.number.shape, -1, np.int64)
            self._note_picture(time_s, picture, identities, threats, impacts, nobody)
            self.orders.append(orders)
            self.order_objects.append(np.full(len(orders.run), -1, np.int64))
            return
        tables, truth = self.tables.at(time_s), self.truth
        d = tables.defence
        # what no transporter has brought yet is in no magazine and holds no channel
        there = ledger.round_ready_s <= time_s
        who = obeying(d, truth.draw_of_run, time_s)
        radars = d.radars
        slot_object = np.empty(picture.number.shape, np.int64)
        batteries, objects = self.gate_log.shape[2:]
        numbers.note_cycle(
            time_s, truth.draw_of_run, truth.trajectories.start_s, truth.end_s,
            Sight(sightings.in_sight, sightings.snr_db, weak_snr_db(radars.pfa), radars.cued | radars.passive,
                  radars.command, radars.period_s,
                  sending_until_s(truth.radar_end_s, radars.silent_s, truth.draw_of_run, time_s),
                  who.command, shut_batteries(d, who, truth.draw_of_run, time_s)),
            Seen(picture.number, picture.member, picture.member_time_s, threats.permitted, threats.priority),
            gates.gate, fire_units(d.batteries), magazine(d.rounds),
            Ordered(ledger.ordered | ~there, ledger.command, ledger.track, np.where(there, ledger.report_s, -np.inf)),
            Notes(self.first_s, self.radar_s, self.shared_s, self.local_number, self.local_object),
            self.gate_log[:, self.cycles], self.busy_log[:, self.cycles],
            numbers.Work(np.empty(picture.number.shape[1], np.int64), np.empty((len(radars.id), objects), np.bool_),
                         np.empty((batteries, objects), np.int64)),
            slot_object,
        )  # fmt: skip
        self.cycles += 1
        order_object = slot_object[orders.run, orders.command, orders.slot]
        for run, row in zip(orders.run, order_object, strict=True):
            if row >= 0 and np.isnan(self.first_s[run, row, ORDER]):
                self.first_s[run, row, ORDER] = time_s
        if self.hears("identity"):
            self.identity.note_cycle(time_s, d.cycle_s, picture, identities, slot_object, orders, order_object)
        self.orders.append(orders)
        self.order_objects.append(order_object)
        self._note_picture(time_s, picture, identities, threats, impacts, slot_object)

    def _note_picture(
        self, time_s: float, picture: AirPicture, identities: Identities, threats: Threats,
        impacts: ImpactEstimates | None, slot_object: Ints,
    ) -> None:  # fmt: skip
        if impacts is None:
            return
        foretold = columns_of(impacts)
        at = run, command, _ = foretold.pop("run"), foretold.pop("command"), foretold.pop("slot")
        ahead = (time_s - picture.time_s[at])[:, None]
        self._keep(
            "tracks",
            {
                "run": run,
                "command": command,
                "track": picture.number[at],
                "time_s": np.full(len(run), time_s),
                "position_ecef_m": picture.position_ecef_m[at] + picture.velocity_ecef_mps[at] * ahead,
                "velocity_ecef_mps": picture.velocity_ecef_mps[at],
                "state_time_s": picture.time_s[at],
                "covariance_ecef": picture.covariance_ecef[at],
                "identity": identities.identity[at].astype(np.int64),
                "permitted": threats.permitted[at],
                "priority": threats.priority[at],
                "object": slot_object[at],
                **foretold,
            },
        )

    def note_sent(self, reports: TrackReports, arrival_s: Floats) -> None:
        """Keep when each report of a tick reached each command that it was sent to; only of what is recorded in full.

        ``arrival_s`` is ``(n, commands)``: inf where it was lost on the way, nan where there is no link.
        """
        row, command = np.nonzero(~np.isnan(arrival_s))
        self._keep(
            "sent",
            {
                "run": reports.run[row],
                "radar": reports.radar[row],
                "command": command,
                "number": reports.number[row],
                "time_s": reports.time_s[row],
                "available_s": reports.available_s[row],
                "arrival_s": arrival_s[row, command],
            },
        )

    def note_pointing(self, time_s: float, cues: Cues) -> None:
        """Keep where each cued radar is told to look from now on; only of what is recorded in full."""
        run, radar, slot = np.nonzero(cues.number * self.tables.defence.radars.cued[:, None])
        at = (run, radar, slot)
        ahead = (time_s - cues.time_s[at])[:, None]
        self._keep(
            "pointing",
            {
                "run": run,
                "radar": radar,
                "cue": cues.number[at],
                "time_s": np.full(len(run), time_s),
                "position_ecef_m": cues.position_ecef_m[at] + cues.velocity_ecef_mps[at] * ahead,
            },
        )

    def close(self, rounds: Any, referee: Any, sensors: Any) -> None:
        """Take the final state of rounds and of the referee, and the sensors: attribution asks them again."""
        self.rounds = rounds
        self.shots = rounds.shots
        self.sensors = sensors
        self.referee = referee

    def _tick(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """In which tick rows came: a replay hands them on in the same portions."""
        return {"tick": np.full(len(rows), self.ticks)}

    def _keep(self, table: str, columns: dict[str, np.ndarray]) -> None:
        if len(columns["run"]) and self.hears(table):
            self.kept.setdefault(table, []).append(columns)
            self.kept_s.setdefault(table, []).append(self.ticks * self.tables.tick_s)

    def table(self, name: str) -> dict[str, np.ndarray]:
        """All kept rows of one table, joined; an empty dictionary when nothing was kept."""
        parts = self.kept.get(name, [])
        return _joined(parts) if parts else {}


def _joined(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}


def columns_of(message: Any) -> dict[str, np.ndarray]:
    """Flat columns of a message, without its offsets."""
    return {f.name: getattr(message, f.name) for f in fields(message) if f.name != "offsets"}


def first_by(book: Book, run: int, who: int, what: int, radars: Ints) -> float:
    """[s] when one of these radars, by row, first saw or held an object; ``what`` is SAW or HELD; nan for never."""
    times_s = book.radar_s[run, radars, who, what]
    return float(np.nanmin(times_s)) if np.isfinite(times_s).any() else float("nan")


def weak_snr_db(pfa: Floats) -> Floats:
    """SNR [dB] below which a single look at a Swerling 1 target finds it in fewer than one of ten visits.

    From ``Pd = Pfa ** (1 / (1 + snr))``. Only used to say which gate was shut, never to detect.
    """
    return 10.0 * np.log10(np.log(pfa) / np.log(0.1) - 1.0)
