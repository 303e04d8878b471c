"""Rules of attribution: which opportunity speaks, how shots ended, and which limit is the cause."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.attribution import _gates_kernel as bit_of
from gbad.attribution.before_orders import before_picture, with_its_radar, without_opportunity
from gbad.attribution.gates import CAUSE_OF_BIT, Near, causes_in, last_near
from gbad.attribution.kept import Kept
from gbad.attribution.last_opportunity import last_opportunity, with_launchers
from gbad.attribution.launchers import Launchers, busy_for_s
from gbad.attribution.limits import Limits
from gbad.attribution.round_ends import how_round_ended, last_round_by, waited_for
from gbad.attribution.unseen import searching
from gbad.codes.causes import GROUPS, Cause, group_of
from gbad.messages import END_INTERCEPT, END_NO_TARGET, END_NONE, END_SUPPORT_LOST
from gbad.recorder.book import CONFIRMED, DETECTION, HELD, SAW, SHARED
from gbad.tables import no_units

WHO = 4


def shots(**columns):
    """One round at ``WHO`` that met it and missed, told truly; columns change that, lists give several rounds."""
    count = max([len(v) for v in columns.values() if isinstance(v, list)], default=1)
    plain = {
        "status": 3, "order_s": 10.0, "aimed_at": WHO, "target": WHO, "end_s": 50.0, "end_reason": END_INTERCEPT,
        "reported_kill": 0, "launch_s": 12.0,
    }  # fmt: skip
    told = plain | columns
    return SimpleNamespace(**{name: np.broadcast_to(np.array(value), (1, count)) for name, value in told.items()})


def ended(arrival_s=100.0, time_s=20.0, **columns) -> Cause:
    truth = SimpleNamespace(end_s=np.full((1, 9), arrival_s))
    book = SimpleNamespace(shots=shots(**columns), truth=truth)
    return how_round_ended(book, 0, WHO, last_round_by(book, 0, WHO, time_s), time_s)


ENDS = {
    "missed": ({}, Cause.SHOT_AND_MISSED),
    "miss told as a kill": ({"reported_kill": 1, "end_s": 15.0}, Cause.FALSELY_ASSESSED_KILLED),
    "miss told as a kill when it was too late for another round": ({"reported_kill": 1}, Cause.SHOT_AND_MISSED),
    "support lost": ({"end_reason": END_SUPPORT_LOST, "target": -1}, Cause.GUIDANCE_SUPPORT_LOST),
    "still flying": ({"end_reason": END_NONE, "end_s": np.nan}, Cause.SHOT_TOO_LATE),
    "after the arrival": ({"end_s": 100.0}, Cause.SHOT_TOO_LATE),
    "another object": ({"target": 5}, Cause.TRACK_SWAPPED),
    "never ordered at it": ({"aimed_at": 5, "target": 5}, Cause.TRACK_SWAPPED),
    "ordered after the opportunity": ({"order_s": 30.0}, Cause.TRACK_SWAPPED),
    "found nothing": ({"end_reason": END_NO_TARGET}, Cause.SHOT_AND_MISSED),
    "a told kill that met nothing": ({"end_reason": END_NO_TARGET, "reported_kill": 1}, Cause.SHOT_AND_MISSED),
    "the last ordered speaks": (
        {"order_s": [10.0, 15.0], "end_reason": [END_INTERCEPT, END_SUPPORT_LOST]}, Cause.GUIDANCE_SUPPORT_LOST,
    ),
    "whatever their rows": (
        {"order_s": [15.0, 10.0], "end_reason": [END_INTERCEPT, END_SUPPORT_LOST]}, Cause.SHOT_AND_MISSED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ENDS)
def test_how_the_last_round_ended_is_the_cause(what):
    columns, cause = ENDS[what]
    assert ended(**columns) == cause


def test_the_last_opportunity_is_the_last_cycle_the_command_did_not_hold_out_of_reach():
    feasible = np.ones((6, 1), bool)
    gates = np.full((6, 1), int(Cause.NO_ROUND))
    cycles = np.arange(6)
    assert last_opportunity(gates, feasible, cycles) == 5
    gates[4:] = Cause.OUTSIDE_EVERY_ENVELOPE
    assert last_opportunity(gates, feasible, cycles) == 3
    gates[:] = Cause.OUTSIDE_EVERY_ENVELOPE
    assert last_opportunity(gates, feasible, cycles) == 5
    # out of reach whenever it was asked: a few cycles at the end may be the track's errors, many are not
    asked = np.full((20, 1), int(Cause.NOT_IDENTIFIED))
    asked[17:] = Cause.OUTSIDE_EVERY_ENVELOPE
    assert last_opportunity(asked, np.ones((20, 1), bool), np.arange(20)) == 16
    asked[10:] = Cause.OUTSIDE_EVERY_ENVELOPE
    assert last_opportunity(asked, np.ones((20, 1), bool), np.arange(20)) == 19
    # another battery's gate does not make up for one that could reach it
    two = np.array([[True, False]] * 3)
    mixed = np.array([[int(Cause.NO_ROUND), 8], [8, int(Cause.NO_ROUND)], [8, int(Cause.NO_ROUND)]])
    assert last_opportunity(mixed, two, np.arange(3)) == 0


def near(rows, until=None, ignore=0):
    bits = np.array(rows, np.int64)
    bits = bits[:, None] if bits.ndim == 1 else bits
    miss = np.arange(bits.size, dtype=float).reshape(*bits.shape, 1) * np.ones(bit_of.BITS)
    return last_near(bits, miss, len(bits) - 1 if until is None else until, np.arange(bits.shape[1]), ignore)


SECTOR, BLIND, TIME = 1 << bit_of.SECTOR, 1 << bit_of.BLIND, 1 << bit_of.TIME
TOO_NEAR = 1 << bit_of.NEAR


def test_the_limit_that_stood_alone_the_last_time_is_the_cause():
    found = near([SECTOR, SECTOR, BLIND, SECTOR | BLIND])
    assert (found.cause, found.cycle) == (Cause.INSIDE_BLIND_RANGE, 2)
    assert near([SECTOR, SECTOR, BLIND], until=1).cause == Cause.OUTSIDE_SECTOR
    assert near([0, 0]) is None
    assert near([-1, -1]) is None


def test_two_limits_at_every_moment_are_several_and_both_are_named():
    found = near([SECTOR | BLIND | TIME, SECTOR | BLIND, SECTOR | BLIND | TIME])
    assert (found.cause, found.cycle) == (Cause.SEVERAL, 1)
    assert set(found.also) == {Cause.OUTSIDE_SECTOR, Cause.INSIDE_BLIND_RANGE}


def test_being_too_late_speaks_only_when_nothing_else_did():
    assert near([SECTOR, TIME], ignore=TIME).cause == Cause.OUTSIDE_SECTOR
    assert near([SECTOR | TIME, TIME], ignore=TIME).cause == Cause.TOO_LATE_TO_REACH


def test_other_units_gates_stand_under_also():
    found = near([[SECTOR, BLIND | TIME]])
    assert (found.cause, found.unit) == (Cause.OUTSIDE_SECTOR, 0)
    assert set(found.also) == {Cause.INSIDE_BLIND_RANGE, Cause.TOO_LATE_TO_REACH}


def test_every_bit_has_a_cause_of_its_own():
    assert len(set(CAUSE_OF_BIT)) == len(CAUSE_OF_BIT) == bit_of.BITS
    assert causes_in((1 << bit_of.BITS) - 1) == CAUSE_OF_BIT


def book_of(**changes):
    """One command, one battery with radar 0, a searching radar 1; nothing happened yet."""
    radars = SimpleNamespace(
        command=np.zeros(2, int),
        cued=np.array([True, False]),
        passive=np.zeros(2, bool),
        silent_s=np.full((1, 2, 1, 2), np.inf),
        pfa=np.full((1, 2), 1e-6),
    )
    batteries = SimpleNamespace(id=np.array(["battery"]), radar=np.zeros(1, int), command=np.zeros(1, int))
    defence = SimpleNamespace(cycle_s=2.0, radars=radars, batteries=batteries, units=no_units())
    book = SimpleNamespace(
        tables=SimpleNamespace(defence=defence, objects=SimpleNamespace(id=np.arange(9)), stands=()),
        cycles=20, first_s=np.full((1, 9, 7), np.nan),
        radar_s=np.full((1, 2, 9, 3), np.nan), shared_s=np.full((1, 1, 9), np.nan),
        truth=SimpleNamespace(
            radar_end_s=np.full((1, 2), np.inf), draw_of_run=np.zeros(1, int), end_s=np.zeros((1, 9)),
            trajectories=SimpleNamespace(start_s=np.zeros((1, 9))),  # nobody flies beside it
        ),
        shots=SimpleNamespace(aimed_at=np.full((1, 1), -1), order_s=np.full((1, 1), np.nan), status=np.zeros((1, 1))),
        sensors=SimpleNamespace(jamming=None),
    )  # fmt: skip
    for path, value in changes.items():
        target, *names = path.split("__")
        thing = getattr(book, target)
        for name in names:
            thing = getattr(thing, name)
        thing[...] = value
    # by the searching radar and for the only command
    book.radar_s[:, 1, :, SAW], book.radar_s[:, 1, :, HELD] = book.first_s[..., DETECTION], book.first_s[..., CONFIRMED]
    book.shared_s[:, 0] = book.first_s[..., SHARED]
    return book


def limits_of(bits, book=None) -> Limits:
    limits = Limits(book or book_of(), 0)
    limits._kept = Kept((), np.zeros((20, 1, 9), bool), np.zeros(9, bool))  # of nobody else
    limits._kept.seen[WHO] = np.array(bits, np.int64), np.ones((len(bits), 2, bit_of.BITS))
    return limits


CLOSED = [[SECTOR, BLIND]] * 20
IN_VIEW = [[0, 0]] * 20
BEFORE = {
    "the engagement radar was destroyed": ({"truth__radar_end_s": [[5.0, np.inf]]}, CLOSED, Cause.SEVERAL),
    "the engagement radar was silent": (
        {"tables__defence__radars__silent_s": [[[[0.0, 99.0]], [[np.inf, np.inf]]]]}, CLOSED, Cause.SEVERAL,
    ),
    "the searching radar could not see it": ({}, CLOSED, Cause.INSIDE_BLIND_RANGE),
    "the searching radar was destroyed and could have": (
        {"truth__radar_end_s": [[np.inf, 5.0]]}, IN_VIEW, Cause.UNIT_LOST,
    ),
    "the searching radar was destroyed and could not have": (
        {"truth__radar_end_s": [[np.inf, 5.0]]}, CLOSED, Cause.INSIDE_BLIND_RANGE,
    ),
    "it was fired at before": (
        {"shots__aimed_at": WHO, "shots__order_s": 5.0, "shots__status": 3}, IN_VIEW, Cause.TRACK_LOST,
    ),
    "it was fired at before, and out of view since": (
        {"shots__aimed_at": WHO, "shots__order_s": 5.0, "shots__status": 3}, CLOSED, Cause.INSIDE_BLIND_RANGE,
    ),
    "in view, found by a look that came later": ({"first_s": 60.0}, IN_VIEW, Cause.NOT_FOUND),
    "in view, and no look ever found it": ({}, IN_VIEW, Cause.NOT_FOUND),
    "found, confirmed later": ({"first_s": [1.0, 10.0, *[60.0] * 5]}, IN_VIEW, Cause.CONFIRMED_TOO_LATE),
    "found, and never confirmed": ({"first_s": [1.0, 10.0, *[np.nan] * 5]}, IN_VIEW, Cause.NOT_CONFIRMED),
}  # fmt: skip


@pytest.mark.parametrize("what", BEFORE)
def test_before_the_picture_the_limits_on_the_true_path_speak(what):
    changes, bits, cause = BEFORE[what]
    book = book_of(**changes)
    near = before_picture(book, limits_of(bits), 0, WHO, 19, 0, Cause.NOT_CONFIRMED)
    assert with_its_radar(book, 0, near, 19, 0).cause == cause


def test_what_its_own_radar_did_not_hold_has_that_radars_gate():
    def of(**changes):
        book = book_of(**changes)
        near = before_picture(book, limits_of(CLOSED), 0, WHO, 19, 0, Cause.NOT_HELD)
        return with_its_radar(book, 0, near, 19, 0).cause

    assert of() == Cause.OUTSIDE_SECTOR
    assert of(truth__radar_end_s=[[5.0, np.inf]]) == Cause.UNIT_LOST
    assert of(tables__defence__radars__silent_s=[[[[0.0, 99.0]], [[np.inf, np.inf]]]]) == Cause.SILENT


def test_a_cue_that_came_late_has_what_the_searching_radar_could_not_see():
    # free for the engagement radar all the time, for the searching one from 30 s on; the last moment is 40 s
    bits = [[0, BLIND]] * 15 + [[0, 0]] * 5
    late = {"first_s": [1.0, 32.0, 36.0, 38.0, 38.0, 38.0, np.nan]}

    def of(**changes):
        book = book_of(**changes)
        d = book.tables.defence
        d.radars.period_s, d.radars.processing_delay_s = np.array([[1.0, 6.0]]), np.zeros((1, 2))
        d.links = SimpleNamespace(radar=np.zeros(0, int), command=np.zeros(0, int), latency_s=np.zeros((1, 0)))
        d.commands = SimpleNamespace(identification_time_s=np.zeros((1, 1)))
        return before_picture(book, limits_of(bits), 0, WHO, 19, 0, Cause.NOT_HELD)

    found = of(**late)
    assert (found.cause, found.unit) == (Cause.INSIDE_BLIND_RANGE, 1)
    assert Cause.CONFIRMED_TOO_LATE in found.also
    # told long before, the engagement radar itself was late
    early = of(first_s=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, np.nan])
    assert (early.cause, early.unit) == (Cause.CONFIRMED_TOO_LATE, 0)


def test_what_was_ranked_only_after_the_moment_of_reach_has_two_gates():
    book, limits = with_battery(first_s=[1.0, 2.0, 3.0, 4.0, 5.0, 30.0, np.nan])
    book.gate_log[0, :14, 0] = Cause.NOT_RANKED
    bits = np.full((20, 1), TOO_NEAR | SECTOR, np.int64)
    bits[8] = TOO_NEAR  # the last moment at which one limit stood alone
    limits._kept.reached[WHO] = bits, np.ones((20, 1, bit_of.BITS))
    found = without_opportunity(book, limits, 0, WHO)
    assert (found.cause, set(found.also)) == (Cause.SEVERAL, {Cause.NOT_RANKED, Cause.TOO_NEAR})
    book.gate_log[0, :6, 0] = Cause.NO_ROUND  # it had come so far before that moment
    assert without_opportunity(book, limits, 0, WHO).cause == Cause.TOO_NEAR


@pytest.mark.parametrize("gate", [Cause.NOT_IDENTIFIED, Cause.NO_ROUND])
def test_a_gate_of_the_command_and_a_lost_radar_are_two(gate):
    book = book_of(truth__radar_end_s=[[5.0, np.inf]])
    found = with_its_radar(book, 0, Near(gate, 19, 0, np.nan, of_battery=True), 19, 0)
    assert (found.cause, set(found.also)) == (Cause.SEVERAL, {gate, Cause.UNIT_LOST})
    alone = with_its_radar(book, 0, Near(Cause.OUTSIDE_EVERY_ENVELOPE, 19, 0, np.nan, of_battery=True), 19, 0)
    assert (alone.cause, alone.also) == (Cause.UNIT_LOST, (Cause.OUTSIDE_EVERY_ENVELOPE,))


NAN = float("nan")
GROUPED = [
    (Cause.NO_ROUND, 10.0, 20.0, 90.0, "no means"),
    (Cause.OUTSIDE_SECTOR, NAN, NAN, NAN, "never seen"),
    (Cause.OUTSIDE_SECTOR, 10.0, 20.0, NAN, "not reachable"),
    (Cause.OUTSIDE_SECTOR, 10.0, 20.0, 90.0, "not reachable"),
    (Cause.BEYOND_HORIZON, 10.0, NAN, 90.0, "seen too late"),
    (Cause.BEYOND_HORIZON, 10.0, NAN, NAN, "not reachable"),  # twins, one of them tracked in the last seconds
    (Cause.BEYOND_HORIZON, 10.0, 95.0, 90.0, "seen too late"),
    (Cause.UNIT_LOST, NAN, NAN, NAN, "never seen"),
    (Cause.UNIT_LOST, 10.0, 95.0, 90.0, "no means"),
    (Cause.SILENT, 10.0, NAN, NAN, "no means"),
    (Cause.SEVERAL, 10.0, 20.0, NAN, "several"),
    (Cause.SEVERAL, NAN, NAN, NAN, "never seen"),
    (Cause.NOT_FOUND, NAN, NAN, 90.0, "never seen"),
    (Cause.NOT_FOUND, 95.0, NAN, 90.0, "seen too late"),
]


@pytest.mark.parametrize(("cause", "detected_s", "shared_s", "last_s", "group"), GROUPED)
def test_the_group_of_a_radars_limit_follows_how_far_it_had_been_seen(cause, detected_s, shared_s, last_s, group):
    assert group_of(cause, detected_s, shared_s, last_s) == group
    assert group in GROUPS


def with_battery(**changes):
    """The book of before, with the battery's means, and reach shut by one limit all the time."""
    book = book_of(**changes)
    book.tables.defence.batteries.id = np.array(["battery"])
    book.tables.defence.batteries.target_channels = np.array([6])
    book.tables.defence.batteries.missile_channels = np.array([12])
    book.truth.end_s = np.full((1, 9), 39.0)
    book.truth.trajectories = SimpleNamespace(start_s=np.zeros((1, 9)))
    book.busy_log = np.full((1, 20, 1, 3), 1)
    book.gate_log = np.zeros((1, 20, 1, 9), np.int8)
    limits = limits_of([[0, 0]] * 20, book)
    limits._kept.reached[WHO] = np.full((20, 1), TOO_NEAR, np.int64), np.ones((20, 1, bit_of.BITS))
    return book, limits


