"""What rounds cost: ratios of means, spreads of prices, and errors that name what is missing."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.library.prices import prices
from gbad.studies.costs import costs_of, ratio, told
from gbad.studies.design import Design, Variant


@dataclass
class Spread:
    low: float
    nominal: float
    high: float


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    variants = (Variant("one", {}), Variant("four", {"threats.aircraft.count": "4"}))
    design = Design("one-aircraft", variants, runs=12, seed=3)
    return gbad.study(design, out=tmp_path_factory.mktemp("costs") / "s", workers=1, backend="threads")


def test_a_ratio_is_one_of_means_with_the_interval_of_its_linear_part():
    top, bottom = np.array([2.0, 4.0, 6.0, 4.0]), np.array([1.0, 2.0, 2.0, 1.0])
    found = ratio(top, bottom)
    assert found.value == pytest.approx(16.0 / 6.0)
    # by hand: residuals of top - R bottom
    rest = top - 16.0 / 6.0 * bottom
    assert found.half_width == pytest.approx(1.959963984540054 * rest.std(ddof=1) / (1.5 * 2.0))
    assert np.isnan(ratio(top, 0.0 * bottom).value)
    assert ratio(top[:1], bottom[:1]).half_width == float("inf")
    # a mean of ratios would be something else
    assert found.value != pytest.approx((top / bottom).mean())


def test_coverage_of_the_interval():
    dice, inside = np.random.default_rng(5), 0
    for _ in range(300):
        bottom = dice.poisson(4.0, 80).astype(float)
        top = 2.0 * bottom + dice.poisson(3.0, 80)
        found = ratio(top, bottom)
        inside += abs(found.value - 2.75) <= found.half_width
    assert 0.91 < inside / 300 < 0.985


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
    assert json.loads(json.dumps(told(found["one"])))["runs"] == 12


def test_a_type_without_a_price_is_named(study):
    with pytest.raises(InputError, match="48N6E3: no price is known; give one with --prices"):
        costs_of(study, {"9M96E2": Spread(1.0, 1.0, 1.0)})


def test_shipped_prices_are_spreads_with_year_kind_basis_and_source():
    found = prices()
    assert {"48N6E3", "40N6E", "9M96E2"} <= set(found)
    for price in found.values():
        assert 0.0 < price.low <= price.nominal <= price.high
        assert price.low < price.high
        assert price.kind
        assert price.year > 2000
        assert len(price.source) > 20  # a citation, not its key
        assert price.basis == "assumed"  # none is of these very missiles


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
