"""Pages of the classes: their pictures are drawn from their tables, and what is computed fast is computed again."""

import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))  # the one tool imports the other
PICTURES = runpy.run_path(str(ROOT / "tools" / "class_pictures.py"))
TOOL = runpy.run_path(str(ROOT / "tools" / "write_class_pages.py"))
sys.path.remove(str(ROOT / "tools"))


def text_of(page):
    return (ROOT / "docs" / "classes" / f"{page.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", TOOL["PAGES"], ids=lambda page: page.name)
def test_the_picture_is_drawn_from_the_tables_of_its_page(page):
    svg = (ROOT / "docs" / "classes" / f"{page.name}.svg").read_text(encoding="utf-8")
    assert svg == PICTURES["drawn"](text_of(page))
    assert f"({page.name}.svg)" in text_of(page)


@pytest.mark.parametrize("page", TOOL["PAGES"], ids=lambda page: page.name)
def test_what_is_flown_stands_on_the_page_and_agrees_with_the_textbook(page):
    table = TOOL["ballistic_table"](page) if len(page.flyers) > 1 else TOOL["level_table"](page)
    assert TOOL["as_text"](table) in text_of(page)
    off = [abs(float(row[-2].split(" ")[0])) for row in table[1:] if row[-2] != "–"]
    assert len(off) >= 3
    # what is left of a fall through air without a closed form for its bending, and burn-out within the air
    assert max(off) < (12.0 if len(page.flyers) > 1 else 0.2)


@pytest.mark.slow
def test_speeds_on_the_way_down_stand_on_the_page():
    page = next(each for each in TOOL["PAGES"] if len(each.flyers) > 1)
    assert TOOL["as_text"](TOOL["impact_table"](page)) in text_of(page)


@pytest.mark.slow
@pytest.mark.parametrize("page", TOOL["PAGES"], ids=lambda page: page.name)
def test_what_is_seen_stands_on_the_page(page):
    assert TOOL["as_text"](TOOL["seen_table"](page)) in text_of(page)


def test_a_page_without_a_table_is_refused():
    with pytest.raises(ValueError, match="no table seen"):
        PICTURES["drawn"]("# A page\n\n<!-- made: chain -->\n<!-- end -->\n")
