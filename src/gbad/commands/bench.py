"""``gbad bench``: run a bench by name."""

from __future__ import annotations

import io
import json
import runpy
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

import gbad
from gbad.errors import InputError


def bench(name: str | None, as_json: bool = False) -> None:
    """Run ``gbad.benches.NAME``; without a name list them. ``as_json``: print the JSON of a bench's last line alone."""
    folder = Path(gbad.__file__).parent / "benches"
    known = sorted(path.stem for path in folder.glob("[a-z]*.py") if "\ndef main" in path.read_text(encoding="utf-8"))
    if name is None:
        print(json.dumps(known) if as_json else "\n".join(known))
    elif name in known:
        # a bench reads options of its own where it is started alone; it must not take ours for them
        typed, sys.argv = sys.argv, [f"gbad bench {name}"]
        try:
            told = io.StringIO()
            with redirect_stdout(told) if as_json else nullcontext():
                runpy.run_module(f"gbad.benches.{name}", run_name="__main__")
            if as_json:
                print(told.getvalue().splitlines()[-1])
        finally:
            sys.argv = typed
    else:
        raise InputError(f"bench {name}: there is none of that name; there are {', '.join(known) or 'none'}")
