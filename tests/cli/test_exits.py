"""Every ending has its status, its sentence on standard error, and leaves nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

import gbad
from gbad.errors import InputError, ResourceError, ResultsError


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (InputError("x.yaml:3:1: speed: 12 was found"), 2, "x.yaml:3:1"),
        (ResultsError("damaged"), 4, "damaged"),
        (ResourceError("disk"), 5, "disk"),
        (MemoryError(), 5, "out of memory"),
        (ZeroDivisionError("division by zero"), 1, "a defect in gbad: ZeroDivisionError"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_statuses(cli, monkeypatch, tmp_path, error, status, words):
    def run(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setitem(vars(gbad), "run", run)
    done = cli("run", "x")
    assert done.status == status
    assert words in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    told = json.loads(cli("run", "x", "--json").out)
    assert told["exit_status"] == status
    assert words in told["error"]
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_where(cli, monkeypatch):
    monkeypatch.setitem(vars(gbad), "run", lambda *_, **__: 1 / 0)
    assert "Traceback" in cli("run", "x", "--debug").err


SLEEPER = """
import sys, time
import gbad
def run(*arguments, **options):
    print("started", flush=True)
    time.sleep(60)
gbad.run = run
sys.argv = ["gbad", "run", "x"]
from gbad.cli import main
main()
"""


def heed_interrupts():
    """A shell starts what runs in its background with interrupts ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals(tmp_path, number, status):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    line = f"{sys.executable} -c 'from gbad.cli import main; main()' show --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


HEAVY = {"numpy", "numba", "scipy", "pydantic", "duckdb", "yaml", "jinja2"}


@pytest.mark.parametrize(
    ("arguments", "heavy", "words"),
    [
        (("--help",), HEAVY, "Simulation only"),
        # who only reads the library and what ships needs no compiler
        (("list",), HEAVY - {"numpy", "pydantic", "yaml"}, "one-aircraft"),
        (("show", "91N6E"), HEAVY - {"numpy", "pydantic", "yaml"}, "calibration"),
    ],
)
def test_what_is_not_needed_is_not_loaded(arguments, heavy, words):
    program = (
        "import gc, sys\n"
        "from gbad.cli import main\n"
        f"sys.argv = {['gbad', *arguments]}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"heavy = {heavy} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else int(gc.get_threshold()[0] < 10_000))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout


def test_help_answers_at_once():
    """In processor time, since a test machine may be busy with other things."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "gbad", "--help"], env=environment, capture_output=True, check=True)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(times) < 0.4
