"""The page of comparisons says what was compared, honestly: misses are counted, what does not fly is no evidence."""

import sys
from pathlib import Path

import pytest
from reference_values import Entry

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import write_validation as page


def entry(value, unit="m"):
    return Entry("x-1", "geo", "q", "f", {}, {"distance": {"value": value, "unit": unit}}, {})


def test_misses_are_relative_in_the_units_of_the_entry_and_zero_is_left_out():
    assert [
        m.relative for m in page.misses(entry([100.0, 0.0, -50.0]), "distance", [101.0, 5.0, -49.0])
    ] == pytest.approx([0.01, 0.02])
    assert [m.relative for m in page.misses(entry(2.0, "km"), "distance", 2002.0)] == pytest.approx([0.001])


def test_what_only_the_textbook_answers_is_not_flown():
    from topic_aero import topic as aero
    from topic_atm import topic as atm

    assert not any(page.flown(function) for *_, function in aero.claims)
    assert all(page.flown(function) for *_, function in atm.claims)


def test_the_page_says_none_where_there_is_none_and_shows_the_largest_miss():
    said = page.text()
    assert "| outcomes of real raids (killed, leaked, survived) | none |" in said
    assert "calibrated to stated single-shot figures over reference shots: no evidence" in said
    flown, textbook = said.split("## Checked, but not flown")
    assert "| atm |" in flown
    assert "| nesc |" in textbook  # what flies a point mass for the test alone
    # the page kept may have been written with more cases than are here, but not with another notion of what flies
    kept_flown, kept_textbook = page.PLACE.read_text().split("## Checked, but not flown")
    assert outputs(flown) <= outputs(kept_flown)
    assert outputs(textbook) <= outputs(kept_textbook)


def outputs(text):
    """``(topic, output)`` of every row that counts cases."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.startswith("| ")]
    return {(row[1], output) for row in rows if len(row) == 10 for output in row[3].split(", ")}