def in_the_way(cause, *others, **changes):
    """Cause and what stands beside it where no round could ever have met it."""
    book, limits = with_battery(**changes)
    found = without_opportunity(book, limits, 0, WHO)
    assert found.cause == cause
    assert set(found.also) == set(others)
    assert [part.cause for part in found.parts] == [] or set(others) == {part.cause for part in found.parts}


SEEN = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, np.nan]


def test_out_of_reach_alone_is_the_cause_of_what_was_seen_and_ranked():
    in_the_way(Cause.TOO_NEAR, first_s=SEEN)


def test_rounds_that_were_gone_as_well_stand_beside_it():
    book, limits = with_battery(first_s=SEEN)
    book.busy_log[0, :, 0, 0] = 0
    assert without_opportunity(book, limits, 0, WHO).also == (Cause.NO_ROUND,)
    book.busy_log[0, :, 0] = [3, 6, 1]
    assert without_opportunity(book, limits, 0, WHO).also == (Cause.NO_CHANNEL,)


def test_an_engagement_radar_that_was_silent_or_lost_then_makes_it_several():
    silent = [[[[0.0, 99.0]], [[np.inf, np.inf]]]]
    in_the_way(Cause.SEVERAL, Cause.TOO_NEAR, Cause.SILENT, first_s=SEEN, tables__defence__radars__silent_s=silent)
    in_the_way(Cause.SEVERAL, Cause.TOO_NEAR, Cause.UNIT_LOST, first_s=SEEN, truth__radar_end_s=[[5.0, np.inf]])


