"""Text -> value, as the spec's type directs: nothing is guessed from how the text looks.

Numbers are written in decimal: ``12``, ``-0.5``, ``3.0e+9``. Not read as numbers, although YAML libraries do: ``010``
(octal), ``0x1F``, ``1_000``, ``12:30:00`` (base 60), ``.inf``, ``.nan``, and anything in quotes.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from gbad.scenario.conversions import converted
from gbad.scenario.nodes import Mapping, Node, Scalar, Sequence, describe
from gbad.scenario.words import split_unit, unit_of

LONGEST = 20  # digits of a whole number
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_LEADING_NUMBER = re.compile(r"([-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)\s*[A-Za-z%°/²]+")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")


class Unreadable(Exception):
    """A scalar that is not what its field needs; the text says what was found and what is allowed."""


def number(node: Node, key: str = "") -> float:
    """A finite decimal number. ``key`` names the field, for the unit in the message."""
    text = _plain_text(node, "a number")
    if _NUMBER.match(text) is None:
        raise Unreadable(f"{describe(node)} is not a number{_number_hint(text, key)}")
    value = float(text)
    if not math.isfinite(value):
        raise Unreadable(f"{_short(text)} is too large for a number")
    return value


def whole(node: Node, key: str = "") -> int:
    """A whole number, written without point or exponent."""
    text = _plain_text(node, "a whole number")
    if _INTEGER.match(text) is None:
        if _NUMBER.match(text):
            raise Unreadable(f"{_short(text)} is not a whole number{_whole_hint(float(text))}")
        raise Unreadable(f"{describe(node)} is not a whole number{_number_hint(text, key)}")
    if len(text) > LONGEST:
        raise Unreadable(f"{_short(text)} is too large for a whole number")
    return int(text)


def _whole_hint(value: float) -> str:
    """The whole number it is, or those beside it: which one was meant is not for us to say."""
    if not math.isfinite(value):
        return ""
    low, high = math.floor(value), math.ceil(value)
    return f"; write {low}" if low == high else f"; write {low} or {high}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} digits)"


def yes_or_no(node: Node) -> bool:
    """``true`` or ``false`` and nothing else."""
    text = _plain_text(node, "true or false")
    if text not in ("true", "false"):
        meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower())
        meant = meant or (text.lower() if text.lower() in ("true", "false") else None)
        raise Unreadable(f"{describe(node)} is neither true nor false" + (f"; write {meant}" if meant else ""))
    return text == "true"


def words(node: Node) -> str:
    """Text, with or without quotes; empty text is refused."""
    if not isinstance(node, Scalar):
        raise Unreadable(f"{describe(node)} was found, text is needed")
    if node.text.strip() == "" or (node.plain and node.text in ("~", "null")):
        raise Unreadable("nothing was found, text is needed (leave the key out to take the default)")
    return node.text


def instant(node: Node) -> datetime:
    """A UTC date and time like ``2019-10-01T06:00:00Z``."""
    text = words(node)
    if _TIME.match(text) is None:
        raise Unreadable(f"{describe(node)} is not a UTC time; write it like 2019-10-01T06:00:00Z")
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Unreadable(f"{text} is no date; write it like 2019-10-01T06:00:00Z") from error


def _plain_text(node: Node, needed: str) -> str:
    if isinstance(node, Mapping | Sequence):
        raise Unreadable(f"{describe(node)} was found, {needed} is needed")
    if node.plain and node.text in ("", "~", "null"):
        raise Unreadable(f"nothing was found, {needed} is needed (leave the key out to take the default)")
    if not node.plain:
        bare = f"; remove the quotes: {node.text}" if _NUMBER.match(node.text) else ""
        raise Unreadable(f"{describe(node)} is text in quotes, {needed} is needed{bare}")
    return node.text


def _unit_hint(number: str, written: str, key: str, unit: str) -> str:
    """What to write for a number with a unit behind it; no number where its meaning cannot be told."""
    if not unit:
        return f"; a number without a unit is needed, and what {written!r} would make of it cannot be told"
    value = converted(float(number), written, split_unit(key)[1])
    if value is None:
        return f"; a number of {unit} is needed, and {written!r} is none of them"
    return f"; write {number if value == float(number) else f'{value:.12g}'} (the key already says the unit: {unit})"


def _comma_hint(text: str) -> str:
    """A comma may part thousands or stand for the point: where both can be, both are said."""
    parted = re.fullmatch(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?", text)
    as_thousands = text.replace(",", "") if parted else ""
    as_point = text.replace(",", ".") if text.count(",") == 1 and "." not in text else ""
    meant = [each for each in (as_thousands, as_point) if each and _NUMBER.match(each)]
    if len(meant) == 2:
        return f"; the comma parts thousands or stands for the point: write {meant[0]} or {meant[1]}"
    return f"; write {meant[0]}" if meant else ", in decimal form like 12, -0.5 or 3.0e+9"


def _leading_zero_hint(bare: str) -> str:
    """What a number with leading zeros may mean; YAML of old reads 010 as octal, as eight."""
    sign = "-" if bare.startswith("-") else ""
    digits = bare.lstrip("+-").lstrip("0")
    plain = sign + (f"0{digits}" if digits.startswith(".") or not digits else digits)
    if re.fullmatch(r"[-+]?0+[0-7]+", bare) and (octal := sign + str(int(bare.lstrip("+-"), 8))) != plain:
        return f"write {plain}, or {octal} if it is octal, or quote it if it is text"
    return f"write {plain}, or quote it if it is text"


def _number_hint(text: str, key: str) -> str:
    unit = unit_of(key)
    if text.lower().lstrip("+-") in (".inf", ".nan", "nan", "inf", "infinity"):
        return "; a finite one is needed"
    if (match := _LEADING_NUMBER.match(text)) is not None and not text.lower().startswith("0x"):
        return _unit_hint(match[1], text[match.end(1) :].strip(), key, unit)
    if "," in text:
        return _comma_hint(text)
    bare = text.replace("_", "")
    if re.fullmatch(r"[-+]?0+[0-9]+(\.[0-9]+)?", bare):
        return f"; numbers have no leading zeros: {_leading_zero_hint(bare)}"
    if bare != text and _NUMBER.match(bare):
        return f"; write {bare}"
    if re.fullmatch(r"[-+]?\.[0-9]+", text):
        return f"; write {text.replace('.', '0.', 1)}"
    if re.fullmatch(r"[-+]?[0-9]+\.", text):
        return f"; write {text}0"
    return ", in decimal form like 12, -0.5 or 3.0e+9"
