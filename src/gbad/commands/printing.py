"""Printing: one JSON object, or rich on a terminal; progress and logs only to standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gbad.commands.clean import past
from gbad.errors import InputError
from gbad.text.printable import unprintable

if TYPE_CHECKING:
    from rich.console import Console

    from gbad.text.answer import Answer

Progress = Callable[[float, float], None]


def print_json(value: Mapping[str, Any]) -> None:
    """The one object that ``--json`` promises."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    print("".join(f"\\u{ord(c):04x}" if unprintable(c) else c for c in text), file=past(sys.stdout), flush=True)


def console() -> Console:
    """Standard output through rich; into a pipe or file wide and plain, so that nothing is cut off."""
    from rich.console import Console

    return Console(
        file=past(sys.stdout),
        width=None if sys.stdout.isatty() else 200,
        highlight=False,
        soft_wrap=not sys.stdout.isatty(),
    )


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """An answer as one JSON object, with rich on a terminal, as plain text elsewhere."""
    if as_json:
        print_json(answer.to_dict())
    elif sys.stdout.isatty():
        console().print(answer)
    else:
        print(answer)


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """Give a function ``(done, total)`` that draws a bar on standard error, or None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=past(sys.stderr)), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def parse_changes(pairs: list[str]) -> dict[str, Any]:
    """``["organisation=B"]`` as ``{"organisation": "B"}``; a value in braces or brackets is a block or list of YAML.

    Paths are taken as messages print them (``launchers[0]`` is ``launchers.0``). ``null`` takes a key or an entity out.
    Raises InputError for anything without an equals sign and for blocks that are no YAML.
    """
    from gbad.scenario.document import value_of

    changes: dict[str, Any] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not equals or not path.strip():
            raise InputError(f"--set {pair}: PATH=VALUE is needed, like --set organisation=B")
        changes[re.sub(r"\[(\d+)\]", r".\1", path.strip())] = value_of(value.strip(), f"--set {path.strip()}")
    return changes


def show_page(page: Path) -> None:
    """Open a page in the browser of this machine; where there is none, say so and where the page is."""
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        print(f"gbad: note: no browser could be opened; the page is {page}", file=sys.stderr)
