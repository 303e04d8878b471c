"""What flies in a random scenario: threats of every kind and route, what they release, and others."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from gbad.testing.random_places import Places

AIR_THREATS = ("fighter", "low-observable-fighter", "cruise-missile", "one-way-attack-drone", "decoy-drone")
HEAD = "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,baroaltitude,geoaltitude"


class Raid(Places):
    """Threats and others of one scenario, drawn with the dice of its world."""

    assets: dict[str, Any]
    duration_s: float
    files: dict[str, str]

    def _start(self) -> float:
        return round(self.dice.uniform(0.0, 0.5 * self.duration_s), 1)

    def threats_drawn(self) -> dict[str, Any]:
        makers: list[Callable[[], dict[str, Any]]] = [
            self._flyer,
            self._flyer,
            self._flyer,
            self._jammer,
            self._circling,
        ]
        if self.assets:
            makers.append(self._ballistic)
        threats = {f"t{i}": self.dice.choice(makers)() for i in range(self.dice.randrange(4))}
        carriers = [
            key for key, threat in threats.items() if threat["route"]["kind"] == "waypoints" and not threat.get("count")
        ]
        if carriers and self.dice.random() < 0.4:
            released = {"released_by": self.dice.choice(carriers), "release_after_s": self._start()}
            threats["chaff"] = {
                "type": "chaff-cloud",
                **released,
                "count": 2,
                "interval_s": 4.0,
                "route": {"kind": "drifting"},
            }
            points = [self.place(60.0), self.far()]
            threats["decoy"] = {"type": "decoy-drone", **released, "route": {"kind": "waypoints", "points": points}}
        return threats

    def _flyer(self) -> dict[str, Any]:
        dice = self.dice
        threat: dict[str, Any] = {"type": dice.choice(AIR_THREATS), "start_s": self._start()}
        # below 6 km there may be ground
        height, reference = dice.choice(((60.0, "ground"), (300.0, "ground"), (6000.0, "ground"), (7000.0, "sea")))
        points = [self.far(height_m=height, height_reference=reference)]
        points += [self.place(100.0) for _ in range(dice.randrange(3))]
        if self.assets and dice.random() < 0.7:
            threat["aims_at"] = dice.choice(list(self.assets))
        else:
            points.append(self.far())
        threat["route"] = {"kind": "waypoints", "points": points}
        if dice.random() < 0.3:
            threat |= {
                "count": dice.choice((2, 5)),
                "abreast_km": dice.choice((0.0, 2.0)),
                "interval_s": dice.choice((0.0, 10.0)),
                "irregularity": dice.choice((0.0, 0.5)),
            }
        if dice.random() < 0.3:
            threat |= {"emitter_erp_w": 1.0e4, "emitter_frequency_ghz": 10.0}
        if dice.random() < 0.3:
            threat["rcs_m2"] = dice.choice((1e-4, 1.0, 50.0))
        return threat

    def _jammer(self) -> dict[str, Any]:
        points = [self.far(height_m=9000.0), self.far()]
        return {"type": "stand-off-jammer", "route": {"kind": "waypoints", "points": points}}

    def _circling(self) -> dict[str, Any]:
        """Somebody who stays: on an orbit, or round and round a triangle."""
        threat: dict[str, Any] = {"type": self.dice.choice(("fighter", "stand-off-jammer"))}
        if self.dice.random() < 0.5:
            turn = self.dice.choice(("right", "left"))
            threat["route"] = {
                "kind": "orbit",
                "around": self.far(),
                "radius_km": 25.0,
                "height_m": 9000.0,
                "turn": turn,
            }
        else:
            points = [self.far(height_m=8000.0), self.far(), self.place(60.0)]
            threat["route"] = {"kind": "loop", "points": points}
        return threat

    def _ballistic(self) -> dict[str, Any]:
        kind, far = self.dice.choice((("srbm-300", 250.0), ("srbm-500", 400.0)))
        route: dict[str, Any] = {
            "kind": "ballistic",
            "from": self.off(far, self.dice.uniform(0.0, 2.0 * math.pi)),
            "profile": self.dice.choice(("minimum_energy", "minimum_energy", "lofted")),
        }
        return {"type": kind, "aims_at": self.dice.choice(list(self.assets)), "start_s": 0.0, "route": route}

    def others_drawn(self, corridors: dict[str, Any]) -> dict[str, Any]:
        dice = self.dice
        others: dict[str, Any] = {}
        if corridors and dice.random() < 0.7:
            route: dict[str, Any] = {"kind": "corridor", "corridor": "airway", "reverse": dice.random() < 0.5}
            others["airliner"] = {
                "type": "airliner",
                "count": 2,
                "interval_s": 40.0,
                "filed": dice.random() < 0.5,
                "route": route,
            }
        if dice.random() < 0.3:
            points = [self.far(height_m=7000.0), self.place(60.0), self.far()]
            others["friend"] = {"type": "friendly-fighter", "route": {"kind": "waypoints", "points": points}}
        if dice.random() < 0.2:
            self.files["traffic.csv"] = self._recording()
            others["recorded"] = {"type": "airliner", "route": {"kind": "state_vectors", "file": "traffic.csv"}}
        return others

    def _recording(self) -> str:
        """Two aircraft, straight and steady, a row every ten seconds."""
        rows = [HEAD]
        for name, course in (("3c6444", 0.4), ("471e05", 3.9)):
            begin = -120.0
            for k in range(41):
                place = self.off(begin + 2.4 * k, course)
                degrees = math.degrees(course) % 360.0
                where = f"{place['latitude_deg']},{place['longitude_deg']}"
                rows.append(f"{1577836800 + 10 * k},{name},{where},240,{degrees:.3f},0,MADEUP,false,10000,10000")
        return "\n".join(rows) + "\n"
