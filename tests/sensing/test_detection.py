"""Detection statistics against dice thrown one by one, closed forms and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from gbad.sensing import detection
from gbad.sensing._detection_kernel import exceedance_of, statistic_at
from gbad.textbook import cfar, detection_rules

SHAPES = {1: lambda n: 1.0, 2: lambda n: n, 3: lambda n: 2.0, 4: lambda n: 2.0 * n}
PULSES, CASES = st.integers(1, 60), st.sampled_from([0, 1, 2, 3, 4])
SNR_DB, LOG_PFA = st.floats(-20.0, 40.0), st.floats(-9.0, -2.0)


def thrown(snr, pulses, swerling, trials, rng):
    """Sums of |echo + noise|^2 over the pulses, noise power 1, by plain random numbers."""
    if swerling in (0, 1, 3):
        power = {0: np.ones, 1: rng.standard_exponential, 3: lambda n: rng.gamma(2.0, 0.5, n)}[swerling](trials)
        power = np.repeat(power[:, None], pulses, axis=1)
    else:
        power = rng.gamma(1.0 if swerling == 2 else 2.0, 1.0 if swerling == 2 else 0.5, (trials, pulses))
    noise = rng.normal(0.0, np.sqrt(0.5), (2, trials, pulses))
    return ((np.sqrt(snr * power) + noise[0]) ** 2 + noise[1] ** 2).sum(axis=1)


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(("pulses", "snr"), [(1, 8.0), (4, 2.0)])
def test_probability_matches_dice_thrown_one_by_one(swerling, pulses, snr):
    pfa, trials = 1e-3, 100_000
    sums = thrown(snr, pulses, swerling, trials, np.random.default_rng(100 * swerling + pulses))
    found = np.mean(sums > detection.threshold(pfa, pulses))
    pd = detection.detection_probability(snr, pfa, pulses, swerling)
    assert abs(found - pd) < 4.0 * np.sqrt(pd * (1.0 - pd) / trials)


@given(SNR_DB, LOG_PFA, PULSES, CASES)
@settings(max_examples=60, deadline=None)
def test_probability_matches_the_quadrature_over_the_fluctuation(snr_db, log_pfa, pulses, swerling):
    snr, pfa = 10.0 ** (snr_db / 10.0), 10.0**log_pfa
    threshold = detection.threshold(pfa, pulses)
    total = pulses * snr
    if swerling == 0:
        expected = stats.ncx2.sf(2.0 * threshold, 2 * pulses, 2.0 * total)
    else:
        shape = SHAPES[swerling](pulses)
        quantile = (np.arange(4_000) + 0.5) / 4_000
        expected = stats.ncx2.sf(
            2.0 * threshold, 2 * pulses, 2.0 * total / shape * special.gammaincinv(shape, quantile)
        ).mean()
    assert detection.detection_probability(snr, pfa, pulses, swerling) == pytest.approx(expected, abs=1e-4)


@given(LOG_PFA, PULSES, CASES)
@settings(max_examples=50, deadline=None)
def test_pd_equals_pfa_at_zero_signal(log_pfa, pulses, swerling):
    assert detection.detection_probability(0.0, 10.0**log_pfa, pulses, swerling) == pytest.approx(
        10.0**log_pfa, rel=1e-10
    )


@given(SNR_DB, st.floats(0.01, 5.0), LOG_PFA, PULSES, CASES)
@settings(max_examples=100, deadline=None)
def test_pd_rises_with_the_signal(snr_db, more_db, log_pfa, pulses, swerling):
    snr = 10.0 ** (np.array([snr_db, snr_db + more_db]) / 10.0)
    low, high = detection.detection_probability(snr, 10.0**log_pfa, pulses, swerling)
    assert high >= low - 1e-14


def test_one_exponential_pulse_has_the_closed_form():
    snr = np.array([0.0, 0.5, 10.0, 1e4])
    for swerling in (1, 2):
        assert detection.detection_probability(snr, 1e-6, 1, swerling) == pytest.approx(1e-6 ** (1.0 / (1.0 + snr)))


def test_threshold_is_the_inverse_of_the_upper_gamma_function():
    pulses = np.array([1, 2, 7, 30, 256, 5000])
    for pfa in (1e-12, 1e-6, 0.1, 0.9):
        assert detection.threshold(pfa, pulses) == pytest.approx(special.gammainccinv(pulses, pfa), rel=1e-12)


@given(st.floats(0.01, 0.999), LOG_PFA, PULSES, CASES)
@settings(max_examples=50, deadline=None)
def test_required_snr_is_the_inverse(pd, log_pfa, pulses, swerling):
    pfa = min(10.0**log_pfa, 0.5 * pd)
    snr = 10.0 ** (detection.required_snr_db(pd, pfa, pulses, swerling) / 10.0)
    assert detection.detection_probability(snr, pfa, pulses, swerling) == pytest.approx(pd, rel=1e-9)


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("pulses", [1, 10])
@pytest.mark.parametrize("snr", [0.0, 0.1, 3.0, 29.0])
def test_received_power_is_the_quantile_of_its_uniform(swerling, pulses, snr):
    threshold = float(detection.threshold(1e-6, pulses))
    pd = float(detection.detection_probability(snr, 1e-6, pulses, swerling))
    for share in (1.0, 0.999, 0.5, 1e-3):
        received = statistic_at(share * pd, snr, threshold, pulses, swerling)
        assert received >= threshold * (1.0 - 1e-9)
        assert exceedance_of(snr, received, pulses, swerling)[0] == pytest.approx(share * pd, rel=1e-6)


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
def test_received_power_of_a_strong_echo_is_finite_and_near_the_exact_law(swerling):
    for pulses in (1, 10):
        chances = np.array([1.0 - 1e-12, 0.99, 0.5, 0.01, 1e-16])
        weak, strong = (
            np.array([statistic_at(c, total / pulses, 13.8, pulses, swerling) for c in chances])
            for total in (299.0, 301.0)
        )
        assert np.isfinite([statistic_at(c, 1e9, 13.8, pulses, swerling) for c in chances]).all()
        # the two laws meet at the change-over (the one in the far tail only roughly)
        assert strong[1:4] == pytest.approx(weak[1:4], rel=0.1)
        assert np.all(np.diff(strong) >= 0.0)


def test_pocket_formulas_keep_their_claims():
    for pd in (0.3, 0.5, 0.9):
        for pulses in (1, 10, 100):
            exact = detection.required_snr_db(pd, 1e-6, pulses, 0)
            assert abs(detection_rules.albersheim_snr_db(pd, 1e-6, pulses) - exact) < 0.3
            for swerling in range(5):
                exact = detection.required_snr_db(pd, 1e-6, pulses, swerling)
                assert abs(detection_rules.shnidman_snr_db(pd, 1e-6, pulses, swerling) - exact) < 0.5


def test_cell_averaging_approaches_the_known_noise():
    snr, pfa = 20.0, 1e-6
    known = detection.detection_probability(snr, pfa)
    by_cells = cfar.detection_probability(snr, pfa, np.array([8, 32, 128, 1e7]))
    assert np.all(np.diff(by_cells) > 0.0)
    assert by_cells[-1] == pytest.approx(known, rel=1e-5)
    assert np.all(np.diff(cfar.loss_db(snr, pfa, np.array([8, 32, 128, 1e5]))) < 0.0)


def test_m_of_n_and_cumulative_agree_where_they_meet():
    p = np.array([0.0, 1e-9, 0.3, 1.0])
    assert detection.m_of_n_probability(p, 1, 5) == pytest.approx(
        detection_rules.cumulative_probability(p, 5), rel=1e-12
    )
    assert detection.m_of_n_probability(0.3, 3, 5) == pytest.approx(stats.binom.sf(2, 5, 0.3))
    assert detection.cumulative_over([0.1, 0.2, 0.3]) == pytest.approx([0.1, 0.28, 0.496])


def test_impossible_arguments_are_refused():
    for call in (
        lambda: detection.threshold(0.0),
        lambda: detection.threshold(1e-6, 0),
        lambda: detection.detection_probability(-1.0, 1e-6),
        lambda: detection.detection_probability(1.0, 1e-6, 1, 5),
        lambda: detection.required_snr_db(1e-7, 1e-6),
        lambda: detection.m_of_n_probability(0.5, 4, 3),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            call()
