"""``gbad bench``: run a bench by name."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import gbad
from gbad.errors import InputError


def bench(name: str | None) -> None:
    """Run ``gbad.benches.NAME``; without a name list them."""
    folder = Path(gbad.__file__).parent / "benches"
    known = sorted(path.stem for path in folder.glob("[a-z]*.py") if "\ndef main" in path.read_text(encoding="utf-8"))
    if name is None:
        print("\n".join(known))
    elif name in known:
        # a bench reads options of its own where it is started alone; it must not take ours for them
        typed, sys.argv = sys.argv, [f"gbad bench {name}"]
        try:
            runpy.run_module(f"gbad.benches.{name}", run_name="__main__")
        finally:
            sys.argv = typed
    else:
        raise InputError(f"bench {name}: there is none of that name; there are {', '.join(known) or 'none'}")
