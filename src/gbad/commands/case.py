"""``gbad case``: pages of questions that no battle answers, printed or written with their picture."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from gbad.cases import PAGES as DATES
from gbad.cases import Page
from gbad.commands.printing import print_json
from gbad.commands.tables import filled, table
from gbad.errors import InputError
from gbad.results.folder import new_folder
from gbad.scenario.words import did_you_mean
from gbad.zones.ballistic_cases import PAGES as BALLISTIC

PAGES = DATES | BALLISTIC


def case(name: str | None, *, out: Path | None, as_json: bool) -> None:
    """Print a case, or write it to a folder. Raises :class:`InputError` for a name that there is not."""
    if name is None:
        if as_json:
            print_json({"cases": list(PAGES)})
        else:
            print("\n".join(PAGES))
            print("gbad case NAME prints one, with --out DIR it writes the page and its picture.")
        return
    if name not in PAGES:
        raise InputError(f"case {name}: there is no such case. {did_you_mean(name, PAGES)}")
    page = PAGES[name]()
    folder = None if out is None else written(page, out)
    if as_json:
        print_json(asdict(page) | {"folder": None if folder is None else str(folder)})
        return
    print(page.title)
    print()
    print(filled(page.answer))
    print()
    print(table(page.headings, page.rows, right=page.headings[1:]))
    print()
    for line in (*page.rests_on, *(f"Left out: {line}" for line in page.left_out)):
        print(filled(line))
    print(
        "page: " + str(folder / f"{name}.md") if folder else "--out DIR writes the page with its picture and sources."
    )


def written(page: Page, out: Path) -> Path:
    """Write page and picture to a new or empty folder."""
    with new_folder(out) as (working, folder):
        (working / f"{page.name}.md").write_text(page.markdown(), encoding="utf-8")
        (working / f"{page.name}.svg").write_text(page.picture, encoding="utf-8")
    return folder
