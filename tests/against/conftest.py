"""Gathers topic files and entries, and tells at the end what no function claims yet."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest
from reference_values import Entry, Topic, load, own_file, reference_file

HERE = Path(__file__).parent


@cache
def topics() -> dict[str, Topic]:
    """The ``topic`` of every file ``topic_*.py`` beside this one."""
    found = {}
    for path in sorted(HERE.glob("topic_*.py")):
        spec = importlib.util.spec_from_file_location(f"gbad_against_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[module.topic.name] = module.topic
    return found


@cache
def entries() -> tuple[Entry, ...]:
    """Entries of the reference file, and our own."""
    return tuple({entry.id: entry for path in (own_file(), reference_file()) for entry in load(path)}.values())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "claimed_entry" in metafunc.fixturenames:
        claimed = [e for e in entries() if e.topic in topics() and topics()[e.topic].answered(e)]
        metafunc.parametrize("claimed_entry", claimed, ids=lambda entry: entry.id)


@pytest.fixture
def topic(claimed_entry: Entry) -> Topic:
    return topics()[claimed_entry.topic]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    write = terminalreporter.write_line
    terminalreporter.section("reference values")
    write(f"file: {reference_file().name}, {len(entries())} entries with our own")
    names = list(dict.fromkeys(entry.topic for entry in entries()))
    write(f"topics no function claims yet: {', '.join(n for n in names if n not in topics()) or 'none'}")
    for name in (n for n in names if n in topics()):
        unclaimed, partly = [], []
        for entry in (e for e in entries() if e.topic == name):
            left = entry.expected.keys() - topics()[name].answered(entry)
            if left == entry.expected.keys():
                unclaimed.append(entry.id)
            elif left:
                partly.append(f"{entry.id} ({', '.join(sorted(left))})")
        if unclaimed:
            write(f"  {name}: entries no function claims: {', '.join(unclaimed)}")
        if partly:
            write(f"  {name}: values no function claims: {', '.join(partly)}")
