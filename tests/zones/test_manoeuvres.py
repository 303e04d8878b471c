"""Weaves of a target: what they cost a round, where their greatest load comes from, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.commands.envelope import envelope
from gbad.engagement import reference
from gbad.errors import InputError
from gbad.physics.atmosphere import density_kg_m3
from gbad.zones.manoeuvres import LIFT_TO_DRAG, PERIODS_S, manoeuvres_of
from gbad.zones.zone import Missile, Target


@pytest.fixture(scope="module")
def hitter():
    return Missile.of("pac-3-mse")


def test_a_harder_weave_costs_a_round_that_must_hit_more(hitter):
    found = manoeuvres_of(hitter, Target.of("srbm-500"), 12.0)
    assert found.load_g0.tolist() == [3.0, 6.0, 12.0]
    assert np.all(np.diff(found.killed[:, :3], axis=0) <= 0.02)
    # a weave of 12 g in 2 s carries a body 12 m aside: far beyond what a body that must be hit is wide
    assert found.killed[2, 1] < 0.3 * found.steady
    # a slow one bends the way, and is followed
    assert found.killed[0, 3] > 0.85 * found.steady
    least, load, period = found.worst()
    assert (load, period in PERIODS_S[:2]) == (12.0, True)
    assert least == found.killed.min()
    assert found.mean == pytest.approx((found.killed.sum() + found.steady) / 13.0)


def test_a_blast_that_reaches_farther_than_the_weave_does_not_mind(hitter):
    target = Target.of("fighter")
    large = manoeuvres_of(Missile.of("48N6E3"), target, 9.0)
    small = manoeuvres_of(Missile.of("57E6"), target, 9.0)
    assert large.killed.min() > 0.9 * large.steady
    assert small.killed.min() / small.steady < large.killed.min() / large.steady


def test_without_a_limit_the_air_gives_a_ballistic_bodys_load(hitter):
    target = Target.of("srbm-500")
    found = manoeuvres_of(hitter, target)
    height_km = float(found.limit_why.split(" at ")[1].split(" km")[0])
    pressure = 0.5 * float(density_kg_m3(1e3 * height_km)) * 1200.0**2
    assert found.load_g0[-1] == pytest.approx(LIFT_TO_DRAG * pressure / target.coefficient_kg_m2 / 9.80665, rel=0.1)
    assert Target.of("fighter").evasion_g0 == pytest.approx(
        manoeuvres_of(Missile.of("48N6E3"), Target.of("fighter")).load_g0[-1]
    )
    assert manoeuvres_of(hitter, Target.of("cruise-missile")).load_g0[-1] == 5.0


def test_the_steady_share_is_the_stated_figure_for_the_reference_body(hitter):
    own = reference.BODIES[2]
    target = Target("as the reference", 2, np.nan, np.nan, own.rcs_m2, 0.0, own.length_m, own.span_m,
                    own.heat_w_per_sr, 9000.0)  # fmt: skip
    found = manoeuvres_of(hitter, target)
    assert found.steady == pytest.approx(float(hitter.columns["pk_published"][2]), abs=2.0 * found.steady_half_width)


def test_what_is_asked_wrongly_is_refused(hitter):
    for wrong in (0.0, -1.0, 101.0, float("nan")):
        with pytest.raises(InputError, match=r"--load-limit: .* more than 0 and at most 100 is allowed"):
            manoeuvres_of(hitter, Target.of("fighter"), wrong)
    with pytest.raises(InputError, match="nothing weaves against it"):
        envelope("thaad-class", "srbm-500", radar="91N6E", height=None, crossing="0m", footprint=[], load_limit=3.0,
                 page=None, as_json=True)  # fmt: skip


def test_no_set_is_flown_where_no_kill_is_stated():
    assert manoeuvres_of(Missile.of("57E6"), Target.of("srbm-500")) is None
