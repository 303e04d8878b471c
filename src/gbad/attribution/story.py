"""Why it happened: the story of one object or round in plain words, or the causes of all leakers.

One story: the stages in order of time, then every round aimed at the object, then every round aimed at something else
that flew at it. Everything told here was computed by the simulation and written to the result; this file only reads
and words it.
"""

from __future__ import annotations

import math

import numpy as np

from gbad.attribution.identity_told import changes_grid, misidentified
from gbad.attribution.rounds import Told, ended, fate, plain, really, rounds_of, seconds
from gbad.codes.causes import Cause
from gbad.codes.stages import LAUNCHED, MET, STAGES
from gbad.errors import InputError
from gbad.results.result import Result
from gbad.results.summary import group_of_row, leak_causes, leak_groups
from gbad.results.table import Row
from gbad.text.answer import Answer, Grid


def why(result: Result, threat: str | None = None, run: int | None = None) -> Answer:
    """The story of an object (or the flight of a round) in one run, by default the first; without a name all leakers.

    Raises InputError for an id or a run that the result does not have.
    """
    if threat is None:
        return cause_table(result, run)
    chosen = known_run(result, run)
    if len(result.shots.where(run=chosen, round=threat)):
        return flight(result, threat, chosen)
    return chain(result, threat, chosen)


def cause_table(result: Result, run: int | None = None) -> Answer:
    """Causes of the leakers of all runs (or one): counted by group in the order of the chain, then by code."""
    outcomes = result.outcomes if run is None else result.outcomes.where(run=known_run(result, run))
    threats = outcomes[outcomes["is_threat"]]
    leakers = threats[threats["fate"] == "leaked"]
    groups = leak_groups(threats)
    of_group = np.array([group_of_row(row) for row in leakers.rows()], np.str_)
    rows: list[tuple[str, Cause, int, dict[str, int]]] = []
    for group in groups:
        here = leakers[of_group == group]
        for name, count in leak_causes(here).items():
            names, times = np.unique(here["object"][here["cause"] == name], return_counts=True)
            rows.append((group, Cause[name.upper()], count, dict(zip(names.tolist(), times.tolist(), strict=True))))
    runs = len(np.unique(outcomes["run"]))
    title = f"{len(leakers)} of {len(threats)} threats got through" + (f" in {runs} runs" if runs > 1 else "")
    cells, before = [], ""
    for group, cause, count, objects in rows:
        said = f"{group} ({groups[group]})" if group != before else ""
        cells.append([said, str(count), f"{cause.sentence} ({cause.identifier})", _who(objects, runs)])
        before = group
    columns = ("group", "count", "cause", "threats")
    grids = [Grid("Why they got through", columns, cells, ("count",))] if cells else []
    facts = {"threats": len(threats), "leaked": len(leakers), "runs": runs, "groups": groups}
    causes = [
        {"cause": cause.identifier, "group": group, "count": count, "objects": objects}
        for group, cause, count, objects in sorted(rows, key=lambda row: (-row[2], row[1].identifier))
    ]
    return Answer(title, (), grids, facts | {"causes": causes})


def chain(result: Result, threat: str, run: int | None = None) -> Answer:
    """One object's story: cause and evidence, stages in order of time, each round, whom it was held for."""
    outcome = outcome_of(result, threat, known_run(result, run))
    aimed, strays = rounds_of(result, threat, int(outcome.run))
    changes, held = changes_grid(result, outcome)
    title = f"{threat} ({outcome.type}), run {outcome.run}: {told_fate(outcome)} at {seconds(outcome.end_s)}"
    grids = [
        Grid("What happened", ("stage", "at", "after", "time left"), _stages(result, outcome, aimed, strays), _NUMBERS)
    ]
    for heading, rounds in (
        ("Rounds aimed at it", aimed), ("Rounds aimed at something else that flew at it", strays),
    ):  # fmt: skip
        cells = [[seconds(t.ordered_s), seconds(t.launched_s), t.round, fate(t, threat)] for t in rounds]
        if cells:
            columns = ("ordered", "launched", "round", "what became of it")
            grids.append(Grid(heading, columns, cells, ("ordered", "launched")))
    facts = {key: plain(value) for key, value in outcome.items()}
    facts["group"] = group_of_row(outcome) if outcome.fate == "leaked" else None
    return Answer(
        title,
        [*_cause(outcome, aimed, strays), *misidentified(outcome, changes, aimed, strays), *foretold(result, outcome)],
        [*grids, *held],
        facts | {"rounds": [told.facts() for told in aimed], "rounds_of_others": [told.facts() for told in strays]},
    )


