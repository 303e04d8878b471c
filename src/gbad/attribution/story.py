"""Why it happened: the causal chain of one object or round in plain words, or the causes of all leakers.

Everything told here was computed by the simulation and written to the result; this file only reads and words it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad.answer import Answer, Grid
from gbad.codes.causes import Cause
from gbad.codes.reasons import SENTENCES
from gbad.errors import InputError
from gbad.results.result import Result
from gbad.results.table import Row

# column of outcomes; what it says when it happened; the gate that was shut when it never did
_STAGES = (
    ("first_line_of_sight_s", "in line of sight of a radar", Cause.NEVER_IN_LINE_OF_SIGHT),
    ("first_detection_s", "first detected", Cause.ECHO_TOO_WEAK),
    ("confirmed_s", "track confirmed at a radar", Cause.NOT_CONFIRMED),
    ("shared_s", "in a command's picture", Cause.NOT_SHARED_IN_TIME),
    ("identified_s", "identified as one that may be engaged", Cause.NOT_IDENTIFIED),
    ("ranked_s", "ranked as a threat", Cause.NOT_RANKED),
    ("first_order_s", "first round ordered", Cause.NONE),
    ("first_launch_s", "first round launched", Cause.NONE),
    ("first_intercept_s", "first round at its closest approach", Cause.NONE),
)
_END_WORDS = {
    "none": "was still in flight at the end",
    "no_target": "found no target",
    "support_lost": "lost the guidance of its radar",
    "self_destruct": "destroyed itself at the end of its flight time",
    "too_slow": "became too slow to manoeuvre",
    "ground": "hit the ground",
}


def why(result: Result, threat: str | None = None, run: int | None = None) -> Answer:
    """The chain of an object (or the flight of a round) in one run, by default the first; without a name all leakers.

    Raises InputError for an id or a run that the result does not have.
    """
    if threat is None:
        return cause_table(result, run)
    chosen = _known_run(result, run)
    if len(result.shots.where(run=chosen, round=threat)):
        return flight(result, threat, chosen)
    return chain(result, threat, chosen)


def cause_table(result: Result, run: int | None = None) -> Answer:
    """Causes of the leakers of all runs (or one), the most frequent first, with the objects concerned."""
    outcomes = result.outcomes if run is None else result.outcomes.where(run=_known_run(result, run))
    threats = outcomes[outcomes["is_threat"]]
    leakers = threats[threats["fate"] == "leaked"]
    rows = []
    for cause in sorted(set(leakers["cause"].tolist()), key=lambda c: (-int((leakers["cause"] == c).sum()), c)):
        objects, times = np.unique(leakers["object"][leakers["cause"] == cause], return_counts=True)
        rows.append((cause, int(times.sum()), dict(zip(objects.tolist(), times.tolist(), strict=True))))
    runs = len(np.unique(outcomes["run"]))
    title = f"{len(leakers)} of {len(threats)} threats got through" + (f" in {runs} runs" if runs > 1 else "")
    cells = [[str(count), Cause[cause.upper()].sentence, _who(objects, runs)] for cause, count, objects in rows]
    grids = [Grid("Why they got through", ("count", "cause", "threats"), cells, ("count",))] if cells else []
    facts = {"threats": len(threats), "leaked": len(leakers), "runs": runs}
    causes = [{"cause": cause, "count": count, "objects": objects} for cause, count, objects in rows]
    return Answer(title, (), grids, facts | {"causes": causes})


def chain(result: Result, threat: str, run: int | None = None) -> Answer:
    """One object's way through the chain: each stage with its time and what was left, each shot, the end."""
    outcome = _outcome(result, threat, _known_run(result, run))
    shots = list(result.shots.where(run=outcome.run, object=threat).rows())
    launched = [shot for shot in shots if math.isfinite(shot.launch_s)]
    arrival = outcome.planned_end_s if math.isfinite(outcome.planned_end_s) else outcome.end_s
    title = f"{threat} ({outcome.type}), run {outcome.run}: {_fate(outcome)} at {_seconds(outcome.end_s)}"
    grids = [Grid("The chain", ("stage", "at", "after", "time left"), _stages(outcome, arrival), _NUMBERS)]
    if launched:
        cells = [[_seconds(shot.launch_s), shot.round, _shot(shot)] for shot in launched]
        grids.append(Grid("Rounds fired at it", ("launched", "round", "what became of it"), cells, ("launched",)))
    changes = (
        list(result.identities.where(run=outcome.run, object=threat).rows()) if "identities" in result.tables else []
    )
    if changes:
        cells = [[_seconds(c.time_s), c.command, str(c.track), c.identity, _because(c)] for c in changes]
        grids.append(Grid("Whom it was held for", ("at", "by", "track", "identity", "because"), cells, ("at", "track")))
    facts = {key: _plain(value) for key, value in outcome.items()}
    return Answer(
        title,
        [*_cause(outcome), *_misidentified(result, outcome, changes, launched), *foretold(result, outcome)],
        grids,
        facts | {"rounds": [{k: _plain(v) for k, v in s.items()} for s in launched]},
    )


