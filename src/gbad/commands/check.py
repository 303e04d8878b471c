"""``gbad check``: read a scenario strictly and say what it lays down; nothing is run, no policy code is imported."""

from __future__ import annotations

from gbad.commands.printing import parse_changes, print_json
from gbad.scenario.load import load


def check(reference: str, changes: list[str], *, as_json: bool) -> None:
    """Raises InputError with all findings; otherwise explains the scenario."""
    scenario = load(reference, parse_changes(changes))
    if as_json:
        print_json({"scenario": scenario.id, "valid": True})
        return
    print(f"{scenario.id}: valid")
