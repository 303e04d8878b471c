"""What became of a raid on made-up ground, by its size and by what the defence has: played beforehand, read here.

``played.json`` is written by ``tools/write_claim_answers.py`` from ``gbad study claim-answers``. On made-up ground
only: jamming and lost radars are no questions to ask of a real place.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from gbad.claims.boards.board import MAYBE, NO, YES, Board, Button, Cell, Dial
from gbad.text.readable import counted

BATTERY = "s400-battalion"
KINDS = {"missile": "drones", "low_observable": "low-observable aircraft", "ballistic": "ballistic missiles"}
DIALS = ("drones", "rounds", "jammer", "search")


@cache
def played() -> dict[str, Any]:
    """What was played: the study, its dials, and a row of numbers for every combination."""
    text = (files("gbad.claims.boards") / "played.json").read_text(encoding="utf-8")
    stated: dict[str, Any] = json.loads(text)
    assert [name for name, _ in stated["factors"]] == list(DIALS)
    return stated


def raid_board(shows: str) -> Board:
    """``shows`` is ``rounds`` (fired, and how many get through) or ``kinds`` (of each kind, how many are killed)."""
    stated = played()
    drones, rounds, jammer, search = ([*levels] for _, levels in stated["factors"])
    sizes = tuple(int(n) for n in drones)
    dials = (
        Dial("drones", "Drones in the raid", sizes, tuple(f"{n} drones" for n in sizes), 1),
        Dial("rounds", "Rounds loaded", tuple(rounds), ("32 rounds", "16 rounds"), 0, "hidden"),
        Dial("jammer", "Jamming", tuple(jammer), ("nobody jams", "jammed"), 0, "hidden"),
        Dial("search", "Search radar", tuple(search), ("works", "lost"), 0, "hidden"),
    )
    buttons = (
        Button("Forty drones", {"drones": sizes.index(40)}),
        Button("Half the rounds", {"rounds": 1}),
        Button("Jam it", {"jammer": 1}),
        Button("Lose the search radar", {"search": 1}),
    )
    cells = tuple(
        cell(row, stated["rows"][k - len(search)] if k // len(search) % len(jammer) else None)
        for k, row in enumerate(stated["rows"])
    )
    rests = (
        "That it is so was read, not found out. What becomes of a raid " if shows == "rounds" else "What becomes of it "
    )
    rests += (
        "rests on the figures of the library as they stand, most of them assumed, among them the chance that a single "
        "round kills: an input, not a finding."
    )
    made_by = "gbad study claim-answers, then tools/write_claim_answers.py"
    facts = {"shows": shows, "runs": stated["runs"], "hash": stated["result_hash"][:16], "version": stated["version"]}
    return Board("raid", dials, buttons, cells, rests, made_by, facts)


def cell(row: dict[str, Any], unjammed: dict[str, Any] | None = None) -> Cell:
    """One combination in a sentence. It holds where half of every kind is killed, in the mean over raids.

    A jammed one is told beside the same raid ``unjammed``.
    """
    shares = [row["killed"][kind] / row["flown"][kind] for kind in KINDS]
    state = YES if min(shares) >= 0.5 else NO if max(shares) < 0.5 else MAYBE
    flown = sum(row["flown"].values())
    through = f"{row['leaked'][1]:.0f}" if row["leaked"][1] else "none"
    between = (
        "in nearly every raid" if row["leaked"][0] == row["leaked"][2]
        else f"{row['leaked'][0]:.0f} to {row['leaked'][2]:.0f} in nine raids of ten"
    )  # fmt: skip
    killed = ", ".join(
        f"{row['killed'][kind]:.2g} of {row['flown'][kind]} {name}" for kind, name in KINDS.items()
    )  # fmt: skip
    still = f", {row['still']:.0f} still fly when it ends" if row["still"] >= 0.5 else ""
    says = (
        f"Of {flown} that come, {through} get through ({between}){still}; {counted(round(row['fired']), 'round')} of "
        f"{row['loaded']} are fired. Killed in the mean: {killed}."
    )
    if unjammed is not None:
        says += f" {_beside(row, unjammed)}"
    numbers = [float(flown), *row["leaked"], float(row["fired"]), float(row["loaded"])]
    for kind in KINDS:
        numbers += [row["killed"][kind], float(row["flown"][kind])]
    return Cell(state, says, tuple(numbers))


def _beside(row: dict[str, Any], unjammed: dict[str, Any]) -> str:
    """The same raid unjammed, and what binds where rounds are as scarce either way."""
    killed = ", ".join(f"{unjammed['killed'][kind]:.2g} {name}" for kind, name in KINDS.items())
    told = f"Unjammed, {unjammed['leaked'][1]:.0f} get through, and killed are {killed}, in the mean of as many raids."
    if min(each["fired"] / each["loaded"] for each in (row, unjammed)) < 0.9:
        return told
    return f"{told} Noise delays when the far and the small are found; what is scarce are rounds, with it and without."
