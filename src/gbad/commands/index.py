"""``gbad index``: one page that joins the reports, replays, studies, coverage and claims under a folder."""

from __future__ import annotations

from pathlib import Path

from gbad.errors import InputError
from gbad.report.index import build_index, entries
from gbad.results.writing import resource_errors

NAME = "index.html"
MARK = "<title>What was played here</title>"


def index(folder: Path) -> None:
    """Write ``index.html``; one that this command wrote before is renewed, any other is left alone."""
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder")
    found = entries(folder)
    if not found:
        raise InputError(f"{folder}: no report, replay, coverage or claims page in it or below")
    path = folder / NAME
    if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace"):
        raise InputError(f"{path}: is there already and not of this command; nothing of yours is overwritten")
    with resource_errors(path):
        path.write_text(build_index(found), encoding="utf-8")
    print(f"{path}: {sum(len(entry.pages) for entry in found)} pages of {len(found)} folders")
