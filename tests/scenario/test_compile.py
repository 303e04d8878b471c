"""Compilation into tables: order, draws, magazines, references between rows."""

import dataclasses

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.scenario import compile_tables, parse_document, read
from gbad.scenario.figures_used import assumptions, uncertain
from gbad.scenario.load import load
from gbad.tables import Tables
from gbad.testing import circular_models, small_document, small_tables
from gbad.testing.small import SMALL


def columns_of(tables: Tables) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("radars", "commands", "links", "batteries", "launchers", "rounds", "interceptors", "assets"):
        table = getattr(tables.defence, name)
        found |= {f"{name}.{f.name}": getattr(table, f.name) for f in dataclasses.fields(table)}
    return found | {f"objects.{f.name}": getattr(tables.objects, f.name) for f in dataclasses.fields(tables.objects)}


def assert_equal(first: Tables, second: Tables) -> None:
    other = columns_of(second)
    for name, column in columns_of(first).items():
        np.testing.assert_array_equal(column, other[name], err_msg=name)


def test_rows_are_sorted_by_id_whatever_the_order_in_the_file():
    head, sections = SMALL.split("commands:", 1)
    threats = sections.index("threats:")
    others = sections.index("others:")
    turned = sections[threats:others].splitlines()
    fighter, missile = turned[1:2], turned[2:]
    text = head + sections[others:] + "\n".join([turned[0], *missile, *fighter]) + "\ncommands:" + sections[:threats]
    scenario = read(parse_document(text, "small"))
    assert list(scenario.threats) == ["missile", "fighter"]
    turned_tables, turned_paths = compile_tables(scenario, circular_models())
    tables, paths = small_tables()
    assert_equal(tables, turned_tables)
    np.testing.assert_array_equal(paths.position_ecef_m, turned_paths.position_ecef_m)


def test_every_column_has_the_shape_the_tables_promise():
    tables, _ = small_tables(draws=[{}, {}, {}])
    rows = {"radars": 2, "commands": 1, "links": 2, "batteries": 1, "launchers": 1, "rounds": 4, "interceptors": 1}
    for name, count in rows.items():
        table = getattr(tables.defence, name)
        for field in dataclasses.fields(table):
            column = getattr(table, field.name)
            if isinstance(column, np.ndarray) and field.name != "mask_min_height_m":
                assert count in column.shape[:2], f"{name}.{field.name}"
                assert column.shape[0] in (3, count), f"{name}.{field.name}"


def test_each_draw_is_what_a_compilation_of_its_own_gives():
    quantiles = [{}, {"91N6E.calibration.range_km": 0.1, "fighter.rcs_m2": 0.9}, {"92N6E.calibration.pd": 0.7}]
    together, _ = small_tables(draws=quantiles)
    for draw, row in enumerate(quantiles):
        alone, _ = small_tables(draws=[row])
        other = columns_of(alone)
        for name, column in columns_of(together).items():
            if (
                isinstance(column, np.ndarray)
                and column.ndim >= 2
                and column.shape[0] == 3
                and name.split(".")[1]
                not in (
                    "position_ecef_m",
                    "ecef_to_enu",
                )
            ):
                np.testing.assert_array_equal(column[draw], other[name][0], err_msg=name)


def test_copies_of_a_type_share_a_draw_and_a_figure_set_anew_has_its_own():
    changes = {"threats.missile.rcs_m2": {"low": 0.1, "nominal": 1.0, "high": 10.0}}
    keys = {assumption.key for assumption in uncertain(load(small_document(), changes))}
    assert "threats.missile.rcs_m2" in keys
    assert "cruise-missile.rcs_m2" not in keys
    assert "cruise-missile.speed_mps" in keys
    tables, _ = small_tables(changes, draws=[{"threats.missile.rcs_m2": 1.0}, {"cruise-missile.rcs_m2": 1.0}])
    row = list(tables.objects.id).index("missile")
    assert tables.objects.rcs_dbsm[:, row] == pytest.approx([10.0, 0.0])


def test_cross_sections_are_drawn_in_decibels():
    tables, _ = small_tables(draws=[{"low-observable-fighter.rcs_m2": 0.25}, {"fighter.rcs_m2": 0.25}])
    row = list(tables.objects.id).index("fighter")
    # half way in decibels from 1 to 4 square metres
    assert tables.objects.rcs_dbsm[1, row] == pytest.approx(5.0 * np.log10(4.0))


