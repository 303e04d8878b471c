"""Recorded state vectors: what is read, what is thrown out, where a flight is cut, and what is said of bad files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS
from gbad.scenario import explain
from gbad.scenario.document import parse_document
from gbad.scenario.load import load
from gbad.scenario.recording_notes import recording_notes
from gbad.scenario.recordings import read_out, read_recordings
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
        (rows(on_ground="true"), HEAD, r"no aircraft in it has 3 rows .*\(10 rows, left out: 10 "),
        ([], HEAD, r"no aircraft in it has 3 rows .*\(0 rows\)"),
        (["x,f00001,45,33,240,0,0,A,false,1,1", *rows()], HEAD, "t.csv:2: time: 'x' was found, a number is needed"),
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


@pytest.mark.parametrize("who", ["471e05", "1e0001", "123456", "000012", "abcdef", "0x1234", "inf000", "400000"])
def test_an_address_is_text_whatever_number_it_looks_like(tmp_path, who):
    (one,) = read(tmp_path, rows(who))
    assert one.id == who


def test_letters_late_in_a_long_file_are_no_surprise(tmp_path):
    many = [row for k in range(2100) for row in rows(f"{400000 + k}")]
    found = read(tmp_path, [*many, *rows("abcdef"), *rows("47100e")])
    assert len(found) == 2102
    assert {"abcdef", "47100e", "400000"} <= {one.id for one in found}


@pytest.mark.parametrize("nothing", ["", "NULL", "nan", "None", " "])
def test_a_cell_that_says_nothing_is_nothing(tmp_path, nothing):
    (one,) = read(tmp_path, [row.replace("9950", nothing).replace(",240,", f",{nothing},") for row in rows()])
    assert np.isnan(one.velocity_enu_mps[:, 1]).all()
    assert (one.height_m == 10_000.0).all()


@pytest.mark.parametrize(
    ("column", "cell", "allowed"),
    [("lat", "45N", "a number"), ("velocity", "12:00", "a number"), ("onground", "perhaps", "true or false"),
     ("geoaltitude", "10,5", "cannot be read")],
)  # fmt: skip
def test_a_cell_that_is_not_what_its_column_asks_for_is_refused_with_its_line(tmp_path, column, cell, allowed):
    place = HEAD.strip().split(",").index(column)
    lines = [row.split(",") for row in rows()]
    lines[7][place] = lines[9][place] = cell
    with pytest.raises(InputError) as caught:
        read(tmp_path, [",".join(line) for line in lines])
    assert allowed in str(caught.value)
    if column == "geoaltitude":  # a comma makes one cell too many
        assert "Line: 9" in str(caught.value)
        assert "Expected Number of Columns: 11 Found: 12" in str(caught.value)
    else:
        assert f"t.csv:9: {column}: '{cell}' was found" in str(caught.value)
        assert "1 more cells of that column" in str(caught.value)


def test_an_address_stored_as_a_number_is_refused(tmp_path):
    import duckdb

    (tmp_path / "t.csv").write_text(HEAD + "\n".join(rows("471005")) + "\n")
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{tmp_path}/t.csv')) TO '{tmp_path}/t.parquet' (FORMAT parquet)")
    with pytest.raises(InputError, match="icao24 is stored as BIGINT; text is needed"):
        read_recordings(tmp_path / "t.parquet", 300.0)


def flown(course=90.0, lon=33.0, lat=45.0, count=20, shift_s=0.0, height=10_000.0, climb=0.0, speed=240.0, said=1.0):
    """Rows of a straight flight with ``lastposupdate``, longitudes within -180..180."""
    out = []
    for k in range(count):
        s = speed * 10.0 * k / MEAN_RADIUS
        here = lat + np.degrees(s * np.cos(np.radians(course)))
        there = lon + np.degrees(s * np.sin(np.radians(course)) / np.cos(np.radians(lat)))
        out.append(f"{100 + 10 * k},f00001,{here:.6f},{(there + 180) % 360 - 180:.6f},{said * speed},{course},{climb},"
                   f"A,false,,{height + said * climb * 10.0 * k},{100 + 10 * k - shift_s}")  # fmt: skip
    return out


HEARD = HEAD.replace("\n", ",lastposupdate\n")


@pytest.mark.parametrize(("course", "lon"), [(90.0, 179.8), (270.0, -179.8)])
def test_a_flight_goes_on_across_the_date_line(tmp_path, course, lon):
    (one,) = read(tmp_path, flown(course, lon), HEARD)
    assert len(one.time_s) == 20
    assert np.sign(one.longitude_rad[0]) != np.sign(one.longitude_rad[-1])


def test_no_path_begins_before_the_files_first_row(tmp_path):
    (one,) = read(tmp_path, flown(shift_s=14.3), HEARD)
    assert one.time_s[0] == pytest.approx(5.7)
    assert len(one.time_s) == 18


def test_every_row_that_is_left_out_is_counted_with_why(tmp_path):
    good = rows(count=12)
    lines = [
        *good[:5], good[5].replace("33.0", "43.0"), *good[6:],
        "", "100,f00002,,33.0,240,0,0,B,false,9950,9950", "100,f00003,95.0,33.0,240,0,0,B,false,9950,9950",
        *rows("f00004", on_ground="true", count=3), "100,f00005,45.0,33.0,240,0,0,B,false,,", *rows("f00006", count=2),
    ]  # fmt: skip
    (tmp_path / "t.csv").write_text(HEAD + "\n".join(line for line in lines if line) + "\n")
    found = read_out(tmp_path / "t.csv", 300.0)
    assert found.rows == 20
    assert dict(found.left_out) == {
        "without time, aircraft or place": 1, "at a place that is not on Earth": 1, "on the ground": 3,
        "without height": 1, "where no aircraft gets from the row before": 1, "in pieces of fewer than 3": 2,
    }  # fmt: skip
    assert sum(len(one.time_s) for one in found.recordings) + sum(n for _, n in found.left_out) == found.rows
    assert found.told().startswith("11 of 20 rows are flown, in 1 piece of flight; left out: 1 without time")
    old = [f"{row},{100 + 10 * (k - k % 2)}" for k, row in enumerate(good)]
    (tmp_path / "u.csv").write_text(HEARD + "\n".join(old) + "\n")
    assert dict(read_out(tmp_path / "u.csv", 300.0).left_out) == {"that repeat an old position": 6}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"height": 33_000.0}, "heights are probably feet"),
        ({"said": 1.94}, "times those of the places (1.94: knots)"),
        ({"climb": 8.0, "said": 1.0}, None),
        ({"climb": 8.0, "said": 1.0, "height": 3000.0, "speed": 120.0}, None),
        ({}, None),
    ],
)
def test_units_that_are_not_those_of_the_columns_are_said(tmp_path, change, says):
    (tmp_path / "t.csv").write_text(HEARD + "\n".join(flown(**change)) + "\n")
    found = read_out(tmp_path / "t.csv", 300.0).doubts
    assert [says in one for one in found] == [True] if says else not found


def test_a_climb_that_does_not_fit_its_heights_is_said(tmp_path):
    lines = [row.replace(",0,A", ",8,A") for row in flown()]
    lines = [",".join([*row.split(",")[:10], f"{3000 + 262.5 * k}", row.split(",")[11]]) for k, row in enumerate(lines)]
    lines = [row.replace(",0.0,A", ",8.0,A") for row in lines]
    (tmp_path / "t.csv").write_text(HEARD + "\n".join(lines) + "\n")
    (found,) = read_out(tmp_path / "t.csv", 300.0).doubts
    assert "heights change 3.28 times as fast as the recorded climb says" in found


def test_check_and_run_say_what_was_left_out(tmp_path):
    (tmp_path / "t.csv").write_text(HEARD + "\n".join(flown(shift_s=14.3, height=33_000.0)) + "\n")
    lines = "others:\n  civil:\n    type: airliner\n    route: {kind: state_vectors, file: t.csv}\n"
    made = scenario(tmp_path, lines)
    told = recording_notes(made, losses_only=True)
    assert "18 of 20 rows are flown" in told[0]
    assert "2 with a position older than the file's first row" in told[0]
    assert "probably feet" in told[1]
    assert told[0] in dict(explain(made))["Others"]
