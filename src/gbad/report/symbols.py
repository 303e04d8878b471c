"""Marks with one meaning on every figure: a cross is a kill, a triangle got through, a ring survived."""

from __future__ import annotations

from html import escape

from gbad.report.families import Family
from gbad.report.svg import number


def cross(x: float, y: float, radius: float) -> str:
    """Path data of an x."""
    a, b, c, d = (number(v) for v in (x - radius, x + radius, y - radius, y + radius))
    return f"M{a} {c}L{b} {d}M{a} {d}L{b} {c}"


def triangle(x: float, y: float, radius: float) -> str:
    """Path data of a triangle standing on its point."""
    left, right = number(x - radius), number(x + radius)
    return f"M{left} {number(y - 0.7 * radius)}H{right}L{number(x)} {number(y + radius)}Z"


def fate_glyph(fate: str, family: Family, title: str = "") -> str:
    """One threat as a small mark, coloured by its family: cross, triangle or ring."""
    shapes = {
        "killed": f'<path class="g-kill" d="{cross(8, 8, 4.5)}"/>',
        "leaked": f'<path class="g-leak" d="{triangle(8, 8, 6)}"/>',
    }
    shape = shapes.get(fate, '<circle class="g-ring" cx="8" cy="8" r="4.8"/>')
    open_tag = f'<svg class="glyph k-{family.key}" viewBox="0 0 16 16" aria-hidden="true">'
    return f"{open_tag}<title>{escape(title)}</title>{shape}</svg>"


def line_sample(family: Family) -> str:
    """A short piece of a family's line, for legends."""
    dash = f' stroke-dasharray="{family.dash}"' if family.dash else ""
    return (
        f'<svg class="sample k-{family.key}" viewBox="0 0 28 10" aria-hidden="true">'
        f'<line class="track" x1="1" y1="5" x2="27" y2="5"{dash}/></svg>'
    )
