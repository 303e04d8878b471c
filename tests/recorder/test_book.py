"""The book on small tables: which stage is noted when, which gate, and what the channels were doing."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from command_room import Room, Track, room

from gbad import sensing
from gbad.codes.causes import Cause
from gbad.messages import Identities, ShotReports, Sightings, TrackReports
from gbad.recorder.book import CONFIRMED, DETECTION, IDENTIFIED, LINE_OF_SIGHT, ORDER, RANKED, SHARED, Book
from gbad.simulation.spine import Batch, whole_truth
from gbad.testing.small import one_plot, small_tables

MISSILE, AIRLINER, FIGHTER = 2, 0, 1


class Desk:
    """A book, a command's room and the sensors, at one instant after another."""

    def __init__(self, changes: dict[str, Any] | None = None) -> None:
        self.tables, paths = small_tables(changes)
        self.batch = Batch(
            seed=0, run_number=np.zeros(1, np.int64), draw_of_run=np.zeros(1, np.int64), record="outcomes"
        )
        self.truth = whole_truth(self.tables, paths, self.batch.draw_of_run)
        self.sensors = sensing.start(self.tables, self.truth, self.batch.run_number, 0)
        self.book = Book.open(self.tables, self.truth, self.batch)
        self.room: Room = room(changes)
        self.seen: Sightings | None = None  # what sensing hands on; None: what it really does

    def plot(self, who: int, time_s: float) -> None:
        """A plot of an object, without a track."""
        one = replace(one_plot(), time_s=np.array([time_s]), radar=np.array([self.search]))
        self.book.note_tick(one, np.array([who]), no_reports(), no_shot_reports())

    def track(self, who: int, time_s: float, ready_s: float, number: int = 1, slot: int = 0, radar: int = -1) -> None:
        """A plot that makes a confirmed local track of an object."""
        radar = self.search if radar < 0 else radar
        one = replace(one_plot(), time_s=np.array([time_s]), radar=np.array([radar]))
        report = one_report(radar, number, slot, time_s, ready_s, int(self.book.detections_so_far[0]))
        self.book.note_tick(one, np.array([who]), report, no_shot_reports())

    @property
    def search(self) -> int:
        return int(np.flatnonzero(self.tables.defence.radars.id == "search")[0])

    def cycle(self, tracks: list[Track], time_s: float, **members: Any) -> None:
        situation = self.room.survey(tracks, time_s)
        picture, threats = situation.picture, situation.threats
        for name, value in members.items():
            getattr(picture, name)[0, 0, 0] = value
        identities = Identities(
            number=picture.number, identity=np.zeros(picture.number.shape, np.int8),
            since_s=np.zeros(picture.number.shape), reason=np.zeros(picture.number.shape, np.int8),
            confidence=np.full(picture.number.shape, np.nan),
        )  # fmt: skip
        orders, situation = self.room.cycle(tracks, time_s)
        seen = sensing.sightings(self.sensors, self.tables, self.truth, time_s) if self.seen is None else self.seen
        self.book.note_cycle(
            time_s, seen, picture, identities, threats, None, orders, situation.gates, self.room.ledger
        )

    def first(self, who: int, stage: int) -> float:
        return float(self.book.first_s[0, who, stage])

    def gate(self, who: int) -> Cause:
        return Cause(self.book.gate_log[0, self.book.cycles - 1, 0, who])


def one_report(radar: int, number: int, slot: int, time_s: float, ready_s: float, detection: int) -> TrackReports:
    whole = {"radar": radar, "number": number, "slot": slot, "detection": detection}
    columns: dict[str, Any] = {"offsets": np.array([0, 1])}
    for field in fields(TrackReports):
        if field.name == "offsets":
            continue
        shape = {"covariance_ecef": (1, 6, 6), "position_ecef_m": (1, 3), "velocity_ecef_mps": (1, 3)}.get(
            field.name, (1,)
        )
        kind = np.float64 if field.name.endswith(("_s", "_m", "_mps", "ecef")) else np.int64
        columns[field.name] = np.full(shape, whole.get(field.name, 0), kind)
    columns["time_s"], columns["available_s"] = np.array([time_s]), np.array([ready_s])
    return TrackReports(**columns)


