"""Files of others, and of ours, come back as they were; what cannot be flown is counted."""

from __future__ import annotations

import math
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.columns import read_declared
from gbad.importing import acmi, adsb, bluesky, dis, trackers
from gbad.importing.files import import_file
from gbad.importing.motion import table_of
from gbad.metrics.scores import read_tracks
from gbad.scenario.load import load
from gbad.scenario.recordings import read_out
from gbad.terrain import geoid_height_m
from gbad.traffic import made_up_airways, make_traffic, write_traffic

HERE = Path(__file__).parent / "written_by_others"
OPENSKY = "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,baroaltitude,geoaltitude\n"


def motion_of(text: str) -> object:
    return adsb.read(text, Path("x.csv"))


def test_four_dialects_tell_the_same_flight():
    geoid = float(geoid_height_m(math.radians(45.0), math.radians(10.0)))
    told = [
        motion_of(OPENSKY + "1577836800,3c6444,45.0,10.0,240.0,90.0,0.0,ABC1,false,,10000.0\n"),
        motion_of(
            "timestamp,icao24,callsign,latitude,longitude,altitude,geoaltitude,groundspeed,track,vertical_rate\n"
            f"2020-01-01 00:00:00+00:00,3c6444,ABC1,45.0,10.0,,{10000.0 / 0.3048},{240 * 3600 / 1852},90.0,0\n"
        ),
        motion_of(
            "hex,flight,timestamp,lat,lon,alt_baro,alt_geom,gs,track,geom_rate\n"
            f"3C6444,ABC1,1577836800.0,45.0,10.0,,{10000.0 / 0.3048},{240 * 3600 / 1852},90.0,0\n"
        ),
        motion_of(
            "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n"
            f'1577836800,2020-01-01T00:00:00Z,ABC1,"45.0,10.0",{(10000.0 - geoid) / 0.3048},{240 * 3600 / 1852},90\n'
        ),
    ]
    for motion in told:
        assert motion.time_s == pytest.approx([1577836800.0])
        assert (motion.latitude_deg[0], motion.longitude_deg[0]) == (45.0, 10.0)
        assert motion.height_m[0] == pytest.approx(10000.0, abs=1e-6)
        assert motion.speed_mps[0] == pytest.approx(240.0)
        assert motion.course_deg[0] == 90.0
        assert motion.sign == ["ABC1"]
    assert {motion.who[0] for motion in told} == {"3c6444", "ABC1"}


def test_what_is_left_out_is_counted_with_its_reason():
    motion = motion_of(
        OPENSKY
        + "1,a,45.0,10.0,,,,,false,,9000\n"  # the one that stays
        + "2,a,,10.0,,,,,false,,9000\n"
        + ",a,45.0,10.0,,,,,false,,9000\n"
        + "3,a,45.0,10.0,,,,,true,,0\n"
        + "4,a,45.0,10.0,,,,,false,,\n"
        + "5,a,95.0,10.0,,,,,false,,9000\n"
    )
    assert len(motion.time_s) == 1
    assert motion.left_out == {
        "without time, aircraft or place": 2,
        "on the ground": 1,
        "without height": 1,
        "at a place that is not on Earth": 1,
    }


def test_an_empty_line_before_the_names_and_rolling_on_the_ground():
    """As exports of flights come: an empty first line, and an altitude of 0 until it has taken off."""
    motion = motion_of(
        "\n \nTimestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n"
        '100,x,A1,"45.0,10.0",0,25,90\n110,x,A1,"45.0,10.1",1200,140,90\n'
    )
    assert motion.time_s.tolist() == [110.0]
    assert motion.left_out == {"on the ground": 1}


def test_names_are_replaced_unless_they_are_to_be_kept():
    text = OPENSKY + "2,b7,45.0,10.0,,,,SECRET,false,,9000\n1,a5,45.0,10.0,,,,HIDDEN,false,,9000\n"
    replaced = table_of(motion_of(text), keep_names=False)
    assert replaced["icao24"].tolist() == ["f00000", "f00001"]
    assert not {"SECRET", "HIDDEN"} & set(replaced["callsign"].tolist())
    kept = table_of(motion_of(text), keep_names=True)
    assert kept["icao24"].tolist() == ["a5", "b7"]
    assert kept["callsign"].tolist() == ["HIDDEN", "SECRET"]


