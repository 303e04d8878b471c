"""Write docs/validation/README.md: what each output of the product was compared with, and how far off it was.

``python tools/write_validation.py`` (``make validate``). Cases come from the files of reference values that the tests
read (our own, and one named by ``GBAD_REFERENCE_VALUES``), answered by the functions the tests call. A row counts as
flown only if every module that answers it, or its kernel, is loaded by a run: what is checked but not flown says
nothing of a run. Bias, scatter and largest miss are relative to the authority's value, in parts per million; values of
0 are left out of the three. Statistical studies (intervals, screening, verdicts) and comparisons with other
programs are tests, listed by file; their figures stand in the tests.
"""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "against")]

from conftest import entries, topics  # noqa: E402  # of tests/against
from reference_values import TO_SI, Entry, scaled  # noqa: E402

PLACE = ROOT / "docs" / "validation" / "README.md"
SOURCES = {
    "atm": "US Standard Atmosphere 1976", "geo": "WGS-84, closed forms and independent geodesics",
    "nesc": "NASA NESC simulation check cases", "hor": "closed forms, ITU-R P.526",
    "rad": "radar equation, closed forms",
    "det": "Marcum, Swerling, closed forms", "prop": "ITU-R P.676, P.838", "traj": "two-body closed forms",
    "aero": "closed forms, numerical integration", "pn": "closed forms", "trk": "closed forms, GOSPA definitions",
    "tewa": "closed forms", "wta": "exhaustive search", "eng": "closed forms", "que": "queueing closed forms",
    "stat": "closed forms", "sens": "Sobol benchmarks with known shares",
}  # fmt: skip
# outputs of a run that nothing outside the program was held against, or that were set and not found
OUTPUTS = (
    ("outcomes of real raids (killed, leaked, survived)", "none", "no measured raid is used anywhere"),
    ("kills per shot", "none", "calibrated to stated single-shot figures over reference shots: no evidence"),
    ("causes of leakers", "none", "held only against reruns of the same program with one gate opened"),
    ("detection ranges of named radars", "none", "calibrated to the published range with its condition: no evidence"),
    ("fly-out times of named missiles", "none", "figures of motor and drag are assumed; only stated ranges are met"),
    ("delays of command posts and data links", "none", "assumed; none is published, no link was measured"),
    ("identification errors", "none", "rates are assumed"),
    ("damage to assets", "none", "a probability set per type"),
)
OTHERS = (
    ("tracks (GOSPA, track life)", "Stone Soup", "tests/adapters/test_against_stonesoup.py, bench-tracking"),
    ("lines of sight over terrain", "GDAL viewshed", "tests/coverage_room/test_viewshed.py"),
    ("share of ignorance, p-box", "made-up model of known share", "tests/studies/test_ignorance.py"),
    ("figures that rule", "made-up model of 256 figures", "tests/studies/test_screening.py"),
    ("verdicts on combat", "made-up model of known verdict", "tests/studies/test_verdicts.py"),
    ("intervals of studies", "exact coverage on bounded laws", "tests/studies/test_interval_coverage.py"),
)


@dataclass(frozen=True)
class Miss:
    """One number of one case: relative to the authority's, where that is not 0."""

    case: str
    output: str
    relative: float


@cache
def of_a_run() -> frozenset[str]:
    """Modules that a run loads, asked of a process that does nothing else."""
    ask = "import sys, gbad.simulation.spine, gbad.simulation.prepare; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return frozenset(said.stdout.split())


def flown(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a run loads every module of ours that a topic's function, or a helper it calls, names."""
    for name in function.__code__.co_names:
        found = function.__globals__.get(name)
        home = found.__name__ if isinstance(found, types.ModuleType) else getattr(found, "__module__", "") or ""
        if str(home).startswith("gbad.") and not of_a_run() & {home, _kernel(str(home))}:
            return False
        own = isinstance(found, types.FunctionType) and found.__globals__ is function.__globals__
        if own and name not in seen and not flown(found, seen | {name}):
            return False
    return True


def _kernel(module: str) -> str:
    """Where the numbers of a module live: a run may call them without the words above."""
    room, _, name = module.rpartition(".")
    return f"{room}._{name}_kernel"


def misses(entry: Entry, name: str, answer: Any) -> Iterator[Miss]:
    """Relative misses of an answer, element by element; azimuths modulo a turn."""
    item = entry.expected[name]
    said = np.ravel(np.array(scaled(answer, 1.0 / TO_SI.get(item["unit"], 1.0)), dtype=float))
    true = np.ravel(np.array(item["value"], dtype=float))
    apart = said - true
    if item["unit"] == "deg":
        apart = (apart + 180.0) % 360.0 - 180.0
    for d, t in zip(apart, true, strict=True):
        if t != 0.0:
            yield Miss(entry.id, str(name).lower().replace("_", " "), float(d / abs(t)))


def ledger() -> dict[tuple[str, bool], list[Miss]]:
    """Misses by topic and whether what answers is flown."""
    found: dict[tuple[str, bool], list[Miss]] = {}
    for entry in entries():
        for names, function in topics()[entry.topic].takers(entry) if entry.topic in topics() else ():
            answers = function(entry.given)
            for name in sorted(names, key=str):
                found.setdefault((entry.topic, flown(function)), []).extend(misses(entry, name, answers[name]))
    return found


def ppm(value: float) -> str:
    """Parts per million, to two digits."""
    return "0" if abs(value) < 5e-11 else f"{1e6 * value:.2g}"


def table(rows: dict[tuple[str, bool], list[Miss]], is_flown: bool) -> list[str]:
    """Rows of one of the two tables."""
    lines = [
        "| topic | compared with | outputs | cases | numbers | bias | scatter | largest miss |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (topic, flies), found in sorted(rows.items()):
        if flies != is_flown or not found:
            continue
        values = np.array([miss.relative for miss in found])
        worst = max(found, key=lambda miss: abs(miss.relative))
        outputs = ", ".join(dict.fromkeys(miss.output for miss in found))
        cells = (
            topic, SOURCES[topic], outputs, len({miss.case for miss in found}), len(values), ppm(float(values.mean())),
            ppm(float(values.std())), f"{ppm(worst.relative)} ({worst.output}, {worst.case})",
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def text() -> str:
    """The page."""
    rows = ledger()
    head = (__doc__ or "").split("\n\n", 1)[1].strip()
    return "\n".join(
        [
            "# What was compared with what",
            "",
            "Written by `make validate`. Agreement with a closed form or another program shows that a formula is",
            "computed as written. It does not show that a raid would end so: **no outcome was ever compared with a",
            "real one.**",
            "",
            head,
            "",
            f"{len(entries())} cases were read.",
            "",
            "## Outputs of a run that nothing outside vouches for",
            "",
            "| output | compared with | why |",
            "|---|---|---|",
            *(f"| {output} | {what} | {why} |" for output, what, why in OUTPUTS),
            "",
            "## What flies in the product",
            "",
            *table(rows, True),
            "",
            "## Compared with other programs, and statistics on models of known answer",
            "",
            "| output | compared with | test |",
            "|---|---|---|",
            *(f"| {output} | {what} | `{where}` |" for output, what, where in OTHERS),
            "",
            "## Checked, but not flown",
            "",
            "Textbook results that the tests hold; no run uses them, so they are no evidence for one.",
            "",
            *table(rows, False),
            "",
        ]
    )


if __name__ == "__main__":
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text(), encoding="utf-8")
    print(PLACE.relative_to(ROOT))
