"""Who takes notes of a battle. Each can be left out: what it would have noted is then missing, nothing else changes.

``chain`` and ``identity`` take notes of every run, the others of what is recorded in full.
"""

from __future__ import annotations

from collections.abc import Collection

from gbad.errors import InputError

ALWAYS = {
    "chain": "when each stage first happened, which gate was shut when, rounds and channels; causes rest on it",
    "identity": "whom every object was held for, and why",
}
IN_FULL = {
    "detections": "plots, and what they really are of",
    "track_reports": "what radars report of their tracks",
    "sent": "when each report reached each command",
    "tracks": "every command's picture, cycle by cycle",
    "pointing": "where engagement radars are told to look",
    "shot_reports": "results of rounds as they are told to commands",
}
OBSERVERS = ALWAYS | IN_FULL


def checked(without: Collection[str]) -> tuple[str, ...]:
    """Names of observers to leave out, in order. Raises ``InputError`` for one that there is not."""
    for name in without:
        if name not in OBSERVERS:
            raise InputError(f"without {name!r}: there is no such observer; there are {', '.join(OBSERVERS)}")
    return tuple(sorted(set(without)))
