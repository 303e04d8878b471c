"""Texts of unknown origin on a terminal or page: what would be obeyed there is found, or shown for what it is."""

from __future__ import annotations

import re

# controls but tab and line feed, and what turns the direction of text around
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def unprintable(text: str) -> list[str]:
    """The signs in a text that a terminal or a page would obey instead of showing: ``control character U+001B``."""
    return [f"control character U+{ord(sign):04X}" for sign in sorted(set(_OBEYED.findall(text)))]


def printable(text: str) -> str:
    """A text whose control characters are shown, not obeyed: an escape becomes four plain characters."""
    return _OBEYED.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)
