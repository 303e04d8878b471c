"""Small helpers for drawing SVG as text: elements, paths, nice axis steps, and labels that keep off each other.

Colours are never written here: elements carry class names and the page's style sheet colours them, so that light,
dark and print share one drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

LETTER_WIDTH = 0.56  # [em] mean advance of system sans-serif fonts, a little generous
SQUARE_PX = 16.0
Box = tuple[float, float, float, float]


def number(value: float) -> str:
    """A coordinate with at most one decimal: a tenth of a pixel is finer than any screen."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def path_data(points: Iterable[Sequence[float]], closed: bool = False) -> str:
    """``M x y L ...`` of a sequence of points."""
    steps = [f"{number(x)} {number(y)}" for x, y in points]
    return ("M" + "L".join(steps) + ("Z" if closed else "")) if steps else ""


def text_width(text: str, size: float) -> float:
    """Estimated width [px] of a text: enough to keep labels apart, not to typeset."""
    return LETTER_WIDTH * size * len(text)


@dataclass
class Drawing:
    """An SVG under construction. Sizes in px of the design width; the page scales the whole."""

    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def element(self, name: str, content: str = "", title: str = "", **attributes: object) -> None:
        """Append one element. ``class_`` and ``text_anchor`` spell attributes Python cannot; None leaves one out."""
        self.parts.append(f"<{name}{_attributes(attributes)}>{_title(title)}{escape(content)}</{name}>")

    def raw(self, markup: str) -> None:
        """Append ready markup."""
        self.parts.append(markup)

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str, **more: Any) -> None:
        self.element("line", x1=number(x1), y1=number(y1), x2=number(x2), y2=number(y2), class_=class_, **more)

    def rectangle(self, x: float, y: float, width: float, height: float, class_: str, **more: Any) -> None:
        self.element(
            "rect", x=number(x), y=number(y), width=number(max(width, 0)), height=number(height), class_=class_, **more
        )

    def circle(self, x: float, y: float, radius: float, class_: str, **more: Any) -> None:
        self.element("circle", cx=number(x), cy=number(y), r=number(radius), class_=class_, **more)

    def path(self, data: str, class_: str, **more: Any) -> None:
        if data:
            self.element("path", d=data, class_=class_, **more)

    def text(self, x: float, y: float, content: str, class_: str = "", anchor: str = "start", **more: Any) -> None:
        self.element(
            "text", content, x=number(x), y=number(y), class_=class_ or None,
            text_anchor=None if anchor == "start" else anchor, **more,
        )  # fmt: skip

    @contextmanager
    def group(self, **attributes: object) -> Iterator[None]:
        """Everything drawn inside the ``with`` block goes into one ``<g>``."""
        self.parts.append(f"<g{_attributes(attributes)}>")
        yield
        self.parts.append("</g>")

    def render(self, label: str, class_: str = "") -> str:
        """The whole drawing as an ``<svg>`` element that scales with its container."""
        return (
            f'<svg class="{escape(class_)}" viewBox="0 0 {number(self.width)} {number(self.height)}" role="img" '
            f'aria-label="{escape(label, quote=True)}">' + "".join(self.parts) + "</svg>"
        )


def _attributes(attributes: dict[str, object]) -> str:
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    return "".join(f' {key}="{escape(str(value), quote=True)}"' for key, value in pairs)


def _title(title: str) -> str:
    return f"<title>{escape(title)}</title>" if title else ""


@dataclass
class Labels:
    """Greedy placement: a label takes the first of its candidate places that is free and inside the frame."""

    frame: Box
    taken: list[Box] = field(default_factory=list)
    # boxes along lines, by the square their middle lies in; kept free only by labels that ask for it
    lines: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def avoid(self, xs: Sequence[float], ys: Sequence[float], every: float = 6.0) -> None:
        """Let labels keep off a line: small boxes along it."""
        for x0, y0, x1, y1 in zip(xs[:-1], ys[:-1], xs[1:], ys[1:], strict=True):
            pieces = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / every))
            for k in range(pieces):
                x, y = x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces
                square = int(x // SQUARE_PX), int(y // SQUARE_PX)
                self.lines.setdefault(square, []).append((x - 1, y - 1, x + 1, y + 1))

    def block(self, x: float, y: float, radius: float) -> None:
        """Keep a square around a symbol free of labels."""
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def place(
        self, x: float, y: float, text: str, size: float, gap: float = 5.0, off_lines: bool = False
    ) -> tuple[float, float, str] | None:
        """Baseline start and anchor of ``text`` near (x, y), or None where no place is free."""
        wide, high = text_width(text, size), size
        for reach in (gap, gap + 0.7 * size):
            right, left = (x + reach, y + 0.35 * size, "start"), (x - reach, y + 0.35 * size, "end")
            above, below = (x, y - reach, "middle"), (x, y + reach + 0.8 * size, "middle")
            diagonal = [(x + s * reach, y + t * reach + 0.35 * size, a) for s, a in ((1, "start"), (-1, "end"))
                        for t in (-1.2, 1.2)]  # fmt: skip
            for px, py, anchor in (right, left, above, below, *diagonal):
                start = px - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
                box = (start - 1, py - 0.8 * high, start + wide + 1, py + 0.25 * high)
                if self._is_free(box, off_lines):
                    self.taken.append(box)
                    return px, py, anchor
        return None

    def _is_free(self, box: Box, off_lines: bool) -> bool:
        west, north, east, south = self.frame
        if box[0] < west or box[1] < north or box[2] > east or box[3] > south:
            return False
        return not _touches(box, self.taken) and not (off_lines and _touches(box, self._lines_near(box)))

    def _lines_near(self, box: Box) -> list[Box]:
        """All that a box may touch, and little more: there are thousands, and hundreds of places are tried."""
        west, north, east, south = (int(side // SQUARE_PX) for side in (box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2))
        squares = ((i, j) for i in range(west, east + 1) for j in range(north, south + 1))
        return [line for square in squares for line in self.lines.get(square, ())]


def _touches(box: Box, others: Sequence[Box]) -> bool:
    return any(box[2] > b[0] and box[0] < b[2] and box[3] > b[1] and box[1] < b[3] for b in others)


def nice_step(span: float, most: int, steps: Sequence[float] = (1, 2, 5, 10)) -> float:
    """The smallest of 1, 2, 5 x 10^n (or of ``steps`` x 10^n) that cuts ``span`` into at most ``most`` parts."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(s * power for s in (*steps, *(10 * s for s in steps)) if s * power * most >= span * (1 - 1e-9))


def time_step(span_s: float, most: int) -> float:
    """An axis step people read on a clock."""
    choices = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
    return next((float(c) for c in choices if c * most >= span_s), nice_step(span_s, most))
