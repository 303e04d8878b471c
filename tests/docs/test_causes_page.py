"""The table of causes on its page is the one that the program holds."""

from __future__ import annotations

import runpy
from pathlib import Path

TOOL = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "write_causes.py"))


def test_the_page_has_the_table_as_it_is():
    assert TOOL["main"](["--check"]) == 0


def test_every_cause_that_a_leaker_can_have_stands_there():
    rows = "\n".join(TOOL["rows"]())
    missing = [cause.identifier for cause in TOOL["Cause"] if f"| `{cause.identifier}` |" not in rows]
    assert missing == ["none", "node_destroyed_or_silent", "not_held"]
