"""The policies that come with the package and what may be set in them: one list for the checks and for the loop.

A policy is named in one text: ``greedy``, or with parameters ``greedy {"reserve": 4}``, which is how a scenario's
``policy: {reference: greedy, reserve: 4}`` is kept. References to a user's function take parameters in the same way.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import NamedTuple

Value = bool | int | float | str
Parameters = dict[str, Value]


class Setting(NamedTuple):
    """One parameter of a built-in policy."""

    default: Value
    low: float
    high: float
    says: str
    choices: tuple[str, ...] = ()
    needs: str = ""  # has no effect unless this other one is set


_GUARDS = {
    "reserve": Setting(0, 1, 10_000, "rounds of each battery kept for what threatens an asset of value `dear` or more"),
    "dear": Setting(2.0, 0.0, 1e9, "value of an asset for which the reserve may be used", needs="reserve"),
    "least_kill_probability": Setting(0.0, 0.01, 1.0, "no round is fired for less than this"),
}
_WEIGHED = _GUARDS | {
    "weigh_by": Setting(
        "priority", 0, 0, "what a kill is worth: priority (value over time left) or value", ("priority", "value")
    )
}
_LOOK = _GUARDS | {
    "second_look_s": Setting(
        0.0, 1.0, 600.0, "a target that arrives sooner than this after the first meeting leaves no time for a look"
    ),
    "hurried_rounds": Setting(2, 2, 8, "rounds at once at a target that leaves no time", needs="second_look_s"),
    "hurried_targets": Setting(
        "ballistic", 0, 0, "which targets `hurried_rounds` are for", ("ballistic", "all"), needs="second_look_s"
    ),
}
_SPACED = {"interval_s": Setting(8.0, 0.0, 300.0, "from the launch of one round to the next at the same target")}

BUILT_IN: Mapping[str, Mapping[str, Setting]] = {
    "first-come": _GUARDS,
    "urgent-first": _GUARDS,
    "greedy": _WEIGHED,
    "improved": _WEIGHED,
    "optimal": _WEIGHED | {"time_limit_s": Setting(1.0, 0.001, 60.0, "of the clock, for one decision")},
    "lookahead": _GUARDS
    | {
        "stage_s": Setting(10.0, 1.0, 120.0, "step in time of what is imagined"),
        "worlds": Setting(0, 0, 4096, "imagined for a decision, to improve orders by price; 0: prices alone decide"),
    },
    "shoot-look-shoot": _LOOK,
    "shoot-shoot-look": _LOOK | _SPACED,
    "salvo-look-salvo": _LOOK | {"salvo": Setting(2, 2, 8, "rounds at once")},
    "ripple": _LOOK | _SPACED | {"rounds": Setting(3, 2, 8, "one after another at a target, without a look between")},
}
# these say themselves how many rounds go at a target
OWN_SALVO = ("shoot-look-shoot", "shoot-shoot-look", "salvo-look-salvo", "ripple")


class PolicySettingError(ValueError):
    """A parameter that is not known, out of its limits, or without effect."""


def split(text: str) -> tuple[str, Parameters]:
    """Reference and parameters of a policy's text. Raises ``PolicySettingError`` where the block is none."""
    reference, brace, rest = text.partition(" {")
    if not brace:
        return text, {}
    try:
        given = json.loads("{" + rest)
    except ValueError:
        raise PolicySettingError(
            f"{text}: expected a name, or a block like {{reference: greedy, reserve: 4}}"
        ) from None
    return reference, given


def joined(reference: str, parameters: Mapping[str, Value]) -> str:
    """The text of a policy, its parameters in order of their names."""
    return f"{reference} {json.dumps(parameters, sort_keys=True)}" if parameters else reference


def settings_of(reference: str, parameters: Mapping[str, Value]) -> Parameters:
    """All parameters of a built-in policy, defaults filled in. Raises ``PolicySettingError``."""
    known = BUILT_IN[reference]
    for name, value in parameters.items():
        _checked(reference, name, value, known)
    filled = {name: parameters.get(name, setting.default) for name, setting in known.items()}
    for name in parameters:
        needs = known[name].needs
        if needs and needs not in parameters:
            raise PolicySettingError(f"{name}: has no effect without {needs}")
    if reference == "salvo-look-salvo" and "second_look_s" in parameters:
        _more("hurried_rounds", filled, "salvo")
    return filled


def unknown_parameter(reference: str, name: str, known: list[str]) -> str:
    """The sentence for a parameter that a policy does not take."""
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{name}: is no parameter of {reference}; {hint}it takes: {', '.join(known) or 'none'}"


def _more(name: str, filled: Parameters, than: str) -> None:
    one, other = filled[name], filled[than]
    if float(one) <= float(other):
        raise PolicySettingError(f"{name}: {one} has no effect beside {than}: {other}; it must be larger")


def _checked(reference: str, name: str, value: Value, known: Mapping[str, Setting]) -> None:
    if name not in known:
        raise PolicySettingError(unknown_parameter(reference, name, list(known)))
    setting = known[name]
    if setting.choices:
        if value not in setting.choices:
            raise PolicySettingError(f"{name}: {value} was found; one of {', '.join(setting.choices)}")
        return
    whole = isinstance(setting.default, int)
    fits = isinstance(value, int) if whole else isinstance(value, (int, float))
    if isinstance(value, bool) or not fits or not setting.low <= float(value) <= setting.high:
        what = "a whole number" if whole else "a number"
        raise PolicySettingError(f"{name}: {value} was found; {what} of {setting.low:g} to {setting.high:g}")
