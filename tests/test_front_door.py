"""The front door: what ``import gbad`` offers, and how light it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

import gbad


@pytest.mark.parametrize("name", gbad.__all__)
def test_every_name_of_the_front_door_is_there(name):
    assert getattr(gbad, name) is not None
    assert name in dir(gbad)


def test_the_front_door_is_about_thirty_names():
    assert len(set(gbad.__all__)) == len(gbad.__all__)
    assert 20 <= len(gbad.__all__) <= 32


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'rum'"):
        _ = gbad.rum


def test_importing_it_does_not_load_the_compiler():
    code = "import sys, gbad; print(*sorted({'numba', 'numpy', 'duckdb', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_one_run_from_python_tells_its_story():
    result = gbad.run("one-aircraft", seed=7)
    summary = result.summary()
    assert summary["killed"] + summary["leaked"] + summary["survived"] == summary["threats"] == 1
    assert len(result.events) > 0
    assert "aircraft" in str(result.why("aircraft"))
    assert "<" in result._repr_html_()
