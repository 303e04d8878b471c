"""Columns behave as a small table."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic import synthetic_result

from gbad.results import Columns


def test_columns_rows_and_masks():
    outcomes = synthetic_result().outcomes
    assert outcomes["object"].tolist() == ["airliner", "cm-1", "cm-2", "cm-3"]
    assert outcomes[1].object == "cm-1"
    assert outcomes[-1]["cause"] == "no_channel"
    assert len(outcomes[outcomes["is_threat"]]) == 3
    assert [row.shots for row in outcomes.where(fate="leaked").rows()] == [1, 0]
    assert "object=cm-1" in repr(outcomes[1])
    assert "first_order_s" not in repr(outcomes[0])


def test_unknown_names_say_what_there_is():
    result = synthetic_result()
    with pytest.raises(KeyError, match="it has run, object"):
        result.outcomes["objekt"]
    with pytest.raises(AttributeError, match="no 'outcome'"):
        _ = result.outcome
    with pytest.raises(AttributeError, match="no 'speed'"):
        _ = result.outcomes[0].speed
    assert "outcomes" in dir(result)


def test_html_escapes_what_it_shows():
    table = Columns({"text": np.array(["<script>", "a & b"])})
    assert "<script>" not in table._repr_html_()
    assert "a &amp; b" in table._repr_html_()


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="different length"):
        Columns({"a": np.zeros(2), "b": np.zeros(3)})
