"""The shipped scenario with a jammer flies one, and its noise costs the defence what the page says: time."""

from __future__ import annotations

import numpy as np

import gbad


def test_the_jammer_delays_the_first_detection_of_those_behind_it():
    jammed = gbad.run("stand-off-jamming", seed=1)
    clear = gbad.run("stand-off-jamming", seed=1, changes={"threats.jammer": None})
    seen = {
        name: float(result.outcomes.where(object="aircraft-1")["first_detection_s"][0])
        for name, result in (("jammed", jammed), ("clear", clear))
    }
    assert seen["jammed"] > seen["clear"]
    (jammer,) = jammed.outcomes.where(object="jammer").rows()
    assert jammer.fate == "survived"


def test_a_fighter_that_jams_the_search_radar_alone_is_found_along_its_strobe_by_the_engagement_radar():
    # 100 kW over S band used to win 20 of 20
    jammer = {"threats.aircraft.jammer": {"erp_kw": 100.0, "from_ghz": 2.0, "to_ghz": 4.0}}
    result = gbad.run("one-aircraft", seed=1, runs=20, changes=jammer)
    assert result.summary()["killed"] >= 15
    plots = result.detections
    blind = ~np.isfinite(np.asarray(plots["slant_range_m"], float))
    assert set(np.asarray(plots["radar"]).astype(str)[blind]) == {"search"}
    # noise in both bands leaves nobody who sees it in time for more than a few
    both = {"threats.aircraft.jammer": {"erp_kw": 1000.0, "from_ghz": 2.0, "to_ghz": 12.0}}
    assert gbad.run("one-aircraft", seed=1, runs=20, changes=both).summary()["killed"] < result.summary()["killed"]


def test_a_receiver_two_kilometres_away_is_worth_a_search_of_its_strip():
    # the search radar is silent: nobody but the receiver knows of the fighter
    text = {
        "radars.search.silent": [{"from_s": 0.0, "to_s": 900.0}],
        "passive_sensors": {
            "ears": {
                "type": "support-receiver",
                "at": {"latitude_deg": 40.018, "longitude_deg": 33.0},
                "command": "post",
            }
        },
    }
    assert gbad.run("one-aircraft", seed=1, runs=10, changes=text).summary()["killed"] >= 7
    far = {**text, "threats.aircraft.emitter_erp_w": 1e-3}
    assert gbad.run("one-aircraft", seed=1, runs=10, changes=far).summary()["killed"] == 0
