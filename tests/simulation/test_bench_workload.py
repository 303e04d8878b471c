"""The reference workload of the engine's speed is frozen: its text, the library below it, and what it does."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gbad.simulation import spine
from gbad.simulation.prepare import prepare
from gbad.studies.measures import measure, names

# by name: a cause that is appended to the codes must not look like another battle
TOLD = ("killed", "leaked", "rounds_fired", "assets_hurt")
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "engine"


def test_the_reference_workload_is_frozen():
    """Its text by one digest, what 16 runs did by another: a figure of the library that changes them is told too."""
    stated = dict(line.split() for line in (FOLDER / "digest.txt").read_text().splitlines())
    ready = prepare(FOLDER / "bench-32v32.yaml")
    assert hashlib.sha256(ready.document.text.encode()).hexdigest() == stated["scenario"]
    batch = spine.Batch(7, np.arange(16), np.zeros(16, np.int64), record="outcomes")
    found = measure(spine.play(ready.tables, ready.trajectories, batch, ready.plugs))
    columns = [names(ready.tables).index(name) for name in TOLD]
    outcomes = np.ascontiguousarray(found[:, columns], float)
    assert hashlib.sha256(outcomes.tobytes()).hexdigest() == stated["outcomes"]


def test_it_is_what_its_readme_says():
    """Threats, rounds, channels, periods."""
    tables = prepare(FOLDER / "bench-32v32.yaml").tables
    assert sorted(str(kind) for kind in tables.objects.type) == ["fighter"] * 16 + ["srbm-300"] * 16
    assert len(tables.defence.rounds.id) == 48
    assert tables.defence.batteries.target_channels.tolist() == [16]
    assert sorted(tables.defence.radars.period_s[0].tolist()) == [1.0, 6.0]
    assert (tables.defence.cycle_s, tables.tick_s) == (2.0, 1.0)


def test_the_light_chain_is_one_in_two_languages(tmp_path):
    """C and Python agree within what chance leaves: three standard errors of 40 runs are about one threat."""
    program = tmp_path / "light_chain"
    subprocess.run(["cc", "-O2", "-o", program, FOLDER / "light_chain.c", "-lm"], check=True)
    in_c = subprocess.run([program, "400", "1"], check=True, capture_output=True, text=True).stdout
    in_python = subprocess.run(
        [sys.executable, FOLDER / "light_chain.py", "20", "1"], check=True, capture_output=True, text=True
    ).stdout
    for one, other in zip(in_c.split()[2:], in_python.split()[2:], strict=True):
        assert float(one) == pytest.approx(float(other), abs=2.0)
