"""A silent search radar and a receiver: what is heard is found by the radar beside it and shot at."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause
from gbad.report.replay_data import replay_data
from gbad.tracking import strobes


def test_who_sends_is_found_along_its_bearing_and_who_does_not_gets_through():
    heard = gbad.run("silent-search", 1)
    quiet = gbad.run("silent-search", 1, changes={"threats.talker.emitter_erp_w": 1e-3})
    assert heard.summary()["rounds_fired"] > 0
    assert quiet.summary()["rounds_fired"] == 0
    assert quiet.summary()["leak_causes"] == {Cause.SILENT.identifier: 1}
    found = heard.detections
    with_range = np.isfinite(np.asarray(found["slant_range_m"]))
    assert set(np.asarray(found["radar"]).astype(str)[~with_range]) == {"ears"}
    assert set(np.asarray(found["radar"]).astype(str)[with_range]) == {"battery-radar"}


def test_without_the_bearing_the_engagement_radar_has_nothing_to_look_at(monkeypatch):
    monkeypatch.setattr(strobes, "TOLD_M", -1.0)
    alone = gbad.run("silent-search", 1)
    assert alone.summary()["rounds_fired"] == 0


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_bearings_have_no_place_in_the_replay():
    result = gbad.run("silent-search", 1)
    plots = replay_data(result)["plots"]
    assert len(plots["t"]) == np.isfinite(np.asarray(result.detections["slant_range_m"])).sum()
