"""Draw what isolation costs from three finished studies: leakers and rounds of two batteries at once.

python tools/draw_isolation_picture.py AIRCRAFT MISSILES BALLISTIC docs/cases/what-isolation-costs-raids.svg

The folders are those of ``gbad study turkey-nato``, ``-missiles`` and ``-ballistic``. Bars are 95 % intervals; most are
narrower than their dots.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from dot_plot import SOFT, Axis, Mark, drawn_marks, picture, text

SHARED = (("c", "nothing"), ("c-areas", "areas"), ("d", "warning"), ("e", "picture"), ("f", "control"))
RAIDS = (("8 aircraft", 8), ("10 cruise missiles, 4 drones", 14), ("6 ballistic missiles", 6))
PANELS = (("leaked", "got through"), ("engaged_twice", "fired at by two at once"))
# two columns, so that words can be read on a phone too
LEFT, TOP, WIDE, HIGH, GAP, ROW = 66.0, 56.0, 160.0, 116.0, 42.0, 21.0
DEEP = HIGH + 70.0  # from one raid to the next
TITLE = "How many got through and how many had rounds of two batteries on their way, by what is shared"


def drawn(studies: list[dict[str, dict[str, Any]]]) -> str:
    """The picture of three studies: by raid what each variant's measures are estimated at."""
    parts: list[str] = []
    for row, (told, (raid, of)) in enumerate(zip(studies, RAIDS, strict=True)):
        y = TOP + row * DEEP
        parts.append(f'<text x="{LEFT:g}" y="{y - 32:g}" font-weight="600">{raid}</text>')
        for column, (measure, says) in enumerate(PANELS):
            x = LEFT + column * (WIDE + GAP)
            axis = Axis(x, x + WIDE, float(of), 0.5 * of)
            parts += [text(x, y - 8.0, f"{says}, of {of}", colour=SOFT), *axis.grid(y, y + HIGH - 6.0, 16.0)]
            for at, (name, words) in enumerate(SHARED):
                mean, low, high = (told[name][measure][key] for key in ("mean", "low", "high"))
                mark = Mark(low, mean, high, title=f"{mean:.2f} ({low:.2f} to {high:.2f})")
                parts += drawn_marks(axis, y + at * ROW + 12.0, [mark], 3.0)
                if column == 0:
                    parts.append(text(LEFT - 10.0, y + at * ROW + 16.0, words, anchor="end"))
    return picture(LEFT + 2 * (WIDE + GAP), TOP + 3 * DEEP - 46.0, TITLE, parts)


if __name__ == "__main__":
    *folders, out = map(Path, sys.argv[1:])
    found = [json.loads((each / "manifest.json").read_text(encoding="utf-8"))["estimates"] for each in folders]
    out.write_text(drawn(found), encoding="utf-8")
