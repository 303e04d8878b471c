"""Tables of text as wide as the terminal: cells wrap inside their column, nothing is cut off."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

WIDTH_IN_FILES = 120  # where no terminal says how wide it is
_GAP = 2
_NARROWEST = 8


def width() -> int:
    """Columns of the terminal; of a pipe or file always the same."""
    return shutil.get_terminal_size((WIDTH_IN_FILES, 0)).columns if sys.stdout.isatty() else WIDTH_IN_FILES


def filled(text: str) -> str:
    """A paragraph as wide as the terminal."""
    return textwrap.fill(text, width(), break_on_hyphens=False, break_long_words=False)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = (), within: int | None = None
) -> str:
    """Rows under headings, those in ``right`` set to the right; ``within`` is the width if not the terminal's."""
    cells = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = fitted([max(len(row[i]) for row in cells) for i in range(len(headings))], within or width())
    lines = []
    for row in cells:
        wrapped = [
            textwrap.wrap(cell, wide, break_on_hyphens=False) or [""] for cell, wide in zip(row, widths, strict=True)
        ]
        for depth in range(max(map(len, wrapped))):
            parts = [cell[depth] if depth < len(cell) else "" for cell in wrapped]
            laid = [
                part.rjust(wide) if heading in right else part.ljust(wide)
                for part, wide, heading in zip(parts, widths, headings, strict=True)
            ]
            lines.append((" " * _GAP).join(laid).rstrip())
    return "\n".join(lines)


def fitted(natural: list[int], within: int) -> list[int]:
    """Widths of columns whose sum fits: the widest give way first, none below :data:`_NARROWEST`."""
    widths = list(natural)
    over = sum(widths) + _GAP * (len(widths) - 1) - within
    while over > 0:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        second = max((w for w in widths if w < widths[widest]), default=_NARROWEST)
        step = min(over, max(1, widths[widest] - max(second, _NARROWEST)))
        widths[widest] -= step
        over -= step
    return widths


def _wrapped(cell: str, wide: int, *, whole_words: bool) -> list[str]:
    """A cell in lines of its column; leading blanks stay, and long words (addresses) whole where nothing follows."""
    blank = cell[: len(cell) - len(cell.lstrip())]
    lines = textwrap.wrap(cell, wide, subsequent_indent=blank, break_on_hyphens=False, break_long_words=not whole_words)
    return lines or [""]
