"""The pictures of case pages tell what the tables beside them tell."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))  # the tools import the drawing that they share
_SPEC = importlib.util.spec_from_file_location("draw_case_pictures", ROOT / "tools" / "draw_case_pictures.py")
assert _SPEC is not None
assert _SPEC.loader is not None
TOOL = importlib.util.module_from_spec(_SPEC)
sys.modules["draw_case_pictures"] = TOOL  # data classes look their module up
_SPEC.loader.exec_module(TOOL)
import dot_plot  # noqa: E402  # beside the tools
import draw_isolation_picture as isolation_picture  # noqa: E402

sys.path.remove(str(ROOT / "tools"))


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


AXIS = dot_plot.Axis(100.0, 200.0, 50.0, 10.0)


def test_an_axis_has_a_line_and_a_number_at_every_mark():
    drawn = "".join(AXIS.grid(10.0, 40.0))
    assert re.findall(r"M([\d.]+) 10V40", drawn) == ["100.0", "120.0", "140.0", "160.0", "180.0", "200.0"]
    assert re.findall(r">(\d+)</text>", drawn) == ["0", "10", "20", "30", "40", "50"]


def test_what_goes_on_beyond_the_axis_ends_in_an_arrow_and_has_no_dot():
    inside, ends_beyond, beyond = (
        "".join(dot_plot.drawn_marks(AXIS, 20.0, [dot_plot.Mark(*ends)]))
        for ends in ((0.0, 25.0, 50.0), (25.0, 60.0, 80.0), (60.0, 70.0, 80.0))
    )
    assert 'd="M100.0 20H200.0"' in inside
    assert 'cx="150.0"' in inside
    assert "l9 5" not in inside
    assert 'd="M150.0 20H200.0"' in ends_beyond
    assert "H" not in beyond
    for each in (ends_beyond, beyond):
        assert each.count("l9 5l-9 5z") == 1
        assert "<circle" not in each


def test_rings_are_for_what_holds_of_a_part_and_several_marks_lie_one_below_the_other():
    full, ring = dot_plot.Mark(10.0, 20.0, 30.0), dot_plot.Mark(10.0, 20.0, 30.0, hollow=True, title="a & b")
    drawn = "".join(dot_plot.drawn_marks(AXIS, 20.0, [full, ring]))
    assert re.findall(r'cy="([\d.]+)" r="[\d.]+" fill="(#?\w+)"', drawn) == [
        ("17.25", dot_plot.COLOURS[0]),
        ("22.75", "white"),
    ]
    assert "<title>a &amp; b</title>" in drawn


def test_a_study_of_isolation_is_a_dot_and_a_bar_for_every_measure_of_every_variant():
    def told(mean):
        return {name: {measure: {"mean": mean, "low": 0.0, "high": 6.0} for measure in ("leaked", "engaged_twice")}
                for name, _ in isolation_picture.SHARED}  # fmt: skip

    drawn = isolation_picture.drawn([told(2.0), told(7.0), told(6.0)])
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    wide, step = isolation_picture.WIDE, isolation_picture.WIDE + isolation_picture.GAP
    # a raid below the other, what got through at the left
    assert dots == [
        (
            isolation_picture.LEFT + column * step + wide * share,
            isolation_picture.TOP + raid * isolation_picture.DEEP + at * 21.0 + 12.0,
        )
        for raid, share in enumerate((0.25, 0.5, 1.0))
        for column in (0, 1)
        for at in range(5)
    ]
    assert drawn.count("<title>2.00 (0.00 to 6.00)</title>") == 10
