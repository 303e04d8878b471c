"""A coverage as a map: relief, coast, and the lowest of the heights asked for that is found at each place.

On real ground the map has no directions in it (``gbad.coverage.raster``): rings of what half of all directions find.
"""

from __future__ import annotations

import base64
import math
import textwrap
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.report.base_map import METRES_PER_DEGREE, map_base
from gbad.report.pixels import Colour, colour_png, palette_png
from gbad.report.svg import Drawing, nice_step, number, path_data

# from the lowest height found (dark) to the highest (bright); then found at none, then unknown ground
BANDS: tuple[tuple[int, int, int], ...] = (
    (37, 29, 110), (34, 94, 168), (29, 145, 192), (65, 182, 196), (127, 205, 187), (199, 220, 120), (240, 196, 80),
)  # fmt: skip
BAND_OPACITY, UNKNOWN = 170, (120, 120, 120, 120)
CLEAR: Colour = (0, 0, 0, 0)
LAND, SEA = (241, 239, 233), (223, 232, 238)
# every class is this map's own: in a page its style reaches beyond the drawing
STYLE = """
.cv text { font-family: "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; fill: #16202b; }
.cv .cv-sea { fill: #dfe8ee; } .cv .cv-land { fill: #f1efe9; fill-rule: evenodd; }
.cv .cv-coast { fill: none; stroke: #5f6d79; stroke-width: .8; } .cv .cv-grid { stroke: #5a6b7a33; stroke-width: .6; }
.cv .cv-frame { fill: none; stroke: #56626f; stroke-width: .8; }
.cv .cv-edge { fill: none; stroke: #8a1c1c; stroke-width: 1.3; }
.cv .cv-best { stroke-dasharray: 2 3; } .cv .cv-site { fill: #16202b; stroke: #fff; stroke-width: 1.4; }
.cv .cv-scale { fill: none; stroke: #16202b; stroke-width: 1.4; } .cv .cv-quiet { fill: #56626f; }
.cv .cv-strong { font-weight: 650; }
.cv .cv-halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-opacity: .8; }
.cv .cv-mark { fill: #16202b; fill-opacity: .42; font-weight: 700; letter-spacing: .1em; }
.cv .cv-ring { fill: none; stroke: #16202b; stroke-width: 1; stroke-dasharray: 6 4; }
.cv .cv-paper { fill: #fff; }
@media screen and (prefers-color-scheme: dark) {
.cv text, .cv .cv-mark { fill: #e6eaee; } .cv .cv-paper { fill: #11161c; } .cv .cv-quiet { fill: #9aa6b2; }
.cv .cv-sea { fill: #131e29; } .cv .cv-land { fill: #29313a; } .cv .cv-coast { stroke: #9aa6b2; }
.cv .cv-grid { stroke: #a9bac926; } .cv .cv-frame { stroke: #6c7a88; } .cv .cv-edge { stroke: #ff8b80; }
.cv .cv-site { fill: #e6eaee; stroke: #11161c; } .cv .cv-scale, .cv .cv-ring { stroke: #e6eaee; }
.cv .cv-halo { stroke: #11161c; } .cv .cv-line { filter: brightness(1.7); }
}
"""


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


def band_tones(count: int) -> list[tuple[int, int, int]]:
    """Colours of ``count`` heights, lowest first."""
    picks = np.rint(np.linspace(0, len(BANDS) - 1, count) if count > 1 else [2]).astype(int)
    return [BANDS[k] for k in picks]


def band_colours(count: int) -> list[Colour]:
    """Colours of ``count`` heights, of nothing found, of unknown ground (plain and hatched)."""
    return [(*tone, BAND_OPACITY) for tone in band_tones(count)] + [CLEAR, CLEAR, UNKNOWN]


def band_index(bands: NDArray[np.int8], count: int, inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Palette rows of ``bands`` (-1 unknown), north at the top; unknown ground inside the disc is hatched."""
    index = np.where(bands < 0, count + 1, bands).astype(np.uint8)
    rows, columns = np.indices(bands.shape)
    hatched = (bands < 0) & inside & ((rows + columns) % 6 < 2)
    index[hatched] = count + 2
    return index[::-1]


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
    condition = _condition(ring, width) if ring else []
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
        _grid(drawing, frame, at, width, top + inner)
        if ring:
            x, y = at(*coverage.site.place)
            drawing.circle(x, y, ring.radius_m / METRES_PER_DEGREE * scale, "cv-ring")
        if map_.by_distance:
            _mark(drawing, width, top, inner)
        for site in sites or [coverage.site]:
            _site(drawing, site, at, site.id if sites else site.radar)
        _scale(drawing, scale / METRES_PER_DEGREE, left + 14, top + inner - 14, width)
    if not bare:
        drawing.raw(clip.replace("/>", ' class="cv-frame"/>'))
        _legend(drawing, map_, top + inner + 16, bool(outlines), words)
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


def _grid(drawing: Drawing, frame: Any, at: Any, width: float, floor: float) -> None:
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


def _condition(ring: RingLike, width: float) -> list[str]:
    """A ring's condition in lines that fit below the map. ``ValueError`` if it has none: then it is not drawn."""
    if not ring.condition.strip():
        raise ValueError("a range ring is drawn only with its condition")
    size = 11.0 if width >= 500 else 9.5
    return textwrap.wrap(f"dashed ring, {ring.radius_m / 1e3:.0f} km: {ring.condition}", int(width / (0.52 * size)))


def _mark(drawing: Drawing, width: float, top: float, inner: float) -> None:
    """Say across the map that the place is not real and that directions were taken out."""
    for share, text in ((0.08, "HYPOTHETICAL PLACE"), (0.92, "ALL DIRECTIONS ALIKE")):
        drawing.text(width / 2, top + share * inner, text, "cv-mark", "middle", font_size=number(width / 26))


def _site(drawing: Drawing, site: Any, at: Any, name: str) -> None:
    x, y = at(*site.place)
    drawing.path(path_data(((x - 6, y + 5), (x, y - 7), (x + 6, y + 5)), closed=True), "cv-site")
    drawing.text(x + 9, y + 4, name, "cv-halo", font_size=11)


def _scale(drawing: Drawing, px_per_m: float, x: float, y: float, width: float) -> None:
    length = nice_step(0.5 * width / px_per_m, 3)
    reach = length * px_per_m
    drawing.path(f"M{number(x)} {number(y - 16)}v4h{number(reach)}v-4", "cv-scale")
    drawing.text(x + reach / 2, y - 18, f"{length / 1e3:g} km", "cv-halo", "middle", font_size=10)


def _legend(drawing: Drawing, map_: MapLike, y: float, edges: bool, participle: str) -> None:
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
