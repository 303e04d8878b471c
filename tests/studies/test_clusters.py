"""Crews of dask and ray: the same bytes as threads, workers that may die, programs that must be the same."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import gbad
from gbad.cli import app
from gbad.errors import InputError, ResourceError, ResultsError
from gbad.studies import clusters
from gbad.studies.design import Design, Variant
from gbad.studies.player import Job, Played, Source
from gbad.studies.runner import State

SHIPPED = Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml"
# whoever plays run 3 ends, whatever the batch
DEADLY = """
import os

def assign(situation):
    if situation.run == 3:
        os._exit(7)
    return []
"""


@pytest.fixture(scope="module")
def two_workers():
    """A cluster of this machine that is there already, as a site has one."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def design(runs: int = 12) -> Design:
    return Design("one-aircraft", (Variant("as it is"), Variant("later", {"duration_s": 200.0})), runs=runs, seed=5)


@pytest.mark.slow
def test_dask_gives_the_bytes_of_threads_and_ends_what_it_began(tmp_path, two_workers):
    one = gbad.study(design(), out=tmp_path / "threads", backend="threads", workers=1)
    other = gbad.study(design(), out=tmp_path / "dask", backend="dask", scheduler=two_workers, batch=5)
    assert other.outcome.result_hash == one.outcome.result_hash
    assert (tmp_path / "dask" / "runs.parquet").read_bytes() == (tmp_path / "threads" / "runs.parquet").read_bytes()


@pytest.mark.slow
def test_a_run_that_ends_the_workers_of_dask_is_counted_and_the_others_are_kept(tmp_path):
    (tmp_path / "mine.py").write_text(DEADLY)
    (tmp_path / "mine.yaml").write_text(SHIPPED.read_text())
    changes = {"commands.post.policy": "./mine.py:assign"}
    asked = Design(str(tmp_path / "mine.yaml"), (Variant("mine", changes),), runs=4)
    found = gbad.study(asked, out=tmp_path / "study", backend="dask", workers=1, batch=1)
    assert found.outcome.failures == {(0, 3): "the worker that played it died (3 times)"}
    assert np.isfinite(found.outcome.values[0, [0, 1, 2]]).all()


@pytest.mark.slow
def test_a_scheduler_that_goes_costs_nothing_that_was_played(tmp_path):
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    )
    played = []

    def pull_the_plug(state: State) -> None:
        played.append(state.finished)
        cluster.close()

    with pytest.raises(ResourceError, match=r"^--backend dask: its scheduler is gone \(.*\); .* go on with --resume$"):
        gbad.study(
            design(200), out=tmp_path / "a", backend="dask", scheduler=cluster.scheduler_address, batch=5,
            progress=pull_the_plug,
        )  # fmt: skip
    assert 0 < played[-1] < 400
    found = gbad.study(design(200), resume=tmp_path / "a", backend="threads")
    assert found.outcome.state.played_here <= 400 - played[-1]
    assert found.outcome.result_hash == gbad.study(design(200), out=tmp_path / "b").outcome.result_hash


def job(first: int, count: int) -> Job:
    return Job(Source("a", "a", "", ""), 0, (), 1, first, count)


@dataclass(eq=False)
class Future:
    job: Job


class Deadly(clusters._Futures):
    """A crew whose workers die of run 3, and of nothing else."""

    def __init__(self) -> None:
        super().__init__(workers=2, columns=2)
        self.sent: list[Job] = []

    def _send(self, job: Job) -> Any:
        self.sent.append(job)
        return Future(job)

    def _done(self, running: list[Any]) -> list[Any]:
        return running[:1]

    def _result(self, future: Any) -> Played | str:
        runs = range(future.job.first, future.job.first + future.job.count)
        return "it died" if 3 in runs else Played(future.job, np.ones((future.job.count, 2)), {})


def test_a_run_that_kills_its_workers_costs_itself_alone():
    crew = Deadly()
    crew.submit(job(0, 6))
    played: list[Played] = []
    while found := crew.finished():
        played += found
    assert sorted(each.job.first for each in played) == [0, 1, 2, 3, 4, 5]
    assert [dict(each.failures) for each in played if each.failures] == [{3: "it died (3 times)"}]
    lost = next(each for each in played if each.failures)
    assert lost.values.shape == (1, 2)
    assert np.isnan(lost.values).all()


def test_a_crew_has_room_for_one_job_that_waits_at_each_worker():
    crew = Deadly()
    for first in range(4):
        assert crew.room()
        crew.submit(job(first + 10, 1))
    assert not crew.room()
    crew.finished()
    assert crew.room()


@pytest.mark.parametrize("name", ["gbad", "kernels", "Python", "numba", "numpy"])
def test_a_worker_with_another_program_refuses(name):
    other = clusters.build() | {name: "0.0"}
    with pytest.raises(ResultsError, match=rf"has another program: {name} .*, not 0.0\. .*--resume"):
        clusters.play_there(job(0, 1), other)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dask", "--scheduler", "tcp://127.0.0.1:9"), "nothing answers there"),
        (("dask", "--scheduler", "here"), "expected an address with a port"),
        (("dask", "--scheduler", "tcp://127.0.0.1:99999"), "nothing answers there"),
        (("threads", "--scheduler", "tcp://127.0.0.1:8786"), "threads have none; --backend dask or ray"),
        (("spark",), "threads, processes, dask or ray"),
    ],
)
def test_a_cluster_that_is_not_there_leaves_nothing_behind(tmp_path, words, told):
    out = tmp_path / "study"
    found = CliRunner().invoke(app, ["study", "one-aircraft", "--runs", "2", "--out", str(out), "--backend", *words])
    said = str(found.exception) + found.output
    assert told in said
    assert not out.exists()


def test_a_library_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(clusters, "import_module", missing)
    with pytest.raises(InputError, match=r"--backend ray: ray is not installed; pip install 'gbad\[ray\]'"):
        clusters.reach("ray", None)


class Elsewhere:
    """Stands for the library of ray: nothing is ever done, and its scheduler listens at an address or does not."""

    def __init__(self, address: str) -> None:
        self.gcs_address = address
        self.told_goodbye = 0

    def init(self, **_: Any) -> None: ...

    def remote(self, **_: Any) -> Any:
        return lambda function: function

    def get_runtime_context(self) -> Elsewhere:
        return self

    def wait(self, running: list[Any], num_returns: int, timeout: float) -> tuple[list[Any], list[Any]]:
        return [], running

    def shutdown(self) -> None:
        self.told_goodbye += 1


def test_the_scheduler_of_ray_is_looked_for_while_nothing_is_done(monkeypatch):
    """A minute after it is gone ray ends the whole process without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ray = Elsewhere(f"127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setattr(clusters, "_imported", lambda library, extra: ray)
        monkeypatch.setattr(clusters, "LOOK_S", -1.0)
        crew = clusters.Ray(workers=1, columns=1, scheduler=None)
        crew._look()  # it listens
    with pytest.raises(ResourceError, match=r"^--backend ray: its scheduler is gone \(.*refused\); .* --resume$"):
        crew._done([object()])
    crew.close()
    assert ray.told_goodbye == 1
