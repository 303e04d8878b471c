"""The reach of a sensor as a ring on the ground: its instrumented range over its sector, and what that leaves out."""

from __future__ import annotations

import math
from typing import Any

from gbad.physics import earth

STEP_DEG = 3.0
Place = tuple[float, float]  # longitude, latitude [deg], the order of GeoJSON and KML
BY_NAME = "a limit set, not what it finds: gbad cover tells that"


def condition(site: dict[str, Any]) -> str:
    """What the ring of a radar shows, for its name."""
    sector = "all round" if all_round(site) else f"{site['sector_deg']:.0f} deg about {site['boresight_deg']:.0f} deg"
    return (
        f"instrumented range {site['instrumented_range_m'] / 1e3:.0f} km, {sector}, "
        f"elevations {site['elevation_min_deg']:g} to {site['elevation_max_deg']:g} deg"
    )


def all_round(site: dict[str, Any]) -> bool:
    """Whether a radar looks everywhere."""
    return bool(site["sector_deg"] >= 360.0 - 1e-9)


def drawn(site: dict[str, Any]) -> bool:
    """Whether a site is a radar with a finite reach."""
    return site["kind"] == "radar" and math.isfinite(site["instrumented_range_m"])


def ring(site: dict[str, Any]) -> list[Place]:
    """A closed ring, counter-clockwise; longitudes run on past 180 degrees rather than jump."""
    latitude, longitude = math.radians(site["latitude_deg"]), math.radians(site["longitude_deg"])
    width = 360.0 if all_round(site) else float(site["sector_deg"])
    middle = 0.0 if all_round(site) else float(site["boresight_deg"])
    count = max(2, math.ceil(width / STEP_DEG))
    places: list[Place] = [] if all_round(site) else [(site["longitude_deg"], site["latitude_deg"])]
    for k in range(count if all_round(site) else count + 1):
        bearing = math.radians(middle + width / 2.0 - width * k / count)
        lat, lon, _ = earth.geodesic_direct(latitude, longitude, bearing, site["instrumented_range_m"])
        places.append((math.degrees(float(lon)), math.degrees(float(lat))))
    return unwrapped([*places, places[0]])


def unwrapped(places: list[Place]) -> list[Place]:
    """The same places with longitudes that never jump by more than half a turn."""
    found = [places[0]]
    for longitude, latitude in places[1:]:
        turns = round((longitude - found[-1][0]) / 360.0)
        found.append((longitude - 360.0 * turns, latitude))
    return found
