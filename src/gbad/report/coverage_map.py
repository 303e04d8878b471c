"""A coverage as a map: relief, coast, and the lowest of the heights asked for that is found at each place.

On real ground the map has no directions in it (``gbad.coverage.raster``): rings of what half of all directions find.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.report.base_map import METRES_PER_DEGREE, map_base
from gbad.report.coverage_marks import (
    MapLike,
    RingLike,
    condition_lines,
    grid,
    legend,
    mark_no_directions,
    mark_site,
    scale_bar,
)
from gbad.report.coverage_style import LAND, SEA, STYLE, band_colours, band_index
from gbad.report.pixels import colour_png, palette_png
from gbad.report.svg import Drawing, number, path_data


def draw_coverage(
    map_: MapLike, bands: NDArray[np.int8], outlines: dict[str, list[list[list[tuple[float, float]]]]],
    width: float = 720.0, heading: str = "", ring: RingLike | None = None, bare: bool = False,
    words: str = "found", sites: Sequence[Any] = (),
) -> str:  # fmt: skip
    """The map as an SVG that stands alone.

    ``bands`` as ``coverage.raster.bands_of`` gives them; ``outlines`` polygons of the greatest height for ``best`` and
    ``worst``; ``ring`` a ``coverage.RangeRing``, whose condition is written below. ``bare`` leaves out coverage, legend
    and margins: the ground for something else to lie on. ``words`` say what the colours show, "found" or another
    participle; ``sites`` are marked, if there are several.
    """
    coverage, frame = map_.for_show().coverage, map_.frame
    shrink = frame.step_north_deg / frame.step_east_deg
    condition = condition_lines(ring, width) if ring else []
    left, top, right, bottom = (0.0,) * 4 if bare else (1.0, 30.0 if heading else 1.0, 1.0, 44.0 + 15 * len(condition))
    scale = (width - left - right) / (frame.columns * frame.step_east_deg * shrink)
    north = frame.south_deg + (frame.rows - 0.5) * frame.step_north_deg
    west = frame.west_deg - 0.5 * frame.step_east_deg
    inner = frame.rows * frame.step_north_deg * scale
    drawing = Drawing(width, top + inner + bottom)

    def at(latitude: Any, longitude: Any) -> tuple[Any, Any]:
        return left + (longitude - west) * shrink * scale, top + (north - latitude) * scale

    drawing.raw(f"<style>{STYLE}</style>")
    drawing.raw(f'<rect width="{number(width)}" height="{number(drawing.height)}" class="cv-paper"/>')
    if heading:
        drawing.text(left, 18, heading, "cv-strong", font_size=15)
    clip = f'<rect x="{left}" y="{top}" width="{number(width - left - right)}" height="{number(inner)}"/>'
    key = f"clip-{coverage.target.name.replace('.', '-')}-{number(width)}"
    drawing.raw(f'<clipPath id="{key}">{clip}</clipPath>')
    with drawing.group(clip_path=f"url(#{key})"):
        coasts = _ground(drawing, coverage.site.terrain, frame, at, width)
        if not bare:
            _bands(drawing, map_, bands, (left, top, width - left - right, inner))
        drawing.path(coasts, "cv-coast")
        for edge, polygons in outlines.items():
            lines = [path_data((at(lat, lon) for lon, lat in loop), closed=True) for p in polygons for loop in p]
            drawing.path("".join(lines), f"cv-edge cv-{edge}")
        grid(drawing, frame, at, width, top + inner)
        if ring:
            x, y = at(*coverage.site.place)
            drawing.circle(x, y, ring.radius_m / METRES_PER_DEGREE * scale, "cv-ring")
        if map_.by_distance:
            mark_no_directions(drawing, width, top, inner)
        for site in sites or [coverage.site]:
            mark_site(drawing, site, at, site.id if sites else site.radar)
        scale_bar(drawing, scale / METRES_PER_DEGREE, left + 14, top + inner - 14, width)
    if not bare:
        drawing.raw(clip.replace("/>", ' class="cv-frame"/>'))
        legend(drawing, map_, top + inner + 16, bool(outlines), words)
        for k, line in enumerate(condition):
            drawing.text(2, top + inner + 50 + 15 * k, line, font_size=11.0 if width >= 500 else 9.5)
    size = f'width="{number(width)}" height="{number(drawing.height)}"'
    label = f"Map of what {coverage.site.radar} finds of {coverage.target.name}"
    return drawing.render(label, "figure cv").replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {size} ', 1)


def _bands(drawing: Drawing, map_: MapLike, bands: NDArray[np.int8], box: tuple[float, float, float, float]) -> None:
    count = len(map_.coverage.heights_m)
    image = base64.b64encode(palette_png(band_index(bands, count, _disc(map_)), band_colours(count))).decode()
    x, y, width, height = (number(side) for side in box)
    drawing.raw(
        f'<image x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{image}"/>'
    )


def plain_png(map_: MapLike, bands: NDArray[np.int8]) -> bytes:
    """The same map as bare pixels, one per node: for slides and for laying over other maps."""
    frame, terrain = map_.for_show().frame, map_.coverage.site.terrain
    latitude, longitude = frame.latitude_deg, frame.longitude_deg
    rows = np.clip(np.rint((latitude - terrain.south_deg) / terrain.step_deg), 0, terrain.shape[0] - 1).astype(int)
    columns = np.clip(np.rint((longitude - terrain.west_deg) / terrain.step_deg), 0, terrain.shape[1] - 1).astype(int)
    height = np.nan_to_num(terrain.height_m[np.ix_(rows, columns)].astype(float))
    sea = terrain.sea_mask[np.ix_(rows, columns)]
    slope_north, slope_east = np.gradient(height, METRES_PER_DEGREE * frame.step_north_deg)
    light = np.clip(1.0 - 3.0 * (slope_north + slope_east * -1.0), 0.55, 1.15)
    pixels = np.where(sea[..., None], np.array(SEA, float), np.array(LAND, float) * light[..., None])
    around = np.roll(sea, 1, 0) & np.roll(sea, -1, 0) & np.roll(sea, 1, 1) & np.roll(sea, -1, 1)
    coast = (sea & ~around)[..., None]
    count = len(map_.coverage.heights_m)
    index = band_index(bands, count, _disc(map_))[::-1]
    colours = np.array(band_colours(count), float)[index]
    share = colours[..., 3:] / 255.0
    pixels = np.where(coast, 95.0, pixels * (1.0 - share) + colours[..., :3] * share)
    return colour_png(np.clip(pixels[::-1], 0, 255).astype(np.uint8))


def _disc(map_: MapLike) -> NDArray[np.bool_]:
    return np.asarray(map_.arc_m <= map_.coverage.site.radius_m)  # type: ignore[attr-defined]  # a Map has it


def _ground(drawing: Drawing, terrain: Any, frame: Any, at: Any, width: float) -> str:
    """Sea, land and relief; returns the coast as path data."""
    south, west = frame.south_deg, frame.west_deg
    north, east = float(frame.latitude_deg[-1]), float(frame.longitude_deg[-1])
    base = map_base(terrain, south, west, north, east, pixels=round(width))
    drawing.raw(f'<rect width="100%" height="100%" class="cv-{"sea" if np.any(terrain.sea_mask) else "land"}"/>')
    if not base.get("png"):
        return ""
    rings = "".join(path_data((at(lat, lon) for lon, lat in ring), closed=True) for ring in base["coast"])
    drawing.path(rings, "cv-land")
    (x, y), (x1, y1) = at(base["north"], base["west"]), at(base["south"], base["east"])
    drawing.raw(
        f'<image x="{number(x)}" y="{number(y)}" width="{number(x1 - x)}" height="{number(y1 - y)}" opacity=".75" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{base["png"]}"/>'
    )
    return rings if np.any(terrain.sea_mask) else ""
