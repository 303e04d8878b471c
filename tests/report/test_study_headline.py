"""The first line of a study of many variants, and the runs worth looking at, where variants or runs are alike."""

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.report import study as page
from gbad.studies.intervals import Interval

NAMES = ("a", "b", "c")


def study(means, leaked=(2.0, 2.0)):
    """Three variants with these means of leakers, each half a leaker wide."""

    def interval(measure, name, level=0.95):
        mean = means[NAMES.index(name)]
        return Interval(mean, mean - 0.25, mean + 0.25)

    variants = [SimpleNamespace(name=name, changes={"duration_s": 100.0}) for name in NAMES]
    return SimpleNamespace(
        design=SimpleNamespace(scenario="made-up", seed=3, variants=variants, points=None),
        interval=interval,
        _column=lambda measure: np.array([leaked] * 3, float),
        _variant=lambda name: NAMES.index(name),
    )


def test_variants_that_differ_are_told_with_least_and_most():
    said = page._headline(study([2.0, 1.0, 3.0]), NAMES)
    assert said == "From 1.00 (b) to 3.00 (c) leakers per run, the least and the most of 3 variants"
    assert "picked after the fact" in page._picked(study([2.0, 1.0, 3.0]), NAMES)


@pytest.mark.parametrize("means", [[2.0, 2.0, 2.0], [2.0, 2.001, 1.999]])
def test_variants_that_are_told_alike_have_no_least_and_no_most(means):
    assert page._headline(study(means), NAMES) == "2.00 leakers per run in each of 3 variants"
    assert "picked" not in page._picked(study(means), NAMES)
    assert page._picked(study(means), NAMES).startswith("Intervals that hold for all 3 variants at once: 1.7")


def test_a_run_that_is_best_and_worst_stands_once():
    (row,) = page._extremes(study([2.0] * 3), "a")
    assert (row["what"], row["run"], row["leaked"]) == ("best and median and worst", 0, 2)
    rows = page._extremes(study([2.0] * 3, leaked=(3.0, 1.0, 3.0, 9.0)), "a")
    assert [(row["what"], row["run"]) for row in rows] == [("best", 1), ("median", 0), ("worst", 3)]
    assert rows[0]["command"] == "gbad run made-up --seed 3 --first-run 1 --set duration_s=100.0"
