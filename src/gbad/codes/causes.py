"""The fixed identifiers of why a threat got through. One list for results, reports and reruns.

Each is a gate of the chain from detection to kill. The cause of a leaker is the gate that blocked its last feasible
opportunity (see ``attribution.cause``).
"""

from __future__ import annotations

from enum import IntEnum


class Cause(IntEnum):
    """Gates in the order of the chain. Numbers are stored in results: never renumber, only append."""

    NONE = 0
    NEVER_IN_LINE_OF_SIGHT = 1
    ECHO_TOO_WEAK = 2
    NOT_CONFIRMED = 3
    TRACK_LOST = 4
    NOT_SHARED_IN_TIME = 5
    NOT_IDENTIFIED = 6
    NOT_RANKED = 7
    OUTSIDE_EVERY_ENVELOPE = 8
    NO_CHANNEL = 9
    NO_ROUND = 10
    WITHHELD_BY_DOCTRINE = 11
    NODE_DESTROYED_OR_SILENT = 12
    TRACK_SWAPPED = 13
    GUIDANCE_SUPPORT_LOST = 14
    FALSELY_ASSESSED_KILLED = 15
    SHOT_AND_MISSED = 16
    SHOT_TOO_LATE = 17

    @property
    def identifier(self) -> str:
        """Name used in tables, JSON and reports: lower case with underscores."""
        return self.name.lower()

    @property
    def sentence(self) -> str:
        """The cause in words for a reader."""
        return _SENTENCES[self]


_SENTENCES = {
    Cause.NONE: "no cause (it did not get through)",
    Cause.NEVER_IN_LINE_OF_SIGHT: "no radar ever had it in line of sight",
    Cause.ECHO_TOO_WEAK: "in sight, but its echo was too weak to detect",
    Cause.NOT_CONFIRMED: "detected, but never often enough to confirm a track",
    Cause.TRACK_LOST: "its track was lost",
    Cause.NOT_SHARED_IN_TIME: "tracked by a radar, but the command did not have it in time",
    Cause.NOT_IDENTIFIED: "in the picture, but not identified as a target in time",
    Cause.NOT_RANKED: "identified, but not seen as a threat to anything defended",
    Cause.OUTSIDE_EVERY_ENVELOPE: "no battery could have reached it: range, height, sector or sight",
    Cause.NO_CHANNEL: "every fire channel was busy",
    Cause.NO_ROUND: "the magazines were empty",
    Cause.WITHHELD_BY_DOCTRINE: "fire was withheld by the rules or while waiting for an assessment",
    Cause.NODE_DESTROYED_OR_SILENT: "a radar or post it depended on was destroyed or silent",
    Cause.TRACK_SWAPPED: "the shots went to another object after a track swap",
    Cause.GUIDANCE_SUPPORT_LOST: "the radar lost it while a missile needed guidance",
    Cause.FALSELY_ASSESSED_KILLED: "a miss was reported as a kill, so it was left alone",
    Cause.SHOT_AND_MISSED: "it was shot at and missed",
    Cause.SHOT_TOO_LATE: "the shot was still in flight, or came after it had arrived",
}
