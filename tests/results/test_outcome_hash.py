"""The hash that two machines compare: last bits do not count, anything that matters does."""

import os
import subprocess
import sys

import numpy as np
import pytest

import gbad
from gbad.results import outcome_hash

# interpreted, a second of battle takes a quarter of a second, a round's tables minutes: a small round, an aircraft near
NEAR = {
    "duration_s": 40.0,
    "batteries.battery": {
        "type": "pantsir", "at": {"latitude_deg": 40.0, "longitude_deg": 33.0},
        "command": "post", "boresight_deg": 90.0,
    },
    "threats.aircraft.route.points.0.longitude_deg": 33.25,
    "threats.aircraft.route.points.0.height_m": 3000.0,
}  # fmt: skip
PLAY = f"import gbad; print(gbad.run('one-aircraft', seed=3, runs=1, changes={NEAR!r}).outcome_hash)"


@pytest.fixture(scope="module")
def played():
    return gbad.run("one-aircraft", seed=3, runs=1)


def changed(result, table, column, change):
    tables = {name: dict(result.tables[name]) for name in ("outcomes", "shots")}
    tables[table][column] = change(np.array(tables[table][column]))
    return outcome_hash(tables)


def test_last_bits_do_not_count_and_what_matters_does(played):
    assert changed(played, "outcomes", "end_s", lambda v: v) == played.outcome_hash
    assert changed(played, "outcomes", "end_s", lambda v: np.nextafter(v, np.inf)) == played.outcome_hash
    assert changed(played, "outcomes", "end_s", lambda v: v + 2e-6) != played.outcome_hash
    assert changed(played, "outcomes", "fate", lambda v: np.full_like(v, "x")) != played.outcome_hash
    assert played.outcome_hash != played.result_hash


def test_other_dice_have_another_outcome_hash(played):
    assert gbad.run("one-aircraft", seed=4, runs=1).outcome_hash != played.outcome_hash


def test_a_folder_keeps_it(played, tmp_path):
    folder = played.save(tmp_path / "r")
    assert gbad.open_results(folder).outcome_hash == played.outcome_hash


@pytest.mark.slow
def test_interpreted_and_compiled_runs_have_the_same():
    compiled = gbad.run("one-aircraft", seed=3, runs=1, changes=NEAR)
    assert list(compiled.outcomes["fate"]) == [
        "killed"
    ]  # searched, tracked, ordered, flown and hit: all rooms were asked
    said = subprocess.run(
        [sys.executable, "-c", PLAY],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == compiled.outcome_hash
