"""Dots and bars along one axis, the drawing that pictures of pages share: a dot at the middle, a bar from low to high.

White ground and fixed colours, so that a picture reads the same on a bright and a dark page. Sizes in px.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

SOFT, GRID = "#555", "#ddd"
COLOURS = ("#1b6ca8", "#c1492e", "#3a7d44", "#7a5195")  # told apart by the colour-blind and in grey


@dataclass(frozen=True)
class Axis:
    """From 0 at the left to ``end`` at the right, with marks every ``step``."""

    left: float
    right: float
    end: float
    step: float

    def at(self, value: float) -> float:
        """Where a value lies, held at the axis' own ends."""
        return self.left + (self.right - self.left) * min(max(value / self.end, 0.0), 1.0)

    def grid(self, top: float, bottom: float, below: float = 18.0) -> list[str]:
        """Lines from top to bottom, numbers ``below`` them."""
        out: list[str] = []
        for mark in range(round(self.end / self.step) + 1):
            x = self.at(mark * self.step)
            out.append(f'<path d="M{x:.1f} {top:g}V{bottom:g}" stroke="{GRID}"/>')
            out.append(f'<text x="{x:.1f}" y="{bottom + below:g}" text-anchor="middle">{mark * self.step:g}</text>')
        return out


@dataclass(frozen=True)
class Mark:
    """A middle with its ends, in the axis' unit. ``hollow``: a ring, for what holds of a part only."""

    low: float
    middle: float
    high: float
    colour: str = COLOURS[0]
    hollow: bool = False
    title: str = ""  # told where a mouse rests on it


def drawn_marks(axis: Axis, y: float, marks: list[Mark], radius: float = 4.5) -> list[str]:
    """Marks of one row, one below the other where there are several; an arrow where one goes on beyond the axis."""
    out: list[str] = []
    for k, mark in enumerate(marks):
        at, size = y + 5.5 * (k - 0.5 * (len(marks) - 1)), radius if len(marks) == 1 else 0.7 * radius
        if mark.low < axis.end:
            out.append(
                f'<path d="M{axis.at(mark.low):.1f} {at:g}H{axis.at(mark.high):.1f}" stroke="{mark.colour}" '
                'stroke-width="3"/>'
            )
        if mark.high > axis.end:
            out.append(f'<path d="M{axis.right - 1:g} {at - 5:g}l9 5l-9 5z" fill="{mark.colour}"/>')
        if mark.middle <= axis.end:
            look = f'fill="white" stroke="{mark.colour}" stroke-width="1.6"' if mark.hollow else f'fill="{mark.colour}"'
            told = f"><title>{escape(mark.title)}</title></circle>" if mark.title else "/>"
            out.append(f'<circle cx="{axis.at(mark.middle):.1f}" cy="{at:g}" r="{size:.3g}" {look}{told}')
    return out


def text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "", size: float = 0.0) -> str:
    """A line of words."""
    given = {
        "text-anchor": anchor if anchor != "start" else "",
        "fill": colour,
        "font-size": f"{size:g}" if size else "",
    }
    more = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    return f'<text x="{x:g}" y="{y:g}"{more}>{escape(words)}</text>'


def picture(width: float, height: float, title: str, parts: list[str]) -> str:
    """The whole as a file; the title is what a screen reader tells."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>'
    )
    return "\n".join([head, f'<rect width="{width:g}" height="{height:g}" fill="white"/>', *parts, "</svg>"]) + "\n"
