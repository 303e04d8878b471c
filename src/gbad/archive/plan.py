"""``gbad study --plan``: what a study would cost here."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from gbad.archive.variants import all_prepared, source_of
from gbad.studies import measures
from gbad.studies.design import Design
from gbad.studies.player import Job, play_job

BYTES_PER_NUMBER = 8
WARM_RUNS, TRIAL_RUNS = 2, 24  # the first are not timed: they load what is compiled
TRIED_VARIANTS = 8  # of more than these some are tried, spread over them: a design has a hundred


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study would cost here, from a short trial."""

    runs: int
    seconds: float
    disk_bytes: int
    runs_per_s: float

    def __str__(self) -> str:
        return (
            f"{self.runs:,} runs, about {self.seconds:.0f} s of processor time ({self.runs_per_s:.1f} runs/s on one "
            f"core), about {self.disk_bytes / 1e6:.1f} MB on disk"
        )


def plan(design: Design) -> Plan:
    """Play a few runs of eight variants at most; say what all would cost, compiling included. Writes nothing."""
    source = source_of(design)
    began = time.thread_time()
    ready = all_prepared(design, source)
    compiled_s = time.thread_time() - began
    work_s = 0.0
    variants = len(design.variants)
    tried = sorted({n * variants // TRIED_VARIANTS for n in range(TRIED_VARIANTS)})
    for variant in tried:
        v = design.variants[variant]
        job = Job(source, variant, tuple(v.changes.items()), design.seed, 0, WARM_RUNS, compare=design.compare)
        play_job(job)
        work_s += play_job(replace(job, count=TRIAL_RUNS)).work_s
    per_run = work_s / (TRIAL_RUNS * len(tried))
    total = design.runs * variants
    # shards and the tidy table hold each number once
    numbers = total * len(measures.names(ready[0].tables, design.compare))
    return Plan(total, compiled_s + total * per_run, 2 * numbers * BYTES_PER_NUMBER, 1.0 / per_run)