def foretold(result: Result, outcome: Row) -> list[str]:
    """Where a ballistic missile was expected to come down, first and last, and where it seemed to come from."""
    tracks = result.tracks.where(run=outcome.run, object=outcome.object)
    # a track that is carried on after the end foretells nothing
    tracks = tracks[
        np.isfinite(tracks["impact_std_m"]) & np.isfinite(tracks["launch_std_m"]) & (tracks["time_s"] <= outcome.end_s)
    ]
    if not len(tracks):
        return []
    order = np.argsort(tracks["time_s"], kind="stable")
    first, last = tracks[int(order[0])], tracks[int(order[-1])]
    surest = tracks[int(np.argmin(tracks["launch_std_m"]))]
    return [
        f"Expected at {seconds(first.time_s)} to come down {_about(first, 'impact')}; at {seconds(last.time_s)}, "
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
    orders = list(result.orders.where(run=run, round=number).rows())
    title = f"round {number} ({shot.interceptor}) of {shot.battery}, run {run}"
    meant = orders[-1].object if orders else shot.aimed_at
    sentences = [f"Ordered at {seconds(shot.order_s)} against track {shot.track}, which was {really(meant)}."]
    if math.isfinite(shot.launch_s):
        if shot.aimed_at != meant:
            sentences.append(f"When it left, that track was {really(shot.aimed_at)}.")
        sentences.append(f"Launched at {seconds(shot.launch_s)}; it {ended(shot)}.")
    else:
        sentences.append("It was never launched.")
    if shot.object and shot.object != shot.aimed_at:
        sentences.append(f"What it flew at in the end was {shot.object}.")
    return Answer(title, sentences, (), {key: plain(value) for key, value in shot.items()})


_NUMBERS = ("at", "after", "time left")


def outcome_of(result: Result, threat: str, run: int) -> Row:
    """The outcome of one object in one run. Raises InputError with the nearest ids there are."""
    outcomes = result.outcomes.where(run=run)
    found = outcomes.where(object=threat)
    if not len(found):
        from difflib import get_close_matches

        known = sorted(set(outcomes["object"].tolist()))
        near = get_close_matches(threat, known, 3, 0.4) or known[:10]
        raise InputError(f"{threat}: no object of that id in run {run}; did you mean {', '.join(near)}?")
    row: Row = found[0]
    return row


def known_run(result: Result, run: int | None) -> int:
    """The run asked for, or the first. Raises InputError for one that the result does not hold."""
    runs = np.unique(result.outcomes["run"])
    if run is None:
        return int(runs[0]) if len(runs) else 0
    if run not in runs:
        raise InputError(f"run {run}: the result holds runs {runs[0]} to {runs[-1]}" if len(runs) else "no runs")
    return run


def told_fate(outcome: Row) -> str:
    """How it ended, in words."""
    if outcome.fate == "leaked":
        return f"got through to {outcome.aims_at}" if outcome.aims_at else "got through"
    if outcome.fate == "killed":
        return "killed"
    return "survived without reaching an aim" if outcome.is_threat else "flew on unharmed"


def _cause(outcome: Row, aimed: list[Told], strays: list[Told]) -> list[str]:
    if not outcome.is_threat:
        launched = [told for told in (*aimed, *strays) if math.isfinite(told.launched_s)]
        return ["It is no threat. " + ("Rounds were fired at it." if launched else "No round was fired at it.")]
    if outcome.fate != "leaked":
        return []
    cause = Cause[outcome.cause.upper()]
    group = group_of_row(outcome)
    named = outcome.cause if group == outcome.cause else f"{outcome.cause}; {group}"
    sentences = [f"Cause: {cause.sentence} ({named})."]
    if outcome.evidence:
        sentences.append(f"Evidence: {outcome.evidence.rstrip('.')}.")
    elif math.isfinite(outcome.last_opportunity_s):
        battery = f" of {outcome.last_opportunity_battery}" if outcome.last_opportunity_battery else ""
        sentences.append(
            f"The last opportunity{battery} to fire with use was at {seconds(outcome.last_opportunity_s)}."
        )
    others = [Cause[name.upper()].sentence for name in str(outcome.also).split()]
    if others and cause != Cause.SEVERAL:
        sentences.append(f"Other gates shut at that moment, there or elsewhere: {'; '.join(others)}.")
    return sentences


def _by_whom(result: Result, outcome: Row) -> list[tuple[float, str]]:
    """The stages; where there are several commands, with who saw it first and when each had it in its picture."""
    happened = [(float(outcome[stage.column]), stage.words) for stage in STAGES]
    seen = result.detections.where(run=outcome.run, object=outcome.object)
    held = result.tracks.where(run=outcome.run, object=outcome.object)
    if len(np.unique(result.tracks["command"])) < 2 or not len(seen):
        return happened
    words = {"first_detection_s": f"first detected, by {seen['radar'][int(np.argmin(seen['time_s']))]}"}
    first = {str(name): float(np.min(held["time_s"][held["command"] == name])) for name in np.unique(held["command"])}
    if first:
        words["shared_s"] = f"in the picture of {min(first, key=lambda name: first[name])}"
    told = [(float(outcome[stage.column]), words.get(stage.column, stage.words)) for stage in STAGES]
    later = sorted((time_s, name) for name, time_s in first.items() if time_s > float(outcome.shared_s))
    return told + [(time_s, f"in the picture of {name} too") for time_s, name in later]


def _stages(result: Result, outcome: Row, aimed: list[Told], strays: list[Told]) -> list[list[str]]:
    """A line for everything that happened, in order of time; for a threat also the first stage that never came."""
    happened = _by_whom(result, outcome)
    launched = [told.launched_s for told in aimed if math.isfinite(told.launched_s)]
    met = [
        told.end_s
        for told in (*aimed, *strays)
        if told.shot is not None and told.shot.object == outcome.object and math.isfinite(told.shot.miss_distance_m)
    ]
    happened += [(min(launched, default=math.nan), LAUNCHED), (min(met, default=math.nan), MET)]
    if outcome.fate == "leaked" and math.isfinite(outcome.last_opportunity_s):
        battery = f" to {outcome.last_opportunity_battery}" if outcome.last_opportunity_battery else ""
        happened.append((float(outcome.last_opportunity_s), f"last moment for an order{battery} to meet it"))
    arrival_s = outcome.planned_end_s if math.isfinite(outcome.planned_end_s) else outcome.end_s
    lines: list[list[str]] = []
    before_s = math.nan
    for time_s, words in sorted((row for row in happened if math.isfinite(row[0])), key=lambda row: row[0]):
        lines.append([words, seconds(time_s), seconds(time_s - before_s), seconds(arrival_s - time_s)])
        before_s = time_s
    end_s = float(outcome.end_s)
    lines.append([told_fate(outcome), seconds(end_s), seconds(end_s - before_s), seconds(arrival_s - end_s)])
    missing = [words for time_s, words in happened if not math.isfinite(time_s)]
    if outcome.is_threat and outcome.fate != "killed" and missing:
        # what never came is no failure of anybody but a threat's defenders
        lines.append([missing[0], "never", "", ""])
    return lines


def _who(objects: dict[str, int], runs: int) -> str:
    shown = [name if runs == 1 else f"{name} ({count})" for name, count in list(objects.items())[:12]]
    more = len(objects) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
