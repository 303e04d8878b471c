"""Plays a study: batches to workers, shards to disk, looks at fixed run numbers, an end that depends on nothing else.

Results are a pure function of the design. Batches may finish in any order on any number of threads or processes; the
stopping rule looks only at whole prefixes of ``LOOK_EVERY`` runs, so it stops at the same run however the work was cut.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from gbad.errors import InputError
from gbad.studies import clusters
from gbad.studies.anytime import anytime_mean
from gbad.studies.crew import BACKENDS, CLUSTERS, Crew, crew_of
from gbad.studies.design import Design
from gbad.studies.growing import Growing
from gbad.studies.intervals import Bounds, Interval, Tally
from gbad.studies.ledger import Ledger
from gbad.studies.player import RUN_LIMIT_S, Job, Source
from gbad.tables import Bools, Floats

LOOK_EVERY = 50  # [runs] between looks of the stopping rule
# [s] of processor time that a batch takes at least: calls from room to room cost the same for one run or fifty, so that
# a run of `ankara-2019` takes 0.19 s in batches of 12 and 0.11 s in batches of 96
BATCH_S = 2.5
LARGEST_BATCH = 256
AUTO = "auto"  # threads, and processes as soon as they pay (``growing``)
PILOT = 8  # [runs] of the first batch of each variant, from which later batch sizes follow

Progress = Callable[["State"], None]


@dataclass(slots=True)
class State:
    """How far a study is; handed to progress callbacks after every batch."""

    planned: int
    finished: int = 0
    failed: int = 0
    elapsed_s: float = 0.0
    played_here: int = 0
    interval: Interval | None = None

    @property
    def runs_per_s(self) -> float:
        """Rate of this sitting."""
        return self.played_here / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def left_s(self) -> float:
        """Time left at this rate; nan before the first batch."""
        return (self.planned - self.finished) / self.runs_per_s if self.played_here else float("nan")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished study: measures of every run that counts."""

    names: tuple[str, ...]
    bounds: Floats  # (variants, measures, 2)  least and greatest value that a run can have
    values: Floats  # (variants, runs, measures); nan rows failed
    stopped_at: int  # runs of each variant that count
    failures: dict[tuple[int, int], str]  # (variant, run) -> message
    excluded: int  # finished runs beyond the stopping point
    state: State
    result_hash: str
    mended: tuple[str, ...] = ()  # what was found damaged and played again, and who could not be had to play


@dataclass(frozen=True, slots=True)
class Work:
    """How a study is to be played: nothing of it changes what comes out, but for runs that do not end.

    ``batch`` fixes the batch size (default: ``BATCH_S`` to twice that of work, shared out evenly at the end).
    """

    backend: str = "threads"
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    batch: int | None = None
    run_limit_s: float = RUN_LIMIT_S
    scheduler: str | None = None  # address of a cluster that is there already

    def __post_init__(self) -> None:
        if self.backend not in (AUTO, *BACKENDS):
            raise InputError(f"--backend {self.backend}: {AUTO}, {', '.join(BACKENDS[:-1])} or {BACKENDS[-1]}")
        if self.scheduler is not None and self.backend not in CLUSTERS:
            raise InputError(
                f"--scheduler {self.scheduler}: {_who(self.backend)} have none; --backend {' or '.join(CLUSTERS)}"
            )
        if self.workers < 1 or (self.batch is not None and self.batch < 1):
            raise InputError(f"--workers {self.workers}, --batch {self.batch}: at least 1")
        if self.backend in CLUSTERS:
            # before there is a folder: who names a cluster that is not there leaves nothing behind
            clusters.reach(self.backend, self.scheduler)
        if not 0.0 < self.run_limit_s <= 86_400.0:
            raise InputError(f"--run-limit {self.run_limit_s:g}: more than 0, at most 86,400 seconds")

    def crew(self, columns: int, left: int) -> Crew:
        """Those who play ``left`` runs of ``columns`` measures each."""
        if self.backend == AUTO:
            return Growing(self.workers, columns, left)
        return crew_of(self.backend, self.workers, columns, self.scheduler)


def _who(backend: str) -> str:
    return "threads and processes" if backend == AUTO else backend


def play_study(
    design: Design,
    source: Source,
    digests: Sequence[str],
    names: tuple[str, ...],
    bounds: Floats,
    ledger: Ledger,
    work: Work,
    progress: Progress | None = None,
    only: range | None = None,
) -> Outcome:
    """Play what is not yet in the ledger and put the study together.

    ``source`` is the scenario's text and ``digests`` what the inputs of each variant were when the study began;
    ``names`` are the measures of the scenario, ``bounds (variants, measures, 2)`` their least and greatest values.
    ``only`` are the runs of a part of a study; those of the other parts stay nan. Raises ``KeyboardInterrupt``
    through; the ledger is then whole and can be resumed.
    """
    variants, runs = len(design.variants), design.runs
    values, done, failures = ledger.load(variants, runs, len(names))
    mine = range(runs) if only is None else only
    state = State(planned=variants * len(mine), finished=int(done.sum()), failed=len(failures))
    # runs of other parts are others' work
    done[:, : mine.start] = done[:, mine.stop :] = True
    watch = _Watch(design, names, bounds)
    began = time.monotonic()
    notes: list[str] = []
    stop = watch.stopping_run(values, done)
    if stop is None and not done.all():
        sizes = _BatchSizes(variants, work.batch)
        jobs = _jobs(design, source, digests, done, sizes, work)
        crew = work.crew(len(names), int(np.count_nonzero(~done)))
        try:
            while True:
                while stop is None and crew.room() and (job := next(jobs, None)) is not None:
                    crew.submit(job)
                finished = crew.finished()
                if not finished:
                    break
                for played in finished:
                    job = played.job
                    ledger.keep(played)
                    sizes.learn(job, played.work_s)
                    values[job.variant, job.first : job.first + job.count] = played.values
                    done[job.variant, job.first : job.first + job.count] = True
                    failures |= {(job.variant, run): text for run, text in played.failures.items()}
                    state.finished += job.count
                    state.failed += len(played.failures)
                    state.played_here += job.count
                state.elapsed_s = time.monotonic() - began
                stop = stop or watch.stopping_run(values, done)
                state.interval = watch.interval
                if progress:
                    progress(state)
        finally:
            crew.close()
        notes = crew.notes if isinstance(crew, Growing) else []
    stop = runs if stop is None else stop
    kept = {key: text for key, text in failures.items() if key[1] < stop}
    values = values[:, :stop]
    return Outcome(
        names=names,
        bounds=bounds,
        values=values,
        stopped_at=stop,
        failures=kept,
        excluded=int(done[:, stop:].sum()),
        state=state,
        result_hash=result_hash(design, names, values),
        mended=(*ledger.mended, *notes),
    )


