"""What must hold of any valid scenario: checked, played, written, read back, told, studied; for ``make fuzz``."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import numpy as np

import gbad
from gbad import report, results, scenario
from gbad.archive.study_folder import REPORT
from gbad.codes.causes import Cause
from gbad.scenario.load import load
from gbad.studies.design import Design, Variant
from gbad.testing import random_scenarios

RUNS = 3
# nan in a page is a number that was not there; ids and words of the scenarios hold none
NOT_A_NUMBER = re.compile(r"\b(nan|NaN|NAN|inf|Infinity|undefined)\b|>None<|\bNone s\b")

SCRIPT = re.compile(r"<script(?![^>]*application/json)[^>]*>.*?</script>", re.DOTALL)


def play(seed: int, folder: Path) -> gbad.Result:
    """Play the scenario of a seed in a folder; raises AssertionError, or whatever else goes wrong.

    What numpy only warns of (a mean of nothing, a number that is none) counts as wrong.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return _played(seed, folder)


def _played(seed: int, folder: Path) -> gbad.Result:
    path = random_scenarios.write(seed, folder)
    scenario.explain(load(path))
    whole = gbad.run(path, seed=seed, runs=RUNS, batch=RUNS)
    alone = gbad.run(path, seed=seed, runs=RUNS, batch=1)
    assert alone.result_hash == whole.result_hash, "batch sizes give different bytes"
    conserved(whole)
    nothing_infinite(whole)
    where = whole.save(folder / "results")
    pages = {"report.html": lambda: report.build(whole)}
    if report.replay_is_built():
        pages["replay.html"] = lambda: report.build_replay(whole)
    assert whole.add_pages(pages) == []
    again = results.open(where)
    assert results.result_hash({name: dict(table) for name, table in again.tables.items()}) == whole.result_hash
    json.dumps(whole.summary().to_json(), allow_nan=False)
    for page in pages:
        clean(where / page)
    str(again.why())
    for who in again.outcomes["object"][:4]:
        str(again.why(str(who)))
    studied(path, seed, whole, folder)
    return whole


def conserved(result: gbad.Result) -> None:
    """Every threat has one fate, every leaker a cause, every round one end; nobody fires more than it holds."""
    outcomes, shots, summary = result.outcomes, result.shots, result.summary()
    threats = int(outcomes["is_threat"].sum())
    assert summary["threats"] == threats
    assert summary["killed"] + summary["leaked"] + summary["survived"] == threats
    assert sum(summary["leak_causes"].values()) == summary["leaked"]
    assert set(summary["leak_causes"]) <= {cause.identifier for cause in Cause if cause != Cause.NONE}
    aimless = outcomes["is_threat"] & (outcomes["aims_at"] == "")
    assert not (outcomes["fate"][aimless] == "leaked").any()
    sites = {site["id"]: site for site in result.manifest["sites"] if site["kind"] == "battery"}
    for run in range(RUNS):
        mine = shots["run"] == run
        assert len(set(shots["round"][mine])) == mine.sum(), "a round flew twice"
        for battery in sites:
            assert (shots["battery"][mine] == battery).sum() <= sites[battery]["rounds"]
        dead = set(outcomes["object"][(outcomes["run"] == run) & (outcomes["fate"] == "killed")])
        hit = set(shots["object"][mine & shots["killed"]])
        released = {"chaff", "decoy"}
        assert hit <= dead | {""}
        assert {name for name in dead - hit if name.split("-")[0] not in released} == set()
    channels = result.channels
    for battery, site in sites.items():
        mine = channels["battery"] == battery
        assert (channels["target_channels_busy"][mine] <= site["target_channels"]).all()
        assert (channels["missile_channels_busy"][mine] <= site["missile_channels"]).all()
        assert (channels["rounds_ready"][mine] >= 0).all()


def nothing_infinite(result: gbad.Result) -> None:
    """No column holds an infinity, and what must be known is."""
    for name, table in result.tables.items():
        for column, values in table.items():
            if values.dtype.kind == "f" and (name, column) != ("detections", "range_std_m"):  # inf: bearings have none
                assert not np.isinf(values).any(), f"{name}.{column} holds an infinity"
    for name, columns in {
        "truth": ("time_s", "latitude_deg", "longitude_deg", "height_m", "speed_mps"),
        "tracks": ("time_s", "latitude_deg", "longitude_deg", "height_m", "speed_mps"),
        "events": ("time_s",),
        "orders": ("time_s", "launch_s"),
        "outcomes": ("end_s",),
    }.items():
        for column in columns:
            assert np.isfinite(result.tables[name][column]).all(), f"{name}.{column} holds nan"


def clean(path: Path) -> None:
    """No page shows a number that is none."""
    # scripts speak of NaN as they may; what they draw from is JSON, which knows none
    text = SCRIPT.sub("", path.read_text(encoding="utf-8"))
    found = NOT_A_NUMBER.search(text)
    assert found is None, f"{path.name}: {text[max(found.start() - 80, 0) : found.end() + 40]!r}"


def studied(path: Path, seed: int, whole: gbad.Result, folder: Path) -> None:
    """A study of the same runs counts the same leakers, and its page is whole."""
    design = Design(str(path), (Variant("as it is"), Variant("later", {"duration_s": 20.0})), runs=RUNS, seed=seed)
    study = gbad.study(design, out=folder / "study", backend="threads", workers=1)
    assert not study.outcome.failures, study.outcome.failures
    assert not study.outcome.mended, study.outcome.mended
    # the other notes say what is odd about a variant; a page that failed is among them
    assert not [note for note in study.manifest["notes"] if note.startswith(REPORT)], study.manifest["notes"]
    assert not NOT_A_NUMBER.search("\n".join(study.manifest["notes"])), study.manifest["notes"]
    leaked = whole.outcomes["run"][whole.outcomes["fate"] == "leaked"]
    assert np.array_equal(study.sample("leaked", 0), np.bincount(leaked, minlength=RUNS))
    assert len(whole.shots) == study.sample("rounds_fired", 0).sum()
    clean(folder / "study" / "report.html")
    json.dumps(study.summary(), allow_nan=False)
    assert "nan" not in str(study).split()
