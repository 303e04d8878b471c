"""The confusion matrix counts every object once and frames only wrong identities."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from gbad.report.identities import confusion


def story(**columns):
    nothing = {"object": np.array([], str), "run": np.array([], int), "time_s": np.zeros(0)}
    threat = SimpleNamespace(id="raider", is_threat=True)
    other = SimpleNamespace(id="airliner", is_threat=False)
    changes = {
        "run": np.array([0, 0, 0]),
        "time_s": np.array([10.0, 20.0, 30.0]),
        "object": np.array(["airliner", "airliner", "raider"]),
        "identity": np.array(["neutral", "hostile", "neutral"]),
        "reason": np.array(["civil_answer", "too_fast", "civil_answer"]),
    }
    return SimpleNamespace(
        tables={"outcomes": columns, "identities": changes, "shots": nothing},
        run=0,
        runs=np.array([0, 1]),
        things=[threat, other],
        others=[other],
    )


OUTCOMES = dict(
    side=np.array(["hostile", "hostile", "neutral", "neutral"]),
    held_identity=np.array(["hostile", "neutral", "hostile", ""]),
    identity_at_order=np.array(["unknown", "", "hostile", ""]),
    shared_s=np.array([10.0, 12.0, 20.0, np.nan]),
    right_identity_s=np.array([30.0, np.nan, np.nan, np.nan]),
)


def test_every_object_is_in_one_cell():
    found = confusion(story(**OUTCOMES))
    for rows in (found.at_end, found.at_order):
        for row in rows:
            assert row["of"] == row["never"] + sum(row[name] for name in ("hostile", "unknown", "neutral", "friend"))
    assert [(row["side"], row["hostile"], row["neutral"], row["never"]) for row in found.at_end] == [
        ("hostile", 1, 1, 0),
        ("neutral", 1, 0, 1),
    ]


def test_only_wrong_identities_are_listed():
    found = confusion(story(**OUTCOMES))
    assert [(row["object"], row["identity"]) for row in found.wrong] == [("airliner", "hostile"), ("raider", "neutral")]


def test_results_without_identities_or_others_have_no_matrix():
    assert confusion(story(side_of=np.zeros(0))) is None


def test_the_delay_is_that_of_those_who_got_the_right_identity():
    assert confusion(story(**OUTCOMES)).delay_s == {"hostile": 20.0}
