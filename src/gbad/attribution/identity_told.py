"""Whom an object was held for, and what came of it, in words."""

from __future__ import annotations

import math

from gbad.attribution.rounds import Told, really, seconds
from gbad.codes.reasons import SENTENCES
from gbad.results.result import Result
from gbad.results.table import Row
from gbad.text.answer import Grid


def because(change: Row) -> str:
    """A change of identity in words: the reason, how sure it was, and what the track had answered."""
    sure = f", {100 * change.confidence:.0f} % sure" if math.isfinite(change.confidence) else ""
    answers = change.civil_replies + change.friendly_replies
    asked = f"{answers} answers to {change.interrogations} interrogations" if change.interrogations else "never asked"
    return f"{SENTENCES[change.reason]} ({asked}{sure})"


def misidentified(outcome: Row, changes: list[Row], aimed: list[Told], strays: list[Told]) -> list[str]:
    """Why an aircraft that is no threat was fired at; or from when on a threat was held for harmless."""
    wrong = {"friend", "neutral"} if outcome.is_threat else {"hostile"}
    first = next((change for change in changes if change.identity in wrong), None)
    said = []
    if first is not None:
        held = f"{first.command} held it for {first.identity} from {seconds(first.time_s)} on"
        said.append(f"Misidentified: {held}, {outcome.wrong_identity_for_s:.0f} s altogether: {because(first)}.")
    launched = [told for told in (*aimed, *strays) if math.isfinite(told.launched_s)]
    if outcome.is_threat or not launched:
        return said
    said += [
        f"Round {told.round} was ordered against a track that was then {really(told.ordered_at)}: it flew at this "
        "aircraft instead."
        for told in launched
        if told.ordered_at != outcome.object
    ]
    if outcome.transponder == "failed":
        said.append("Its transponder had failed: it could not answer.")
    if first is None and aimed and outcome.identity_at_order == "unknown":
        said.append(
            "Fire was ordered while nobody knew who it was: weapons were free, and it was taken to threaten something "
            "defended, close to impact; or it flew at a battery."
        )
    return said + _not_called_back(changes, [told for told in aimed if math.isfinite(told.launched_s)])


def _not_called_back(changes: list[Row], aimed: list[Told]) -> list[str]:
    """That an answer came after the order, which the built-in policies do not act on; ``aimed`` left their tubes."""
    if not aimed:
        return []
    first, last_s = min(aimed, key=lambda told: told.ordered_s), max(told.end_s for told in aimed)
    harmless = [c for c in changes if c.identity in ("friend", "neutral") and first.ordered_s < c.time_s < last_s]
    if not harmless:
        return []
    known = harmless[0]
    when = "before the round left" if known.time_s <= first.launched_s else "while the round flew"
    return [
        f"{known.command} held it for {known.identity} from {seconds(known.time_s)} on, {when}; built-in policies call "
        "no round back."
    ]


def changes_grid(result: Result, outcome: Row) -> tuple[list[Row], list[Grid]]:
    """Changes of what an object was held for until its end, and the same as a grid (none where nothing changed)."""
    if "identities" not in result.tables:
        return [], []
    mine = result.identities.where(run=outcome.run, object=outcome.object)
    # a track that is carried on after the end is of nobody
    changes = list(mine[mine["time_s"] <= outcome.end_s].rows())
    cells = [[seconds(c.time_s), c.command, str(c.track), c.identity, because(c)] for c in changes]
    columns = ("at", "by", "track", "identity", "because")
    return changes, [Grid("Whom it was held for", columns, cells, ("at", "track"))] if cells else []
