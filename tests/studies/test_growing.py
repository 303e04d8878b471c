"""A crew of threads that hires processes where they pay: when it does, and that nobody can tell from what comes out."""

import numpy as np
import pytest

import gbad
from gbad.studies import growing
from gbad.studies.design import Design, Variant
from gbad.studies.growing import WORTH_S, Growing
from gbad.studies.player import Job, Played

PAIR = Design("one-aircraft", (Variant("as it is", {}),), runs=60, seed=3)


class Hands:
    """Threads or processes that play at once and take a told time."""

    hired: list[str]

    def __init__(self, workers, *columns):
        self.name = "processes" if columns else "threads"
        self.hired.append(self.name)
        self.jobs, self.closed = [], False

    def room(self):
        return len(self.jobs) < 3

    def submit(self, job):
        self.jobs.append(job)

    def finished(self):
        return [self.jobs.pop(0)] if self.jobs else []

    def close(self):
        self.closed = True


@pytest.fixture
def hands(monkeypatch):
    monkeypatch.setattr(Hands, "hired", [], raising=False)
    monkeypatch.setattr(growing, "Threads", Hands)
    monkeypatch.setattr(growing, "Processes", Hands)
    return Hands.hired


def batch(count: int, work_s: float) -> Played:
    job = Job(None, 0, (), 1, 0, count)
    return Played(job, np.zeros((count, 1)), {}, work_s=work_s)


def bring(crew: Growing, *batches: Played) -> None:
    for each in batches:
        crew.submit(each)
        assert crew.finished() == [each]


def test_processes_are_hired_when_enough_work_is_left(hands):
    crew = Growing(workers=2, columns=1, left=1000)
    bring(crew, batch(10, 0.5), batch(10, 0.5))
    assert not crew.grown
    bring(crew, batch(10, 0.5))  # 970 runs of 0.05 s
    assert crew.grown
    assert hands == ["threads", "processes"]


def test_short_work_stays_with_threads(hands):
    each_s = 0.99 * WORTH_S / 970
    crew = Growing(workers=2, columns=1, left=1000)
    bring(crew, *(batch(10, 10 * each_s) for _ in range(90)))
    assert hands == ["threads"]


def test_first_batches_tell_nothing_for_they_may_have_compiled(hands):
    crew = Growing(workers=2, columns=1, left=200)
    bring(crew, batch(10, 100.0), batch(10, 100.0), batch(10, 0.1), batch(10, 0.1))
    assert not crew.grown


def test_one_worker_needs_no_process_of_its_own(hands):
    crew = Growing(workers=1, columns=1, left=1000)
    bring(crew, batch(10, 9.0), batch(10, 9.0), batch(10, 9.0))
    assert hands == ["threads"]


def test_what_threads_still_have_comes_home_before_processes_are_asked(hands):
    crew = Growing(workers=2, columns=1, left=1000)
    late = batch(10, 9.0)
    bring(crew, batch(10, 9.0), batch(10, 9.0))
    for each in (batch(10, 9.0), late):
        crew.submit(each)
    crew.finished()
    assert crew.grown
    new = batch(10, 9.0)
    crew.submit(new)
    assert crew.finished() == [late]
    assert crew.finished() == [new]
    assert crew.finished() == []
    crew.close()
    assert crew._threads.closed
    assert crew._processes.closed


def test_a_study_that_grows_has_the_bytes_of_threads(monkeypatch, tmp_path):
    monkeypatch.setattr(growing, "WORTH_S", 0.0)
    grown = []
    hire = growing.Processes
    monkeypatch.setattr(growing, "Processes", lambda *given: grown.append(given) or hire(*given))
    plain = gbad.study(PAIR, out=tmp_path / "plain", workers=1, backend="threads")
    other = gbad.study(PAIR, out=tmp_path / "grown", workers=2, backend="auto", batch=8)
    assert grown == [(2, len(plain.outcome.names))]
    assert other.result_hash == plain.result_hash
    assert (other.folder / "runs.parquet").read_bytes() == (plain.folder / "runs.parquet").read_bytes()
