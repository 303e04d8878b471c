"""Results do not depend on how runs are cut into batches, nor on the order in which a user lists things."""

import dataclasses

import numpy as np
import pytest

import gbad
from gbad.results import Result
from gbad.scenario import open_document
from gbad.scenario.nodes import Mapping

RUNS = 64
FULL = 10  # recorded in full, a run takes a second and more
SEED = 7


def rows_of_run(result: Result, table: str, run: int) -> dict[str, np.ndarray]:
    columns = result.tables[table]
    mine = columns["run"] == run
    return {name: columns[name][mine] for name in columns}


def same(a: Result, b: Result, table: str, run: int) -> None:
    one, two = rows_of_run(a, table, run), rows_of_run(b, table, run)
    for name, column in one.items():
        np.testing.assert_array_equal(column, two[name], err_msg=f"{table}.{name} of run {run}")


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 7])
def test_runs_one_by_one_or_in_batches_of_seven_give_the_same_hash(ankara, batch):
    # of every table of every run
    whole = gbad.run(ankara, seed=SEED, runs=FULL, batch=FULL, record_all=True)
    assert gbad.run(ankara, seed=SEED, runs=FULL, batch=batch, record_all=True).result_hash == whole.result_hash


@pytest.mark.slow
def test_runs_of_64_are_those_runs_alone_bit_for_bit(ankara):
    whole = gbad.run(ankara, seed=SEED, runs=RUNS, batch=RUNS, record_all=True)
    for run in (0, 1, 6, 7, 31, 63):
        single = gbad.run(ankara, seed=SEED, runs=1, first_run=run)
        for table in ("detections", "tracks", "orders", "shots", "outcomes", "events", "channels"):
            same(whole, single, table, run)


def reversed_lists(document):
    """The same scenario with every block of entities listed in the opposite order."""

    def turned(node, depth=0):
        if not isinstance(node, Mapping):
            return node
        entries = {key: e._replace(node=turned(e.node, depth + 1)) for key, e in node.entries.items()}
        if depth >= 1:
            entries = dict(reversed(list(entries.items())))
        return Mapping(entries, node.mark)

    return dataclasses.replace(document, root=turned(document.root))


def test_entities_listed_in_another_order_give_the_same_hash(ankara):
    document = reversed_lists(open_document("ankara-2019"))
    listed = gbad.run(document, seed=SEED)
    assert listed.result_hash == gbad.run(ankara, seed=SEED).result_hash


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(ankara):
    first = gbad.run(ankara, seed=SEED).result_hash
    assert gbad.run(ankara, seed=SEED).result_hash == first
    assert gbad.run(ankara, seed=SEED + 1).result_hash != first


def test_small_capacities_grow_and_change_nothing(ankara):
    from gbad.simulation.spine import Batch, play
    from gbad.simulation.tabulate import tell

    runs = np.arange(2, dtype=np.int64)
    plenty = Batch(seed=SEED, run_number=runs, draw_of_run=np.zeros(2, np.int64))
    scarce = dataclasses.replace(plenty, track_slots=2, picture_slots=2, queue=2)
    books = [play(ankara.tables, ankara.trajectories, batch, ankara.plugs) for batch in (plenty, scarce)]
    one, two = (tell(book) for book in books)
    for table, columns in one.items():
        for name, column in columns.items():
            np.testing.assert_array_equal(column, two[table][name], err_msg=f"{table}.{name}")


def test_half_the_tick_changes_nothing(ankara):
    """Groups, reports, cues and decisions carry their own times; the tolerance is zero for decisions and outcomes."""
    half = gbad.run("ankara-2019", seed=SEED, changes={"tick_s": 0.5})
    full = gbad.run(ankara, seed=SEED)
    for table in ("orders", "outcomes"):
        same(full, half, table, 0)
