"""Draw the pictures of two pages of docs/cases from the tables that stand on them: a dot and a bar for each line.

``python tools/draw_case_pictures.py``. A picture tells what its page says, so it is drawn from the page; whoever
plays a case anew mends the table and runs this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "cases"
NUMBER = r"([\d.]+)"
LEFT, RIGHT, WIDTH, TOP, STEP = 330.0, 690.0, 720.0, 60.0, 34.0


@dataclass(frozen=True)
class Picture:
    """What one page's picture shows: which lines of its tables, and how far its axis goes."""

    page: str  # name of the page, and of its picture
    heading: str
    line: str  # pattern of a table's line: words, then middle, low and high by name
    end: float  # of the axis, which begins at 0
    step: float  # between its marks


PICTURES = (
    Picture(
        "what-isolation-costs", "Leaked of 8 aircraft, mean per run, with 95 % interval",
        rf"^\| (?P<words>[a-f][^|]*?) \| (?P<middle>{NUMBER}) \((?P<low>{NUMBER}) to (?P<high>{NUMBER})\) \|", 8.0, 1.0,
    ),
    Picture(
        "why-400-km-is-not-400-km", "First met [km]: median, least and most of 40 runs",
        rf"^\| (?P<words>[^|]*?) \| [\d,]+ s \| (?P<middle>{NUMBER}) km \| "
        rf"(?P<low>{NUMBER}) to (?P<high>{NUMBER}) km \|",
        400.0, 50.0,
    ),
)  # fmt: skip


def drawn(picture: Picture, text: str) -> str:
    """The picture of a page with this text, from the first table that has such lines. Raises ValueError if none has."""
    tables = (
        [found.groupdict() for found in re.finditer(picture.line, part, re.MULTILINE)] for part in text.split("\n\n")
    )
    lines = next(filter(None, tables), None)
    if lines is None:
        raise ValueError(f"{picture.page}: no line of a table reads as {picture.line}")
    bottom = TOP + STEP * len(lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {bottom + 30:g}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(picture.heading)}</title>',
        f'<rect width="{WIDTH:g}" height="{bottom + 30:g}" fill="white"/>',
        f'<text x="12" y="24" font-size="15">{escape(picture.heading)}</text>',
    ]
    for mark in range(round(picture.end / picture.step) + 1):
        value = mark * picture.step
        x = _across(picture, value)
        parts.append(f'<path d="M{x:.1f} {TOP - 16:g}V{bottom:g}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18:g}" text-anchor="middle">{value:g}</text>')
    for row, line in enumerate(lines):
        y = TOP + STEP * row
        low, middle, high = (_across(picture, float(line[name])) for name in ("low", "middle", "high"))
        parts.append(f'<text x="{LEFT - 12:g}" y="{y + 4:g}" text-anchor="end">{escape(line["words"])}</text>')
        parts.append(f'<path d="M{low:.1f} {y:g}H{high:.1f}" stroke="#1b6ca8" stroke-width="3"/>')
        parts.append(f'<circle cx="{middle:.1f}" cy="{y:g}" r="5" fill="#1b6ca8"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _across(picture: Picture, value: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / picture.end


if __name__ == "__main__":
    for each in PICTURES:
        page = (FOLDER / f"{each.page}.md").read_text(encoding="utf-8")
        (FOLDER / f"{each.page}.svg").write_text(drawn(each, page), encoding="utf-8")
