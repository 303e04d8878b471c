"""``pytest --within SECONDS``: only tests that took no longer than that when they were last run here.

``make check`` is for before a commit and wants to be over in two minutes; ``make test`` runs everything. How long each
test takes is kept in pytest's cache by every run, so no list of slow tests has to be kept by hand. What fixtures of a
file take is charged to all its tests: whoever comes first pays for the others.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

KEPT = "gbad/seconds"  # {test: [setup, the rest]}, in pytest's cache


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--within", type=float, metavar="SECONDS", help="leave out tests that took longer when they were last run here"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Taking(config), "gbad-taking")


class Taking:
    """What tests took, before and in this run."""

    def __init__(self, config: pytest.Config) -> None:
        self._cache = getattr(config, "cache", None)
        self._limit: float | None = config.getoption("--within")
        self._before: dict[str, list[float]] = self._cache.get(KEPT, {}) if self._cache else {}
        self._now: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._slow = set() if self._limit is None else taking_longer(self._before, self._limit)
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
            terminalreporter.write_line(
                f"{len(self._slow)} tests that took more than {self._limit:g} s are left to make test"
                if self._before
                else "how long each test takes is known from the next run on: this one left out none"
            )

    def pytest_sessionfinish(self) -> None:
        if self._keeps and self._now:
            self._cache.set(KEPT, self._before | self._now)


def taking_longer(seconds: dict[str, list[float]], limit: float) -> set[str]:
    """Tests that took longer than the limit, with what the fixtures of their file take."""
    shared: dict[str, float] = defaultdict(float)
    for test, (setup, _) in seconds.items():
        file = test.split("::")[0]
        shared[file] = max(shared[file], setup)
    return {test for test, (_, rest) in seconds.items() if shared[test.split("::")[0]] + rest > limit}
