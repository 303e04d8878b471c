"""The fixed identifiers of why a threat got through. One list for results, reports and reruns.

Each is a gate of the chain from detection to kill. The cause of a leaker is the gate that blocked its last feasible
opportunity (see ``attribution.cause``). Sentences, short texts and groups stand here and nowhere else.
"""

from __future__ import annotations

import math
from enum import IntEnum


class Cause(IntEnum):
    """One thing each. Numbers are stored in results: never renumber, never reuse, only append."""

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
    NODE_DESTROYED_OR_SILENT = 12  # told apart by UNIT_LOST, SILENT and NO_CUE since 0.2; gates still use it
    TRACK_SWAPPED = 13
    GUIDANCE_SUPPORT_LOST = 14
    FALSELY_ASSESSED_KILLED = 15
    SHOT_AND_MISSED = 16
    SHOT_TOO_LATE = 17
    BEYOND_HORIZON = 18
    OUTSIDE_SECTOR = 19
    ABOVE_ELEVATIONS = 20
    BELOW_ELEVATIONS = 21
    INSIDE_BLIND_RANGE = 22
    BEYOND_INSTRUMENTED_RANGE = 23
    IN_NOTCH = 24
    JAMMED = 25
    SILENT = 26
    UNIT_LOST = 27
    NO_CUE = 28
    CONFIRMED_TOO_LATE = 29
    OUT_OF_RANGE = 30
    TOO_NEAR = 31
    TOO_HIGH = 32
    TOO_LOW = 33
    TOO_FAST = 34
    CANNOT_FLY_THERE = 35
    TOO_LATE_TO_REACH = 36
    NO_BATTERY = 37
    SEVERAL = 38
    UNIT_MOVING = 39
    UNIT_TURNING = 40
    POST_LOST = 41
    NOT_FOUND = 42
    NOT_HELD = 43  # gate of the record only: in the picture, but its engagement radar did not hold it
    NOT_RESOLVED = 44
    LAUNCHER_BUSY = 45

    @property
    def identifier(self) -> str:
        """Name used in tables, JSON and reports: lower case with underscores."""
        return self.name.lower()

    @property
    def sentence(self) -> str:
        """The cause in words for a reader."""
        return _SENTENCES[self]

    @property
    def short(self) -> str:
        """The cause in three or four words, for narrow columns."""
        return _SHORT.get(self, self.identifier.replace("_", " "))

    @property
    def group(self) -> str:
        """What people call it: one of ``GROUPS``. For one leaker see :func:`group_of`."""
        return _GROUP_OF[self]


NEVER_SEEN = "never seen"
GROUPS = (NEVER_SEEN, "seen too late", "not allowed", "not reachable", "no means", "missed", "several")

