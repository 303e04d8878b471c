"""``gbad.archive.rare.rare(...)``: how likely is an outcome that plain runs would hardly ever show?

A folder holds the question, the levels and a file for each repetition, so that a search that was stopped goes on.
Repetitions are played side by side in processes; each is a pure function of the question and its number.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gbad._jit import kernel_hash
from gbad.archive.raids import Raids
from gbad.archive.variants import all_prepared, settle, source_of
from gbad.errors import InputError, ResourceError, ResultsError
from gbad.results.writing import Writer
from gbad.studies.design import Variant
from gbad.studies.ledger import differences
from gbad.studies.nearing import Event
from gbad.studies.place import locked, new_place
from gbad.studies.player import Source, prepared
from gbad.studies.splitting import FEWEST_REPETITIONS, Repetition, reached, runs_in, spread, together
from gbad.text.answer import Answer, Grid, Shown
from gbad.textbook.intervals import Interval
from gbad.version import VERSION

SCHEMA = "gbad-rare/1"
EFFORT, REPETITIONS = 100, 20
MOST_SCATTER = 0.7  # of the repetitions, in their mean: with 1.0 an interval of twelve held in 88 of 100
QUESTION, LEVELS = "rare.json", "levels.json"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, repr=False)
class Rare(Shown):
    """The probability of an event, with the repetitions behind it."""

    event: Event
    levels: tuple[float, ...]
    repetitions: tuple[Repetition, ...]
    folder: Path

    @property
    def probability(self) -> Interval:
        """The mean over repetitions with its interval; no upper end where none got there."""
        return together(self.repetitions)

    def answer(self) -> Answer:
        """In words and a table."""
        p, count = self.probability, len(self.repetitions)
        shares, runs = reached(self.repetitions, len(self.levels)), int(runs_in(self.repetitions).sum())
        counted = sum(one.probability > 0.0 for one in self.repetitions)
        sentences = [f"{runs:,} runs, most of them a part of the way, in {count} repetitions; {counted} got to the end"]
        if p.estimate > 0.0:
            title = f"{self.event}: {_odds(p.estimate)}, {p.estimate:.2g} (95 % interval {p.low:.2g} to {p.high:.2g})"
            error = (p.high - p.low) / 4.0
            plain = p.estimate * (1.0 - p.estimate) / error**2
            sentences.append(f"plain runs would tell it as well after about {float(f'{plain:.2g}'):,.0f}")
        else:
            title = f"{self.event}: in none of {count} repetitions"
            sentences.append(
                "what no repetition got to has no interval here: more --effort, or levels that lie closer together"
            )
        scatter = spread(self.repetitions)
        if scatter > MOST_SCATTER:
            sentences.append(
                f"repetitions scatter by {100.0 * scatter:.0f} % of their mean; the interval holds as it says up to "
                f"about {100.0 * MOST_SCATTER:.0f} %: more --effort"
            )
        rows = [
            [f"{level:.3g}", f"{share:.2g}", f"{share / before:.2f}" if before > 0.0 else "-"]
            for level, share, before in zip(self.levels, shares, [1.0, *shares[:-1]], strict=True)
        ]
        columns = ("height", "probability", "from the level before")
        grid = Grid("levels on the way, the last is the event", columns, rows, columns)
        facts = {
            "event": str(self.event), "probability": p.estimate, "low": p.low,
            "high": p.high if math.isfinite(p.high) else None,
            "runs": runs, "levels": list(self.levels), "reached": [float(x) for x in shares],
            "repetitions": [one.probability for one in self.repetitions],
        }  # fmt: skip
        return Answer(title, sentences, [grid], facts)


def rare(
    scenario: str | Path,
    event: str,
    *,
    effort: int = EFFORT,
    repetitions: int = REPETITIONS,
    levels: Sequence[float] | None = None,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Rare:
    """The probability of ``"leaked >= 3"`` or ``"assets_hurt >= 1"`` in a run of a scenario, by splitting.

    ``effort`` runs in each stage of each repetition; ``levels`` below the event, else a pilot places them. Figures
    stand at their nominals. Raises ``InputError``, ``ResultsError`` (other inputs on ``resume``), ``ResourceError``.
    """
    asked = Event.parse(event)
    if effort < 2 or repetitions < FEWEST_REPETITIONS:
        raise InputError(f"--effort {effort}, --repetitions {repetitions}: at least 2 and {FEWEST_REPETITIONS}")
    if resume and out is None:
        raise InputError("--resume needs --out: the folder to go on with")
    given = _levels(levels, asked) if levels else None
    design = settle(scenario, 1, seed, None)
    if len(design.variants) != 1 or design.samples or design.until:
        raise InputError(f"{scenario}: a scenario is asked for, not a study")
    design = replace(design, variants=(Variant(design.variants[0].name, dict(changes or {})),))
    source = source_of(design)
    (ready,) = all_prepared(design, source)
    raids = Raids(ready, asked, seed)
    most = asked.most(raids.begin(0).state)
    if asked.least > most:
        raise InputError(f"{event!r}: at most {most} can be counted in {scenario}, so that it never happens")
    said = {
        "schema": SCHEMA, "gbad": VERSION, "kernels": kernel_hash(), "scenario": ready.digest, "event": str(asked),
        "effort": effort, "levels": None if given is None else list(given), "seed": seed,
    }  # fmt: skip
    task = _Task(source, tuple(design.variants[0].changes.items()), ready.digest, asked, seed)
    with _place(out, resume) as folder:
        writer = _begun(folder, said, resume)
        placed = _placed(folder, writer, raids, given, effort)
        done = {one.number: one for number in range(repetitions) if (one := _kept(folder, number, effort))}
        missing = [number for number in range(repetitions) if number not in done]
        for one in _play(task, raids, placed, effort, missing, workers or os.cpu_count() or 1):
            writer.json(_file(one.number), asdict(one))
            done[one.number] = one
            if progress:
                progress(len(done), repetitions)
        return Rare(asked, placed, tuple(done[number] for number in range(repetitions)), folder)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process needs to know."""

    source: Source
    changes: tuple[tuple[str, Any], ...]
    digest: str
    event: Event
    seed: int