@pytest.mark.parametrize(
    "gate", [Cause.NOT_SHARED_IN_TIME, Cause.NOT_IDENTIFIED, Cause.NOT_RANKED, Cause.WITHHELD_BY_DOCTRINE]
)
def test_what_was_never_ranked_and_never_in_reach_has_two_causes(gate):
    book, limits = with_battery(first_s=[1.0, 2.0, *[np.nan] * 5])
    book.gate_log[:] = gate
    found = without_opportunity(book, limits, 0, WHO)
    assert found.cause == Cause.SEVERAL
    assert set(found.also) == {gate, Cause.TOO_NEAR}


def test_receivers_of_bearings_are_asked_only_where_nothing_else_searches():
    def rows(passive, command):
        radars = SimpleNamespace(
            cued=np.array([True, False, False, False]), passive=np.array(passive), command=np.array([0, 0, 0, 1])
        )
        return searching(SimpleNamespace(radars=radars), command).tolist()

    assert rows([False, False, True, False], 0) == [1]
    assert rows([False, True, True, False], 0) == [1, 2]
    assert rows([False, False, True, True], 1) == [3]
    assert rows([False, False, True, False], -1) == [1, 3]


def test_a_round_in_its_tube_is_found_by_its_order_and_one_on_its_way_by_its_aim():
    waiting = {"launch_s": [np.nan, 12.0], "aimed_at": [-1, 5], "target": [-1, 5], "order_s": [15.0, 10.0]}
    book = SimpleNamespace(shots=shots(**waiting))
    orders = SimpleNamespace(run=np.array([0, 0]), round=np.array([0, 1]))
    book.orders, book.order_objects = [orders], [np.array([WHO, WHO])]
    assert last_round_by(book, 0, WHO, 20.0) == 0
    assert last_round_by(book, 0, WHO, 14.0) == -1  # the one on its way flies at something else
    book.order_objects = [np.array([5, WHO])]
    assert last_round_by(book, 0, WHO, 20.0) == -1


