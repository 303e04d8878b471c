"""Faults planted one at a time, each in one rule, and the tests that must notice: ``python tools/planted_faults.py``.

Every fault is a text of one file replaced by another. The package is copied, the fault planted, the tests named are run
against the copy, and a table says who noticed. A fault that survives is a rule that nobody would miss.

Kernels that a fault touches run as plain Python, all others compiled: a fault takes seconds then, where compiling what
depends on it would take minutes. Each group of tests must pass that way with nothing planted, or its faults are not
counted as noticed. With ``--rows FILE`` what was found is kept there, and what is there is not played again; with
``--page`` as well, a table of all of it is written into docs/planted-faults.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# one decision each, on small tables; what plays battles in that folder would notice late
ROOM = " ".join(
    f"tests/weapon_assignment/test_{what}.py"
    for what in ("gates", "ledger_rules", "seen_since", "unit_rules", "greedy")
)
OPTIONS = "weapon_assignment/_options_kernel.py"
OFFER = "weapon_assignment/_offer_kernel.py"
ALLOCATION = "weapon_assignment/_allocation_kernel.py"
GREEDY = "weapon_assignment/_greedy_kernel.py"
MEETING = "envelope/_meeting_kernel.py"
BOOK = "recorder/_book_kernel.py"
LAST = "attribution/last_opportunity.py"
ENDS = "attribution/round_ends.py"
LIMITS = "attribution/radars_off.py"
MEETING_TESTS = "tests/envelope/test_meeting.py"
RECORD_TESTS = "tests/recorder"
CAUSE_TESTS = "tests/attribution/test_rules.py"
BATTLES = "tests/simulation/test_batch_properties.py"
PERMISSION_TESTS = "tests/threat_evaluation/test_permission.py"
GROWING = "studies/growing.py"
# those that play whole studies would notice late
GROWING_TESTS = "tests/studies/test_growing.py " + " ".join(
    f"--deselect tests/studies/test_growing.py::test_a_study_{what}"
    for what in (
        "that_grows_has_the_bytes_of_threads", "whose_workers_die_at_birth_has_the_bytes_of_threads_and_says_so"
    )
)  # fmt: skip
IGNORANCE = "studies/ignorance.py"
IGNORANCE_TESTS = "tests/studies/test_ignorance.py"
OUTCOMES = "assessment/outcomes.py"
OUTCOME_TESTS = "tests/assessment/test_outcomes.py"
UNHELD = "attribution/unheld.py"
UNHELD_TESTS = "tests/attribution/test_track_that_did_not_last.py"
GOLDEN = "tests/simulation/test_golden_runs.py"
PAGE = ROOT / "docs" / "planted-faults.md"
HEAD = """# Rules that somebody would miss

`python tools/planted_faults.py` breaks one rule at a time in a copy of the package and runs the tests of that rule. Of
{count} faults {played} were played for this table and {survived} survived; the last column names the first test that
failed. Rules that begin with "battle" or "golden" are broken once more and must be noticed in whole battles. A rule that is added gets a fault of its own here.

