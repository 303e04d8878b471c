"""An answer to a reader: a title, sentences, tables. The same answer as plain text, on a terminal, in a notebook."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gbad.text.printable import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table of texts under a heading; columns named in ``right`` hold numbers and are set right."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What is told, and ``facts``, the same for a machine."""

    title: str
    sentences: Sequence[str] = ()
    grids: Sequence[Grid] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The facts as plain values, for JSON."""
        return self.facts

    def __str__(self) -> str:
        lines = [self.title, *(f"  {sentence}" for sentence in self.sentences)]
        for grid in self.grids:
            lines += ["", grid.heading, *_text_rows(grid)]
        return "\n".join(lines)

    __repr__ = __str__

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """On a terminal sentences are folded further right; where lines are not folded (a pipe) they stay whole."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        yield Text(printable(self.title), style="bold")
        for line in self.sentences:
            # a padding cuts what is wider than it and may not be folded
            yield Text(f"  {printable(line)}") if options.no_wrap else Padding(Text(printable(line)), (0, 0, 0, 2))
        for grid in self.grids:
            table = Table(
                title=printable(grid.heading), title_justify="left", title_style="bold", box=None, padding=(0, 2)
            )
            for name in grid.columns:
                table.add_column(name, justify="right" if name in grid.right else "left", header_style="dim")
            for row in grid.rows:
                table.add_row(*(Text(printable(cell)) for cell in row))
            yield Text()
            yield table

    def _repr_html_(self) -> str:
        parts = [f"<p><strong>{html.escape(self.title)}</strong></p>"]
        parts += [f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences]
        for grid in self.grids:
            head = "".join(f"<th>{html.escape(name)}</th>" for name in grid.columns)
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows
            )
            parts.append(
                f"<table><caption>{html.escape(grid.heading)}</caption>"
                f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            )
        return "".join(parts)


class Shown(ABC):
    """Mixed into what has an ``answer()``: it is shown by that, in a terminal as in a notebook."""

    __slots__ = ()

    @abstractmethod
    def answer(self) -> Answer:
        """In words and tables."""

    def to_dict(self) -> dict[str, Any]:
        """The facts as plain values."""
        return self.answer().facts

    def __str__(self) -> str:
        return str(self.answer())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.answer()._repr_html_()


def _text_rows(grid: Grid) -> list[str]:
    table = [list(grid.columns), *(list(row) for row in grid.rows)]
    widths = [max(len(row[k]) for row in table) for k in range(len(grid.columns))]
    lines = []
    for row in table:
        cells = [
            cell.rjust(width) if name in grid.right else cell.ljust(width)
            for cell, width, name in zip(row, widths, grid.columns, strict=True)
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return lines
