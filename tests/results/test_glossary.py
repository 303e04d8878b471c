"""The glossary says what the schema says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_glossary_is_fresh():
    tool = runpy.run_path(str(ROOT / "tools" / "write_glossary.py"))
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == tool["text"](), "run tools/write_glossary.py"