def no_reports() -> TrackReports:
    one = one_report(0, 1, 0, 0.0, 0.0, 0)
    return TrackReports(**{f.name: getattr(one, f.name)[:0] if f.name != "offsets" else np.zeros(2, np.int64)
                           for f in fields(TrackReports)})  # fmt: skip


def no_shot_reports() -> ShotReports:
    kinds = {"time_s": np.float64, "available_s": np.float64, "reported_kill": np.int8}
    return ShotReports(
        **{f.name: np.zeros(2 if f.name == "offsets" else 0, kinds.get(f.name, np.int64)) for f in fields(ShotReports)}
    )


FAR = Track(permitted=False, priority=0.0)


def test_the_first_plot_is_the_first_detection_and_means_that_it_was_in_sight():
    desk = Desk()
    assert desk.tables.objects.id.tolist()[FIGHTER] == "fighter"
    desk.plot(FIGHTER, 7.5)
    desk.plot(FIGHTER, 13.5)
    assert desk.first(FIGHTER, DETECTION) == 7.5
    assert desk.first(FIGHTER, LINE_OF_SIGHT) == 7.5
    assert np.isnan(desk.first(FIGHTER, CONFIRMED))
    assert np.isnan(desk.book.first_s[0, MISSILE]).all()


def test_a_track_is_confirmed_when_its_report_is_ready():
    desk = Desk()
    desk.track(FIGHTER, 20.0, 21.5)
    desk.track(FIGHTER, 26.0, 27.5)
    assert desk.first(FIGHTER, CONFIRMED) == 21.5
    assert desk.book.radar_s[0, desk.search, FIGHTER].tolist() == [20.0, 21.5, 26.0]


STAGES = {
    "in the picture only": (Track(permitted=False, priority=0.0), (True, False, False, False)),
    "allowed, no threat": (Track(priority=0.0), (True, True, False, False)),
    "a threat out of reach": (Track(time_to_impact_s=5.0), (True, True, True, False)),
    "fired at": (Track(), (True, True, True, True)),
}


@pytest.mark.parametrize("what", STAGES)
def test_each_stage_needs_what_it_says_and_no_more(what):
    track, reached = STAGES[what]
    desk = Desk()
    desk.track(FIGHTER, 20.0, 21.5)
    member = np.zeros(2, np.int64)
    member[desk.search] = 1
    desk.cycle([track], 22.0, member=member, member_time_s=np.full(2, 20.0))
    for stage, expected in zip((SHARED, IDENTIFIED, RANKED, ORDER), reached, strict=True):
        assert np.isfinite(desk.first(FIGHTER, stage)) == expected, stage
    desk.cycle([track], 24.0, member=member, member_time_s=np.full(2, 20.0))
    assert desk.first(FIGHTER, SHARED) == 22.0


def test_a_system_track_stands_for_what_its_newest_member_follows():
    desk = Desk()
    engage = 1 - desk.search
    desk.track(FIGHTER, 20.0, 21.0, number=1, radar=desk.search)
    desk.track(MISSILE, 21.0, 21.5, number=1, radar=engage)
    times = np.zeros(2)
    times[desk.search], times[engage] = 20.0, 21.0
    desk.cycle([FAR], 22.0, member=np.ones(2, np.int64), member_time_s=times)
    assert np.isfinite(desk.first(MISSILE, SHARED))
    assert np.isnan(desk.first(FIGHTER, SHARED))
    other = Desk()
    other.track(FIGHTER, 21.0, 21.0, number=1, radar=other.search)
    other.track(MISSILE, 20.0, 21.5, number=1, radar=engage)
    times[other.search], times[engage] = 21.0, 20.0
    other.cycle([FAR], 22.0, member=np.ones(2, np.int64), member_time_s=times)
    assert np.isfinite(other.first(FIGHTER, SHARED))
    assert np.isnan(other.first(MISSILE, SHARED))