class _BatchSizes:
    """How many runs make about ``BATCH_S`` of work; sizes never change results."""

    def __init__(self, variants: int, fixed: int | None) -> None:
        self._fixed = fixed
        self._next = [fixed or PILOT] * variants

    def __call__(self, variant: int) -> int:
        return self._next[variant]

    def learn(self, job: Job, seconds: float) -> None:
        """Twice as many after a short batch, four times after a very short one, half as many after a long one.

        Not by time per run: most of a small batch is what every batch costs, and a size reckoned from that stays small.
        """
        size = self._next[job.variant]
        if self._fixed is None and job.count == size:
            if seconds < BATCH_S:
                self._next[job.variant] = min((2 if 2.0 * seconds > BATCH_S else 4) * size, LARGEST_BATCH)
            elif seconds > 3.0 * BATCH_S:
                self._next[job.variant] = max(size // 2, PILOT)


def even_share(left: int, most: int, workers: int) -> int:
    """Runs of the next batch, at most ``most``, so that ``workers`` come to an end together.

    ``left`` are all runs that are not finished, those under way among them. Small batches at the end would do so as
    well, but a run costs twice as much in them.
    """
    turns = -(-left // (most * workers))
    return min(most, -(-left // (turns * workers)))


def _jobs(
    design: Design, source: Source, digests: Sequence[str], done: Bools, sizes: _BatchSizes, work: Work
) -> Iterator[Job]:
    """Missing runs of all variants, lowest run numbers first, so that paired runs and prefixes fill together."""
    next_run = [0] * len(design.variants)
    while True:
        open_variants = []
        for variant in range(len(design.variants)):
            while next_run[variant] < design.runs and done[variant, next_run[variant]]:
                next_run[variant] += 1
            if next_run[variant] < design.runs:
                open_variants.append(variant)
        if not open_variants:
            return
        variant = min(open_variants, key=lambda v: (next_run[v], v))
        first = next_run[variant]
        count, most = 1, sizes(variant)
        if work.batch is None:
            most = even_share(int(np.count_nonzero(~done)), most, work.workers)
        while count < most and first + count < design.runs and not done[variant, first + count]:
            count += 1
        next_run[variant] = first + count
        changes = tuple(design.variants[variant].changes.items())
        yield Job(
            source,
            variant,
            changes,
            design.seed,
            first,
            count,
            digests[variant],
            work.run_limit_s,
            design.points,
            design.compare,
        )


class _Watch:
    """The stopping rule: an anytime-valid interval of one measure, looked at every ``LOOK_EVERY`` runs in order."""

    def __init__(self, design: Design, names: tuple[str, ...], bounds: Floats) -> None:
        self._until = design.until
        if self._until and self._until.measure not in names:
            raise InputError(f"--until: {self._until.measure} is no measure; there are {', '.join(names)}")
        self._column = names.index(self._until.measure) if self._until else -1
        self._bounds = [Bounds(*map(float, ends)) for ends in bounds[:, self._column]]
        self._seen: list[Counter[float]] = [Counter() for _ in design.variants]
        self._looked = 0
        self.interval: Interval | None = None

    def stopping_run(self, values: Floats, done: Bools) -> int | None:
        """Runs of each variant that count, once every variant is narrow enough; None before."""
        if self._until is None:
            return None
        runs = values.shape[1]
        for look in itertools.count(self._looked + LOOK_EVERY, LOOK_EVERY):
            if look > runs or not done[:, self._looked : look].all():
                return None
            for variant, seen in enumerate(self._seen):
                new = values[variant, self._looked : look, self._column]
                seen.update(new[~np.isnan(new)].tolist())
            self._looked = look
            intervals = [anytime_mean(_tally(seen), ends) for seen, ends in zip(self._seen, self._bounds, strict=True)]
            self.interval = max(intervals, key=lambda interval: interval.margin)
            if self.interval.margin <= self._until.half_width:
                return look
        return None


def _tally(seen: Counter[float]) -> Tally:
    values = np.array(sorted(seen))
    return Tally(values, np.array([float(seen[value]) for value in values]))


def result_hash(design: Design, names: tuple[str, ...], values: Floats) -> str:
    """SHA-256 over variant names, measures and every number in order of variant and run."""
    digest = hashlib.sha256("\n".join([*(v.name for v in design.variants), *names]).encode())
    canonical = np.ascontiguousarray(values, "<f8") + 0.0
    canonical[np.isnan(canonical)] = np.nan
    digest.update(np.array(canonical.shape, "<i8").tobytes() + canonical.tobytes())
    return digest.hexdigest()
