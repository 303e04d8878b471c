"""Friend, neutral, unknown, hostile: each rule, and that no reply alone is not hostile."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from plot_world import World

from gbad import identification
from gbad.messages import FRIEND, HOSTILE, NEUTRAL, UNKNOWN, AirPicture

AWAY = (60e3, 60e3, 6e3, 150.0, 150.0, 0.0)
CLOSING = (60e3, 60e3, 6e3, -150.0, -150.0, 0.0)


def picture_of(world, flight, t, civil=0, friendly=0, asked=10, first_s=0.0, speed_std=5.0, number=1):
    """A picture that holds one track on ``flight`` (east, north, up, rates at the first radar), valid at ``t``."""
    dense = (1, 1, 4)
    covariance = np.zeros((*dense, 6, 6))
    for a in range(3, 6):
        covariance[..., a, a] = speed_std**2
    return AirPicture(
        number=np.array([[[number, 0, 0, 0]]]),
        time_s=np.full(dense, t),
        position_ecef_m=np.broadcast_to(world.ecef(flight[:3]), (*dense, 3)).copy(),
        velocity_ecef_mps=np.broadcast_to(world.ecef_velocity(flight[3:]), (*dense, 3)).copy(),
        covariance_ecef=covariance,
        first_s=np.full(dense, first_s),
        civil_replies=np.full(dense, civil),
        friendly_replies=np.full(dense, friendly),
        interrogations=np.full(dense, asked),
        member=np.ones((*dense, 1), np.int64),
        member_time_s=np.full((*dense, 1), t),
    )


def identity(flight, t=30.0, world=None, **evidence):
    """Identity of one track at ``t``, seen for the first time by the room."""
    world = world or World()
    state = identification.start(world.defence, np.zeros(1, np.int64), np.zeros(1, np.int64), 1, 4)
    held = identification.identify(
        state, world.defence, np.zeros(1, np.int64), picture_of(world, flight, t, **evidence), t
    )
    return int(held.identity[0, 0, 0])


@pytest.mark.parametrize(
    ("expected", "flight", "evidence"),
    [
        (FRIEND, CLOSING, dict(friendly=2)),
        (UNKNOWN, AWAY, dict(friendly=1)),
        (NEUTRAL, CLOSING, dict(civil=2)),
        (HOSTILE, (60e3, 60e3, 6e3, -600.0, -600.0, 0.0), dict(civil=2)),
        (HOSTILE, CLOSING, {}),
        (UNKNOWN, CLOSING, dict(asked=3)),
        (UNKNOWN, CLOSING, dict(civil=1)),
        (UNKNOWN, AWAY, {}),
        (HOSTILE, (60e3, 60e3, -200.0, 150.0, 150.0, 0.0), {}),
        (HOSTILE, (60e3, 60e3, 6e3, 500.0, 500.0, 0.0), dict(asked=0)),
        (UNKNOWN, (60e3, 60e3, 6e3, 500.0, 500.0, 0.0), dict(asked=0, speed_std=100.0)),
        (HOSTILE, (60e3, 60e3, 40e3, 200.0, 200.0, 0.0), dict(asked=0)),
        (HOSTILE, (60e3, 60e3, 12e3, 200.0, 200.0, -450.0), dict(asked=0)),
    ],
)
def test_evidence_and_kinematics_decide(expected, flight, evidence):
    assert identity(flight, **evidence) == expected


def test_nobody_is_anything_before_the_identification_time():
    for evidence in (dict(friendly=5), dict(civil=5), {}):
        assert identity(CLOSING, t=9.9, **evidence) == UNKNOWN
        assert identity(CLOSING, t=10.0, **evidence) != UNKNOWN


def corridor_world(half_width_m=8e3, low=4e3, high=12e3):
    world = World()
    world.defence.corridors = SimpleNamespace(
        start_ecef_m=world.ecef([[-100e3, -100e3, 0.0]]),
        end_ecef_m=world.ecef([[100e3, 100e3, 0.0]]),
        half_width_m=np.array([half_width_m]),
        min_height_m=np.array([low]),
        max_height_m=np.array([high]),
    )
    return world


@pytest.mark.parametrize(
    ("expected", "flight"),
    [
        (UNKNOWN, CLOSING),
        (UNKNOWN, (60e3, 68e3, 6e3, -150.0, -150.0, 0.0)),
        (HOSTILE, (60e3, 75e3, 6e3, -150.0, -187.0, 0.0)),
        (HOSTILE, (60e3, 60e3, 2e3, -150.0, -150.0, 0.0)),
        (HOSTILE, (5e3, 0.0, 6e3, -150.0, 0.0, 0.0)),
    ],
)
def test_along_a_corridor_no_reply_is_not_hostile(expected, flight):
    assert identity(flight, world=corridor_world()) == expected


def test_a_hostile_stays_hostile_until_it_answers_and_since_tells_when_it_changed():
    world = World()
    state = identification.start(world.defence, np.zeros(1, np.int64), np.zeros(1, np.int64), 1, 4)
    draw = np.zeros(1, np.int64)
    story = [(5.0, CLOSING, {}, UNKNOWN, 5.0), (12.0, CLOSING, {}, HOSTILE, 12.0), (20.0, AWAY, {}, HOSTILE, 12.0),
             (30.0, AWAY, dict(civil=2), NEUTRAL, 30.0), (40.0, AWAY, dict(civil=2, friendly=2), FRIEND, 40.0),
             (50.0, AWAY, dict(civil=2, friendly=3), FRIEND, 40.0)]  # fmt: skip
    for t, flight, evidence, expected, since in story:
        held = identification.identify(state, world.defence, draw, picture_of(world, flight, t, **evidence), t)
        assert (held.identity[0, 0, 0], held.since_s[0, 0, 0]) == (expected, since)


def test_a_new_track_in_the_slot_starts_unknown():
    world = World()
    state = identification.start(world.defence, np.zeros(1, np.int64), np.zeros(1, np.int64), 1, 4)
    draw = np.zeros(1, np.int64)
    held = identification.identify(state, world.defence, draw, picture_of(world, CLOSING, 20.0), 20.0)
    assert held.identity[0, 0, 0] == HOSTILE
    fresh = picture_of(world, AWAY, 30.0, number=2, first_s=29.0)
    held = identification.identify(state, world.defence, draw, fresh, 30.0)
    assert (held.number[0, 0, 0], held.identity[0, 0, 0], held.since_s[0, 0, 0]) == (2, UNKNOWN, 30.0)
    gone = picture_of(world, AWAY, 31.0, number=0)
    assert not identification.identify(state, world.defence, draw, gone, 31.0).number.any()
