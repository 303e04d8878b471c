"""A missile type whose figures did not change is flown once; what was given out does not change what is kept."""

import numpy as np
import pytest

from gbad.engagement import type_tables
from gbad.library import catalogue
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of


def drawn(rows=({},), **changes):
    entry = catalogue.load("9M96E2")
    found = {key: column[:, 0] for key, column in figures([Holder(entry, "9M96E2")], Draws(rows)).items()}
    return found | {name: found[name] * factor for name, factor in changes.items()} | kinds_of(entry)


@pytest.fixture
def flights(monkeypatch):
    """How many types were really flown."""
    type_tables._flown.cache_clear()
    flown = []
    fly = type_tables.flyout_tables
    monkeypatch.setattr(type_tables, "flyout_tables", lambda missile: (flown.append(1), fly(missile))[1])
    yield flown
    type_tables._flown.cache_clear()


def test_the_same_figures_give_the_same_columns_without_another_flight(flights):
    heard: list[list[str]] = [[], []]
    first, again = (type_tables.fly_interceptor(notes.extend, **drawn()) for notes in heard)
    assert len(flights) == 1
    assert heard[0] == heard[1]
    for name, column in first.items():
        np.testing.assert_array_equal(column, again[name])
    first["flyout_time_s"][:] = 0.0
    third = type_tables.fly_interceptor(heard[1].extend, **drawn())
    np.testing.assert_array_equal(third["flyout_time_s"], again["flyout_time_s"])


def test_any_figure_that_changes_is_flown(flights):
    plain = type_tables.fly_interceptor(lambda _: None, **drawn())
    heavy = type_tables.fly_interceptor(lambda _: None, **drawn(launch_mass_kg=1.2))
    assert len(flights) == 2
    assert not np.array_equal(plain["flyout_time_s"], heavy["flyout_time_s"])
    type_tables.fly_interceptor(lambda _: None, **drawn(pk_published=0.9))
    assert len(flights) == 3
    # two draws of equal figures are no single draw
    assert len(type_tables.fly_interceptor(lambda _: None, **drawn(({}, {})))["flyout_time_s"]) == 2
    assert len(flights) == 4


def test_many_draws_are_not_kept(flights, monkeypatch):
    monkeypatch.setattr(type_tables, "DRAWS_KEPT", 1)
    for _ in range(2):
        type_tables.fly_interceptor(lambda _: None, **drawn(({}, {})))
    assert len(flights) == 2
