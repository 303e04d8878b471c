"""The page of inputs that once went wrong holds every one of them, with what it says now."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_hard_input_has_its_line():
    played = (ROOT / "docs" / "hard-inputs.md").read_text(encoding="utf-8").split("<!-- played -->")[1]
    rows = [line.strip("| ").split(" | ") for line in played.split("<!-- end -->")[0].splitlines() if line][2:]
    cases = runpy.run_path(str(ROOT / "tools" / "hard_inputs.py"), run_name="hard")["CASES"]
    assert [row[0] for row in rows] == [case.name for case in cases]
    for (_, before, now), case in zip(rows, cases, strict=True):
        assert before == case.before
        assert now.startswith(f"exit {case.status}: ")
        said = now.partition(": ")[2]
        assert re.search(case.says.replace(r"\n", " "), said), case.name
