"""``pytest --within SECONDS --together SECONDS``: only the quickest tests, by what they took when last run here.

None of those that are left takes longer than the first, nor all of them together longer than the second (over all
workers). ``make check`` is for before a commit and wants to be over in two minutes; ``make test`` runs everything. How
long each test takes is kept in pytest's cache by every run, so no list of slow tests has to be kept by hand. What
fixtures of a file take is charged to all its tests: whoever comes first pays for the others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import pytest

KEPT = "gbad/seconds"  # {test: [setup, the rest]}, in pytest's cache


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--within", type=float, metavar="SECONDS", help="leave out tests that took longer when they were last run here"
    )
    parser.addoption(
        "--together", type=float, metavar="SECONDS", default=math.inf, help="and the quickest whose sum is no more"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Taking(config), "gbad-taking")


class Taking:
    """What tests took, before and in this run."""

    def __init__(self, config: pytest.Config) -> None:
        self._cache = getattr(config, "cache", None)
        self._limit: float | None = config.getoption("--within")
        self._all: float = config.getoption("--together")
        self._before: dict[str, list[float]] = self._cache.get(KEPT, {}) if self._cache else {}
        self._now: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._slow = set() if self._limit is None else taking_longer(self._before, self._limit, self._all)
        # workers of xdist choose as their master does, but only the master hears of all tests
        self._keeps = self._cache is not None and not hasattr(config, "workerinput")

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        if slow := [item for item in items if item.nodeid in self._slow]:
            config.hook.pytest_deselected(items=slow)
            items[:] = [item for item in items if item.nodeid not in self._slow]

    def pytest_runtest_logreport(self, report: Any) -> None:
        self._now[report.nodeid][report.when != "setup"] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._limit is not None:
            together = "" if self._all == math.inf else f", or with quicker ones more than {self._all:g} s,"
            terminalreporter.write_line(
                f"{len(self._slow)} tests that took more than {self._limit:g} s{together} are left to make test"
                if self._before
                else "how long each test takes is known from the next run on: this one left out none"
            )

    def pytest_sessionfinish(self) -> None:
        if self._keeps and self._now:
            self._cache.set(KEPT, self._before | self._now)


def taking_longer(seconds: dict[str, list[float]], limit: float, together: float = math.inf) -> set[str]:
    """Tests that took longer than the limit, with what the fixtures of their file take, and the longest of the others.

    Of those so many that what is left took no longer than ``together``.
    """
    shared: dict[str, float] = defaultdict(float)
    for test, (setup, _) in seconds.items():
        file = test.split("::")[0]
        shared[file] = max(shared[file], setup)
    took = {test: shared[test.split("::")[0]] + rest for test, (_, rest) in seconds.items()}
    slow, sum_s, begun = set(), 0.0, set()
    for test in sorted(took, key=lambda test: (took[test], test)):
        file, rest = test.split("::")[0], seconds[test][1]
        # fixtures are paid once in a file
        sum_s += rest if file in begun else took[test]
        begun.add(file)
        if took[test] > limit or sum_s > together:
            slow.add(test)
    return slow
