"""What gets through to a post, a battery or a launcher puts it out of action, and somebody else stands in for it."""

import json

import numpy as np
import pytest

import gbad
from gbad.codes.units import UnitKind
from gbad.errors import InputError
from gbad.scenario import parse_document, read
from gbad.simulation.prepare import prepare
from gbad.simulation.what_if import what_if

SEED = 5
TICK_S = 1.0


def place(latitude_deg, longitude_deg, **more):
    return {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg, **more}


def battery(latitude_deg):
    return {
        "type": "s400-battalion", "at": place(latitude_deg, 33.1), "command": "regiment", "boresight_deg": 90.0,
        "successors": ["cabin"], "launchers": [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 4}}],
    }  # fmt: skip


def scene(unit, damage=1.0):
    """One missile from the west, where no engagement radar looks, for a unit; six fighters from the east for a town."""
    return {
        "schema": "scenario/1", "title": "A hit", "duration_s": 900.0, "cycle_s": 2.0, "tick_s": TICK_S,
        "terrain": {"kind": "flat"},
        "commands": {"regiment": {"type": "55K6E", "at": place(40.0, 33.0)}, "cabin": {"type": "55K6E"}},
        "radars": {"search": {"type": "91N6E", "at": place(40.0, 33.0), "command": "regiment"}},
        "batteries": {"alpha": battery(40.05), "bravo": battery(39.95)},
        "assets": {"town": {"at": place(40.0, 33.0)}, "mark": {"unit": unit}},
        "threats": {
            "missile": {
                "type": "cruise-missile", "aims_at": "mark", "damage_probability": damage,
                "route": {"kind": "waypoints", "points": [place(40.0, 32.75)]},
            },
            "fighter": {
                "type": "fighter", "aims_at": "town", "count": 6, "interval_s": 40.0,
                "route": {"kind": "waypoints", "points": [place(40.0, 35.4, height_m=8000.0, speed_mps=250.0)]},
            },
        },
    }  # fmt: skip


@pytest.fixture
def played(tmp_path):
    def play(unit, damage=1.0, **more):
        path = tmp_path / f"{unit}-{damage}.yaml"
        path.write_text(json.dumps(scene(unit, damage)), encoding="utf-8")
        return gbad.run(str(path), seed=SEED, record_all=True, **more)

    return play


def hit_s(result):
    """When the missile arrived, and the end of that tick."""
    mine = result.outcomes["object"] == "missile"
    assert result.outcomes["fate"][mine][0] == "leaked"
    assert result.outcomes["damaged"][mine][0]
    end_s = float(result.outcomes["end_s"][mine][0])
    return end_s, np.ceil(end_s / TICK_S) * TICK_S


def fired_from(result, prefix):
    shots = result.shots
    mine = np.char.startswith(shots["round"].astype(str), prefix) & np.isfinite(shots["launch_s"])
    return shots["launch_s"][mine]


def test_a_launcher_that_is_hit_launches_nothing_more_and_the_others_do(played):
    spared, hit = played("alpha-launcher-1", 0.0), played("alpha-launcher-1")
    gone_s = hit_s(hit)[1]
    assert (fired_from(spared, "alpha-launcher-1") > gone_s).any()
    assert not (fired_from(hit, "alpha-launcher-1") > gone_s).any()
    assert (fired_from(hit, "alpha-launcher-2") > gone_s).any()


def test_a_post_that_is_hit_orders_nothing_and_its_successor_does(played):
    spared, hit = played("regiment", 0.0), played("regiment")
    gone_s = hit_s(hit)[1]
    by = {name: hit.orders["time_s"][hit.orders["command"] == name] for name in ("regiment", "cabin")}
    assert (spared.orders["command"] == "regiment").all()
    assert (spared.orders["time_s"] > gone_s).any()
    assert not (by["regiment"] > gone_s).any()
    # the cabin waits until its post has been out of reach long enough
    assert len(by["cabin"])
    assert by["cabin"].min() >= gone_s + 30.0
    # what is said to it from then on does not arrive
    said = hit.messages
    late = (said["kind"] == "track") & (said["receiver"] == "regiment") & (said["sent_s"] >= gone_s)
    assert late.any()
    assert not np.isfinite(said["arrived_s"][late]).any()