| rule that was broken | in | noticed by |
|---|---|---|
"""


@dataclass(frozen=True)
class Fault:
    """One rule broken."""

    rule: str
    file: str  # under src/gbad
    old: str
    new: str
    tests: str


FAULTS = (
    Fault("target channel held", OPTIONS, "            channels[0, run, battery] -= 1", "            pass", ROOM),
    Fault("missile channel held", OPTIONS, "        channels[1, run, battery] -= 1", "        pass", ROOM),
    Fault("channel held until the report", OPTIONS, "if not ordered[run, row] or report_s[run, row] <= time_s:",
          "if not ordered[run, row]:", ROOM),
    Fault("channel columns swapped", OPTIONS, "channels[0, run, battery] = sites.target_channels[battery]",
          "channels[0, run, battery] = sites.missile_channels[battery]", ROOM),
    Fault("one target channel a salvo", OPTIONS, "                first = False\n", "                pass\n", ROOM),
    Fault("launcher interval", ALLOCATION, "launch_s + timing.interval_s[draw, launcher]", "launch_s", ROOM),
    Fault("salvo spacing", ALLOCATION, "earliest_s = launch_s + timing.spacing_s[command]", "earliest_s = launch_s", ROOM),
    Fault("reaction time", ALLOCATION, "time_s + sites.reaction_time_s[draw, battery]", "time_s", ROOM),
    Fault("earliest launcher", ALLOCATION,
          "free_s < best_free_s", "False", ROOM),
    Fault("a round must be ready", ALLOCATION, "ready.round_ready_s[run, row] > time_s or ", "", ROOM),
    Fault("a launcher that closes", ALLOCATION, " or max(earliest_s, free_s) >= ready.closes_s[run, launcher]", "", ROOM),
    Fault("an order on its way", ALLOCATION, " + ready.order_late_s[run, battery]", "", ROOM),
    Fault("magazine", ALLOCATION, "            ordered[run, best] = True\n", "", ROOM),
    Fault("channel taken by an order", ALLOCATION, "free.targets[run, battery] -= 0 if options.engaged[option] else 1",
          "pass", ROOM),
    Fault("missile channels taken by an order", ALLOCATION, "free.missiles[run, battery] -= picks[option]", "pass",
          ROOM),
    Fault("no round told from no channel", ALLOCATION, "reason = NO_ROUND", "reason = NO_CHANNEL", ROOM),
    Fault("no channel told from withheld", ALLOCATION, "reason = NO_CHANNEL", "reason = WITHHELD", ROOM),
    Fault("a served track has no shut gate", ALLOCATION, "gate[run, command, slot, battery] = NONE",
          "gate[run, command, slot, battery] = WITHHELD", ROOM),
    Fault("intercept moves with the launch", ALLOCATION, "intercept_s[option] + (launch_s - first_launch_s)",
          "intercept_s[option]", ROOM),
    Fault("wait after a reported kill", OPTIONS, "time_s - killed_s < rules.reassessment_s[draw, command]", "False", ROOM),
    Fault("wait for a pending round", OPTIONS, "                in_flight += 1\n",
          "                pass\n", ROOM),
    Fault("wait belongs to the track", OPTIONS,
          "            and ledger.track[run, row] == track\n", "",
          ROOM),
    Fault("rounds spent are counted", OPTIONS, "                fired += 1\n", "                pass\n", ROOM),
    Fault("speed limit", OFFER, "speed > reach.max_target_speed_mps[draw, kind]", "False", ROOM),
    Fault("longest range", OFFER, "<= distance <= longest_m", "<= distance", ROOM),
    Fault("shortest range", OFFER, "reach.min_range_m[draw, kind] <= distance", "0.0 <= distance", ROOM),
    Fault("ceiling", OFFER, "and top <= max_altitude_m", "", ROOM),
    Fault("floor lifts a low flyer", OFFER, "        height = max(height, min_altitude_m)\n", "        pass\n", ROOM),
    Fault("range against falling targets", OFFER,
          "reach.max_range_ballistic_m[draw, kind] if ballistic else reach.max_range_m[draw, kind]", "reach.max_range_m[draw, kind]", ROOM),
    Fault("self-destruct", OFFER, "wait + reach.self_destruct_s[draw, kind]", "math.inf", ROOM),
    Fault("before impact", OFFER, "threats.time_to_impact_s[run, command, slot], wait", "math.inf, wait", ROOM),
    Fault("reaction in the meeting", OFFER, "sites.reaction_time_s[draw, battery] + units.order_late_s[run, battery],\n", "0.0,\n", ROOM),
    Fault("launcher in the meeting", OFFER, "free_s - time_s,", "0.0,", ROOM),
    Fault("sight at the meeting", OFFER, "if reach.needs_radar[kind] and not covers(volume, draw, radar, qx, qy, qz):",
          "if False:", ROOM),
    Fault("held by its own radar", OPTIONS, "picture.member[run, command, slot, radar] != 0\n        and time_s", "True\n        and time_s", ROOM),
    Fault("held lately", OPTIONS, "and time_s - held_since <= rules.fresh_s[draw, command, radar]", "", ROOM),
    Fault("lift into sight", OFFER, "if held and not track.ballistic:", "if False:", ROOM),
    Fault("seen since the reported kill", OPTIONS,
          "longest_s = min(rules.fresh_s[draw, command, radar], time_s - killed_s)",
          "longest_s = rules.fresh_s[draw, command, radar]", ROOM),
    Fault("a round not to be late", MEETING, "arrival_s <= search.at_s + TOLERANCE_S", "True", MEETING_TESTS),
    Fault("nor too early at the edge of its reach", MEETING, "arrival_s >= search.met_s - EARLY_S", "True", MEETING_TESTS),
    Fault("the earliest meeting", MEETING, "search.met_s - search.before_s > 0.5 * TOLERANCE_S", "False", MEETING_TESTS),
    Fault("none after the latest time", MEETING, "search.at_s <= latest_s", "True", MEETING_TESTS),
    Fault("the last moment is tried", MEETING, "        if before < latest_s < at:\n            at = latest_s\n", "",
          MEETING_TESTS),
    Fault("battery of another command", OPTIONS, "if units.obeys[run, battery] != command:", "if False:", ROOM),
    Fault("permission", OPTIONS, "if not permitted[run, command, slot]:", "if False:", ROOM),
    Fault("threats only", OPTIONS, "elif priority[run, command, slot] <= 0.0:", "elif False:", ROOM),
    Fault("figure by class of target", OPTIONS, "2 if track.ballistic else (0 if height_m(x, y, z) > HIGH_M else 1)", "0", ROOM),
    Fault("most urgent first", GREEDY, "priority[option] > priority[lead]", "False", ROOM),
    Fault("better missile first", GREEDY, "kill_probability[option] > kill_probability[best]", "False", ROOM),
    Fault("salvo of the doctrine", GREEDY, "min(salvo_of_command[command],", "min(1,", ROOM),
    Fault("pending tracks wait in greedy", GREEDY, "-1 if in_flight[last] == 0 else 0", "-1", "tests/simulation/test_battle.py"),
    # the record and what is made of it
    Fault("ready rounds counted", BOOK, "            busy[run, battery, 0] += 1\n", "            pass\n", RECORD_TESTS),
    Fault("target channels counted", BOOK, "            busy[run, battery, 1] += 1", "            busy[run, battery, 2] += 1",
          RECORD_TESTS),
    Fault("missile channels counted", BOOK, "        busy[run, battery, 2] += 1\n", "        pass\n", RECORD_TESTS),
    Fault("first time stays", BOOK, "    if not (first_s[who, stage] <= time_s):\n", "    if True:\n", RECORD_TESTS),
    Fault("detected means in sight", BOOK, "            _first(first_s[run_of[row]], who, LINE_OF_SIGHT, time_s[row])\n",
          "            pass\n", RECORD_TESTS),
    Fault("confirmed when ready", BOOK, "_first(first_s[run], who, CONFIRMED, reports.ready_s[row])",
          "_first(first_s[run], who, CONFIRMED, reports.time_s[row])", RECORD_TESTS),
    Fault("identified needs permission", BOOK, "                    if picture.permitted[run, command, slot]:\n",
          "                    if True:\n", RECORD_TESTS),
    Fault("ranked needs a priority", BOOK, "                        if picture.priority[run, command, slot] > 0.0:\n",
          "                        if True:\n", RECORD_TESTS),
    Fault("the newest member is the object", BOOK, "member_time_s[run, command, slot, radar] <= newest_s",
          "member_time_s[run, command, slot, radar] >= newest_s", RECORD_TESTS),
    Fault("a tracked object is not shared", BOOK, "        return NOT_SHARED\n", "        return NO_SIGHT\n", RECORD_TESTS),
    Fault("last opportunity, not the first", LAST, "int(believed[-1] if len(believed) else cycles[-1])",
          "int(believed[0] if len(believed) else cycles[0])", CAUSE_TESTS),
    Fault("cycles held out of reach do not speak", LAST, "(here & ~outside)", "here", CAUSE_TESTS),
    Fault("a shot after the arrival is late", ENDS, "or shots.end_s[run, row] >= arrival_s", "", CAUSE_TESTS),
    Fault("support lost is told", ENDS, "        return Cause.GUIDANCE_SUPPORT_LOST", "        return Cause.SHOT_AND_MISSED",
          CAUSE_TESTS),
    Fault("a false kill is told", ENDS, "        return Cause.FALSELY_ASSESSED_KILLED",
          "        return Cause.SHOT_AND_MISSED", CAUSE_TESTS),
    Fault("a swapped track is told", ENDS, "if shots.target[run, row] >= 0 and shots.target[run, row] != who:", "if False:",
          CAUSE_TESTS),
    Fault("the last round speaks", ENDS, "rows[np.argmax(shots.order_s[run, rows])]", "rows[0]", CAUSE_TESTS),
    Fault("a lost radar is told", LIMITS, "    if book.truth.radar_end_s[run, radar] <= time_s:\n", "    if False:\n",
          CAUSE_TESTS),
    Fault("a limit alone is the cause", "attribution/gates.py", "there & (count == 1) & ((part & ignore) == 0)",
          "there & ((part & ignore) == 0)", CAUSE_TESTS),
    Fault("the last time speaks", "attribution/gates.py", "int(np.flatnonzero(allowed.any(axis=1))[-1])",
          "int(np.flatnonzero(allowed.any(axis=1))[0])", CAUSE_TESTS),
    # the same rules once more, noticed in whole battles
    Fault("battle: target channels", OPTIONS, "            channels[0, run, battery] -= 1", "            pass", BATTLES),
    Fault("battle: missile channels", OPTIONS, "        channels[1, run, battery] -= 1", "        pass", BATTLES),
    Fault("battle: channel columns swapped", OPTIONS, "channels[0, run, battery] = sites.target_channels[battery]",
          "channels[0, run, battery] = sites.missile_channels[battery]", BATTLES),
    Fault("battle: launcher interval", ALLOCATION, "launch_s + timing.interval_s[draw, launcher]", "launch_s", BATTLES),
    Fault("battle: salvo spacing", ALLOCATION, "earliest_s = launch_s + timing.spacing_s[command]",
          "earliest_s = launch_s", BATTLES),
    Fault("battle: reaction time", ALLOCATION, "time_s + sites.reaction_time_s[draw, battery]", "time_s", BATTLES),
    Fault("battle: no round twice", ALLOCATION, "            ordered[run, best] = True\n", "", BATTLES),
    Fault("battle: permission", OPTIONS, "if not permitted[run, command, slot]:", "if False:", BATTLES),
    Fault("battle: a silent radar holds nothing", OPTIONS,
          "and time_s - held_since <= rules.fresh_s[draw, command, radar]", "", BATTLES),
    Fault("battle: missiles in the record", BOOK, "        busy[run, battery, 2] += 1\n", "        pass\n", BATTLES),
    Fault("battle: two rounds at a target hold one channel", BOOK, "                first = False\n",
          "                pass\n", BATTLES),
    Fault("golden: most urgent first", GREEDY, "priority[option] > priority[lead]", "False", GOLDEN),
    Fault("golden: last opportunity", LAST, "int(believed[-1] if len(believed) else cycles[-1])",
          "int(believed[0] if len(believed) else cycles[0])", GOLDEN),
    Fault("the last batches are of one size", "studies/runner.py", "return min(most, -(-left // (turns * workers)))",
          "return min(most, left)", "tests/studies/test_runner.py::test_the_last_batches_of_a_study_are_of_one_size"),
    Fault("a report may be on its way", "tables/patience.py", "report_way_s(defence) + looks * period_s", "looks * period_s",
          "tests/tables/test_patience.py"),
    Fault("an engine drives all the way", "engagement/_point_mass_kernel.py", "if p[c.CRUISE] > 0.0 and flown_s >= p[c.DELAY]:",
          "if p[c.CRUISE] > 0.0 and flown_s < p[c.DELAY]:", "tests/engagement/test_driven.py"),
    Fault("a racetrack's step is seen from its middle", "scenario/compile_racetracks.py", "(k + 0.5) * each_s", "k * each_s",
          "tests/scenario/test_racetracks.py"),
    Fault("kernels call the twin", "compiling/pieces.py", "return types.Dispatcher(self._twin)", "return types.Dispatcher(self)",
          "tests/compiling/test_pieces.py::test_a_second_process_compiles_nothing_and_finds_the_same"),
    Fault("an unknown is asked before fire", "threat_evaluation/_permission_kernel.py", "asked >= asks_required and ", "",
          PERMISSION_TESTS),
    Fault("and is old enough to be called something", "threat_evaluation/_permission_kernel.py",
          " and observed_s >= time_required_s", "", PERMISSION_TESTS),
    Fault("the first batches tell nothing", GROWING, "self._telling = -workers", "self._telling = 0", GROWING_TESTS),
    Fault("what is played is no longer left", GROWING, "            self._left -= played.job.count\n", "", GROWING_TESTS),
    Fault("jobs of dead processes go to the threads", GROWING, "            self._threads.submit(job)\n", "            pass\n",
          GROWING_TESTS),
    Fault("what dead processes had finished comes home", GROWING, "        self._stay(error)\n        return found",
          "        self._stay(error)\n        return []", GROWING_TESTS),
    Fault("a p-box counts at most so many", IGNORANCE, "(values <= value)", "(values < value)", IGNORANCE_TESTS),
    Fault("few dice do not widen a p-box", IGNORANCE, "between, _ = components(means, below.var(axis=1, ddof=1), dice)",
          "between = float(means.var(ddof=1))", IGNORANCE_TESTS),
    Fault("ends of a p-box never fall", IGNORANCE, "np.maximum.accumulate(low), middle", "low, middle", IGNORANCE_TESTS),
    Fault("one raid varies by chance too", IGNORANCE, "one_raid=_ends(values)", "one_raid=_ends(means)", IGNORANCE_TESTS),
    Fault("a p-box is drawn in steps at its numbers", "report/study_doubt.py",
          "return np.repeat(np.concatenate([[0.0], shares]), 2)", "return np.repeat(np.concatenate([shares, [1.0]]), 2)",
          IGNORANCE_TESTS),
    Fault("the killed are not on their way", OUTCOMES, "~paths.reaches_end[path_of_run] & ~truth.killed & objects.is_threat",
          "~paths.reaches_end[path_of_run] & objects.is_threat", OUTCOME_TESTS),
    Fault("nor is what was never let go", OUTCOMES, " & (objects.aims_at >= 0) & let_go", " & (objects.aims_at >= 0)",
          OUTCOME_TESTS),
    Fault("nor who turned back", "studies/measures.py", " & ~_turned_back(book)", "",
          "tests/studies/test_unfinished.py::test_who_turned_back_is_not_among_those_who_had_not_arrived"),
    Fault("jamming explains what it drowns for all", UNHELD, "drowned = all(", "drowned = any(", UNHELD_TESTS),
    Fault("a lost track stands beside its cause", UNHELD, "also=(*near.also, Cause.TRACK_LOST)", "also=near.also", UNHELD_TESTS),
    Fault("a lost radar speaks before a silent one", UNHELD, "        if lost.any():", "        if False:", UNHELD_TESTS),
    Fault("held for certain at the worst corner only", "claims/seeing.py", "worst = shown.low >= rcs.high and",
          "worst = shown.low >= rcs.low and", "tests/claims/test_claims.py"),
    Fault("samples to ask for are rounded up", "studies/verdicts.py", "return -(-needs // step) * step",
          "return needs // step * step", "tests/studies/test_verdicts.py::test_never_fewer_samples_are_asked_for_than_are_needed"),
)  # fmt: skip


# kernels of the planted file, and whatever rests on them, as they are written; the rest compiled
PLAIN = """
import sys
from gbad import _jit
planted = sys.argv[1]
def made(compiled):
    def either(function):
        touched = any(path.as_posix().endswith(planted) for path in _jit.closure(function.__module__))
        return function if touched else compiled(function)
    return either
