"""Numbers and causes in the words of the page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from gbad.codes.causes import Cause

_CAUSES = {cause.identifier: cause for cause in Cause}
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def known(value: float | None) -> bool:
    """Whether a figure is there: not None, not nan, not infinite."""
    return value is not None and math.isfinite(value)


def clock(seconds: float | None) -> str:
    """Minutes and seconds after the start: ``12:05``; a dash for what never happened."""
    if not known(seconds):
        return "–"
    whole = round(seconds)  # type: ignore[arg-type]  # known() has ruled None out
    return f"{'-' if whole < 0 else ''}{abs(whole) // 60}:{abs(whole) % 60:02d}"


def duration(seconds: float | None) -> str:
    """A span in words: ``6 min 12 s``."""
    if not known(seconds):
        return "–"
    whole = round(seconds)  # type: ignore[arg-type]  # known() has ruled None out
    if whole < 120:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60:02d} s"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """``one threat``, ``20 threats``: small numbers in words."""
    word = _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)
    return f"{word} {noun if n == 1 else plural or noun + 's'}"


def number_word(n: int) -> str:
    """A count in running text: ``none``, ``three``, ``14``."""
    return "none" if n == 0 else _NUMBERS[n] if 0 < n < len(_NUMBERS) else str(n)


def listing(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def figure(value: object) -> str:
    """A table value with at most four significant digits, as a reader would write it."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        try:
            value = float(str(value))
        except ValueError:
            return str(value)
    if not math.isfinite(value):
        return ""
    if value == 0:
        return "0"
    if abs(value) >= 1e7 or abs(value) < 1e-3:
        mantissa, exponent = f"{value:.3e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')} × 10{_superscript(int(exponent))}"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u2009")
    return f"{value:.4g}"


def _superscript(n: int) -> str:
    return str(n).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


_UNITS = {
    "seconds": "s", "metres": "m", "kilometres": "km", "square metres": "m²", "kilograms": "kg", "degrees": "°",
    "metres per second": "m/s", "gigahertz": "GHz", "hertz": "Hz", "milliradians": "mrad", "newtons": "N",
    "decibels per kilometre": "dB/km", "decibels": "dB", "multiples of standard gravity": "g", "hours": "h",
}  # fmt: skip


def unit(words: str) -> str:
    """A unit's symbol for narrow columns; words that have none stay."""
    return _UNITS.get(words, words)


def short_cause(identifier: str) -> str:
    """A cause in three or four words; an unknown identifier is shown with its underscores opened."""
    cause = _CAUSES.get(identifier)
    return cause.short if cause else identifier.replace("_", " ")


def cause_sentence(identifier: str) -> str:
    """A cause in a sentence, from the fixed list."""
    cause = _CAUSES.get(identifier)
    return cause.sentence if cause else identifier.replace("_", " ")


def plain(identifier: str) -> str:
    """A library identifier as words: ``cruise-missile`` to ``cruise missile``."""
    return identifier.replace("-", " ").replace("_", " ")


_ADDRESS = re.compile(r"https?://[^\s,;)<>\"']+[^\s,;.)<>\"']")


def linked(text: object) -> Markup:
    """A text in which every address can be clicked; everything else is escaped."""
    said, parts, last = str(text), [], 0
    for found in _ADDRESS.finditer(said):
        address = escape(found[0])
        host = escape(found[0].split("/")[2])
        parts += [escape(said[last : found.start()]), Markup(f'<a href="{address}" rel="noreferrer">{host}</a>')]
        last = found.end()
    return Markup("").join([*parts, escape(said[last:])])
