"""Fusion at the command post: the local tracks of one object -> one state. Selected by ``fusion`` of a command post.

All rules start from the *newest report of each member* and nothing else: no fused state is fed back. A local track's
report holds all that its radar has seen, so an older report adds nothing to a newer one, and one that comes late,
or out of order, or not at all, changes the picture only as long as nothing newer of that radar is there. What the
picture shows is a function of what has arrived, not of the order in which it did.

- ``best_report``: the member with the least position spread predicted to now, its state and covariance untouched.
- ``covariance_intersection``: P^-1 = w A^-1 + (1 - w) B^-1, x = P (w A^-1 a + (1 - w) B^-1 b), with w in 0..1 of least
  det P (Julier and Uhlmann, "A non-divergent estimation algorithm in the presence of unknown correlations", American
  Control Conference 1997, equations 4 and 5). Consistent for any correlation of the two errors, if both tracks are.
  det P has no units, which a trace over metres and metres per second has; log det is concave in w, so the best w is
  where its slope tr(P (A^-1 - B^-1)) changes sign. More than two members: one after the other, by radar.
- ``independent``: informations add, as if the errors were independent (convex combination; Bar-Shalom and Fortmann,
  Tracking and Data Association, section 10.3). They are not: both filters carry the target's own manoeuvre. Too sure of
  itself wherever that matters; here to compare with.

Members are brought to the time of the newest by straight flight with white acceleration noise, as for association.
Left out: fusion of plots (the links carry tracks), exact cross-covariances, feedback of the fused track to the radars.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gbad.network import _fusion_kernel as numbers
from gbad.network._fusion_kernel import BEST_REPORT, COVARIANCE_INTERSECTION, INDEPENDENT
from gbad.tables import Floats

__all__ = ["BEST_REPORT", "COVARIANCE_INTERSECTION", "INDEPENDENT", "fuse_two"]


def fuse_two(
    state: ArrayLike, covariance: ArrayLike, other_state: ArrayLike, other_covariance: ArrayLike, *, rule: int
) -> tuple[Floats, Floats, float]:
    """State ``(6,)``, covariance ``(6, 6)`` and weight of the first of two tracks of one object at the same time.

    Position before velocity, any frame. Raises ``ValueError`` for a rule that fuses nothing.
    """
    if rule not in (INDEPENDENT, COVARIANCE_INTERSECTION):
        raise ValueError(f"rule {rule} fuses nothing; {INDEPENDENT} or {COVARIANCE_INTERSECTION} does")
    states = [np.array(x, float).reshape(6) for x in (state, other_state)]
    spreads = [np.array(p, float).reshape(36) for p in (covariance, other_covariance)]
    weight = numbers.combine(rule, states[0], spreads[0], states[1], spreads[1], work_space())
    return states[0], spreads[0].reshape(6, 6), float(weight)


def work_space() -> Floats:
    """Scratch for one fusion."""
    return np.zeros((numbers.WORK_ROWS, 36))
