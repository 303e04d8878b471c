"""The stages of an object's way through the defence, and how rounds end, in words: one list for all."""

from __future__ import annotations

from typing import NamedTuple


class Stage(NamedTuple):
    """One stage of the chain."""

    column: str  # of table ``outcomes``: when it first happened
    words: str  # said of the object
    short: str  # for narrow columns


STAGES = (
    Stage("first_line_of_sight_s", "in line of sight of a radar", "in sight"),
    Stage("first_detection_s", "first detected", "detected"),
    Stage("confirmed_s", "track confirmed at a radar", "confirmed"),
    Stage("shared_s", "in a command's picture", "shared"),
    Stage("identified_s", "identified as one that may be engaged", "identified"),
    Stage("ranked_s", "ranked as a threat", "ranked"),
    Stage("first_order_s", "first round ordered", "ordered"),
)
# what its rounds do, told from the rounds themselves
LAUNCHED, MET = "first round aimed at it launched", "first round met it"

ENDS = {
    "none": "was still in flight at the end",
    "no_target": "found no target",
    "support_lost": "lost the guidance of its radar",
    "self_destruct": "destroyed itself at the end of its flight time",
    "too_slow": "became too slow to manoeuvre",
    "ground": "hit the ground",
    "aborted": "was given up by its command",
}
"""How a round ended that met nothing; keys are names of ``messages.END_NAMES``."""
