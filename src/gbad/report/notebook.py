"""What a notebook shows of a result or a study: a picture, a few sentences, and where the page is.

A figure goes into a frame of its own (``srcdoc``), so that neither style sheet touches the other; nothing is fetched.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gbad.results.result import Result

WIDTH = 900.0  # [px] design width of the figures


def result_html(result: Result) -> str:
    """The map of the first run, the summary, and a link to the report where the result lies in a folder."""
    from gbad.report.map_figure import draw_map
    from gbad.report.page import RELIEF_ID, relief, resource
    from gbad.report.story import tell

    told = f"<pre>{html.escape(str(result.summary()))}</pre>"
    picture = ""
    if len(result.tables.get("truth", ())):
        story = tell(result)
        body = f"{relief(story.manifest.get('map') or {})}{draw_map(story, WIDTH, RELIEF_ID)}"
        picture = framed(body, resource("report.css"))
    return picture + told + link(result.folder)


def study_html(study: Any, told: str) -> str:
    """How often what came about, then the table of estimates, then the link."""
    from gbad.report.page import resource
    from gbad.report.study_figures import histograms

    measures = [name for name in study.design.measures if name in study.outcome.names][:1]
    picture = framed(histograms(study, measures, WIDTH), resource("report.css")) if measures else ""
    return picture + told + link(study.folder)


def framed(body: str, style: str) -> str:
    """A figure in a frame as high as its largest drawing, with a little room for a heading."""
    sizes = re.findall(r'<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"', body)
    width, height = max(((float(w), float(h)) for w, h in sizes), key=lambda size: size[0], default=(4.0, 3.0))
    page = f"<!doctype html><meta charset=utf-8><style>{style} body{{margin:0;padding:0}}</style>{body}"
    shape = f"max-width:{WIDTH:.0f}px;aspect-ratio:{width:.0f}/{1.06 * height + 0.02 * width:.0f}"
    return (
        f'<iframe srcdoc="{html.escape(page, quote=True)}" sandbox="" title="figure" '
        f'style="width:100%;{shape};border:0"></iframe>'
    )


def link(folder: Path | None) -> str:
    """Where the whole page is."""
    page = folder / "report.html" if folder is not None else None
    if page is None or not page.is_file():
        return ""
    return f'<p><a href="{html.escape(page.resolve().as_uri(), quote=True)}">{html.escape(str(page))}</a></p>'
