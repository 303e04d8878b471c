"""Trackers as objects: the built-in ones and a user's, loaded by one road, held to one contract, never different."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.scenario.document import open_document
from gbad.testing import check_tracker
from gbad.testing.trackers import plot_groups, radar_view
from gbad.tracking import LocalTracks, load_tracker
from gbad.tracking.own import TrackerError

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def empty(count: int = 0, **columns) -> LocalTracks:
    blank = {"number": np.arange(1, count + 1), "time_s": np.zeros(count), "position_enu_m": np.zeros((count, 3)),
             "velocity_enu_mps": np.zeros((count, 3)), "covariance": np.zeros((count, 6, 6)) + np.eye(6),
             "plot": np.full(count, -1), "confirmed": np.zeros(count, int)}  # fmt: skip
    return LocalTracks(**blank | columns)


class Broken:
    """A tracker that gives what it is told to."""

    def __init__(self, given):
        self.given = given

    def update(self, plots):
        return self.given(plots)


@pytest.mark.parametrize("reference", ["imm", "jpda", "./alpha_beta.py:Tracker"])
def test_every_tracker_shipped_keeps_the_contract(reference):
    check_tracker(load_tracker(reference, EXAMPLES))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda plots: empty(2, number=np.array([1, 1])), "each once"),
        (lambda plots: empty(1, plot=np.array([plots.time_s.size])), "expected rows below"),
        (lambda plots: empty(2, plot=np.array([0, 0])), "none of them twice"),
        (lambda plots: empty(1, position_enu_m=np.full((1, 3), np.nan)), "nan or inf"),
        (lambda plots: empty(2, time_s=np.zeros(1)), "time_s of shape"),
    ],
)
def test_tracks_that_are_none_are_refused(given, words):
    with pytest.raises(TrackerError, match=words):
        check_tracker(lambda radar: Broken(given))


def test_a_tracker_that_loses_its_target_or_forgets_itself_is_found_out():
    with pytest.raises(AssertionError, match="0 confirmed tracks"):
        check_tracker(lambda radar: Broken(lambda plots: empty()))
    dice = np.random.default_rng(1)
    with pytest.raises(AssertionError, match="same plots must give the same tracks"):
        check_tracker(lambda radar: Broken(lambda plots: empty(1, time_s=dice.uniform(size=1))))

    def greedy(plots):
        plots.time_s[:] = 0.0
        return empty()

    with pytest.raises(AssertionError, match="it is not yours"):
        check_tracker(lambda radar: Broken(greedy))


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("kalmann", "expected kalman, imm, jpda or a reference"),
        ("./none.py:Tracker", "there is no file none.py|there is no file ./none.py"),
        ("./alpha_beta.py:Tracked", "has no class Tracked with a method update; it has: Tracker"),
    ],
)
def test_references_that_lead_nowhere(reference, words):
    with pytest.raises(InputError, match=words):
        load_tracker(reference, EXAMPLES)


def test_joint_association_is_nearest_neighbour_where_there_is_one_plot_and_no_doubt():
    one, two = (load_tracker(name, EXAMPLES)(radar_view()) for name in ("imm", "jpda"))
    for group in plot_groups():
        first, second = one.update(group), two.update(group)
        assert first.number.tolist() == second.number.tolist()
        assert first.plot.tolist() == second.plot.tolist()
        sure = first.confirmed == 1
        assert np.linalg.norm((first.position_enu_m - second.position_enu_m)[sure], axis=1).max(initial=0.0) < 30.0


@pytest.mark.parametrize("tracker", ["imm", "./alpha_beta.py:Tracker"])
def test_a_run_is_the_same_alone_and_in_a_batch(tracker):
    document = replace(open_document("ankara-2019"), folder=EXAMPLES)
    changes = {"commands.alpha-post.tracker": tracker, "duration_s": 200.0}
    alone = [gbad.run(document, seed=3, first_run=k, changes=changes, record_all=True) for k in range(2)]
    batch = gbad.run(document, seed=3, runs=2, changes=changes, record_all=True)
    for k, one in enumerate(alone):
        for name in ("detections", "tracks", "orders"):
            a, b = one.table(name), batch.table(name).where(run=k)
            for column in a:
                np.testing.assert_array_equal(a[column], b[column], err_msg=f"{name} {column}")
    assert len(alone[0].tracks.where(command="alpha-post")) > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_joint_association_plays_what_releases_decoys(seed):
    """Tracks that share their most probable plot are told one at a time: no report names another's plot."""
    changes = {"commands.post.tracker": "jpda", "duration_s": 130.0}
    result = gbad.run("decoys-and-chaff", seed=seed, changes=changes)
    assert len(result.tracks) > 100
    assert result.summary()["threats"] > 0


def test_a_plot_that_several_tracks_hold_goes_to_the_nearest_confirmed_one():
    from gbad.tracking.models import _each_once

    places = np.array([[0.0, 0.0, 0.0], [1000.0, 0.0, 0.0], [5000.0, 0.0, 0.0]])
    tracks = LocalTracks(
        number=np.array([4, 2, 9, 7, 8]),
        time_s=np.zeros(5),
        position_enu_m=np.array([[50.0, 0, 0], [80.0, 0, 0], [0.0, 0, 0], [1010.0, 0, 0], [5000.0, 0, 0]]),
        velocity_enu_mps=np.zeros((5, 3)),
        covariance=np.zeros((5, 6, 6)),
        plot=np.array([0, 0, 0, 1, -1]),
        confirmed=np.array([1, 1, 0, 1, 1]),
    )
    # track 9 is nearest to plot 0, but not confirmed; 8 has none
    assert _each_once(tracks, places).tolist() == [0, -1, -1, 1, -1]
