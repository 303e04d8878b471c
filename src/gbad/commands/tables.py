"""Tables of text as wide as the terminal: cells wrap inside their column, nothing is cut off."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

WIDTH_IN_FILES = 120  # where no terminal says how wide it is
_GAP = 2
_NARROWEST = 8
_WORD = 24  # characters of a word that a column keeps room for: addresses are longer


def width() -> int:
    """Columns of the terminal; of a pipe or file always the same."""
    return shutil.get_terminal_size((WIDTH_IN_FILES, 0)).columns if sys.stdout.isatty() else WIDTH_IN_FILES


def filled(text: str, indent: str = "") -> str:
    """A paragraph as wide as the terminal."""
    return textwrap.fill(
        text, width(), break_on_hyphens=False, break_long_words=False, initial_indent=indent, subsequent_indent=indent
    )


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
    within: int | None = None,
) -> str:
    """Rows under headings, those in ``right`` set to the right, in ``whole`` no word broken as long as that fits.

    ``within`` is the width if not the terminal's.
    """
    cells = [[str(cell) for cell in row] for row in (headings, *rows)]
    columns = list(zip(*cells, strict=True))
    natural = [max(map(len, column)) for column in columns]
    words = [
        max(
            (len(word) if column[0] in whole else min(len(word), _WORD) for cell in column for word in cell.split()),
            default=0,
        )
        for column in columns
    ]
    widths = fitted(natural, within or width(), words)
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


def fitted(natural: list[int], within: int, words: Sequence[int] = ()) -> list[int]:
    """Widths of columns whose sum fits: the widest give way first, none below :data:`_NARROWEST`.

    Columns keep room for ``words`` characters as long as that fits.
    """
    floors = [max(_NARROWEST, word) for word in words] or [_NARROWEST] * len(natural)
    if sum(map(min, natural, floors)) + _GAP * (len(natural) - 1) > within:
        floors = [_NARROWEST] * len(natural)
    widths = list(natural)
    over = sum(widths) + _GAP * (len(widths) - 1) - within
    while over > 0:
        able = [k for k, wide in enumerate(widths) if wide > floors[k]]
        if not able:
            break
        widest = max(able, key=widths.__getitem__)
        second = max((w for w in widths if w < widths[widest]), default=_NARROWEST)
        step = min(over, max(1, widths[widest] - max(second, floors[widest])))
        widths[widest] -= step
        over -= step
    return widths
