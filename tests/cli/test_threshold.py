"""``gbad threshold`` as a user types it."""

from __future__ import annotations

import json

ASK = ("threshold", "one-aircraft", "leaked >= 1 in 50 %", "--vary", "threats.aircraft.count", "--from", "1",
       "--set", "threats.aircraft.abreast_km=3", "--set", "duration_s=450",
       "--set", "threats.aircraft.route.points.0.longitude_deg=34.2")  # fmt: skip


def test_the_command_prints_a_table_or_json(cli, tmp_path):
    done = cli(*ASK, "--to", "6", "--runs", "25", "--out", tmp_path / "a", "--json")
    assert done.status == 0
    said = json.loads(done.out)
    assert said["path"] == "threats.aircraft.count"
    assert said["runs"] == sum(row["runs"] for row in said["asked"])
    again = cli(*ASK, "--to", "6", "--runs", "25", "--out", tmp_path / "a", "--resume")
    assert again.status == 0
    assert f"{said['runs']} runs at {len(said['asked'])} of 6 settings" in again.out


def test_a_wrong_question_ends_with_two_and_leaves_nothing(cli, tmp_path):
    done = cli(*ASK, "--to", "0", "--out", tmp_path / "a")
    assert done.status == 2
    assert "the first is to be the smaller" in done.err
    assert not (tmp_path / "a").exists()
