"""One story: stages in order of time, rounds aimed at an object never mixed with rounds that only flew at it."""

from __future__ import annotations

import numpy as np
from synthetic import synthetic_tables, table

from gbad.attribution.rounds import rounds_of
from gbad.codes.stages import ENDS
from gbad.messages import END_NAMES
from gbad.results import Result

FLOWN = {"battery": "b1", "launch_s": 46.0, "end_s": 70.0, "end_reason": "intercept", "miss_distance_m": 9.0}
ORDERS = [
    {"round": "own", "object": "cm-2", "time_s": 41.0},
    {"round": "lost", "object": "cm-2", "time_s": 44.0},
    {"round": "stray", "object": "cm-1", "time_s": 40.0},
    {"round": "false", "object": "", "time_s": 39.0},
    {"round": "late", "object": "cm-1", "time_s": 43.0},
    {"round": "kept", "object": "cm-2", "time_s": 45.0},
]
SHOTS = [
    FLOWN | {"round": "own", "aimed_at": "cm-2", "object": "cm-2", "order_s": 41.0, "killed": False},
    FLOWN | {"round": "lost", "aimed_at": "cm-2", "object": "cm-1", "order_s": 44.0, "killed": True},
    FLOWN | {"round": "stray", "aimed_at": "cm-1", "object": "cm-2", "order_s": 40.0, "killed": False},
    FLOWN | {"round": "false", "aimed_at": "", "object": "cm-2", "order_s": 39.0, "killed": False},
    FLOWN | {"round": "late", "aimed_at": "cm-2", "object": "cm-2", "order_s": 43.0, "killed": False},
]


def told(**columns):
    tables = synthetic_tables()
    tables["orders"], tables["shots"] = table("orders", ORDERS), table("shots", SHOTS)
    which = tables["outcomes"]["object"] == "cm-2"
    for name, value in columns.items():
        tables["outcomes"][name] = np.where(which, value, tables["outcomes"][name])
    return Result(tables, {"scenario": "made-up", "seed": 7, "runs": 1})


def grid(answer, heading):
    (found,) = [grid for grid in answer.grids if grid.heading == heading]
    return found.rows


def test_rounds_aimed_and_rounds_of_others_are_never_mixed():
    aimed, strays = rounds_of(told(), "cm-2", 0)
    assert [t.round for t in aimed] == ["own", "late", "lost", "kept"]
    assert [t.round for t in strays] == ["false", "stray"]
    assert {t.round for t in rounds_of(told(), "cm-1", 0)[0]} == {"stray", "late"}


def test_what_became_of_each_round():
    answer = told().why("cm-2")
    fate = {row[2]: row[3] for row in grid(answer, "Rounds aimed at it")}
    assert fate["own"].startswith("met it at 70.0 s")
    assert fate["lost"].startswith("flew at cm-1 instead")
    assert fate["late"].endswith("(ordered when its track was really cm-1)")
    assert fate["kept"] == "never left its tube"
    others = grid(answer, "Rounds aimed at something else that flew at it")
    assert [row[2] for row in others] == ["false", "stray"]
    facts = answer.to_dict()
    assert [r["round"] for r in facts["rounds_of_others"]] == ["false", "stray"]
    assert {r["round"]: r["ordered_at"] for r in facts["rounds"]}["late"] == "cm-1"


def test_stages_stand_in_order_of_time_with_the_last_moment_among_them():
    rows = grid(told(last_opportunity_s=50.0, shared_s=60.0).why("cm-2"), "What happened")
    times = [float(row[1].split()[0]) for row in rows if row[1] != "never"]
    assert times == sorted(times)
    words = [row[0] for row in rows]
    assert words.index("in a command's picture") > words.index("last moment for an order to meet it")


def test_a_survivor_shows_the_first_stage_that_never_came_once():
    rows = grid(told(fate="survived", first_order_s=np.nan).why("cm-2"), "What happened")
    assert [row[0] for row in rows if row[1] == "never"] == ["first round ordered"]


def test_every_end_of_a_round_has_words():
    assert set(ENDS) == set(END_NAMES) - {"intercept"}


def test_causes_are_counted_by_group_then_code():
    answer = told().why()
    (rows,) = [g.rows for g in answer.grids]
    assert [row[0] for row in rows] == ["no means (1)", "missed (1)"]
    assert answer.to_dict()["groups"] == {"no means": 1, "missed": 1}
    assert sum(row["count"] for row in answer.to_dict()["causes"]) == answer.to_dict()["leaked"]
