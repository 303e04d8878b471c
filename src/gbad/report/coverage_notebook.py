"""What a notebook shows of a coverage: its map and what it says."""

from __future__ import annotations

from typing import Any

from gbad.coverage.raster import bands_of, frame_around, map_of
from gbad.report.coverage_map import draw_coverage
from gbad.report.notebook import framed


def coverage_html(coverage: Any) -> str:
    """The map (on real ground shares by distance) and the answer."""
    map_: Any = map_of(coverage, frame_around([coverage.site]))
    answer = coverage.answer()
    return framed(draw_coverage(map_, bands_of(map_), {}, width=720.0), "") + str(answer._repr_html_())
