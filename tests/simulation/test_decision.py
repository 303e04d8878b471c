"""One decision, explained: what a command knew, was offered, picked and refused, as the run decided it."""

from __future__ import annotations

import json

import pytest

import gbad
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.simulation.decision import decision
from gbad.simulation.prepare import prepare

SEED = 7
EARLY = {"duration_s": 400.0}


@pytest.fixture(scope="module")
def ready():
    return prepare("saturation-40", EARLY)


@pytest.fixture(scope="module")
def orders(ready):
    return gbad.run(ready, seed=SEED).orders


def told(ready, at_s, **more):
    (command,) = decision(ready, at_s, seed=SEED, **more).to_dict()["commands"]
    return command


def test_what_is_picked_is_what_the_run_ordered(ready, orders):
    for time_s in sorted(set(orders["time_s"].tolist()))[:4]:
        found = told(ready, time_s)
        rounds = sorted(name for each in found["picked"] for name in each["rounds"])
        assert rounds == sorted(orders["round"][orders["time_s"] == time_s].tolist())
        taken = {(row["track"], row["battery"]) for row in found["offered"] if row["what"] == "taken"}
        assert taken == {(each["track"], each["battery"]) for each in found["picked"]}


def test_every_track_is_picked_or_refused_with_a_reason(ready, orders):
    found = told(ready, float(orders["time_s"][-1]))
    known = {row["track"] for row in found["knew"]}
    picked, refused = {row["track"] for row in found["picked"]}, {row["track"] for row in found["refused"]}
    assert picked | refused == known
    assert not picked & refused
    for row in found["refused"]:
        assert row["reason"]
        assert row["gate"] is None or Cause[row["gate"].upper()] != Cause.NONE


def _channels_free(command):
    (means,) = command["means"]
    return means["target_channels_free"]


def test_a_busy_command_says_that_its_channels_are(ready):
    found = next(each for each in (told(ready, at_s) for at_s in range(200, 400, 10)) if _channels_free(each) == 0)
    if found["offered"]:
        assert "no_channel" in {row["gate"] for row in found["refused"]}


def test_moments_between_cycles_are_the_next_one_and_the_answer_is_json(ready):
    one, other = decision(ready, 299.5, seed=SEED), decision(ready, 300.0, seed=SEED)
    assert one.to_dict() == other.to_dict()
    json.dumps(one.to_dict(), allow_nan=False)
    assert "the decision at 300 s" in str(one)
    assert "What post did not fire at" in str(one)


def test_what_cannot_be_asked_is_refused(ready):
    with pytest.raises(InputError, match="decide every 2 s up to 400 s"):
        decision(ready, 4_000.0, seed=SEED)
    with pytest.raises(InputError, match="the battle has post"):
        decision(ready, 100.0, seed=SEED, command="nobody")


def test_a_second_best_stands_beside_what_was_taken():
    ready = prepare("ankara-2019", {"organisation": "A", "load": "with-9M96E2", "duration_s": 260.0})
    orders = gbad.run(ready, seed=SEED).orders
    facts = decision(ready, float(orders["time_s"][0]), seed=SEED).to_dict()
    rows = [row for command in facts["commands"] for row in command["offered"]]
    assert [row["what"] for row in rows].count("taken") == sum(len(c["picked"]) for c in facts["commands"])
    for command in facts["commands"]:
        for track in {row["track"] for row in command["offered"]}:
            marks = [row["what"] for row in command["offered"] if row["track"] == track]
            assert marks.count("second best") == (1 if "taken" in marks and len(marks) > 1 else 0)
