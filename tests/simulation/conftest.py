"""Shared set pieces of the engine's tests: prepared once, played many times."""

import pytest

from gbad.simulation.prepare import Prepared, prepare


@pytest.fixture(scope="session")
def ankara() -> Prepared:
    return prepare("ankara-2019")


@pytest.fixture(scope="session")
def saturation() -> Prepared:
    return prepare("saturation-40")


@pytest.fixture(scope="session")
def two_radars() -> Prepared:
    return prepare("two-radars")


@pytest.fixture(scope="session")
def lone() -> Prepared:
    return prepare("one-aircraft")