def test_a_round_that_never_left_waited_for_what_its_radar_lacked():
    book, limits = with_battery(first_s=SEEN)
    book.tables.defence.rounds = SimpleNamespace(battery=np.zeros(2, int))
    book.shots = SimpleNamespace(launch_s=np.array([[np.nan, 20.0]]), end_s=np.array([[30.0, 35.0]]))
    assert waited_for(book, limits, 0, WHO, 0) is None  # nothing was lacking
    limits = limits_of([[BLIND, 0]] * 20, book)
    assert waited_for(book, limits, 0, WHO, 0).cause == Cause.INSIDE_BLIND_RANGE
    assert waited_for(book, limits, 0, WHO, 1) is None  # this one left
    book.truth.radar_end_s[0, 0] = 5.0
    assert waited_for(book, limits, 0, WHO, 0).cause == Cause.UNIT_LOST


def test_a_round_that_never_left_for_jamming_says_so(monkeypatch):
    book, _ = with_battery(first_s=SEEN)
    book.tables.defence.rounds = SimpleNamespace(battery=np.zeros(1, int))
    book.shots = SimpleNamespace(launch_s=np.array([[np.nan]]), end_s=np.array([[30.0]]))
    monkeypatch.setattr("gbad.attribution.radars_off.jammed", lambda *_: True)
    assert waited_for(book, limits_of([[0, 0]] * 20, book), 0, WHO, 0).cause == Cause.JAMMED
    # out of view it would not have helped if nobody had jammed
    assert waited_for(book, limits_of([[BLIND, 0]] * 20, book), 0, WHO, 0).cause == Cause.INSIDE_BLIND_RANGE


