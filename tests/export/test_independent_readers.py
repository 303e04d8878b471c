"""Every format, read by a program that is not ours: what it holds is what the result holds."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile

import numpy as np
import pytest

from gbad.export.scene import scene


def test_fastkml_reads_every_track_and_lxml_finds_a_well_formed_document(exported):
    from fastkml import KML
    from fastkml.gx import Track
    from fastkml.utils import find_all
    from lxml import etree

    tree = etree.parse(str(exported.file("kml")), etree.XMLParser(resolve_entities=False))
    assert tree.getroot().tag == "{http://www.opengis.net/kml/2.2}kml"
    tracks = list(find_all(KML.parse(exported.file("kml")), of_type=Track))
    movers = scene(exported.result).movers
    assert len(tracks) == len(movers)
    for track, mover in zip(tracks, movers, strict=True):
        assert len(track.track_items) == len(mover.time_s)
        first, last = track.track_items[0], track.track_items[-1]
        assert (first.coord.x, first.coord.y) == pytest.approx(
            (mover.longitude_deg[0], mover.latitude_deg[0]), abs=1e-7
        )
        assert last.when.dt.timestamp() - first.when.dt.timestamp() == pytest.approx(
            mover.time_s[-1] - mover.time_s[0], abs=2e-3
        )
    names = [mark.findtext("{*}name") for mark in tree.iter("{*}Placemark")]
    assert any("instrumented range 600 km, all round" in name for name in names)


def test_the_kmz_holds_the_same_document(exported):
    with zipfile.ZipFile(exported.file("kmz")) as file:
        assert file.namelist() == ["doc.kml"]
        assert file.read("doc.kml") == exported.file("kml").read_bytes()


def test_shapely_finds_every_shape_valid_and_on_one_side_of_the_date_line(exported):
    import shapely

    collection = json.loads(exported.file("geojson").read_text(encoding="utf-8"))
    shapes = [
        (feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in collection["features"]
        if feature["geometry"]
    ]
    for told, shape in shapes:
        assert shape.is_valid, told
        west, _, east, _ = shape.bounds
        assert west >= -180.0
        assert east <= 180.0
        for part in getattr(shape, "geoms", [shape]):
            if part.geom_type == "Polygon":
                assert shapely.is_ccw(part.exterior), told
            elif part.geom_type == "LineString":
                # a step of five seconds is never across the map
                assert np.abs(np.diff(np.array(part.coords)[:, 0])).max() < 1.0, told
    ways = {told["id"]: (told, shape) for told, shape in shapes if told["layer"] == "ways"}
    for mover in scene(exported.result).movers:
        told, shape = ways[mover.id]
        assert [len(times) for times in told["times"]] == [len(part.coords) for part in shape.geoms]
    if exported.name == "date-line":
        assert len(ways["ferry"][1].geoms) == 2
        reach = next(shape for told, shape in shapes if told["layer"] == "reach" and told["id"] == "search")
        assert len(reach.geoms) == 2
        # both halves together are the disc of 600 km
        assert sum(part.area for part in reach.geoms) * 111.2**2 * np.cos(np.radians(40.0)) == pytest.approx(
            np.pi * 600.0**2, rel=0.02
        )


def test_pyogrio_reads_the_geojson_and_every_layer_of_the_geopackage(exported):
    import pyogrio
    from pyogrio import raw

    count = len(json.loads(exported.file("geojson").read_text(encoding="utf-8"))["features"])
    assert pyogrio.read_info(exported.file("geojson"), force_feature_count=True)["features"] == count
    layers = [str(name) for name, _ in pyogrio.list_layers(exported.file("gpkg"))]
    assert layers == ["sites", "reach", "ways", "events"]
    told = {layer: raw.read(exported.file("gpkg"), layer=layer) for layer in layers}
    assert sum(len(found[2]) for found in told.values()) == count
    meta, _, _, columns = told["ways"]
    names = columns[list(meta["fields"]).index("id")]
    assert sorted(names) == sorted(mover.id for mover in scene(exported.result).movers)


@pytest.mark.parametrize("to", ["acmi", "acmi-zip"])
def test_pyacmi_reads_every_object_with_its_parent_and_way(exported, to):
    from pyacmi import Acmi

    acmi = Acmi()
    acmi.load_acmi(str(exported.file(to)))
    made = scene(exported.result)
    assert acmi.reference_time == made.start
    assert len(acmi.objects) == len(made.sites) + len(made.movers)
    by_sign = {thing.get_value("CallSign"): thing for thing in acmi.objects.values()}
    for mover in made.movers:
        thing = by_sign[mover.name.replace(",", "\\,")]
        # pyacmi adds the reference, and leaves escapes as they are
        east = thing.longitude(mover.time_s[0]) - mover.longitude_deg[0]
        assert (east + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-7)
        north = thing.latitude(mover.time_s[0])
        assert north == pytest.approx(mover.latitude_deg[0], abs=1e-7)
        if mover.kind == "round":
            assert acmi.objects[thing.get_value("Parent")].get_value("Type") is not None
            assert thing.is_missile
    # a sensor's limits are told as a radar's; an engagement range would be drawn as that of weapons
    for site in made.sites:
        if site["kind"] == "radar":
            thing = by_sign[(site["name"] or site["id"]).replace(",", "\\,")]
            assert float(thing.get_value("RadarRange")) == site["instrumented_range_m"]
            assert float(thing.get_value("RadarHorizontalBeamwidth")) == min(site["sector_deg"], 360.0)
            assert thing.get_value("EngagementRange") is None
    battery = next(thing for thing in acmi.objects.values() if "AntiAircraft" in thing.tags)
    assert battery.get_value("LockedTarget") is not None


def needs(program: str) -> str:
    """Where an outside program is. It is never left out quietly: without it the test fails and says how to get it."""
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"{program} is not installed, so this format is not proved: apt-get install {program}")
    return found


@pytest.mark.tool
def test_tshark_dissects_every_packet_and_none_is_malformed(exported):
    shown = subprocess.run(
        [
            needs("tshark"), "-r", str(exported.file("dis")), "-T", "fields", "-e", "_ws.malformed", "-e", "_ws.expert",
            "-e", "dis.pdu_type", "-e", "dis.proto_ver", "-e", "ip.checksum.status",
            "-o", "ip.check_checksum:TRUE",
        ],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    rows = [line.split("\t") for line in shown]
    assert {(malformed, expert) for malformed, expert, *_ in rows} == {("", "")}
    assert {version for *_, version, _ in rows} == {"7"}
    assert {status for *_, status in rows} == {"1"}  # good
    kinds = [kind for _, _, kind, *_ in rows]
    made = scene(exported.result)
    assert kinds.count("2") == len(made.shots)
    assert kinds.count("3") == sum(np.isfinite(shot["end_s"]) for shot in made.shots)
    assert kinds.count("23") > 0
    ways = sum(len(mover.time_s) for mover in made.movers)
    standing = len(made.sites) * (int(made.duration_s / 10.0) + 1)
    assert kinds.count("1") == ways + standing


def test_duckdb_polars_and_pandas_read_the_same_tables(exported):
    import duckdb
    import pandas
    import polars

    for name, table in exported.result.tables.items():
        held = [
            duckdb.sql(f"SELECT * FROM '{exported.file('parquet') / name}.parquet'").fetchnumpy(),
            polars.read_ipc(exported.file("arrow") / f"{name}.arrow").to_dict(as_series=False),
            pandas.read_csv(exported.file("csv") / f"{name}.csv", keep_default_na=False, na_values=[""]).to_dict(
                "list"
            ),
        ]
        for columns in held:
            assert list(columns) == list(table)
            for key, values in table.items():
                if values.dtype.kind == "f":
                    np.testing.assert_array_equal(np.ma.filled(np.ma.asarray(columns[key], float), np.nan), values)
                assert len(columns[key]) == len(table)


def test_czml3_takes_every_packet(exported):
    from czml3 import Document, Packet

    packets = json.loads(exported.file("czml").read_text(encoding="utf-8"))
    assert packets[0]["id"] == "document"
    assert packets[0]["version"] == "1.0"
    assert len({packet["id"] for packet in packets}) == len(packets)
    made = scene(exported.result)
    ways = [packet for packet in packets if packet["id"].startswith(("object/", "round/"))]
    assert len(ways) == len(made.movers)
    # references lead to packets that are there
    known = {packet["id"] for packet in packets}
    for packet in packets:
        for reference in packet.get("polyline", {}).get("positions", {}).get("references", []):
            assert reference.rpartition("#")[0] in known
    taken = [Packet(id=packet["id"], name=packet["name"], **_positions(packet)) for packet in packets[1:]]
    assert len(
        json.loads(Document(packets=[Packet(id="document", version="1.0", name="a run"), *taken]).to_json())
    ) == len(packets)


def _positions(packet: dict) -> dict:
    """What czml3 checks by itself: that a position's numbers come in fours, or threes where nothing moves."""
    from czml3.properties import Position

    told = packet.get("position")
    if not told or "reference" in told:
        return {}
    return {"position": Position(epoch=told.get("epoch"), cartographicDegrees=told["cartographicDegrees"])}
