"""The shipped scenario with a jammer flies one, and its noise costs the defence what the page says: time."""

from __future__ import annotations

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
