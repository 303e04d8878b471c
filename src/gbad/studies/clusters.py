"""Crews of dask and of ray: the same jobs as threads and processes play, on one machine or on those of a cluster.

Both libraries are extras and are imported only when asked for. Without an address a cluster of this machine alone is
started for the study and ended with it: it listens on the loopback only, without a dashboard. Workers get the text of
the scenario with every job, and refuse it where their program is another one (``build``). A worker that dies costs its
job a try, as in ``crew``; who schedules may die too: the study is then gone on with by ``--resume``, on any backend.

Left out: a job that never comes back to Python is not ended here, as processes do it; its worker has to be.
"""

from __future__ import annotations

import atexit
import os
import platform
import re
import socket
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from importlib import import_module, metadata
from typing import Any

import numpy as np

from gbad._jit import kernel_hash
from gbad.errors import InputError, ResourceError, ResultsError
from gbad.studies.player import Job, Played, play_job
from gbad.version import VERSION

LOST = "the worker that played it died"
TRIES = 3  # how often a job may cost its worker
REACH_S = 10.0  # [s] until a scheduler must have answered
LOOK_S = 3.0  # [s] between looks whether the scheduler of ray is still there
LOOPBACK = "127.0.0.1"
# jobs on their way for each worker: one that is played, one that waits there, so that nobody idles
AHEAD = 2


def build() -> dict[str, str]:
    """What must be the same wherever runs of one study are played."""
    python = ".".join(platform.python_version_tuple()[:2])
    versions = {name: metadata.version(name) for name in ("numba", "numpy")}
    return {"gbad": VERSION, "kernels": kernel_hash(), "Python": python, **versions}


def play_there(job: Job, drivers: dict[str, str]) -> Played:
    """Play a job on a worker. Raises ``ResultsError`` where the worker's program is not the driver's."""
    mine = build()
    others = [f"{name} {mine[name][:12]}, not {drivers[name][:12]}" for name in drivers if mine[name] != drivers[name]]
    if others:
        raise ResultsError(
            f"the worker on {platform.node()} has another program: {'; '.join(others)}. Runs of one study are played "
            "by one program; install the same there and go on with --resume"
        )
    return play_job(job)


def reach(backend: str, scheduler: str | None) -> None:
    """See that a backend's library is there, and that somebody answers at its address. Raises ``InputError``."""
    _imported("distributed" if backend == "dask" else "ray", backend)
    found = re.fullmatch(r"(?:\w+://)?\[?([^\]/]+?)\]?:(\d{1,5})", scheduler or "")
    if scheduler in (None, "auto"):
        return
    if found is None:
        raise InputError(f"--scheduler {scheduler}: expected an address with a port, like tcp://192.0.2.1:8786")
    try:
        socket.create_connection((found[1], int(found[2])), timeout=REACH_S).close()
    except (OSError, OverflowError) as error:
        raise InputError(_unreachable(backend, scheduler, error)) from None


class _Futures(ABC):
    """What both have in common: jobs on their way, and what is done about one that cost its worker."""

    def __init__(self, workers: int, columns: int) -> None:
        self._most, self._columns = AHEAD * workers, columns
        self._build = build()
        self._running: dict[Any, Job] = {}

    def room(self) -> bool:
        return len(self._running) < self._most

    def submit(self, job: Job) -> None:
        self._running[self._send(job)] = job

    def finished(self) -> list[Played]:
        found: list[Played] = []
        while self._running and not found:
            for future in self._done(list(self._running)):
                found += self._take(future, self._running.pop(future))
        return found

    def _take(self, future: Any, job: Job) -> list[Played]:
        found = self._result(future)
        if isinstance(found, Played):
            return [found]
        if job.count > 1:
            # one of them does it: each by itself
            for run in range(job.first, job.first + job.count):
                self.submit(replace(job, first=run, count=1))
            return []
        values = np.full((1, self._columns), np.nan)
        return [Played(job, values, {job.first: f"{found} ({TRIES} times)"})]

    @abstractmethod
    def _send(self, job: Job) -> Any:
        """Hand a job out; what comes back is asked for its result."""

    @abstractmethod
    def _done(self, running: list[Any]) -> list[Any]:
        """Wait for at least one."""

    @abstractmethod
    def _result(self, future: Any) -> Played | str:
        """What was played, or why the job is given up. Raises the job's own error, or ``ResourceError``."""


