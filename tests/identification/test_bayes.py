"""Bayesian identity against sums done by hand, and what no amount of evidence of one kind may do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbad import identification
from gbad.identification import _bayes_kernel as kernel
from gbad.messages import (
    FRIEND,
    HOSTILE,
    NEUTRAL,
    REASON_NAMES,
    UNKNOWN,
    WEIGHED_EMISSION,
    WEIGHED_PRIOR,
    WEIGHED_REPLIES,
    AirPicture,
)
from gbad.physics import earth
from gbad.scenario.compile_identification import CLASSES
from gbad.testing import small_tables

REPLY, FALSE_REPLY = 0.93, 0.002
BAYES = {"commands.post.identification": "bayes"}


def test_the_likelihood_of_replies_is_the_mixture_over_modes_done_by_hand():
    answers = np.array([0.02, 0.97, 0.01])
    got = kernel.replies(3, 0, 5, answers, 0.9, 0.01)
    by_hand = 0.02 * 0.01**3 * 0.98**2 + 0.97 * 0.9**3 * 0.09**2 + 0.01 * 0.01**3 * 0.09**2
    assert got == pytest.approx(np.log(by_hand), rel=1e-12)


@given(asked=st.integers(0, 10_000))
def test_silence_weighs_no_more_than_the_shares_of_silent_transponders(asked):
    shares = {"neutral": np.array([0.02, 0.979, 0.001]), "hostile": np.array([0.949, 0.05, 0.001])}
    logs = {who: kernel.replies(0, 0, asked, share, REPLY, FALSE_REPLY) for who, share in shares.items()}
    odds = logs["hostile"] - logs["neutral"]
    assert odds <= np.log(0.949 / 0.02) + 1e-9
    if asked >= 20:
        assert odds == pytest.approx(np.log(0.949 / 0.02), abs=1e-6)


@given(speed=st.floats(0.0, 3000.0), std=st.floats(0.01, 500.0))
def test_bands_of_a_measured_speed_are_a_mean_of_their_shares(speed, std):
    shares = np.array([0.1, 0.6, 0.2, 0.1])
    likelihood = np.exp(kernel.bands(speed, std, np.array([100.0, 320.0, 800.0]), shares))
    assert 0.1 - 1e-12 <= likelihood <= 0.6 + 1e-12


def test_a_sharp_speed_is_its_band_and_a_vague_one_between():
    shares, limits = np.array([0.1, 0.6, 0.2, 0.1]), np.array([100.0, 320.0, 800.0])
    assert np.exp(kernel.bands(200.0, 0.1, limits, shares)) == pytest.approx(0.6)
    # at a limit half of the law lies on either side
    assert np.exp(kernel.bands(320.0, 1.0, limits, shares)) == pytest.approx(0.4)


def start(defence, seed=1):
    """Identification of one run and two slots."""
    return identification.start(defence, np.zeros(1, np.int64), np.zeros(1, np.int64), seed, 2)


def held_for(
    tables,
    t=60.0,
    civil=0,
    friendly=0,
    asked=10,
    north=0.0,
    east=0.3,
    speed=(0.0, 250.0),
    height=10e3,
    state=None,
    first=None,
):
    """Identity, reason and confidence of one track ``east`` degrees east of the post, on ``speed`` (east, north)."""
    d = tables.defence
    state = state or start(d)
    latitude, longitude = np.radians(40.0 + north), np.radians(33.0 + east)
    rotation = earth.ecef_to_enu_matrix(latitude, longitude)
    dense = (1, 1, 2)
    picture = AirPicture(
        number=np.array([[[1, 0]]]),
        time_s=np.full(dense, t),
        position_ecef_m=np.broadcast_to(earth.geodetic_to_ecef(latitude, longitude, height), (*dense, 3)).copy(),
        velocity_ecef_mps=np.broadcast_to(np.array([*speed, 0.0]) @ rotation, (*dense, 3)).copy(),
        covariance_ecef=np.broadcast_to(np.eye(6) * 25.0, (*dense, 6, 6)).copy(),
        first_s=np.zeros(dense),
        civil_replies=np.full(dense, civil),
        friendly_replies=np.full(dense, friendly),
        interrogations=np.full(dense, asked),
        member=np.ones((*dense, 1), np.int64),
        member_time_s=np.full((*dense, 1), t),
    )
    held = identification.identify(state, d, np.zeros(1, np.int64), picture, t)
    return int(held.identity[0, 0, 0]), int(held.reason[0, 0, 0]), float(held.confidence[0, 0, 0])


@pytest.mark.parametrize(
    ("expected", "evidence"),
    [
        (NEUTRAL, dict(civil=9)),
        (FRIEND, dict(friendly=9)),
        # silent, off the airway, over the middle of nowhere: not decided
        (UNKNOWN, dict(east=-0.5)),
        # silent and low and fast towards the town
        (HOSTILE, dict(height=300.0, speed=(-400.0, 0.0))),
        # the same that answers as a civil aircraft is more than likely civil
        (UNKNOWN, dict(asked=0, height=300.0, east=-0.5)),
    ],
)
def test_evidence_decides_or_leaves_undecided(expected, evidence):
    tables, _ = small_tables(BAYES)
    assert held_for(tables, **evidence)[0] == expected


def test_confidence_is_the_product_of_prior_and_likelihoods_normalised():
    tables, _ = small_tables(BAYES)
    e = tables.defence.evidence
    _, _, confidence = held_for(tables, civil=9, asked=10)
    # over the post at 10 km, flying north: no airway, no course to an asset, not low, subsonic
    likelihood = {}
    for c, who in enumerate(CLASSES):
        modes = e.answers[0, 0, c]
        said = (
            modes[0] * FALSE_REPLY**9 * (1 - 2 * FALSE_REPLY)
            + modes[1] * REPLY**9 * (1 - REPLY - FALSE_REPLY)
            + modes[2] * FALSE_REPLY**9 * (1 - REPLY - FALSE_REPLY)
        )
        rest = (1 - e.on_airway[0, 0, c]) * (1 - e.toward_asset[0, 0, c]) * (1 - e.low[0, 0, c])
        likelihood[who] = e.prior[0, 0, c] * said * rest * (1 - e.ballistic[0, 0, c]) * e.speed[0, 0, c, 1]
    civil = likelihood["neutral"] + likelihood["stray"]
    assert confidence == pytest.approx(civil / sum(likelihood.values()), rel=1e-9)


def test_what_is_held_is_kept_until_it_is_doubtful():
    tables, _ = small_tables(BAYES)
    state = start(tables.defence)
    assert held_for(tables, t=60.0, height=300.0, speed=(-400.0, 0.0), state=state)[0] == HOSTILE
    # it turns away, high and slow: less sure than it takes to decide, surer than it takes to give up
    away = dict(t=62.0, height=5000.0, speed=(0.0, 250.0))
    identity, _, confidence = held_for(tables, state=state, **away)
    assert identity == HOSTILE
    assert 0.6 < confidence < 0.95
    assert held_for(tables, **away)[0] == UNKNOWN


def test_the_reason_names_the_evidence_that_spoke_most():
    tables, _ = small_tables(BAYES)
    assert held_for(tables, civil=9)[1] == WEIGHED_REPLIES
    assert REASON_NAMES[WEIGHED_PRIOR] == "weighed_prior"
    assert len(REASON_NAMES) == WEIGHED_EMISSION + 1 == kernel.FIRST_REASON + kernel.EVIDENCE


def test_the_zone_it_came_from_speaks_against_an_aircraft():
    zone = {"at": {"latitude_deg": 40.0, "longitude_deg": 32.65}, "radius_km": 20.0, "origin": "hostile"}
    plain, hostile = small_tables(BAYES)[0], small_tables(BAYES | {"zones.border": zone})[0]
    silent = dict(east=-0.35, height=9e3)
    assert held_for(plain, **silent)[0] == UNKNOWN
    assert held_for(hostile, **silent)[0] == HOSTILE
    # first seen elsewhere, it may fly through the zone later
    assert held_for(hostile, east=0.3, height=9e3)[0] == UNKNOWN


def test_a_filed_plan_clears_a_silent_airliner_where_and_when_it_should_be():
    plain, filed = small_tables(BAYES)[0], small_tables(BAYES | {"others.airliner.filed": True})[0]
    silent = dict(north=0.3, east=-0.4, speed=(250.0, 0.0), height=10.7e3)
    without = held_for(plain, **silent)[2]
    sure = np.array([held_for(filed, state=start(filed.defence, seed), **silent)[2] for seed in range(100)])
    # 98 in 100 have filed, 9 in 10 keep to their plan, 87 in 100 come within three minutes, or nearly
    assert 70 <= np.sum(sure > 0.95) <= 98
    assert without < 0.9
    # where the plan has it by neither place, height nor course it speaks against it, in every run
    for off in ({"east": 0.9}, {"height": 5e3}, {"speed": (0.0, 250.0)}):
        bad = []
        for tables, seed in [(plain, 0), *((filed, seed) for seed in range(9))]:
            state = start(tables.defence, seed)
            held_for(tables, state=state, **(silent | off))
            bad.append(state.scales.hostile[0, 0, 0])
        assert min(bad[1:]) > bad[0] + 0.05


def test_clearing_takes_less_than_condemning():
    logs = np.zeros((kernel.EVIDENCE, kernel.CLASSES))
    # nine to one for a stray; then for a hostile
    logs[kernel.PRIOR] = np.log([0.05, 0.05, 0.8, 0.1])
    assert kernel.decide(UNKNOWN, logs, 0.95, 0.8, 0.6)[0] == NEUTRAL
    logs[kernel.PRIOR] = np.log([0.05, 0.025, 0.025, 0.9])
    assert kernel.decide(UNKNOWN, logs, 0.95, 0.8, 0.6)[0] == UNKNOWN
    assert kernel.decide(UNKNOWN, logs, 0.89, 0.8, 0.6)[0] == HOSTILE
    assert kernel.decide(UNKNOWN, logs, 0.89, 0.8, 0.6)[3] == pytest.approx(0.9)


def test_where_nobody_weighs_evidence_there_is_none_to_lean_on():
    tables, _ = small_tables()
    assert tables.defence.evidence.prior.shape == (1, 0, 4)
    assert not np.isfinite(held_for(tables)[2])
