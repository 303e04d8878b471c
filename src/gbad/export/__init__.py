"""coverage -> files that other programs read: GeoTIFF, GeoJSON, KML. Writes files only; nothing is sent anywhere."""

from __future__ import annotations

from gbad.export.geojson import geojson
from gbad.export.kml import kml

__all__ = ["geojson", "kml"]
