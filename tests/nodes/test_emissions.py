"""What homes on emissions: silence before its arrival, decoys beside the radar, and a radar that has left."""

import numpy as np
import pytest

from gbad.nodes.emissions import heard
from gbad.scenario.document import open_document, override
from gbad.scenario.load import load
from gbad.simulation.prepare import compile_document

BASE = 0.7  # nominal damage probability
SHARE, MEMORY_S = 0.2, 15.0


def damage(changes, who="hunter-eye-1"):
    document = open_document("emission-control")
    for path, value in changes.items():
        document = override(document, path, value)
    made = compile_document(document)
    row = made.tables.objects.id.tolist().index(who)
    arrive_s = float(made.trajectories.plan_end_s[0, row])
    tables = heard(made.tables, made.trajectories)
    return [float(tables.at(t).objects.damage_probability[0, row]) for t in (0.0, arrive_s)], arrive_s


def silent(from_s, to_s):
    return {"batteries.alpha.silent": [{"from_s": from_s, "to_s": to_s}]}


@pytest.fixture(scope="module")
def arrive_s():
    return damage({})[1]


def test_a_radar_that_sends_is_hit(arrive_s):
    assert damage({})[0] == [BASE, BASE]
    assert 100.0 < arrive_s < 300.0


@pytest.mark.parametrize(("before_s", "share"), [(MEMORY_S + 1.0, SHARE), (MEMORY_S - 1.0, 1.0)])
def test_silence_counts_when_it_is_longer_than_the_memory(arrive_s, before_s, share):
    found, _ = damage(silent(arrive_s - before_s, arrive_s + 10.0))
    assert found[1] == pytest.approx(BASE * share)


def test_a_radar_that_speaks_up_before_the_arrival_is_heard_again(arrive_s):
    assert damage(silent(0.0, arrive_s - 1.0))[0][1] == BASE


def test_decoys_take_their_even_part_and_silence_makes_them_idle(arrive_s):
    decoys = {"units": {"alpha": {"decoy_emitters": 2}}}
    assert damage(decoys)[0][1] == pytest.approx(BASE / 3.0)
    assert damage(decoys, "hunter-searcher-1")[0][1] == BASE
    assert damage(decoys | silent(arrive_s - 60.0, arrive_s + 10.0))[0][1] == pytest.approx(BASE * SHARE)


def test_a_radar_that_has_left_is_missed():
    leaves = {
        "units": {
            "alpha": {
                "vehicle": "point-defence",
                "timetable": [{"at_s": 0.0, "do": "march", "to": {"latitude_deg": 40.02, "longitude_deg": 33.02}}],
            }
        }
    }
    before, after = damage(leaves)[0]
    assert after == 0.0
    assert before > 0.0


def test_what_does_not_home_is_left_alone():
    made = compile_document(open_document("one-aircraft"))
    assert made.tables.homing is None
    assert heard(made.tables, made.trajectories) is made.tables
    assert load("one-aircraft").title
    assert np.isfinite(made.tables.objects.damage_probability).all()
