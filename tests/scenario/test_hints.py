"""Hints never change a value: what is written in another unit is converted, or no number is offered."""

from __future__ import annotations

import pytest

from gbad.scenario.marks import Mark
from gbad.scenario.nodes import Scalar
from gbad.scenario.scalars import Unreadable, number, whole


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ("8 km", "height_m", "write 8000 "),
        ("8km", "range_km", "write 8 "),
        ("15 min", "duration_s", "write 900 "),
        ("900 s", "duration_s", "write 900 "),
        ("300 km/h", "speed_mps", "write 83.3333333333 "),
        ("3 GHz", "frequency_ghz", "write 3 "),
        ("26000 ft", "height_m", "write 7924.8 "),
    ],
)
def test_a_number_in_another_unit_is_converted(text, key, hint):
    with pytest.raises(Unreadable, match=hint):
        number(Scalar(text, True, Mark("f", 1, 1)), key)


@pytest.mark.parametrize(
    ("text", "key"), [("8 lb", "height_m"), ("3 dB", "pd"), ("50%", "pfa"), ("8 parsec", "range_km")]
)
def test_what_cannot_be_converted_gets_no_number(text, key):
    with pytest.raises(Unreadable) as refused:
        number(Scalar(text, True, Mark("f", 1, 1)), key)
    assert "write" not in str(refused.value)


@pytest.mark.parametrize(("text", "hint"), [("1.5", "write 1 or 2"), ("2.0", "write 2"), ("1e3", "write 1000")])
def test_whole_numbers_are_not_rounded_for_the_user(text, hint):
    with pytest.raises(Unreadable, match=hint):
        whole(Scalar(text, True, Mark("f", 1, 1)))


@pytest.mark.parametrize("text", ["1e400", "9" * 5000])
def test_endless_numbers_are_told_shortly(text):
    with pytest.raises(Unreadable) as refused:
        whole(Scalar(text, True, Mark("f", 1, 1)))
    assert len(str(refused.value)) < 100
