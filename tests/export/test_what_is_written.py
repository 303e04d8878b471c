"""Heights by format, resampling, guarded cells, determinism, refusals."""

from __future__ import annotations

import csv
import json
import struct
from dataclasses import replace

import numpy as np
import pytest

import gbad
from gbad import results
from gbad.export import czml
from gbad.export.cutting import cut_line, cut_ring
from gbad.export.registry import MODULES, format_of
from gbad.export.scene import resampled, scene
from gbad.export.tables import guarded, unguarded
from gbad.physics import earth
from gbad.terrain import geoid_height_m

AIRLINER = "airliner-we-1"


@pytest.fixture(scope="module")
def place(ankara):
    """A row of truth where the geoid is 37 m above the ellipsoid, within a metre."""
    rows = ankara.result.truth.where(object=AIRLINER)
    geoid = geoid_height_m(np.radians(rows["latitude_deg"]), np.radians(rows["longitude_deg"]))
    best = int(np.argmin(np.abs(geoid - 37.0)))
    assert geoid[best] == pytest.approx(37.0, abs=1.0)
    return rows[best], float(geoid[best]), best


def test_kml_and_acmi_heights_are_above_the_sea(ankara, place):
    row, geoid_m, k = place
    made = scene(ankara.result)
    mover = made.mover(AIRLINER)
    track = ankara.file("kml").read_text(encoding="utf-8").split(f"<name>{mover.name}</name>")[1]
    coord = track.split("<gx:coord>")[1 + k].split("<")[0].split()
    assert float(coord[2]) == pytest.approx(row.height_m - geoid_m, abs=0.006)
    number = f"{1 + len(made.sites) + made.movers.index(mover):x}"
    lines = [
        line
        for line in ankara.file("acmi").read_text(encoding="utf-8-sig").splitlines()
        if line.startswith(number + ",T=")
    ]
    assert float(lines[k].split("=")[1].split("|")[2]) == pytest.approx(row.height_m - geoid_m, abs=0.006)


def test_czml_geojson_and_dis_heights_are_above_the_ellipsoid(ankara, place):
    row, _, k = place
    packet = next(
        packet
        for packet in json.loads(ankara.file("czml").read_text(encoding="utf-8"))
        if packet["id"] == f"object/{AIRLINER}"
    )
    assert packet["position"]["cartographicDegrees"][4 * k + 3] == pytest.approx(row.height_m, abs=0.051)
    way = next(
        feature for feature in json.loads(ankara.file("geojson").read_text(encoding="utf-8"))["features"]
        if feature["properties"].get("id") == AIRLINER
    )  # fmt: skip
    assert way["geometry"]["coordinates"][0][k][2] == pytest.approx(row.height_m, abs=0.006)
    heights = []
    for marking, x, y, z in states(ankara.file("dis").read_bytes()):
        if marking == AIRLINER[:11] and np.hypot(x, y) > 0:
            latitude, longitude, height = earth.ecef_to_geodetic(np.array([x, y, z]))
            if (
                abs(np.degrees(longitude) - row.longitude_deg) < 1e-9
                and abs(np.degrees(latitude) - row.latitude_deg) < 1e-9
            ):
                heights.append(float(height))
    assert len(heights)
    assert heights == pytest.approx([row.height_m] * len(heights), abs=1e-3)


def states(content: bytes):
    """Marking and position of every EntityState in a pcap file, by the standard's offsets."""
    at = 24
    while at < len(content):
        (size,) = struct.unpack_from("<I", content, at + 8)
        packet = content[at + 16 + 28 : at + 16 + size]
        if packet[2] == 1:
            yield packet[129:140].rstrip(b"\0").decode(), *struct.unpack_from(">3d", packet, 48)
        at += 16 + size


def test_rows_at_whole_multiples_keep_to_the_recorded_way(ankara):
    """Every second step against every step: between rows the cubic is within a few metres of what was flown."""
    made = scene(ankara.result)
    for mover in made.movers:
        if mover.kind != "object" or len(mover.time_s) < 20:
            continue
        again = resampled(mover, mover.time_s)
        np.testing.assert_allclose(again.height_m, mover.height_m, atol=1e-6)
        np.testing.assert_allclose(again.latitude_deg, mover.latitude_deg, atol=1e-11)
    coarse = scene(ankara.result, every_s=20.0).mover(AIRLINER)
    inside = coarse.time_s[1:-1]
    assert (inside % 20.0 == 0.0).all()
    whole = made.mover(AIRLINER)
    assert (coarse.time_s[0], coarse.time_s[-1]) == (whole.time_s[0], whole.time_s[-1])
    fine = scene(ankara.result, every_s=1.0).mover(AIRLINER)
    assert np.diff(fine.time_s)[1:-1] == pytest.approx(1.0)
    speed = np.hypot(np.hypot(fine.east_mps, fine.north_mps), fine.up_mps)
    np.testing.assert_allclose(speed, speed[0], rtol=0.02)