_SENTENCES = {
    Cause.NONE: "no cause (it did not get through)",
    Cause.NEVER_IN_LINE_OF_SIGHT: "hidden behind the ground: not in line of sight",
    Cause.ECHO_TOO_WEAK: "its echo was too weak to detect",
    Cause.NOT_CONFIRMED: "detected, but not often enough to confirm a track",
    Cause.TRACK_LOST: "its track was lost",
    Cause.NOT_SHARED_IN_TIME: "tracked by a radar, but the command did not have it in time",
    Cause.NOT_IDENTIFIED: "in the picture, but not identified as a target in time",
    Cause.NOT_RANKED: "identified, but not seen as a threat to anything defended",
    Cause.OUTSIDE_EVERY_ENVELOPE: "by its track the command held it for out of reach",
    Cause.NO_CHANNEL: "every fire channel was busy",
    Cause.NO_ROUND: "the magazines were empty",
    Cause.WITHHELD_BY_DOCTRINE: "fire was withheld by the rules or while waiting for an assessment",
    Cause.NODE_DESTROYED_OR_SILENT: "a radar or post it depended on was destroyed or silent",
    Cause.TRACK_SWAPPED: "the shots went to another object after a track swap",
    Cause.GUIDANCE_SUPPORT_LOST: "the radar lost it while a missile needed guidance",
    Cause.FALSELY_ASSESSED_KILLED: "a miss was reported as a kill, so it was left alone",
    Cause.SHOT_AND_MISSED: "it was shot at and missed",
    Cause.SHOT_TOO_LATE: "the shot was still in flight, or came after it had arrived",
    Cause.BEYOND_HORIZON: "below the radar horizon",
    Cause.OUTSIDE_SECTOR: "outside the sector that the radar looks at",
    Cause.ABOVE_ELEVATIONS: "higher above the horizontal than the radar looks",
    Cause.BELOW_ELEVATIONS: "lower than the radar looks",
    Cause.INSIDE_BLIND_RANGE: "nearer to the radar than it can see: inside its blind range",
    Cause.BEYOND_INSTRUMENTED_RANGE: "beyond the range up to which the radar listens",
    Cause.IN_NOTCH: "too slow towards the radar: cancelled with the clutter",
    Cause.JAMMED: "its echo drowned in jamming",
    Cause.SILENT: "the radar that could have seen it was silent",
    Cause.UNIT_LOST: "the radar it depended on had been destroyed",
    Cause.NO_CUE: "no radar searched there, and nobody told the engagement radar where to look",
    Cause.CONFIRMED_TOO_LATE: "seen, but its track was confirmed too late",
    Cause.OUT_OF_RANGE: "farther than any missile of the battery reaches",
    Cause.TOO_NEAR: "nearer than the shortest range of the battery's missiles",
    Cause.TOO_HIGH: "higher than the battery's missiles reach",
    Cause.TOO_LOW: "lower than the battery's missiles can meet a target",
    Cause.TOO_FAST: "faster than the battery's missiles may engage",
    Cause.CANNOT_FLY_THERE: "where the battery's missiles cannot fly or manoeuvre any more",
    Cause.TOO_LATE_TO_REACH: "no missile could be there before it arrived",
    Cause.NO_BATTERY: "there was no battery",
    Cause.SEVERAL: "several gates were shut at once; none of them alone would have helped",
    Cause.UNIT_MOVING: "the unit that it depended on was on the march, tearing down or setting up",
    Cause.UNIT_TURNING: "the radar was being turned to face another way",
    Cause.POST_LOST: "the post that commands was lost, away or cut off, and nobody had taken over",
    Cause.NOT_FOUND: "in view of a radar, but no plot of it in time: missed by chance",
    Cause.NOT_RESOLVED: "one plot with its neighbour: no radar told the two apart in time",
    Cause.LAUNCHER_BUSY: "there were rounds, but every launcher that held one was busy for too long",
    Cause.NOT_HELD: "in the picture, but the engagement radar did not hold it",
}

_SHORT = {
    Cause.NEVER_IN_LINE_OF_SIGHT: "hidden behind the ground",
    Cause.NOT_CONFIRMED: "track not confirmed",
    Cause.NOT_IDENTIFIED: "not identified in time",
    Cause.NOT_RANKED: "not ranked as a threat",
    Cause.OUTSIDE_EVERY_ENVELOPE: "held for out of reach",
    Cause.NO_CHANNEL: "no free channel",
    Cause.NO_ROUND: "no round left",
    Cause.NODE_DESTROYED_OR_SILENT: "radar lost or silent",
    Cause.FALSELY_ASSESSED_KILLED: "miss reported as a kill",
    Cause.BEYOND_HORIZON: "below the horizon",
    Cause.OUTSIDE_SECTOR: "outside the sector",
    Cause.ABOVE_ELEVATIONS: "above the radar's elevations",
    Cause.BELOW_ELEVATIONS: "below the radar's elevations",
    Cause.INSIDE_BLIND_RANGE: "inside the blind range",
    Cause.BEYOND_INSTRUMENTED_RANGE: "beyond instrumented range",
    Cause.IN_NOTCH: "slower than the notch",
    Cause.SILENT: "the radar was silent",
    Cause.UNIT_LOST: "the radar was destroyed",
    Cause.NO_CUE: "nobody searched there",
    Cause.NO_BATTERY: "no battery",
    Cause.SEVERAL: "several gates at once",
    Cause.UNIT_MOVING: "on the march",
    Cause.UNIT_TURNING: "the radar was turning",
    Cause.POST_LOST: "nobody commanded",
    Cause.NOT_FOUND: "no plot in time",
    Cause.NOT_RESOLVED: "one plot with a neighbour",
    Cause.LAUNCHER_BUSY: "launchers busy",
}

