"""Who plays the jobs of a study: threads of this process, or processes of their own that may die without harm.

A crew takes jobs as long as it has ``room`` and gives back what is finished. Threads share compiled kernels, which
release the GIL. Processes are spawned, never forked; each has a pipe of its own, so that it is known which job a dead
one had. That job is tried again; a worker ends when its driver does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol

import numpy as np

from gbad.errors import InputError, ResourceError, ResultsError
from gbad.studies import clusters
from gbad.studies.player import Job, Played, play_job

TRIES = 3  # how often a job may cost its worker
GRACE_S = 10.0  # [s] beyond the limit of a run until a worker that does not answer is ended


class Stillborn(ResourceError):
    """Worker processes end before they begin."""


class Crew(Protocol):
    """Those who play."""

    def room(self) -> bool:
        """Whether another job is welcome."""
        ...

    def submit(self, job: Job) -> None:
        """Take a job."""
        ...

    def finished(self) -> list[Played]:
        """Wait until something is finished; empty when nobody has a job."""
        ...

    def close(self) -> None:
        """End at once; what is not finished is lost."""
        ...


BACKENDS = ("threads", "processes", "dask", "ray")
CLUSTERS = BACKENDS[2:]


def crew_of(backend: str, workers: int, columns: int, scheduler: str | None = None) -> Crew:
    """A crew of one of ``BACKENDS``. ``columns`` is the number of measures of a run.

    ``scheduler`` is the address of a cluster that is there already, for those of ``CLUSTERS``. Raises ``InputError``
    where the library of a backend is not installed or nothing answers at the address.
    """
    if backend in CLUSTERS:
        return (clusters.Dask if backend == "dask" else clusters.Ray)(workers, columns, scheduler)
    return Threads(workers) if backend == "threads" else Processes(workers, columns)


class Threads:
    """Threads of this process."""

    def __init__(self, workers: int) -> None:
        self._most = workers + 1
        self._pool = ThreadPoolExecutor(workers)
        self._running: set[Future[Played]] = set()

    def room(self) -> bool:
        return len(self._running) < self._most

    def submit(self, job: Job) -> None:
        self._running.add(self._pool.submit(play_job, job))

    def finished(self) -> list[Played]:
        if not self._running:
            return []
        done, self._running = wait(self._running, return_when=FIRST_COMPLETED)
        return [future.result() for future in done]

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True)
class _Task:
    """A job, how often it has cost its worker, and why."""

    job: Job
    tries: int = 0
    why: str = ""


@dataclass(slots=True)
class _Hand:
    """A worker process, and what it is doing."""

    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    task: _Task | None = None
    overdue_s: float = float("inf")  # by the monotonic clock


class Processes:
    """Processes of their own."""

    def __init__(self, workers: int, columns: int) -> None:
        self._workers, self._columns = workers, columns
        self._context = multiprocessing.get_context("spawn")
        self._waiting: deque[_Task] = deque()
        self._home: list[Played] = []  # finished, and not yet asked for
        self._stillborn = 0
        self._hands: list[_Hand] = []
        try:
            for _ in range(workers):
                self._hands.append(self._hire())
        except BaseException:
            # no more processes to be had, or Ctrl-C: those that came must not stay
            self.close()
            raise

    def room(self) -> bool:
        return len(self._waiting) < 1

    def submit(self, job: Job) -> None:
        self._waiting.append(_Task(job))
        self._assign()

    def finished(self) -> list[Played]:
        while True:
            self._assign()
            found, self._home = self._home, []
            if found:
                return found
            busy = [hand for hand in self._hands if hand.task is not None]
            if not busy and not self._waiting:
                return []
            heard: list[Any] = [part for hand in self._hands for part in (hand.pipe, hand.process.sentinel)]
            soonest = min((hand.overdue_s for hand in busy), default=float("inf")) - time.monotonic()
            spoken = set(wait_for(heard, timeout=None if soonest == float("inf") else max(soonest, 0.0)))
            for hand in list(self._hands):
                self._home += self._hear(hand, spoken)

    def give_back(self) -> tuple[list[Job], list[Played]]:
        """End at once; jobs that are not finished, and what was finished and not yet taken home."""
        self.close()
        tasks = [*(hand.task for hand in self._hands if hand.task is not None), *self._waiting]
        return [task.job for task in tasks], self._home

    def close(self) -> None:
        for hand in self._hands:
            hand.process.kill()
        for hand in self._hands:
            hand.process.join()
            hand.pipe.close()

    def _hire(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        # Ctrl-C reaches the whole group; a worker that is only beginning would print where it stood. The tracker that
        # every first one starts lets the signal through again, so it comes before
        resource_tracker.ensure_running()
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        theirs.close()
        return _Hand(process, ours)

    def _assign(self) -> None:
        for hand in self._hands:
            if hand.ready and hand.task is None and self._waiting:
                hand.task = self._waiting.popleft()
                # a batch and then each of its runs alone may take a limit each
                hand.overdue_s = time.monotonic() + (hand.task.job.count + 1) * hand.task.job.limit_s + GRACE_S
                with suppress(OSError):  # it has died: its sentinel tells
                    hand.pipe.send(hand.task.job)

    def _hear(self, hand: _Hand, spoken: set[Any]) -> list[Played]:
        """What a worker says, or what its end means."""
        if hand.pipe in spoken:
            with suppress(EOFError, OSError):
                said = hand.pipe.recv()
                if isinstance(said, Exception):
                    raise said
                if not isinstance(said, Played):
                    hand.ready, self._stillborn = True, 0
                    return []
                hand.task, hand.overdue_s = None, float("inf")
                return [said]
        if hand.process.sentinel in spoken or hand.pipe in spoken:
            self._bury(hand, "")
        elif hand.task is not None and time.monotonic() >= hand.overdue_s:
            hand.process.kill()
            self._bury(hand, "did not end, and its worker was ended")
        return []

    def _bury(self, hand: _Hand, why: str) -> None:
        """Put another worker in the place of a dead one, and its job back in line, or count it as failed."""
        hand.process.join()
        hand.pipe.close()
        task, why = hand.task, why or _ending(hand.process.exitcode)
        if not hand.ready:
            self._stillborn += 1
            if self._stillborn >= TRIES * self._workers:
                raise Stillborn(
                    f"workers end before they begin ({why}); --backend threads needs none. A program of your own that "
                    'calls gbad.study needs its calls under if __name__ == "__main__":'
                )
        self._hands[self._hands.index(hand)] = self._hire()
        if task is None:
            return
        task.tries, task.why = task.tries + 1, why
        if task.tries < TRIES:
            self._waiting.appendleft(task)
        elif task.job.count > 1:
            # one of them does it: each by itself
            first = task.job.first
            alone = [_Task(replace(task.job, first=run, count=1)) for run in range(first, first + task.job.count)]
            self._waiting.extendleft(reversed(alone))
        else:
            values = np.full((1, self._columns), np.nan)
            self._home.append(Played(task.job, values, {task.job.first: f"{why} ({TRIES} times)"}))


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in {int(s) for s in signal.Signals} else str(-code)
        memory = ": often a lack of memory" if name == "SIGKILL" else ""
        return f"the worker that played it was killed by {name}{memory}"
    return f"the worker that played it ended with status {code}"


def _serve(pipe: Connection) -> None:
    """The life of a worker: jobs in, what was played out, until the pipe or its driver ends."""
    # the driver decides what becomes of its workers; until here Ctrl-C was held back (``Processes._hire``)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    with suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            pipe.send(_played(pipe.recv()))


def _played(job: Job) -> Played | Exception:
    """What was played, or an error as it can cross a pipe."""
    try:
        return play_job(job)
    except (InputError, ResultsError, ResourceError, MemoryError) as error:
        return error
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _follow(sentinel: int) -> None:
    """End with the driver, in the middle of whatever is being played."""
    wait_for([sentinel])
    os._exit(1)