def foretold(result: Result, outcome: Row) -> list[str]:
    """Where a ballistic missile was expected to come down, first and last, and where it seemed to come from."""
    tracks = result.tracks.where(run=outcome.run, object=outcome.object)
    tracks = tracks[np.isfinite(tracks["impact_std_m"]) & np.isfinite(tracks["launch_std_m"])]
    if not len(tracks):
        return []
    order = np.argsort(tracks["time_s"], kind="stable")
    first, last = tracks[int(order[0])], tracks[int(order[-1])]
    surest = tracks[int(np.argmin(tracks["launch_std_m"]))]
    return [
        f"Expected at {_seconds(first.time_s)} to come down {_about(first, 'impact')}; at {_seconds(last.time_s)}, "
        f"{_about(last, 'impact')}.",
        f"Launched, by estimate, {_about(surest, 'launch')}.",
    ]


def _about(track: Row, end: str) -> str:
    """A place to as many digits as its error deserves."""
    spread_m = track[f"{end}_std_m"]
    digits = 2 if spread_m < 5_000.0 else 1
    place = f"{track[f'{end}_latitude_deg']:.{digits}f} N {track[f'{end}_longitude_deg']:.{digits}f} E"
    return f"near {place}, {spread_m / 1e3:.1f} km (one sigma)"


def flight(result: Result, number: str, run: int) -> Answer:
    """One round's story: at whom, from where, when, and how it ended."""
    shot: Row = result.shots.where(run=run, round=number)[0]
    title = f"round {number} ({shot.interceptor}) of {shot.battery}, run {run}"
    sentences = [f"Ordered at {_seconds(shot.order_s)} against track {shot.track}, which was {_named(shot.aimed_at)}."]
    if math.isfinite(shot.launch_s):
        sentences.append(f"Launched at {_seconds(shot.launch_s)}; it {_shot(shot)}.")
    else:
        sentences.append("It was never launched.")
    if shot.object and shot.object != shot.aimed_at:
        sentences.append(f"What it flew at in the end was {shot.object}.")
    return Answer(title, sentences, (), {key: _plain(value) for key, value in shot.items()})


def _because(change: Row) -> str:
    """A change of identity in words: the reason, how sure it was, and what the track had answered."""
    sure = f", {100 * change.confidence:.0f} % sure" if math.isfinite(change.confidence) else ""
    answers = change.civil_replies + change.friendly_replies
    asked = f"{answers} answers to {change.interrogations} interrogations" if change.interrogations else "never asked"
    return f"{SENTENCES[change.reason]} ({asked}{sure})"


def _misidentified(result: Result, outcome: Row, changes: list[Row], launched: list[Row]) -> list[str]:
    """Why an aircraft that is no threat was fired at; or from when on a threat was held for harmless."""
    wrong = {"friend", "neutral"} if outcome.is_threat else {"hostile"}
    first = next((change for change in changes if change.identity in wrong), None)
    said = []
    if first is not None:
        held = f"{first.command} held it for {first.identity} from {_seconds(first.time_s)} on"
        said.append(f"Misidentified: {held}, {outcome.wrong_identity_for_s:.0f} s altogether: {_because(first)}.")
    if outcome.is_threat or not launched:
        return said
    orders = {order.round: order for order in result.orders.where(run=outcome.run).rows()}
    for shot in launched:
        order = orders.get(shot.round)
        if order is not None and order.object != outcome.object:
            said.append(
                f"Round {shot.round} was ordered against track {shot.track}, then {_named(order.object)}: "
                f"it flew at this aircraft instead."
            )
    if outcome.transponder == "failed":
        said.append("Its transponder had failed: it could not answer.")
    if first is None and outcome.identity_at_order == "unknown":
        said.append(
            "It was fired at while nobody knew who it was: weapons were free, and it was taken to threaten something "
            "defended, close to impact; or it flew at a battery."
        )
    return said


