"""The answer in words: one paragraph a reader can quote, made of counts only."""

from __future__ import annotations

from gbad.report.facts import Facts
from gbad.report.words import clock, count, duration, figure, listing, number_word, short_cause


def headline(facts: Facts) -> str:
    """The outcome in one line."""
    if facts.threats == 0:
        return "No threat flew in this run"
    if facts.threats == 1:
        return f"The one threat {'was shot down' if facts.killed else 'got through' if facts.leaked else 'survived'}"
    aimed, killed = facts.threats - facts.aimless, facts.killed - facts.aimless_killed
    apart = ""
    if facts.aimless and aimed:
        shot = f"{number_word(facts.aimless_killed)} of {number_word(facts.aimless)}"
        apart = f"; of those that aimed at nothing, {shot}"
    else:
        aimed, killed = facts.threats, facts.killed
    if aimed == 1:
        fate = "was shot down" if killed else "got through" if facts.leaked else "survived"
        return f"The one threat with an aim {fate}{apart}"
    if facts.leaked == 0 and killed == aimed:
        return f"All {count(aimed, 'threat')} were shot down{apart}"
    shot_down = f"{number_word(killed).capitalize()} of {count(aimed, 'threat')} shot down"
    return f"{shot_down}, {number_word(facts.leaked)} got through{apart}"


def paragraph(facts: Facts, seed: object, runs: int) -> list[str]:
    """Sentences of the first paragraph."""
    which = f"In this run (seed {seed})" if runs == 1 else f"In the first of {runs} runs (seed {seed})"
    sentences = []
    if facts.warning_s is not None:
        sentences.append(f"{which} the defence had {duration(facts.warning_s)} of warning.")
    else:
        sentences.append(f"{which}, {facts.warning_note}.")
    if facts.first_shot_s is not None:
        first, last = clock(facts.first_shot_s), clock(facts.last_shot_s)
        when = f"the first at {first} and the last at {last}" if facts.rounds_fired > 1 else f"at {first}"
        whom = f" at {facts.engaged} of {count(facts.threats, 'threat')}" if facts.threats > 1 else ""
        sentences.append(f"It fired {count(facts.rounds_fired, 'round')}{whom}, {when} after the start.")
    else:
        sentences.append("It did not fire.")
    if facts.causes:
        sentences.append("Why they got through: " + _causes(facts.causes) + ".")
    if facts.survived:
        sentences.append(
            f"{count(facts.survived, 'threat').capitalize()} {'was' if facts.survived == 1 else 'were'} neither shot "
            "down nor arrived before the end."
        )
    if facts.others:
        sentences.append(_others(facts))
    if facts.spread:
        leaked = facts.spread["leaked"]
        sentences.append(
            f"Over all {runs} runs {figure(leaked['least'])} to {figure(leaked['most'])} threats got through, "
            f"{figure(leaked['median'])} in the median."
        )
    return sentences


def _causes(causes: list[tuple[str, int]]) -> str:
    """The three commonest causes; the table beside the paragraph has them all."""
    shown = causes if len(causes) <= 4 else causes[:3]
    named = [f"{short_cause(identifier)} ({number_word(n)})" for identifier, n in shown]
    rest = sum(n for _, n in causes[len(named) :])
    return listing([*named, f"other causes ({number_word(rest)})"] if rest else named)


def _others(facts: Facts) -> str:
    named = f"{facts.others} civil and friendly aircraft"
    if facts.others_engaged == 0:
        return f"None of the {named} was engaged."
    engaged, verb = number_word(facts.others_engaged).capitalize(), "was" if facts.others_engaged == 1 else "were"
    return f"{engaged} of the {named} {verb} engaged, {number_word(facts.others_killed)} shot down."
