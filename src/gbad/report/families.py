"""Kinds of objects as the reader sees them: a plural word, a colour class and a line style for each family."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """``key`` is the colour class of the style sheet; ``dash`` tells families apart without colour."""

    key: str
    label: str
    dash: str | None
    words: tuple[str, ...]  # any of these in a type's name makes it one of the family


# order matters: the first family whose words fit is taken, and it is the order of legends
FAMILIES = (
    Family("ballistic", "ballistic missiles", None, ("ballistic", "srbm", "mrbm", "iskander")),
    Family("cruise", "cruise missiles", None, ("cruise", "tercom", "anti-radiation", "glide-bomb", "standoff")),
    Family("drone", "drones", "1.5 2.5", ("drone", "uav", "loiter", "shahed", "quadcopter", "one-way")),
    Family("stealth", "low-observable aircraft", "7 3", ("low-observable", "low_observable", "stealth", "f-35", "f35")),
    Family("aircraft", "aircraft", None, ()),
)
OTHERS = Family("other", "civil and friendly aircraft", None, ())


def family_of(type_name: str, is_threat: bool) -> Family:
    """The family of a library type, by its name; what no family claims is an aircraft."""
    if not is_threat:
        return OTHERS
    name = type_name.lower().replace(" ", "-").replace("_", "-")
    for family in FAMILIES:
        if any(word.replace("_", "-") in name for word in family.words):
            return family
    return FAMILIES[-1]
