"""What is said of an aircraft that was fired at before anybody knew it, and answered then."""

import math
from types import SimpleNamespace

import pytest

from gbad.attribution.identity_told import misidentified

HARMLESS = SimpleNamespace(object="patrol-1", is_threat=False, transponder="works", identity_at_order="unknown")


def round_(order_s, launch_s, end_s):
    return SimpleNamespace(round="r", ordered_s=order_s, launched_s=launch_s, end_s=end_s, ordered_at="patrol-1")


def held(time_s, identity):
    return SimpleNamespace(command="post", identity=identity, time_s=time_s)


@pytest.mark.parametrize(
    ("at_s", "identity", "when"),
    [
        (418.0, "friend", "before the round left"),
        (440.0, "neutral", "while the round flew"),
        (440.0, "unknown", None),
        (400.0, "friend", None),  # before the order: the track of then was another
        (510.0, "friend", None),  # too late to call back
    ],
)
def test_an_answer_between_order_and_meeting_is_told(at_s, identity, when):
    said = misidentified(HARMLESS, [held(at_s, identity)], [round_(412.0, 420.0, 501.0)], [])
    assert said[0].startswith("Fire was ordered while nobody knew who it was")
    if when is None:
        assert len(said) == 1
    else:
        assert said[1:] == [
            f"post held it for {identity} from {at_s:.1f} s on, {when}; built-in policies call no round back."
        ]


def test_a_round_that_never_left_is_nothing_to_call_back():
    assert misidentified(HARMLESS, [held(418.0, "friend")], [round_(412.0, math.nan, math.nan)], []) == []
