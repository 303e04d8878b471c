"""``gbad why --rerun``: from a results folder alone, in words and as one object."""

from __future__ import annotations

import json

from gbad.attribution.interventions import TABLE


def test_why_rerun_on_the_command_line(cli, tmp_path):
    out = tmp_path / "results"
    assert (
        cli(
            "run",
            "one-aircraft",
            "--set",
            "threats.aircraft.route.points.0.longitude_deg=31.45",
            "--set",
            "duration_s=640",
            "--out",
            out,
        ).status
        == 0
    )
    done = cli("why", out, "aircraft", "--rerun", "--redraws", "4")
    assert done.status == 0, done.err
    assert "Confirmed: with that gate alone opened it is killed in 4 of 4 redraws, against 0 of 4 as it was" in done.out
    told = json.loads(cli("why", out, "aircraft", "--rerun", "--redraws", "4", "--json").out)["rerun"]
    assert told["verdict"] == "confirmed"
    assert told["tried"][0]["opened"][0]["cause"] == "outside_sector"
    assert {line["cause"] for line in told["interventions"]} == {cause.identifier for cause in TABLE}
    refused = cli("why", out, "--rerun")
    assert refused.status == 2
    assert "name it" in refused.err
