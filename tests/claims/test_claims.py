"""The claims table: known figures come out, every sentence is answered, verdicts follow what was loaded and killed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gbad import claims, library
from gbad.claims import seeing
from gbad.claims.corners import Spread
from gbad.claims.finding import VERDICTS, Case
from gbad.claims.reach import loaded_reach_m
from gbad.claims.seeing import ONE_LOOK, needed_m2
from gbad.claims.sight import (
    DECAY_PER_M,
    SURFACE_REFRACTIVITY,
    exponential_horizon_height_m,
    horizon_height_m,
    over_this_ground,
)
from gbad.coverage.criterion import Criterion
from gbad.errors import InputError
from gbad.library.claim_spec import Has, Reaches, Sees
from gbad.physics.propagation import effective_earth_factor
from gbad.sensing import detection_range_m, loop_gain_db
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


def test_a_target_is_seen_for_certain_only_where_the_least_of_it_meets_the_most_that_is_asked() -> None:
    """Each end of what is asked is moved alone."""
    test, limit = Sees(radar="91N6E", range_km=300.0, target="fighter"), _figure("91N6E", "instrumented_range_km")
    least, most = _figure("fighter", "rcs_m2"), _figure("fighter", "height_m")
    low = Spread(0.1, 0.2, 0.9 * least.low, {}, {})
    under, wide = Spread(0.0, 0.0, 0.9 * most.low, {}, {}), Spread(0.0, 0.0, 1.1 * most.low, {}, {})
    assert seeing._of_target(test, low, under, limit, "").verdict == "holds"
    assert seeing._of_target(test, replace(low, high=1.1 * least.low), under, limit, "").verdict != "holds"
    assert seeing._of_target(test, low, wide, limit, "").verdict != "holds"
    assert seeing._of_target(_to_range(test, 1.01 * limit.low), low, under, limit, "").verdict != "holds"
    # and for certain not only where the most of it misses the least that is asked
    never = Spread(1.1 * least.high, 2.0 * least.high, 3.0 * least.high, {}, {})
    assert seeing._of_target(test, never, under, limit, "").verdict == "does_not_hold"
    assert seeing._of_target(test, replace(never, low=0.9 * least.high), under, limit, "").verdict != "does_not_hold"


def _figure(entry: str, path: str):
    return next(f for f in library.figures(entry) if f.path == path)


def _to_range(test: Sees, range_km: float) -> Sees:
    return test.model_copy(update={"range_km": range_km})


def test_exponential_and_effective_earth_agree_near_the_ground() -> None:
    """Within the lowest hundreds of metres both bend alike, once the gradient at the ground is the same."""
    factor = float(effective_earth_factor(-SURFACE_REFRACTIVITY * DECAY_PER_M))
    assert exponential_horizon_height_m(80e3, 8.0) == pytest.approx(horizon_height_m(80e3, 8.0, factor), rel=0.01)


def test_600_km_needs_3_to_48_m2_for_one_look_and_the_answer_agrees_with_the_detection_range() -> None:
    one = needed_m2("91N6E", 600.0, ONE_LOOK)
    # 4 m2 x (600/390)^4 = 22.4, and the gas on the longer way
    assert (one.low, one.nominal, one.high) == pytest.approx((3.4, 24.0, 47.7), rel=0.03)
    gain_db = loop_gain_db(390e3, 4.0, 0.5, 1e-6, 1, 1, 0.0151, 8.0)
    assert detection_range_m(gain_db, one.nominal, 0.5, 1e-6, 1, 1, 0.0151, 8.0) == pytest.approx(600e3, rel=1e-6)
    found = claims.sees(Sees(radar="91N6E", range_km=600.0))
    assert (found.verdict, found.limit) == ("holds_if", "horizon, noise")
    assert found.value == pytest.approx(20.4, abs=0.1)
    assert "3.4 to 48 m², 24 nominal for Pd 0.5 in one visit" in found.condition
    assert "Pd 0.9 within 60 s" in found.condition
    assert "340 (assumed) to 600 (published)" in found.condition


def test_sees_means_what_it_means_to_coverage() -> None:
    """At the cross-section that a claim asks for, the chance of a find in coverage's minute is the one declared."""
    criterion = Criterion()
    wanted = needed_m2("91N6E", 300.0)
    gain_db = loop_gain_db(390e3, 4.0, 0.5, 1e-6, 1, 1, 0.0151, 8.0)
    pd = criterion.single_pd(6.0)
    assert detection_range_m(gain_db, wanted.nominal, pd, 1e-6, 1, 1, 0.0151, 8.0) == pytest.approx(300e3, rel=1e-6)
    assert 1.0 - (1.0 - pd) ** 10 == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("target", "range_km", "verdict"),
    [
        ("fighter", 20.0, "holds"),  # at every corner
        ("fighter", 550.0, "does_not_hold"),  # below the horizon even at 15 km
        ("fighter", 250.0, "holds_if"),  # high flyers only
        ("cruise-missile", 200.0, "does_not_hold"),
    ],
)
def test_a_target_is_judged_at_the_corners_of_radar_and_target(target, range_km, verdict) -> None:
    found = claims.sees(Sees(radar="91N6E", range_km=range_km, target=target))
    assert found.verdict == verdict


