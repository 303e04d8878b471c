"""What a study has finished, on disk: shards, a journal of their hashes, and the design they belong to.

A shard is one batch of one variant as raw little-endian numbers. Runs are found again by number, so a resumed study
may use other batches, workers or backends and still ends with the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResultsError
from gbad.results.writing import JOURNAL, Fault, Writer, read_journal, resource_errors, sha256_of
from gbad.studies.player import Played
from gbad.tables import Bools, Floats

DESIGN = "study.json"
SHARDS = "shards"


class Ledger:
    """The folder of a study while it is being played."""

    def __init__(self, folder: Path, design: Mapping[str, Any], fault: Fault | None = None) -> None:
        self.folder = folder
        self.design = dict(design)
        self._writer = Writer(folder, fault)

    @classmethod
    def create(cls, folder: Path, design: Mapping[str, Any], fault: Fault | None = None) -> Ledger:
        """Start a study in a new or empty folder. Raises ``InputError`` or ``ResourceError``; then nothing is left."""
        with resource_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        ledger = cls(folder, design, fault)
        ledger._writer.json(DESIGN, ledger.design)
        return ledger

    @classmethod
    def resume(cls, folder: Path, design: Mapping[str, Any], fault: Fault | None = None) -> Ledger:
        """Continue a study. Raises ``ResultsError`` when its inputs were others, with the differences listed."""
        path = folder / DESIGN
        if not path.is_file():
            raise InputError(f"--resume {folder}: there is no study in this folder (no {DESIGN})")
        then = json.loads(path.read_bytes())
        differences = _differences(then, json.loads(json.dumps(design)))
        if differences:
            listed = "\n".join(f"  {line}" for line in differences)
            raise ResultsError(f"{folder}: this study was started from other inputs:\n{listed}")
        _cut_torn_line(folder / JOURNAL)
        return cls(folder, design, fault)

    def keep(self, played: Played) -> None:
        """Write one finished batch: first its numbers, then the journal line that makes it count."""
        job = played.job
        name = f"{SHARDS}/v{job.variant:03d}-r{job.first:09d}-n{job.count:06d}.f64"
        self._writer.bytes(
            name,
            np.ascontiguousarray(played.values, "<f8").tobytes(),
            variant=job.variant,
            first=job.first,
            count=job.count,
            failures={str(run): text for run, text in sorted(played.failures.items())},
        )

    def load(self, variants: int, runs: int, columns: int) -> tuple[Floats, Bools, dict[tuple[int, int], str]]:
        """What the journal says is finished.

        Returns values ``(variants, runs, columns)``, done ``(variants, runs)`` and failures by (variant, run). Raises
        ``ResultsError`` when a shard is missing or damaged.
        """
        values = np.full((variants, runs, columns), np.nan)
        done = np.zeros((variants, runs), np.bool_)
        failures: dict[tuple[int, int], str] = {}
        for entry in read_journal(self.folder):
            if not entry["file"].startswith(f"{SHARDS}/"):
                continue
            path = self.folder / entry["file"]
            if not path.is_file():
                raise ResultsError(f"{path}: the journal lists it, but it is missing")
            if sha256_of(path) != entry["sha256"]:
                raise ResultsError(f"{path}: damaged: its SHA-256 is not the journal's")
            first, count, variant = entry["first"], entry["count"], entry["variant"]
            last = min(first + count, runs)
            if last <= first:
                continue
            block = np.frombuffer(path.read_bytes(), "<f8").reshape(count, columns)
            values[variant, first:last] = block[: last - first]
            done[variant, first:last] = True
            failures |= {(variant, int(run)): text for run, text in entry["failures"].items() if int(run) < runs}
        return values, done, failures

    def finish(self, name: str, value: Any) -> None:
        """Write a final file (JSON) of the study."""
        self._writer.json(name, value)


def _cut_torn_line(journal: Path) -> None:
    """Drop a last line that a kill cut short, so that the next one starts on its own."""
    if journal.is_file():
        content = journal.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            with resource_errors(journal), journal.open("r+b") as file:
                file.truncate(whole)


def _differences(then: Mapping[str, Any], now: Mapping[str, Any], path: str = "") -> list[str]:
    """Lines that name what differs between two designs."""
    lines = []
    for key in sorted({*then, *now}):
        where = f"{path}{key}"
        old, new = then.get(key), now.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            lines += _differences(old, new, f"{where}.")
        elif old != new:
            lines.append(f"{where}: was {old!r}, is {new!r}")
    return lines
