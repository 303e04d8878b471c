"""Recorded state vectors: what is read, what is thrown out, where a flight is cut, and what is said of bad files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS
from gbad.scenario.document import parse_document
from gbad.scenario.load import load
from gbad.scenario.recordings import read_recordings
from gbad.terrain import geoid_height_m
from gbad.testing.small import SMALL

HEAD = "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,baroaltitude,geoaltitude\n"
STEP_DEG = np.degrees(10.0 * 240.0 / MEAN_RADIUS)


def rows(who="f00001", count=10, first=0, place=45.0, geo=10_000.0, callsign="TEST1", on_ground="false"):
    return [
        f"{100 + 10 * (first + k)},{who},{place + k * STEP_DEG:.6f},33.0,240,0,0,{callsign},{on_ground},9950,{geo}"
        for k in range(count)
    ]


def read(tmp_path: Path, lines, head=HEAD, longest_gap_s=300.0):
    (tmp_path / "t.csv").write_text(head + "\n".join(lines) + "\n")
    return read_recordings(tmp_path / "t.csv", longest_gap_s)


def test_a_flight_is_read_with_times_from_the_first_row_of_the_file(tmp_path):
    (one, two) = read(tmp_path, rows() + rows("f00002", first=3, callsign=""))
    assert (one.id, one.callsign, two.callsign) == ("f00001", "TEST1", "")
    assert one.time_s[0] == 0.0
    assert two.time_s[0] == 30.0
    np.testing.assert_allclose(one.velocity_enu_mps, np.tile([0.0, 240.0, 0.0], (10, 1)), atol=1e-9)
    assert (one.height_m == 10_000.0).all()


def test_without_geometric_height_pressure_altitude_stands_above_the_sea(tmp_path):
    (one,) = read(tmp_path, rows(geo=""))
    np.testing.assert_allclose(one.height_m, 9950.0 + geoid_height_m(one.latitude_rad, one.longitude_rad))


def test_wrong_places_repeats_and_rows_on_the_ground_are_left_out(tmp_path):
    good = rows(count=10)
    wrong = good[4].replace("33.0", "43.0")
    (one,) = read(tmp_path, [*good[:4], wrong, *good[5:], *rows(first=20, count=5, on_ground="true")])
    assert one.time_s.tolist() == [0.0, 10.0, 20.0, 30.0, 50.0, 60.0, 70.0, 80.0, 90.0]
    first_wrong = good[0].replace("33.0", "43.0")
    (one,) = read(tmp_path, [first_wrong, *good[1:]])
    assert one.time_s[0] == 10.0
    # a position that was not new since the row before
    head = HEAD.replace("\n", ",lastposupdate\n")
    old = [f"{row},{100 + 10 * (k - k % 2)}" for k, row in enumerate(good)]
    (one,) = read(tmp_path, old, head)
    assert len(one.time_s) == 5


def test_silence_longer_than_the_longest_gap_ends_a_flight_and_begins_another(tmp_path):
    late = rows(first=50, place=45.5)
    assert [r.id for r in read(tmp_path, rows() + late, longest_gap_s=300.0)] == ["f00001", "f00001-2"]
    assert [r.id for r in read(tmp_path, rows() + late, longest_gap_s=600.0)] == ["f00001"]


def test_parquet_says_the_same_as_csv(tmp_path):
    import duckdb

    (one,) = read(tmp_path, rows())
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{tmp_path}/t.csv')) TO '{tmp_path}/t.parquet' (FORMAT parquet)")
    (two,) = read_recordings(tmp_path / "t.parquet", 300.0)
    np.testing.assert_array_equal(one.latitude_rad, two.latitude_rad)


@pytest.mark.parametrize(
    ("lines", "head", "says"),
    [
        (rows(), HEAD.replace("icao24", "hex"), "lacks icao24"),
        (["1,f,45,33"], "time,icao24,lat,lon\n", "lacks geoaltitude, baroaltitude"),
        (rows(count=2), HEAD, "no aircraft in it has 3 rows"),
        (["x,f00001,45,33,240,0,0,A,false,1,1", *rows()], HEAD, "cannot be read"),
    ],
)
def test_a_file_that_cannot_serve_is_told_what_is_wrong(tmp_path, lines, head, says):
    with pytest.raises(InputError, match=says):
        read(tmp_path, lines, head)


def scenario(tmp_path, others):
    text = SMALL[: SMALL.index("others:")] + others
    return load(parse_document(text, "small", tmp_path))


def test_findings_name_the_line_of_the_scenario(tmp_path):
    lines = "others:\n  civil:\n    type: airliner\n    route: {kind: state_vectors, file: none.csv}\n"
    with pytest.raises(InputError, match=r"small.yaml:\d+:\d+: others.civil.route.file: there is no file none.csv"):
        scenario(tmp_path, lines)
    (tmp_path / "t.csv").write_text(HEAD + "\n".join(rows()) + "\n")
    with pytest.raises(InputError, match="count, interval_s and abreast_km do not go with state_vectors"):
        scenario(tmp_path, lines.replace("none.csv", "t.csv") + "    count: 2\n")