for name in ("kernel", "lean", "inlined"):
    setattr(_jit, name, made(getattr(_jit, name)))
import pytest
sys.exit(pytest.main(["-q", "-x", "--no-header", "-p", "no:cacheprovider", *sys.argv[2:]]))
"""


def notice(fault: Fault) -> str:
    """Which test notices a fault, or how it survives."""
    source = ROOT / "src" / "gbad" / fault.file
    if not source.is_file() or source.read_text(encoding="utf-8").count(fault.old) != 1:
        return "NOT PLANTED: the text is not there, or more than once"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "src", Path(folder) / "src", ignore=shutil.ignore_patterns("__pycache__"))
        planted = Path(folder) / "src" / "gbad" / fault.file
        planted.write_text(planted.read_text(encoding="utf-8").replace(fault.old, fault.new), encoding="utf-8")
        return told(fault, folder)


def told(fault: Fault, folder: Path | str) -> str:
    """The first test that fails against the package in ``folder``, or ``SURVIVED``."""
    ran = subprocess.run(
        [sys.executable, "-c", PLAIN, f"gbad/{fault.file}", *fault.tests.split()],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{folder}/src", "CI": "true"},
        capture_output=True,
        text=True,
    )
    failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if ran.returncode == 0:
        return "SURVIVED"
    return failed[0].split(" - ")[0].split("::", 1)[-1] if failed else f"exit {ran.returncode}: {ran.stdout[-200:]}"


def main() -> int:
    """Plant all faults (or those whose rule contains a word) and print the table. Exit 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="", help="only rules, or files, that contain this")
    parser.add_argument("--rows", type=Path, help="keep rows here; what is there is not played again")
    parser.add_argument("--page", action="store_true", help="write the page of what --rows holds, and plant nothing")
    asked = parser.parse_args()
    if asked.page:
        PAGE.write_text(page(_kept(asked.rows)), encoding="utf-8")
        return 0
    known = _kept(asked.rows)
    chosen = [fault for fault in FAULTS if asked.word in fault.rule or asked.word in fault.file]
    survived = 0
    for fault in chosen:
        sound = f"nothing planted: {fault.file} {fault.tests}"
        if sound not in known:
            _keep(asked.rows, known, sound, told(fault, ROOT))
        if known[sound] != "SURVIVED":
            print(f"{fault.rule:50} {fault.file:40} UNSOUND: with nothing planted, {known[sound]}", flush=True)
            survived += 1
            continue
        name = name_of(fault)
        if name not in known:
            _keep(asked.rows, known, name, notice(fault))
        survived += known[name].startswith(("SURVIVED", "NOT PLANTED"))
        print(f"{fault.rule:50} {fault.file:40} {known[name]}", flush=True)
    print(f"{len(chosen)} planted, {survived} survived")
    return 1 if survived else 0


def name_of(fault: Fault) -> str:
    """What its row is called: a fault whose text changes is another one."""
    return f"{fault.rule} {fault.file} {fault.old!r} {fault.new!r}"


def page(known: dict[str, str]) -> str:
    """The table of all faults. One that ``known`` lacks is said not to have been played."""
    told_of = {fault: known.get(name_of(fault), "") for fault in FAULTS}
    rows = [f"| {f.rule} | `{f.file}` | {f'`{found}`' if found else 'not played'} |" for f, found in told_of.items()]
    played = [found for found in told_of.values() if found]
    survived = sum(found.startswith("SURVIVED") for found in played)
    return HEAD.format(count=len(FAULTS), played=len(played), survived=survived) + "\n".join(rows) + "\n"


def _kept(rows: Path | None) -> dict[str, str]:
    if rows is None or not rows.exists():
        return {}
    return dict(json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines())


def _keep(rows: Path | None, known: dict[str, str], name: str, found: str) -> None:
    known[name] = found
    if rows is not None:
        with rows.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, found]) + "\n")


if __name__ == "__main__":
    sys.exit(main())
