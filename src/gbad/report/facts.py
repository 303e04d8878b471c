"""The figures of the first page, counted from the tables of one run; the spread over runs beside them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.report.families import FAMILIES, Family
from gbad.report.story import Story, Thing
from gbad.report.words import duration, known


@dataclass(frozen=True)
class Facts:
    """Counts are of run 0 of the result; ``spread`` is over all runs (None for a single run)."""

    threats: int
    killed: int
    leaked: int
    survived: int
    causes: list[tuple[str, int]]  # leakers by cause, the most frequent first
    families: list[tuple[Family, list[Thing]]]
    engaged: int  # threats with at least one round launched at them
    rounds_fired: int
    rounds_at_threats: int
    kills_by_rounds: int
    aimless: int  # threats that aim at nothing: decoys, chaff, jammers
    aimless_killed: int
    others: int
    others_engaged: int
    others_killed: int
    first_shot_s: float | None
    last_shot_s: float | None
    warning_s: float | None
    warning_note: str
    shots_that_fit: int | None
    shots_that_fit_note: str
    spread: dict[str, Any] | None
    decisions: dict[str, Any] | None = None  # how many were compared, and the share that they gave away


def count_facts(story: Story) -> Facts:
    """Count one run."""
    threats, others = story.threats, story.others
    fates = Counter(t.fate for t in threats)
    shots = story.shots
    names = {t.id for t in threats}
    at_threats = [s for s in shots if str(s["object"]) in names]
    launches = [float(s["launch_s"]) for s in shots]
    warning_s, warning_note = _warning(story)
    summary = story.manifest.get("summary") or {}
    fit = summary.get("shots_that_fit")
    return Facts(
        threats=len(threats),
        killed=fates["killed"],
        leaked=fates["leaked"],
        survived=len(threats) - fates["killed"] - fates["leaked"],
        causes=Counter(t.cause for t in threats if t.fate == "leaked").most_common(),
        families=[(f, [t for t in threats if t.family is f]) for f in FAMILIES if any(t.family is f for t in threats)],
        engaged=sum(bool(t.shots) for t in threats),
        rounds_fired=len(shots),
        rounds_at_threats=len(at_threats),
        kills_by_rounds=sum(bool(s["killed"]) for s in at_threats),
        aimless=sum(not t.aims_at for t in threats),
        aimless_killed=sum(not t.aims_at and t.fate == "killed" for t in threats),
        others=len(others),
        others_engaged=sum(bool(t.shots) for t in others),
        others_killed=sum(t.fate == "killed" for t in others),
        first_shot_s=min(launches, default=None),
        last_shot_s=max(launches, default=None),
        warning_s=warning_s,
        warning_note=warning_note,
        shots_that_fit=None if fit is None else int(fit),
        shots_that_fit_note=str(summary.get("shots_that_fit_note") or ""),
        decisions=summary.get("decisions"),
        spread=_spread(story),
    )


def _warning(story: Story) -> tuple[float | None, str]:
    """As the simulation states it; else the median over threats that would arrive, from shared track to arrival."""
    summary = story.manifest.get("summary") or {}
    if known(summary.get("warning_time_s")):
        return float(summary["warning_time_s"]), str(summary.get("warning_note") or "")
    aimed = [t for t in story.threats if known(_arrival(t))]
    if not aimed:
        return None, "no threat was to arrive"
    spans = sorted(max(_arrival(t) - t.times["shared_s"], 0.0) if known(t.times["shared_s"]) else 0.0 for t in aimed)
    unseen = sum(not known(t.times["shared_s"]) for t in aimed)
    note = f"median of {len(aimed)} threats, from a track at a command post to arrival; {duration(spans[0])} to "
    note += duration(spans[-1])
    if unseen:
        note += f"; {unseen} never in the picture"
    return float(np.median(spans)), note


def _arrival(thing: Thing) -> float:
    """When it would arrive; nan for a threat that aims at nothing or ends where the run ends."""
    if thing.fate == "leaked":
        return thing.end_s
    return thing.planned_end_s if thing.aims_at else math.nan


def _spread(story: Story) -> dict[str, Any] | None:
    """Leakers, kills and rounds per run: least, quartiles, most, and how many runs had each number of leakers."""
    if len(story.runs) < 2:
        return None
    outcomes, shots = story.tables["outcomes"], story.tables.get("shots")
    threat = np.asarray(outcomes["is_threat"]).astype(bool)
    spread: dict[str, Any] = {"runs": len(story.runs), "rounds": None}
    run = np.asarray(outcomes["run"])
    for fate in ("killed", "leaked"):
        rows = run[threat & (np.asarray(outcomes["fate"]).astype(str) == fate)]
        spread[fate] = _quartiles(np.array([np.count_nonzero(rows == r) for r in story.runs]))
    if shots is not None:  # a table without a row says that none was fired
        rows = np.asarray(shots["run"])[np.isfinite(np.asarray(shots["launch_s"], dtype=np.float64))]
        spread["rounds"] = _quartiles(np.array([np.count_nonzero(rows == r) for r in story.runs]))
    return spread


def _quartiles(values: Any) -> dict[str, Any]:
    numbers, counts = np.unique(values, return_counts=True)
    low, first, middle, third, high = (float(q) for q in np.quantile(values, (0, 0.25, 0.5, 0.75, 1)))
    return {
        "least": low, "first": first, "median": middle, "third": third, "most": high, "mean": float(np.mean(values)),
        "counts": list(zip(numbers.astype(int).tolist(), counts.astype(int).tolist(), strict=True)),
    }  # fmt: skip
