"""What a claims file says: sentences, where they are from, and what would bear each out or refute it.

A user's file has the same form as the shipped one (``schema: claims/1``). A sentence without a ``test`` is answered by
its kind: events, opinions and matters of networks no simulation settles.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gbad.scenario.quantity import Frozen, limited

Kind = Literal["low_observable", "aircraft", "missile", "ballistic"]
Share = Annotated[float, limited(above=0.0, at_most=1.0)]


class Sees(Frozen):
    """A radar finds a target at a range. Without a target: what one must show there, and how high it must fly."""

    radar: str
    range_km: Annotated[float, limited(above=0.0, at_most=2000.0)]
    target: str | None = None  # a type of the library


class Reaches(Frozen):
    """A missile flies to a range, and a radar sees something to fly at there."""

    missile: str
    range_km: Annotated[float, limited(above=0.0, at_most=2000.0)]
    radar: str | None = None


class Has(Frozen):
    """A battery consists of at least so much."""

    battery: str
    launchers: Annotated[int, Field(ge=0)] = 0
    rounds: Annotated[int, Field(ge=0)] = 0


class Kills(Frozen):
    """Of every kind named at least this share of what flies is killed, in the mean over raids. Only a study tells."""

    kinds: Annotated[list[Kind], Field(min_length=1)]
    share: Share = 0.5
    also_share: Share = 0.9  # printed beside it


class Test(Frozen):
    """What would bear a sentence out; exactly one of the four."""

    sees: Sees | None = None
    reaches: Reaches | None = None
    has: Has | None = None
    kills: Kills | None = None


class Claim(Frozen):
    """One sentence, in our words. ``kind`` says what could test it, ``source`` where it stands (an address)."""

    id: str
    kind: str
    says: str
    source: str = ""
    test: Test | None = None


class Claims(Frozen):
    """A claims file."""

    schema_: str = Field(alias="schema")
    title: str
    claims: Annotated[list[Claim], Field(min_length=1)]
