"""The first run on a machine says that it compiles, has help, and is remembered only when it went well."""

import subprocess
import sys

import pytest

from gbad.simulation import cold_start as cold

SIGNATURES = """
import sys
import gbad, gbad.commands.warm
from numba.core.dispatcher import Dispatcher

def known():
    kernels = [
        (f"{name}.{kernel}", value)
        for name, module in list(sys.modules.items()) if name.startswith("gbad") and name.endswith("_kernel")
        for kernel, value in vars(module).items() if isinstance(value, Dispatcher)
    ]
    return {(name, str(signature)) for name, kernel in kernels for signature in kernel.signatures}

gbad.commands.warm.rooms()
helped = known()
gbad.run("one-aircraft", seed=1)
rooms = {name for name, _ in helped}
for name, signature in sorted(known() - helped):
    if name in rooms:
        print(name, signature)
print(len(helped), "kernels from Python")
"""


class Helper:
    def __init__(self, *arguments, **options):
        self.stopped = False
        started.append(self)

    def terminate(self):
        self.stopped = True

    def wait(self):
        assert self.stopped


started: list[Helper] = []


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GBAD_CACHE", str(tmp_path))
    monkeypatch.setattr(cold.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(cold.subprocess, "Popen", Helper)
    cold.cache_folder.cache_clear()
    started.clear()
    yield
    cold.cache_folder.cache_clear()


def test_a_cold_start_says_so_once_and_stops_its_helper(empty_cache, capsys):
    assert cold.is_cold()
    with cold.company():
        assert len(started) == 1
    assert started[0].stopped
    assert capsys.readouterr().err.count("compiling") == 1
    assert not cold.is_cold()
    with cold.company():
        pass
    assert len(started) == 1
    assert capsys.readouterr().err == ""


def test_a_start_that_failed_is_still_cold(empty_cache):
    with pytest.raises(ZeroDivisionError), cold.company():
        raise ZeroDivisionError
    assert started[0].stopped
    assert cold.is_cold()


def test_one_processor_needs_no_helper(empty_cache, monkeypatch):
    monkeypatch.setattr(cold.os, "cpu_count", lambda: 1)
    with cold.company():
        pass
    assert not started
    assert not cold.is_cold()


def test_the_helper_compiles_what_a_run_asks_for():
    """A kernel compiled for other types than the run's would be of no use: the run brings no new types to any."""
    out = subprocess.run([sys.executable, "-c", SIGNATURES], capture_output=True, text=True, check=True).stdout
    *new, last = out.splitlines()
    assert not new
    assert int(last.split()[0]) >= 15
