"""What guiding rounds costs a radar of its time, and how often each target is then looked at."""

from __future__ import annotations

import numpy as np

from gbad.tables import Floats, Ints

# looks a second that leave a homing round nothing to wish for
LOOKS_PER_S = 10.0


def dwells_of_guidance(targets: Ints, dwells: Floats, period_s: Floats) -> tuple[Ints, Floats]:
    """``(dwells taken in a period, seconds between two looks at one target)`` of radars that guide rounds home.

    ``targets`` are those that rounds home on, ``dwells`` what a radar has in a period (0: it does not count them). Each
    target asks for ``LOOKS_PER_S``; all together get no more than leaves a quarter of the dwells, one at least, to
    everything else, but always one. Seconds are 0 where every target has what it asks for.
    """
    asked = np.ceil(LOOKS_PER_S * period_s * targets)
    least = np.maximum(dwells - np.maximum(np.floor(dwells / 4.0), 1.0), 1.0)
    taken = np.where(dwells > 0.0, np.minimum(asked, least), 0.0)
    short = (taken < asked) & (dwells > 0.0)
    every_s = np.where(short, targets * period_s / np.maximum(taken, 1.0), 0.0)
    return taken.astype(np.int64), every_s