class Dask(_Futures):
    """Workers of ``dask.distributed``: of this machine, or of the scheduler at an address."""

    def __init__(self, workers: int, columns: int, scheduler: str | None) -> None:
        dask, self._lib = _imported("dask", "dask"), _imported("distributed", "dask")
        asked = {"distributed.scheduler.allowed-failures": TRIES - 1, "distributed.comm.timeouts.connect": REACH_S}
        self._settings = dask.config.set(asked)
        self._cluster = None
        if scheduler is None:
            self._cluster = self._lib.LocalCluster(
                n_workers=workers, threads_per_worker=1, host=LOOPBACK, silence_logs=50,
                dashboard_address=f"{LOOPBACK}:0", scheduler_kwargs={"dashboard": False},
            )  # fmt: skip
        try:
            self._client = self._lib.Client(self._cluster or scheduler, timeout=REACH_S)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(_unreachable("dask", scheduler, error)) from None
        if scheduler is not None:
            workers = len(self._client.scheduler_info(n_workers=-1)["workers"]) or workers
        super().__init__(workers, columns)

    def _send(self, job: Job) -> Any:
        return self._client.submit(play_there, job, self._build, pure=False)

    def _done(self, running: list[Any]) -> list[Any]:
        try:
            return list(self._lib.wait(running, return_when="FIRST_COMPLETED").done)
        except (OSError, self._lib.CancelledError) as error:
            raise ResourceError(_gone("dask", error)) from None

    def _result(self, future: Any) -> Played | str:
        try:
            found: Played = future.result()
        except self._lib.KilledWorker:
            return LOST
        except self._lib.CancelledError as error:
            raise ResourceError(_gone("dask", error)) from None
        return found

    def close(self) -> None:
        # a scheduler that is gone cannot be told goodbye
        for part in (self._client, self._cluster):
            if part is not None:
                with suppress(Exception):
                    part.close(timeout=REACH_S)


class Ray(_Futures):
    """Workers of ``ray``: of this machine, or of the cluster at an address."""

    def __init__(self, workers: int, columns: int, scheduler: str | None) -> None:
        self._lib = _imported("ray", "ray")
        here = {"num_cpus": workers, "include_dashboard": False, "_node_ip_address": LOOPBACK}
        try:
            self._lib.init(
                log_to_driver=False, logging_level="error", **(here if scheduler is None else {"address": scheduler})
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise InputError(_unreachable("ray", scheduler, error)) from None
        if scheduler is not None:
            workers = int(self._lib.cluster_resources().get("CPU", workers))
        super().__init__(workers, columns)
        self._play = self._lib.remote(num_cpus=1, max_retries=TRIES - 1)(play_there)
        host, _, port = str(self._lib.get_runtime_context().gcs_address).rpartition(":")
        self._scheduler, self._looked_s, self._gone = (host, int(port)), time.monotonic(), False

    def _send(self, job: Job) -> Any:
        return self._play.remote(job, self._build)

    def _done(self, running: list[Any]) -> list[Any]:
        while True:
            self._look()
            done: list[Any] = self._lib.wait(running, num_returns=1, timeout=LOOK_S)[0]
            if done:
                return done

    def _look(self) -> None:
        """See that the scheduler listens: a minute after it is gone ray ends the whole process, and says nothing."""
        if time.monotonic() - self._looked_s < LOOK_S:
            return
        try:
            socket.create_connection(self._scheduler, timeout=REACH_S).close()
        except OSError as error:
            self._gone = True
            raise ResourceError(_gone("ray", error)) from None
        self._looked_s = time.monotonic()

    def _result(self, future: Any) -> Played | str:
        errors = self._lib.exceptions
        try:
            found: Played = self._lib.get(future)
        except errors.WorkerCrashedError:
            return LOST
        except errors.RayTaskError as error:
            raise error.cause from None
        except errors.RayError as error:
            raise ResourceError(_gone("ray", error)) from None
        return found

    def close(self) -> None:
        if self._gone:
            # nobody is left to say goodbye to: ray waits for him, and after a minute ends the process
            goodbye = threading.Thread(target=self._lib.shutdown, daemon=True)
            goodbye.start()
            goodbye.join(REACH_S)
            atexit.unregister(self._lib.shutdown)
            return
        with suppress(Exception):
            self._lib.shutdown()


def _imported(library: str, extra: str) -> Any:
    # ray counts its users over the network unless it is told not to, before it is imported
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        return import_module(library)
    except ImportError:
        raise InputError(f"--backend {extra}: {library} is not installed; pip install 'gbad[{extra}]'") from None


def _unreachable(backend: str, scheduler: str | None, error: object) -> str:
    where = f"--scheduler {scheduler}: nothing answers there" if scheduler else f"--backend {backend}: cannot begin"
    return f"{where} ({_first_line(error)})"


def _gone(backend: str, error: object) -> str:
    why = _first_line(error)
    return f"--backend {backend}: its scheduler is gone ({why}); what was played is kept, go on with --resume"


def _first_line(error: object) -> str:
    """What a library said, without the advice below it."""
    return (str(error).splitlines() or [type(error).__name__])[0]
