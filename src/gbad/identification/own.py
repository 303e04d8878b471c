"""A user's way of identifying: a class of one method, loaded by the same grammar as a policy.

```python
class Identifier:
    def identify(self, picture):          # a CommandPicture
        return ["hostile" if replies == 0 else "neutral" for replies in picture.civil_replies]
```

``identification: ./mine.py:Identifier`` in a command post. The class is made without arguments, once for every run and
command, so that it may remember; ``gbad.testing.check_identifier(Identifier)`` tries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from gbad.errors import InputError
from gbad.messages import IDENTITY_NAMES, OWN_RULE, UNKNOWN, AirPicture, Identities
from gbad.plugins import file_of, module_of, must_take, users_code
from gbad.tables import Defence, Floats, Ints


@dataclass(frozen=True, slots=True)
class CommandPicture:
    """What one command knows of its ``n`` tracks at one cycle; arrays are copies."""

    time_s: float
    command: str  # id of the command post
    defence: Defence
    track: Ints  # (n,)  system track number
    position_ecef_m: Floats  # (n, 3)  carried on to time_s
    velocity_ecef_mps: Floats  # (n, 3)
    covariance_ecef: Floats  # (n, 6, 6)  at the newest update
    observed_s: Floats  # (n,)  since the picture first held it
    civil_replies: Ints  # (n,)
    friendly_replies: Ints  # (n,)
    interrogations: Ints  # (n,)
    identity: tuple[str, ...]  # (n,)  what each was held for until now


class Identifier(Protocol):
    """What a user's class must offer."""

    def identify(self, picture: CommandPicture) -> Sequence[str]:
        """One of ``unknown, friend, neutral, hostile`` for every track, in the picture's order."""


IdentifierMaker = Callable[[], Identifier]


class IdentifierError(InputError):
    """A user's class gave something that is no identity."""


def load_identifier(reference: str, folder: Path) -> IdentifierMaker:
    """The class behind ``PATH.py:CLASS``, relative to ``folder``. Runs the user's file. Raises ``InputError``."""
    path_text, colon, name = reference.rpartition(":")
    if not colon or not path_text.endswith(".py"):
        raise InputError(f"identification {reference}: expected rules, bayes or a reference like ./mine.py:Identifier")
    path = file_of(path_text, folder)
    if not path.is_file():
        raise InputError(f"identification {reference}: there is no file {path_text} beside the scenario")
    module = module_of(path, "identifier")
    found = getattr(module, name, None)
    if not callable(found) or not callable(getattr(found, "identify", None)):
        known = ", ".join(n for n, v in vars(module).items() if callable(getattr(v, "identify", None)))
        raise InputError(
            f"identification {reference}: {path.name} has no class {name} with a method identify; "
            f"it has: {known or 'none'}"
        )
    must_take(found, "", "identification", name)
    must_take(found.identify, "self, picture", "identification", f"{name}.identify")
    return found


def ask(
    identifier: Identifier, defence: Defence, picture: AirPicture, held: Identities, run: int, command: int, t: float
) -> None:
    """Bring one command's identities of one run up to ``t`` by the user's class."""
    number = picture.number[run, command]
    changed = number != held.number[run, command]
    held.number[run, command] = number
    held.identity[run, command, changed], held.since_s[run, command, changed] = UNKNOWN, t
    held.reason[run, command] = OWN_RULE
    slots = np.flatnonzero(number)
    # by number: slots are an accident of storage
    slots = slots[np.argsort(number[slots])]
    if len(slots) == 0:
        return
    view = view_of(defence, picture, held, run, command, slots, t)
    where = f"identification {defence.commands.identification[command]} at {t:.1f} s"
    with users_code("identification", identifier, f"at {t:.1f} s"):
        answer = identifier.identify(view)
        given = list(answer) if hasattr(answer, "__iter__") else None
    if given is None:
        raise IdentifierError(
            f"{where} gave {answer!r:.60}; expected one of {', '.join(IDENTITY_NAMES)} for each track"
        )
    if len(given) != len(slots):
        raise IdentifierError(f"{where} gave {len(given)} identities; there are {len(slots)} tracks")
    for slot, name in zip(slots, given, strict=True):
        if not isinstance(name, str) or name not in IDENTITY_NAMES:
            raise IdentifierError(f"{where} gave {name!r}; allowed: {', '.join(IDENTITY_NAMES)}")
        identity = IDENTITY_NAMES.index(name)
        if identity != held.identity[run, command, slot]:
            held.identity[run, command, slot], held.since_s[run, command, slot] = identity, t


def view_of(
    defence: Defence, picture: AirPicture, held: Identities, run: int, command: int, slots: Ints, t: float
) -> CommandPicture:
    """The tracks in some slots of one picture."""
    at = (run, command, slots)
    velocity = picture.velocity_ecef_mps[at]
    return CommandPicture(
        time_s=t,
        command=str(defence.commands.id[command]),
        defence=defence,
        track=picture.number[at],
        position_ecef_m=picture.position_ecef_m[at] + velocity * (t - picture.time_s[at])[:, None],
        velocity_ecef_mps=velocity,
        covariance_ecef=picture.covariance_ecef[at],
        observed_s=t - picture.first_s[at],
        civil_replies=picture.civil_replies[at],
        friendly_replies=picture.friendly_replies[at],
        interrogations=picture.interrogations[at],
        identity=tuple(IDENTITY_NAMES[i] for i in held.identity[at]),
    )
