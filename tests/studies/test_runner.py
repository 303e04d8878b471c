"""A study is a function of its design: not of workers, backends, batches, or how often it was killed."""

import html
import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gbad
from gbad.archive.variants import all_prepared, source_of
from gbad.errors import InputError, ResultsError
from gbad.results.writing import JOURNAL, OWN_HASH, _with_own_hash, sha256_of
from gbad.studies.answer import Study
from gbad.studies.design import Design, Until, Variant, open_study
from gbad.studies.extremes import extreme_runs
from gbad.studies.files import shipped_studies
from gbad.studies.player import Job
from gbad.studies.runner import BATCH_S, PILOT, _BatchSizes, even_share

# two variants of a scenario small enough to be played a hundred times in a second or two
PAIR = Design("one-aircraft", (Variant("as it is"), Variant("small", {"threats.aircraft.rcs_m2": "0.01"})), runs=40)
VOLATILE = {"runs_per_s", "wall_s", "out"}
# how often the long exercise kills; GBAD_KILLS=20 plays it at length
KILLS = int(os.environ.get("GBAD_KILLS", "3"))

RAISES = """
def assign(situation):
    if situation.run == 37:
        raise ZeroDivisionError("a policy's own mistake")
    return [(0, 1)] if len(situation.track) and situation.rounds_ready[0] and situation.fired[0] == 0 else []
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return gbad.study(PAIR, out=tmp_path_factory.mktemp("whole") / "study", workers=1)


@pytest.mark.parametrize(
    ("backend", "workers", "batch"),
    [("threads", 2, 7), ("threads", 8, 3), ("threads", 1, 64), ("processes", 1, 64), ("processes", 2, 7)],
)
def test_workers_backends_and_batches_change_no_byte(played, tmp_path, backend, workers, batch):
    other = gbad.study(PAIR, out=tmp_path / "study", backend=backend, workers=workers, batch=batch)
    assert other.result_hash == played.result_hash
    assert sha256_of(other.folder / "runs.parquet") == sha256_of(played.folder / "runs.parquet")
    assert (other.folder / "report.html").read_bytes() == (played.folder / "report.html").read_bytes()


def test_every_run_of_a_study_is_the_run_of_that_number(played):
    leaked = gbad.run(PAIR.scenario, seed=PAIR.seed, runs=PAIR.runs).outcomes
    per_run = np.bincount(leaked["run"][leaked["fate"] == "leaked"], minlength=PAIR.runs)
    assert np.array_equal(played.sample("leaked", 0), per_run)


def command(*words: str | Path, cwd: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "gbad", *map(str, words)],
        cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # a shell starts what runs in its background with interrupts ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def journal_lines(folder: Path) -> int:
    journal = folder / JOURNAL
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def kill_after(process: subprocess.Popen, folder: Path, lines: int, blow: signal.Signals) -> bool:
    """Wait until the journal has grown to some lines, then strike; False if it was done before."""
    while process.poll() is None:
        if journal_lines(folder) >= lines:
            process.send_signal(blow)
            process.wait()
            return process.returncode != 0
        time.sleep(0.002)
    return False


@pytest.mark.slow
def test_a_study_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path):
    words = ["study", "one-aircraft", "--runs", str(24 * (KILLS + 1)), "--batch", "3", "--json", "--out"]
    whole = gbad.study("one-aircraft", runs=24 * (KILLS + 1), out=tmp_path / "whole")
    folder, dice, kills = tmp_path / "killed", random.Random(1), 0
    while True:
        lines = journal_lines(folder)
        resume = ["--resume"] if lines else []
        process = command(*words, folder, *resume, cwd=tmp_path)
        if kills == KILLS:
            break
        assert kill_after(process, folder, lines + 1 + dice.randrange(6), signal.SIGKILL)
        kills += 1
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    assert json.loads(out)["result_hash"] == whole.result_hash
    assert sha256_of(folder / "runs.parquet") == sha256_of(whole.folder / "runs.parquet")


@pytest.mark.slow
def test_ctrl_c_leaves_a_folder_that_can_be_resumed(tmp_path):
    words = ["study", "one-aircraft", "--runs", "48", "--batch", "2", "--json", "--out", "study"]
    process = command(*words, cwd=tmp_path)
    assert kill_after(process, tmp_path / "study", 5, signal.SIGINT)
    assert process.returncode == 130
    done = journal_lines(tmp_path / "study")
    again = command(*words, "--resume", cwd=tmp_path)
    out, errors = again.communicate()
    assert again.returncode == 0, errors
    assert json.loads(out)["finished"] == 48
    assert done >= 5


def test_other_inputs_are_refused_with_the_differences(played, tmp_path):
    folder = tmp_path / "study"
    with pytest.raises(KeyboardInterrupt):
        gbad.study(PAIR, out=folder, workers=1, batch=5, progress=_stop)
    with pytest.raises(ResultsError) as refused:
        gbad.study(PAIR, resume=folder, seed=PAIR.seed + 1, runs=41)
    assert "seed: was 1, is 2" in str(refused.value)
    assert "runs: was 40, is 41" in str(refused.value)
    # and with the same inputs it ends as if nothing had been
    assert gbad.study(PAIR, resume=folder).result_hash == played.result_hash


def _stop(state):
    if state.finished >= 20:
        raise KeyboardInterrupt


def _shards_begun(folder: Path) -> list[Path]:
    with pytest.raises(KeyboardInterrupt):
        gbad.study(PAIR, out=folder, workers=1, batch=5, progress=_stop)
    return sorted((folder / "shards").iterdir())


@pytest.mark.parametrize("place", [3, -1])
def test_a_damaged_shard_is_set_aside_and_played_again(played, tmp_path, place):
    folder = tmp_path / "study"
    shard = _shards_begun(folder)[0]
    content = bytearray(shard.read_bytes())
    content[place] ^= 1
    shard.write_bytes(content)
    again = gbad.study(PAIR, resume=folder)
    assert again.result_hash == played.result_hash
    assert len(again.manifest["notes"]) == 1
    assert re.search(
        r"shard: damaged: .* set aside in set-aside; its runs are played again", again.manifest["notes"][0]
    )
    (aside,) = (folder / "set-aside").iterdir()
    assert aside.read_bytes() == content


def test_a_shard_that_is_missing_or_of_another_place_is_played_again(played, tmp_path):
    folder = tmp_path / "study"
    shards = _shards_begun(folder)
    shards[0].unlink()
    # one whose content and journal line agree, but which was copied there from another run of the same variant
    journal = folder / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    (mine,) = [i for i, line in enumerate(lines) if shards[1].name.encode() in line]
    (other,) = [i for i, line in enumerate(lines) if shards[2].name.encode() in line]
    shards[1].write_bytes(shards[2].read_bytes())
    entry, foreign = json.loads(lines[mine]), json.loads(lines[other])
    lines[mine] = _with_own_hash({k: v for k, v in entry.items() if k != OWN_HASH} | {"sha256": foreign["sha256"]})
    journal.write_bytes(b"".join(lines))
    again = gbad.study(PAIR, resume=folder)
    assert again.result_hash == played.result_hash
    told = " ".join(again.manifest["notes"])
    assert "missing" in told
    assert "belongs to another place" in told


def test_a_damaged_journal_line_costs_only_its_runs(played, tmp_path):
    folder = tmp_path / "study"
    _shards_begun(folder)
    journal = folder / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b'"first": ', b'"first": 1')
    journal.write_bytes(b"".join(lines))
    again = gbad.study(PAIR, resume=folder)
    assert again.result_hash == played.result_hash
    assert "journal.jsonl, line 4: damaged" in again.manifest["notes"][0]


def test_one_failing_run_costs_itself_and_is_told(tmp_path):
    (tmp_path / "mine.py").write_text(RAISES)
    shipped = Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml"
    (tmp_path / "mine.yaml").write_text(shipped.read_text())
    (tmp_path / "study.yaml").write_text(
        "schema: study/1\nscenario: mine.yaml\nruns: 60\nvariants:\n  mine: {commands.post.policy: ./mine.py:assign}\n"
    )
    words = ["study", "study.yaml", "--json", "--out", "study"]
    process = command(*words, cwd=tmp_path)
    out, errors = process.communicate()
    assert process.returncode == 3, errors
    said = json.loads(out)
    assert (said["planned"], said["finished"], said["failed"], said["excluded"]) == (60, 59, 1, 0)
    manifest = json.loads((tmp_path / "study" / "manifest.json").read_text())
    assert [f["run"] for f in manifest["failures"]] == [37]
    assert "a policy's own mistake" in manifest["failures"][0]["error"]


def test_the_rule_stops_at_the_same_run_however_the_work_is_cut(tmp_path):
    design = Design("one-aircraft", PAIR.variants, runs=2000, until=Until("leaked", 0.2))
    one = gbad.study(design, out=tmp_path / "one", workers=1, batch=13)
    two = gbad.study(design, out=tmp_path / "two", workers=2, batch=64)
    assert one.result_hash == two.result_hash
    assert one.outcome.stopped_at == two.outcome.stopped_at < 2000
    for variant in (0, 1):
        assert one.estimate("leaked", variant).interval.margin <= 0.2
        # everything that it prints allows for the looks, not only what it watched
        assert one.estimate("rounds_fired", variant).method == "anytime"
    assert one.rule.reached
    assert one.summary()["until"]["reached"]
    apart = replace(one.design, until=None)
    assert one.pair("killed").difference.high > Study(apart, one.outcome, {}, None).pair("killed").difference.high
    assert (
        one.quantile("rounds_fired", 0.9).high >= Study(apart, one.outcome, {}, None).quantile("rounds_fired", 0.9).high
    )
    assert "reached: leaked ±" in str(one)


def test_a_rule_that_was_not_reached_is_said(tmp_path):
    design = Design("one-aircraft", PAIR.variants, runs=60, until=Until("leaked", 0.01))
    study = gbad.study(design, out=tmp_path / "study")
    assert not study.rule.reached
    assert study.rule.runs == 60
    told = (
        f"not reached: leaked ±{study.rule.margin:.2g} in variant {study.rule.variant}, the least known, after 60 runs"
    )
    assert told in str(study)
    assert "±0.01 was asked for" in str(study)
    assert told[0].upper() + told[1:] in html.unescape((study.folder / "report.html").read_text())
    manifest = json.loads((study.folder / "manifest.json").read_text())
    assert manifest["until"] == study.summary()["until"]
    assert manifest["until"]["reached"] is False


def test_the_object_for_machines_has_the_promised_keys(played):
    said = played.summary()
    promised = {"result_hash", "out", "planned", "finished", "failed", "excluded", "estimates", "pairs", "leaks"}
    assert said.keys() == promised | {"runs_per_s", "wall_s", "until", "intervals", "expected_misses"}
    told = {"mean", "low", "high", "kind", "usual", "differing", "share_differing"}
    assert said["estimates"]["small"]["leaked"].keys() == told
    assert said["pairs"][0].keys() >= {"mean", "low", "high", "share_differing", "unpaired_runs"}


def test_a_measure_that_does_not_exist_is_refused_before_a_run_is_played(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "schema: study/1\nscenario: one-aircraft\nruns: 10\nmeasures: [leaked, lekked]\n"
    )
    with pytest.raises(InputError, match="lekked is no measure of one-aircraft; did you mean leaked"):
        gbad.study(tmp_path / "study.yaml", out=tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_quantiles_of_a_study_are_values_that_occurred(played):
    rounds = played.sample("rounds_fired")
    median = played.quantile("rounds_fired", 0.5)
    assert median.low in rounds
    assert median.high in rounds
    assert median.low <= median.estimate == np.median(rounds) <= median.high


def test_what_was_the_same_in_every_run_is_not_called_certain(played):
    """Had none of forty runs a leaker, text, JSON and Python would say alike how many still may."""
    values = played.outcome.values.copy()
    values[..., played.outcome.names.index("leaked")] = 0.0
    played = Study(played.design, replace(played.outcome, values=values), {}, None)
    alike = played.estimate("leaked")
    assert (alike.usual, alike.differing, alike.method) == (0.0, 0, "exact")
    assert alike.share.high == pytest.approx(1.0 - 0.025 ** (1.0 / 40.0))
    said = played.summary()["estimates"]["as it is"]["leaked"]
    assert said["share_differing"]["high"] == alike.share.high
    assert said["high"] > said["mean"] == said["low"] == 0.0
    pair = played.pair("leaked")
    assert pair.equal == 40
    assert pair.difference.high > 0.0
    assert "less than 8.9 % of runs" in str(played)


def test_a_count_that_hardly_ever_differs_is_told_with_its_share(played):
    values = played.outcome.values.copy()
    values[0, :, played.outcome.names.index("rounds_fired")] = 2.0
    values[0, :3, played.outcome.names.index("rounds_fired")] = 3.0
    rare = Study(replace(PAIR, measures=("rounds_fired",)), replace(played.outcome, values=values), {}, None)
    estimate = rare.estimate("rounds_fired")
    assert estimate.rare
    assert (estimate.usual, estimate.differing) == (2.0, 3)
    assert "3 differ from 2 (1.5 to 21 % of runs)" in str(rare)


def test_what_the_scenario_leaves_no_choice_of_is_called_certain(played):
    none = played.estimate("others_engaged")
    assert (none.method, none.interval) == ("certain", (0.0, 0.0, 0.0))
    assert none.share.high == 0.0


def test_every_run_of_every_measure_lies_within_its_bounds(played):
    low, high = played.outcome.bounds[:, None, :, 0], played.outcome.bounds[:, None, :, 1]
    assert ((low <= played.outcome.values) & (played.outcome.values <= high)).all()
    assert played.bounds("rounds_fired") == (0.0, 4.0)
    assert played.bounds("leaked") == played.bounds("hurt_town") == (0.0, 1.0)


def test_intervals_that_stand_side_by_side_are_counted(played):
    said = played.summary()
    # two variants of leaked, killed and rounds_fired and their differences; nobody but threats flies
    assert (said["intervals"], said["expected_misses"]) == (6 + 3, 0.45)
    assert "to miss" not in str(played)
    more = Study(replace(PAIR, measures=("leaked", "killed", "rounds_fired", "survived")), played.outcome, {}, None)
    assert "12 intervals of 95 % each: expect up to 0.6 of them to miss their truth" in str(more)
    # the page has those of the one asset too; nothing leaked, so there are no causes
    assert not played.outcome.values[..., played.outcome.names.index("leaked")].any()
    page = html.unescape((played.folder / "report.html").read_text())
    assert "11 intervals of 95 % each: expect up to 0.55 of them" in page


def test_fates_of_a_single_threat_are_shares_that_stay_between_0_and_1(played):
    share = played.estimate("leaked")
    assert share.method == "exact"
    assert 0.0 <= share.interval.low <= share.interval.estimate < share.interval.high <= 1.0


def test_a_notebook_shows_every_estimate_pair_and_count(played):
    shown = played._repr_html_()
    for words in ("leaked", "small", "as it is", "small - as it is", "80 runs finished of 80 planned", "0 failed"):
        assert words in shown


def test_the_worst_run_can_be_played_again_by_the_command_in_the_report(played, tmp_path):
    page = html.unescape((played.folder / "report.html").read_text())
    commands = re.findall(r"<code>(gbad run .*?)</code>", page)
    # the best, the median and the worst run of each variant, a run that is several of them once
    assert len(commands) == sum(len(set(extreme_runs(played, v.name).values())) for v in PAIR.variants)
    replay = command(*shlex.split(commands[-1])[1:], "--out", "again", "--json", cwd=tmp_path)
    out, errors = replay.communicate()
    assert replay.returncode == 0, errors
    assert json.loads(out)["leaked"] == played.sample("leaked", 1).max()


@pytest.mark.parametrize("name", shipped_studies())
def test_shipped_studies_prepare(name):
    design = open_study(name)
    # layers with other types of rounds cannot be variants of one study: each is one of its own
    assert len(design.variants) >= (1 if name.startswith("forty-drones-") else 2)
    assert len(all_prepared(design, source_of(design))) == len(design.variants)


def test_variants_with_other_types_of_rounds_are_refused_and_told_how_they_become_alike(tmp_path):
    load = [{"count": 1, "type": "5P85TE2", "load": {"48N6E2": 4}}]
    other = Variant("other", {"batteries.battery.launchers": load})
    apart = Design("one-aircraft", (Variant("as it is"), other), runs=2)
    with pytest.raises(InputError, match=r"other assets or rounds than as it is: not comparable \(rounds_48N6E2, "):
        all_prepared(apart, source_of(apart))
    # none of a type loaded: counted all the same
    both = [
        Variant(name, {"batteries.battery.launchers": [{"count": 1, "type": "5P85TE2", "load": each}]})
        for name, each in (("two", {"48N6E2": 4, "48N6E3": 0}), ("three", {"48N6E2": 0, "48N6E3": 4}))
    ]
    played = gbad.study(Design("one-aircraft", tuple(both), runs=4), out=tmp_path / "alike")
    assert played.sample("rounds_48N6E3", "two").max() == 0.0
    assert played.sample("rounds_48N6E2", "two").min() > 0.0
    assert played.sample("rounds_48N6E2", "three").max() == 0.0
    assert played.sample("rounds_48N6E3", "three").min() > 0.0


def test_a_launcher_without_rounds_is_refused():
    load = [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 0}}]
    with pytest.raises(InputError, match="no round was found; one at least is needed"):
        gbad.prepare("one-aircraft", {"batteries.battery.launchers": load})


def test_a_plan_writes_nothing(tmp_path):
    process = command("study", "one-aircraft", "--runs", "1000", "--plan", "--json", cwd=tmp_path)
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    said = json.loads(out)
    assert said["runs"] == 1000
    assert said["seconds"] > 0
    assert not list(tmp_path.iterdir())


def test_an_unknown_backend_is_refused(tmp_path):
    with pytest.raises(InputError, match="--backend fork: auto, threads, processes, dask or ray"):
        gbad.study(PAIR, out=tmp_path / "study", backend="fork")
    assert not (tmp_path / "study").exists()


def test_batches_grow_while_they_are_short_and_shrink_when_they_are_long():
    sizes, size = _BatchSizes(1, None), PILOT
    for seconds, factor in ((0.1, 4.0), (BATCH_S - 0.1, 2.0), (BATCH_S + 0.1, 1.0), (4.0 * BATCH_S, 0.5)):
        sizes.learn(Job("one-aircraft", 0, (), 1, 0, size), seconds)
        assert sizes(0) == factor * size
        size = sizes(0)
    # the rest of a study says nothing about whole batches
    sizes.learn(Job("one-aircraft", 0, (), 1, 0, 3), 0.01)
    assert sizes(0) == size


@pytest.mark.parametrize(
    ("left", "most", "workers", "count"),
    [
        (1000, 64, 1, 63),  # sixteen batches of one size, none of them small
        (100, 64, 2, 50),  # both end together
        (100, 64, 1, 50),
        (64, 64, 1, 64),
        (3, 64, 8, 1),  # never none
        (130, 64, 2, 33),  # two turns of two
    ],
)
def test_the_last_batches_of_a_study_are_of_one_size(left, most, workers, count):
    assert even_share(left, most, workers) == count


@given(left=st.integers(1, 5000), most=st.integers(1, 256), workers=st.integers(1, 16))
def test_an_even_share_is_a_batch_and_takes_no_more_turns_than_the_largest(left, most, workers):
    share = even_share(left, most, workers)
    assert 1 <= share <= most
    assert -(-left // (share * workers)) == -(-left // (most * workers))
