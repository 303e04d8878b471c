"""``gbad claims``: what is said of a system, sentence by sentence, and when it holds."""

from __future__ import annotations

import math
import shutil
import sys
import textwrap
from pathlib import Path
from typing import Any

from gbad import library
from gbad.claims.answering import answer
from gbad.claims.boards import board_of
from gbad.claims.finding import MEANS, WORDS, Found
from gbad.claims.plain import plainly_told
from gbad.claims.seeing import MEANING
from gbad.commands.printing import print_json
from gbad.errors import InputError
from gbad.report.claim_pages import INDEX, Told, build_claims
from gbad.results.writing import resource_errors

THRESHOLDS = (
    MEANING,
    "Eliminates: kills at least half of each kind it names, in the mean over raids; 90 % beside it.",
    "Corners: low and high ends of the figures a sentence leans on; for combat the 5 and 95 % points over samples.",
)


def claims(ids: list[str], *, file: Path | None, study: Path | None, html: Path | None, as_json: bool) -> None:
    """Print or write the answers. Raises ``InputError`` for an id that is not there."""
    title, asked = _asked(file)
    known = [claim.id for claim in asked]
    for wanted in ids:
        if wanted not in known:
            raise InputError(f"{wanted}: no such claim in {title}; there are {', '.join(known)}")
    answers = [(claim, found) for claim, found in _answers(asked, study) if not ids or claim.id in ids]
    rows = [_row(claim, found) for claim, found in answers]
    if html is not None:
        told = [
            Told(row, found.verdict, plainly_told(claim, found), board_of(claim))
            for row, (claim, found) in zip(rows, answers, strict=True)
        ]
        _write(html, title, told, _command(ids, file, study))
    if as_json:
        print_json({"title": title, "thresholds": list(THRESHOLDS), "verdicts": MEANS, "claims": rows})
        return
    print(f"{title}\n")
    for row in rows:
        print(_wrapped(f"{row['id']}  {row['verdict'].upper()}  {row['says']}"))
        print(_wrapped(f"     {row['condition']}"))
        if row["source"]:
            print(f"     {row['source']}")
    print("\n" + "\n".join(map(_wrapped, THRESHOLDS)))
    if html is not None:
        print(f"pages: {html / INDEX}")


def _wrapped(line: str) -> str:
    """A line within the terminal's width, further lines set in; whole into a file or pipe."""
    if not sys.stdout.isatty():
        return line
    wide = min(shutil.get_terminal_size().columns, 120)
    return textwrap.fill(line, wide, subsequent_indent="     ", replace_whitespace=False, drop_whitespace=True)


def _asked(file: Path | None) -> tuple[str, tuple[library.Claim, ...]]:
    if file is None:
        return library.claims_title(), library.claims()
    found = library.claims_of(file)
    return found.title, tuple(found.claims)


def _answers(asked: tuple[library.Claim, ...], folder: Path | None) -> list[tuple[library.Claim, Found]]:
    if folder is None:
        return [(claim, answer(claim)) for claim in asked]
    from gbad.archive.studies import read_study
    from gbad.studies.verdicts import kills

    study = read_study(folder)
    return [
        (claim, kills(claim.test.kills, study) if claim.test and claim.test.kills else answer(claim)) for claim in asked
    ]


def _row(claim: library.Claim, found: Found) -> dict[str, Any]:
    return {
        "id": claim.id,
        "says": claim.says,
        "kind": claim.kind,
        "verdict": WORDS[found.verdict],
        "condition": found.condition,
        "limit": found.limit,
        "value": found.value if math.isfinite(found.value) else None,
        "unit": found.unit,
        "source": claim.source,
        "leans_on": [
            {
                "figure": f"{f.entry} {f.label}",
                "low": f.low,
                "nominal": f.nominal,
                "high": f.high,
                "unit": f.unit,
                "basis": f.basis,
                "source": f.source,
            }
            for f in found.leans_on
        ],
    }


def _write(folder: Path, title: str, told: list[Told], command: str) -> None:
    """A page for each sentence and one that lists them; nothing is overwritten."""
    made = build_claims(title, told, THRESHOLDS, command)
    for name in made:
        if (folder / name).exists():
            raise InputError(f"--html {folder}: {name} is there already; nothing is ever overwritten")
    with resource_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")


def _command(ids: list[str], file: Path | None, study: Path | None) -> str:
    """What was typed for the verdicts, without folders of the machine."""
    words = ["gbad claims", *ids]
    words += ["--file", file.name] if file else []
    words += ["--study", study.name] if study else []
    return " ".join(words)
