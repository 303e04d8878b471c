"""What reaches the terminal: text of files and command lines with control characters written out, never sent.

A name in a file of somebody else's could hold an escape sequence that recolours, retitles or rewrites the terminal.
Everything that commands print goes through :class:`CleanStream`; rich writes its own sequences past it and is given
:func:`gbad.text.printable.printable` text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from gbad.text.printable import printable


class CleanStream:
    """A text stream that writes :func:`printable` text to another.

    ``past`` is the stream it stands for. With ``--json`` what is printed by the way (by a policy of the user's, say)
    goes to standard error instead, and only :func:`gbad.commands.printing.print_json` writes to ``past``.
    """

    def __init__(self, past: TextIO, instead: TextIO | None = None) -> None:
        self.past = past
        self._to = instead or past

    def write(self, text: str) -> int:
        """Write out, control characters as ``\\x1b``."""
        self._to.write(printable(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.past, name)


@contextmanager
def clean_output() -> Iterator[None]:
    """Standard output and error through clean streams for as long as it lasts."""
    before = sys.stdout, sys.stderr
    out = CleanStream(before[0], before[1] if "--json" in sys.argv else None)
    sys.stdout, sys.stderr = out, CleanStream(before[1])  # type: ignore[assignment]  # they are only written to
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def past(stream: Any) -> Any:
    """The stream behind a clean one, for what writes sequences of its own."""
    return stream.past if isinstance(stream, CleanStream) else stream
