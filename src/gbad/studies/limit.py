"""A limit on how long a piece of work may take: what does not end by itself is stopped where it stands."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class RunStopped(BaseException):
    """The work took longer than it may. Not an ``Exception``: a user's ``except Exception`` must not catch it."""


@contextmanager
def stopped_after(limit_s: float) -> Iterator[None]:
    """Raise ``RunStopped`` in this thread when the block lasts longer [s of wall time]; never after the block.

    It is raised between two steps of Python. Work that never comes back to Python (a plug-in's own C code, or a long
    sleep) is not reached; for that a worker process is ended by its driver.
    """
    worker, lock, over = threading.get_ident(), threading.Lock(), threading.Event()

    def stop() -> None:
        with lock:
            if not over.is_set():
                _raise_in(worker, RunStopped)

    timer = threading.Timer(limit_s, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            over.set()
            _raise_in(worker, None)  # takes back what was not yet raised


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
