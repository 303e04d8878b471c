"""``gbad what-if``: a battle of a results folder once more, with one change from a moment on."""

from __future__ import annotations

import html
import re
import sys
from functools import partial
from pathlib import Path

from gbad import report, results
from gbad.commands.printing import parse_changes, print_json
from gbad.errors import InputError
from gbad.results import check_out
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.what_if import WhatIf
from gbad.simulation.what_if import what_if as played


def what_if(
    folder: Path,
    *,
    at: str,
    changes: list[str],
    run: int | None,
    redraws: int,
    scenario: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Play both ways, tell, and write both results with a page that puts them side by side where ``out`` is given."""
    check_out(out)
    result = results.open(folder)
    stated = result.manifest
    ready = scenario_of(stated, scenario)
    told = played(
        ready, seconds(at), parse_changes(changes), seed=int(stated["seed"]),
        run=int(stated["first_run"]) if run is None else run, redraws=redraws,
    )  # fmt: skip
    answer = told.answer()
    if as_json:
        print_json(answer.to_dict() | {"out": str(out) if out else None})
    else:
        print(answer)
    if out is not None:
        write(told, out)
        if not as_json:
            print(f"page: {out / 'index.html'}")


def seconds(text: str, option: str = "--at") -> float:
    """``312`` or ``312s`` or ``5min`` in seconds. Raises ``InputError``."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min)?", text.strip())
    if not found:
        raise InputError(f"{option} {text}: expected seconds since the start, like 312s")
    return float(found[1]) * (60.0 if found[2] == "min" else 1.0)


def scenario_of(stated: dict[str, object], scenario: str | None) -> Prepared:
    """The scenario of a manifest, prepared anew. Raises ``InputError`` where it is not the one that was played."""
    changes = stated.get("changes")
    ready = prepare(scenario or str(stated["scenario"]), dict(changes) if isinstance(changes, dict) else {})
    if ready.digest != stated["inputs_sha256"]:
        raise InputError(
            f"{scenario or stated['scenario']}: is not the scenario that was played (it, its library or its plug-ins have "
            "changed); name the file with --scenario, as it was then"
        )
    return ready


def write(told: WhatIf, out: Path) -> None:
    """Both results in folders of their own, and a page that puts them side by side."""
    for name, result in (("as-it-was", told.was), ("with-the-change", told.would)):
        result.save(out / name)
        for note in result.add_pages({"report.html": partial(report.build, result)}):
            print(f"gbad: note: {name}: {note}", file=sys.stderr)
    answer = told.answer()
    ways = "".join(
        f'<li><a href="{name}/report.html">{html.escape(words)}</a></li>'
        for name, words in (("as-it-was", "the battle as it was"), ("with-the-change", "with the change"))
    )
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(answer.title)}</title><style>body{{font:16px/1.5 system-ui,sans-serif;max-width:44rem;"
        "margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
        "td,th{padding:.25rem .9rem .25rem 0;text-align:left;border-bottom:1px solid #d5dbe3}caption{text-align:left;"
        "font-weight:600}main>p:first-child{font-size:1.4rem}@media(prefers-color-scheme:dark){body{color:#e8ecf2;background:#12161c}td,th{border-color:#333b46}"
        "a{color:#8ab8ff}}</style>"
        f"<main>{answer._repr_html_()}<p>The whole reports:</p><ul>{ways}</ul>"
        "<p>A simulation of published figures. The same dice up to the moment of the change, and after it once the same and "
        f"{len(told.leaked_was)} times thrown anew.</p></main></html>"
    )
    (out / "index.html").write_text(page, encoding="utf-8")
