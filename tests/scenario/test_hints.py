"""Hints never change a value: what is written in another unit is converted, or no number is offered."""

from __future__ import annotations

import math
import re

import pytest

from gbad.errors import InputError
from gbad.scenario import parse_document, read
from gbad.scenario.marks import Mark
from gbad.scenario.nodes import Scalar
from gbad.scenario.scalars import Unreadable, number, whole
from gbad.testing.small import SMALL


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


# definitions of the units in SI, apart from the program's own table
SI = {
    "length": {"m": 1, "km": 1000, "nm": 1852, "nmi": 1852, "NM": 1852, "ft": 0.3048, "mi": 1609.344, "cm": 0.01,
               "mm": 0.001},
    "time": {"s": 1, "sec": 1, "ms": 0.001, "min": 60, "h": 3600, "hours": 3600, "minutes": 60},
    "speed": {"m/s": 1, "mps": 1, "km/h": 1000 / 3600, "kmh": 1000 / 3600, "kn": 1852 / 3600, "kts": 1852 / 3600},
    "angle": {"deg": math.pi / 180, "°": math.pi / 180, "rad": 1, "mrad": 0.001},
    "frequency": {"Hz": 1, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9, "ghz": 1e9},
    "mass": {"kg": 1, "t": 1000, "lb": 0.45359237},
    "power": {"W": 1, "kW": 1e3, "MW": 1e6},
    "area": {"m2": 1, "m²": 1},
}  # fmt: skip
ASKED = {
    "length": ("m", "km", "ft"), "time": ("s", "ms", "min"), "speed": ("mps", "kmh", "kn"), "angle": ("deg", "rad"),
    "frequency": ("hz", "mhz", "ghz"), "mass": ("kg", "t"), "power": ("w", "kw"), "area": ("m2",),
}  # fmt: skip


def offered(text, key):
    """The number that a hint offers; None where it offers none."""
    with pytest.raises(Unreadable) as refused:
        number(Scalar(text, True, Mark("f", 1, 1)), key)
    found = re.search(r"write (-?[\d.]+(?:e[-+]?\d+)?)", str(refused.value))
    return float(found[1]) if found else None


@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize(
    ("dimension", "unit", "suffix"),
    [(d, unit, suffix) for d, units in SI.items() for unit in units for suffix in ASKED[d]],
)
def test_no_hint_changes_a_value_whatever_the_units(dimension, unit, suffix, space):
    asked = {unit.lower(): size for unit, size in SI[dimension].items()}[suffix]
    for value in (7.0, 0.25, -3.0):
        there = offered(f"{value:g}{space}{unit}", f"any_{suffix}")
        assert there is not None
        assert there * asked == pytest.approx(value * SI[dimension][unit], rel=1e-11)


@pytest.mark.parametrize("dimension", sorted(SI))
def test_no_hint_turns_one_dimension_into_another(dimension):
    for other, suffixes in ASKED.items():
        for unit in SI[dimension]:
            for suffix in suffixes if other != dimension else ():
                # a speed of 8 m would be nothing; a bare m2 is no length
                assert offered(f"8 {unit}", f"any_{suffix}") is None, (unit, suffix)


@pytest.mark.parametrize(("text", "key"), [("5 mW", "power_w"), ("5 mHz", "frequency_hz"), ("5mW", "power_kw")])
def test_a_thousandth_is_not_taken_for_a_million(text, key):
    assert offered(text, key) is None


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


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("010", "write 10, or 8 if it is octal"),
        ("-017", "write -17, or -15 if it is octal"),
        ("007", "write 7, or quote it"),
        ("098", "write 98, or quote it"),
        ("1,500", "write 1500 or 1.500"),
        ("12,5", "write 12.5"),
        ("1,500,000", "write 1500000"),
        ("1,500.5", "write 1500.5"),
        ("1_000", "write 1000"),
    ],
)
def test_a_hint_says_every_value_that_may_have_been_meant(text, hint):
    with pytest.raises(Unreadable) as refused:
        number(Scalar(text, True, Mark("f", 1, 1)), "height_m")
    assert hint in str(refused.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "instrumented_range_m: 400000.0",
            "instrumented_range_km (kilometres)? 400000 metres would be instrumented_range_km: 400.",
        ),
        ("frequency_mhz: 3000.0", "frequency_ghz (gigahertz)? 3000 megahertz would be frequency_ghz: 3."),
        (
            "instrumented_range_m: {low: 1.0, nominal: 2.0, high: 3.0}",
            "Mind that instrumented_range_m is in another unit",
        ),
    ],
)
def test_a_key_in_another_unit_is_named_with_what_its_value_becomes(written, said):
    with pytest.raises(InputError) as refused:
        read(parse_document(SMALL.replace("{type: 91N6E,", "{type: 91N6E, " + written + ",")))
    assert said in str(refused.value)


def test_a_misspelt_key_of_the_same_unit_has_no_other_value():
    with pytest.raises(InputError) as refused:
        read(parse_document(SMALL.replace("{type: 91N6E,", "{type: 91N6E, instrumentd_range_km: 400.0,")))
    assert str(refused.value).endswith("Did you mean instrumented_range_km (kilometres)?")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("instrumented_range_km", 80_000.0, "at most 6000 is possible"),
        ("range_rate_std_mps", 13_000.0, "at most 12000 is possible"),
        ("period_s", 1e-9, "at least 0.01 is possible"),
        ("frequency_ghz", 1e9, "at most 1000000 is possible"),
        ("elevation_min_deg", -400.0, "at most|at least -360 is possible"),
    ],
)
def test_impossible_figures_are_refused_with_what_is_possible(key, value, said):
    with pytest.raises(InputError, match=rf"{key}: .* was found, .*({said})"):
        read(parse_document(SMALL.replace("{type: 91N6E,", f"{{type: 91N6E, {key}: {value!r},")))
