"""Putting the page together: figures drawn twice (wide and narrow), tables, and the template around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from gbad.codes.verdicts import WORDS as VERDICTS
from gbad.report import answer, words
from gbad.report.basis import apart, by_entry, caveats, curves_as_one
from gbad.report.facts import Facts, count_facts
from gbad.report.families import OTHERS
from gbad.report.identities import HELD, confusion
from gbad.report.magazines import draw_magazines
from gbad.report.map_figure import draw_map
from gbad.report.profile import draw_profile
from gbad.report.replay import replay_is_built
from gbad.report.story import ResultLike, Story, records, tell
from gbad.report.symbols import fate_glyph, line_sample
from gbad.report.timeline import STATES, chain_rows, draw_timeline, shade_sample
from gbad.studies import doubts

WIDE, NARROW = 960.0, 360.0  # [px] design widths; the page shows the one that fits
RELIEF_ID = "relief"
BASES = {
    "published": "read at a source",
    "second_hand": "quoted by another source",
    "derived": "computed from other figures",
    "assumed": "our assumption",
}


def build(result: ResultLike) -> str:
    """One self-contained HTML page of a result: no request leaves it, it opens from disk.

    ``result`` has ``tables`` (name to columns) and ``manifest``, as in a results folder. For several runs the page
    tells the first one and shows the spread of all. Outcomes are read, never computed.
    """
    story = tell(result)
    facts = count_facts(story)
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters.update(figure=words.figure, plain=words.plain, clock=words.clock, duration=words.duration)
    environment.filters.update(linked=words.linked, two=doubts.two)
    template = environment.from_string(resource("report.html.j2"))
    return template.render(_context(story, facts))


def _context(story: Story, facts: Facts) -> dict[str, Any]:
    manifest = story.manifest
    assumptions = [_assumption(row) for row in curves_as_one(manifest.get("assumptions", ()))]
    return {
        "style": Markup(resource("report.css")),
        "script": Markup(resource("report.js")),
        "title": manifest.get("title") or words.plain(str(manifest.get("scenario", "engagement"))),
        "scenario": manifest.get("scenario", ""),
        "region": manifest.get("region") or "",
        "ground": manifest.get("ground") or "",
        "notes": _lines(manifest.get("notes")),
        "warnings": _lines(manifest.get("warnings")),
        "headline": answer.headline(facts),
        "sentences": answer.paragraph(facts, manifest.get("seed"), len(story.runs)),
        "facts": facts,
        "glyph": lambda thing: Markup(fate_glyph(thing.fate, thing.family, f"{thing.id}: {thing.fate}")),
        "sample": lambda family: Markup(line_sample(family)),
        "verdict_class": _verdict_class,
        "cause_sentence": words.cause_sentence,
        "spread_bars": _spread_bars(facts),
        "relief": relief(manifest.get("map") or {}),
        "others_family": OTHERS if story.others else None,
        "confusion": confusion(story),
        "held": HELD,
        "map": _both(draw_map, story, RELIEF_ID),
        "timeline": _both(draw_timeline, story) if story.threats else Markup(""),
        "states": [(word, Markup(shade_sample(k))) for k, word in enumerate(STATES)],
        "chain": chain_rows(story),
        "magazines": _both(draw_magazines, story),
        "profile": _both(draw_profile, story),
        "claims": _claims(story),
        "assumptions": by_entry(assumptions),
        "figure_count": len(assumptions),
        "caveats": caveats(story),
        "cite": _cite(manifest, len(story.runs)),
        "verdict_words": VERDICTS,
        "bases": BASES,
        "basis_counts": Counter(row["basis"] for row in assumptions),
        "manifest": manifest,
        "command": manifest.get("command") or f"gbad run {manifest.get('scenario', '')} --seed {manifest.get('seed')}",
        "versions": dict(manifest.get("versions") or {}),
        "runs": len(story.runs),
        "replay": replay_is_built(),
    }


def _both(draw: Any, story: Story, *more: Any) -> Markup:
    """A figure at both design widths; the style sheet shows one."""
    wide, narrow = draw(story, WIDE, *more), draw(story, NARROW, *more)
    if not wide:
        return Markup("")
    return Markup(f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>')


def relief(base: dict[str, Any]) -> Markup:
    """The relief image once, in an SVG of no size: both maps use it by its id."""
    if not base.get("png"):
        return Markup("")
    columns, rows = int(base["columns"]), int(base["rows"])
    image = (
        f'<image id="{RELIEF_ID}" width="{columns}" height="{rows}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{Markup.escape(base["png"])}"/>'
    )
    return Markup(f'<svg width="0" height="0" class="store" aria-hidden="true"><defs>{image}</defs></svg>')


def _spread_bars(facts: Facts) -> list[dict[str, Any]]:
    """How many runs had each number of leakers, as shares of the fullest bar."""
    if not facts.spread:
        return []
    counts = facts.spread["leaked"]["counts"]
    most = max(n for _, n in counts)
    by_number = dict(counts)
    span = range(min(by_number), max(by_number) + 1)
    return [
        {"leaked": k, "runs": by_number.get(k, 0), "share": by_number.get(k, 0) / most, "told": k == facts.leaked}
        for k in span
    ]


def _assumption(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the table shows it: whose figure, which, its ends only where they differ, and what it rests on."""
    owner, _, label = str(row.get("name", "")).rpartition(": ")
    low, nominal, high = (row.get(name) for name in ("low", "nominal", "high"))
    basis = str(row.get("basis") or "assumed")
    ends = dict.fromkeys(str(row.get(f"{end}_basis") or basis) for end in ("low", "high"))
    plain = low == nominal == high
    return {
        "owner": owner,
        "label": label,
        "low": None if plain else low,
        "nominal": nominal,
        "high": None if plain else high,
        "unit": words.unit(str(row.get("unit") or "")),
        "basis": basis,
        "ends": [] if plain else [end for end in ends if end != basis],
        "source": row.get("source") or "",
        "apart": apart(low, high),
    }


def _cite(manifest: Mapping[str, Any], runs: int) -> str:
    """One line that names what was played, with which dice, and what came out."""
    version = dict(manifest.get("versions") or {}).get("gbad", manifest.get("gbad", ""))
    title = manifest.get("title") or manifest.get("scenario", "engagement")
    played = f"seed {manifest.get('seed')}, {runs} run{'' if runs == 1 else 's'}"
    return (
        f"gbad {version}".strip()
        + f', "{title}" ({manifest.get("scenario", "")}), {played}, result '
        + (f"{str(manifest.get('result_hash') or 'not hashed')[:16]}. Simulation only.")
    )


def _claims(story: Story) -> list[dict[str, Any]]:
    """What could be computed first, then what was not tested, then what no simulation tests; by id within."""
    order = {"not_tested_here": 1, "not_testable": 2}
    rows = records(story.tables["claims"]) if "claims" in story.tables else []
    return sorted(rows, key=lambda row: (order.get(row["verdict"], 0), row["id"]))


def _verdict_class(verdict: str) -> str:
    """Colour of a claim's verdict: holds, holds under a condition, does not hold, left open."""
    return {"holds": "v-yes", "holds_if": "v-if", "depends_on_figure": "v-if", "does_not_hold": "v-no"}.get(
        verdict, "v-open"
    )


def _lines(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(v) for v in value]


def resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
