"""The claims table: known figures come out, every sentence is answered, verdicts follow what was loaded and killed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gbad import claims, library
from gbad.claims.finding import VERDICTS, Case
from gbad.claims.reach import engagement_at_400_km, loaded_reach_m
from gbad.claims.sight import (
    DECAY_PER_M,
    SURFACE_REFRACTIVITY,
    detection_at_600_km,
    exponential_horizon_height_m,
    horizon_height_m,
    noise_range_m,
)
from gbad.claims.sight import rcs_needed_m2 as needed
from gbad.physics.propagation import effective_earth_factor
from gbad.simulation.prepare import prepare


@pytest.fixture(scope="module")
def ready():
    return prepare("ankara-2019")


def _outcomes(ready, *killed: str) -> dict[str, np.ndarray]:
    """An outcomes table in which all objects of some types were killed."""
    objects = ready.tables.objects
    fate = np.where(np.isin(objects.type, killed), "killed", "leaked")
    return {"type": objects.type, "is_threat": objects.is_threat, "fate": fate}


def test_every_sentence_of_the_article_is_answered(ready) -> None:
    table = claims.evaluate(ready, {"outcomes": _outcomes(ready, "fighter")})
    assert table["id"].tolist() == [c.id for c in library.claims()]
    assert set(table["verdict"].tolist()) <= set(VERDICTS)
    assert all(len(condition) > 20 for condition in table["condition"])
    assert {len(column) for column in table.values()} == {13}


def test_600_km_needs_20_4_km_of_height_or_21_9_in_an_exponential_atmosphere() -> None:
    assert horizon_height_m(600e3, 8.0) == pytest.approx(20_400.0, rel=0.005)
    assert exponential_horizon_height_m(600e3, 7.0) == pytest.approx(21_900.0, rel=0.006)
    assert horizon_height_m(400e3, 7.0) == pytest.approx(8_900.0, rel=0.005)
    assert exponential_horizon_height_m(5e3, 8.0) == 0.0


def test_exponential_and_effective_earth_agree_near_the_ground() -> None:
    """Within the lowest hundreds of metres both bend alike, once the gradient at the ground is the same."""
    factor = float(effective_earth_factor(-SURFACE_REFRACTIVITY * DECAY_PER_M))
    assert exponential_horizon_height_m(80e3, 8.0) == pytest.approx(horizon_height_m(80e3, 8.0, factor), rel=0.01)


def test_600_km_needs_a_bomber_and_the_answer_agrees_with_the_detection_range(ready) -> None:
    case = Case(ready.tables, _outcomes(ready))
    row = case.radar_row("91N6E")
    assert row is not None
    rcs_m2 = needed(case, row, 600e3)
    assert 20.0 < rcs_m2 < 30.0  # 4 m2 x (600/390)^4 = 22.4, and the gas on the longer way
    assert noise_range_m(case, row, rcs_m2) == pytest.approx(600e3, rel=1e-6)
    found = detection_at_600_km(case)
    assert (found.verdict, found.limit) == ("holds_if", "horizon, noise")
    assert found.value == pytest.approx(20.4, abs=0.1)


def test_400_km_is_out_of_flight_without_the_long_range_missile(ready) -> None:
    case = Case(ready.tables, _outcomes(ready))
    assert loaded_reach_m(case) == {"48N6E3": pytest.approx(250e3, rel=0.01)}
    found = engagement_at_400_km(case)
    assert found.verdict == "does_not_hold"
    assert found.limit.startswith("flight")
    assert found.value == pytest.approx(250.0, rel=0.01)
    assert "40N6E" in found.condition
    assert "8.9 km" in found.condition


def test_make_up_is_counted_not_assumed(ready) -> None:
    table = claims.evaluate(ready, {"outcomes": _outcomes(ready)})
    row = table["id"].tolist().index("c08")
    assert table["verdict"][row] == "holds"
    rounds = ready.tables.defence.rounds
    fewer = replace(rounds, **{f: getattr(rounds, f)[1:] for f in rounds.__dataclass_fields__})
    tables = replace(ready.tables, defence=replace(ready.tables.defence, rounds=fewer))
    table = claims.evaluate(SimpleNamespace(tables=tables), {"outcomes": _outcomes(ready)})
    assert table["verdict"][row] == "not_tested_here"
    assert table["value"][row] == 31.0


def test_kinds_killed_decide_the_seventh_sentence(ready) -> None:
    def verdict(*killed: str, runs: int = 1) -> str:
        outcomes = {name: np.tile(column, runs) for name, column in _outcomes(ready, *killed).items()}
        table = claims.evaluate(ready, {"outcomes": outcomes})
        return str(table["verdict"][table["id"].tolist().index("c07")])

    # two ballistic missiles in one run: none killed may be chance
    assert verdict("fighter") == "not_tested_here"
    assert verdict("low-observable-fighter") == "not_tested_here"
    assert verdict("low-observable-fighter", runs=5) == "does_not_hold"
    assert verdict("low-observable-fighter", "srbm-500", "fighter") == "holds"


def test_scenario_without_the_radar_says_so() -> None:
    radars = SimpleNamespace(type=np.array(["36D6M"]))
    tables = SimpleNamespace(defence=SimpleNamespace(radars=radars))
    assert detection_at_600_km(Case(tables, {})).verdict == "not_tested_here"  # type: ignore[arg-type]  # only radars are read
