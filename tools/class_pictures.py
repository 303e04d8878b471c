"""Draw the picture of one page of docs/classes from the tables that stand on it.

Above, from how far each radar finds the class: a bar from the low to the high end, a dot at the nominal, and what
limits it. Below, on the same scale, the chain of one battalion: a dot at the median, a bar from 5 to 95 %, and the
seconds that are left. The ballistic page has its four chains side by side in colours. A ring is drawn where nominal
figures find nothing, and where a step comes for a part of the flyers only; what comes for less than one in twenty is
left out.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from dot_plot import COLOURS, SOFT, Axis, Mark, drawn_marks, picture, text

LEFT, RIGHT, WIDTH, TOP, STEP = 240.0, 660.0, 880.0, 64.0, 27.0
GREY = "#666666"
LEAST_SHARE = 5.0  # [%] of the flyers for whom a step comes at all
Step = tuple[str, Mark, float, float]  # words, where, seconds left, share of the flyers [%]


def rows_between(page: str, name: str) -> list[list[str]]:
    """Cells of the lines of a table on a page, without its head. Raises ValueError if it is not there."""
    found = re.search(f"<!-- made: {name} -->\n(.*?)<!-- end -->", page, re.DOTALL)
    if found is None:
        raise ValueError(f"no table {name}")
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[1].strip().splitlines()[2:]]


def seen_rows(page: str) -> list[tuple[str, Mark, str]]:
    """Radars with their band, where they find it, and the same in words."""
    out = []
    for name, band, *ends, limit in rows_between(page, "seen"):
        low, middle, high = (float(each) for each in ends)
        told = f"{middle:g}" if middle else "nowhere"
        mark = Mark(low, middle, high, GREY, hollow=middle == 0.0)
        out.append((f"{name}, {band.split(' ')[0]}", mark, f"{told} ({low:g} to {high:g}), {limit}"))
    return out


def chain_rows(page: str, name: str, colour: str) -> list[Step]:
    """Steps that come for one flyer in twenty or more."""
    rows: list[Step] = []
    for words, left_s, middle, ends, share in rows_between(page, name):
        of_all = float(share.removesuffix(" %"))
        if middle == "–" or of_all < LEAST_SHARE:
            continue
        far, near = (float(v) for v in ends.split(" to "))
        rows.append((words, Mark(near, float(middle), far, colour, hollow=of_all < 95.0), float(left_s), of_all))
    return rows


def scale(seen: list[tuple[str, Mark, str]], chains: list[list[Step]]) -> Axis:
    """Wide enough for all but a single radar that finds it far beyond all others."""
    ends = sorted(mark.high for _, mark, _ in seen)
    most = ends[-1] if ends[-1] < 2.0 * ends[-2] else ends[-2]
    most = max([most, *(mark.high for rows in chains for _, mark, _, _ in rows)])
    unit = next(step for step in (5.0, 10.0, 20.0, 50.0, 100.0, 200.0) if most / step <= 9)
    return Axis(LEFT, RIGHT, unit * (int(most / unit) + 1), unit)


def drawn(page: str) -> str:
    """The picture of a page with this text."""
    heading = re.search(r"^# (.+)$", page, re.MULTILINE)
    assert heading is not None
    seen = seen_rows(page)
    names = re.findall(r"<!-- made: (chain[^>]*?) -->", page)
    chains = [chain_rows(page, name, COLOURS[k]) for k, name in enumerate(names)]
    steps = list(dict.fromkeys(words for rows in chains for words, *_ in rows))
    axis = scale(seen, chains)
    high = STEP if len(chains) == 1 else 1.3 * STEP
    split = TOP + STEP * len(seen) + 40.0
    bottom = split + high * (len(steps) - 0.5)
    parts = [
        text(12, 24, heading[1], size=15),
        text(12, 43, "found from: dot nominal, bar both ends of the figures", colour=SOFT),
        text(RIGHT + 14, 43, "[km], and what limits it", colour=SOFT),
        *axis.grid(TOP - 12.0, bottom, 16.0),
        text(axis.left, bottom + 34, "distance over the ground, from the radar and to the aim [km]", colour=SOFT),
    ]
    for n, (words, mark, told) in enumerate(seen):
        y = TOP + STEP * n
        parts += [text(LEFT - 12, y + 4, words, anchor="end"), *drawn_marks(axis, y, [mark])]
        parts.append(text(RIGHT + 14, y + 4, told, colour=SOFT))
    parts += _chain_head(axis, split - 22.0, [name.removeprefix("chain").strip() for name in names])
    for n, step in enumerate(steps):
        y = split + high * n
        found = [(mark, left_s, of_all) for rows in chains for words, mark, left_s, of_all in rows if words == step]
        parts += [text(LEFT - 12, y + 4, step, anchor="end"), *drawn_marks(axis, y, [mark for mark, *_ in found])]
        parts.append(f'<text x="{RIGHT + 14:g}" y="{y + 4:g}">{", ".join(_seconds(*each) for each in found)} s</text>')
    return picture(WIDTH, bottom + 44.0, heading[1], parts)


def _chain_head(axis: Axis, y: float, names: list[str]) -> list[str]:
    """What the lower half shows, and the colours of several chains."""
    out = [
        f'<path d="M{axis.left:g} {y - 15:g}H{axis.right:g}" stroke="#999"/>',
        text(12, y, "one battalion: median, 5 to 95 %", colour=SOFT),
        text(axis.right + 14, y, "before it would arrive", colour=SOFT),
    ]
    at = axis.left + 6.0
    for name, colour in zip(names, COLOURS, strict=False):
        if name:
            # paper under the words: lines of the grid run through them otherwise
            wide = 7.6 * len(name) + 16.0
            out.append(f'<rect x="{at:g}" y="{y - 12:g}" width="{wide:g}" height="16" fill="white"/>')
            out.append(f'<circle cx="{at + 5:g}" cy="{y - 4:g}" r="4" fill="{colour}"/>')
            out.append(text(at + 13, y, name, colour=colour))
            at += wide + 8.0
    return out


def _seconds(mark: Mark, left_s: float, of_all: float) -> str:
    """Seconds left in the colour of its chain; with the share of the flyers where it is not nearly all."""
    told = f"{left_s:,.0f}" + (f" ({of_all:.0f} %)" if of_all < 95.0 else "")
    return f'<tspan fill="{mark.colour}">{escape(told)}</tspan>'


def write_picture(page: Path) -> None:
    """The picture beside a page."""
    page.with_suffix(".svg").write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for each in sorted((Path(__file__).resolve().parent.parent / "docs" / "classes").glob("*.md")):
        write_picture(each)
