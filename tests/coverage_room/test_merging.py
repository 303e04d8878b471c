"""Several sites as one."""

import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner

from gbad import coverage, terrain
from gbad.cli import app
from gbad.errors import InputError

CENTRE = {"latitude_deg": 39.0, "longitude_deg": 34.0}


def test_several_sites_any_and_at_least_two():
    ground = terrain.from_spec("flat", **CENTRE)
    pair = [coverage.cover("91N6E", (39.0, lon), "fighter", terrain=ground, radius_m=200e3) for lon in (34.0, 35.5)]
    merged = coverage.merge(pair, "pair")
    one, two = (merged.found(1000.0, at_least=k) for k in (1, 2))
    assert two.sum() < merged.maps[0].found(1000.0).sum() < one.sum()
    assert not np.any(two & ~one)
    low = merged.minimum_m(at_least=1), merged.minimum_m(at_least=2)
    known = ~np.isnan(low[0])
    assert np.all(low[0][known] <= low[1][known])
    assert np.all(merged.visit(1000.0, 2) <= merged.visit(1000.0, 1) + 1e-9)
    lost = coverage.value_of_each_site(merged, 1000.0)
    assert all(0.0 < value < 1.0 for value in lost.values())


def test_what_losing_a_site_costs_is_not_worked_out_for_real_places():
    merged = coverage.merge([coverage.cover("91N6E", (38.5, 35.5), "fighter", radius_m=60e3)])
    with pytest.raises(InputError, match="made-up terrain only"):
        coverage.value_of_each_site(merged, 1000.0)


def _two_sites(folder, kind="coast"):
    """A scenario of two searching radars, 130 km apart."""
    centre = {} if kind == "built-in" else {"latitude_deg": 40.0, "longitude_deg": -150.0}
    west, east = (-150.0, -148.5) if centre else (33.0, 34.5)
    at = [{"latitude_deg": 40.0 if centre else 39.0, "longitude_deg": place} for place in (west, east)]
    path = folder / "two.yaml"
    path.write_text(json.dumps({
        "schema": "scenario/1", "title": "Coast watch", "duration_s": 600.0, "hypothetical": True,
        "terrain": {"kind": kind, **centre}, "commands": {"post": {"type": "55K6E", "at": at[0]}},
        "radars": {name: {"type": "96L6E", "at": place, "command": "post"}
                   for name, place in zip(("west", "east"), at, strict=True)},
    }))  # fmt: skip
    return path


def test_a_made_up_network_is_drawn_and_each_loss_has_its_price(tmp_path):
    out = tmp_path / "out"
    run = CliRunner().invoke(app, ["cover", "--scenario", str(_two_sites(tmp_path)), "--target", "fighter", "--radius",
                                   "200km", "--height", "100m,5km", "--out", str(out), "--json"])  # fmt: skip
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)["coverage"][0]
    for layer, lost in zip(told["heights"], told["lost_with"], strict=True):
        # what is seen by any but not by two hangs on one of them
        alone = layer["any"][1] - layer["two"][1]
        assert lost["west"] + lost["east"] == pytest.approx(alone, abs=1e-9)
    for name in ("network-fighter-any-site.svg", "network-fighter-at-least-two.svg"):
        text = (out / name).read_text()
        ElementTree.fromstring(text)
        assert ">west<" in text
        assert ">east<" in text
    assert "What losing one site costs" in (out / "network-fighter.txt").read_text()


def test_a_network_on_real_ground_is_told_in_shares_alone(tmp_path):
    merged = coverage.cover_scenario(_two_sites(tmp_path, "built-in"), "fighter", (5000.0,), radius_m=150e3)
    assert "losing" not in str(merged.answer())
    assert merged.answer().to_dict()["lost_with"] == []
    with pytest.raises(InputError, match="made-up terrain only"):
        merged.as_map()


def test_a_scenario_places_its_own_radars(tmp_path):
    run = CliRunner().invoke(app, ["cover", "--scenario", str(_two_sites(tmp_path)), "--at", "40,33"])
    assert run.exit_code == 2
    assert "do not go together" in run.stderr
