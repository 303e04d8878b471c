"""``gbad replay``: the pages that play the best, the median and the worst run of a study, or any one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gbad import report
from gbad.archive.repetition import result_of
from gbad.archive.studies import read_study, variant_of
from gbad.commands.printing import print_json
from gbad.errors import InputError
from gbad.results.sealing import is_study
from gbad.results.writing import resource_errors
from gbad.studies.extremes import extreme_runs

PAGE = "replay.html"


def replay(folder: Path, *, run: int | None, variant: str | None, out: Path, as_json: bool) -> None:
    """Play the runs again and write a page for each under ``out``; nothing is overwritten.

    Of a study these are the best, the median and the worst run of the variant unless one is named; of a folder of runs
    the one whose paths it holds. Raises ``InputError``, ``ResultsError``.
    """
    chosen = _chosen(folder, run, variant)
    for place in chosen:
        if (out / place / PAGE).exists():
            raise InputError(f"--out {out}: {place}/{PAGE} is there already; nothing is ever overwritten")
    rows: list[dict[str, Any]] = []
    for place, number in chosen.items():
        page = out / place / PAGE
        text = report.build_replay(result_of(folder, number, variant))
        with resource_errors(page):
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
        rows.append({"what": place, "run": number, "page": str(page)})
    if as_json:
        print_json({"replays": rows})
        return
    for row in rows:
        of = "" if row["run"] is None else f" (run {row['run']})"
        print(f"{row['what']}{of}: {row['page']}")


def _chosen(folder: Path, run: int | None, variant: str | None) -> dict[str, int | None]:
    """Which runs, by the name of the folder that takes the page."""
    if not is_study(folder):
        if run is not None:
            raise InputError(
                f"--run {run}: {folder} holds the paths of one run only; gbad run --first-run {run} plays it"
            )
        return {"run": None}
    if run is not None:
        return {f"run-{run}": run}
    study = read_study(folder)
    found = extreme_runs(study, variant_of(study, variant))
    if not found:
        raise InputError(f"{folder}: every run of this variant failed; there is nothing to play")
    return {what: number for what, (number, _) in found.items()}
