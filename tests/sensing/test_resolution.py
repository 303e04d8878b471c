"""Objects in one cell are one plot, at their centre of power; apart by a cell in any quantity they are two."""

import numpy as np
import pytest

from gbad import sensing

NORTH = 60e3


def pair(small, other, rcs=(1.0, 1.0), end_s=1e9, **figures):
    """Plots of two steady, strong targets, one at (0, 60 km) and ``other``, joined over five minutes."""
    radar = small.radar(start_azimuth=1.0, loop_gain_db=300.0, floor=0.01, **figures)
    targets = [
        small.target(id="a", place=(0.0, NORTH, 5000.0), rcs_m2=rcs[0], swerling=0),
        small.target(id="b", swerling=0, rcs_m2=rcs[1], end_s=end_s, **other),
    ]
    return small.joined(small.world([radar], targets).look(duration_s=300.0))


@pytest.mark.parametrize(
    "other",
    [
        {"place": (0.0, NORTH + 160.0, 5000.0)},  # cell of 150 m
        {"place": (NORTH * np.radians(1.6), NORTH - 10.0, 5000.0)},  # beam of 1.5 degrees
        {"place": (0.0, NORTH, 5000.0 + NORTH * np.radians(1.6))},
    ],
)
def test_what_is_a_cell_apart_in_one_quantity_is_two_plots(small, other):
    plots = pair(small, other)
    assert sorted(np.unique(plots["origin"], return_counts=True)[1].tolist()) == [50, 50]


def test_what_lies_in_one_cell_is_one_plot_between_them_by_power(small):
    plots = pair(small, {"place": (NORTH * np.radians(1.0), NORTH + 100.0, 5000.0)}, rcs=(1.0, 3.0))
    assert len(plots["origin"]) == 50
    # of the stronger, at three quarters of the way to it
    assert np.all(plots["origin"] == 1)
    azimuth = np.degrees(np.mod(plots["azimuth_rad"] + 1.0, 2 * np.pi) - 1.0)
    assert azimuth.mean() == pytest.approx(0.75, abs=0.02)
    alone = pair(small, {"place": (9e4, NORTH, 5000.0)})
    apart = alone["slant_range_m"][alone["origin"] == 0].mean()
    assert plots["slant_range_m"].mean() - apart == pytest.approx(0.75 * 110.0, abs=12.0)


def test_powers_in_a_cell_add_up(small):
    radar = small.radar(start_azimuth=1.0)
    faint = {"rcs_m2": 0.03, "swerling": 1}
    alone = small.world([radar], [small.target(id="a", **faint)])
    eight = small.world([radar], [small.target(id=f"t{i}", **faint) for i in range(8)])
    strong = small.world([radar], [small.target(id="a", rcs_m2=0.24, swerling=1)])
    counts = [len(w.one_look(duration_s=600.0, runs=30)[1]) for w in (alone, eight, strong)]
    snr = 10 ** (0.1 * (sensing.loop_gain_db(100e3, 1.0) - 40 * np.log10(np.hypot(60e3, 5e3)))) * 0.24
    expected = 3000 * 1e-6 ** (1.0 / (1.0 + snr))
    assert counts[1] == pytest.approx(expected, abs=5 * np.sqrt(expected))
    assert counts[2] == pytest.approx(expected, abs=5 * np.sqrt(expected))
    assert counts[0] < 0.5 * counts[1]


def test_who_is_shot_down_weighs_nothing_any_more(small):
    plots = pair(small, {"place": (NORTH * np.radians(1.0), NORTH, 5000.0)}, rcs=(1.0, 3.0), end_s=100.0)
    late = plots["time_s"] > 100.0
    assert set(plots["origin"][~late]) == {1}
    assert set(plots["origin"][late]) == {0}


def test_doppler_tells_apart_what_range_and_angle_do_not(small):
    for rate_std, plots_a_visit in ((np.nan, 1), (20.0, 1), (2.0, 2)):
        # 40 m/s apart: two cells of 10 m/s, less than one of 100 m/s
        radar = small.radar(start_azimuth=1.0, loop_gain_db=300.0, rate_std=rate_std, period_s=1.0, groups=1)
        targets = [
            small.target(id="a", swerling=0, velocity=(0.0, -200.0, 0.0)),
            small.target(id="b", swerling=0, velocity=(0.0, -240.0, 0.0)),
        ]
        plots = small.joined(small.world([radar], targets).look(duration_s=3.0))
        assert len(plots["origin"]) == 3 * plots_a_visit


def test_bearings_of_passive_sensors_are_never_taken_for_one(small):
    ear = small.radar(passive=True, loop_gain_db=100.0, resolution_m=np.nan, swerling=0)
    targets = [small.target(id=name, source_db=40.0) for name in ("a", "b")]
    _, origin = small.world([ear], targets).one_look(duration_s=60.0)
    assert sorted(np.unique(origin, return_counts=True)[1].tolist()) == [10, 10]