_IN_GROUP = {
    NEVER_SEEN: (
        Cause.NEVER_IN_LINE_OF_SIGHT, Cause.ECHO_TOO_WEAK, Cause.BEYOND_HORIZON, Cause.OUTSIDE_SECTOR,
        Cause.ABOVE_ELEVATIONS, Cause.BELOW_ELEVATIONS, Cause.INSIDE_BLIND_RANGE, Cause.BEYOND_INSTRUMENTED_RANGE,
        Cause.IN_NOTCH, Cause.JAMMED, Cause.SILENT, Cause.UNIT_LOST, Cause.NO_CUE, Cause.NODE_DESTROYED_OR_SILENT,
        Cause.NOT_FOUND, Cause.NOT_RESOLVED,
    ),
    "seen too late": (
        Cause.NOT_CONFIRMED, Cause.CONFIRMED_TOO_LATE, Cause.TRACK_LOST, Cause.NOT_SHARED_IN_TIME, Cause.SHOT_TOO_LATE,
        Cause.TOO_LATE_TO_REACH, Cause.NOT_HELD,
    ),
    "not allowed": (Cause.NOT_IDENTIFIED, Cause.NOT_RANKED, Cause.WITHHELD_BY_DOCTRINE),
    "not reachable": (
        Cause.OUTSIDE_EVERY_ENVELOPE, Cause.OUT_OF_RANGE, Cause.TOO_NEAR, Cause.TOO_HIGH, Cause.TOO_LOW, Cause.TOO_FAST,
        Cause.CANNOT_FLY_THERE,
    ),
    "no means": (
        Cause.NO_CHANNEL, Cause.NO_ROUND, Cause.NO_BATTERY, Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST,
        Cause.LAUNCHER_BUSY,
    ),
    "missed": (
        Cause.TRACK_SWAPPED, Cause.GUIDANCE_SUPPORT_LOST, Cause.FALSELY_ASSESSED_KILLED, Cause.SHOT_AND_MISSED,
    ),
    "several": (Cause.SEVERAL, Cause.NONE),
}  # fmt: skip
_GROUP_OF = {cause: group for group, causes in _IN_GROUP.items() for cause in causes}


def group_of(cause: Cause, detected_s: float, shared_s: float, last_opportunity_s: float) -> str:
    """Group of one leaker's cause: a limit of a radar has another meaning for what was seen by others before.

    ``detected_s`` and ``shared_s`` are nan where that never happened, ``last_opportunity_s`` where there was none.
    What an engagement radar could not see although the command had it in its picture, or what no round could have met
    at any time, was not out of sight but out of reach, or the means were lost.
    """
    if math.isnan(detected_s) and cause == Cause.SEVERAL:
        return NEVER_SEEN
    if cause.group != NEVER_SEEN or math.isnan(detected_s):
        return cause.group
    if cause in (Cause.UNIT_LOST, Cause.SILENT):
        return "no means"
    if math.isnan(last_opportunity_s):
        return "not reachable"  # however early it had been seen
    return "seen too late" if math.isnan(shared_s) or shared_s > last_opportunity_s else "not reachable"
