"""The JSON that readsb writes and adsb.lol publishes: traces and pictures, plain and packed; made-up aircraft."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.importing import adsb, readsb
from gbad.importing.files import import_file
from gbad.scenario.load import load
from gbad.terrain import geoid_height_m

BEGIN = 1577836800.0
DETAILS = {"type": "adsb_icao", "flight": "TST1    ", "alt_geom": 34500, "squawk": "1000", "nic": 8}
# seconds, latitude, longitude, height [ft], speed [kt], course [deg], flags, climb [ft/min], details
TRACE = [
    [0.0, 45.0, 10.0, "ground", 12.0, 90.0, 0, None, None],
    [60.0, 45.0, 10.1, 34000, 440.0, 90.0, 2, 640, DETAILS],
    [75.5, 45.0, 10.14, 34200, 440.0, 90.5, 4, -64, None],  # only the climb is geometric
    [90.0, 45.0, 10.18, 34600, None, None, 12, 128, None],  # height and climb are
    [105.0, 45.0, 10.22, 34400, 441.0, 91.0, 1, 0, None, "adsb_icao", 34900, 0, 270, 0.1],
    [120.0, 45.0, 10.26, None, 441.0, 91.0, 0, 0, None],
]
DOCUMENT = {"icao": "f00abc", "r": "X-TEST", "t": "A320", "timestamp": BEGIN, "trace": TRACE}
FOOT = 0.3048


def read(*documents: object) -> object:
    return adsb.read("\n".join(json.dumps(document) for document in documents), Path("x.json"))


def test_a_trace_tells_heights_over_the_right_surface():
    motion = read(DOCUMENT)
    assert motion.left_out == {"on the ground": 1, "without height": 1}
    assert (motion.time_s - BEGIN).tolist() == [60.0, 75.5, 90.0, 105.0]
    assert motion.longitude_deg.tolist() == [10.1, 10.14, 10.18, 10.22]
    geoid = geoid_height_m(np.radians(motion.latitude_deg), np.radians(motion.longitude_deg))
    # geometric heights as they are; a pressure height alone counts from the sea
    want = [34500 * FOOT, 34200 * FOOT + geoid[1], 34600 * FOOT, 34900 * FOOT]
    assert motion.height_m == pytest.approx(want, abs=1e-6)
    assert motion.climb_mps == pytest.approx(np.array([640, -64, 128, 0]) * FOOT / 60.0)
    assert motion.speed_mps[[0, 3]] == pytest.approx(np.array([440.0, 441.0]) * 1852.0 / 3600.0)
    assert math.isnan(motion.speed_mps[2])
    assert set(motion.who) == {"f00abc"}
    assert motion.sign == ["TST1"] * 4  # told once, kept


def test_pictures_give_every_place_its_own_age():
    one = {"hex": "f00001", "lat": 45.0, "lon": 10.0, "alt_geom": 30000, "gs": 400, "track": 90.0, "seen_pos": 3.5}
    other = {"hex": "~f00002", "alt_baro": 2000, "seen": 1.0}  # no place heard
    motion = read(
        {"now": BEGIN, "messages": 1, "aircraft": [one, other]},
        {"now": 1000 * (BEGIN + 30.0), "total": 1, "ac": [one | {"lon": 10.05, "seen_pos": 0.25}]},  # milliseconds
    )
    assert motion.time_s - BEGIN == pytest.approx([-3.5, 29.75])
    assert motion.left_out == {"without time, aircraft or place": 1}


def test_a_table_of_pictures_takes_the_age_off_too():
    motion = adsb.read("hex,now,lat,lon,alt_geom,seen_pos\nf1,100,45,10,3000,4\nf1,130,45,10.1,3000,\n", Path("x.csv"))
    assert motion.time_s.tolist() == [96.0, 130.0]


@pytest.mark.parametrize("packed", [False, True])
def test_a_daily_archive_file_becomes_a_scenario(tmp_path, packed):
    content = json.dumps(DOCUMENT).encode()
    file = tmp_path / "trace_full_f00abc.json"
    file.write_bytes(gzip.compress(content) if packed else content)
    found = import_file(file, "adsb", tmp_path / "t.yaml")
    assert (found.rows, found.things) == (4, 1)
    scenario = load(str(tmp_path / "t.yaml"))
    assert len(scenario.others) == 1
    assert "f00abc" not in (tmp_path / "t.csv").read_text()


BAD = {
    "neither": ({"hello": 1}, "document 1: neither a trace (icao, timestamp, trace) nor a picture"),
    "short-entry": (DOCUMENT | {"trace": [[0.0, 45.0]]}, "trace[0]: a list of 8 values"),
    "no-entry": (DOCUMENT | {"trace": [7]}, "trace[0]: a list of 8 values"),
    "words": (DOCUMENT | {"trace": [[*TRACE[1][:4], "fast", *TRACE[1][5:]]]}, "trace[0]: gs: 'fast' was found"),
    "no-time": (DOCUMENT | {"timestamp": None}, "timestamp: 'None' was found"),
    "late": (DOCUMENT | {"timestamp": True}, "timestamp: 'True' was found"),
    "flags": (DOCUMENT | {"trace": [[*TRACE[1][:6], "x", 0]]}, "trace[0]: flags: 'x' was found"),
    "no-object": ({"now": BEGIN, "ac": [3]}, "aircraft[0]: an object is needed"),
    "place": ({"now": BEGIN, "ac": [{"hex": "f", "lat": [1], "lon": 2}]}, "aircraft[0]: lat: '[1]' was found"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_place(name):
    document, words = BAD[name]
    with pytest.raises(InputError) as told:
        read(document)
    assert words in str(told.value)


def test_the_second_document_is_named_where_it_is_cut():
    with pytest.raises(InputError, match="document 2: is no JSON"):
        adsb.read(json.dumps(DOCUMENT) + "\n" + json.dumps(DOCUMENT)[:200], Path("x.json"))
    with pytest.raises(InputError, match="document 1: is no JSON"):
        adsb.read('{"a":' * 200_000, Path("x.json"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(b"{" + b" " * 3_000_000), "times the packed size are read"),
        (gzip.compress(json.dumps(DOCUMENT).encode())[:-12], "cut short"),
        (b"\x1f\x8b" + b"hello, this is none", "cannot be unpacked"),
    ],
)
def test_packed_files_are_unpacked_within_bounds(tmp_path, content, words):
    file = tmp_path / "trace_full_f.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=words):
        import_file(file, "adsb", tmp_path / "o.yaml")
    assert not (tmp_path / "o.yaml").exists()


def test_a_document_of_more_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(readsb, "LARGEST_JSON", 100)
    with pytest.raises(InputError, match="up to 100 are read"):
        read(DOCUMENT)
