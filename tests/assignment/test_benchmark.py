"""The public benchmark: each instance can be read, a best value is what its solution leaves, bounds lie below."""

import csv
from pathlib import Path

import numpy as np
import pytest

from gbad.assignment import dynamic
from gbad.assignment.dynamic.files import read_instance
from gbad.assignment.files import read
from gbad.assignment.solutions import read_solution

FOLDER = Path(__file__).parents[2] / "benchmarks" / "wta"


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open() as stream:
        return list(csv.DictReader(stream))


def test_there_are_sixty_from_8_by_8_to_300_by_420_and_they_are_small():
    rows = table("best-static.csv")
    assert len(rows) == 60 == len(list((FOLDER / "static").iterdir()))
    sizes = {(int(row["rows"]), int(row["targets"])) for row in rows}
    assert {(8, 8), (300, 420)} <= sizes
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 4e6


@pytest.mark.parametrize("row", table("best-static.csv"), ids=lambda row: row["name"])
def test_a_solution_leaves_what_the_table_says(row):
    named = read(FOLDER / "static" / f"{row['name']}.json.gz")
    shots = read_solution(FOLDER / "solutions" / f"{row['name']}.csv", named)
    problem = named.problem
    assert problem.kill_probability.shape == (int(row["rows"]), int(row["targets"]))
    left = problem.values @ np.prod((1.0 - problem.kill_probability) ** shots, axis=0)
    assert left == pytest.approx(float(row["best"]), rel=1e-8)
    assert float(row["bound"]) <= left * (1.0 + 1e-9)
    assert float(row["greedy"]) >= left * (1.0 - 1e-9)
    # a bound of our own: every target may be fired at by all rounds that reach it
    assert float(row["bound"]) >= problem.values @ np.prod(
        (1.0 - problem.kill_probability) ** problem.rounds[:, None], axis=0
    ) * (1.0 - 1e-9)


def instance_of(row):
    return read_instance(FOLDER / "dynamic" / f"{row['name']}.json.gz")


def test_there_are_twenty_dynamic_ones_with_arrivals_windows_and_reports_late_and_wrong():
    given = {path.name: read_instance(path) for path in sorted((FOLDER / "dynamic").iterdir())}
    assert len(given) == 20
    each = list(given.values())
    assert all((one.seen_at > 0).any() for one in each)
    assert all((one.closes.max(axis=0) < one.stages - 1).any() for one in each)
    assert sum((one.present_probability < 1.0).any() for one in each) == 10
    assert sum(one.false_kill > 0.0 for one in each) == 15
    assert sum((one.report_stages > one.guided_stages).any() for one in each) == 6
    assert max(len(one.values) for one in each) > 40
    rows = table("best-dynamic.csv")
    assert len(rows) >= 16
    for row in rows:
        one = given[f"{row['name']}.json.gz"]
        assert (int(row["targets"]), int(row["stages"])) == (len(one.values), one.stages)
        assert float(row["value"]) == pytest.approx(one.expected_value)


def test_bounds_lie_below_the_optimum_and_policies_not_below_either_beyond_their_interval():
    for row in table("best-dynamic.csv"):
        least = float(row["optimum"] or row["bound"])
        assert float(row["bound"]) <= least * (1.0 + 1e-9)
        for policy in ("greedy", "improved", "lookahead"):
            # three standard errors: there are some fifty such rows
            assert float(row[policy]) + 1.6 * float(row[f"{policy}_half_width"]) >= least


@pytest.mark.parametrize("name", ["d01", "d02"])
def test_the_optimum_of_small_ones_is_found_again(name):
    row = next(row for row in table("best-dynamic.csv") if row["name"].startswith(name))
    model = instance_of(row).compiled()
    assert dynamic.solve_exactly(model).survival_value == pytest.approx(float(row["optimum"]), rel=1e-8)
    again = dynamic.relax(model, dynamic.opening(model), 60.0)
    assert again.bound == pytest.approx(float(row["bound"]), rel=1e-5)


@pytest.mark.parametrize("name", ["d01", "d10", "d14"])
def test_what_greedy_leaves_is_played_again(name):
    row = next(row for row in table("best-dynamic.csv") if row["name"].startswith(name))
    played = dynamic.play(instance_of(row).compiled(), dynamic.greedy, seed=1, runs=int(row["runs"]))
    assert played.mean == pytest.approx(float(row["greedy"]), abs=1e-6)
