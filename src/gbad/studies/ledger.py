"""What a study has finished, on disk: shards, a journal of their hashes, and the design they belong to.

A shard is one batch of one variant: a line that says its place (study, variant, runs, measures), then raw little-endian
numbers. Runs are found again by number, so a resumed study may use other batches, workers or backends and still ends
with the same bytes. What is damaged is set aside and its runs are played again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResultsError
from gbad.results.sealing import SCENARIO, verified_bytes
from gbad.results.writing import JOURNAL, Fault, Writer, read_journal, resource_errors
from gbad.studies.player import Played
from gbad.tables import Bools, Floats

DESIGN = "study.json"
SHARDS = "shards"
ASIDE = "set-aside"  # damaged shards, for whoever wants to know why


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder holds of a study."""

    values: Floats  # (variants, runs, columns)  nan where not done
    done: Bools  # (variants, runs)
    failures: dict[tuple[int, int], str]  # (variant, run) -> message
    broken: list[tuple[str, str]]  # shards that are missing, damaged or of another place, and why
    damaged: list[int]  # lines of the journal
    unproven: dict[tuple[int, int], float]  # (variant, run) -> most that was open where decisions ran out of time


class Ledger:
    """The folder of a study while it is being played.

    ``mended`` says in sentences what was found damaged; ``unproven`` is as in :class:`Held`.
    """

    def __init__(self, folder: Path, design: Mapping[str, Any], fault: Fault | None = None) -> None:
        self.folder = folder
        self.design = dict(design)
        self.mended: list[str] = []
        self.unproven: dict[tuple[int, int], float] = {}
        self._writer = Writer(folder, fault)

    @classmethod
    def create(cls, folder: Path, design: Mapping[str, Any], scenario: str, fault: Fault | None = None) -> Ledger:
        """Start a study in a new or empty folder; ``scenario`` is its text. Raises ``ResourceError``."""
        with resource_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        ledger = cls(folder, design, fault)
        ledger._writer.bytes(SCENARIO, scenario.encode())
        ledger._writer.json(DESIGN, ledger.design)
        return ledger

    @classmethod
    def resume(cls, folder: Path, design: Mapping[str, Any], fault: Fault | None = None) -> Ledger:
        """Continue a study. Raises ``ResultsError`` when its inputs were others, with the differences listed."""
        then = read_design(folder)
        lines = differences(then, design)
        if lines:
            listed = "\n".join(f"  {line}" for line in lines)
            raise ResultsError(f"{folder}: this study was started from other inputs:\n{listed}")
        _cut_torn_line(folder / JOURNAL)
        return cls(folder, design, fault)

    @classmethod
    def at(cls, folder: Path, design: Mapping[str, Any], scenario: str) -> Ledger:
        """A part of a larger work: gone on with where it was begun, else started."""
        return cls.resume(folder, design) if (folder / DESIGN).exists() else cls.create(folder, design, scenario)

    def keep(self, played: Played) -> None:
        """Write one finished batch: first its numbers, then the journal line that makes it count."""
        job = played.job
        place = {"variant": job.variant, "first": job.first, "count": job.count}
        name = f"{SHARDS}/v{job.variant:03d}-r{job.first:09d}-n{job.count:06d}.shard"
        said: dict[str, Any] = {"failures": {str(run): text for run, text in sorted(played.failures.items())}}
        if played.unproven:
            said["unproven"] = {str(run): gap for run, gap in sorted(played.unproven.items())}
            self.unproven |= {(job.variant, run): gap for run, gap in played.unproven.items()}
        content = (
            _head(self.design, place, played.values.shape[1]) + np.ascontiguousarray(played.values, "<f8").tobytes()
        )
        self._writer.bytes(name, content, journal=True, **said, **place)

    def adopt(self, other: Ledger) -> None:
        """Take over every shard of another ledger of the same design, byte for byte. Raises ``ResultsError``."""
        for entry in {entry["file"]: entry for entry in read_journal(other.folder).entries}.values():
            if entry["file"].startswith(f"{SHARDS}/"):
                content = verified_bytes(other.folder / entry["file"], entry["sha256"])
                told = ("variant", "first", "count", "failures", "unproven")
                place = {name: entry[name] for name in told if name in entry}
                self._writer.bytes(entry["file"], content, journal=True, **place)

    def load(self, variants: int, runs: int, columns: int) -> tuple[Floats, Bools, dict[tuple[int, int], str]]:
        """What the journal says is finished, as :meth:`read`; shards that are not whole are set aside."""
        held = self.read(variants, runs, columns)
        self.mended += [f"{JOURNAL}, line {line}: damaged; its runs are played again" for line in held.damaged]
        for name, why in held.broken:
            self._set_aside(name, why)
        self.unproven |= held.unproven
        return held.values, held.done, held.failures

    def read(self, variants: int, runs: int, columns: int) -> Held:
        """What the journal says is finished; nothing is touched. Runs of a shard that is not whole are not done."""
        values = np.full((variants, runs, columns), np.nan)
        done = np.zeros((variants, runs), np.bool_)
        failures: dict[tuple[int, int], str] = {}
        unproven: dict[tuple[int, int], float] = {}
        broken: list[tuple[str, str]] = []
        journal = read_journal(self.folder)
        # of a shard that was written again, the last line counts
        newest = {entry["file"]: entry for entry in journal.entries if entry["file"].startswith(f"{SHARDS}/")}
        for entry in newest.values():
            variant, first, count = entry["variant"], entry["first"], entry["count"]
            try:
                block = self._shard(entry, columns)
            except ResultsError as error:
                broken.append((entry["file"], str(error)))
                continue
            last = min(first + count, runs)
            if last <= first or variant >= variants:
                continue
            values[variant, first:last] = block[: last - first]
            done[variant, first:last] = True
            failures |= {(variant, int(run)): text for run, text in entry["failures"].items() if int(run) < runs}
            late = entry.get("unproven", {}).items()
            unproven |= {(variant, int(run)): float(gap) for run, gap in late if int(run) < runs}
        return Held(values, done, failures, broken, journal.damaged, unproven)

    def columns(self) -> int:
        """How many numbers a run has, by the first shard that says it; 0 before the first."""
        for entry in read_journal(self.folder).entries:
            path = self.folder / entry["file"]
            if entry["file"].startswith(f"{SHARDS}/") and path.is_file():
                with suppress(ValueError, KeyError, TypeError):
                    return int(json.loads(path.read_bytes().partition(b"\n")[0])["columns"])
        return 0

    def files(self) -> list[str]:
        """Names of what makes up the study so far: its design, its scenario, its shards that are whole."""
        newest = {entry["file"]: entry["sha256"] for entry in read_journal(self.folder).entries}
        held = [name for name in sorted(newest) if name in (DESIGN, SCENARIO) or name.startswith(f"{SHARDS}/")]
        return [name for name in held if (self.folder / name).is_file()]

    def _shard(self, entry: Mapping[str, Any], columns: int) -> Floats:
        """The numbers of a shard ``(count, columns)``. Raises ``ResultsError`` where it is not what it should be."""
        path = self.folder / entry["file"]
        content = verified_bytes(path, entry["sha256"])
        head = _head(self.design, {name: entry[name] for name in ("variant", "first", "count")}, columns)
        if not content.startswith(head) or len(content) != len(head) + 8 * entry["count"] * columns:
            raise ResultsError(f"{path}: belongs to another place, or to another study")
        return np.frombuffer(content, "<f8", offset=len(head)).reshape(entry["count"], columns)

    def _set_aside(self, name: str, why: str) -> None:
        """Move a shard out of the way, as it is."""
        path = self.folder / name
        said = "; its runs are played again"
        if path.is_file():
            aside = self.folder / ASIDE / f"{len(self.mended):04d}-{path.name}"
            with resource_errors(aside):
                aside.parent.mkdir(exist_ok=True)
                os.replace(path, aside)
            said = f"; set aside in {ASIDE}{said}"
        self.mended.append(why + said)


