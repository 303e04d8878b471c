"""Tables of batches that are joined: where nothing was said in one of them it has no rows, but all of its columns."""

import numpy as np
import pytest

import gbad

# the first reports leave after 13 s in run 0, 17, 17.5, 15, 14 and 18.5 s in the others
CHANGES = {"duration_s": 15.0}


@pytest.mark.parametrize("first_run", [0, 1])
def test_quiet_runs_are_joined_with_others_whichever_come_first(first_run):
    one_by_one, together = (
        gbad.run("one-aircraft", 3, 4, first_run=first_run, changes=CHANGES, batch=batch, record_all=True)
        for batch in (1, 4)
    )
    said = one_by_one.tables["messages"]
    assert set(said["run"].tolist()) == {0, 3, 4} & set(range(first_run, first_run + 4))
    for column, values in together.tables["messages"].items():
        np.testing.assert_array_equal(said[column], values, err_msg=column)
    assert one_by_one.result_hash == together.result_hash
