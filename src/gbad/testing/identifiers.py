"""What a user's way of identifying must hold to, tried on made-up pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from gbad.identification import CommandPicture
from gbad.messages import IDENTITY_NAMES
from gbad.testing.small import small_tables

CYCLES = 12
TRACKS = 5


def check_identifier(maker: Callable[[], Any]) -> None:
    """Try a class (or a function that makes its objects) of identifiers. Raises ``AssertionError`` with what is wrong.

    It must give one of the four identities for every track, also where there are none; give the same again for the same
    pictures, whatever else was identified before by another object of the class; not change what it is shown; and not
    let one track's identity hang on where in the picture it stands.
    """
    pictures = [_picture(cycle) for cycle in range(CYCLES)]
    first = _answers(maker(), pictures)
    assert first == _answers(maker(), pictures), "the same pictures must give the same identities"
    turned = _answers(maker(), [_turned(picture) for picture in pictures])
    assert [answer[::-1] for answer in turned] == first, "an identity must not depend on the order of the tracks"


def _answers(identifier: Any, pictures: Sequence[CommandPicture]) -> list[list[str]]:
    answers = []
    for picture in pictures:
        before = {f.name: np.copy(getattr(picture, f.name)) for f in fields(picture) if f.name not in _NOT_COLUMNS}
        given = list(identifier.identify(picture))
        count = len(picture.track)
        assert len(given) == count, f"{len(given)} identities for {count} tracks at {picture.time_s:.0f} s"
        for name in given:
            assert name in IDENTITY_NAMES, f"{name!r} is no identity; allowed: {', '.join(IDENTITY_NAMES)}"
        for column, values in before.items():
            same = np.array_equal(values, getattr(picture, column))
            assert same, f"{column} of the picture was changed: it belongs to the command"
        answers.append([str(name) for name in given])
    return answers


_NOT_COLUMNS = ("time_s", "command", "defence", "identity")


def _picture(cycle: int) -> CommandPicture:
    """Tracks come and go: none at first, then up to five, of all sorts."""
    tables, _ = small_tables()
    present = np.arange(min(cycle, TRACKS)) + max(0, cycle - 8)
    count = len(present)
    town = tables.defence.assets.position_ecef_m[0]
    away = np.stack([3e4 * (present - 2.0), 2e4 + 0.0 * present, 5e3 + 2e3 * present], axis=1)
    speed = np.stack([-200.0 - 150.0 * present, 20.0 * present, 0.0 * present], axis=1)
    return CommandPicture(
        time_s=10.0 + 2.0 * cycle,
        command="post",
        defence=tables.defence,
        track=present + 1,
        position_ecef_m=town + away + speed * 2.0 * cycle,
        velocity_ecef_mps=speed,
        covariance_ecef=np.broadcast_to(np.diag([1e4, 1e4, 1e4, 25.0, 25.0, 25.0]), (count, 6, 6)).copy(),
        observed_s=2.0 * (cycle - np.minimum(present, cycle)),
        civil_replies=np.where(present % 3 == 0, cycle, 0),
        friendly_replies=np.where(present % 3 == 1, cycle, 0),
        interrogations=np.full(count, cycle),
        identity=("unknown",) * count,
    )


def _turned(picture: CommandPicture) -> CommandPicture:
    """The same tracks in the opposite order."""
    columns = {f.name: getattr(picture, f.name)[::-1] for f in fields(picture) if f.name not in _NOT_COLUMNS[:3]}
    return replace(picture, **columns)