def test_a_round_that_left_late_has_what_its_radar_lacked_meanwhile():
    book, _ = with_battery(first_s=SEEN)
    d = book.tables.defence
    d.rounds, d.batteries.reaction_time_s = SimpleNamespace(battery=np.zeros(1, int)), np.full((1, 1), 6.0)
    book.truth.end_s = np.full((1, 9), 38.0)

    def of(launch_s, end_s, shut):
        book.shots = SimpleNamespace(
            launch_s=np.array([[launch_s]]), end_s=np.array([[end_s]]), order_s=np.array([[10.0]])
        )
        bits = np.zeros((20, 2), np.int64)
        bits[shut, 0] = BLIND
        near = waited_for(book, limits_of(bits, book), 0, WHO, 0)
        return Cause.NONE if near is None else near.cause

    blind = slice(8, 13)  # from 18 s to 26 s
    assert of(28.0, np.nan, blind) == Cause.INSIDE_BLIND_RANGE
    assert of(28.0, 38.0, blind) == Cause.INSIDE_BLIND_RANGE
    assert of(28.0, 36.0, blind) == Cause.NONE  # it met it in time
    assert of(17.0, np.nan, blind) == Cause.NONE  # it left when it was due
    assert of(28.0, np.nan, slice(15, 20)) == Cause.NONE  # blind only after the launch


