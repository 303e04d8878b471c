"""Colours and style of maps of coverage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gbad.report.pixels import Colour

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