def test_the_same_result_gives_the_same_bytes(ankara, tmp_path):
    again = results.open(ankara.result.folder)
    for to in ("czml", "kml", "kmz", "geojson", "acmi", "acmi-zip", "dis"):
        name = ankara.file(to).name
        assert again.export(to, tmp_path / name).read_bytes() == ankara.file(to).read_bytes(), to


def test_cells_that_a_spreadsheet_would_run_are_guarded(exported):
    risky = ("=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", "'quoted")
    assert all(guarded(text) == "'" + text for text in risky)
    assert guarded("plain - text = here") == "plain - text = here"
    assert all(unguarded(guarded(text)) == text for text in (*risky, "plain", ""))
    for file in exported.file("csv").iterdir():
        with file.open(encoding="utf-8", newline="") as text:
            for row in csv.reader(text):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r"))
                    if cell.startswith("-"):
                        float(cell)
    if exported.name == "date-line":
        assert "'=Town" in (exported.file("csv") / "sites.csv").read_text(encoding="utf-8")


def test_the_dictionary_names_every_column_of_every_table(exported):
    with (exported.file("csv") / "dictionary.csv").open(encoding="utf-8", newline="") as text:
        told = {(row["table"], row["column"]) for row in csv.DictReader(text)}
    for name in exported.result.tables:
        with (exported.file("csv") / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            assert {(name, column) for column in next(csv.reader(text))} == {pair for pair in told if pair[0] == name}


def test_a_line_is_cut_on_the_date_line_and_nowhere_else():
    parts = cut_line([(178.0, 10.0, 0.0), (-179.0, 13.0, 30.0), (-178.0, 14.0, 40.0)])
    assert parts == [
        [(178.0, 10.0, 0.0), (180.0, 12.0, 20.0)],
        [(-180.0, 12.0, 20.0), (-179.0, 13.0, 30.0), (-178.0, 14.0, 40.0)],
    ]
    assert cut_line([(179.0, 0.0), (180.0, 0.0), (-179.0, 0.0)]) == [
        [(179.0, 0.0), (180.0, 0.0)],
        [(-180.0, 0.0), (-179.0, 0.0)],
    ]
    assert len(cut_line([(10.0, 0.0), (-10.0, 0.0)])) == 1


def test_a_ring_around_a_pole_becomes_the_cap_with_the_pole():
    import shapely

    ring = [(longitude, 80.0 + 0.01 * (longitude % 7)) for longitude in range(-180, 181, 5)]
    ring[-1] = (180.0, ring[0][1])
    parts = cut_ring(ring)
    shapes = [shapely.Polygon(part) for part in parts]
    assert all(shape.is_valid for shape in shapes)
    assert any(shape.covers(shapely.Point(17.0, 89.9)) for shape in shapes)
    assert not any(shape.covers(shapely.Point(17.0, 79.0)) for shape in shapes)


@pytest.mark.parametrize("to", sorted(MODULES))
def test_nothing_is_overwritten_and_no_run_is_made_up(ankara, tmp_path, to):
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(gbad.InputError, match="nothing is overwritten"):
        ankara.result.export(to, there)
    assert there.read_text() == "mine"
    with pytest.raises(gbad.InputError, match="--run 5"):
        ankara.result.export(to, tmp_path / "new", run=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(gbad.InputError, match=r"--to shp: is no format; there are acmi, .*kml"):
        format_of("shp")


def test_every_below_a_hundredth_of_a_second_is_refused(ankara, tmp_path):
    for every_s in (0.0, -1.0, float("nan")):
        with pytest.raises(gbad.InputError, match="--every"):
            ankara.result.export("czml", tmp_path / "x.czml", every_s=every_s)


def test_a_run_without_events_is_written_with_its_sites_until_they_are_destroyed(ankara):
    made = replace(scene(ankara.result), events=())
    packets = {packet["id"]: packet for packet in json.loads(czml.text(made))}
    gone = [site for site in made.sites if np.isfinite(site["destroyed_s"])]
    assert gone
    for site in gone:
        end = made.when(site["destroyed_s"]).isoformat()[:19]
        assert packets[f"site/{site['kind']}/{site['id']}"]["availability"].split("/")[1].startswith(end)
    assert "availability" not in packets["site/battery/bravo"]
