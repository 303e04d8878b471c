"""Write docs/api.md: what ``import gbad`` offers, with signatures and docstrings, read from the package itself."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from pathlib import Path
from typing import Any

import gbad
import gbad.testing

PLACE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# In Python

What `import gbad` offers. Written by `tools/write_api.py` from signatures and docstrings; `docs/policies.md` shows how
a policy is written, `docs/studies.md` how a study is read, `docs/glossary.md` what the columns of tables mean.
"""
GROUPS = {
    "Play and ask": (
        "run", "study", "threshold", "rerun", "verify", "open_results", "Result", "Study", "Battle", "Cause",
    ),
    "Scenarios and figures": ("shipped", "load", "override", "prepare", "figures", "Scenario", "Prepared"),
    "What a policy or tracker gets and gives": (
        "CommandSituation", "orders", "Orders", "AirPicture", "Detections", "TrackReports", "ShotReports",
    ),
    "The engine": ("play", "Batch", "Tables"),
    "Errors": ("GbadError", "InputError", "ResultsError", "ResourceError"),
}  # fmt: skip


def text() -> str:
    """The whole page."""
    grouped = {name for names in GROUPS.values() for name in names}
    rest = [name for name in gbad.__all__ if name not in grouped and name != "__version__"]
    assert not rest, f"in no group of tools/write_api.py: {rest}"
    parts = [HEAD]
    for heading, names in GROUPS.items():
        parts += [f"## {heading}\n", *(_entry(f"gbad.{name}", getattr(gbad, name)) for name in names)]
    parts.append("## Checks of what you plug in: `gbad.testing`\n")
    parts += [_entry(f"gbad.testing.{name}", getattr(gbad.testing, name)) for name in gbad.testing.__all__]
    return "\n".join(parts)


def _entry(name: str, thing: Any) -> str:
    if inspect.isclass(thing):
        return _class(name, thing)
    if inspect.ismodule(thing):
        own = [each for each in vars(thing).values() if inspect.isfunction(each) and each.__module__ == thing.__name__]
        lines = [f"- `{_signature(f.__name__, f)}`: {_first(f)}" for f in own if not f.__name__.startswith("_")]
        return "\n".join([f"### `{name}`", "", _said(thing), "", *lines, ""])
    return f"### `{name}`\n\n```python\n{_signature(name.rsplit('.', 1)[-1], thing)}\n```\n\n{_said(thing)}\n"


def _class(name: str, thing: type) -> str:
    lines = [f"### `{name}`", "", _said(thing), ""]
    if issubclass(thing, enum.Enum):
        return "\n".join([*lines, ", ".join(f"`{member.name.lower()}`" for member in thing), ""])
    if dataclasses.is_dataclass(thing):
        fields = ", ".join(f"`{f.name}`" for f in dataclasses.fields(thing) if not f.name.startswith("_"))
        lines += [f"Fields: {fields}.", ""]
    for key, value in vars(thing).items():
        if key.startswith("_"):
            continue
        inner = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if inspect.isfunction(inner):
            lines.append(f"- `{_signature(key, inner)}`: {_first(inner)}")
        elif isinstance(value, property) or type(value).__name__ == "cached_property":
            lines.append(f"- `{key}`: {_first(value)}")
    return "\n".join([*lines, ""])


def _signature(name: str, thing: Any) -> str:
    """``run(scenario, *, seed=1)`` without types, which docstrings have in words; defaults that are objects as dots."""
    parts = []
    signature = inspect.signature(thing)
    starred = False
    for p in signature.parameters.values():
        if p.name in ("self", "cls"):
            continue
        if p.kind is p.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        starred = starred or p.kind is p.VAR_POSITIONAL
        mark = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        plain = isinstance(p.default, bool | int | float | str | type(None) | tuple)
        default = "" if p.default is p.empty else f"={p.default!r}" if plain else "=..."
        parts.append(f"{mark}{p.name}{default}")
    return f"{name}({', '.join(parts)})"


def _said(thing: Any) -> str:
    """The docstring as Markdown; double backticks become single ones, roles of Sphinx their names."""
    words = inspect.getdoc(thing) or ""
    return re.sub(r":\w+:`~?([^`]*)`", r"`\1`", words).replace("``", "`")


def _first(thing: Any) -> str:
    return " ".join(_said(thing).split("\n\n")[0].split())


def main() -> None:
    """Write the page."""
    PLACE.write_text(text(), encoding="utf-8")
    print(PLACE)


if __name__ == "__main__":
    main()
