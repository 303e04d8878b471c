"""What several batteries do to the same raid: who is fired at by two at once, rounds too many, and time to spare.

Nothing of this is rolled: two batteries fire at one target when their tracks, pictures and posts make them.

- ``engaged_twice``: threats that had rounds of two batteries on their way at the same moment.
- ``rounds_too_many``: rounds that left for a threat which another round, already on its way then, killed before them.
- ``warning_s``: from the first order at a threat to the end of its path, mean over threats; 0 for one that nobody
  ordered at, and 0 where nothing is a threat. What counts is the time that decisions had, not the first glimpse.

Kept where more than one battery stands. Left out: rounds that two batteries fire one after the other because one did
not hear of the other's kill are in neither, but in ``rounds_fired``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gbad.messages import READY
from gbad.recorder.book import ORDER
from gbad.tables import Floats, Tables

if TYPE_CHECKING:
    from gbad.recorder.book import Book

NAMES = ("engaged_twice", "rounds_too_many", "warning_s")
SAYS = {
    "engaged_twice": "threats with rounds of two batteries on their way at once",
    "rounds_too_many": "rounds that left for what a round already on its way killed",
    "warning_s": "time from the first order at a threat to the end of its path, mean over threats [s]",
}


def names(tables: Tables) -> list[str]:
    """Names of these measures; none where a single battery stands."""
    return list(NAMES) if len(tables.defence.batteries.id) > 1 else []


def bounds(tables: Tables) -> list[float]:
    """Greatest value of each; the least is 0."""
    threats, rounds = float(tables.objects.is_threat.sum()), float(len(tables.defence.rounds.id))
    return [threats, rounds, tables.duration_s] if names(tables) else []


def measure(book: Book) -> list[Floats]:
    """A column ``(runs,)`` of each."""
    if not names(book.tables):
        return []
    runs = len(book.truth.draw_of_run)
    counts = np.zeros((2, runs))
    shots, battery_of = book.shots, book.tables.defence.rounds.battery
    assert shots is not None
    left = (shots.status > READY) & np.isfinite(shots.launch_s) & (shots.aimed_at >= 0)
    for run in range(runs):
        rows = np.flatnonzero(left[run])
        for target in np.unique(shots.aimed_at[run, rows]):
            if not book.tables.objects.is_threat[target]:
                continue
            at_it = rows[shots.aimed_at[run, rows] == target]
            launch_s, end_s = shots.launch_s[run, at_it], _until(shots.end_s[run, at_it])
            killer = shots.killed[run, at_it] & (shots.target[run, at_it] == target)
            counts[0, run] += overlap(launch_s, end_s, battery_of[at_it])
            counts[1, run] += too_many(launch_s, end_s, killer)
    return [counts[0], counts[1], warning_s(book)]


def overlap(launch_s: Floats, end_s: Floats, battery: np.ndarray) -> bool:
    """Whether rounds of two batteries were on their way at one target at the same moment; all ``(rounds,)``."""
    together = (launch_s[:, None] < end_s[None, :]) & (launch_s[None, :] < end_s[:, None])
    return bool((together & (battery[:, None] != battery[None, :])).any())


def too_many(launch_s: Floats, end_s: Floats, killer: np.ndarray) -> int:
    """Rounds that left after the one that killed and before it had; all ``(rounds,)``."""
    if not killer.any():
        return 0
    first = int(np.flatnonzero(killer)[np.argmin(end_s[killer])])
    after = (launch_s > launch_s[first]) & (launch_s < end_s[first])
    return int(after.sum())


def _until(end_s: Floats) -> Floats:
    """Rounds that still fly have no end yet."""
    return np.where(np.isfinite(end_s), end_s, np.inf)


def warning_s(book: Book) -> Floats:
    """Mean over threats of the time that was left at the first order, ``(runs,)``."""
    truth, planned_s = book.truth, book.truth.trajectories.plan_end_s
    # where no figure of a flyer is drawn all draws share one path
    last_s = planned_s[np.minimum(truth.draw_of_run, len(planned_s) - 1)]
    return mean_left_s((last_s - book.first_s[:, :, ORDER])[:, book.tables.objects.is_threat])


def mean_left_s(left_s: Floats) -> Floats:
    """Mean of each row of ``(runs, threats)``; what nobody ordered at (nan) had 0; a run without threats has 0."""
    if not left_s.shape[1]:
        return np.zeros(len(left_s))
    found: Floats = np.where(np.isnan(left_s), 0.0, np.maximum(left_s, 0.0)).mean(axis=1)
    return found
