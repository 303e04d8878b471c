"""``gbad check``: read a scenario strictly and say what it lays down; nothing is run, no policy code is imported."""

from __future__ import annotations

from gbad import scenario
from gbad.commands.printing import console, parse_changes, print_json
from gbad.scenario.load import load


def check(reference: str, changes: list[str], *, as_json: bool) -> None:
    """Explain a valid scenario. Raises InputError with all findings otherwise, also for options not chosen now."""
    document = scenario.open_document(reference)
    for path, value in parse_changes(changes).items():
        document = scenario.override(document, path, value)
    read = load(document)
    for choice in scenario.options_of(document):
        load(document, choice)
    sections = scenario.explain(read)
    if as_json:
        print_json({"scenario": read.id, "valid": True, "explained": dict(sections)})
        return
    from rich.text import Text

    out = console()
    out.print(Text(f"{read.id} is valid; nothing was run.", style="bold"))
    for heading, lines in sections:
        out.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            out.print(Text(f"  {line}"))
