"""Draw the picture of one page of docs/classes from the tables that stand on it.

Above, from how far each radar finds the class: a bar from the low to the high end, a dot at the nominal. Below, on the
same scale, the chain of one battalion: a dot at the median, a bar from 5 to 95 %. The ballistic page has its four
chains side by side in colours.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

LEFT, RIGHT, WIDTH, TOP, STEP = 250.0, 730.0, 760.0, 64.0, 26.0
COLOURS = ("#1b6ca8", "#c1492e", "#3a7d44", "#7a5195")
Row = tuple[str, float, float, float]  # words, low, middle, high [km]


def rows_between(text: str, name: str) -> list[list[str]]:
    """Cells of the lines of a table on a page, without its head. Raises ValueError if it is not there."""
    found = re.search(f"<!-- made: {name} -->\n(.*?)<!-- end -->", text, re.DOTALL)
    if found is None:
        raise ValueError(f"no table {name}")
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[1].strip().splitlines()[2:]]


def seen_rows(text: str) -> list[Row]:
    """Radars with their band."""
    cells = rows_between(text, "seen")
    return [(f"{row[0]}, {row[1].split(' ')[0]}", *(float(v) for v in row[2:5])) for row in cells]  # type: ignore[misc]


def chain_rows(text: str, name: str) -> list[Row]:
    """Steps that happened."""
    rows: list[Row] = []
    for words, _, middle, ends, _ in rows_between(text, name):
        if middle != "–":
            far, near = (float(v) for v in ends.split(" to "))
            rows.append((words, near, float(middle), far))
    return rows


def drawn(text: str) -> str:
    """The picture of a page with this text."""
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    assert heading is not None
    seen = seen_rows(text)
    names = re.findall(r"<!-- made: (chain[^>]*?) -->", text)
    chains = [(name.removeprefix("chain").strip(), chain_rows(text, name)) for name in names]
    steps = list(dict.fromkeys(row[0] for _, rows in chains for row in rows))
    # one radar that sees far beyond all others is written at the edge
    ends = sorted(row[3] for row in seen)
    most = ends[-1] if ends[-1] < 2.0 * ends[-2] else ends[-2]
    most = max([most, *(row[3] for _, rows in chains for row in rows)])
    unit = next(step for step in (5.0, 10.0, 20.0, 50.0, 100.0, 200.0) if most / step <= 9)
    end = unit * (int(most / unit) + 1)

    def x(km: float) -> float:
        return LEFT + (RIGHT - LEFT) * km / end

    split = TOP + STEP * len(seen) + 34.0
    bottom = split + STEP * len(steps)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {bottom + 40:g}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(heading[1])}</title>',
        f'<rect width="{WIDTH:g}" height="{bottom + 40:g}" fill="white"/>',
        f'<text x="12" y="24" font-size="15">{escape(heading[1])}</text>',
        '<text x="12" y="43" fill="#555">found from [km]: nominal, and both ends of the figures</text>',
    ]
    for mark in range(round(end / unit) + 1):
        out.append(f'<path d="M{x(mark * unit):.1f} {TOP - 12:g}V{bottom - 8:g}" stroke="#ddd"/>')
        out.append(f'<text x="{x(mark * unit):.1f}" y="{bottom + 10:g}" text-anchor="middle">{mark * unit:g}</text>')
    out.append(f'<text x="{x(0.0):g}" y="{bottom + 28:g}" fill="#555">distance over the ground [km]</text>')
    for n, (words, low, middle, high) in enumerate(seen):
        if middle > end:
            out += _line(words, TOP + STEP * n, [])
            told = f"{middle:g} ({low:g} to {high:g}) →"
            out.append(
                f'<text x="{RIGHT - 4:g}" y="{TOP + STEP * n + 4:g}" text-anchor="end" fill="#666">{told}</text>'
            )
            continue
        out += _line(words, TOP + STEP * n, [(x(low), x(middle), min(x(high), RIGHT), "#666666")])
    out.append(f'<text x="12" y="{split - 22:g}" fill="#555">one battalion: median, 5 to 95 %</text>')
    if len(chains) > 1:
        for n, (name, _) in enumerate(chains):
            out.append(f'<text x="{LEFT + 125 * n:g}" y="{split - 22:g}" fill="{COLOURS[n]}">{escape(name)}</text>')
    for n, step in enumerate(steps):
        marks = [
            (x(row[1]), x(row[2]), x(row[3]), COLOURS[k])
            for k, (_, rows) in enumerate(chains) for row in rows if row[0] == step
        ]  # fmt: skip
        out += _line(step, split + STEP * n, marks)
    return "\n".join([*out, "</svg>"]) + "\n"


def _line(words: str, y: float, marks: list[tuple[float, float, float, str]]) -> list[str]:
    """Words at the left, and bars with dots, one below the other where there are several."""
    out = [f'<text x="{LEFT - 12:g}" y="{y + 4:g}" text-anchor="end">{escape(words)}</text>']
    for k, (low, middle, high, colour) in enumerate(marks):
        at = y + 5.0 * (k - 0.5 * (len(marks) - 1))
        out.append(f'<path d="M{low:.1f} {at:g}H{high:.1f}" stroke="{colour}" stroke-width="3"/>')
        out.append(f'<circle cx="{middle:.1f}" cy="{at:g}" r="{4.5 if len(marks) == 1 else 3.2}" fill="{colour}"/>')
    return out


def write_picture(page: Path) -> None:
    """The picture beside a page."""
    page.with_suffix(".svg").write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")