def test_never_seen_and_out_of_reach_are_one_cause_only_where_they_are_the_same_gate():
    def of(seen_bit, out_bit):
        book, limits = with_battery()
        book.gate_log[:] = Cause.NEVER_IN_LINE_OF_SIGHT
        limits._kept.seen[WHO] = np.array([[0, seen_bit]] * 20, np.int64), np.ones((20, 2, bit_of.BITS))
        limits._kept.reached[WHO] = np.full((20, 1), out_bit, np.int64), np.ones((20, 1, bit_of.BITS))
        return without_opportunity(book, limits, 0, WHO)

    assert of(SECTOR, SECTOR).cause == Cause.OUTSIDE_SECTOR
    both = of(BLIND, SECTOR)
    assert both.cause == Cause.SEVERAL
    assert set(both.also) == {Cause.OUTSIDE_SECTOR, Cause.INSIDE_BLIND_RANGE}


def test_a_track_that_was_lost_in_view_drowned_where_it_is_jammed(monkeypatch):
    book = book_of(first_s=SEEN)
    near = before_picture(book, limits_of(IN_VIEW), 0, WHO, 19, 0, Cause.TRACK_LOST)
    assert near.cause == Cause.TRACK_LOST
    monkeypatch.setattr("gbad.attribution.radars_off.jammed", lambda *_: True)
    near = before_picture(book, limits_of(IN_VIEW), 0, WHO, 19, 0, Cause.TRACK_LOST)
    assert (near.cause, near.unit, near.also) == (Cause.JAMMED, 1, (Cause.TRACK_LOST,))
    # out of view it is the limit that counts
    assert before_picture(book, limits_of(CLOSED), 0, WHO, 19, 0, Cause.TRACK_LOST).cause == Cause.INSIDE_BLIND_RANGE