def test_gates_before_the_picture_follow_the_chain():
    desk = Desk()
    nothing = Track(number=99, permitted=False, priority=0.0, held=False)
    desk.cycle([nothing], 22.0)
    assert desk.gate(FIGHTER) == Cause.NOT_CONFIRMED  # in sight and strong, 42 km away
    desk.track(FIGHTER, 23.0, 23.5)
    desk.cycle([nothing], 24.0)
    assert desk.gate(FIGHTER) == Cause.NOT_SHARED_IN_TIME
    desk.cycle([nothing], 60.0)
    assert desk.gate(FIGHTER) == Cause.TRACK_LOST
    desk.truth.radar_end_s[0, desk.search] = 61.0
    desk.cycle([nothing], 62.0)
    assert desk.gate(FIGHTER) == Cause.NODE_DESTROYED_OR_SILENT
    low = Desk({"radars.search.antenna_height_m": 2.0})
    low.cycle([nothing], 4.0)
    assert low.gate(MISSILE) == Cause.NEVER_IN_LINE_OF_SIGHT


def test_a_faint_object_in_sight_is_told_from_one_that_is_not_yet_tracked():
    faint = Desk({"threats.fighter.rcs_m2": 1e-12})
    faint.cycle([Track(number=99, permitted=False, priority=0.0, held=False)], 22.0)
    assert faint.gate(FIGHTER) == Cause.ECHO_TOO_WEAK


def test_sight_is_noted_as_it_is_handed_on():
    """The book asks nobody: hidden is hidden, faint is faint, whatever the geometry would say."""
    nothing = Track(number=99, permitted=False, priority=0.0, held=False)
    desk = Desk()
    shape = (1, len(desk.tables.defence.radars.id), len(desk.tables.objects.id))
    desk.seen = Sightings(np.zeros(shape, np.bool_), np.full(shape, -np.inf))
    desk.cycle([nothing], 22.0)
    assert desk.gate(FIGHTER) == Cause.NEVER_IN_LINE_OF_SIGHT
    assert np.isnan(desk.first(FIGHTER, LINE_OF_SIGHT))
    desk.seen.in_sight[0, desk.search, FIGHTER] = True
    desk.cycle([nothing], 24.0)
    assert desk.gate(FIGHTER) == Cause.ECHO_TOO_WEAK
    assert desk.first(FIGHTER, LINE_OF_SIGHT) == 24.0
    desk.seen.snr_db[0, desk.search, FIGHTER] = 40.0
    desk.cycle([nothing], 26.0)
    assert desk.gate(FIGHTER) == Cause.NOT_CONFIRMED


def test_the_gate_of_a_track_is_that_of_the_command():
    desk = Desk()
    desk.track(FIGHTER, 20.0, 21.5)
    member = np.zeros(2, np.int64)
    member[desk.search] = 1
    desk.cycle([Track(permitted=False)], 22.0, member=member, member_time_s=np.full(2, 20.0))
    assert desk.gate(FIGHTER) == Cause.NOT_IDENTIFIED
    desk.cycle([Track(priority=0.0)], 24.0, member=member, member_time_s=np.full(2, 20.0))
    assert desk.gate(FIGHTER) == Cause.NOT_RANKED
    desk.cycle([Track()], 26.0, member=member, member_time_s=np.full(2, 20.0))
    assert desk.gate(FIGHTER) == Cause.NONE


def test_channels_and_rounds_are_counted_apart():
    desk = Desk({"commands.post.salvo": 2, "commands.post.shoot_look_shoot": False})
    desk.cycle([Track()], 22.0)
    # four rounds in all; two ordered at one target
    assert desk.book.busy_log[0, 0, 0].tolist() == [2, 1, 2]
    desk.room.hear(int(np.flatnonzero(desk.room.ledger.ordered[0])[0]), 23.0, killed=False)
    desk.cycle([Track()], 24.0)
    assert desk.book.busy_log[0, 1, 0].tolist() == [2, 1, 1]
