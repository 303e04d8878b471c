"""What of a track table does not count when it is scored, and why: said, so that a zero is not taken for a verdict."""

from __future__ import annotations

import numpy as np

from gbad.errors import InputError
from gbad.metrics.paths import Path


def notes_of(objects: list[Path], followed: list[Path], time_s: tuple[float, float], longest_gap_s: float) -> list[str]:
    """Sentences without their full stop. ``InputError`` if no row of the tracks lies in the time of the truth."""
    first, last = time_s
    notes = [*_gaps(objects, "the truth", longest_gap_s), *_gaps(followed, "the tracks", longest_gap_s)]
    if not followed:
        return notes
    times = np.concatenate([path.time_s for path in followed])
    outside = int(((times < first) | (times > last)).sum())
    if outside == times.size:
        raise InputError(
            f"tracks: none of the {times.size} rows lies in the time of the truth, {first:g} to {last:g} s; theirs is "
            f"{times.min():.16g} to {times.max():.16g} s. Times count from the start of the scenario"
        )
    if outside:
        notes.append(
            f"{outside} of {times.size} rows of the tracks lie outside the time of the truth, {first:g} to {last:g} s"
        )
    single = sum(path.time_s.size == 1 for path in followed)
    if single:
        notes.append(f"{single} of {len(followed)} tracks have a single row and are known at that instant alone")
    return notes


def _gaps(paths: list[Path], whose: str, longest_gap_s: float) -> list[str]:
    """A sentence if rows are farther apart than the limit."""
    gaps = np.concatenate([np.empty(0), *(path.gaps_s() for path in paths)])
    wide = gaps > longest_gap_s
    if not wide.any():
        return []
    share = gaps[wide].sum() / gaps.sum()
    return [
        f"{int(wide.sum())} of {gaps.size} steps between rows of {whose} are longer than {longest_gap_s:g} s "
        f"({np.median(gaps):g} s in the median), and nothing is known in them: {share:.0%} of the time; a longer gap "
        "can be allowed (--longest-gap, longest_gap_s)"
    ]
