"""The public benchmark: each instance can be read, a best value is what its solution leaves, bounds lie below."""

import csv
from pathlib import Path

import numpy as np
import pytest

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
