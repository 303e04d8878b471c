"""Two posts, fused tracks, estimated biases, uneven and limited links: the same bytes for any batch and tick."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import run

CHANGES = {"duration_s": 150.0}


@pytest.fixture(scope="module")
def played():
    return run("two-radars", seed=5, runs=3, changes=CHANGES)


def test_the_batch_does_not_matter(played):
    assert run("two-radars", seed=5, runs=3, changes=CHANGES, batch=1).result_hash == played.result_hash


def test_half_the_tick_gives_the_same_pictures(played):
    halved = run("two-radars", seed=5, changes=CHANGES | {"tick_s": 0.5})
    one, two = played.tracks.where(run=0), halved.tracks
    assert len(one) == len(two) > 500
    for name in ("time_s", "track", "latitude_deg", "longitude_deg", "height_m"):
        assert np.array_equal(one[name], two[name]), name


def test_both_posts_hold_every_aircraft_once(played):
    tracks = played.tracks.where(run=0)
    last = tracks[(tracks["time_s"] == tracks["time_s"].max()) & (tracks["object"] != "")]
    # of ten in the air, those that were not shot down meanwhile; tracks of the others coast on for a while
    fates = played.outcomes.where(run=0)
    flying = set(fates["object"][fates["fate"] != "killed"].tolist())
    assert len(flying) >= 4
    for post in ("east", "west"):
        held = last["object"][last["command"] == post].tolist()
        assert len(held) == len(set(held))
        assert set(held) >= flying
