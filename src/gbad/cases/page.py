"""A page of a case: answer, table, picture, what it rests on, sources; as text, and as Markdown beside a picture."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np

from gbad.tables import Floats

SAMPLES = 4000
TAILS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Page:
    """What a case says. ``rows`` stand under ``headings``; ``picture`` is an SVG."""

    name: str
    title: str
    answer: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rests_on: tuple[str, ...]
    left_out: tuple[str, ...]
    sources: tuple[str, ...]
    picture: str
    described: str  # what the picture shows, for who does not see it

    def markdown(self) -> str:
        """The page as it stands in the documents, its picture beside it as ``NAME.svg``."""
        table = [" | ".join(self.headings), " | ".join(["---"] + ["---:"] * (len(self.headings) - 1))]
        table += [" | ".join(row) for row in self.rows]
        parts = [
            f"# {self.title}",
            self.answer,
            "\n".join(f"| {line} |" for line in table),
            f"![{self.described}]({self.name}.svg)",
            "What it rests on:",
            "\n".join(f"- {line}" for line in self.rests_on),
            "Left out:",
            "\n".join(f"- {line}" for line in self.left_out),
            f"Made by `gbad case {self.name} --out DIR`. Sources:",
            "\n".join(f"- {line}" for line in self.sources),
        ]
        return "\n\n".join(parts) + "\n"


def quantiles(values: Floats) -> tuple[float, float, float]:
    """5, 50 and 95 % points over samples."""
    low, middle, high = np.quantile(values, TAILS)
    return float(low), float(middle), float(high)


def bands(title: str, x: list[str], series: dict[str, list[tuple[float, float, float]]], unit: str) -> str:
    """A picture of several series, each a line of middles with a bar from 5 to 95 %; ``x`` are the labels below."""
    width, height, left, top, gap = 720, 380, 60, 50, 40
    most = max(high for points in series.values() for _, _, high in points) or 1.0
    step = (width - left - 20) / max(len(x), 1)
    colours = ("#1b6ca8", "#c1492e", "#3a7d44", "#7a5195", "#8c6d31", "#444444")

    def y(value: float) -> float:
        return top + (height - top - gap) * (1.0 - value / most)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{left}" y="20" font-size="15">{escape(title)} [{escape(unit)}]</text>',
    ]
    counts = most <= 12.0 and all(value == round(value) for points in series.values() for p in points for value in p)
    for value in map(float, range(round(most) + 1)) if counts else (most * part / 4 for part in range(5)):
        out.append(f'<path d="M{left} {y(value):.1f}H{width - 20}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    for i, label in enumerate(x):
        out.append(f'<text x="{left + (i + 0.5) * step:.1f}" y="{height - 18}" text-anchor="middle">{label}</text>')
    for number, (name, points) in enumerate(series.items()):
        colour, shift = colours[number % len(colours)], (number - 0.5 * (len(series) - 1)) * min(12.0, step / 8)
        at = [left + (i + 0.5) * step + shift for i in range(len(points))]
        for place, (low, middle, high) in zip(at, points, strict=True):
            out.append(f'<path d="M{place:.1f} {y(low):.1f}V{y(high):.1f}" stroke="{colour}" stroke-width="3"/>')
            out.append(f'<circle cx="{place:.1f}" cy="{y(middle):.1f}" r="4" fill="{colour}"/>')
        out.append(f'<text x="{left + 10 + 165 * (number % 4)}" y="{38 + 14 * (number // 4)}" fill="{colour}">')
        out.append(f"{escape(name)}</text>")
    return "\n".join([*out, "</svg>"]) + "\n"