def test_400_km_turns_on_one_stated_figure_of_the_missile() -> None:
    found = claims.reaches(Reaches(missile="40N6E", range_km=400.0, radar="92N6E"))
    assert found.verdict == "holds_if"  # one end is published, the other assumed
    assert "By itself decides: 40N6E max range 150 (assumed) to 400 (published) kilometres" in found.condition
    assert "8.9 km" in found.condition
    assert "in a sector of 90°" in found.condition
    assert claims.reaches(Reaches(missile="40N6E", range_km=420.0)).verdict == "does_not_hold"
    assert claims.reaches(Reaches(missile="48N6E3", range_km=150.0)).verdict == "holds"
    # 240 km and 250 km are both published: which of them is right decides
    assert claims.reaches(Reaches(missile="48N6E3", range_km=245.0)).verdict == "depends_on_figure"


def test_a_run_adds_what_it_loads_but_its_counts_are_no_evidence(ready) -> None:
    assert loaded_reach_m(Case(ready.tables, {})) == {"48N6E3": pytest.approx(250e3, rel=0.01)}
    for killed in ((), ("fighter",), ("low-observable-fighter", "srbm-500", "fighter")):
        table = claims.evaluate(ready, {"outcomes": _outcomes(ready, *killed)})
        row = {name: dict(zip(table["id"], table[name], strict=True)) for name in ("verdict", "condition")}
        assert row["verdict"]["c07"] == "not_tested_here"
        assert "which is no evidence" in row["condition"]["c07"]
        assert "48N6E3 reaches 2" in row["condition"]["c11"]
        assert row["verdict"]["c11"] == claims.answer(library.claims()[10]).verdict


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
    assert claims.has(Has(battery="s400-battalion", launchers=8, rounds=32)).verdict == "holds"
    assert claims.has(Has(battery="s400-battalion", launchers=9)).verdict == "does_not_hold"


def test_scenario_without_the_radar_says_nothing_of_its_ground() -> None:
    radars = SimpleNamespace(type=np.array(["36D6M"]))
    tables = SimpleNamespace(defence=SimpleNamespace(radars=radars))
    assert over_this_ground(Case(tables, {})) == ""  # type: ignore[arg-type]  # only radars are read


def test_a_users_claims_file_works_the_same_way_and_its_faults_are_told(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    head = "schema: claims/1\ntitle: Mine\nclaims:\n"
    file.write_text(
        head + '  - {id: a, kind: x, says: "It flies 200 km", test: {reaches: {missile: 48N6E3, range_km: 200}}}\n'
    )
    found = library.claims_of(file)
    assert claims.answer(found.claims[0]).verdict == "holds"
    for line, said in (
        ("{id: a, kind: x, says: y, test: {sees: {radar: 91N6X, range_km: 1}}}", "91N6X is no radar"),
        ("{id: a, kind: x, says: y, test: {}}", "0 found"),
        ("{id: a, kind: x, says: y, test: {kills: {kinds: [stealth]}}}", "low_observable"),
        ("{id: a, kind: x, says: y, test: {sees: {radar: 91N6E, range_km: -1}}}", "mine.yaml:4"),
    ):
        file.write_text(f"{head}  - {line}\n")
        with pytest.raises(InputError, match=said):
            claims.answer(library.claims_of(file).claims[0])
