"""grid -> what can be seen and reached: the functions of sensing and engagement over a map, without a clock."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gbad.coverage.viewshed import minimum_visible_height

# loaded when first asked for: laying out a site takes most of the package
_HOME = {
    "Coverage": "covering",
    "Criterion": "criterion",
    "Engageable": "engaging",
    "Layers": "covering",
    "Merged": "merging",
    "Profile": "profile",
    "RangeRing": "shares",
    "Site": "sites",
    "Target": "targets",
    "Weather": "covering",
    "claimed_ring": "shares",
    "compare_ring": "shares",
    "cover": "covering",
    "cover_scenario": "merging",
    "engageable": "engaging",
    "map_of": "raster",
    "lowest_met": "engaging",
    "merge": "merging",
    "noise_ring": "shares",
    "outlines": "tracing",
    "place_radar": "placing",
    "profile_of": "profile",
    "tell_meetings": "meeting",
    "value_of_each_site": "merging",
}
__all__ = ["minimum_visible_height", *sorted(_HOME)]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
