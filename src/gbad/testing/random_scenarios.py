"""Valid random scenarios from a seed: all kinds of object, terrain, tracker, identifier and policy, in small worlds.

``text_of(seed)`` is a whole scenario as YAML; ``write(seed, folder)`` also writes what lies beside it. Places are made
up: the middle of a world may be anywhere, also across the date line, at the equator or at 75 degrees. What a seed gives
is meant to be valid: whatever refuses it is wrong, or the generator is.
"""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import yaml

from gbad.codes.policies import BUILT_IN, OWN_SALVO
from gbad.testing.random_raids import Raid

MIDDLES = ((40.0, 33.0), (0.0, 20.0), (-35.0, 140.0), (12.0, 179.95), (-20.0, -179.9), (75.0, 60.0), (62.0, -3.0))
DURATIONS_S = (1.0, 5.0, 31.0, 60.0, 89.5, 120.0, 180.0, 240.0)
RADARS = ("91N6E", "96L6E", "metre-wave-search")
INTERCEPTORS = {"5P85TE2": ("48N6E3", "48N6E2", "9M96E2", "9M96E"), "51P6E": ("40N6E",)}
POLICIES = tuple(name for name in BUILT_IN if name != "optimal")  # that one looks at the clock
RECEPTION = {"antenna_gain_dbi": 38.0, "side_lobes_db": -45.0, "noise_temperature_k": 900.0}

POLICY = '''"""Fires at whatever is soonest, with what is left."""


def assign(situation):
    if not len(situation.track) or situation.fired.any():
        return []
    return [(0, 1)] if situation.rounds_ready[0] else []
'''


TRACKER = '''"""Every plot begins a track of its own and ends the one before."""

import numpy as np

from gbad.tracking import LocalTracks


class Mine:
    def __init__(self, radar):
        self.given = 0

    def update(self, plots):
        n = len(plots.time_s)
        numbers = self.given + 1 + np.arange(n)
        self.given += n
        return LocalTracks(
            numbers, plots.time_s, plots.position_enu_m, np.zeros((n, 3)), np.tile(np.eye(6) * 1e4, (n, 1, 1)),
            np.arange(n), np.ones(n, int),
        )
'''


def text_of(seed: int) -> str:
    """The scenario of a seed."""
    return yaml.safe_dump(World(seed).scenario(), sort_keys=False, allow_unicode=True)


def write(seed: int, folder: Path) -> Path:
    """The scenario of a seed and what lies beside it, in a folder; the path of the scenario."""
    world = World(seed)
    path = folder / f"random-{seed}.yaml"
    path.write_text(yaml.safe_dump(world.scenario(), sort_keys=False, allow_unicode=True), encoding="utf-8")
    for name, text in world.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return path


