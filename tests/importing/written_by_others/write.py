"""The files beside this one again, by those who wrote them; they ask for old libraries, so elsewhere:

    python -m venv others; others/bin/pip install "pandas<3" traffic==2.13 opendis==1.0 bluesky-simulator==1.1.1
    others/bin/python write.py traffic opendis       # or one of them

All of it is made up. bluesky-simulator needs a desktop for its window; ``bluesky`` starts it detached, without one.
"""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
START_S = 1_577_836_800  # 2020-01-01


def traffic() -> None:
    """Two flights through the library ``traffic``: pandas' times and its names of columns, feet and knots."""
    import numpy as np
    import pandas as pd
    from traffic.core import Traffic

    times = pd.date_range(datetime.fromtimestamp(START_S, UTC), periods=40, freq="10s")
    n = np.arange(len(times))
    common = {"timestamp": times, "onground": False, "spi": False, "alert": False, "squawk": "1000"}
    east = {"icao24": "f00001", "callsign": "MADEUP1", "flight_id": "MADEUP1_001", "latitude": 50.0,
            "longitude": 8.0 + 0.03 * n, "altitude": 35000.0, "geoaltitude": 35400.0, "groundspeed": 418.0,
            "track": 90.0, "vertical_rate": 0.0}  # fmt: skip
    north = {"icao24": "f00002", "callsign": "MADEUP2", "flight_id": "MADEUP2_001", "latitude": 49.0 + 0.012 * n,
             "longitude": 9.0, "altitude": 12000.0 + 200.0 * n, "geoaltitude": np.nan, "groundspeed": 260.0,
             "track": 0.0, "vertical_rate": 1200.0}  # fmt: skip
    frames = [pd.DataFrame(common | flight) for flight in (east, north)]
    # a gap of two minutes, and a row whose place was not heard
    frames[1] = frames[1].drop(index=range(10, 22)).reset_index(drop=True)
    frames[0].loc[5, ["latitude", "longitude"]] = np.nan
    Traffic(pd.concat(frames, ignore_index=True)).to_csv(HERE / "traffic.csv", index=False)


def opendis() -> None:
    """Two jets for six instants as EntityState of DIS 7, framed as Ethernet, IPv4 and UDP by ``struct``."""
    from io import BytesIO
    from math import cos, radians, sin, sqrt

    from opendis.DataOutputStream import DataOutputStream
    from opendis.dis7 import EntityStatePdu

    def place(latitude_deg: float, longitude_deg: float, height_m: float) -> tuple[float, float, float]:
        lat, lon = radians(latitude_deg), radians(longitude_deg)
        squared = 6.69437999014e-3
        normal = 6378137.0 / sqrt(1.0 - squared * sin(lat) ** 2)
        across = (normal + height_m) * cos(lat)
        return across * cos(lon), across * sin(lon), (normal * (1.0 - squared) + height_m) * sin(lat)

    packets = []
    for k in range(6):
        for jet, at in ((1, (45.0 + 0.02 * k, 10.0, 9100.0)), (2, (46.0, 11.0 + 0.03 * k, 9200.0))):
            pdu = EntityStatePdu()
            pdu.exerciseID, pdu.pduType, pdu.protocolFamily, pdu.forceId = 1, 1, 1, 1
            pdu.entityID.siteID, pdu.entityID.applicationID, pdu.entityID.entityID = 17, 23, jet
            pdu.entityType.entityKind, pdu.entityType.domain = 1, 2
            pdu.entityLocation.x, pdu.entityLocation.y, pdu.entityLocation.z = place(*at)
            pdu.pduStatus = pdu.entityAppearance = pdu.capabilities = 0
            pdu.marking.characterSet, pdu.marking.characters = 1, [ord(c) for c in f"JET{jet}".ljust(11, "\0")]
            pdu.timestamp = int(((START_S + 10 * k) % 3600) / 3600.0 * 2**31) << 1 | 1
            pdu.length = 144
            buffer = BytesIO()
            pdu.serialize(DataOutputStream(buffer))
            packets.append((START_S + 10 * k, _framed(buffer.getvalue())))
    head = struct.pack(">IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    rows = b"".join(struct.pack(">IIII", when, 0, len(frame), len(frame)) + frame for when, frame in packets)
    (HERE / "opendis.pcap").write_bytes(head + rows)


def _framed(payload: bytes) -> bytes:
    udp = struct.pack(">HHHH", 3000, 3000, 8 + len(payload), 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\xc0\0\2\1", b"\xc0\0\2\2")
    return b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + ip + udp


def bluesky() -> None:
    """Three aircraft in BlueSky, two points for one of them, saved by its own command."""
    import bluesky as bs
    from bluesky import stack

    bs.init(mode="sim", detached=True)
    for line in (
        "CRE KL001 B744 52 4 90 FL100 291.58", "CRE KL204 A320 52.5 4.5 270 FL350 280",
        "CRE BAW12 A320 51.5 3.5 10 FL240 250", "ADDWPT BAW12 52.5 3.9 FL300", "ADDWPT BAW12 53.5 4.4",
        f"SAVEIC {HERE / 'bluesky'}",
    ):  # fmt: skip
        stack.stack(line)
        stack.process()
        bs.sim.step()
    stack.process()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        {"traffic": traffic, "opendis": opendis, "bluesky": bluesky}[name]()
