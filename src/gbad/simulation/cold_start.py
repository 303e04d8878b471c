"""The first run on a machine: saying that kernels are being compiled, and a second process that helps.

numba compiles in one thread, mostly in Python; what two processes compile they share through the cache on disk. The
helper takes the command's rooms while the main process is still busy with flight and sensing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gbad._jit import cache_folder, kernel_hash


def _mark() -> Path:
    return cache_folder() / f"compiled-{kernel_hash()}"


def is_cold() -> bool:
    """Whether no whole run has been played with these kernels on this machine yet."""
    return not _mark().exists()


@contextmanager
def company() -> Iterator[None]:
    """Inside, on a cold start: one line on standard error, and a second process that compiles half of the kernels.

    On leaving without an error the kernels count as compiled. Does nothing on a warm start.
    """
    if not is_cold():
        yield
        return
    print("gbad: compiling for this machine, once: half a minute to a minute", file=sys.stderr, flush=True)
    helper = None
    if (os.cpu_count() or 1) > 1:
        # without it everything works as well, only later
        with suppress(OSError):
            helper = subprocess.Popen(
                [sys.executable, "-m", "gbad.commands.warm", "rooms"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    try:
        yield
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait()
    with suppress(OSError):
        _mark().touch()
