"""``gbad check``: read and compile a scenario strictly and say what it lays down; no battle, no code of the user's."""

from __future__ import annotations

import sys

from gbad import scenario
from gbad.commands.printing import console, parse_changes, print_json
from gbad.scenario.load import load
from gbad.simulation.cold_start import is_cold
from gbad.simulation.prepare import compile_document


def check(reference: str, changes: list[str], *, as_json: bool) -> None:
    """Explain a valid scenario. Raises InputError with all findings otherwise, also for options not chosen now."""
    document = scenario.open_document(reference)
    for path, value in parse_changes(changes).items():
        document = scenario.override(document, path, value)
    for choice in scenario.options_of(document):
        load(document, choice)
    # all that a run does before its first second, so that what passes here is played
    if is_cold():
        print("gbad: compiling for this machine, once", file=sys.stderr, flush=True)
    compiled = compile_document(document)
    read, warnings = compiled.scenario, compiled.notes
    sections = scenario.explain(read)
    if as_json:
        print_json({"scenario": read.id, "valid": True, "explained": dict(sections), "warnings": warnings})
        return
    from rich.text import Text

    out = console()
    out.print(Text(f"{read.id} is valid; nothing was run.", style="bold"))
    for heading, lines in sections:
        out.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            out.print(Text(f"  {line}"))
    if warnings:
        out.print(Text("\nOdd", style="bold"))
    for line in warnings:
        out.print(Text(f"  {line}"))
