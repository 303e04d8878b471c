"""What the dice of sensing do not depend on: windows, batches, other objects, their order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np


def test_rows_are_sorted_by_run_group_end_radar_and_time(small):
    found, _ = small.busy().one_look(duration_s=60.0, runs=3)
    rows = list(zip(found.run, found.group_end_s, found.radar, found.time_s, strict=True))
    assert rows == sorted(rows)
    assert np.array_equal(found.offsets, np.searchsorted(found.run, np.arange(4)))
    assert np.all(found.group_end_s <= 60.0)


def test_windows_may_be_cut_anywhere(small):
    world = small.busy()
    whole = small.joined(world.look(duration_s=60.0, runs=2))
    for step in (1.0, 0.25, 7.5):
        small.same(whole, small.joined(world.look(duration_s=60.0, runs=2, step_s=step)))


def test_a_run_does_not_depend_on_its_batch(small):
    world = small.busy()
    whole = small.joined(world.look(duration_s=40.0, runs=5))
    for run in (0, 3):
        alone = small.joined(world.look(duration_s=40.0, runs=1, run_number=[run]))
        ours = {name: column[whole["run"] == run] for name, column in whole.items()}
        small.same(alone | {"run": ours["run"]}, ours)


def test_other_objects_and_their_order_do_not_change_the_dice(small):
    radars = [small.radar(false_alarms=3.0, iff=True)]
    targets = small.many()
    full = small.joined(small.world(radars, targets).look(duration_s=60.0))
    # one fewer, and the rest listed backwards
    fewer = small.joined(small.world(radars, targets[:0:-1]).look(duration_s=60.0))
    kept = full["origin"] != 0
    expected = {name: column[kept] for name, column in full.items()}
    expected["origin"] = np.where(expected["origin"] < 0, -1, expected["origin"] - 1)
    small.same(expected, fewer)


def test_another_seed_or_run_is_another_throw(small):
    world = small.busy()
    a, b, c = (world.one_look(duration_s=30.0, seed=s, run_number=[r])[0] for s, r in ((1, 0), (2, 0), (1, 1)))
    assert not np.array_equal(a.snr_db[:20], b.snr_db[:20])
    assert not np.array_equal(a.snr_db[:20], c.snr_db[:20])


def test_draws_mixed_in_a_batch_are_as_each_alone(small):
    world = small.busy()
    d = world.tables.defence.radars
    names = ["loop_gain_db", "period_s", "instrumented_range_m"]
    others = [n for n in d.__dataclass_fields__ if getattr(d, n) is not None and np.shape(getattr(d, n))[:1] == (1,)]
    doubled = {n: np.repeat(getattr(d, n), 2, axis=0) for n in others}
    for name, change in zip(names, (6.0, 1.5, -50e3), strict=True):
        doubled[name][1] += change
    world.tables.defence.radars = replace(d, **doubled)
    objects = world.tables.objects
    world.tables.objects = replace(
        objects,
        rcs_dbsm=np.repeat(objects.rcs_dbsm, 2, axis=0),
        jammer_w_per_hz=np.repeat(objects.jammer_w_per_hz, 2, axis=0),
        source_db=np.repeat(objects.source_db, 2, axis=0),
        rcs_by_aspect_dbsm=np.repeat(objects.rcs_by_aspect_dbsm, 2, axis=0),
        iff_failure_probability=np.repeat(objects.iff_failure_probability, 2, axis=0),
        damage_probability=np.repeat(objects.damage_probability, 2, axis=0),
    )
    world.tables.draws = 2

    def looked(draws, runs):
        truth = world.truth(len(draws))
        truth.draw_of_run = np.array(draws)
        return small.joined(world.look(duration_s=40.0, truth=truth, run_number=runs))

    mixed = looked([1, 0, 1], [0, 1, 2])
    for run, draw in enumerate([1, 0, 1]):
        ours = {name: column[mixed["run"] == run] for name, column in mixed.items()}
        small.same(looked([draw], [run]) | {"run": ours["run"]}, ours)
    assert mixed["visit"][mixed["run"] == 0].max() < mixed["visit"][mixed["run"] == 1].max()
