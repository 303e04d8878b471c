"""Draw the pictures of two pages of docs/cases from the tables that stand on them: a dot and a bar for each line.

``python tools/draw_case_pictures.py``. A picture tells what its page says, so it is drawn from the page; whoever
plays a case anew mends the table and runs this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dot_plot import Axis, Mark, drawn_marks, text
from dot_plot import picture as whole

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


def drawn(picture: Picture, page: str) -> str:
    """The picture of a page with this text, from the first table that has such lines. Raises ValueError if none has."""
    tables = (
        [found.groupdict() for found in re.finditer(picture.line, part, re.MULTILINE)] for part in page.split("\n\n")
    )
    lines = next(filter(None, tables), None)
    if lines is None:
        raise ValueError(f"{picture.page}: no line of a table reads as {picture.line}")
    axis, bottom = Axis(LEFT, RIGHT, picture.end, picture.step), TOP + STEP * (len(lines) - 0.5)
    parts = [text(12, 24, picture.heading, size=15), *axis.grid(TOP - 16.0, bottom)]
    for row, line in enumerate(lines):
        y = TOP + STEP * row
        low, middle, high = (float(line[name]) for name in ("low", "middle", "high"))
        parts += [text(LEFT - 12, y + 4, line["words"], anchor="end"), *drawn_marks(axis, y, [Mark(low, middle, high)])]
    return whole(WIDTH, bottom + 30.0, picture.heading, parts)


if __name__ == "__main__":
    for each in PICTURES:
        told = (FOLDER / f"{each.page}.md").read_text(encoding="utf-8")
        (FOLDER / f"{each.page}.svg").write_text(drawn(each, told), encoding="utf-8")