def read_design(folder: Path) -> dict[str, Any]:
    """The design that a study's folder belongs to, as its journal knows it. Raises ``InputError``, ``ResultsError``."""
    path = folder / DESIGN
    if not path.is_file():
        raise InputError(f"{folder}: there is no study in this folder (no {DESIGN})")
    written = [entry["sha256"] for entry in read_journal(folder).entries if entry["file"] == DESIGN]
    if not written:
        raise ResultsError(f"{folder / JOURNAL}: does not know {DESIGN}; the folder is no whole study")
    design = json.loads(verified_bytes(path, written[-1]))
    assert isinstance(design, dict)
    return design


def _head(design: Mapping[str, Any], place: Mapping[str, int], columns: int) -> bytes:
    """The first line of a shard: where it belongs."""
    study = hashlib.sha256(json.dumps(design, sort_keys=True).encode()).hexdigest()
    return json.dumps({"schema": "gbad-shard/1", "study": study, **place, "columns": columns}).encode() + b"\n"


def _cut_torn_line(journal: Path) -> None:
    """Drop a last line that a kill cut short, so that the next one starts on its own."""
    if journal.is_file():
        content = journal.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            with resource_errors(journal), journal.open("r+b") as file:
                file.truncate(whole)


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Lines that name what differs between two designs, as JSON says them."""
    return _differing(json.loads(json.dumps(then)), json.loads(json.dumps(now)), "")


def _differing(then: Mapping[str, Any], now: Mapping[str, Any], path: str) -> list[str]:
    lines = []
    for key in sorted({*then, *now}):
        where = f"{path}{key}"
        old, new = then.get(key), now.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            lines += _differing(old, new, f"{where}.")
        elif old != new:
            lines.append(f"{where}: was {old!r}, is {new!r}")
    return lines
