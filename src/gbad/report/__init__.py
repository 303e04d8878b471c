"""results -> one page: a self-contained HTML report that opens from disk. It reads results and computes no outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gbad.report.base_map import map_base, map_window

if TYPE_CHECKING:
    from gbad.report.story import ResultLike

__all__ = ["build", "build_tracks", "map_base", "map_window"]


def build(result: ResultLike) -> str:
    """One self-contained HTML page of a result, see :func:`gbad.report.page.build`."""
    # the page needs a template engine, which a run without a report need not load
    from gbad.report.page import build as build_page

    return build_page(result)


def build_tracks(result: ResultLike) -> str:
    """The page of truth, plots and tracks over time, see :func:`gbad.report.tracks.build_tracks`."""
    from gbad.report.tracks import build_tracks as build_page

    return build_page(result)
