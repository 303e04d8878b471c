"""Whatever a file holds, reading ends in a scenario or in a message for the user."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.errors import InputError
from gbad.scenario import parse_document, read
from gbad.scenario.composer import compose
from gbad.scenario.load import load
from gbad.scenario.quantity import Spread
from gbad.testing.small import SMALL

LINES = SMALL.splitlines()


def outcome(text: str) -> str:
    try:
        read(parse_document(text, "raid"))
    except InputError as error:
        return str(error)
    return "good"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_told(text: str):
    assert outcome(text)


@settings(max_examples=150, deadline=None)
@given(
    line=st.integers(0, len(LINES) - 1),
    cut=st.integers(0, 120),
    put=st.sampled_from(
        ["", "{", "]", ": ", "- ", "&a ", "*a", "!x ", "~", "-1", "1e400", "0x1", "'", "\t", "é", "\x00"]
    ),
)
def test_any_small_damage_is_read_or_told(line: int, cut: int, put: str):
    damaged = [*LINES]
    damaged[line] = damaged[line][:cut] + put + damaged[line][cut + 1 :]
    assert outcome("\n".join(damaged) + "\n")


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    ),
    st.sampled_from(
        ["batteries", "threats.fighter.route", "terrain", "assets.town.at", "figures", "duration_s", "links"]
    ),
)
def test_any_value_anywhere_is_read_or_told(value: object, path: str):
    told = ""
    try:
        load(parse_document(SMALL, "raid"), {path: value})
    except InputError as error:
        told = str(error) or "nothing"
    assert told != "nothing"


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted), st.floats(0.0, 1.0))
def test_a_spread_is_drawn_between_its_ends_and_its_median_is_the_nominal(values: list[float], quantile: float):
    spread = Spread(low=values[0], nominal=values[1], high=values[2])
    assert spread.low - 1e-6 <= spread.at(quantile) <= spread.high + 1e-6
    assert spread.at(0.5) == spread.nominal == spread.at()


def test_without_libyaml_the_same_nodes_come_out(monkeypatch):
    fast = compose(SMALL, "raid.yaml")
    monkeypatch.setattr("gbad.scenario.composer._LOADER", yaml.SafeLoader)
    assert compose(SMALL, "raid.yaml") == fast
