"""Where a rotating antenna looks at time 0 is drawn for each radar and run, unless the scenario sets it."""

import numpy as np

import gbad
from gbad import sensing


def first_looks(small, runs=200, **figures):
    world = small.world([small.radar(loop_gain_db=400.0, **figures)], [small.target(swerling=0)])
    plots = small.joined(world.look(duration_s=12.0, runs=runs))
    _, first = np.unique(plots["run"], return_index=True)
    return plots["time_s"][first]


def test_a_start_that_is_set_is_that_of_every_run(small):
    assert len(set(first_looks(small, start_azimuth=1.0).tolist())) == 1


def test_drawn_starts_spread_first_looks_evenly_over_the_period(small):
    first = np.sort(first_looks(small, drawn=True))
    # Kolmogorov: 200 draws of an even law lie within 1.63 / sqrt(200) of it, but for one case in a hundred
    assert np.abs(first / 6.0 - (np.arange(200) + 0.5) / 200).max() < 1.63 / np.sqrt(200)


def test_the_look_is_at_the_instant_at_which_the_drawn_antenna_points_at_the_target(small):
    world = small.world([small.radar(loop_gain_db=400.0, drawn=True)], [small.target(swerling=0)])
    radars = world.tables.defence.radars
    begins = sensing.phases(radars, np.arange(5), 1)[:, 0]
    assert len(np.unique(begins)) == 5
    plots = small.joined(world.look(duration_s=6.0, runs=5))
    # the target stands in the north
    expected = np.mod(-begins, 2.0 * np.pi) / (2.0 * np.pi) * 6.0
    assert np.abs(plots["time_s"] - expected[plots["run"]]).max() < 1e-3


def test_neither_batches_nor_windows_change_a_plot(small):
    world = small.world([small.radar(drawn=True), small.radar(id="z", rotates=False, groups=1)], small.many(6))
    whole = small.joined(world.look(duration_s=60.0, runs=6))
    cut = small.joined(world.look(duration_s=60.0, runs=6, step_s=0.7))
    alone = small.joined(world.look(duration_s=60.0, run_number=[4]))
    for name in ("time_s", "slant_range_m", "azimuth_rad"):
        np.testing.assert_array_equal(np.sort(whole[name]), np.sort(cut[name][cut["time_s"] <= 60.0]))
        np.testing.assert_array_equal(np.sort(whole[name][whole["run"] == 4]), np.sort(alone[name]))


def test_what_is_shot_down_in_one_run_is_still_seen_in_another(small):
    world = small.world([small.radar(loop_gain_db=400.0, drawn=True)], [small.target(swerling=0)])
    truth = world.truth(2)
    truth.end_s[1] = 30.0
    plots = small.joined(world.look(duration_s=60.0, truth=truth, step_s=1.0))
    assert plots["time_s"][plots["run"] == 1].max() <= 30.0
    assert (plots["run"] == 0).sum() == 10


def test_first_detections_of_a_scenario_differ_from_run_to_run_and_a_set_start_says_so_in_sites():
    def first(**changes):
        result = gbad.run("one-aircraft", 1, runs=4, changes=changes)
        rotating = result.sites.where(kind="radar")
        return set(np.round(np.asarray(result.outcomes["first_detection_s"], float), 3).tolist()), rotating

    drawn, sites = first()
    assert len(drawn) > 1
    assert np.nanmax(np.asarray(sites["start_azimuth_deg"], float)) > 0.0
    name = next(str(row.id) for row in sites.rows() if np.isfinite(row.start_azimuth_deg))
    _, sites = first(**{f"radars.{name}.start_azimuth_deg": 90.0})
    assert np.nanmax(np.asarray(sites["start_azimuth_deg"], float)) == 90.0
