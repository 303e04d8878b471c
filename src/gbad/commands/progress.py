"""A bar for work that takes long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gbad.commands.clean import past
from gbad.studies.runner import Progress, State


@contextmanager
def study_progress() -> Iterator[Progress | None]:
    """A bar with rate, time left and the watched interval on standard error; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=past(sys.stderr)), transient=True) as bar:
        task = bar.add_task("study", total=None)

        def advance(state: State) -> None:
            text = f"{state.runs_per_s:.1f} runs/s"
            if state.failed:
                text += f", {state.failed} failed"
            if state.interval:
                text += f", {state.interval.estimate:.3g} ± {state.interval.margin:.2g}"
            bar.update(task, completed=state.finished, total=state.planned, description=text)

        yield advance
