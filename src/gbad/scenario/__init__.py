"""YAML -> Scenario -> tables: what the user laid down, strictly read, explained, and laid out in columns.

Importing this package is light; each name is loaded when first asked for. ``gbad.scenario.load.load(...)`` reads a
scenario by shipped name or file.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Document": "document",
    "Models": "models",
    "Scenario": "layout",
    "assumptions": "figures_used",
    "compile_tables": "compiling",
    "explain": "explanation",
    "open_document": "document",
    "options_of": "load",
    "override": "document",
    "parse_document": "document",
    "read": "load",
    "shipped": "document",
    "uncertain": "figures_used",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
