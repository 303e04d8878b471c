"""A crew of threads that hires processes where they pay: when it does, and that nobody can tell from what comes out."""

import multiprocessing
import os
import subprocess
import sys

import numpy as np
import pytest

import gbad
from gbad.errors import ResourceError
from gbad.studies import crew as crews
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
        self.jobs, self.closed, self.dead, self.home = [], False, False, []

    def room(self):
        return len(self.jobs) < 3

    def submit(self, job):
        self.jobs.append(job)

    def finished(self):
        if self.dead:
            raise crews.Stillborn("workers end before they begin")
        return [self.jobs.pop(0)] if self.jobs else []

    def give_back(self):
        self.close()
        return self.jobs, self.home

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


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The study played by one thread."""
    return gbad.study(PAIR, out=tmp_path_factory.mktemp("threads") / "plain", workers=1, backend="threads")


def test_a_study_that_grows_has_the_bytes_of_threads(plain, monkeypatch, tmp_path):
    monkeypatch.setattr(growing, "WORTH_S", 0.0)
    grown = []
    hire = growing.Processes
    monkeypatch.setattr(growing, "Processes", lambda *given: grown.append(given) or hire(*given))
    other = gbad.study(PAIR, out=tmp_path / "grown", workers=2, backend="auto", batch=8)
    assert grown == [(2, len(plain.outcome.names))]
    assert other.result_hash == plain.result_hash
    assert (other.folder / "runs.parquet").read_bytes() == (plain.folder / "runs.parquet").read_bytes()


def grown(hands) -> Growing:
    """A crew that has hired, and whose threads have nothing left."""
    crew = Growing(workers=2, columns=1, left=1000)
    bring(crew, batch(10, 9.0), batch(10, 9.0), batch(10, 9.0))
    assert crew.grown
    return crew


def test_the_batch_that_shows_what_a_run_costs_counts_and_those_before_are_no_longer_left(hands):
    # 40 runs are played when the third batch is home, so 960 are left
    just_s = WORTH_S / 960
    for work_s, hires in ((9.99 * just_s, False), (10.01 * just_s, True)):
        crew = Growing(workers=2, columns=1, left=990)
        bring(crew, batch(10, 0.0), batch(10, 0.0), batch(10, work_s))
        assert crew.grown == hires


def test_with_processes_there_they_say_whether_another_job_is_welcome(hands):
    crew = grown(hands)
    crew._processes.room = lambda: False
    assert crew._threads.room()
    assert not crew.room()


def test_processes_that_end_before_they_begin_give_their_jobs_back_to_the_threads(hands):
    crew = grown(hands)
    given, done = [batch(10, 9.0), batch(10, 9.0)], batch(10, 9.0)
    for each in given:
        crew.submit(each)
    processes = crew._processes
    processes.dead, processes.home = True, [done]
    # what a worker had brought home is not lost with the others, and every job comes back once
    assert crew.finished() == [done]
    assert processes.closed
    assert [crew.finished(), crew.finished(), crew.finished()] == [[given[0]], [given[1]], []]
    # nobody is hired again, however much is left
    bring(crew, batch(10, 90.0))
    assert hands == ["threads", "processes"]
    assert "went on in threads" in crew.notes[0]
    assert "workers end before they begin" in crew.notes[0]


def test_where_no_process_is_to_be_had_threads_go_on(hands, monkeypatch):
    def full(*given):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(growing, "Processes", full)
    crew = Growing(workers=2, columns=1, left=1000)
    bring(crew, *(batch(10, 9.0) for _ in range(5)))
    assert not crew.grown
    assert len(crew.notes) == 1
    assert "temporarily unavailable" in crew.notes[0]


def test_a_daemon_of_another_pool_stays_with_threads(hands, monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    crew = Growing(workers=2, columns=1, left=1000)
    bring(crew, *(batch(10, 9.0) for _ in range(5)))
    assert hands == ["threads"]
    assert crew.notes == []


def test_a_program_that_is_read_again_by_its_own_worker_does_not_play_there(hands, monkeypatch):
    monkeypatch.setattr(multiprocessing.current_process(), "_inheriting", True, raising=False)
    with pytest.raises(ResourceError, match="__name__ == "):
        Growing(workers=2, columns=1, left=1000)
    assert hands == []


def test_a_study_whose_workers_die_at_birth_has_the_bytes_of_threads_and_says_so(plain, monkeypatch, tmp_path):
    monkeypatch.setattr(growing, "WORTH_S", 0.0)
    monkeypatch.setattr(crews, "_serve", os._exit)  # called with a pipe for a status: ends at once
    other = gbad.study(PAIR, out=tmp_path / "grown", workers=2, backend="auto", batch=8)
    assert other.result_hash == plain.result_hash
    assert (other.folder / "runs.parquet").read_bytes() == (plain.folder / "runs.parquet").read_bytes()
    assert "went on in threads" in other.manifest["notes"][0]


def test_workers_already_there_end_when_the_next_is_not_to_be_had(monkeypatch):
    hired = []
    hire = crews.Processes._hire

    def second_fails(self):
        if hired:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        hired.append(hire(self))
        return hired[0]

    monkeypatch.setattr(crews.Processes, "_hire", second_fails)
    with pytest.raises(BlockingIOError):
        crews.Processes(2, 1)
    assert not hired[0].process.is_alive()


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="masks of signals are read from /proc")
def test_ctrl_c_does_not_reach_a_worker_before_it_can_ignore_it():
    """In a program of its own: the first hire also starts a tracker, which lets the signal through again."""
    program = """if True:
        import signal
        from gbad.studies.crew import Processes

        crew = Processes(2, 1)
        for pid in (hand.process.pid for hand in crew._hands):
            with open(f"/proc/{pid}/status") as status:
                blocked = next(line for line in status if line.startswith("SigBlk")).split()[1]
            print(bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1))
        print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
        crew.close()
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["True", "True", "False"]
