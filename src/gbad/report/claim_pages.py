"""Pages of a press article: one for each sentence, and one that lists them (``gbad claims --html``).

Each opens from disk, asks for nothing, and is read whole with scripts off. Verdicts come from ``gbad.claims``; answers
around them were computed or played beforehand (``gbad.claims.boards``).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from gbad.claims.boards import Board
from gbad.codes.verdicts import (
    DEPENDS,
    DOES_NOT_HOLD,
    HOLDS,
    HOLDS_IF,
    MEANS,
    NOT_TESTABLE,
    NOT_TESTED_HERE,
    UNDECIDED,
    VERDICTS,
    WORDS,
)
from gbad.report.claim_figures import drawn, settled_by
from gbad.report.words import linked, listing, number_word
from gbad.version import VERSION

INDEX = "claims.html"
# what a reader may guess, and which verdicts make it right
GUESSES = (
    ("yes", "It holds", (HOLDS,)),
    ("if", "Only under a condition", (HOLDS_IF, DEPENDS)),
    ("no", "It does not hold", (DOES_NOT_HOLD,)),
    (
        "open",
        "No simulation can tell",
        tuple(v for v in VERDICTS if v not in (HOLDS, HOLDS_IF, DEPENDS, DOES_NOT_HOLD)),
    ),
)
# one, and several
FARES = {
    HOLDS: ("holds", "hold"),
    HOLDS_IF: ("holds under a condition", "hold under a condition"),
    DEPENDS: ("depends on which published figure is right", "depend on which published figure is right"),
    DOES_NOT_HOLD: ("does not hold", "do not hold"),
    UNDECIDED: ("is undecided", "are undecided"),
    NOT_TESTED_HERE: ("was not tested", "were not tested"),
    NOT_TESTABLE: ("is beyond any simulation", "are beyond any simulation"),
}
NOT_OURS = "It rests on no figure of this laboratory."


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence with its answer: ``row`` as ``gbad claims --json`` prints it, ``verdict`` its identifier."""

    row: Mapping[str, Any]
    verdict: str
    plain: str  # the answer in one sentence
    board: Board | None


def build_claims(title: str, told: Sequence[Told], thresholds: Sequence[str], command: str) -> dict[str, str]:
    """All pages by file name. ``command`` is what made the verdicts."""
    pages = names([t.row["id"] for t in told])
    style, script = _resource("report.css") + _resource("claim.css"), _resource("claim.js")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["linked"] = linked
    shared = {
        "style": Markup(style), "style_hash": _hash(style), "script": Markup(script), "script_hash": _hash(script),
        "title": title, "thresholds": thresholds, "command": command, "index": INDEX, "version": VERSION,
    }  # fmt: skip
    one = environment.from_string(_resource("claim.html.j2"))
    made = {}
    for k, each in enumerate(told):
        picture, data = _live(each)
        made[pages[k]] = one.render(
            **shared, row=each.row, board=each.board, picture=Markup(picture), data=Markup(data), plain=each.plain,
            means=MEANS[each.verdict], place=k + 1, count=len(told), guesses=[g[:2] for g in GUESSES],
            guess=next(id_ for id_, _, verdicts in GUESSES if each.verdict in verdicts),
            rests_on=each.board.rests_on if each.board else NOT_OURS,
            before=pages[k - 1] if k else "", after=pages[k + 1] if k + 1 < len(pages) else "",
        )  # fmt: skip
    rows = [{**t.row, "page": page, "plain": t.plain} for t, page in zip(told, pages, strict=True)]
    groups = [
        ("What can be tested", [r for r, t in zip(rows, told, strict=True) if t.verdict != NOT_TESTABLE]),
        ("What no simulation settles", [r for r, t in zip(rows, told, strict=True) if t.verdict == NOT_TESTABLE]),
    ]
    made[INDEX] = environment.from_string(_resource("claims.html.j2")).render(
        **shared, groups=groups, lead=lead(told), words=WORDS, means=MEANS
    )
    return made


def lead(told: Sequence[Told]) -> str:
    """How many sentences fare how, in one line."""
    counts = [(v, sum(t.verdict == v for t in told)) for v in VERDICTS]
    said = [f"{number_word(n)} {FARES[v][n > 1]}" for v, n in counts if n]
    return f"Of {len(told)} sentences {listing(said)}."


def names(ids: Sequence[str]) -> list[str]:
    """A file name for each id: letters, digits, dots and dashes, none twice, none that of the list."""
    taken, out = {INDEX}, []
    for id_ in ids:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", id_).strip("-") or "sentence"
        name, k = f"{stem}.html", 2
        while name.lower() in taken:
            name, k = f"{stem}-{k}.html", k + 1
        taken.add(name.lower())
        out.append(name)
    return out


def _live(told: Told) -> tuple[str, str]:
    """The picture, and what the script needs: sentences and rows once each, answers as references to them."""
    board = told.board
    if board is None:
        return settled_by(str(told.row["kind"])), ""
    picture, moved = drawn(board)
    says, rows = _once([cell.says for cell in board.cells]), _once([json.dumps(row) for row in moved])
    data = {
        "dials": [{"id": d.id, "words": d.words, "start": d.start} for d in board.dials],
        "buttons": [dict(button.sets) for button in board.buttons],
        "says": list(says),
        "rows": [json.loads(row) for row in rows],
        "cells": [[c.state, says[c.says], rows[json.dumps(r)]] for c, r in zip(board.cells, moved, strict=True)],
    }
    # "<" would end the script element early
    return picture, json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def _once(texts: Sequence[str]) -> dict[str, int]:
    return {text: k for k, text in enumerate(dict.fromkeys(texts))}


def _hash(text: str) -> str:
    """What a Content-Security-Policy calls the source of an inline element."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8").strip()
