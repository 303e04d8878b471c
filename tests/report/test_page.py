"""The page: self-contained, complete, true to its tables."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import numpy as np
import pytest
import report_result as synthetic

from gbad.report import build, map_base, map_window

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Nesting(HTMLParser):
    """Fails on tags that close out of order; collects attributes that could cause a request."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.addresses += [str(v) for k, v in attrs if k in ("src", "href", "action", "poster", "data")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    result = synthetic.result()
    result.manifest["map"] = map_base(synthetic.terrain(step=1 / 20), 36.0, 27.0, 43.0, 39.0, pixels=200)
    return build(result)


def test_page_is_well_nested_and_asks_for_nothing(page: str) -> None:
    parser = Nesting()
    parser.feed(page)
    assert parser.open == []
    assert parser.addresses
    assert all(a.startswith(("data:image/png", "#")) or a == "replay.html" for a in parser.addresses)
    assert "@import" not in page
    assert re.findall(r"url\((?!#)", page) == []


def test_drawings_are_well_formed_xml(page: str) -> None:
    drawings = re.findall(r'<svg class="figure".*?</svg>', page, flags=re.DOTALL)
    assert len(drawings) == 8  # map, timeline, magazines, profile; wide and narrow
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.get("aria-label")
        assert "nan" not in drawing
        assert "inf" not in drawing.replace("infini", "")


def test_identifiers_are_used_once(page: str) -> None:
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_first_page_counts_agree_with_the_outcomes(page: str) -> None:
    fates = [o[7] for o in synthetic.OBJECTS if not o[0].startswith("civil")]
    assert f"<dd>{fates.count('killed')} of {len(fates)}" in page
    shots = sum(o[9] for o in synthetic.OBJECTS)
    assert f"<dt>Rounds fired</dt><dd>{shots}" in page
    assert "Seven" not in page.split("<h1>")[1].split("</h1>")[0]
    assert "Eleven of 20 threats shot down, seven got through" in page


def test_every_leaker_has_its_cause_on_the_page(page: str) -> None:
    from gbad.codes.causes import Cause

    by_name = {cause.identifier: cause.sentence for cause in Cause}
    for row in synthetic.OBJECTS:
        if row[7] == "leaked":
            assert by_name[row[8]] in page


def test_text_from_a_scenario_cannot_become_markup() -> None:
    result = synthetic.result()
    evil = "<script>alert(1)</script>\"'&"
    result.manifest.update(title=evil, notes=[evil], region=evil)
    result.tables["sites"]["name"] = np.where(result.tables["sites"]["id"] == "north", evil, "")
    result.tables["outcomes"]["object"] = np.where(
        result.tables["outcomes"]["object"] == "ac-1", evil, result.tables["outcomes"]["object"]
    )
    built = build(result)
    assert "<script>alert" not in built
    parser = Nesting()
    parser.feed(built)
    assert parser.open == []


def test_several_runs_show_their_spread_and_tell_the_first() -> None:
    built = build(synthetic.result(runs=12))
    assert "All 12 runs" in built
    assert "In the first of 12 runs" in built
    assert "One run is an anecdote" not in built


def test_bare_result_still_makes_a_page() -> None:
    """Only outcomes: no shots, no truth, no claims, an all but empty manifest."""
    full = synthetic.result()
    bare = synthetic.FakeResult({"outcomes": full.tables["outcomes"]}, {"seed": 1})
    parser = Nesting()
    parser.feed(build(bare))
    assert parser.open == []


def test_map_window_holds_all_places_and_is_wide_enough() -> None:
    south, west, north, east = map_window([(39.0, 32.0), (41.0, 32.5)])
    assert south < 39.0 < 41.0 < north
    assert west < 32.0 < 32.5 < east
    assert (east - west) * np.cos(np.radians(40.0)) == pytest.approx(1.25 * (north - south), rel=1e-6)
