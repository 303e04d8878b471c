"""Cued radars look where they are told, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.messages import Cues


def cued_world(small, **changes):
    radar = small.radar(
        id="e", rotates=False, groups=1, period_s=1.0, half_width=0.8, cued=True, loop_gain_db=400.0, **changes
    )
    targets = [small.target(id=f"t{i}", place=(8e3 * i, 60e3, 5000.0), velocity=(0.0, -200.0, 0.0)) for i in range(4)]
    return small.world([radar], targets)


def cues_at(world, rows, time_s=0.0, offset=(0.0, 0.0, 0.0)):
    cues = world.no_cues(1, slots=6)
    position, velocity = world.paths.position_ecef_m[0], world.paths.velocity_ecef_mps[0]
    for slot, row in rows.items():
        cues.number[0, 0, slot], cues.time_s[0, 0, slot] = slot + 1, time_s
        cues.position_ecef_m[0, 0, slot] = position[row, 0] + velocity[row, 0] * time_s + np.array(offset)
        cues.velocity_ecef_mps[0, 0, slot] = velocity[row, 0]
    return cues


def test_a_cued_radar_sees_only_where_it_is_told_to_look(small):
    world = cued_world(small)
    assert not world.one_look(duration_s=20.0)[1].size
    found, origin = world.one_look(duration_s=20.0, cues=cues_at(world, {1: 2, 4: 0}))
    assert set(origin) == {0, 2}
    # carried forward along its velocity, the cue still points at the target 20 s later
    assert found.time_s.max() == 20.0


def test_a_cue_that_points_elsewhere_finds_nothing(small):
    world = cued_world(small)
    assert not world.one_look(duration_s=5.0, cues=cues_at(world, {0: 2}, offset=(0.0, 0.0, 12e3)))[1].size
    assert world.one_look(duration_s=5.0, cues=cues_at(world, {0: 2}, offset=(0.0, 0.0, 300.0)))[1].size


def test_no_more_cues_are_served_than_the_radar_can_hold(small):
    world = cued_world(small, tracks_max=2)
    _, origin = world.one_look(duration_s=5.0, cues=cues_at(world, {0: 3, 2: 1, 3: 0}))
    assert set(origin) == {1, 3}


def test_false_alarms_of_a_cued_radar_lie_in_its_cones(small):
    world = cued_world(small, false_alarms=3000.0, elevation=(0.0, 0.2), instrumented_m=100e3)
    found, origin = world.one_look(duration_s=3.0, cues=cues_at(world, {0: 0}))
    false = origin == -1
    assert 1 <= false.sum() < 100
    assert np.abs((found.azimuth_rad[false] + np.pi) % (2.0 * np.pi) - np.pi).max() < np.radians(2.5)
    assert found.slant_range_m[false] == pytest.approx(60e3, abs=6e3)


def test_cues_of_other_radars_do_not_matter(small):
    assert isinstance(cued_world(small).no_cues(1), Cues)
    world = small.world([small.radar()], [small.target()])
    cues = world.no_cues(1)
    cues.number[:] = 1
    small.same(small.joined(world.look(duration_s=30.0, cues=cues)), small.joined(world.look(duration_s=30.0)))