def test_paths_are_laid_per_draw_only_where_a_drawn_figure_moves_them():
    assert small_tables(draws=[{}, {"fighter.rcs_m2": 1.0}])[1].start_s.shape == (1, 3)
    _, paths = small_tables(draws=[{}, {"cruise-missile.speed_mps": 1.0}])
    assert paths.start_s.shape == (2, 3)
    assert paths.plan_end_s[1, 2] < paths.plan_end_s[0, 2]


def test_a_quantile_outside_its_range_is_refused():
    with pytest.raises(InputError, match="a quantile 0 to 1 is allowed"):
        small_tables(draws=[{"fighter.rcs_m2": 1.2}])


def test_tubes_and_rounds_are_counted_apart():
    tables, _ = small_tables(
        {"batteries.battery.launchers": [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 3, "9M96E2": 1}}]}
    )
    rounds = tables.defence.rounds
    assert len(tables.defence.launchers.id) == 2
    assert tables.defence.launchers.tubes.tolist() == [4, 4]
    names = tables.defence.interceptors.id[rounds.interceptor]
    assert (names == "48N6E3").sum() == 6
    assert (names == "9M96E2").sum() == 8
    order = np.lexsort((rounds.tube, rounds.launcher, rounds.battery))
    assert order.tolist() == list(range(len(order)))


def test_a_radar_may_stand_for_a_batterys_own():
    extra = {"radars.engage": {"type": "92N6E", "battery": "battery", "antenna_height_m": 24.0}}
    tables, _ = small_tables(extra)
    radars = tables.defence.radars
    assert radars.id.tolist() == ["engage", "search"]
    assert tables.defence.batteries.radar.tolist() == [0]
    assert np.degrees(radars.boresight_rad[0]) == pytest.approx(90.0)
    assert radars.antenna_height_m[0] - radars.antenna_height_m[1] == pytest.approx(24.0 - 8.0)


def test_an_asset_may_be_a_radar():
    tables, _ = small_tables({"assets.eye": {"radar": "battery-radar"}})
    assets = tables.defence.assets
    assert assets.id.tolist() == ["eye", "town"]
    assert assets.radar.tolist() == [0, -1]


def test_groups_become_single_flyers_in_time_and_line():
    tables, paths = small_tables(
        {"threats.missile.count": 3, "threats.missile.interval_s": 10.0, "threats.missile.abreast_km": 2.0}
    )
    rows = [list(tables.objects.id).index(f"missile-{n}") for n in (1, 2, 3)]
    assert paths.start_s[0, rows].tolist() == [0.0, 10.0, 20.0]
    starts = paths.position_ecef_m[0, rows, 0]
    assert np.linalg.norm(starts[1] - starts[0]) == pytest.approx(2000.0, rel=1e-3)
    assert np.linalg.norm(starts[2] - starts[0]) == pytest.approx(4000.0, rel=1e-3)


def test_an_uneven_line_keeps_its_order_and_its_dice():
    even = {"threats.missile.count": 12, "threats.missile.interval_s": 10.0, "threats.missile.abreast_km": 2.0}
    _, line = small_tables(even)
    tables, uneven = small_tables(even | {"threats.missile.irregularity": 0.5})
    members = [str(name).startswith("missile") for name in tables.objects.id]
    late = (uneven.start_s - line.start_s)[0, members]
    assert np.all((late >= 0.0) & (late < 5.0))
    assert len(set(late.tolist())) == 12
    # a member's place hangs on its own id alone
    fewer, short = small_tables(even | {"threats.missile.count": 3, "threats.missile.irregularity": 0.5})
    row = {str(name): i for i, name in enumerate(tables.objects.id)}
    for i, name in enumerate(fewer.objects.id):
        assert short.start_s[0, i] == uneven.start_s[0, row[str(name)]]
    # others keep their dice and places
    assert np.array_equal(uneven.start_s[0, ~np.array(members)], line.start_s[0, ~np.array(members)])


def test_cumulative_calibration_asks_less_of_each_look():
    seen: list[float] = []

    def note(**figures: float) -> float:
        seen.append(figures["pd"])
        return 200.0

    models = dataclasses.replace(circular_models(), calibrate_radar=note)
    changes = {"radars.search.calibration": {"look": "cumulative", "looks": 3, "pd": 0.9}}
    compile_tables(load(small_document(), changes), models)
    assert any(pd == pytest.approx(1.0 - 0.1 ** (1.0 / 3.0)) for pd in seen)


def test_everything_leaned_on_has_a_basis_and_a_source():
    for name in ("ankara-2019", "one-aircraft", "saturation-40"):
        for assumption in assumptions(load(name)):
            assert assumption.basis in ("published", "second_hand", "derived", "assumed"), assumption.key
            assert assumption.source, assumption.key
            assert assumption.low <= assumption.nominal <= assumption.high
