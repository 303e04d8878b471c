"""Parts of a study: played where there is room, looked at while they are played, merged into the whole.

Only a way to bring folders together is needed: a shared disk, a copy. A merged study is the same as one that was played
in one place: the same hash, table and report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbad.archive.repetition import kept_document
from gbad.archive.studies import design_of
from gbad.archive.study import Begun, begin, complete, place
from gbad.archive.study_folder import asked_of
from gbad.archive.variants import settle
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import MANIFEST, seal, verified_manifest
from gbad.results.writing import JOURNAL, Writer
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples
from gbad.studies.ledger import DESIGN, Ledger, differences, read_design
from gbad.studies.parts import PART_SCHEMA, Part
from gbad.studies.place import new_place
from gbad.studies.player import RUN_LIMIT_S, Source, forget
from gbad.studies.runner import Progress
from gbad.text.answer import Answer, Grid


@dataclass(frozen=True, slots=True)
class PlayedPart:
    """What became of a part."""

    folder: Path
    part: Part
    runs: range
    finished: int
    failed: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"part {self.part}: runs {self.runs.start} to {self.runs.stop - 1} of each variant, {self.finished} "
            f"finished, {self.failed} failed; gbad study merge joins the parts"
        )


def study_part(
    reference: str | Path | Design,
    part: str | Part,
    *,
    runs: int | None = None,
    seed: int | None = None,
    samples: Samples | None = None,
    out: str | Path | None = None,
    resume: str | Path | None = None,
    backend: str | None = None,
    workers: int | None = None,
    batch: int | None = None,
    run_limit_s: float = RUN_LIMIT_S,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> PlayedPart:
    """Play one part of a study (``"3/40"``) into a folder of its own, as ``gbad.study`` plays the whole.

    Raises ``InputError`` for a part that is none or a study that cannot be cut, ``ResultsError``, ``ResourceError``.
    """
    part = Part.parse(part) if isinstance(part, str) else part
    design = settle(reference, runs, seed, None, samples)
    mine = part.runs(design)
    begun = begin(design)
    work = begun.work(backend, workers, batch, run_limit_s, scheduler)
    with place(out, resume) as folder:
        ledger = begun.ledger(folder, resume=resume is not None)
        outcome = begun.play(ledger, work, progress, mine)
        _seal(begun, ledger, part, mine)
    done = len(begun.design.variants) * len(mine)
    failed = len(outcome.failures)
    return PlayedPart(folder, part, mine, done - failed, failed, tuple(outcome.mended))


def _seal(begun: Begun, ledger: Ledger, part: Part, mine: range) -> None:
    writer = Writer(ledger.folder)
    files = {name: writer.known(name) for name in [*ledger.files(), JOURNAL]}
    ready = begun.ready
    said = {
        "schema": PART_SCHEMA,
        "part": part.number,
        "of": part.of,
        "first_run": mine.start,
        "last_run": mine.stop - 1,
        "measures": list(begun.design.measures),
        "asked": asked_of(begun.design),
        "reference": ready[0].document.root.mark.file,
        "inputs": {v.name: p.inputs for v, p in zip(begun.design.variants, ready, strict=True)},
        "notes": list(ledger.mended),
        "files": {name: {"sha256": w.sha256, "bytes": w.size} for name, w in sorted(files.items())},
    }
    writer.json(MANIFEST, seal(said), journal=False)


def merge(folders: Sequence[str | Path], out: str | Path | None = None, beside: str | Path | None = None) -> Study:
    """Join all parts of a study. What varies figures beside its samples (ruling figures) is played here.

    Raises ``InputError`` for folders that are no parts, ``ResultsError`` for parts that are missing, doubled, damaged
    or of another study, with their names; nothing is written then.
    """
    parts = [_finished(Path(folder)) for folder in folders]
    if not parts:
        raise InputError("merge: name the folders of the parts")
    first_folder, first = parts[0]
    _complete(parts)
    document = kept_document(first_folder, first, Path(beside) if beside is not None else None)
    forget()
    source = Source(document.name, str(first["reference"]), document.text, str(document.folder))
    begun = begin(design_of(first), source)
    inputs = read_design(first_folder)
    lines = differences(inputs, begun.inputs)
    if lines:
        raise ResultsError(
            f"{first_folder}: was played by another program, or from other files:\n"
            + "\n".join(f"  {e}" for e in lines)
        )
    with new_place(None if out is None else Path(out)) as folder:
        ledger = begun.ledger(folder, resume=False)
        for each, _ in sorted(parts, key=lambda one: int(one[1]["part"])):
            ledger.adopt(Ledger(each, inputs))
        return complete(begun, ledger, begun.work(None, None, None, RUN_LIMIT_S), None)


def _finished(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A part and its manifest, every file verified."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    if not (folder / MANIFEST).is_file():
        raise ResultsError(f"{folder}: is not finished; gbad study --part ... --resume goes on")
    return folder, verified_manifest(folder, PART_SCHEMA)


def _complete(parts: Sequence[tuple[Path, dict[str, Any]]]) -> None:
    """Raise ``ResultsError`` unless these are all parts of one study, each once."""
    folder, stated = parts[0]
    design = read_design(folder)
    for other, said in parts[1:]:
        lines = differences(design, read_design(other))
        if lines or said["of"] != stated["of"]:
            lines = lines or [f"cut into {said['of']} parts, not {stated['of']}"]
            raise ResultsError(
                f"{other}: is a part of another study than {folder}:\n" + "\n".join(f"  {e}" for e in lines)
            )
    places: dict[int, Path] = {}
    for other, said in parts:
        if said["part"] in places:
            raise ResultsError(f"{other}: part {said['part']}/{said['of']} is in {places[said['part']]} as well")
        places[said["part"]] = other
    missing = [k for k in range(1, stated["of"] + 1) if k not in places]
    if missing:
        shown = ", ".join(map(str, missing[:12])) + (f" and {len(missing) - 12} more" if len(missing) > 12 else "")
        raise ResultsError(f"missing of {stated['of']} parts: {shown}")


def status(folders: Sequence[str | Path]) -> Answer:
    """How far each part (or study) is: what its journal says; nothing is touched."""
    rows: list[list[str]] = []
    facts: list[dict[str, Any]] = []
    for folder in map(Path, folders):
        if not (folder / DESIGN).is_file():
            raise InputError(f"{folder}: there is no study in this folder")
        design = read_design(folder)
        ledger = Ledger(folder, design)
        held = ledger.read(len(design["variants"]), int(design["runs"]), ledger.columns())
        manifest = folder / MANIFEST
        stated = verified_manifest(folder, PART_SCHEMA) if manifest.is_file() and _is_part(manifest) else {}
        part = f"{stated['part']}/{stated['of']}" if stated else "-"
        state = "finished" if manifest.is_file() else "being played, or stopped"
        broken = len(held.broken) + len(held.damaged)
        rows.append([str(folder), part, f"{int(held.done.sum()):,}", str(len(held.failures)), str(broken), state])
        facts.append({"folder": str(folder), "part": part, "runs": int(held.done.sum()), "failed": len(held.failures),
                      "damaged": broken, "finished": manifest.is_file()})  # fmt: skip
    columns = ("folder", "part", "runs done", "failed", "damaged", "state")
    done = sum(fact["finished"] for fact in facts)
    grid = Grid("", columns, rows, ("runs done", "failed", "damaged"))
    return Answer(f"{done} of {len(facts)} folders are finished", (), [grid], {"folders": facts})


def _is_part(manifest: Path) -> bool:
    return PART_SCHEMA.encode() in manifest.read_bytes()