def test_acmi_understands_mark_escapes_joined_lines_partial_updates_and_the_reference():
    text = (
        "\ufeffFileType=text/acmi/tacview\r\nFileVersion=2.1\r\n"
        "0,ReferenceTime=2020-01-01T00:00:00Z\r\n0,ReferenceLongitude=179\r\n0,ReferenceLatitude=-45\r\n"
        "0,Comments=two\\\r\nlines\\, with a comma\r\n"
        "a01,T=0.5|1|3000|0|0|90,Type=Air+FixedWing,CallSign=Jet\\, one\r\n"
        "b,T=0|0|10,Type=Ground+Static\r\n"
        "#10.5\r\na01,T=1.5||\r\n"
        "0,Event=Message|a01|hello\r\n"
        "#20\r\na01,T=|1.25|3100\r\n"
        "-a01\r\n"
    )
    motion = acmi.read(text.encode(), Path("x.acmi"))
    assert motion.time_s == pytest.approx([1577836800.0, 1577836810.5, 1577836820.0])
    assert motion.longitude_deg == pytest.approx([179.5, -179.5, -179.5])
    assert motion.latitude_deg == pytest.approx([-44.0, -44.0, -43.75])
    above_sea = motion.height_m - geoid_height_m(np.radians(motion.latitude_deg), np.radians(motion.longitude_deg))
    assert above_sea == pytest.approx([3000.0, 3000.0, 3100.0])
    assert motion.sign == ["Jet, one"] * 3
    assert motion.left_out == {"events": 1, "of things that do not fly": 1}


def test_an_object_that_comes_back_is_another_piece():
    text = "FileType=text/acmi/tacview\nFileVersion=2.2\n1,T=0|0|100,Type=Air\n#1\n-1\n#2\n1,T=0|0|100\n"
    assert acmi.read(text.encode(), Path("x.acmi")).who == ["1", "1-2"]


def test_what_opendis_wrote_is_read_where_it_was():
    motion = dis.read((HERE / "opendis.pcap").read_bytes(), Path("opendis.pcap"))
    assert sorted(set(motion.who)) == ["17:23:1", "17:23:2"]
    first = np.array([who == "17:23:1" for who in motion.who])
    assert motion.latitude_deg[first] == pytest.approx(45.0 + 0.02 * np.arange(6), abs=1e-7)
    assert motion.longitude_deg[~first] == pytest.approx(11.0 + 0.03 * np.arange(6), abs=1e-7)
    assert motion.height_m[first] == pytest.approx(9100.0, abs=0.01)
    assert motion.time_s[first] == pytest.approx(1577836800.0 + 10.0 * np.arange(6))


def test_what_traffic_wrote_is_read_in_its_units(tmp_path):
    found = import_file(HERE / "traffic.csv", "adsb", tmp_path / "t.yaml", keep_names=True)
    assert found.left_out == {"without time, aircraft or place": 1}
    motion = adsb.read((HERE / "traffic.csv").read_text(), HERE / "traffic.csv")
    east, north = (np.array([who == name for who in motion.who]) for name in ("f00001", "f00002"))
    assert (int(east.sum()), int(north.sum())) == (39, 28)
    assert motion.time_s[east] - 1577836800.0 == pytest.approx(10.0 * np.delete(np.arange(40), 5))
    assert motion.height_m[east] == pytest.approx(35400.0 * 0.3048)  # geometric
    n = np.delete(np.arange(40), range(10, 22))
    geoid = geoid_height_m(np.radians(motion.latitude_deg[north]), np.radians(motion.longitude_deg[north]))
    assert motion.height_m[north] - geoid == pytest.approx((12000.0 + 200.0 * n) * 0.3048)  # pressure alone
    assert motion.speed_mps[north] == pytest.approx(260.0 * 1852.0 / 3600.0)
    assert motion.climb_mps[north] == pytest.approx(1200.0 * 0.3048 / 60.0)
    # flown: both to their ends, in two pieces where nothing was heard for two minutes if at all
    readout = read_out(tmp_path / "t.csv", 300.0)
    assert max(float(r.time_s[-1]) for r in readout.recordings) == pytest.approx(390.0, abs=1.0)
    assert len(load(str(tmp_path / "t.yaml")).others) == 1


def test_what_bluesky_saved_becomes_a_scenario_that_is_checked(tmp_path):
    found = import_file(HERE / "bluesky.scn", "bluesky", tmp_path / "b.yaml")
    assert found.left_out == {"commands SPD": 3, "commands HDG": 1}
    flights, _ = bluesky.read((HERE / "bluesky.scn").read_bytes(), HERE / "bluesky.scn")
    # BlueSky's own TAS: 150 m/s and 280 kt CAS at FL350 is Mach 0.82 there
    assert flights["KL001"].speed_mps == pytest.approx(172.8, abs=0.3)
    assert flights["KL204"].speed_mps / 296.5 == pytest.approx(0.82, abs=0.005)
    assert np.array([point[:2] for point in flights["BAW12"].points]) == pytest.approx(
        np.array([[52.5, 3.9], [53.5, 4.4]])
    )
    assert flights["BAW12"].points[0][2] == pytest.approx(9144.0)
    assert len(load(str(tmp_path / "b.yaml")).others) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_bluesky_lines_may_end_in_any_way(end):
    text = end.join(
        ["# a comment", "00:00:01.00>CRE A1,B744,52,4,90,FL200,250", "00:00:02>A1 ADDWPT 52,5", "0:00:09>DEL A1"]
    )
    flights, left_out = bluesky.read(text.encode(), Path("x.scn"))
    assert flights["A1"].points == [(52.0, 5.0, None)]
    assert flights["A1"].end_s == 9.0
    assert left_out == {}


