"""What a notebook shows: a picture, a few sentences, a link; short lines where nothing is drawn."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from synthetic import synthetic_result

import gbad
from gbad import coverage, report, terrain
from gbad.errors import InputError
from gbad.report.notebook import framed


class Frames(HTMLParser):
    """Collects the documents in frames, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attributes) -> None:
        told = dict(attributes)
        if tag == "iframe":
            assert told["sandbox"] == ""
            self.documents.append(told["srcdoc"])
        if tag == "a":
            self.links.append(told["href"])


def shown(thing) -> Frames:
    frames = Frames()
    frames.feed(thing._repr_html_())
    return frames


def test_a_result_shows_its_map_and_where_the_report_is(tmp_path):
    result = synthetic_result()
    told = shown(result)
    assert "<svg" in told.documents[0]
    assert not re.search(r"(src|href)=\"https?:", told.documents[0])
    assert told.links == []
    result.save(tmp_path / "out", files={"report.html": report.build(result)})
    again = gbad.open_results(tmp_path / "out")
    assert shown(again).links == [(tmp_path / "out" / "report.html").as_uri()]
    assert repr(result).startswith("<gbad Result: ")
    assert "\n" not in repr(result)


def test_a_coverage_shows_its_map():
    ground = terrain.from_spec("flat", latitude_deg=40.0, longitude_deg=-150.0)
    found = coverage.cover("91N6E", (40.0, -150.0), "fighter", (1e3,), terrain=ground, radius_m=60e3)
    assert repr(found) == "<gbad Coverage: what 91N6E finds of fighter, to 60 km>"
    (document,) = shown(found).documents
    assert "<svg" in document


@pytest.mark.slow
def test_a_study_shows_its_distribution(tmp_path):
    study = gbad.study("one-aircraft", runs=20, out=tmp_path / "study")
    assert repr(study) == "<gbad Study: one-aircraft, 1 variant of 20 runs>"
    told = shown(study)
    assert "<svg" in told.documents[0]
    assert told.links == [(tmp_path / "study" / "report.html").as_uri()]
    assert "leaked" in str(study)


def test_tables_go_to_pandas_and_arrow_where_they_are_installed(monkeypatch):
    table = synthetic_result().outcomes
    for package, way in (("pandas", table.to_pandas), ("pyarrow", table.to_arrow)):
        pytest.importorskip(package)
        made = way()
        assert len(made) == len(table)
        assert np.array_equal(np.asarray(made["run"]), table["run"])
        monkeypatch.setitem(__import__("sys").modules, package, None)
        with pytest.raises(InputError, match=f"{package} is not installed"):
            way()


def test_a_frame_is_as_high_as_its_largest_drawing():
    def ratio(body: str) -> float:
        width, height = re.search(r"aspect-ratio:(\d+)/(\d+)", framed(body, "")).groups()
        return float(height) / float(width)

    drawing = '<svg class="a" viewBox="0 0 {} {}" role="img"></svg>'
    assert 0.1 < ratio(drawing.format(900, 100)) < 0.15
    assert 1.0 < ratio(drawing.format(16, 16) + drawing.format(720, 720)) < 1.1
