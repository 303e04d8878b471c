"""``gbad run`` and ``gbad demo``: play, write the folder and the report, say what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import gbad
from gbad.commands.printing import parse_changes, print_json, progress, show_page
from gbad.errors import InputError
from gbad.results import check_out
from gbad.simulation.cold_start import company


def run(
    scenario: str,
    *,
    seed: int,
    runs: int,
    first_run: int = 0,
    out: Path | None,
    changes: list[str],
    as_json: bool,
    with_report: bool,
    open_report: bool = False,
    tell_replay: bool = False,
) -> None:
    """Play ``runs`` runs of a scenario. Bad input and an unusable folder are refused before anything is written."""
    overrides = parse_changes(changes)
    if open_report and not with_report:
        raise InputError("--open needs the report that --no-report leaves out; give one of the two")
    check_out(out)
    with company(), progress(scenario) as advance:
        result = gbad.run(scenario, seed=seed, runs=runs, first_run=first_run, changes=overrides, progress=advance)
    folder = result.save(out)
    if with_report:
        from gbad import report

        pages: dict[str, Callable[[], str]] = {"report.html": lambda: report.build(result)}
        if report.replay_is_built():
            pages["replay.html"] = lambda: report.build_replay(result)
        for note in result.add_pages(pages):
            print(f"gbad: note: {note}", file=sys.stderr)
    page = folder / "report.html" if "report.html" in result.manifest["files"] else None
    summary = result.summary()
    if as_json:
        print_json(summary.to_json())
    else:
        print(summary)
        print(f"results: {folder}")
        if page is not None:
            print(f"report:  {page}")
        if tell_replay and "replay.html" in result.manifest["files"]:
            print(f"replay:  {folder / 'replay.html'}")
    if open_report and page is not None:
        show_page(page)
