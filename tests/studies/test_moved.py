"""The difference of two variants over what nobody knows: known envelopes, dice taken out, signs counted."""

import numpy as np
import pytest

from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples, Variant
from gbad.studies.moved import moved, sentence, signed, told
from gbad.studies.runner import Outcome, State

SAMPLES, DICE = 400, 4


def study_of(difference, samples=SAMPLES, failed=()):
    """Leakers around 10, and ``difference (samples,)`` more in the second variant, chance of variance 1 in each."""
    throw = np.random.default_rng(5)
    first = 10.0 + throw.normal(size=(samples, DICE))
    second = first + difference[:, None] + throw.normal(size=(samples, DICE))
    values = np.stack([first.reshape(-1), second.reshape(-1)])[:, :, None]
    values[1, list(failed)] = np.nan
    design = Design("one-aircraft", (Variant("c"), Variant("e")), measures=("leaked",)).sampled(
        Samples(samples, DICE, 0)
    )
    bounds = np.tile([[[-50.0, 50.0]]], (2, 1, 1))
    return Study(design, Outcome(("leaked",), bounds, values, values.shape[1], {}, 0, State(0), "0"), {}, None)


def test_the_envelope_of_a_difference_is_that_of_the_samples_and_not_of_their_dice():
    found = moved(study_of(np.linspace(-4.0, 0.0, SAMPLES)))[0].found
    assert found.mean == pytest.approx(-2.0, abs=0.1)
    assert found.envelope == pytest.approx((-3.8, -0.2), abs=0.2)  # even: 5 and 95 %
    same = moved(study_of(np.full(SAMPLES, -2.0)))[0].found
    assert same.envelope == pytest.approx((-2.0, -2.0), abs=0.3)  # raw means of four raids would give -2.8 to -1.2


def test_signs_are_counted_and_the_sentence_tells_them():
    sure = moved(study_of(np.repeat([-20.0, 20.0], [300, 100])))[0]
    assert (sure.less, sure.equal, sure.more) == (300, 0, 100)
    assert "e against c: -10 in the mean" in sentence(sure)
    assert "less in 300 of 400 samples, equal in 0, more in 100" in sentence(sure)
    assert told(sure)["more"] == 100


def test_samples_that_did_not_finish_in_both_are_left_out():
    assert moved(study_of(np.full(20, -2.0), 20, failed=(5,)))[0].found.samples == 19


def test_equal_in_every_run_is_told_as_nothing():
    whole = study_of(np.zeros(20), 20)
    whole.outcome.values[1] = whole.outcome.values[0]
    row = moved(whole)[0]
    assert (row.less, row.equal, row.more) == (0, 20, 0)
    assert ": 0 in the mean, 0 over what nobody knows" in sentence(row)
    assert [signed(x) for x in (-1.44, 0.0, 12.3, 0.052)] == ["-1.4", "0", "+12", "+0.052"]


def test_nominal_studies_say_nothing_of_it():
    plain = Study(Design("one-aircraft", (Variant("c"), Variant("e"))), study_of(np.zeros(9), 9).outcome, {}, None)
    assert moved(plain) == []
