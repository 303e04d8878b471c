"""The product's own functions against values from authorities, entry by entry."""

from __future__ import annotations

from typing import Any

import pytest
from reference_values import Entry, Topic, close, load, own_file, scaled


def test_entry(claimed_entry: Entry, topic: Topic) -> None:
    answers: dict[str, Any] = {}
    for names, function in topic.takers(claimed_entry):
        found = function(claimed_entry.given)
        answers = {name: found[name] for name in names} | answers
    troubles = [claimed_entry.trouble(name, answer) for name, answer in answers.items()]
    assert not any(troubles), "\n".join(filter(None, troubles))


def test_own_values_cover_topics_when_no_other_file_is_there() -> None:
    assert {entry.topic for entry in load(own_file())} >= {"atm", "geo", "nesc", "hor", "prop", "traj"}


def test_the_rule_of_comparison() -> None:
    assert close(359.9, -0.1, {"abs": 1e-9}, turn=360.0)
    assert not close(359.9, -0.1, {"abs": 1e-9})
    assert close([1.0, 2.0], [1.0, 2.1], {"rel": 0.05})
    assert not close([1.0], [1.0, 2.0], {"rel": 0.05})
    assert close(3, 3, {"abs": 0})
    assert not close(float("nan"), 3.0, {"abs": 1.0})
    assert scaled([1, [2]], 2.0) == [2.0, [4.0]]


def test_a_file_of_another_schema_is_refused(tmp_path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text("schema: reference-values/2\nentries: []\n")
    with pytest.raises(ValueError, match="reference-values/1"):
        load(path)
