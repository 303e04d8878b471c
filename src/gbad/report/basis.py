"""What a page rests on: figures by entry, widest spread first, a curve as one; and what it must not be read as."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from gbad.report.story import Story

FROM_ZERO = math.log(100.0)
_NODE = re.compile(r"^(?P<curve>.+)\.(?P<column>\w+)\.\d+$")


def curves_as_one(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a manifest's assumptions; the numbers of a curve or table become one row that tells their range."""
    kept: list[dict[str, Any]] = []
    curve_at: dict[str, int] = {}
    numbers: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        found = _NODE.match(str(row.get("key", "")))
        if found is None:
            kept.append(dict(row))
            continue
        curve = found["curve"]
        if curve not in curve_at:
            curve_at[curve] = len(kept)
            kept.append(dict(row))
        numbers.setdefault(curve, {}).setdefault(found["column"], []).append(float(row["nominal"]))
    for curve, place in curve_at.items():
        columns = numbers[curve]
        owner = str(kept[place].get("name", "")).partition(": ")[0]
        label = curve.removeprefix(f"{owner}.").replace(".", " ").replace("_", " ")
        said = ", ".join(f"{name.replace('_', ' ')} {min(v):g} to {max(v):g}" for name, v in columns.items())
        kept[place] |= {
            "name": f"{owner}: {label} (curve of {max(map(len, columns.values()))} points, {said})",
            "low": None, "nominal": None, "high": None, "unit": "",
        }  # fmt: skip
    return kept


def apart(low: float | None, high: float | None) -> float:
    """How far apart the ends of a figure lie: the logarithm of their ratio; an end of zero counts as a hundredth."""
    if low is None or high is None or low == high:
        return 0.0
    return math.log(high / low) if low > 0.0 else FROM_ZERO


def by_entry(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Figures of each entry, the widest spread first, and entries by their widest figure."""
    owners = dict.fromkeys(row["owner"] for row in rows)
    found = [(owner, sorted((r for r in rows if r["owner"] == owner), key=lambda r: -r["apart"])) for owner in owners]
    return sorted(found, key=lambda pair: -max(row["apart"] for row in pair[1]))


def caveats(story: Story) -> list[str]:
    """Two or three sentences that belong beside the headline."""
    manifest, runs = story.manifest, len(story.runs)
    raids = "One run is an anecdote, no estimate of a probability" if runs == 1 else f"{runs} runs of one set-up"
    said = [
        f"{raids}: all figures at their nominals. What nobody knows may move the outcome farther than the dice do; "
        f"gbad study {manifest.get('scenario', 'SCENARIO')} --samples 200 tells how far.",
        "Kill probabilities of single shots are inputs, not findings. Nothing here was compared with a real raid.",
    ]
    if manifest.get("hypothetical"):
        said.append("The fight is made up; places are regions, not sites.")
    return said
