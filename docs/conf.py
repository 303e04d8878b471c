"""The pages as a site: ``make docs`` (Sphinx with MyST-NB) writes it into build/docs. Nothing else needs this file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

project = "gbad"
copyright = "its authors; Apache-2.0"
extensions = ["myst_nb"]
root_doc = "index"
exclude_patterns = ["pictures/README.md", "examples"]
html_theme = "furo"
html_title = "gbad"
html_show_sphinx = False
pygments_style = "default"

myst_heading_anchors = 3
# the notebook is played when the site is built, and a cell that fails fails the build
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_merge_streams = True
# what a result shows in a notebook
nb_mime_priority_overrides = [("html", "text/html", 0)]

PAGES = {path.name for path in Path(__file__).parent.glob("*.md")}


def _joined(app, name, source) -> None:
    """Pages that are named in code font become links; pages of claims are pages of their own and no documents."""
    if name == "index":
        # a page that the contents do not place yet is under More
        listed = {f"{word}.md" for word in re.findall(r"^[\w/-]+$", source[0], re.MULTILINE)}
        if more := sorted(PAGES - listed - {"index.md"}):
            source[0] += "\n```{toctree}\n:caption: More\n\n" + "\n".join(page[:-3] for page in more) + "\n```\n"
    text = re.sub(
        r"(?<!`)`(?:docs/)?([\w-]+\.md)`(?!`)",
        lambda found: f"[`{found[1]}`](/{found[1]})" if found[1] in PAGES else found[0],
        source[0],
    )
    # what lies beside docs/ in the checkout is named, and is no page here
    text = re.sub(r"\[([^\]]+)\]\(\.\./([^)]+)\)", r"\1 (`\2`)", text)
    source[0] = re.sub(r"\[([^\]]+)\]\((claims/[\w.]+\.html)\)", r'<a href="\2">\1</a>', text)


def _with_claims(app, error) -> None:
    if error is None and app.builder.name == "html":
        shutil.copytree(Path(app.srcdir) / "claims", Path(app.outdir) / "claims", dirs_exist_ok=True)


def setup(app) -> None:
    app.connect("source-read", _joined)
    app.connect("build-finished", _with_claims)
