"""One page that joins what was written under a folder: reports of runs, replays, studies, coverage, claims."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

PAGES = {
    "report.html": "report",
    "replay.html": "replay: truth, plots and pictures over time",
    "coverage.html": "coverage",
    "claims.html": "claims",
}
DEEPEST = 4  # levels of folders below the one that is asked


@dataclass(frozen=True, slots=True)
class Entry:
    """One folder with pages."""

    place: str  # relative to the index, "." for its own folder
    title: str
    about: str
    pages: tuple[tuple[str, str], ...]  # address, in words


def entries(folder: Path) -> list[Entry]:
    """Folders with pages, in the order of their names; hidden ones are not looked into."""
    found = []
    for place in sorted({page.parent for name in PAGES for page in folder.rglob(name)}):
        parts = place.relative_to(folder).parts
        if len(parts) > DEEPEST or any(part.startswith(".") for part in parts):
            continue
        where = "/".join(parts)
        pages = tuple(
            (f"{where}/{name}" if where else name, words) for name, words in PAGES.items() if (place / name).is_file()
        )
        title, about = _stated(place)
        found.append(Entry(where or ".", title, about, pages))
    return found


def build_index(found: list[Entry]) -> str:
    """The page: no request leaves it but to the pages beside it."""

    def resource(name: str) -> str:
        return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(resource("index.html.j2")).render(
        style=Markup(resource("report.css")), entries=found
    )


def _stated(place: Path) -> tuple[str, str]:
    """Title and a line on what a folder holds, from its manifest; its name where it has none that can be read."""
    try:
        stated = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        scenario, seed = str(stated["scenario"]), stated["seed"]
    except (OSError, ValueError, KeyError, TypeError):
        return place.name, ""
    if str(stated.get("schema", "")).startswith("gbad-study"):
        headline = (
            stated.get("headline")
            or f"{stated.get('finished')} runs of {len(stated.get('asked', {}).get('variants', [0]))} variants"
        )
        return f"Study of {scenario}", f"seed {seed}. {headline}"
    return str(stated.get("title") or scenario), f"{scenario}, seed {seed}, {stated.get('runs')} run(s)"
