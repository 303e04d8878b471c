"""``gbad show A B``: two entries beside each other."""

from __future__ import annotations

import json
import re

import pytest

from gbad import library
from gbad.commands.side_by_side import verdict
from gbad.library.figures import Figure


def figure(low: float, nominal: float, high: float) -> Figure:
    """A figure of which only the values matter."""
    basis = ("assumed",) * 3 + ("a reason",) * 3
    return Figure("entry", "key", "key", "", low, nominal, high, *basis)


def test_two_spreads_are_equal_overlap_or_are_apart():
    assert verdict(figure(1, 2, 3), figure(1, 2, 3)) == "equal"
    assert verdict(figure(1, 2, 3), figure(3, 4, 5)) == "overlap"
    assert verdict(figure(3, 4, 5), figure(1, 2, 3)) == "overlap"
    assert verdict(figure(1, 2, 3), figure(3.1, 4, 5)) == "apart"
    assert verdict(figure(3.1, 4, 5), figure(1, 2, 3)) == "apart"
    assert verdict(figure(1, 2, 3), None) == verdict(None, figure(1, 2, 3)) == "only one has it"


def test_both_entries_stand_beside_each_other_with_their_bases(cli):
    rows = {row["key"]: row for row in json.loads(cli("show", "92N6E", "AN-MPQ-65", "--json").out)["rows"]}
    assert rows["cued"] == {"key": "cued", "left": "True", "right": "False", "compared": "differ"}
    reach = rows["calibration.range_km"]
    assert (reach["left"]["nominal"], reach["right"]["nominal"], reach["compared"]) == (200.0, 100.0, "apart")
    assert rows["iff_reply_probability"]["left"] is None
    assert rows["iff_reply_probability"]["compared"] == "only one has it"
    told = " ".join(cli("show", "92N6E", "AN-MPQ-65").out.split())
    assert "calibration.range_km 150 / 200 / 250 second-hand 90 / 100 / 120 second-hand apart" in told


def test_entries_of_two_kinds_unknown_ones_and_one_twice_are_refused(cli):
    mixed = cli("show", "92N6E", "48N6E3")
    assert mixed.status == 2
    assert "92N6E is of the kind radar and 48N6E3 is of the kind interceptor" in mixed.err
    assert cli("show", "92N6E", "92N6E").status == 2
    unknown = cli("show", "92N6E", "92N6")
    assert unknown.status == 2
    assert "Did you mean 92N6E" in unknown.err


@pytest.mark.parametrize("pair", [("91N6E", "AN-TPY-2"), ("s400-battalion", "patriot-pac3"), ("40N6E", "pac-3-mse")])
@pytest.mark.parametrize("columns", [80, 200])
def test_both_fit_the_terminal_and_no_key_or_spread_is_broken(cli, monkeypatch, pair, columns):
    for place in ("tables", "side_by_side"):
        monkeypatch.setattr(f"gbad.commands.{place}.width", lambda: columns)
    shown = cli("show", *pair).out.splitlines()
    assert max(map(len, shown)) <= columns
    for name in pair:
        for figure in library.figures(name):
            assert sum(line.startswith(figure.path) for line in shown) == 1, figure.path
    # a line for each in the narrow one, one for both where both say the same
    both = [line.split()[0] for line in shown if line.startswith("    ")]
    assert (set(both) == {"both", *pair}) == (columns == 80)


def test_two_radars_are_held_against_each_other_at_one_range(cli):
    told = " ".join(cli("show", "92N6E", "AN-MPQ-65").out.split())
    # calibrated on 1 m2 at 200 km: a sixteenth of it at half of that, and the air of the second 100 km takes some more
    found = re.search(r"Pd 0.5 in one visit\) a target must show the 92N6E [^;]* m², ([0-9.]+) nominal; the AN-", told)
    assert found is not None
    assert 0.03 < float(found.group(1)) < 1 / 16
    # calibrated on 1 m2 at just this range
    assert re.search(r"the AN-MPQ-65 [^;]* m², 1 nominal\.", told)
    assert "Worked out" not in cli("show", "40N6E", "48N6E3").out
