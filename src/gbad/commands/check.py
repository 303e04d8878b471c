"""``gbad check``: read and compile a scenario strictly and say what it lays down; no battle, no code of the user's."""

from __future__ import annotations

import sys
from typing import Any

from gbad import scenario
from gbad.commands.printing import console, parse_changes, print_json
from gbad.scenario.changes import switches_of
from gbad.scenario.layout import ENTITY_SECTIONS, Scenario
from gbad.scenario.load import load
from gbad.simulation.cold_start import is_cold
from gbad.simulation.prepare import compile_document
from gbad.text.folding import hanging
from gbad.text.printable import printable


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
        data = {"scenario": read.id, "valid": True, "switches": switches_of(document.root)} | data_of(read)
        print_json(data | {"explained": dict(sections), "warnings": warnings})
        return
    from rich.text import Text

    out = console()
    out.print(Text(f"{read.id} is valid; nothing was run.", style="bold"))
    for heading, lines in sections:
        out.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            out.print(Text(_folded(f"  {printable(line)}")))
    if warnings:
        out.print(Text("\nOdd", style="bold"))
    for line in warnings:
        out.print(Text(_folded(f"  {printable(line)}")))


def _folded(line: str) -> str:
    """As wide as the terminal; whole where it goes into a file or a pipe."""
    return hanging(line, console().width) if sys.stdout.isatty() else line


def data_of(read: Scenario) -> dict[str, Any]:
    """What a scenario lays down, by the keys of its file, defaults filled in; figures with value and basis."""
    laid = read.model_dump(mode="json", by_alias=True, exclude_none=True)
    for section in ENTITY_SECTIONS:
        for key, entity in getattr(read, section).items():
            if set_anew := getattr(entity, "overridden", ()):
                laid[section][key]["set_anew"] = list(set_anew)
    figures = [
        {"key": f.key, "low": f.low, "nominal": f.nominal, "high": f.high, "unit": f.unit, "basis": f.basis}
        for f in scenario.assumptions(read)
    ]
    return {"choices": read.choices} | laid | {"figures": figures}