def test_a_battery_that_is_hit_neither_looks_nor_takes_orders_nor_launches(played):
    hit = played("alpha")
    end_s, gone_s = hit_s(hit)
    own = hit.detections["radar"] == "alpha-radar"
    assert not (hit.detections["time_s"][own] > end_s).any()
    assert not (hit.orders["time_s"][hit.orders["battery"] == "alpha"] > gone_s).any()
    assert not (fired_from(hit, "alpha-") > gone_s).any()
    assert (fired_from(hit, "bravo-") > gone_s).any()


@pytest.mark.parametrize(
    ("unit", "radar", "nodes"),
    [
        ("alpha", "alpha-radar", {("battery", 0), ("launcher", 0), ("launcher", 1)}),
        ("bravo-launcher-2", "", {("launcher", 3)}),
        ("regiment", "", {("post", 1)}),
    ],
)
def test_a_hit_concerns_the_unit_and_what_belongs_to_it(tmp_path, unit, radar, nodes):
    path = tmp_path / "scene.yaml"
    path.write_text(json.dumps(scene(unit)), encoding="utf-8")
    defence = prepare(str(path)).tables.defence
    mark = int(np.flatnonzero(defence.assets.id == "mark")[0])
    found = {(UnitKind(kind).identifier, row) for kind, row in defence.assets.nodes[mark].tolist() if kind >= 0}
    assert found == nodes
    row = int(defence.assets.radar[mark])
    assert (str(defence.radars.id[row]) if row >= 0 else "") == radar


def test_a_unit_that_takes_no_damage_is_as_any_asset_at_its_place(played, tmp_path):
    document = scene("alpha", damage=0.0)
    document["assets"]["mark"] = {"at": document["batteries"]["alpha"]["at"]}
    path = tmp_path / "place.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    plain, unit = gbad.run(str(path), seed=SEED), played("alpha", 0.0)
    for column in ("round", "launch_s"):
        np.testing.assert_array_equal(plain.shots[column], unit.shots[column])
    # made-up ground is laid around what has places of its own: its middle is elsewhere, and sea level with it by 0.1 m
    np.testing.assert_allclose(plain.shots["end_s"], unit.shots["end_s"], atol=0.1)


def test_runs_with_hits_are_the_same_bytes_however_they_are_counted(played):
    assert played("alpha", 0.5, runs=3).result_hash == played("alpha", 0.5, runs=3, batch=2).result_hash


def test_a_unit_that_was_hit_stays_lost_when_something_else_is_changed_later(tmp_path):
    path = tmp_path / "post.yaml"
    path.write_text(json.dumps(scene("regiment")), encoding="utf-8")
    ready = prepare(str(path))
    told = what_if(ready, 300.0, {"batteries.bravo.target_channels": 9}, seed=SEED, redraws=2)
    for result in (told.was, told.would):
        late = result.orders["time_s"] > 200.0
        assert late.any()
        assert (result.orders["command"][late] == "cabin").all()


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        ({"unit": "alpha-radar"}, "alpha-radar is a radar; write radar: alpha-radar"),
        ({"unit": "search-link"}, "search-link is a link, which nothing hits"),
        ({"unit": "alpa"}, "alpa is no command post, battery or launcher. Did you mean alpha"),
        ({"unit": "cabin"}, "cabin has no place; give it one (commands.cabin.at)"),
        ({"unit": "alpha", "radar": "search"}, "one of the three"),
        ({}, "one of the three"),
    ],
)
def test_an_asset_that_is_no_such_unit_is_refused_with_its_place(asset, said):
    document = scene("alpha")
    document["assets"]["mark"] = asset
    with pytest.raises(InputError) as told:
        read(parse_document(json.dumps(document), "raid"))
    assert said in str(told.value)
    assert "assets.mark" in str(told.value)
