"""Truncated, mislabelled, huge and hostile files: refused by name, place and limit; nothing is written."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from gbad.errors import InputError
from gbad.importing import guarding
from gbad.importing.files import KINDS, import_file

PCAP = (Path(__file__).parent / "written_by_others" / "opendis.pcap").read_bytes()
ACMI = b"FileType=text/acmi/tacview\nFileVersion=2.2\n"
SKY = b"time,icao24,lat,lon,geoaltitude\n"


def zipped(name: str, content: bytes = ACMI, mode: int = 0, more: int = 0) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        file.writestr(member, content, zipfile.ZIP_DEFLATED)
        for k in range(more):
            file.writestr(f"more-{k}.bin", b"x")
    return held.getvalue()


CASES = {
    # kind, content, what the message must say
    "empty": ("acmi", b"", "is empty"),
    "not-tacview": ("acmi", b"hello\nthere\n", ":1: is no Tacview file"),
    "other-version": ("acmi", b"FileType=text/acmi/tacview\nFileVersion=1.5\n", ":2: 'FileVersion=1.5'"),
    "cut-in-a-value": ("acmi", ACMI + b"0,Comments=a\\", ":3: the file ends within a value"),
    "wrong-number": ("acmi", ACMI + b"zz,T=0|0|0\n", ":3: 'zz' was found, an object's number"),
    "wrong-parts": ("acmi", ACMI + b"1,T=0|0\n", ":3: T has 2 parts"),
    "wrong-place": ("acmi", ACMI + b"1,T=a|0|0\n", ":3: T: 'a' was found, a number is needed"),
    "infinite": ("acmi", ACMI + b"1,T=inf|0|0\n", ":3: T: 'inf' was found, a finite number"),
    "not-utf8": ("acmi", ACMI + b"\xff\xfe", f"is not UTF-8 text (byte {len(ACMI) + 1})"),
    "binary": ("adsb", b"\x00\x01\x02", "is not text"),
    "nothing-flies": ("acmi", ACMI + b"1,T=0|0|0,Type=Ground\n", "nothing in it can be flown: left out 1 of things"),
    "bomb": ("acmi", zipped("a.acmi", b"0" * 5_000_000), "times the packed size are read"),
    "path-escape": ("acmi", zipped("../a.acmi"), "leads out of the folder"),
    "absolute": ("acmi", zipped("/etc/a.acmi"), "leads out of the folder"),
    "backslashes": ("acmi", zipped("..\\..\\a.acmi"), "leads out of the folder"),
    "link": ("acmi", zipped("a.acmi", b"/etc/passwd", 0o120777), "is a link"),
    "many-members": ("acmi", zipped("a.acmi", more=40), "a zip file of 41 members; up to 16"),
    "no-member": ("acmi", zipped("a.doc"), "it has 0"),
    "cut-zip": ("acmi", zipped("a.acmi", ACMI * 50)[:60], "a zip file that cannot be read"),
    "zip-as-csv": ("adsb", zipped("a.csv", SKY), "only Tacview files are read zipped"),
    "xml": ("geojson", b'<!DOCTYPE x [<!ENTITY a "b">]><kml>&a;</kml>', "is no JSON"),
    "deep": ("geojson", b"[" * 100_000, "is no JSON"),
    "nan": ("geojson", b'{"type":"FeatureCollection","features":[NaN]}', "NaN is no number of JSON"),
    "no-features": ("geojson", b"{}", "a FeatureCollection with features is needed"),
    "off-earth": (
        "geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a","time":"2020-01-01T00:00:00Z"},'
        b'"geometry":{"type":"Point","coordinates":[200,0,1]}}]}',
        "features[0]: longitude 200, latitude 0 is not on Earth",
    ),
    "times-too-few": (
        "geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"times":["2020-01-01T00:00:00Z"]},'
        b'"geometry":{"type":"LineString","coordinates":[[0,0,1],[1,1,1]]}}]}',
        "features[0]: line 0: as many times as places",
    ),
    "no-dialect": ("adsb", b"a,b,c\n1,2,3\n", ":1: the columns are of no dialect that is read"),
    "lacks-a-cell": ("adsb", SKY + b"1,a,45\n", ":2: 3 cells were found, the first line names 5 columns"),
    "no-number": ("adsb", SKY + b"1,a,45,x,9000\n", ":2: lon: 'x' was found, a number is needed"),
    "no-time": ("adsb", SKY + b"soon,a,45,10,9000\n", ":2: time: 'soon' was found"),
    "twice": ("adsb", b"time,time,icao24\n", ":1: column 'time' is given twice"),
    "long-cell": ("adsb", SKY + b"1," + b"a" * 200_000 + b",45,10,9000\n", ":2: cannot be read as CSV"),
    "too-long": ("adsb", SKY + b"0,a,45,10,9000\n200000,a,45,10,9000\n", "up to 24 h are flown"),
    "no-command": ("bluesky", b"hello\n", ":1: 'hello' was found, a line like"),
    "no-aircraft": ("bluesky", b"00:00:00.00>PAN 0,0\n", "creates no aircraft at a place: left out 1 commands PAN"),
    "aircraft-short": ("bluesky", b"00:00:00.00>CRE A,B\n", ":1: CRE needs callsign"),
    "too-high": ("bluesky", b"00:00:00.00>CRE A,B,0,0,0,FL9999,200\n", ":1: altitude 'FL9999'"),
    "no-pcap": ("dis", b"GIF89a" + b"0" * 40, "is no pcap file (its first bytes are 47 49 46 38)"),
    "pcapng": ("dis", b"\x0a\x0d\x0d\x0a" + b"0" * 40, "is a pcapng file"),
    "cut-pcap": ("dis", PCAP[:-10], "packet 12: the file ends within it"),
    "cut-head": ("dis", PCAP[:30], "packet 1: the file ends within its head"),
    "huge-packet": ("dis", PCAP[:32] + struct.pack(">II", 2**31, 2**31), "packet 1: 2147483648 bytes; up to 262144"),
    "odd-link": ("dis", PCAP[:20] + struct.pack(">I", 147) + PCAP[24:], "link type 147"),
    "no-origin": ("csv", b"time,id,state\n0,a,1 2 3 4\n", ":2: state: is in metres from an origin"),
    "odd-state": ("csv", b"time,id,state\n0,a,1 2 3\n", ":2: state: 3 numbers were found"),
    "no-track": ("csv", b"time,a,b\n0,1,2\n", ":1: is no table of tracks"),
    "no-rows": ("csv", b"time,id,state\n", "holds no row of a track"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_name_and_place_and_nothing_is_written(tmp_path, case):
    kind, content, words = CASES[case]
    file = tmp_path / f"{case}.bin"
    file.write_bytes(content)
    with pytest.raises(InputError) as refused:
        import_file(file, kind, tmp_path / ("o.csv" if kind == "csv" else "o.yaml"))
    assert words in str(refused.value)
    assert file.name in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("kind", KINDS)
def test_only_regular_files_are_opened(tmp_path, kind):
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pipe", "is no regular file"), (".", "is no regular file"), ("not-there", "cannot be read")):
        with pytest.raises(InputError, match=words):
            import_file(tmp_path / name, kind, tmp_path / ("o.csv" if kind == "csv" else "o.yaml"))


def test_a_file_over_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(guarding, "LARGEST_BYTES", 100)
    (tmp_path / "big.csv").write_bytes(b"x" * 101)
    with pytest.raises(InputError, match="101 bytes; up to 100 are read"):
        import_file(tmp_path / "big.csv", "adsb", tmp_path / "o.yaml")


def test_a_member_that_is_larger_than_it_says_is_refused():
    whole = bytearray(zipped("a.acmi", ACMI + b"#" * 5000))
    # the size in the directory and in the member's own head
    for at in (whole.index(b"PK\x01\x02") + 24, 22):
        struct.pack_into("<I", whole, at, 10)
    with pytest.raises(InputError, match=r"larger than its zip file says|cannot be"):
        guarding.only_member(bytes(whole), Path("a.zip"), (".acmi",))


def test_nothing_is_overwritten_not_even_the_table_beside(tmp_path):
    (tmp_path / "s.csv").write_bytes(SKY + b"0,a,45,10,9000\n9,a,45.01,10,9000\n")
    (tmp_path / "o.csv").write_text("mine")
    with pytest.raises(InputError, match=r"o\.csv: exists; nothing is overwritten"):
        import_file(tmp_path / "s.csv", "adsb", tmp_path / "o.yaml")
    assert (tmp_path / "o.csv").read_text() == "mine"
    assert not (tmp_path / "o.yaml").exists()


def test_a_name_cannot_write_into_the_scenario(tmp_path):
    """A title is data: a file called so must not add keys."""
    file = tmp_path / 'x"\nthreats: {}\n.csv'
    file.write_bytes(SKY + b"0,a,45,10,9000\n9,a,45.01,10,9000\n")
    import_file(file, "adsb", tmp_path / "o.yaml")
    assert "\nthreats" not in (tmp_path / "o.yaml").read_text()
