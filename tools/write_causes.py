"""Write the table of ``docs/causes.md`` anew: every cause, its group, what opens its gate, the stage expected then.

``python tools/write_causes.py`` writes; ``--check`` only compares, and its status is 1 where they differ.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from gbad.attribution.interventions import TABLE
from gbad.codes.causes import Cause

PAGE = Path(__file__).resolve().parents[1] / "docs" / "causes.md"
BEGIN, END = "<!-- table of causes: tools/write_causes.py -->", "<!-- end of the table -->"
UNTOLD = (Cause.NONE, Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD)
UNITS = {"radar": "the radar", "battery": "the battery", "command": "the command", "object": "it"}


def rows() -> list[str]:
    """Lines of the table."""
    lines = [
        "| cause | in words | what people call it | least intervention | expected next |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for cause in Cause:
        if cause in UNTOLD:
            continue
        line = TABLE.get(cause)
        opening, expected = "none: nothing a figure says is missing", ""
        if cause == Cause.SEVERAL:
            opening, expected = "all the gates that it names", "as for each of them"
        if line is not None:
            words = re.sub(r"\{miss:[^}]*\}", "so many", line.words)
            opening, expected = words.format(**UNITS), "by redraws only" if line.redraws_only else line.expected
        lines.append(f"| `{cause.identifier}` | {cause.sentence} | {cause.group} | {opening} | {expected} |")
    return lines


def main(arguments: list[str]) -> int:
    """Write or compare."""
    old = PAGE.read_text(encoding="utf-8")
    head, rest = old.split(BEGIN)
    _, tail = rest.split(END)
    new = "\n".join([head + BEGIN, *rows(), END]) + tail
    if "--check" in arguments:
        return int(new != old)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
