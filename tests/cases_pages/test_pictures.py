"""The pictures of case pages tell what the tables beside them tell."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("draw_case_pictures", ROOT / "tools" / "draw_case_pictures.py")
assert _SPEC is not None
assert _SPEC.loader is not None
TOOL = importlib.util.module_from_spec(_SPEC)
sys.modules["draw_case_pictures"] = TOOL  # data classes look their module up
_SPEC.loader.exec_module(TOOL)


@pytest.mark.parametrize("picture", TOOL.PICTURES, ids=lambda picture: picture.page)
def test_a_picture_is_drawn_from_the_table_of_its_page_and_shown_there(picture):
    text = (ROOT / "docs" / "cases" / f"{picture.page}.md").read_text(encoding="utf-8")
    svg = (ROOT / "docs" / "cases" / f"{picture.page}.svg").read_text(encoding="utf-8")
    assert svg == TOOL.drawn(picture, text)
    assert f"({picture.page}.svg)" in text


def test_every_line_of_the_table_is_a_dot_at_its_middle():
    isolation = TOOL.PICTURES[0]
    svg = TOOL.drawn(isolation, "| a: all | 4.0 (2.0 to 8.0) | 1 |\n| b: none | 0.0 (0.0 to 1.0) | 1 |\n")
    assert re.findall(r'<circle cx="([\d.]+)"', svg) == ["510.0", "330.0"]
    assert 'd="M420.0 60H690.0"' in svg


def test_a_second_table_of_like_lines_is_not_drawn():
    first, second = "| a: all | 4.0 (2.0 to 8.0) | 1 |\n", "| a: all | 5.0 (2.0 to 8.0) | 1 |\n"
    assert TOOL.drawn(TOOL.PICTURES[0], f"{first}\nwords\n\n{second}") == TOOL.drawn(TOOL.PICTURES[0], first)


def test_a_page_without_such_a_table_is_refused():
    with pytest.raises(ValueError, match="what-isolation-costs: no line"):
        TOOL.drawn(TOOL.PICTURES[0], "words alone")
