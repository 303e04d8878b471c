"""Marks of tracks from the answer key, on small made-up pictures."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.metrics.track_life import PATIENCE_S, tell_marks, tell_scores


def picture(*rows):
    """Rows of (time, track, object), and perhaps since when the track coasts."""
    time, track, who = zip(*(row[:3] for row in rows), strict=True)
    state = [row[-1] if len(row) == 4 else row[0] for row in rows]
    n = len(rows)
    return {
        "run": np.zeros(n, np.int64), "command": np.full(n, "post"), "time_s": np.array(time, float),
        "track": np.array(track), "object": np.array(who), "latitude_deg": np.full(n, 45.0),
        "longitude_deg": np.full(n, 33.0), "height_m": np.full(n, 1000.0), "state_time_s": np.array(state, float),
    }  # fmt: skip


def outcomes(**end_s):
    n = len(end_s)
    return {
        "run": np.zeros(n, np.int64), "object": np.array(list(end_s)), "end_s": np.array(list(end_s.values()), float),
        "type": np.full(n, "fighter"), "first_line_of_sight_s": np.zeros(n),
    }  # fmt: skip


def events(marks):
    rows = zip(marks["time_s"].tolist(), marks["event"].tolist(), marks["object"].tolist(), marks["track"].tolist(),
               strict=True)  # fmt: skip
    return list(rows)


def test_a_track_that_goes_over_to_another_object_is_a_swap():
    marks = tell_marks(picture((2, 1, "a"), (2, 2, "b"), (4, 1, "b"), (4, 2, "a")), outcomes(a=10, b=10))
    assert events(marks) == [
        (2, "formed", "a", 1),
        (2, "formed", "b", 2),
        (4, "swapped", "b", 1),
        (4, "swapped", "a", 2),
    ]


def test_a_new_number_for_the_same_object_is_renumbered_but_a_second_track_beside_it_is_not():
    assert events(tell_marks(picture((2, 1, "a"), (4, 2, "a"), (4, 1, "")), outcomes(a=10)))[1:] in (
        [(4, "renumbered", "a", 2)],
    )
    twice = tell_marks(picture((2, 1, "a"), (4, 1, "a"), (4, 2, "a"), (6, 1, "a"), (6, 2, "a")), outcomes(a=6))
    assert events(twice) == [(2, "formed", "a", 1)]


def test_a_new_number_is_renumbered_while_the_old_one_coasts():
    # track 1 has its last plot at 2 s and is shown on until 20 s; track 2 has plots from 8 s on
    old = [(t, 1, "a", 2.0) for t in range(2, 21, 2)]
    new = [(t, 2, "a", float(t)) for t in range(8, 31, 2)]
    told = events(tell_marks(picture(*sorted(old + new)), outcomes(a=30)))
    assert told == [(2, "formed", "a", 1), (14, "renumbered", "a", 2)]
    # an old number that is still seen stays: two tracks of one object
    seen = [(t, 1, "a", float(t)) for t in range(2, 31, 2)]
    assert events(tell_marks(picture(*sorted(seen + new)), outcomes(a=30))) == [(2, "formed", "a", 1)]


def test_an_object_nobody_follows_any_more_is_lost_unless_its_story_ended():
    late = 2.0 + PATIENCE_S + 10.0
    rows = [(2, 1, "a"), (2, 2, "b"), (late, 2, "b")]
    assert (2, "lost", "a", 1) in events(tell_marks(picture(*rows), outcomes(a=100, b=100)))
    assert (2, "lost", "a", 1) not in events(tell_marks(picture(*rows), outcomes(a=3, b=100)))


def test_a_track_of_nothing_is_false_once():
    assert events(tell_marks(picture((2, 7, ""), (4, 7, "")), outcomes(a=1))) == [(2, "false", "", 7)]


def test_figures_by_class_count_objects_in_sight_and_how_far_off_their_tracks_are():
    tracks = picture((10, 1, "a"), (10, 2, "a"), (10, 3, ""))
    tracks["height_m"] = np.array([1030.0, 1100.0, 0.0])
    truth = {
        "run": np.zeros(4, np.int64), "object": np.array(["a", "a", "b", "b"]), "time_s": np.array([0.0, 20.0] * 2),
        "latitude_deg": np.full(4, 45.0), "longitude_deg": np.full(4, 33.0), "height_m": np.full(4, 1000.0),
    }  # fmt: skip
    scores = tell_scores(tracks, truth, outcomes(a=20, b=20))
    by = {kind: k for k, kind in enumerate(scores["type"].tolist())}
    k = by["fighter"]
    assert (scores["objects"][k], scores["followed"][k], scores["tracks"][k]) == (2, 1, 2)
    assert scores["error_m"][k] == pytest.approx(30.0)
    assert scores["tracks"][by[""]] == 1


def test_a_track_is_off_by_its_distance_over_the_ground_and_in_height():
    tracks = picture((2, 1, "a"))
    # a degree east is shorter by the cosine of the latitude; half of the way from 44.9 to 45.1 is 45
    tracks["longitude_deg"] += 0.01
    tracks["height_m"] += 300.0
    truth = {
        "run": np.zeros(2, np.int64), "object": np.array(["a", "a"]), "time_s": np.array([0.0, 4.0]),
        "latitude_deg": np.array([44.9, 45.1]), "longitude_deg": np.full(2, 33.0), "height_m": np.full(2, 1000.0),
    }  # fmt: skip
    scores = tell_scores(tracks, truth, outcomes(a=20))
    k = scores["type"].tolist().index("fighter")
    east_m = np.radians(0.01) * 6_371_008.8 * np.cos(np.radians(45.0))
    assert scores["error_m"][k] == pytest.approx(np.hypot(east_m, 300.0), rel=1e-5)
