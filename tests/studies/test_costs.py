"""What rounds cost: ratios of means, spreads of prices, and errors that name what is missing."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.library.prices import prices
from gbad.studies.answer import Study
from gbad.studies.anytime import ANYTIME
from gbad.studies.costs import Counted, Ratio, costs_of, ratio, shown, told
from gbad.studies.design import Design, Until, Variant
from gbad.studies.intervals import FIXED, Bounds, mean_interval, tally


@dataclass
class Spread:
    low: float
    nominal: float
    high: float


S400 = ("48N6E3", "48N6E2", "40N6E", "9M96E2", "9M96E")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    variants = (Variant("one", {}), Variant("four", {"threats.aircraft.count": "4"}))
    design = Design("one-aircraft", variants, runs=12, seed=3)
    return gbad.study(design, out=tmp_path_factory.mktemp("costs") / "s", workers=1, backend="threads")


def counted(values, most, least=0.0):
    return Counted(np.asarray(values, float), Bounds(least, most))


def test_a_ratio_is_one_of_means_and_its_ends_are_where_the_rest_may_be_zero():
    top, bottom = counted([2.0, 4.0, 6.0, 4.0], 8.0), counted([1.0, 2.0, 2.0, 1.0], 2.0)
    found = ratio(top, bottom)
    assert found.value == pytest.approx(16.0 / 6.0)
    # a mean of ratios would be something else
    assert found.value != pytest.approx((top.values / bottom.values).mean())
    for claim, end in ((found.low, "low"), (found.high, "high")):
        ends = Bounds(-2.0 * claim, 8.0)
        assert getattr(mean_interval(tally(top.values - claim * bottom.values), ends), end) == pytest.approx(
            0, abs=1e-4
        )


def test_a_ratio_to_one_is_the_mean_with_the_interval_of_the_mean():
    top = counted([2.0, 4.0, 6.0, 4.0], 8.0)
    for family in (FIXED, ANYTIME):
        found, known = (
            ratio(top, counted(np.ones(4), 1.0, 1.0), family),
            family.mean(tally(top.values), top.bounds, 0.95),
        )
        assert (found.value, found.low, found.high) == pytest.approx((known.estimate, known.low, known.high), rel=1e-5)
    assert ratio(top, counted(np.ones(4), 1.0, 1.0), ANYTIME).high > ratio(top, counted(np.ones(4), 1.0, 1.0)).high


def test_what_cannot_be_known_is_not_told():
    top = counted([4.0, 4.0], 8.0)
    assert np.isnan(ratio(top, counted([0.0, 0.0], 2.0)).value)
    # two runs alike exclude little, and two of a study that may stop when it likes still less
    alike, stopped = (ratio(top, counted([2.0, 2.0], 2.0), family) for family in (FIXED, ANYTIME))
    assert stopped.low < alike.low < 0.5
    assert 10.0 < alike.high < stopped.high < 100.0
    # nothing fired: no cost was seen, and some may be
    free = ratio(counted(np.zeros(50), 8.0), counted(np.full(50, 2.0), 2.0))
    assert free.value == free.low == 0.0
    assert 0.1 < free.high < 0.5


def test_coverage_of_the_interval_where_it_is_hard():
    # forty lost in one run of a hundred, and then nothing is saved: normal intervals hold in half of such studies
    dice, inside = np.random.default_rng(5), 0
    for _ in range(200):
        lost = dice.random(60) < 0.01
        fired = np.where(lost, 32.0, dice.poisson(16.0, 60).clip(0, 32))
        found = ratio(counted(fired, 32.0), counted(np.where(lost, 0.0, 40.0), 40.0))
        inside += found.low <= (0.99 * 16.0 + 0.32) / (0.99 * 40.0) <= found.high
    assert inside / 200 >= 0.95


def test_costs_are_rounds_times_price_and_break_even_is_per_value_saved(study):
    fired = "48N6E3"
    found = {one.variant: one for one in costs_of(study, {fired: Spread(1.0, 2.0, 5.0)})}
    for row, name in enumerate(("one", "four")):
        rounds = study.sample(f"rounds_{fired}", row).mean()
        saved = study.bounds("value_leaked", row).high - study.sample("value_leaked", row).mean()
        killed = study.sample("killed", row).mean()
        costs = found[name]
        assert costs.raid["nominal"].value == pytest.approx(2.0 * rounds)
        assert costs.raid["high"].value == pytest.approx(5.0 * rounds)
        assert costs.kill["low"].value == pytest.approx(rounds / killed)
        assert costs.break_even["nominal"].value == pytest.approx(2.0 * rounds / saved)
        fired_interval = study.interval(f"rounds_{fired}", row)
        assert costs.raid["high"].low == pytest.approx(5.0 * fired_interval.low, rel=1e-5)
        assert costs.raid["high"].high == pytest.approx(5.0 * fired_interval.high, rel=1e-5)
        assert costs.kill["low"].low < costs.kill["low"].value < costs.kill["low"].high
    assert json.loads(json.dumps(told(found["one"])))["runs"] == 12


def test_intervals_side_by_side_are_counted(study):
    found = costs_of(study, {"48N6E3": Spread(1.0, 2.0, 5.0)})
    assert shown(found) == 6
    none = Ratio(float("nan"), float("nan"), float("nan"))
    nothing_killed = [replace(one, kill=dict.fromkeys(one.kill, none)) for one in found]
    assert shown(nothing_killed) == 4


def test_costs_of_a_study_that_stopped_hold_at_any_look(study):
    prices_of = {"48N6E3": Spread(1.0, 2.0, 5.0)}
    stopped = Study(replace(study.design, until=Until("leaked", 1.0)), study.outcome, study.manifest, None)
    for then, now in zip(costs_of(study, prices_of), costs_of(stopped, prices_of), strict=True):
        for what in ("raid", "kill", "break_even"):
            fixed, anytime = getattr(then, what)["nominal"], getattr(now, what)["nominal"]
            assert anytime.value == fixed.value
            assert anytime.low < fixed.low
            assert fixed.high < anytime.high


def test_counts_of_rounds_of_all_types_are_no_type(study):
    # as a scenario of several commands has it
    then = study.outcome
    values = np.concatenate([then.values, np.ones((*then.values.shape[:2], 1))], axis=2)
    bounds = np.concatenate([then.bounds, np.tile([0.0, 4.0], (len(then.bounds), 1, 1))], axis=1)
    now = replace(then, names=(*then.names, "rounds_too_many"), values=values, bounds=bounds)
    wasteful = Study(study.design, now, study.manifest, None)
    prices_of = {"48N6E3": Spread(1.0, 2.0, 5.0)}
    assert costs_of(wasteful, prices_of) == costs_of(study, prices_of)


def test_a_type_without_a_price_is_named(study):
    with pytest.raises(InputError, match="48N6E3: no price is known; give one with --prices"):
        costs_of(study, {"9M96E2": Spread(1.0, 1.0, 1.0)})


def test_shipped_prices_are_spreads_with_year_kind_basis_and_source():
    found = prices()
    assert {"48N6E3", "40N6E", "9M96E2"} <= set(found)
    for kind, price in found.items():
        assert 0.0 < price.low <= price.nominal <= price.high
        assert price.low < price.high
        assert price.kind
        assert price.year > 2000
        assert len(price.source) > 20  # a citation, not its key
        # what is the price of another missile is no source for this one
        assert (price.basis == "assumed") == ("comparable" in price.kind) == (kind in S400)
        assert price.basis in ("assumed", "second_hand")


PRICE = "{low: 1.0, nominal: 2.0, high: 3.0, year: 2020, kind: unit, basis: assumed, from: me}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PRICE.replace("3.0", "1.5"), "not in order"),
        (PRICE.replace("1.0", "-1.0"), "mine.yaml:3"),
        (PRICE.replace("kind: unit, ", ""), "kind"),
        (PRICE.replace("assumed", "guessed"), "basis"),
        (PRICE.replace("low", "lowest"), "lowest"),
    ],
)
def test_bad_prices_are_refused_with_their_line(tmp_path, text, words):
    file = tmp_path / "mine.yaml"
    file.write_text(f"schema: prices/1\nprices:\n  48N6E3: {text}\n")
    with pytest.raises(InputError, match=words):
        prices(file)
    with pytest.raises(InputError, match="there is no such file"):
        prices(tmp_path / "none.yaml")
