"""Identity of every slot of every picture, by the rules of ``_rules_kernel``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.identification._rules_kernel import HELD_BEFORE, UNKNOWN, judge
from gbad.messages import Bytes
from gbad.tables import Bools, Floats, Ints


class Picture(NamedTuple):
    """What of the air picture counts; axes as in AirPicture."""

    number: Ints
    time_s: Floats
    position: Floats
    velocity: Floats
    covariance: Floats
    first_s: Floats
    civil: Ints
    friendly: Ints
    interrogations: Ints
    sends: Bools  # heard to send, by sensors that listen


class Commands(NamedTuple):
    """What each command asks of an identity; axes as in CommandTable."""

    replies_required: Ints
    time_required_s: Floats
    hostile_speed_mps: Floats
    miss_distance_m: Floats
    by_rules: Bools


class Held(NamedTuple):
    """What tracks are held for; axes as in Identities."""

    number: Ints
    identity: Bytes
    since_s: Floats
    reason: Bytes
    confidence: Floats


class Corridors(NamedTuple):
    """Axes as in CorridorTable."""

    start: Floats
    end: Floats
    half_width_m: Floats
    min_height_m: Floats
    max_height_m: Floats


@lean
def identify(t, draw_of_run, picture, commands, corridors, assets, figures, held, p):
    """Bring what is held by the commands that go by rules up to ``t``; ``p`` (3,) is work space."""
    for run in range(held.number.shape[0]):
        draw = draw_of_run[run]
        for command in range(held.number.shape[1]):
            if not commands.by_rules[command]:
                continue
            for slot in range(held.number.shape[2]):
                track = picture.number[run, command, slot]
                if track != held.number[run, command, slot]:
                    # another track has the slot
                    held.number[run, command, slot] = track
                    held.identity[run, command, slot], held.since_s[run, command, slot] = UNKNOWN, t
                if track == 0:
                    continue
                v = picture.velocity[run, command, slot]
                age = t - picture.time_s[run, command, slot]
                spread = 0.0
                for a in range(3):
                    p[a] = picture.position[run, command, slot, a] + age * v[a]
                    spread += picture.covariance[run, command, slot, 3 + a, 3 + a]
                now, reason = judge(
                    held.identity[run, command, slot], t - picture.first_s[run, command, slot], p, v,
                    np.sqrt(spread / 3.0),
                    picture.civil[run, command, slot], picture.friendly[run, command, slot],
                    picture.interrogations[run, command, slot], commands.replies_required[command],
                    commands.time_required_s[draw, command], commands.hostile_speed_mps[draw, command],
                    commands.miss_distance_m[draw, command], corridors, assets, figures,
                )  # fmt: skip
                if reason != HELD_BEFORE:
                    held.reason[run, command, slot] = reason
                if now != held.identity[run, command, slot]:
                    held.identity[run, command, slot], held.since_s[run, command, slot] = now, t
