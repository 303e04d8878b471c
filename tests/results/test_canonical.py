"""The result hash depends on what the rows say, not on how they came about."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import synthetic_tables

from gbad.results import TABLES, canonical_table, merged_hash, result_hash, run_digests


def shuffled(tables: dict, seed: int) -> dict:
    dice = np.random.default_rng(seed)
    out = {}
    for name, table in tables.items():
        order = dice.permutation(len(next(iter(table.values()))))
        columns = list(table)
        dice.shuffle(columns)
        out[name] = {column: table[column][order] for column in columns}
    return out


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), runs=st.integers(1, 4))
def test_order_of_rows_columns_and_tables_changes_nothing(seed, runs):
    tables = synthetic_tables(runs)
    other = shuffled(tables, seed)
    assert result_hash(dict(reversed(other.items()))) == result_hash(tables)


def test_any_changed_value_changes_the_hash():
    before = result_hash(synthetic_tables())
    for name, table in TABLES.items():
        for column in table.columns:
            tables = synthetic_tables()
            values = tables[name][column]
            if values.dtype.kind == "U":
                tables[name][column] = values.astype("U99")
                tables[name][column][0] += "x"
            elif values.dtype.kind == "b":
                values[0] = not values[0]
            else:
                values[0] = 12345
            assert result_hash(tables) != before, (name, column)


def test_text_may_not_slide_from_one_row_into_the_next():
    def events(texts):
        tables = {"events": {key: values[:2] for key, values in synthetic_tables(2)["events"].items()}}
        tables["events"]["text"] = np.array(texts)
        return result_hash(tables)

    assert events(["ab", "c"]) != events(["a", "bc"])


def test_forms_of_nan_and_zero_are_one():
    table = synthetic_tables()["claims"]
    odd_nan = np.frombuffer(np.array([0x7FF8_0000_0000_0001], np.uint64).tobytes(), np.float64)
    hashes = {result_hash({"claims": table | {"value": value}}) for value in (np.array([np.nan]), odd_nan, -odd_nan)}
    assert len(hashes) == 1
    assert result_hash({"claims": table | {"value": np.array([0.0])}}) == result_hash(
        {"claims": table | {"value": np.array([-0.0])}}
    )


def test_digests_of_runs_made_apart_merge_to_the_same_hash():
    whole = synthetic_tables(5)
    digests: dict[str, dict[int, bytes]] = {}
    for runs in ([3], [0, 4], [1, 2]):
        for name, table in whole.items():
            mask = np.isin(table["run"], runs) if "run" in table else slice(None)
            part = canonical_table(name, {key: values[mask] for key, values in table.items()})
            digests.setdefault(name, {}).update(run_digests(name, part))
    assert merged_hash(digests) == result_hash(whole)


def test_rows_with_equal_keys_are_ordered_by_the_rest():
    table = synthetic_tables(1)["detections"]
    twice = {key: np.concatenate([values[:1], values[:1]]) for key, values in table.items()}
    twice["snr_db"] = np.array([20.0, 10.0])
    turned = {key: values[::-1] for key, values in twice.items()}
    assert result_hash({"detections": twice}) == result_hash({"detections": turned})


def test_a_table_without_rows_needs_only_its_name():
    empty = canonical_table("truth", {})
    assert set(empty) == set(TABLES["truth"].columns)
    assert all(len(column) == 0 for column in empty.values())


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("trooth", {}, "no table is called 'trooth'"),
        ("truth", {"height_ft": np.zeros(12)}, "unknown columns"),
        ("truth", {"height_m": np.zeros(3)}, "has shape"),
        ("truth", {"run": np.zeros(12)}, "whole numbers"),
    ],
)
def test_what_is_not_declared_is_refused(name, change, message):
    with pytest.raises(ValueError, match=message):
        canonical_table(name, synthetic_tables()["truth"] | change)


def test_a_missing_column_is_refused():
    table = synthetic_tables()["truth"]
    del table["height_m"]
    with pytest.raises(ValueError, match=r"missing columns \['height_m'\]"):
        canonical_table("truth", table)