_NUMBERS = ("at", "after", "time left")


def _outcome(result: Result, threat: str, run: int) -> Row:
    outcomes = result.outcomes.where(run=run)
    found = outcomes.where(object=threat)
    if not len(found):
        from difflib import get_close_matches

        known = sorted(set(outcomes["object"].tolist()))
        near = get_close_matches(threat, known, 3, 0.4) or known[:10]
        raise InputError(f"{threat}: no object of that id in run {run}; did you mean {', '.join(near)}?")
    row: Row = found[0]
    return row


def _known_run(result: Result, run: int | None) -> int:
    runs = np.unique(result.outcomes["run"])
    if run is None:
        return int(runs[0]) if len(runs) else 0
    if run not in runs:
        raise InputError(f"run {run}: the result holds runs {runs[0]} to {runs[-1]}" if len(runs) else "no runs")
    return run


def _fate(outcome: Row) -> str:
    if outcome.fate == "leaked":
        return f"got through to {outcome.aims_at}" if outcome.aims_at else "got through"
    if outcome.fate == "killed":
        return "killed"
    return "survived without reaching an aim" if outcome.is_threat else "flew on unharmed"


def _cause(outcome: Row) -> list[str]:
    if not outcome.is_threat:
        return ["It is no threat. " + ("Rounds were fired at it." if outcome.engaged else "No round was fired at it.")]
    if outcome.fate != "leaked":
        return []
    sentences = [f"Cause: {Cause[outcome.cause.upper()].sentence} ({outcome.cause})."]
    if outcome.evidence:
        sentences.append(f"Evidence: {outcome.evidence.rstrip('.')}.")
    elif math.isfinite(outcome.last_opportunity_s):
        battery = f" of {outcome.last_opportunity_battery}" if outcome.last_opportunity_battery else ""
        sentences.append(
            f"The last opportunity{battery} to fire with use was at {_seconds(outcome.last_opportunity_s)}."
        )
    return sentences


def _stages(outcome: Row, arrival_s: float) -> list[list[str]]:
    """One line a stage; behind the first that never happened stands the gate that was shut."""
    lines: list[list[str]] = []
    before = math.nan
    told_gate = not outcome.is_threat or outcome.fate == "killed"
    for column, words, gate in _STAGES:
        time = outcome[column]
        if math.isfinite(time):
            lines.append([words, _seconds(time), _seconds(time - before), _seconds(arrival_s - time)])
            before = time
            continue
        if not outcome.is_threat:
            # what never came is no failure here
            continue
        blocked = Cause[outcome.cause.upper()] if outcome.fate == "leaked" and gate is Cause.NONE else gate
        said = "" if told_gate or blocked is Cause.NONE else f": {blocked.sentence}"
        told_gate = True
        lines.append([f"{words}{said}", "never", "", ""])
    lines.append([_fate(outcome), _seconds(outcome.end_s), "", ""])
    return lines


def _shot(shot: Row) -> str:
    """One round's story: how its flight ended, and what the command was told."""
    if shot.end_reason != "intercept":
        story = _END_WORDS.get(shot.end_reason, shot.end_reason.replace("_", " "))
        return story if shot.end_reason == "none" else f"{story} at {_seconds(shot.end_s)}"
    met = f"met it at {_seconds(shot.end_s)}, {shot.miss_distance_m:.1f} m off"
    met += f", kill probability {shot.kill_probability:.2f}: {'killed' if shot.killed else 'missed'}"
    if shot.reported_kill < 0:
        return f"{met}, not yet reported"
    wrong = bool(shot.reported_kill) != bool(shot.killed)
    return f"{met}, {'wrongly ' if wrong else ''}reported as a {'kill' if shot.reported_kill else 'miss'}"


def _named(name: str) -> str:
    return f"really {name}" if name else "a false track"


def _who(objects: dict[str, int], runs: int) -> str:
    shown = [name if runs == 1 else f"{name} ({count})" for name, count in list(objects.items())[:12]]
    more = len(objects) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _seconds(value: float) -> str:
    return "" if not math.isfinite(value) else f"{value:.1f} s"


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
