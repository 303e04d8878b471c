"""Play what every policy leaves on the same raids and the same dice, and write the tables of ``docs/assignment.md``.

    python tools/write_policy_tables.py play [STUDY ...] [--seconds 1200]   # goes on where it was stopped
    python tools/write_policy_tables.py write                              # tables out of what has been played

The studies are the shipped ``policies-*``: scenario, policies, measures and number of runs are theirs, and
``gbad study policies-channels-bind --seed 14`` gives the same numbers at one go. Here they are played in pieces of
a few runs, the policies that cost least first, into ``gbad-policies/STUDY.csv``, a row per run. A difference is over
the runs that both policies played, and its interval is the study's own (``gbad.studies.intervals``).
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gbad.archive.variants import all_prepared, settle, source_of
from gbad.studies import measures
from gbad.studies.design import Design
from gbad.studies.intervals import Bounds, Interval
from gbad.studies.paired import compare
from gbad.studies.player import Job, play_job
from gbad.tables import Floats

STUDIES = ("policies-channels-bind", "policies-saturation-40", "policies-two-radars", "policies-decoys-and-chaff")
FOLDER, PAGE = Path("gbad-policies"), Path("docs/assignment.md")  # the folder is not kept
SEED, PIECE = 14, 10  # runs that are played, or lost, at one go
DEAR = ("optimal", "lookahead")  # played last
HEAD = (
    "| policy | runs | value leaked | difference | leakers | difference | damage | rounds | given away |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


class Kept(NamedTuple):
    """What has been played of one policy."""

    runs: list[int]
    values: Floats  # (runs, measures of the design)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("play", "write"))
    parser.add_argument("studies", nargs="*", default=STUDIES)
    parser.add_argument("--seconds", type=float, default=1200.0, help="no piece is begun after so many")
    arguments = parser.parse_args()
    until = time.monotonic() + arguments.seconds
    for study in arguments.studies:
        design = settle(study, None, SEED, None)
        if arguments.what == "play":
            play(study, design, until)
        else:
            write(study, design)


def play(study: str, design: Design, until: float) -> None:
    """Play missing runs, a piece at a time, until the time is over."""
    FOLDER.mkdir(exist_ok=True)
    source = source_of(design)
    ready = all_prepared(design, source)[0]
    names = measures.names(ready.tables, design.compare)
    columns = [names.index(measure) for measure in design.measures]
    order = sorted(range(len(design.variants)), key=lambda k: policy_of(design, k) in DEAR)
    for row in order:
        variant = design.variants[row]
        done = kept(study, design).get(variant.name)
        first = len(done.runs) if done else 0
        while first < design.runs and time.monotonic() < until:
            count = min(PIECE, design.runs - first)
            changes = tuple(variant.changes.items())
            played = play_job(Job(source, row, changes, design.seed, first, count, compare=design.compare))
            for run, text in played.failures.items():
                raise SystemExit(f"{study}, {variant.name}, run {run}: {text}")
            with (FOLDER / f"{study}.csv").open("a", newline="") as stream:
                csv.writer(stream).writerows(
                    [variant.name, first + k, *values] for k, values in enumerate(played.values[:, columns].tolist())
                )
            first += count
            print(f"{study}, {variant.name}: {first} runs, {played.work_s / count:.2f} s each", flush=True)


def kept(study: str, design: Design) -> dict[str, Kept]:
    """What has been played, by policy."""
    path = FOLDER / f"{study}.csv"
    rows: dict[str, dict[int, list[float]]] = {}
    if path.exists():
        with path.open(newline="") as stream:
            for name, run, *values in csv.reader(stream):
                rows.setdefault(name, {})[int(run)] = [float(value) for value in values]
    found = {name: Kept(sorted(runs), np.array([runs[k] for k in sorted(runs)])) for name, runs in rows.items()}
    for name, one in found.items():
        if one.runs != list(range(len(one.runs))) or one.values.shape[1] != len(design.measures):
            raise SystemExit(f"{path}: {name}: runs are missing, or were played with other measures; begin anew")
    return found


def policy_of(design: Design, row: int) -> str:
    """The policy of a variant."""
    return str(next(iter(design.variants[row].changes.values())))


def write(study: str, design: Design) -> None:
    """Put the table of a study between its marks on the page."""
    source = source_of(design)
    found = kept(study, design)
    ready = all_prepared(design, source)[0]
    names = measures.names(ready.tables, design.compare)
    ends = measures.bounds(ready.tables, ready.trajectories, design.compare)
    bounds = [Bounds(*map(float, ends[names.index(measure)])) for measure in design.measures]
    lines = [HEAD]
    against = found[design.variants[0].name]
    for row, variant in enumerate(design.variants):
        if variant.name not in found:
            continue
        one = found[variant.name]
        means = dict(zip(design.measures, one.values.mean(axis=0), strict=True))
        both = min(len(one.runs), len(against.runs))
        differences = ["-"] * 2
        if row:
            differences = [
                said(compare(against.values[:both, k], one.values[:both, k], bounds[k].minus(bounds[k])).difference)
                for k in (design.measures.index("value_leaked"), design.measures.index("leaked"))
            ]
        lines.append(
            f"| {title(variant.changes)} | {len(one.runs)} | {means['value_leaked']:.2f} | {differences[0]} "
            f"| {means['leaked']:.2f} | {differences[1]} | {means['value_destroyed']:.2f} "
            f"| {means['rounds_fired']:.1f} | {means['given_away_percent']:.1f} % |"
        )
    mark = f"<!-- {study} -->"
    text = PAGE.read_text()
    if text.count(mark) != 2:
        raise SystemExit(f"{PAGE}: {mark} must stand before and after the table")
    table = f"{mark}\n\n" + "\n".join(lines) + f"\n\n{mark}"
    PAGE.write_text(re.sub(f"{re.escape(mark)}.*?{re.escape(mark)}", lambda _: table, text, flags=re.DOTALL))


def said(difference: Interval) -> str:
    """A difference with its ends."""
    return f"{difference.estimate:+.2f} ({difference.low:+.2f} to {difference.high:+.2f})"


def title(changes: Mapping[str, object]) -> str:
    """A policy as the page names it."""
    policy = next(iter(changes.values()))
    if isinstance(policy, dict):
        return f"`{policy['reference']}`, " + ", ".join(f"`{k}: {v}`" for k, v in policy.items() if k != "reference")
    return f"`{policy}`"


if __name__ == "__main__":
    main()
