"""Sixty random scenarios and a few hundred damaged files; ``make fuzz`` plays a thousand."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest
import yaml

import gbad
from gbad.results import Result
from gbad.testing import promises, random_scenarios
from gbad.testing.mutation import mutated, readers, tried

CHUNK = 4
FAST = 1  # chunks that are played in every test run


@pytest.mark.parametrize(
    "first", [pytest.param(first, marks=[pytest.mark.slow] * (first >= FAST * CHUNK)) for first in range(0, 60, CHUNK)]
)
def test_random_scenarios_keep_every_promise(first, tmp_path):
    for seed in range(first, first + CHUNK):
        folder = tmp_path / str(seed)
        folder.mkdir()
        promises.play(seed, folder)


def test_a_seed_is_a_scenario_for_good():
    assert random_scenarios.text_of(11) == random_scenarios.text_of(11)
    assert random_scenarios.text_of(11) != random_scenarios.text_of(12)


def test_three_hundred_seeds_have_every_kind_of_everything():
    texts = [random_scenarios.text_of(seed) for seed in range(300)]
    whole = "\n".join(texts)
    kinds = {"flat", "ridge", "cone", "fractal", "plain", "coast", "mountain", "built-in"}
    assert kinds <= {yaml.safe_load(text)["terrain"]["kind"] for text in texts}
    for word in (
        "tracker: kalman", "tracker: imm", "tracker: jpda", "tracker.py:Mine", "rules", "bayes", "policy.py:assign",
        *(f"policy: {name}" for name in random_scenarios.POLICIES), "stand-off-jammer", "chaff-cloud", "srbm-500",
        "support-receiver", "infrared-search", "metre-wave-search", "also_reports_to", "loss_probability: 1.0",
        "zones:",
        "corridors:", "state_vectors", "kind: orbit", "kind: loop", "released_by", "silent:", "lofted", "hypothetical",
    ):  # fmt: skip
        assert word in whole, word


@pytest.mark.parametrize("what", ["fate", "cause", "round", "infinity"])
def test_a_result_that_breaks_a_promise_is_noticed(what):
    result = gbad.run("one-aircraft", runs=promises.RUNS)
    promises.conserved(result)
    promises.nothing_infinite(result)
    tables = {name: dict(table) for name, table in result.tables.items()}
    if what == "fate":
        tables["outcomes"]["fate"] = np.array(["survived"] * promises.RUNS)
    elif what == "cause":
        tables["outcomes"]["fate"] = np.array(["leaked"] * promises.RUNS)
    elif what == "round":
        tables["shots"]["round"] = np.array(["the same"] * len(tables["shots"]["round"]))
        tables["shots"]["run"] = np.zeros_like(tables["shots"]["run"])
    else:
        tables["truth"]["height_m"] = tables["truth"]["height_m"] * np.inf
    broken = Result(tables, result.manifest)
    with pytest.raises(AssertionError):
        (promises.nothing_infinite if what == "infinity" else promises.conserved)(broken)


def test_a_page_with_a_number_that_is_none_is_noticed(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>None of the threats; a financial matter</p><script>if (x === NaN) {}</script>")
    promises.clean(page)
    for broken in (
        '<rect width="nan"/>',
        "<td>None</td>",
        "<p>inf km</p>",
        '<script type="application/json">NaN</script>',
    ):
        page.write_text(broken)
        with pytest.raises(AssertionError, match=r"page.html"):
            promises.clean(page)


def test_damaged_files_are_read_or_refused_in_a_sentence(tmp_path):
    ways = readers(tmp_path)
    assert {"scenario", "study/journal", "recording.csv", "ground.tif", "runs/manifest.json"} <= set(ways)
    for name, reader in ways.items():
        refused = sum(tried(name, reader, seed) for seed in range(25))
        assert refused > 0, f"{name}: nothing was refused"
    # no damage is left behind that would have the next refused for it
    for reader in ways.values():
        reader.take(reader.whole)


def test_mutation_changes_and_repeats_itself():
    text = b"schema: scenario/1\ntitle: A world\n"
    made = {mutated(text, random.Random(seed)) for seed in range(50)}
    assert len(made) > 40
    assert made == {mutated(text, random.Random(seed)) for seed in range(50)}


def test_a_failing_seed_is_one_line_that_repeats_it(monkeypatch, capsys):
    path = Path(__file__).parents[2] / "tools" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", path)
    assert spec is not None
    assert spec.loader is not None
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)

    def play(seed: int, folder: Path) -> None:
        if seed == 8:
            raise AssertionError("eight\nis bad")

    monkeypatch.setattr(fuzz.promises, "play", play)
    assert fuzz.scenarios(range(7, 10), float("inf")) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("python tools/fuzz.py --seeds 8  # AssertionError: eight | is bad")
    assert lines[1].startswith("3 scenarios, 1 failed, ")
    assert fuzz.range_of("17") == range(17, 18)
