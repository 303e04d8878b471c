"""Long lines on a terminal: broken at blanks, and seen to belong to what they continue."""

from __future__ import annotations

import textwrap

FURTHER = 4  # columns that what follows stands further right


def hanging(line: str, width: int) -> str:
    """A line broken at blanks to a width. A word that is longer than that, an address or a path, is not broken."""
    indent = " " * (len(line) - len(line.lstrip()) + FURTHER)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