_raids: dict[_Task, Raids] = {}


def _repetition(task: _Task, levels: tuple[float, ...], effort: int, number: int) -> Repetition:
    """One repetition, in a process of its own."""
    if task not in _raids:
        _raids[task] = Raids(prepared(task.source, task.changes, task.digest), task.event, task.seed)
    return _raids[task].repeat(levels, effort, number)


def _play(
    task: _Task, raids: Raids, levels: tuple[float, ...], effort: int, missing: Sequence[int], workers: int
) -> Iterator[Repetition]:
    if workers == 1 or len(missing) < 2:
        for number in missing:
            yield raids.repeat(levels, effort, number)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(missing)), mp_context=context) as pool:
        waiting = [pool.submit(_repetition, task, levels, effort, number) for number in missing]
        try:
            for each in waiting:
                yield each.result()
        except BrokenProcessPool as error:
            raise ResourceError("a process was killed; --resume goes on, --workers 1 plays without them") from error
        finally:
            for each in waiting:
                each.cancel()


def _levels(given: Sequence[float], event: Event) -> tuple[float, ...]:
    """Levels as they were given, with the event behind them."""
    levels = tuple(float(level) for level in given)
    rising = all(a < b for a, b in zip((0.0, *levels), (*levels, float(event.least)), strict=True))
    if not rising:
        told = ", ".join(f"{level:g}" for level in levels)
        raise InputError(f"--levels {told}: heights that rise from above 0 to below {event.least}")
    return (*levels, float(event.least))


@contextmanager
def _place(out: str | Path | None, resume: bool) -> Iterator[Path]:
    if not resume:
        with new_place(None if out is None else Path(out)) as folder:
            yield folder
        return
    folder = Path(str(out))
    if not (folder / QUESTION).is_file():
        raise InputError(f"{folder}: there is no search for a rare event in this folder")
    with locked(folder):
        yield folder


def _begun(folder: Path, said: dict[str, Any], resume: bool) -> Writer:
    """The folder's writer; the question in it is the one that is asked now."""
    writer = Writer(folder)
    if not resume:
        writer.json(QUESTION, said)
        return writer
    lines = differences(_read(folder / QUESTION), said)
    if lines:
        raise ResultsError(f"{folder}: what is asked there is another question:\n  " + "\n  ".join(lines))
    return writer


def _placed(
    folder: Path, writer: Writer, raids: Raids, given: tuple[float, ...] | None, effort: int
) -> tuple[float, ...]:
    path = folder / LEVELS
    if path.exists():
        return tuple(float(level) for level in _read(path)["levels"])
    levels = given or raids.levels(effort)
    writer.json(LEVELS, {"levels": list(levels)})
    return levels


def _kept(folder: Path, number: int, effort: int) -> Repetition | None:
    path = folder / _file(number)
    if not path.exists():
        return None
    said = _read(path)
    try:
        one = Repetition(int(said["number"]), int(said["effort"]), tuple(int(x) for x in said["reached"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"{path}: is not a repetition ({error!r})") from error
    if (one.number, one.effort) != (number, effort) or not one.reached:
        raise ResultsError(f"{path}: is not repetition {number} of this search")
    return one


def _file(number: int) -> str:
    return f"repetition-{number:04d}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: cannot be read ({error})") from error
    if not isinstance(said, dict):
        raise ResultsError(f"{path}: is no object")
    return said


def _odds(p: float) -> str:
    """``in 1 of 4,300 runs``."""
    return f"in 1 of {float(f'{1.0 / p:.2g}'):,.0f} runs"
