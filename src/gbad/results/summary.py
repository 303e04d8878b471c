"""The short answer: counts, rates and causes of a result, as a dict that prints as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.codes.causes import GROUPS, Cause, group_of

if TYPE_CHECKING:
    from gbad.results.result import Result
    from gbad.results.table import Columns, Row


# what ``gbad run --json`` promises, no more and no less
JSON_KEYS = (
    "result_hash", "out", "simulated_s", "wall_s", "threats", "killed", "leaked", "survived", "others",
    "others_engaged", "others_killed", "rounds_fired", "leak_causes", "warnings",
    "decisions",
)  # fmt: skip


class Summary(dict[str, Any]):
    """Counts, times and causes by name; as text, a few lines for a reader."""

    def to_json(self) -> dict[str, Any]:
        """The object that ``gbad run --json`` prints."""
        return {key: self[key] for key in JSON_KEYS}

    def line(self) -> str:
        """One line: scenario and what came of its threats."""
        return (
            f"{self['scenario']}, seed {self['seed']}, {_count(self['runs'], 'run')}: "
            f"{_count(self['threats'], 'threat')}, "
            f"{self['killed']} killed, {self['leaked']} leaked, {self['survived']} survived{self._apart()}"
        )

    def _apart(self) -> str:
        """What aims at nothing, like decoys, apart from the others, and who turned back."""
        aim = "aims" if self["aimless"] == 1 else "aim"
        aimless = f"; {self['aimless']} of the threats {aim} at nothing, {self['aimless_killed']} of those killed"
        turned = f"; {self['turned_back']} of those that survived turned back"
        return (aimless if self["aimless"] else "") + (turned if self["turned_back"] else "")

    def __str__(self) -> str:
        others = f"{self['others']}, engaged {self['others_engaged']}, killed {self['others_killed']}"
        facts = {
            "rounds fired": str(self["rounds_fired"]),
            "kills per round": _share(self["rounds_killed"], self["rounds_fired"]),
            "kills per threat": _share(self["killed"], self["threats"]),
            "others": others,
            "first detection": _seconds(self["first_detection_s"]),
            "first round": _seconds(self["first_launch_s"]),
            "last round": _seconds(self["last_launch_s"]),
        }
        lines = [self.line(), *(f"  {label:17} {fact}" for label, fact in facts.items())]
        if self["leak_causes"]:
            groups = ", ".join(f"{group} {count}" for group, count in self["leak_groups"].items())
            lines.append(f"  why they got through ({groups}):")
            lines += [f"    {count:4}  {Cause[cause.upper()].sentence}" for cause, count in self["leak_causes"].items()]
        lines += [f"  note: {warning}" for warning in self["warnings"]]
        return "\n".join([*lines, f"  result hash       {self['result_hash'][:16]}"])

    __repr__ = __str__


def summarize(result: Result) -> Summary:
    """Counts are totals over all runs; killed + leaked + survived = threats. Times are those of the first run."""
    outcomes = result.outcomes
    shots = result.shots
    threats = outcomes[outcomes["is_threat"]]
    others = outcomes[~outcomes["is_threat"]]
    aimless = threats[np.asarray(threats["aims_at"]).astype(str) == ""]
    stated = result.manifest
    return Summary(
        scenario=str(stated.get("scenario", "")),
        seed=int(stated.get("seed", 0)),
        runs=int(stated.get("runs", 1)),
        result_hash=result.result_hash,
        out=None if result.folder is None else str(result.folder),
        simulated_s=float(stated.get("simulated_s", 0.0)),
        wall_s=float(stated.get("wall_s", 0.0)),
        threats=len(threats),
        killed=_fate(threats, "killed"),
        leaked=_fate(threats, "leaked"),
        survived=_fate(threats, "survived"),
        turned_back=_turned_back(result, threats),
        aimless=len(aimless),
        aimless_killed=_fate(aimless, "killed"),
        others=len(others),
        others_engaged=int(others["engaged"].sum()),
        others_killed=_fate(others, "killed"),
        rounds_fired=int(np.isfinite(shots["launch_s"]).sum()),
        rounds_killed=int(shots["killed"].sum()),
        leak_causes=leak_causes(threats),
        leak_groups=leak_groups(threats),
        first_detection_s=_first(threats["first_detection_s"]),
        first_launch_s=_first(shots["launch_s"]),
        last_launch_s=_last(shots["launch_s"]),
        warnings=list(stated.get("warnings", [])),
        # of the first run: decisions with something to fire at, and what they gave away of their static optimum
        decisions=(stated.get("summary") or {}).get("decisions"),
    )


def _turned_back(result: Result, threats: Columns) -> int:
    """Threats that left their way to their aim and survived."""
    if "reactions" not in result.tables:
        return 0
    told = result.tables["reactions"]
    back = np.asarray(told["turned_back"], bool)
    gone = set(zip(np.asarray(told["run"])[back].tolist(), np.asarray(told["object"])[back].tolist(), strict=True))
    alive = threats[threats["fate"] == "survived"]
    return sum(each in gone for each in zip(alive["run"].tolist(), alive["object"].tolist(), strict=True))


def leak_causes(outcomes: Columns) -> dict[str, int]:
    """How many leaked for which cause, the most frequent first."""
    causes, counts = np.unique(outcomes["cause"][outcomes["fate"] == "leaked"], return_counts=True)
    pairs = sorted(zip(causes.tolist(), counts.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(pairs)


def leak_groups(outcomes: Columns) -> dict[str, int]:
    """How many leaked in each group of causes, in the order of the chain; groups without any are left out."""
    counts = dict.fromkeys(GROUPS, 0)
    for row in outcomes[outcomes["fate"] == "leaked"].rows():
        counts[group_of_row(row)] += 1
    return {group: count for group, count in counts.items() if count}


def group_of_row(row: Row) -> str:
    """Group of the cause of one leaker, a row of ``outcomes``."""
    return group_of(Cause[row.cause.upper()], row.first_detection_s, row.shared_s, row.last_opportunity_s)


def _fate(outcomes: Columns, fate: str) -> int:
    return int((outcomes["fate"] == fate).sum())


def _first(times: Any) -> float | None:
    return float(np.nanmin(times)) if np.isfinite(times).any() else None


def _last(times: Any) -> float | None:
    return float(np.nanmax(times)) if np.isfinite(times).any() else None


def _seconds(time_s: float | None) -> str:
    return "none" if time_s is None else f"{time_s:.1f} s"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.2f})" if whole else "none"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
