"""The page that joins pages, and the parts of a report that make it one that is finished."""

import json
import re

import pytest
import report_result as synthetic

from gbad.commands.index import index
from gbad.errors import InputError
from gbad.report import build
from gbad.report.basis import apart, by_entry, curves_as_one
from gbad.report.words import linked


def page(folder, name, **manifest):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("x")
    if manifest:
        (folder / "manifest.json").write_text(json.dumps(manifest))


def test_an_index_leads_to_every_page_below_and_touches_nothing_of_others(tmp_path):
    page(tmp_path / "a run", "report.html", scenario="one", seed=3, runs=1, title="A <b>raid</b>")
    page(tmp_path / "a run", "replay.html")
    page(tmp_path / "s", "report.html", scenario="two", seed=1, schema="gbad-study/2", finished=8, headline="About 3")
    page(tmp_path / ".hidden", "report.html")
    index(tmp_path)
    said = (tmp_path / "index.html").read_text()
    assert re.findall(r'href="([^"]+)"', said) == ["a%20run/report.html", "a%20run/replay.html", "s/report.html"]
    assert "A &lt;b&gt;raid" in said
    assert "seed 1. About 3" in said
    index(tmp_path)  # its own is renewed
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(InputError, match="nothing of yours"):
        index(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no report"):
        index(tmp_path / "empty")


def test_contents_lead_to_sections_that_are_there():
    said = build(synthetic.result())
    asked = set(re.findall(r'href="#([^"]+)"', said))
    assert {"outcome", "claims", "where", "when", "figures", "limits", "again"} <= asked
    assert asked <= set(re.findall(r'\bid="([^"]+)"', said))
    order = [said.index(f'id="{name}"') for name in ("outcome", "claims", "where", "figures", "limits", "again")]
    assert order == sorted(order)


def test_tables_say_what_their_heads_are_of():
    said = build(synthetic.result())
    heads = re.findall(r"<th\b[^>]*>", said)
    assert heads
    assert all("scope=" in head for head in heads)
    assert said.count("<table") == said.count("<caption")


def test_the_first_screen_hedges_and_the_end_can_be_cited():
    said = build(synthetic.result())
    first = said[: said.index('id="outcome"')]
    assert "One run is an anecdote" in first
    assert "--samples 200" in first
    assert "inputs, not findings" in first
    assert "To cite: <cite>gbad" in said


def test_a_curve_is_one_figure_and_the_widest_spread_comes_first():
    def row(key, low, nominal, high):
        return {"key": key, "name": f"T: {key}", "low": low, "nominal": nominal, "high": high, "owner": "T"}

    rows = [row(f"T.c.L.nominal_dbsm.{i}", -i, -i, -i) for i in range(7)] + [
        row("T.a", 1, 1, 1),
        row("T.b", 1, 2, 4),
        row("T.z", 0, 1, 2),
    ]
    one = curves_as_one(rows)
    assert [r["key"] for r in one] == ["T.c.L.nominal_dbsm.0", "T.a", "T.b", "T.z"]
    assert one[0]["name"] == "T: c L (curve of 7 points, nominal dbsm -6 to 0)"
    entries = by_entry([{**r, "apart": apart(r["low"], r["high"])} for r in one])
    assert [r["key"] for r in entries[0][1]][:2] == ["T.z", "T.b"]


def test_addresses_can_be_clicked_and_nothing_else_becomes_markup():
    said = linked("Tass, https://a.example/x?y=1&z=2; see <script>")
    assert '<a href="https://a.example/x?y=1&amp;z=2" rel="noreferrer">a.example</a>; see &lt;script&gt;' in said
    assert "<a" not in linked("javascript:alert(1)")
