"""``gbad schema``: the JSON Schema of a file, and the line by which an editor finds it."""

from __future__ import annotations

import json
from pathlib import Path

from gbad.commands.printing import print_json
from gbad.errors import InputError, ResourceError
from gbad.scenario.json_schema import schema_of


def schema(what: str, out: Path | None, *, as_json: bool) -> None:
    """Print the schema, or write it to a new file and say what to put at the head of a YAML file."""
    found = schema_of(what)
    if out is None:
        if as_json:
            print_json(found)
        else:
            print(json.dumps(found, indent=2))
        return
    if out.exists():
        raise InputError(f"{out} exists, and nothing is overwritten; choose another name")
    try:
        out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ResourceError(f"{out}: could not be written: {error}") from error
    modeline = f"# yaml-language-server: $schema={out.as_posix() if out.is_absolute() else './' + out.as_posix()}"
    if as_json:
        print_json({"file": str(out), "modeline": modeline})
        return
    print(f"{out}: the schema of a {what.replace('_', ' ')}. First line of a file, for editors with a YAML server:")
    print(modeline)
