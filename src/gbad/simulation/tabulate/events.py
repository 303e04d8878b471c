"""Tables ``identities`` and ``events``: what tracks were held for, and all that happened, in words."""

from __future__ import annotations

import numpy as np

from gbad.recorder.book import Book
from gbad.recorder.identity_notes import named_identities, named_reasons
from gbad.simulation.tabulate.columns import NOBODY, Columns, empty, named


def tell_identities(book: Book) -> Columns:
    """Every change of what a track was held for."""
    kept = book.identity.table()
    if not kept:
        return empty("identities")
    columns = {
        "run": book.batch.run_number[kept["run"]],
        "time_s": kept["time_s"],
        "command": book.tables.defence.commands.id[kept["command"]],
        "track": kept["track"],
        "identity": named_identities(kept["identity"]),
        "before": named_identities(kept["before"]),
        "reason": named_reasons(kept["reason"]),
        "confidence": kept["confidence"],
        "civil_replies": kept["civil_replies"],
        "friendly_replies": kept["friendly_replies"],
        "interrogations": kept["interrogations"],
        "object": named(book.tables.objects.id, kept["object"]),
    }
    order = np.argsort(kept["run"], kind="stable")
    return {name: values[order] for name, values in columns.items()}


def tell_events(
    outcomes: Columns, orders: Columns, shots: Columns, identities: Columns, reactions: Columns | None = None
) -> Columns:
    """Everything that happened, one row each; ``text`` says it in words."""
    parts: list[Columns] = []

    def add(event: str, table: Columns, time: np.ndarray, words: str, keep: np.ndarray | None = None) -> None:
        rows = np.flatnonzero(np.isfinite(time) if keep is None else np.isfinite(time) & keep)
        who = table["object"][rows]
        battery = table["battery"][rows] if "battery" in table else np.full(len(rows), NOBODY)
        said = zip(who, battery, strict=True)
        parts.append(
            {
                "run": table["run"][rows],
                "time_s": time[rows],
                "event": np.full(len(rows), event),
                "object": who,
                "battery": battery,
                "track": table["track"][rows] if "track" in table else np.full(len(rows), -1),
                "text": np.array([words.format(who=w or "a false track", battery=b) for w, b in said], np.str_),
            }
        )

    add("line_of_sight", outcomes, outcomes["first_line_of_sight_s"], "{who} comes into line of sight")
    add("detection", outcomes, outcomes["first_detection_s"], "{who} is detected for the first time")
    add("confirmed", outcomes, outcomes["confirmed_s"], "the track of {who} is confirmed")
    add("shared", outcomes, outcomes["shared_s"], "{who} is in a command's picture")
    add("identified", outcomes, outcomes["identified_s"], "{who} may be engaged")
    add("ranked", outcomes, outcomes["ranked_s"], "{who} is ranked as a threat")
    add("killed", outcomes, outcomes["end_s"], "{who} is killed", outcomes["fate"] == "killed")
    add("leaked", outcomes, outcomes["end_s"], "{who} reaches its aim", outcomes["fate"] == "leaked")
    harmless, hostile = outcomes["object"][~outcomes["is_threat"]], outcomes["object"][outcomes["is_threat"]]
    for held, whom in (("hostile", harmless), ("neutral", hostile), ("friend", hostile)):
        wrong = (identities["identity"] == held) & np.isin(identities["object"], whom)
        add("misidentified", identities, identities["time_s"], f"{{who}} is held for {held}", wrong)
    if reactions is not None:
        add("noticed", reactions, reactions["noticed_s"], "{who} notices that it is looked at")
        add("breaks_off", reactions, reactions["begins_s"], "{who} leaves its planned way")
    if len(orders["run"]):
        add("order", orders, orders["time_s"], "{battery} is ordered to fire at {who}")
    if len(shots["run"]):
        add("launch", shots, shots["launch_s"], "{battery} launches at {who}")
        met = np.isfinite(shots["miss_distance_m"])
        add("intercept", shots, shots["end_s"], "a round of {battery} meets {who}", met)
        add("shot_lost", shots, shots["end_s"], "a round of {battery} ends without meeting {who}", ~met)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort(tuple(joined[name] for name in ("track", "battery", "object", "event", "time_s", "run")))
    return {name: values[order] for name, values in joined.items()}
