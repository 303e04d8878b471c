"""The page that plays an engagement (``replay.html``): truth, what each radar saw, what each command believed.

Self-contained like the report and beside it. What it shows is read from a result (``replay_data``) and thinned to a
bounded number of points; nothing is computed anew. Its script is written in TypeScript (``web/``) and built into
``report/built`` by ``make web``; wheels carry it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files

import jinja2
from markupsafe import Markup

from gbad.errors import InputError
from gbad.report.replay_data import replay_data
from gbad.report.story import ResultLike

SCRIPT = "replay.js"


def replay_is_built() -> bool:
    """Whether the page's script is here: in a wheel always, in a clone after ``make web``."""
    return (files("gbad.report") / "built" / SCRIPT).is_file()


def build_replay(result: ResultLike) -> str:
    """One HTML page of the first recorded run of a result. It opens from disk without a network.

    Raises :class:`gbad.errors.InputError` where the page's script has not been built.
    """
    if not replay_is_built():
        raise InputError("replay.html needs its script, which is not built in this clone: run make web")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    data = replay_data(result)
    # "<" would end the script element early
    text = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    script = (files("gbad.report") / "built" / SCRIPT).read_text(encoding="utf-8").strip()
    style = _template("report.css") + _template("replay.css")
    return environment.from_string(_template("replay.html.j2")).render(
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        data=Markup(text),
        title=data["title"],
        hypothetical=data["hypothetical"],
        ground=data["ground"],
        run=data["run"],
        thinned=data["thinned"],
    )


def _hash(text: str) -> str:
    """What a Content-Security-Policy calls the source of an inline element."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _template(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
