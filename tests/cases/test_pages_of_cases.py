"""Cases whose run or page broke: flights across the date line, two runs without a round, a bar without a width."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad import report

HERE = Path(__file__).parent
MISSING = re.compile(r"\bnan\b|\bundefined\b|\bInfinity\b", re.IGNORECASE)


def across_the_date_line() -> str:
    """800 s of one flight eastwards along 10 N from 179.2 E, a row each ten seconds at 240 m/s."""
    rows = ["time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,baroaltitude,geoaltitude"]
    for k in range(81):
        east = math.degrees(240.0 * 10.0 * k / 6371008.8) / math.cos(math.radians(10.0))
        longitude = (179.2 + east + 180.0) % 360.0 - 180.0
        rows.append(f"{1577836800 + 10 * k},abc123,10.0,{longitude:.6f},240.0,90.0,0.0,MADEUP1,False,10000.0,10000.0")
    return "\n".join(rows) + "\n"


def test_a_recorded_flight_goes_on_beyond_180_degrees(tmp_path):
    shutil.copy(HERE / "recorded.yaml", tmp_path)
    (tmp_path / "dateline_east.csv").write_text(across_the_date_line())
    truth = gbad.run(str(tmp_path / "recorded.yaml"), seed=1).truth
    assert len(set(truth["object"].tolist())) == 1
    assert (truth["time_s"].min(), truth["time_s"].max()) == (0.0, 800.0)
    assert truth["longitude_deg"][-1] == pytest.approx(-(180.0 - (179.2 + 192e3 / 109_640.0 - 180.0)), abs=0.01)
    east = np.diff((truth["longitude_deg"] - 179.2 + 180.0) % 360.0)
    assert (east > 0.0).all()


def test_two_runs_without_a_round_have_their_page():
    result = gbad.run(str(HERE / "no-rounds-two-runs.yaml"), seed=1, runs=2)
    page = report.build(result)
    assert len(result.shots) == 0
    assert "no round" in page.lower() or "did not fire" in page.lower() or "median 0" in page
    assert MISSING.search(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) is None


def test_every_bar_of_a_page_has_a_width():
    page = report.build(gbad.run(str(HERE / "width-in-report.yaml"), seed=1))
    widths = re.findall(r'width="([^"]*)"', page)
    assert widths
    assert all(re.fullmatch(r"-?[\d.]+(?:e-?\d+)?(?:%|px|em)?", width) for width in widths), set(widths)
    assert MISSING.search(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) is None
