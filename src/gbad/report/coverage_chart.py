"""Coverage over distance as a chart: in what share of all directions each height is found. It tells no direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gbad.report.coverage_style import STYLE, band_tones
from gbad.report.svg import Drawing, nice_step, number, path_data

WORST, NOMINAL, BEST = range(3)


class ProfileLike(Protocol):
    """What is needed of ``gbad.coverage.profile.Profile``."""

    heights_m: tuple[float, ...]
    range_m: NDArray[np.float64]
    found: NDArray[np.float64]
    unknown: NDArray[np.float64]


def draw_shares(profile: ProfileLike, names: Sequence[str], width: float = 720.0, heading: str = "") -> str:
    """The chart as an SVG that stands alone: a line for each height, its worst-to-best span shaded.

    ``names`` are the heights in words, in their order.
    """
    left, right, top, bottom = 42.0, 12.0, 26.0, 34.0
    height = min(300.0, 0.55 * width) + top
    drawing = Drawing(width, height)
    far = float(profile.range_m[-1])

    def at(range_m: Any, share: Any) -> tuple[Any, Any]:
        x = left + np.asarray(range_m) / far * (width - left - right)
        return x, top + (1.0 - np.asarray(share)) * (height - top - bottom)

    drawing.raw(f"<style>{STYLE}</style>")
    drawing.raw(f'<rect width="{number(width)}" height="{number(height)}" class="cv-paper"/>')
    unknown = bool(profile.unknown.max() > 0.005)
    note = "shaded: worst to best" + (", grey: ground unknown" if unknown else "")
    drawing.text(2, 14, f"{heading or 'found in this share of all directions'}; {note}", "cv-quiet", font_size=11.5)
    _axes(drawing, at, far, (left, top, width - right, height - bottom))
    if unknown:
        x, y = at(profile.range_m, 1.0 - profile.unknown)
        ceiling = at(profile.range_m[::-1], np.ones_like(profile.range_m))
        data = path_data([*zip(x, y, strict=True), *zip(*ceiling, strict=True)], closed=True)
        drawing.raw(f'<path d="{data}" fill="#777" fill-opacity=".22"/>')
    inside = profile.range_m > 0.0
    for i, ((r, g, b), name) in reversed(list(enumerate(zip(band_tones(len(names)), names, strict=True)))):
        low = at(profile.range_m[inside], profile.found[WORST, i, inside])
        high = at(profile.range_m[inside][::-1], profile.found[BEST, i, inside][::-1])
        data = path_data([*zip(*low, strict=True), *zip(*high, strict=True)], closed=True)
        drawing.raw(f'<path d="{data}" fill="rgb({r},{g},{b})" fill-opacity=".22"/>')
        line = path_data(zip(*at(profile.range_m[inside], profile.found[NOMINAL, i, inside]), strict=True))
        drawing.raw(
            f'<path class="cv-line" d="{line}" fill="none" stroke="rgb({r},{g},{b})" stroke-width="2">'
            f"<title>{name}</title></path>"
        )
    _key(drawing, names, height)
    label = "Share of all directions in which each height is found, over distance"
    size = f'width="{number(width)}" height="{number(height)}"'
    return drawing.render(label, "figure cv").replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {size} ', 1)


def _axes(drawing: Drawing, at: Any, far: float, box: tuple[float, float, float, float]) -> None:
    left, top, right, floor = box
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, y = at(0.0, share)
        drawing.line(left, float(y), right, float(y), "cv-grid")
        drawing.text(left - 5, float(y) + 3.5, f"{share:.0%}".replace("%", " %"), "cv-quiet", "end", font_size=10)
    step = nice_step(far, 9 if right > 500 else 5)
    for k in range(int(far / step + 1e-9) + 1):
        x, _ = at(k * step, 0.0)
        drawing.line(float(x), top, float(x), floor, "cv-grid")
        drawing.text(float(x), floor + 13, f"{k * step / 1e3:g}", "cv-quiet", "middle", font_size=10)
    drawing.text(right, floor + 13, "km", "cv-quiet", "end", font_size=10)


def _key(drawing: Drawing, names: Sequence[str], height: float) -> None:
    """What the lines are, under the chart."""
    x, y = 42.0, height - 6
    for (r, g, b), name in zip(band_tones(len(names)), names, strict=True):
        drawing.raw(f'<path d="M{number(x)} {number(y - 4)}h16" stroke="rgb({r},{g},{b})" stroke-width="3"/>')
        drawing.text(x + 20, y, name, font_size=10.5)
        x += 30 + 6.1 * len(name)