def test_tables_of_three_kinds_of_trackers_are_scored_alike(tmp_path):
    state = {
        "long.csv": "time,track_id,latitude,longitude,height\n10.0,t1,40.0,33.0,1000.0\n",
        "stonesoup.csv": "time,id,state,covar\n10.0,t1,[0.0 5.0 0.0 5.0 0.0 1.0],1 0\n",
        "wide.csv": "time_s,t1.latitude_deg,t1.longitude_deg,t1.height_m,t2.latitude_deg,t2.longitude_deg,t2.height_m\n"
        "10.0,40.0,33.0,1000.0,,,\n",
    }
    for name, text in state.items():
        (tmp_path / name).write_text(text)
        out = tmp_path / f"{name}-tracks.csv"
        import_file(tmp_path / name, "csv", out, origin=(40.0, 33.0, 1000.0))
        columns = read_tracks(out)
        assert columns["track"].tolist() == ["t1"], name
        assert columns["time_s"].tolist() == [10.0]
        assert (columns["latitude_deg"][0], columns["longitude_deg"][0]) == pytest.approx((40.0, 33.0), abs=1e-8)
        assert columns["height_m"][0] == pytest.approx(1000.0, abs=1e-3)


def test_states_a_kilometre_east_and_north_are_there():
    rows = trackers.read(b"time,id,state\n0,a,1000 0 1000 0\n", Path("s.csv"), (0.0, 10.0, 0.0))
    assert rows[0][2] == pytest.approx(1000.0 / 110_574.0, rel=1e-4)
    assert rows[0][3] - 10.0 == pytest.approx(1000.0 / 111_320.0, rel=1e-4)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    result = gbad.run(str(Path(__file__).parents[1] / "export" / "date-line.yaml"), seed=7)
    folder = tmp_path_factory.mktemp("round-trip")
    return result, folder


@pytest.mark.parametrize(
    ("to", "kind", "name"),
    [
        ("acmi", "acmi", "a.txt.acmi"),
        ("acmi-zip", "acmi", "a.zip.acmi"),
        ("geojson", "geojson", "a.geojson"),
        ("dis", "dis", "a.pcap"),
    ],
)
def test_out_and_in_again_no_place_moves_by_more_than_the_resolution(played, to, kind, name):
    result, folder = played
    file = result.export(to, folder / name)
    import_file(file, kind, folder / f"{to}.yaml", keep_names=True)
    kinds = {"time": "number", "icao24": "name", "lat": "number", "lon": "number", "geoaltitude": "number"}
    back = read_declared(folder / f"{to}.csv", kinds, "state vectors")
    want: list[tuple[float, ...]] = []
    for table in (result.truth, result.paths):
        for row in zip(table["time_s"], table["latitude_deg"], table["longitude_deg"], table["height_m"], strict=True):
            want.append(tuple(float(value) for value in row))
    base = 1577836800.0
    got = sorted(
        zip(
            np.round(back["time"] - base, 3),
            np.round(back["lat"], 5),
            back["lat"],
            back["lon"],
            back["geoaltitude"],
            strict=True,
        )
    )
    want = sorted((round(t, 3), round(lat, 5), lat, lon, height) for t, lat, lon, height in want)
    if to == "geojson":
        # the cut adds the place on the date line itself
        got = [row for row in got if abs(abs(row[3]) - 180.0) > 1e-9]
    assert len(got) == len(want)
    for (_, _, lat, lon, height), (_, _, lat2, lon2, height2) in zip(got, want, strict=True):
        assert lat == pytest.approx(lat2, abs=2e-7)
        assert (lon - lon2 + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=2e-7)
        assert height == pytest.approx(height2, abs=0.021)


def test_csv_out_and_in_again_is_the_same_to_the_last_bit(played):
    result, folder = played
    place = result.export("csv", folder / "tables")
    columns = {name: "number" for name in ("time_s", "latitude_deg", "longitude_deg", "height_m")}
    back = read_declared(place / "truth.csv", columns, "truth")
    for name in columns:
        assert back[name].tolist() == result.truth[name].tolist()


