"""What is written over and beside a map of coverage: grid, sites, scale, legend, conditions."""

from __future__ import annotations

import math
import textwrap
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.report.coverage_style import band_colours
from gbad.report.svg import Drawing, nice_step, number, path_data


class MapLike(Protocol):
    """What is needed of ``gbad.coverage.raster.Map``."""

    coverage: Any
    frame: Any
    by_distance: bool
    lowest_in_sight_m: NDArray[np.float64]

    def for_show(self) -> MapLike: ...

    def found(self, height_m: float, edge: str = "nominal") -> NDArray[np.bool_]: ...


class RingLike(Protocol):
    """What is needed of ``gbad.coverage.RangeRing``."""

    @property
    def radius_m(self) -> float: ...

    @property
    def condition(self) -> str: ...


def grid(drawing: Drawing, frame: Any, at: Any, width: float, floor: float) -> None:
    """Lines of latitude and longitude, a degree or more apart."""
    step = max(1.0, nice_step(frame.rows * frame.step_north_deg, 8))
    north, east = float(frame.latitude_deg[-1]), float(frame.longitude_deg[-1])
    top = float(at(north, east)[1])
    for k in range(math.ceil(frame.west_deg / step), math.floor(east / step) + 1):
        (x, y0), (_, y1) = at(north, k * step), at(frame.south_deg, k * step)
        drawing.line(x, y0, x, y1, "cv-grid")
        # letters that the frame would cut are left out
        if 28.0 < x < width - 14.0:
            drawing.text(x, floor - 4, f"{k * step:g}°", "cv-quiet cv-halo", "middle", font_size=10.5)
    for k in range(math.ceil(frame.south_deg / step), math.floor(north / step) + 1):
        (x0, y), (x1, _) = at(k * step, frame.west_deg), at(k * step, east)
        drawing.line(x0, y, x1, y, "cv-grid")
        if top + 9.0 < y < floor - 14.0:
            drawing.text(x0 + 3, y + 3, f"{k * step:g}°", "cv-quiet cv-halo", font_size=10.5)


def condition_lines(ring: RingLike, width: float) -> list[str]:
    """A ring's condition in lines that fit below the map. ``ValueError`` if it has none: then it is not drawn."""
    if not ring.condition.strip():
        raise ValueError("a range ring is drawn only with its condition")
    size = 11.0 if width >= 500 else 9.5
    return textwrap.wrap(f"dashed ring, {ring.radius_m / 1e3:.0f} km: {ring.condition}", int(width / (0.52 * size)))


def mark_no_directions(drawing: Drawing, width: float, top: float, inner: float) -> None:
    """Say across the map that the place is not real and that directions were taken out."""
    for share, text in ((0.08, "HYPOTHETICAL PLACE"), (0.92, "ALL DIRECTIONS ALIKE")):
        drawing.text(width / 2, top + share * inner, text, "cv-mark", "middle", font_size=number(width / 26))


def mark_site(drawing: Drawing, site: Any, at: Any, name: str) -> None:
    """A site and its name."""
    x, y = at(*site.place)
    drawing.path(path_data(((x - 6, y + 5), (x, y - 7), (x + 6, y + 5)), closed=True), "cv-site")
    drawing.text(x + 9, y + 4, name, "cv-halo", font_size=11)


def scale_bar(drawing: Drawing, px_per_m: float, x: float, y: float, width: float) -> None:
    """A bar of a round length, with the length."""
    length = nice_step(0.5 * width / px_per_m, 3)
    reach = length * px_per_m
    drawing.path(f"M{number(x)} {number(y - 16)}v4h{number(reach)}v-4", "cv-scale")
    drawing.text(x + reach / 2, y - 18, f"{length / 1e3:g} km", "cv-halo", "middle", font_size=10)


def legend(drawing: Drawing, map_: MapLike, y: float, edges: bool, participle: str) -> None:
    """Boxes for the heights, in the order of the colours, and what the lines mean."""
    coverage = map_.coverage
    size = 11.0 if drawing.width >= 500 else 9.5
    x = 2.0
    words = f"{participle} in half of all directions, above" if map_.by_distance else f"{participle} from, above"
    words += f" {coverage.above}:"
    drawing.text(x, y, words, "cv-quiet", font_size=size)
    x += 0.5 * size * len(words) + 8
    for text, (r, g, b, a) in zip(coverage.height_steps, band_colours(len(coverage.heights_m)), strict=False):
        drawing.raw(
            f'<rect x="{number(x)}" y="{number(y - 9)}" width="14" height="10" fill="rgb({r},{g},{b})" '
            f'fill-opacity="{a / 255:.2f}"/>'
        )
        drawing.text(x + 18, y, text, font_size=size)
        x += 26 + 0.58 * size * len(text)
    note = (
        f"{coverage.site.ground_text}, simulation only"
        if coverage.site.fictional
        else "hypothetical place, simulation only"
    )
    drawing.text(drawing.width - 2, y + 17, note, "cv-quiet", "end", font_size=size)
    if edges:
        top = coverage.height_steps[-1]
        drawing.line(2, y + 13, 26, y + 13, "cv-edge cv-worst")
        drawing.text(31, y + 17, f"{top}: worst", font_size=size)
        start = 36 + 0.58 * size * (len(top) + 7)
        drawing.line(start, y + 13, start + 24, y + 13, "cv-edge cv-best")
        drawing.text(start + 29, y + 17, f"{top}: best figures", font_size=size)
