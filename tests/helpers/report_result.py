"""A made-up result in the shape of ``ankara-2019``: 20 threats, 6 airliners, for tests and for looking.

Nothing here is simulated: paths are straight lines or parabolas and outcomes are laid down, so that every branch of
the report (kills, leaks with several causes, a survivor, a second shot, a false report) is on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

SITES = (("north", 40.0, 32.5, 350.0), ("south", 39.5, 33.0, 150.0))
NAN = float("nan")

# id, type, bearing from the centre [deg], start distance [km], speed [m/s], height [m], start [s], fate, cause, shots
OBJECTS = (
    ("ac-1", "fighter-aircraft", 300, 420, 250, 10500, 0, "killed", "none", 1),
    ("ac-2", "fighter-aircraft", 302, 432, 250, 10200, 0, "killed", "none", 2),
    ("ac-3", "fighter-aircraft", 60, 400, 260, 9800, 20, "killed", "none", 1),
    ("ac-4", "fighter-aircraft", 171, 410, 255, 11000, 40, "survived", "outside_every_envelope", 0),
    ("ac-5", "fighter-aircraft", 20, 380, 245, 9000, 30, "killed", "none", 2),
    ("lo-1", "low-observable-aircraft", 331, 400, 265, 11500, 0, "leaked", "echo_too_weak", 0),
    ("lo-2", "low-observable-aircraft", 112, 390, 270, 11800, 60, "killed", "none", 1),
    ("cm-1", "cruise-missile", 352, 330, 245, 1100, 100, "killed", "none", 1),
    ("cm-2", "cruise-missile", 356, 330, 245, 1120, 102, "leaked", "shot_and_missed", 2),
    ("cm-3", "cruise-missile", 232, 330, 245, 1090, 110, "leaked", "never_in_line_of_sight", 0),
    ("cm-4", "cruise-missile", 236, 335, 245, 1150, 104, "leaked", "outside_every_envelope", 0),
    ("cm-5", "cruise-missile", 141, 300, 240, 1080, 160, "killed", "none", 1),
    ("cm-6", "cruise-missile", 143, 300, 240, 1080, 165, "leaked", "no_channel", 0),
    ("dr-1", "one-way-drone", 84, 70, 50, 1500, 0, "killed", "none", 1),
    ("dr-2", "one-way-drone", 86, 71, 50, 1500, 5, "killed", "none", 1),
    ("dr-3", "one-way-drone", 190, 72, 50, 1450, 10, "killed", "none", 3),
    ("dr-4", "one-way-drone", 193, 70, 50, 1460, 12, "leaked", "falsely_assessed_killed", 1),
    ("dr-5", "one-way-drone", 262, 69, 50, 1480, 20, "survived", "withheld_by_doctrine", 0),
    ("bm-1", "ballistic-missile-300", 150, 290, 1150, 60000, 700, "killed", "none", 2),
    ("bm-2", "ballistic-missile-300", 155, 300, 1150, 62000, 715, "leaked", "shot_too_late", 2),
    ("civil-1", "airliner", 270, 380, 230, 10700, 0, "survived", "none", 0),
    ("civil-2", "airliner", 95, 330, 235, 11300, 0, "survived", "none", 0),
    ("civil-3", "airliner", 30, 300, 228, 10100, 0, "survived", "none", 0),
    ("civil-4", "airliner", 205, 340, 232, 9800, 0, "survived", "none", 0),
    ("civil-5", "airliner", 320, 250, 226, 8700, 0, "survived", "none", 0),
    ("civil-6", "airliner", 160, 220, 220, 7400, 0, "survived", "none", 0),
)
CENTRE = (39.8, 32.8)
DURATION_S = 1500.0


@dataclass(frozen=True)
class FakeResult:
    """The two things the report reads."""

    tables: dict[str, dict[str, np.ndarray]]
    manifest: dict[str, Any] = field(default_factory=dict)


def terrain(south: float = 34.0, west: float = 26.0, north: float = 44.0, east: float = 40.0, step: float = 1 / 60):
    """Ridges, valleys, a northern and a southern sea: a stand-in for ``gbad.terrain.Terrain``."""
    rng = np.random.default_rng(5)
    rows, columns = round((north - south) / step) + 1, round((east - west) / step) + 1
    lat = south + step * np.arange(rows)[:, None]
    lon = west + step * np.arange(columns)[None, :]
    height = 900 - 260 * np.abs(lat - 39.4) ** 1.35 + 0 * lon
    for k in range(1, 60):
        angle, phase = rng.uniform(0, np.pi), rng.uniform(0, 2 * np.pi)
        wave = 1.2 * k**0.75
        height = height + 520 * k**-0.85 * np.sin(wave * (lat * np.cos(angle) + lon * np.sin(angle)) + phase)
    sea = height <= 0
    return SimpleNamespace(
        name="synthetic", south_deg=south, west_deg=west, step_deg=step, kind="synthetic", provenance="made for tests",
        height_m=np.where(sea, 0, height).astype(np.float32), sea_mask=sea,
    )  # fmt: skip


def _offset(lat: float, lon: float, bearing_deg: float, distance_m: Any) -> tuple[Any, Any]:
    """Flat-Earth destination; good enough for pictures."""
    a = np.radians(bearing_deg)
    return (
        lat + distance_m * np.cos(a) / 111_195.0,
        lon + distance_m * np.sin(a) / (111_195.0 * np.cos(np.radians(lat))),
    )


def _path(row: tuple) -> tuple[np.ndarray, ...]:
    """Times, latitude, longitude, height, speed of one object until its own plan ends."""
    name, kind, bearing, distance_km, speed, height, start, *_ = row
    site = SITES[hash_free(name) % 2]
    total_s = min(distance_km * 1000 / speed, DURATION_S - start)
    t = np.linspace(0, total_s, 60)
    left = distance_km * 1000 - speed * t
    if "airliner" in kind:  # passes by
        lat, lon = _offset(CENTRE[0] + 0.9, CENTRE[1] - 0.8, bearing, left)
    else:
        lat, lon = _offset(site[1] + 0.25, site[2] + 0.15, bearing, left)
    if "ballistic" in kind:
        h = 1000 + 4 * height * (t / total_s) * (1 - t / total_s)
    else:
        h = height + (0 if height > 2000 else 120) * np.sin(t / 37.0)
    return start + t, lat, lon, np.broadcast_to(h, t.shape).astype(float), np.full(t.shape, float(speed))


def hash_free(name: str) -> int:
    """A stable number for an id (Python's own hash changes between processes)."""
    return sum(map(ord, name))


def _columns(rows: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def result(runs: int = 1) -> FakeResult:
    """A whole result of one or several runs; run 0 is the story above, others vary the fates a little."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("truth", "detections", "tracks", "shots", "outcomes", "channels", "events", "claims")
    }
    for run in range(runs):
        _one_run(tables, run)
    tables["claims"] = _claims()
    tables["sites"] = _sites()
    return FakeResult({name: _columns(rows) for name, rows in tables.items()}, manifest(runs))


def _one_run(tables: dict[str, list[dict[str, Any]]], run: int) -> None:
    rng = np.random.default_rng(run)
    busy: list[tuple[str, float, float]] = []
    for index, row in enumerate(OBJECTS):
        name, kind, *_, fate, cause, shots = row
        if run and fate == "leaked" and rng.random() < 0.3:
            fate, cause = "killed", "none"
        t, lat, lon, h, speed = _path(row)
        threat = not name.startswith("civil")
        seen = cause != "never_in_line_of_sight"
        frac_seen = 0.25 if "aircraft" in kind or "airliner" in kind else 0.62
        frac_seen = 0.3 if "drone" in kind or "ballistic" in kind else frac_seen
        sight = t[0] + 0.9 * frac_seen * (t[-1] - t[0]) if seen else NAN
        detected = t[0] + frac_seen * (t[-1] - t[0]) if seen and cause != "echo_too_weak" else NAN
        confirmed, shared = detected + 12.0, detected + 13.5
        identified = detected + 32.0
        ranked = identified + 1.0 if threat else NAN
        order = ranked + 4.0 + 3 * (index % 4) if shots else NAN
        if shots and t[-1] - order < 130:
            order = max(ranked, t[-1] - 130)
        launch, end = order + 8.0, t[-1]
        for k in range(shots):
            flight = min(60 + 6 * index % 40, 0.8 * (t[-1] - launch) / shots)
            start = launch + k * (flight + 5)
            end = start + flight if k == shots - 1 and fate == "killed" else t[-1]
            at = np.interp(start + flight, t, lat), np.interp(start + flight, t, lon), np.interp(start + flight, t, h)
            site = SITES[hash_free(name) % 2]
            hit = fate == "killed" and k == shots - 1
            busy.append((site[0], start - 8, start + flight + 3))
            tables["shots"].append(
                {
                    "run": run, "round": f"{site[0]}-L{1 + index % 8}-{1 + k}", "battery": site[0],
                    "interceptor": "48n6e3", "object": name, "track": index + 1, "order_s": start - 8,
                    "launch_s": start, "end_s": start + flight, "end_reason": "intercept",
                    "miss_distance_m": 4.0 + k if hit else 61.0, "kill_probability": 0.81, "killed": hit,
                    "reported_kill": int(hit or "falsely" in cause), "launch_latitude_deg": site[1],
                    "launch_longitude_deg": site[2], "end_latitude_deg": at[0], "end_longitude_deg": at[1],
                    "end_height_m": at[2],
                }
            )  # fmt: skip
        keep = t <= end
        for k in np.flatnonzero(keep):
            tables["truth"].append(
                {"run": run, "object": name, "time_s": t[k], "latitude_deg": lat[k], "longitude_deg": lon[k],
                 "height_m": h[k], "speed_mps": speed[k]}
            )  # fmt: skip
        if seen and not np.isnan(detected):
            for when in np.arange(detected, end, 6.0):
                tables["detections"].append(
                    {"run": run, "radar": "north-91n6e", "time_s": when, "slant_range_m": 1e5, "snr_db": 15.0,
                     "object": name}
                )  # fmt: skip
            for when in np.arange(confirmed, end, 12.0):
                tables["tracks"].append(
                    {"run": run, "command": "north-post", "track": index + 1, "time_s": when,
                     "latitude_deg": np.interp(when, t, lat), "longitude_deg": np.interp(when, t, lon),
                     "height_m": np.interp(when, t, h), "speed_mps": speed[0],
                     "identity": "hostile" if threat else "neutral", "object": name}
                )  # fmt: skip
        ok = bool(shots)
        tables["outcomes"].append(
            {
                "run": run, "object": name, "type": kind, "is_threat": threat, "fate": fate, "cause": cause,
                "first_line_of_sight_s": sight, "first_detection_s": detected, "confirmed_s": confirmed,
                "shared_s": shared, "identified_s": identified, "ranked_s": ranked, "first_order_s": order,
                "first_launch_s": launch if ok else NAN, "first_intercept_s": launch + 60 if ok else NAN,
                "end_s": end, "shots": shots,
                "planned_end_s": t[-1], "aims_at": "area-a" if threat else "", "evidence": "",
            }
        )  # fmt: skip
        tables["events"].append({"run": run, "time_s": end, "kind": fate, "object": name, "text": f"{name} {fate}"})
    _magazines(tables, run, busy)


def _magazines(tables: dict[str, list[dict[str, Any]]], run: int, busy: list[tuple[str, float, float]]) -> None:
    for battery, *_ in SITES:
        for when in np.arange(0, DURATION_S, 5.0):
            mine = [b for b in busy if b[0] == battery]
            flying = sum(b[1] <= when < b[2] for b in mine)
            ready = 32 - sum(b[1] + 8 <= when for b in mine)
            tables["channels"].append(
                {"run": run, "battery": battery, "time_s": when, "rounds_ready": ready,
                 "target_channels_busy": min(flying, 10), "missile_channels_busy": flying}
            )  # fmt: skip


def _sites() -> list[dict[str, Any]]:
    rows = []
    blank = {"name": "", "type": "", "command": "", "height_m": 950.0, "boresight_deg": NAN, "sector_deg": 360.0,
             "rounds": -1, "target_channels": -1, "missile_channels": -1}  # fmt: skip
    for battery, lat, lon, boresight in SITES:
        at = blank | {"latitude_deg": lat, "longitude_deg": lon}
        rows += [
            at | {"id": f"{battery}-post", "kind": "command"},
            at | {"id": f"{battery}-91n6e", "kind": "radar"},
            at | {"id": f"{battery}-92n6e", "kind": "radar", "boresight_deg": boresight, "sector_deg": 90.0},
            at | {"id": battery, "kind": "battery", "rounds": 32, "target_channels": 10, "missile_channels": 20},
        ]
    rows.append(
        blank | {"id": "area-a", "kind": "asset", "name": "Area A", "latitude_deg": 40.0, "longitude_deg": 33.0}
    )
    rows.append(
        blank | {"id": "area-b", "kind": "asset", "name": "Area B", "latitude_deg": 39.5, "longitude_deg": 32.5}
    )
    return rows


def _claims() -> list[dict[str, Any]]:
    rows = (
        ("c04", "It cannot be made interoperable with NATO's defence architecture", "network", "not_tested_here",
         "Interoperability is a matter of data links and permission, not of physics.", "", NAN, ""),
        ("c06", "It can detect targets at 600 km", "sensing", "holds_if",
         "The target flies above 20.4 km (4/3 Earth) and shows at least 22 m2 to the 91N6E.", "horizon", 20.4, "km"),
        ("c08", "A system has at least one command centre, eight launchers and 32 missiles", "make-up", "holds",
         "Counted in the scenario: 1 command post, 8 launchers, 32 rounds.", "", 32.0, "rounds"),
        ("c11", "The Triumf can destroy hostile aircraft, missiles and drones at ranges of up to 400 km", "flight",
         "does_not_hold", "48N6E3 flies 250 km; 400 km needs 40N6E and a target above 8.9 km.", "flight", 250.0,
         "km"),
        ("c12", "The S-400 is Russia's most advanced long-range surface-to-air system", "opinion", "not_testable",
         "An opinion; no measurement settles it.", "", NAN, ""),
    )  # fmt: skip
    keys = ("id", "says", "kind", "verdict", "condition", "limit", "value", "unit")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def manifest(runs: int = 1) -> dict[str, Any]:
    """What the report needs from a manifest."""
    figures = (
        ("s400-91n6e: range against 4 m²", 330, 390, 390, "km", "assumed", "recalled from the encyclopedia article"),
        ("s400-91n6e: update period", 5, 6, 12, "s", "assumed", "two faces, 12 s rotation"),
        ("s400-92n6e: sector width", 90, 90, 120, "deg", "second_hand", "Air Power Australia, quoted in a thread"),
        ("48n6e3: largest range", 240, 250, 250, "km", "published", "People's Daily 2013"),
        ("48n6e3: mass", 1800, 1835, 1900, "kg", "second_hand", "rusarmy.com, as quoted"),
        ("battalion: launchers", 4, 8, 12, "", "published", "Yonhap 2018"),
        ("48n6e3: drag factor", None, 1.31, None, "", "derived", "fitted so that flight reaches the published range"),
    )
    names = ("name", "low", "nominal", "high", "unit", "basis", "source")
    return {
        "scenario": "ankara-2019",
        "title": "Two S-400 systems, region Ankara province",
        "region": "Ankara province, half-degree grid; hypothetical",
        "notes": [
            "The systems bought by Turkey were reported as not activated; nothing here describes a real deployment.",
            "The raid is hypothetical, of no named attacker, from mixed bearings.",
        ],
        "seed": 7, "runs": runs, "duration_s": DURATION_S, "command": "gbad run ankara-2019 --seed 7",
        "result_hash": "3f5a" * 16, "warnings": ["synthetic data: made for looking at the page"],
        "versions": {"gbad": "0.1.0", "numpy": "2.4.6", "numba": "0.68.1"},
        "assumptions": [dict(zip(names, row, strict=True)) for row in figures],
    }  # fmt: skip
