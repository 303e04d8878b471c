"""``gbad threshold``: at which setting does a statement turn true?"""

from __future__ import annotations

import sys

from gbad.archive.threshold import threshold as search
from gbad.commands.printing import parse_changes, print_answer
from gbad.commands.threshold_options import ThresholdOptions
from gbad.simulation.cold_start import company


def threshold(options: ThresholdOptions) -> None:
    """Search, and print the answer."""
    o = options
    with company():
        found = search(
            o.scenario, o.statement, path=o.vary, low=o.low, high=o.high, settings=o.settings, most_runs=o.runs,
            seed=o.seed, out=o.out, resume=o.resume, backend=o.backend, workers=o.workers,
            changes=parse_changes(o.changes or []),
        )  # fmt: skip
    for note in found.notes:
        print(f"gbad: note: {note}", file=sys.stderr)
    print_answer(found.answer(), as_json=o.json)
    if not o.json:
        print(f"results: {found.folder}")