def test_jamming_and_too_short_a_view_are_two_gates(monkeypatch):
    monkeypatch.setattr("gbad.attribution.radars_off.jammed", lambda *_: True)
    book = book_of()
    d = book.tables.defence
    d.radars.period_s, d.radars.processing_delay_s = np.array([[1.0, 6.0]]), np.zeros((1, 2))
    d.links = SimpleNamespace(radar=np.zeros(0, int), command=np.zeros(0, int), latency_s=np.zeros((1, 0)))
    d.commands = SimpleNamespace(identification_time_s=np.zeros((1, 1)))
    short = before_picture(book, limits_of([[0, BLIND]] * 16 + [[0, 0]] * 4), 0, WHO, 19, 0, Cause.NOT_CONFIRMED)
    assert (short.cause, set(short.also)) == (Cause.SEVERAL, {Cause.JAMMED, Cause.INSIDE_BLIND_RANGE})
    enough = before_picture(book, limits_of([[0, BLIND]] * 6 + [[0, 0]] * 14), 0, WHO, 19, 0, Cause.NOT_CONFIRMED)
    assert enough.cause == Cause.JAMMED


def busy(order_s, launch_s, interval_s=60.0):
    """One battery, one launcher of two rounds: seconds for which it was busy, by cycle of 2 s."""
    defence = SimpleNamespace(
        cycle_s=2.0, batteries=SimpleNamespace(id=np.array(["b"]), reaction_time_s=np.array([[4.0]])),
        launchers=SimpleNamespace(battery=np.zeros(1, int), launch_interval_s=np.array([[interval_s]])),
        rounds=SimpleNamespace(launcher=np.zeros(2, int)),
    )  # fmt: skip
    book = SimpleNamespace(
        tables=SimpleNamespace(defence=defence), truth=SimpleNamespace(draw_of_run=np.zeros(1, int)), cycles=40,
        shots=SimpleNamespace(
            status=np.array([[3, 0 if np.isnan(order_s[1]) else 3]]), order_s=np.array([order_s]),
            launch_s=np.array([launch_s]),
        ),
    )  # fmt: skip
    return busy_for_s(book, 0)[:, 0]


def test_a_launcher_is_busy_for_its_interval_after_each_round_ordered_by_then():
    one = busy([10.0, np.nan], [14.0, np.nan])
    assert one[:4].tolist() == [0.0] * 4  # nothing ordered yet
    assert one[4] == 14.0 + 60.0 - (10.0 + 4.0)
    assert one[34] == 0.0  # free at 74 s, and the order at 70 s leaves then
    assert busy([10.0, np.nan], [14.0, np.nan], interval_s=0.0).max() == 0.0
    # without a round left there is another gate
    assert busy([10.0, 20.0], [14.0, 74.0])[9:].max() == 0.0


def test_launchers_are_the_gate_only_where_a_free_one_would_have_been_in_time(monkeypatch):
    book = SimpleNamespace(
        tables=SimpleNamespace(defence=SimpleNamespace(cycle_s=2.0)),
        gate_log=np.full((1, 20, 1, 9), int(Cause.OUTSIDE_EVERY_ENVELOPE)),
    )  # fmt: skip
    feasible = np.ones((20, 1), bool)
    feasible[15:] = False
    monkeypatch.setattr("gbad.attribution.launchers.busy_for_s", lambda *_: np.full((20, 1), 8.0))
    gates, _ = with_launchers(book, 0, WHO, feasible, Launchers(book))
    assert set(gates[:11, 0]) == {int(Cause.OUTSIDE_EVERY_ENVELOPE)}  # 8 s later it could still have been met
    assert set(gates[11:15, 0]) == {int(Cause.LAUNCHER_BUSY)}
    assert book.gate_log[0, 14, 0, WHO] == Cause.OUTSIDE_EVERY_ENVELOPE  # the record stays as it was
