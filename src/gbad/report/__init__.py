"""results -> one page: a self-contained HTML report that opens from disk. It reads results and computes no outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gbad.report.base_map import map_base, map_window

if TYPE_CHECKING:
    from gbad.report.story import ResultLike

__all__ = ["build", "build_replay", "map_base", "map_window", "replay_is_built"]


def build(result: ResultLike) -> str:
    """One self-contained HTML page of a result, see :func:`gbad.report.page.build`."""
    # the page needs a template engine, which a run without a report need not load
    from gbad.report.page import build as build_page

    return build_page(result)


def build_replay(result: ResultLike) -> str:
    """The page that plays an engagement, see :func:`gbad.report.replay.build_replay`."""
    from gbad.report.replay import build_replay as build_page

    return build_page(result)


def replay_is_built() -> bool:
    """Whether the script of that page is here: in a wheel always, in a clone after ``make web``."""
    from gbad.report.replay import replay_is_built

    return replay_is_built()
