"""``gbad costs`` from outside."""

import json

import pytest

import gbad
from gbad.studies.design import Design, Variant

PRICES = """schema: prices/1
prices:
  48N6E3: {low: 1.0, nominal: 2.0, high: 4.0, year: 2020, kind: unit, basis: assumed, from: me}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    design = Design("one-aircraft", (Variant("base", {}),), runs=4)
    return gbad.study(design, out=tmp_path_factory.mktemp("costs") / "s", workers=1, backend="threads").folder


def test_costs_are_told_with_their_sources(cli, folder, tmp_path):
    done = cli("costs", folder)
    assert done.status == 0
    assert "break-even value" in done.out
    assert "48N6E3: 3 (2 to 4), unit cost of a comparable" in done.out
    told = json.loads(cli("costs", folder, "--json").out)
    raid = told["variants"][0]["cost_of_a_raid_musd"]
    assert raid["low"]["value"] * 1.5 == pytest.approx(raid["nominal"]["value"])
    mine = tmp_path / "mine.yaml"
    mine.write_text(PRICES)
    other = json.loads(cli("costs", folder, "--json", "--prices", mine).out)["variants"][0]["cost_of_a_raid_musd"]
    assert other["nominal"]["value"] * 1.5 == pytest.approx(raid["nominal"]["value"])


def test_bad_prices_and_folders_end_with_their_status(cli, folder, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(PRICES.replace("48N6E3", "40N6E"))
    done = cli("costs", folder, "--prices", mine)
    assert (done.status, done.out) == (2, "")
    assert "48N6E3: no price is known" in done.err
    assert cli("costs", tmp_path).status == 4
