"""What docs/tracking.md shows is what happens: its examples run, the worked one with exactly the output printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tracking.md").read_text(encoding="utf-8")


def output(code: str) -> str:
    folders = [str(ROOT / "docs" / "examples"), *(path for path in sys.path if path)]
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": os.pathsep.join(folders)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_worked_example_prints_what_the_page_says():
    own, example = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    printed = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
    assert output(example) == printed
    assert output(own) == ""
