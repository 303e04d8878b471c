"""A whole engagement under emission control: who looks into a silent sky loses the fight, and the cause says so."""

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause

SEED = 7


@pytest.mark.parametrize("who", ["radars.search", "batteries.battery"])
def test_a_leaker_past_a_silent_radar_got_through_because_of_the_silence(who):
    heard = gbad.run("one-aircraft", seed=SEED)
    assert heard.outcomes["shots"][0] > 0
    silent = gbad.run("one-aircraft", seed=SEED, changes={f"{who}.silent": [{"from_s": 0.0, "to_s": 900.0}]})
    assert silent.outcomes["fate"][0] != "killed"
    assert silent.outcomes["shots"][0] == 0
    assert silent.outcomes["cause"][0] == Cause.SILENT.identifier


def test_a_search_radar_that_speaks_late_detects_late():
    late_s = 200.0
    changes = {"radars.search.silent": [{"from_s": 0.0, "to_s": late_s}]}
    first = {}
    for name, change in (("loud", {}), ("late", changes)):
        seen = gbad.run("one-aircraft", seed=SEED, changes=change, record_all=True).detections
        first[name] = float(np.min(seen["time_s"][seen["radar"] == "search"]))
    assert first["loud"] < late_s <= first["late"] < late_s + 60.0
