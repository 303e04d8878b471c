"""Scoring against the answer key: small stories whose measures are counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.benches._plot_scenes import straight
from gbad.errors import InputError
from gbad.metrics import score
from gbad.tracking import PlotSettings, track_plots


def table(key: str, *paths: tuple[object, list[float], list[float]], north: float = 0.0) -> dict[str, np.ndarray]:
    """Paths of (name, times, east) as columns."""
    time = np.concatenate([np.asarray(times, float) for _, times, _ in paths])
    east = np.concatenate([np.asarray(east, float) for _, _, east in paths])
    names = np.concatenate([np.full(len(times), name) for name, times, _ in paths])
    return {"time_s": time, key: names, "east_m": east, "north_m": np.full(time.size, north), "up_m": 0.0 * time}


ELEVEN = list(range(11))


def test_a_perfect_picture():
    truth = table("object", ("a", ELEVEN, ELEVEN), ("b", ELEVEN, [1e5] * 11))
    total = score(truth, table("track", (1, ELEVEN, ELEVEN), (2, ELEVEN, [1e5] * 11))).total()
    assert (total["gospa_m"], total["ospa_m"], total["swaps"], total["spuriousness"]) == (0.0, 0.0, 0, 0.0)
    assert (total["completeness"], total["ambiguity"], total["longest_segment"]) == (1.0, 1.0, 1.0)
    assert total["mean_track_life_s"] == 11.0


def test_lost_late_doubled_and_false_tracks_are_counted_by_hand():
    # a is followed by 1 in instants 2..5 and by 2 in 8..10; 3 doubles it in 3..4; 4 follows nothing for 5 instants
    truth = table("object", ("a", ELEVEN, [0.0] * 11))
    tracks = table("track", (1, range(2, 6), [10.0] * 4), (2, range(8, 11), [20.0] * 3), (3, [3, 4], [400.0] * 2),
                   (4, range(5), [9e4] * 5))  # fmt: skip
    found = score(truth, tracks)
    total = found.total()
    assert total["completeness"] == pytest.approx(7 / 11)
    assert total["ambiguity"] == pytest.approx((7 + 2) / 7)
    assert total["spuriousness"] == pytest.approx(5 / 14)
    assert (total["swaps"], total["tracks"]) == (1, 4)
    assert total["longest_segment"] == pytest.approx(4 / 11)
    assert total["changes_per_hour"] == pytest.approx(3600 / 7)
    assert total["position_error_m"] == pytest.approx(np.sqrt((4 * 100 + 3 * 400) / 7))
    assert total["missed"] == pytest.approx(4 / 11)
    # tracks too many: the false one 5 times, the double twice
    assert total["false"] == pytest.approx(7 / 11)
    time = found.over_time()
    assert [t for t, swaps in zip(time["time_s"], time["swaps"], strict=True) if swaps] == [8.0]


def test_two_that_cross_and_swap_their_tracks():
    east = np.linspace(-500.0, 500.0, 11)
    truth = table("object", ("a", ELEVEN, east), ("b", ELEVEN, -east))
    right = score(truth, table("track", (1, ELEVEN, east), (2, ELEVEN, -east)), cutoff_m=300.0)
    assert right.total()["swaps"] == 0
    # tracks that repel each other instead of crossing: both objects change hands
    swapped = score(truth, table("track", (1, ELEVEN, -abs(east)), (2, ELEVEN, abs(east))), cutoff_m=300.0)
    assert swapped.total()["swaps"] == 2
    # the metric of sets does not see it
    assert swapped.total()["gospa_m"] == pytest.approx(0.0)


def test_figures_by_class_add_up_to_the_whole():
    truth = table("object", ("a", ELEVEN, ELEVEN), ("b", ELEVEN, [1e5] * 11), ("c", ELEVEN, [2e5] * 11))
    truth["type"] = np.repeat(["drone", "drone", "fighter"], 11)
    found = score(truth, table("track", (1, ELEVEN, ELEVEN), (2, ELEVEN[:5], [2e5] * 5)))
    kinds = found.by_type()
    assert kinds["drone"]["completeness"] == 0.5
    assert kinds["fighter"]["completeness"] == pytest.approx(5 / 11)
    assert sum(kind["objects"] for kind in kinds.values()) == 3
    assert found.by_object()["b"]["completeness"] == 0.0


def test_errors_of_a_matched_filter_fit_its_covariance():
    scene = straight(50, 3, False)
    found = track_plots(scene.plots, scene.sensor, PlotSettings(filter="constant_velocity", noise=1e-3, up_noise=1e-3))
    truth = scene.truth | {"object": np.tile(np.arange(50), 60)}
    total = score(truth, found).total()
    assert total["completeness"] > 0.9
    assert total["nees_mean"] == pytest.approx(3.0, abs=0.3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
def test_order_of_rows_names_and_place_of_origin_change_nothing(seed, shuffler):
    dice = np.random.default_rng(seed)
    names = list("abcd")
    truth = table("object", *((name, ELEVEN, dice.uniform(-3e3, 3e3) + 90 * np.arange(11)) for name in names))
    times = {n: range(n % 3, 11 - n % 2) for n in range(1, 6)}
    tracks = table("track", *((n, t, dice.uniform(-3e3, 3e3) + 90 * np.arange(len(t))) for n, t in times.items()))
    once = score(truth, tracks).total()
    rows = list(range(len(tracks["time_s"])))
    shuffler.shuffle(rows)
    again = score(truth, {name: column[rows] for name, column in tracks.items()}).total()
    assert once == again
    moved = score(*({**side, "north_m": side["north_m"] + 512.0} for side in (truth, tracks))).total()
    assert moved == pytest.approx(once)
    assert 0.0 <= once["completeness"] <= 1.0
    assert 0.0 <= once["spuriousness"] <= 1.0
    assert once["ambiguity"] is None or once["ambiguity"] >= 1.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"time_s": np.zeros(11)}, "has two rows at 0 s"),
        ({"east_m": np.full(11, np.nan)}, "has nan or inf"),
        ({"east_m": np.zeros(3)}, "different length"),
    ],
)
def test_tables_that_do_not_fit_are_refused(change, words):
    truth = table("object", ("a", ELEVEN, ELEVEN))
    with pytest.raises(InputError, match=words):
        score(truth, table("track", (1, ELEVEN, ELEVEN)) | change)


def test_what_is_missing_is_named():
    truth = table("object", ("a", ELEVEN, ELEVEN))
    with pytest.raises(InputError, match="column track is missing"):
        score(truth, truth)
    with pytest.raises(InputError, match="the same kind of place"):
        score(truth, {"time_s": [0.0], "track": [1], "latitude_deg": [0.0], "longitude_deg": [0.0], "height_m": [0.0]})


def turning(step, key, velocities=True):
    """A circle of 2 g at 250 m/s (3,186 m), its rows every ``step`` seconds."""
    time = np.arange(0.0, 61.0, step)
    rate = 2 * 9.81 / 250.0
    columns = {"time_s": time, key: np.full(time.size, "x"), "east_m": 250.0 / rate * np.sin(rate * time),
               "north_m": 250.0 / rate * (1.0 - np.cos(rate * time)), "up_m": 0.0 * time}  # fmt: skip
    speed = {"east_mps": 250.0 * np.cos(rate * time), "north_mps": 250.0 * np.sin(rate * time), "up_mps": 0.0 * time}
    return columns | (speed if velocities else {})


def test_truth_kept_now_and_then_is_joined_with_its_velocities():
    tracks = turning(1.0, "track", velocities=False)
    straight_, joined, fine = (
        score(truth, tracks).total()
        for truth in (turning(5.0, "object", False), turning(5.0, "object"), turning(1.0, "object"))
    )
    # the sagitta of a chord of 5 s is 61 m; the cubic is off by (rate 5 s)^4 / 384 of the radius
    assert straight_["localisation_m"] > 20.0
    assert joined["localisation_m"] < 0.2
    assert fine["localisation_m"] == pytest.approx(0.0, abs=1e-9)
    # errors are taken where the truth is known: not a metre of them is the truth's own
    assert [each["position_error_m"] for each in (straight_, joined, fine)] == pytest.approx([0.0] * 3, abs=1e-9)


def test_tracks_with_velocities_are_joined_with_them_too():
    truth = turning(1.0, "object")
    without, joined = (score(truth, turning(5.0, "track", moving)).total() for moving in (False, True))
    assert without["position_error_m"] > 20.0
    assert joined["position_error_m"] < 0.2


def test_errors_are_taken_at_rows_of_the_truth_that_lie_between_instants():
    truth = table("object", ("a", [0.0, 1.37, 2.74, 4.11], [0.0, 137.0, 274.0, 411.0]))
    tracks = table("track", (1, [0.0, 5.0], [30.0, 530.0]))
    assert score(truth, tracks).total()["position_error_m"] == pytest.approx(30.0)


@pytest.mark.parametrize("name", ["T-001", "7", 7, 7.5])
def test_tracks_may_be_named_by_text_or_number(name):
    truth = table("object", ("a", ELEVEN, ELEVEN))
    for kind in (None, object):
        tracks = table("track", (name, ELEVEN, ELEVEN))
        if kind:
            tracks["track"] = tracks["track"].astype(object)
        found = score(truth, tracks)
        assert found.total()["completeness"] == 1.0
        assert found.tracks == [name]


def test_another_time_base_is_refused_and_a_part_outside_is_said():
    truth = table("object", ("a", ELEVEN, ELEVEN))
    with pytest.raises(InputError, match=r"none of the 11 rows .* 0 to 10 s; theirs is 1577836800"):
        score(truth, table("track", (1, [1577836800 + t for t in ELEVEN], ELEVEN)))
    found = score(truth, table("track", (1, range(6, 17), range(6, 17))))
    assert found.notes == ["6 of 11 rows of the tracks lie outside the time of the truth, 0 to 10 s"]
    assert found.to_dict()["notes"] == found.notes
    assert score(truth, table("track", (1, ELEVEN, ELEVEN))).notes == []


def test_rows_farther_apart_than_the_limit_are_said_and_the_limit_can_be_moved():
    truth = table("object", ("a", range(101), range(101)))
    tracks = table("track", (1, [0, 50, 100], [0, 50, 100]))
    found = score(truth, tracks)
    assert found.total()["completeness"] < 0.05
    (note,) = found.notes
    assert note.startswith("2 of 2 steps between rows of the tracks are longer than 15 s (50 s in the median)")
    wide = score(truth, tracks, longest_gap_s=60.0)
    assert wide.total()["completeness"] == 1.0
    assert wide.notes == []
    lone = score(truth, table("track", (1, [3], [3]), (2, ELEVEN, ELEVEN)))
    assert lone.notes == ["1 of 2 tracks have a single row and are known at that instant alone"]
    few = score(table("object", ("a", [0, 50, 100], [0, 50, 100])), table("track", (1, ELEVEN, ELEVEN)))
    assert "steps between rows of the truth are longer" in few.notes[0]


def test_a_table_that_knows_some_velocities_only_is_joined_straight():
    truth, tracks = turning(1.0, "object"), turning(5.0, "track")
    tracks["east_mps"][3] = np.nan
    assert score(truth, tracks).total() == score(truth, turning(5.0, "track", False)).total()
