"""Draw what isolation costs from three finished studies: leakers and rounds of two batteries at once.

python tools/draw_isolation_picture.py AIRCRAFT MISSILES BALLISTIC docs/cases/what-isolation-costs-raids.svg

The folders are those of ``gbad study turkey-nato``, ``-missiles`` and ``-ballistic``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gbad.report.svg import Drawing

SHARED = (("c", "nothing"), ("c-areas", "areas"), ("d", "warning"), ("e", "picture"), ("f", "control"))
RAIDS = (("8 aircraft", 8), ("10 cruise missiles, 4 drones", 14), ("6 ballistic missiles", 6))
PANELS = (("leaked", "got through"), ("engaged_twice", "fired at by two at once"))
LEFT, TOP, WIDE, HIGH, GAP, ROW = 86, 58, 170, 116, 40, 21
STYLE = (
    "<style>text{font:12px system-ui,sans-serif;fill:#222}.head{font-weight:600}.soft{fill:#667}.axis{stroke:#99a;"
    "stroke-width:1}.bar{stroke:#99a;stroke-width:5;stroke-linecap:round}.dot{fill:#1b5e8c}"
    "@media(prefers-color-scheme:dark){text{fill:#dde}.soft{fill:#99a}.dot{fill:#7cc0ee}.bar{stroke:#667}}</style>"
)


def main(folders: list[Path], out: Path) -> None:
    """Read estimates, draw, write."""
    drawing = Drawing(LEFT + 3 * (WIDE + GAP), TOP + 2 * (HIGH + 62) - 34)
    drawing.raw(STYLE)
    for column, (folder, (raid, of)) in enumerate(zip(folders, RAIDS, strict=True)):
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["estimates"]
        x = LEFT + column * (WIDE + GAP)
        drawing.text(x, 20, raid, "head")
        for row, (measure, says) in enumerate(PANELS):
            panel(drawing, (x, TOP + row * (HIGH + 62)), of, {name: told[name][measure] for name, _ in SHARED}, says)
    for row in range(2):
        for at, (_, name) in enumerate(SHARED):
            drawing.text(LEFT - 12, TOP + row * (HIGH + 62) + at * ROW + 16, name, anchor="end")
    out.write_text(
        drawing.render(
            "How many got through and how many had rounds of two batteries on their way, by what is shared"
        ).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        + "\n",
        encoding="utf-8",
    )


def panel(drawing: Drawing, at: tuple[float, float], of: int, told: dict[str, dict[str, float]], says: str) -> None:
    """One measure of one raid: a dot and its interval for every connection, on a scale up to the size of the raid."""
    x, y = at
    drawing.text(x, y - 6, f"{says}, of {of}", "soft")
    for tick in (0, of // 2, of):
        drawing.line(x + WIDE * tick / of, y, x + WIDE * tick / of, y + HIGH - 6, "axis", opacity=0.35)
        drawing.text(x + WIDE * tick / of, y + HIGH + 10, str(tick), "soft", "middle")
    for row, (name, _) in enumerate(SHARED):
        mean, low, high = (told[name][key] for key in ("mean", "low", "high"))
        middle = y + row * ROW + 12
        drawing.line(x + WIDE * low / of, middle, x + WIDE * high / of, middle, "bar")
        drawing.circle(x + WIDE * mean / of, middle, 4, "dot", title=f"{mean:.2f} ({low:.2f} to {high:.2f})")


if __name__ == "__main__":
    *studies, picture = map(Path, sys.argv[1:])
    main(studies, picture)
