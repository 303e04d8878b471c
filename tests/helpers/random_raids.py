"""Raids, doctrines and stocks drawn at random on flat ground, as changes to ``one-aircraft``."""

from typing import Any

from hypothesis import strategies as st

TYPES = ("fighter", "low-observable-fighter", "cruise-missile", "one-way-attack-drone")


@st.composite
def raids(draw: st.DrawFn) -> dict[str, Any]:
    """Changes to ``one-aircraft``: up to six threats from anywhere within 150 km, civil traffic, doctrine, stocks."""
    changes: dict[str, Any] = {"threats.aircraft": None, "duration_s": 400.0}
    for i in range(draw(st.integers(1, 6))):
        place = {
            "latitude_deg": 40.0 + draw(st.floats(-1.3, 1.3)),
            "longitude_deg": 33.0 + draw(st.floats(-1.6, 1.6)),
        }
        threat: dict[str, Any] = {
            "type": draw(st.sampled_from(TYPES)),
            "start_s": draw(st.floats(0.0, 200.0)),
            "route": {"kind": "waypoints", "points": [place]},
        }
        if draw(st.booleans()):
            threat["aims_at"] = "town"
        else:
            threat["route"]["points"].append({"latitude_deg": 40.2, "longitude_deg": 33.2})
        changes[f"threats.t{i}"] = threat
    if draw(st.booleans()):
        ends = [{"latitude_deg": 40.5, "longitude_deg": longitude} for longitude in (32.0, 34.0)]
        changes["others.airliner"] = {"type": "airliner", "route": {"kind": "waypoints", "points": ends}}
    changes["batteries.battery.target_channels"] = draw(st.integers(1, 4))
    changes["batteries.battery.boresight_deg"] = draw(st.floats(0.0, 359.0))
    looks = draw(st.booleans())
    changes["commands.post.shoot_look_shoot"] = looks
    changes["commands.post.salvo"] = 1 if looks else draw(st.integers(1, 3))
    return changes