def test_an_imported_tacview_file_flies_where_it_was_recorded(played):
    """Through the scenario too: a civil flight across the date line, exported, imported and read for flying."""
    result, folder = played
    import_file(result.export("acmi", folder / "again.acmi"), "acmi", folder / "again.yaml")
    readout = read_out(folder / "again.csv", 300.0)
    truth = result.truth.where(object="ferry")
    longest = max(readout.recordings, key=lambda recording: len(recording.time_s))
    assert len(longest.time_s) == len(truth)
    assert np.degrees(longest.latitude_rad) == pytest.approx(truth["latitude_deg"], abs=1e-6)
    assert len(load(str(folder / "again.yaml")).others) >= 1


HARD = (
    "\ufeffFileType=text/acmi/tacview\r\nFileVersion=2.2\r\n0,ReferenceTime=2020-01-01T00:00:00Z\r\n"
    "0,ReferenceLongitude=10\r\n0,ReferenceLatitude=40\r\n"
    "#0\r\na1,Type=Air+FixedWing,Name=Jet\\, one,T=0.1|0.2|1000|1|2|90\r\nb2,T=1|1|50,Type=Ground+Static\r\n"
    "#1.5\r\na1,T=0.11||1010\r\n#3\r\na1,T=|0.21|\r\nc3,T=0.5|0.5|2000,Type=Weapon+Missile,Parent=a1\r\n"
    "#4.25\r\na1,T=0.12|0.22|1020.5|||91\r\nc3,T=0.51|0.52|1990\r\n-b2\r\n"
)


def test_pyacmi_tells_every_row_of_a_hard_file_as_the_importer_does(tmp_path):
    from pyacmi import Acmi

    (tmp_path / "hard.txt.acmi").write_bytes(HARD.encode())
    other = Acmi()
    other.load_acmi(str(tmp_path / "hard.txt.acmi"))
    ours = acmi.read(HARD.encode(), Path("hard.txt.acmi"))
    assert sorted(set(ours.who)) == ["a1", "c3"]
    assert len(ours.who) == 6
    geoid = geoid_height_m(np.radians(ours.latitude_deg), np.radians(ours.longitude_deg))
    for k, who in enumerate(ours.who):
        t = float(ours.time_s[k]) - 1577836800.0
        there = other.objects[who]
        # pyacmi adds no reference to a part that is not told again
        assert there.latitude(t) % 40.0 == pytest.approx(ours.latitude_deg[k] - 40.0, abs=1e-9)
        assert there.longitude(t) % 10.0 == pytest.approx(ours.longitude_deg[k] - 10.0, abs=1e-9)
        assert there.altitude(t) == pytest.approx(ours.height_m[k] - geoid[k], abs=1e-9)


def test_pyacmi_reads_what_was_exported_and_agrees_with_the_importer_everywhere(played):
    from pyacmi import Acmi

    result, folder = played
    file = result.export("acmi", folder / "b.txt.acmi")
    other = Acmi()
    other.load_acmi(str(file))
    ours = acmi.read(file.read_bytes(), file)
    for k, who in enumerate(ours.who):
        t = round(float(ours.time_s[k]) - 1577836800.0, 3)
        assert other.objects[who].latitude(t) == pytest.approx(ours.latitude_deg[k], abs=1e-7)
        east = other.objects[who].longitude(t) - ours.longitude_deg[k]
        assert (east + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-7)


@pytest.mark.slow
def test_six_thousand_rows_of_traffic_run_within_five_seconds(tmp_path):
    airways = made_up_airways(45.0, 45.0, 200.0, 6, 1)
    columns = make_traffic(airways, aircraft=100, duration_s=3600, step_s=15, seed=3)
    columns = {name: values[:6000] for name, values in columns.items()}
    assert len(columns["time"]) == 6000
    write_traffic(columns, tmp_path / "recorded.csv")
    gbad.run("one-aircraft", seed=1)  # kernels are compiled or loaded
    begin = time.process_time()  # other work on the machine does not count
    import_file(tmp_path / "recorded.csv", "adsb", tmp_path / "s.yaml")
    battle = gbad.Battle.begin(tmp_path / "s.yaml", seed=1)
    battle.advance()
    assert battle.now_s > 0.0
    assert time.process_time() - begin < 5.0


def test_a_zip_of_one_plain_member_is_read_like_the_member(tmp_path):
    text = b"FileType=text/acmi/tacview\nFileVersion=2.2\n1,T=0|0|100,Type=Air\n#1\n1,T=0.01|0|100\n"
    with zipfile.ZipFile(tmp_path / "a.zip.acmi", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt.acmi", text)
    zipped = acmi.read((tmp_path / "a.zip.acmi").read_bytes(), tmp_path / "a.zip.acmi")
    assert zipped.longitude_deg.tolist() == acmi.read(text, Path("a")).longitude_deg.tolist()