class World(Raid):
    """One scenario being drawn."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.files: dict[str, str] = {}
        self.middle = self.dice.choice(MIDDLES)
        self.duration_s = self.dice.choice(DURATIONS_S)

    def scenario(self) -> dict[str, Any]:
        dice = self.dice
        terrain = self._terrain()
        self.commands = {name: self._command() for name in ("east", "west")[: dice.choice((1, 1, 2))]}
        self.assets = {
            f"town-{i}": {"at": self.place(30.0), "value": dice.choice((1.0, 3.0))} for i in range(dice.randrange(3))
        }
        self.radars = {f"search-{i}": self._radar() for i in range(dice.randrange(3))}
        self.batteries = {f"battery-{i}": self._battery() for i in range(dice.randrange(3))}
        if not self.radars and not self.batteries:
            self.radars = {"search-0": self._radar()}
        passive = {f"ears-{i}": self._passive() for i in range(dice.choice((0, 0, 1)))}
        if self.radars and dice.random() < 0.3:
            self.assets["eye"] = {"radar": next(iter(self.radars))}
        corridors = {"airway": self._corridor()} if dice.random() < 0.4 else {}
        zones = {"zone": self._zone()} if dice.random() < 0.3 else {}
        threats = self.threats_drawn()
        others = self.others_drawn(corridors)
        if any("jammer" in str(threat) for threat in threats.values()):
            for radar in self.radars.values():
                radar["reception"] = dict(RECEPTION)
        whole: dict[str, Any] = {
            "schema": "scenario/1",
            "title": dice.choice(("A world", "Ein Gelände <b>&amp;</b>", "世界", "'quoted' \"twice\"")),
            "about": "Made up.",
            "duration_s": self.duration_s,
            "cycle_s": self.dice.choice((2.0, 2.0, 5.0)),
            "tick_s": 1.0,
            "terrain": terrain,
            "commands": self.commands,
            "radars": self.radars,
            "passive_sensors": passive,
            "batteries": self.batteries,
            "links": self._links(),
            "assets": self.assets,
            "corridors": corridors,
            "zones": zones,
            "threats": threats,
            "others": others,
        }
        if terrain["kind"] == "built-in":
            whole["hypothetical"] = True
        if "figures" not in whole and dice.random() < 0.3:
            whole["figures"] = {
                "fighter": {"rcs_m2": dice.choice((0.01, 1.0, {"low": 1.0, "nominal": 3.0, "high": 9.0}))}
            }
        return {key: value for key, value in whole.items() if value != {}}

    def _terrain(self) -> dict[str, Any]:
        kinds = ["flat", "flat", "ridge", "cone", "fractal", "plain", "coast", "mountain"]
        if self.middle == MIDDLES[0]:
            kinds.append("built-in")
        kind = self.dice.choice(kinds)
        if kind == "built-in":
            return {"kind": kind}
        return {"kind": kind, "size_km": self.dice.choice((120.0, 300.0)), "step_m": self.dice.choice((1000.0, 2500.0))}

    # --- the defence

    def _command(self) -> dict[str, Any]:
        dice = self.dice
        post: dict[str, Any] = {"type": "55K6E"}
        post["tracker"] = dice.choice(("kalman", "kalman", "kalman", "imm", "jpda"))
        post["identification"] = dice.choice(("rules", "rules", "bayes"))
        post["weapons_control"] = dice.choice(("hold", "tight", "free"))
        post["self_defence"] = dice.random() < 0.5
        post["fusion"] = dice.choice(("best_report", "independent", "covariance_intersection"))
        post["estimates_registration"] = dice.random() < 0.3
        policy = dice.choice(("greedy", "greedy", "own", *POLICIES))
        if policy == "own":
            self.files["policy.py"] = POLICY
            policy = "./policy.py:assign"
        post["policy"] = policy
        if policy not in OWN_SALVO:
            looks = dice.random() < 0.6
            post |= {"shoot_look_shoot": looks, "salvo": 1 if looks else dice.choice((1, 2, 3))}
        if dice.random() < 0.1:
            post["tracker"] = f"./{self._beside('tracker.py', TRACKER)}:Mine"
        if dice.random() < 0.5:
            post["at"] = self.place(30.0)
        return post

    def _beside(self, name: str, text: str) -> str:
        """A file beside the scenario; its name."""
        self.files[name] = text
        return name

    def _radar(self) -> dict[str, Any]:
        dice = self.dice
        kind = dice.choice(RADARS)
        radar: dict[str, Any] = {"type": kind, "at": self.place(30.0), "command": dice.choice(list(self.commands))}
        radar["boresight_deg"] = round(dice.uniform(0.0, 360.0), 1)
        if len(self.commands) == 2 and dice.random() < 0.5:
            radar["also_reports_to"] = [name for name in self.commands if name != radar["command"]]
        if dice.random() < 0.2:
            radar["silent"] = [{"from_s": 0.0, "to_s": dice.choice((20.0, 1e4))}]
        if dice.random() < 0.3:
            radar |= {"range_bias_std_m": 80.0, "azimuth_bias_std_deg": 0.4, "elevation_bias_std_deg": 0.1}
        if dice.random() < 0.2:
            radar["moving_target_notch_mps"] = 20.0
        return radar

    def _battery(self) -> dict[str, Any]:
        dice = self.dice
        battery: dict[str, Any] = {"type": "s400-battalion", "at": self.place(30.0)}
        battery["command"] = dice.choice(list(self.commands))
        battery["boresight_deg"] = round(dice.uniform(0.0, 360.0), 1)
        battery["target_channels"] = dice.choice((1, 2, 10))
        battery["missile_channels"] = dice.choice((1, 4, 20))
        launcher = dice.choice(list(INTERCEPTORS))
        missile = dice.choice(INTERCEPTORS[launcher])
        battery["launchers"] = [
            {"count": dice.choice((1, 2)), "type": launcher, "load": {missile: dice.choice((1, 4))}}
        ]
        if dice.random() < 0.15:
            battery["silent"] = [{"from_s": 10.0, "to_s": 40.0}]
        return battery

    def _passive(self) -> dict[str, Any]:
        kind = self.dice.choice(("support-receiver", "infrared-search"))
        return {
            "type": kind,
            "at": self.place(30.0),
            "command": self.dice.choice(list(self.commands)),
            "boresight_deg": 90.0,
        }

    def _links(self) -> dict[str, Any]:
        keys = [f"{key}-to-{to}" for key, radar in self.radars.items() for to in radar.get("also_reports_to", ())]
        keys += list(self.radars)
        return {
            key: {
                "type": "data-link",
                "latency_s": self.dice.choice((0.0, 1.5, 8.0)),
                "loss_probability": self.dice.choice((0.0, 0.3, 1.0)),
                "rate_reports_per_s": 20.0,
                "waiting_reports": 4,
            }
            for key in keys
            if self.dice.random() < 0.3
        }

    def _corridor(self) -> dict[str, Any]:
        course = self.dice.uniform(0.0, 2.0 * math.pi)
        ends = {"from": self.off(120.0, course), "to": self.off(120.0, course + math.pi)}
        return {**ends, "half_width_km": 10.0, "min_height_m": 8000.0, "max_height_m": 13000.0}

    def _zone(self) -> dict[str, Any]:
        zone: dict[str, Any] = {"at": self.place(60.0), "radius_km": self.dice.choice((5.0, 80.0))}
        zone["origin"] = self.dice.choice(("none", "friend", "neutral", "hostile"))
        zone["weapons_control"] = self.dice.choice(("hold", "tight", "free"))
        return zone
