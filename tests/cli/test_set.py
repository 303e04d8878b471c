"""What ``--set`` takes: values, blocks, lists, null, and paths as messages print them."""

from __future__ import annotations

import json
import shlex

import pytest

BATTERY = "batteries.battery"
ROUTE = "{kind: waypoints, points: [{latitude_deg: 40.0, longitude_deg: 35.0, height_m: 500}]}"
GROUP = "{count: 2, type: 5P85TE2, load: {48N6E3: 4}}"


def data(cli, *changes: str) -> dict:
    done = cli("check", "one-aircraft", "--json", *(word for change in changes for word in ("--set", change)))
    assert done.status == 0, done.err
    return json.loads(done.out)


def test_a_list_a_block_and_an_item_of_a_list(cli):
    for change in (
        f"{BATTERY}.launchers=[{GROUP}]",
        f"{BATTERY}.launchers[0].count=2",
        f"{BATTERY}.launchers.0.count=2",
    ):
        told = data(cli, change)
        assert "2 launchers, 8 loaded tubes, 8 rounds (8 48N6E3)" in told["explained"]["Batteries"][0]
    assert (
        data(cli, f"threats.aircraft.route={ROUTE}")["threats"]["aircraft"]["route"]["points"][0]["height_m"] == 500.0
    )


def test_an_entity_comes_and_goes(cli):
    two = data(cli, f"threats.second={{type: fighter, aims_at: town, route: {ROUTE}}}")
    assert sorted(two["threats"]) == ["aircraft", "second"]
    one = data(cli, f"threats.second={{type: fighter, aims_at: town, route: {ROUTE}}}", "threats.aircraft=null")
    assert list(one["threats"]) == ["second"]


def test_a_figure_of_the_library_for_all_that_use_it(cli):
    told = data(cli, "figures.48N6E3.max_range_km={low: 100, nominal: 200, high: 250}")
    (row,) = [row for row in told["figures"] if row["key"].endswith("48N6E3.max_range_km")]
    assert (row["low"], row["nominal"], row["high"], row["basis"]) == (100.0, 200.0, 250.0, "assumed")
    told = data(cli, "figures={48N6E3: {max_range_km: 150}}")
    (row,) = [row for row in told["figures"] if row["key"].endswith("48N6E3.max_range_km")]
    assert row["nominal"] == 150.0


def test_one_item_of_a_list_of_the_library(cli):
    # the battery's own load is taken out, so that the library's counts
    told = data(cli, "batteries.battery.launchers=null", "figures.s400-battalion.launchers[0].count=3")
    assert "3 launchers, 12 loaded tubes" in told["explained"]["Batteries"][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (f"{BATTERY}.launchers=[{GROUP}", "not valid YAML"),
        (f"{BATTERY}.launchers[3].count=2", "0 is allowed"),
        ("threats.aircraft={type: fighter, speed: 3}", "speed"),
        ("threats.aircraft={a: 1, a: 2}", "a"),
        ("figures.48N6E4.x=1", "48N6E3"),
        ("threats.none=null", "there is no none in threats"),
        ("=3", "PATH=VALUE"),
    ],
)
def test_what_cannot_be_set_is_told(cli, change, words):
    done = cli("check", "one-aircraft", "--set", change)
    assert done.status == 2
    assert words in done.err


def test_a_run_with_a_block_set_keeps_it(cli, tmp_path):
    done = cli("run", "one-aircraft", "--no-report", "--json", "--set", f"{BATTERY}.launchers=[{GROUP}]")
    assert done.status == 0, done.err
    # the manifest's own command can be typed again
    command = shlex.split(json.loads((tmp_path / json.loads(done.out)["out"] / "manifest.json").read_text())["command"])
    typed = cli(*command[1:], "--no-report", "--json")
    assert json.loads(typed.out)["result_hash"] == json.loads(done.out)["result_hash"]
    again = cli("rerun", json.loads(done.out)["out"], "--json")
    assert again.status == 0, again.err + again.out
