"""What a study survives: workers or drivers that die, runs that never end, policies that give up, two writers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.errors import InputError, ResourceError, ResultsError
from gbad.studies.design import Design, Variant
from gbad.studies.limit import RunStopped, stopped_after
from gbad.studies.place import LOCK, locked, new_place

SHIPPED = Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml"
PLAIN = "return [(0, 1)] if len(situation.track) and situation.rounds_ready[0] and situation.fired[0] == 0 else []\n"


def study_of(folder: Path, policy: str, **more: str) -> Design:
    """A study of one-aircraft whose orders come from a policy of these lines."""
    body = "".join(f"    {line}\n" for line in policy.splitlines())
    (folder / "mine.py").write_text(f"import os, sys, time\n\ndef assign(situation):\n{body}    {PLAIN}")
    (folder / "mine.yaml").write_text(SHIPPED.read_text())
    changes = {"commands.post.policy": "./mine.py:assign", **more}
    return Design(str(folder / "mine.yaml"), (Variant("mine", changes),), runs=12)


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """What the policy brings when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("right")
    return gbad.study(study_of(folder, ""), out=folder / "study", backend="threads", workers=1)


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(tmp_path, right):
    # the first to play run 5 is killed, whoever plays it again is not
    policy = (
        f"mark = {str(tmp_path / 'killed')!r}\n"
        "if situation.run == 5 and not os.path.exists(mark):\n"
        "    open(mark, 'w').close()\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    found = gbad.study(study_of(tmp_path, policy), out=tmp_path / "study", workers=1, batch=4)
    assert (tmp_path / "killed").exists()
    assert not found.outcome.failures
    assert np.array_equal(found.outcome.values, right.outcome.values)


@pytest.mark.slow
def test_a_run_that_kills_its_worker_again_and_again_fails_with_its_reason_and_no_other(tmp_path, right):
    policy = "if situation.run == 5:\n    os._exit(7)\n"
    found = gbad.study(study_of(tmp_path, policy), out=tmp_path / "study", workers=1, batch=3)
    assert found.outcome.failures == {(0, 5): "the worker that played it ended with status 7 (3 times)"}
    others = np.arange(12) != 5
    assert np.array_equal(found.outcome.values[:, others], right.outcome.values[:, others])


@pytest.mark.parametrize("backend", ["threads", "processes"])
def test_a_run_that_never_ends_is_stopped_at_the_limit(tmp_path, right, backend):
    policy = "while situation.run == 5:\n    pass\n"
    design = study_of(tmp_path, policy)
    found = gbad.study(design, out=tmp_path / "study", workers=1, batch=4, backend=backend, run_limit_s=12.0)
    assert found.outcome.failures == {(0, 5): "did not end within 12 s, and was stopped"}
    others = np.arange(12) != 5
    assert np.array_equal(found.outcome.values[:, others], right.outcome.values[:, others])


def test_a_limit_stops_python_that_catches_everything_it_may_and_spares_what_ends_in_time():
    began, ended = time.monotonic(), False
    try:
        with stopped_after(0.2):
            while True:
                with suppress(Exception):
                    sum(range(100))
    except RunStopped:
        ended = True
    assert ended
    assert time.monotonic() - began < 5.0
    for limit_s in np.linspace(1e-5, 2e-3, 300):
        # however close the race, it is raised inside or not at all
        with suppress(RunStopped), stopped_after(float(limit_s)):
            sum(range(1000))
    sum(range(10_000_000))


def words(folder: Path, *more: str) -> list[str]:
    (folder / "study.yaml").write_text(
        "schema: study/1\nscenario: mine.yaml\nruns: 12\nvariants:\n  mine: {commands.post.policy: ./mine.py:assign}\n"
    )
    return [sys.executable, "-m", "gbad", "study", "study.yaml", "--out", "study", *more]


@pytest.mark.parametrize(
    ("policy", "error"),
    [
        ("raise ZeroDivisionError('mine')", "ZeroDivisionError: mine"),
        ("sys.exit()", "SystemExit"),
        ("sys.exit(0)", "SystemExit"),
    ],
)
def test_a_policy_that_gives_up_in_every_run_ends_with_3_and_a_manifest(tmp_path, policy, error):
    study_of(tmp_path, policy)
    done = subprocess.run(words(tmp_path, "--json"), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    said = json.loads(done.stdout)
    assert (said["finished"], said["failed"]) == (0, 12)
    assert said["estimates"]["mine"]["leaked"]["mean"] is None
    manifest = json.loads((tmp_path / "study" / "manifest.json").read_text())
    assert len(manifest["failures"]) == 12
    for failure in manifest["failures"]:
        assert re.search(r"your policy .*mine\.py, line 4, at [\d.]+ s: " + re.escape(error), failure["error"])
    assert not manifest["notes"]  # the page is made all the same
    page = (tmp_path / "study" / "report.html").read_text()
    assert not re.search(r"\bnan\b", page)
    assert "12 failed" in page


def test_a_variant_without_a_finished_run_is_named_and_the_others_are_told(tmp_path, right):
    bad = study_of(tmp_path, "raise ZeroDivisionError('mine')").variants[0]
    (tmp_path / "other.py").write_text(f"def assign(situation):\n    {PLAIN}")
    good = Variant("other", {"commands.post.policy": "./other.py:assign"})
    design = Design(str(tmp_path / "mine.yaml"), (bad, good), runs=12)
    found = gbad.study(design, out=tmp_path / "study", workers=1, backend="threads")
    assert np.array_equal(found.outcome.values[1], right.outcome.values[0])
    assert not found.manifest["notes"]
    page = (tmp_path / "study" / "report.html").read_text()
    assert "No run of mine finished. The first failed so: " in page
    assert "12 runs finished of 24 planned; 12 failed" in page
    assert not re.search(r"\bnan\b", page)
    assert "nan" not in str(found).split()


def test_a_page_that_cannot_be_made_costs_a_note_and_no_run(tmp_path, monkeypatch):
    from gbad.archive import study_folder

    monkeypatch.setattr(study_folder, "build", lambda *_, **__: 1 / 0)
    found = gbad.study("one-aircraft", runs=8, out=tmp_path / "study", workers=1)
    assert found.manifest["notes"] == [
        "report.html could not be made (ZeroDivisionError: division by zero); the runs are whole"
    ]
    assert {path.name for path in found.folder.iterdir()} >= {"runs.parquet", "manifest.json"}


@pytest.mark.slow
def test_workers_end_with_their_driver(tmp_path):
    # run 0 is played alone, before there are two of them
    policy = (
        f"open({str(tmp_path)!r} + f'/worker-{{os.getpid()}}', 'w').close()\nif situation.run:\n    time.sleep(0.5)\n"
    )
    study_of(tmp_path, policy)
    process = subprocess.Popen(
        words(tmp_path, "--backend", "processes", "--workers", "2", "--batch", "1"),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while len(workers := list(tmp_path.glob("worker-*"))) < 2:
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    numbers = [int(path.name.removeprefix("worker-")) for path in workers]
    until = time.monotonic() + 20.0
    while any(_lives(number) for number in numbers):
        assert time.monotonic() < until, "a worker outlived its driver"
        time.sleep(0.05)


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.slow
def test_a_program_without_a_guard_is_told_what_it_lacks(tmp_path):
    design = study_of(tmp_path, "")
    (tmp_path / "program.py").write_text(
        "import gbad\nfrom gbad.studies.design import Design, Variant\n"
        f"gbad.study({design!r}, out='study', workers=1, backend='processes')\n"
    )
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode != 0
    assert "workers end before they begin" in done.stderr
    assert '__name__ == "__main__"' in done.stderr


# --- one writer at a time


def test_a_study_that_is_being_played_is_not_played_by_a_second(tmp_path):
    folder = tmp_path / "study"
    began = threading.Event()

    def stop(state):
        began.set()
        if state.finished >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gbad.study("one-aircraft", runs=40, out=folder, workers=1, batch=4, progress=stop)
    with locked(folder):
        said = json.loads((folder / LOCK).read_text())
        with pytest.raises(ResourceError) as refused:
            gbad.study("one-aircraft", runs=40, resume=folder)
    for word in (f"process {os.getpid()}", said["host"], said["since"], "is playing this study"):
        assert word in str(refused.value)
    assert not (folder / LOCK).exists()
    # what a killed holder leaves behind stops nobody
    (folder / LOCK).write_text(json.dumps(said))
    assert gbad.study("one-aircraft", runs=40, resume=folder).outcome.stopped_at == 40
    assert not (folder / LOCK).exists()


def test_two_new_studies_never_share_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with new_place(None) as one, new_place(None) as two, new_place(tmp_path / "x") as three:
        assert (one.name, two.name) == ("gbad-study-0001", "gbad-study-0002")
        with pytest.raises(ResourceError, match="is playing this study"), new_place(three):
            pass
        (one / "kept").write_text("")
    # what stayed empty is taken away
    assert [path.name for path in tmp_path.iterdir()] == ["gbad-study-0001"]
    with pytest.raises(InputError, match="not an empty folder"), new_place(one):
        pass


# --- what changes while a study is played


def test_a_scenario_edited_in_the_middle_is_not_read_again(tmp_path, right):
    design = study_of(tmp_path, "")

    def edit(_state):
        (tmp_path / "mine.yaml").write_text("schema: scenario/1\ntitle: something else\n")

    found = gbad.study(design, out=tmp_path / "study", workers=1, batch=3, backend="processes", progress=edit)
    assert np.array_equal(found.outcome.values, right.outcome.values)


def test_a_policy_edited_before_a_worker_reads_it_is_noticed(tmp_path, monkeypatch):
    design = study_of(tmp_path, "")
    from gbad.archive import study as playing

    play = playing.play_study

    def edited(*arguments, **options):
        (tmp_path / "mine.py").write_text("def assign(situation):\n    return []\n")
        return play(*arguments, **options)

    monkeypatch.setattr(playing, "play_study", edited)
    with pytest.raises(ResultsError, match="was edited while the study was played"):
        gbad.study(design, out=tmp_path / "study", workers=1, backend="processes")


# --- bad input leaves nothing


@pytest.mark.parametrize(
    "bad",
    [
        {"until": "lekked +- 0.2"},
        {"until": "leaked +- 0"},
        {"backend": "ray"},
        {"workers": -1},
        {"batch": -1},
        {"run_limit_s": 0.0},
        {"run_limit_s": float("nan")},
        {"runs": 0},
    ],
)
def test_bad_input_leaves_no_folder(tmp_path, monkeypatch, bad):
    monkeypatch.chdir(tmp_path)
    for out in (None, tmp_path / "study"):
        with pytest.raises(InputError):
            gbad.study("one-aircraft", out=out, **bad)
    assert list(tmp_path.iterdir()) == []
