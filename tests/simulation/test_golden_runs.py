"""Whole runs with their numbers: a rule that moves is seen here, in words that can be read.

A change that is meant is written down: ``python tools/write_golden.py "the reason"``.
"""

import pytest
import yaml
from golden_runs import FILE, SCENARIOS, golden

KEPT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
TENTH_S = 0.1001  # times are kept to a tenth of a second


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_whole_run_is_as_it_was(scenario):
    played, kept = golden(scenario), KEPT[scenario]
    assert set(played) == set(kept)
    for name, rows in played.items():
        assert len(rows) == len(kept[name]), f"{scenario}: {len(rows)} {name}, {len(kept[name])} before"
        for row, before in zip(rows, kept[name], strict=True):
            words = [value for value in row if isinstance(value, str)]
            numbers = [value for value in row if not isinstance(value, str)]
            assert words == [value for value in before if isinstance(value, str)], f"{scenario}, {name}: was {before}"
            was = [value for value in before if not isinstance(value, str)]
            assert numbers == pytest.approx(was, abs=TENTH_S), f"{scenario}, {name}: was {before}"


def test_the_golden_runs_hold_what_they_are_for():
    """Kills, leakers of several causes, a magazine shot empty, tracks that swap and a round that went astray."""
    fates = {row[1] for kept in KEPT.values() for row in kept["threats"]}
    causes = {row[2] for kept in KEPT.values() for row in kept["threats"] if row[1] == "leaked"}
    assert {"killed", "leaked"} <= fates
    assert len(causes) >= 4
    assert len(KEPT["saturation-40"]["orders"]) == 32
    assert KEPT["decoys-and-chaff"]["swaps"]
    assert KEPT["decoys-and-chaff"]["astray"]
