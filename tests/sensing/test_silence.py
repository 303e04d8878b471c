"""Radars that send nothing for a while, and targets that fly across the line of sight of a moving-target filter."""

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.scenario import explain
from gbad.scenario.load import load
from gbad.testing.small import small_document, small_tables
from gbad.truth import sending_until_s


def turning(**changes):
    """Figures of a radar that turns and raises false alarms."""
    return dict(false_alarms=4.0, iff=True, rate_std=1.0) | changes


def test_a_silent_radar_sees_nothing_and_raises_no_false_alarm(small):
    silence = ((13.0, 31.5), (40.0, 41.0))
    loud = small.joined(small.world([small.radar(**turning())], small.many()).look())
    quiet = small.joined(small.world([small.radar(**turning(silent=silence))], small.many()).look())
    inside = np.zeros(len(loud["time_s"]), bool)
    for a, b in silence:
        inside |= (loud["time_s"] >= a) & (loud["time_s"] < b)
    assert inside.sum() > 20
    assert (loud["origin"][inside] == -1).any()
    # what is left is the very same plots: silence throws no dice and moves none
    small.same(quiet, {name: column[~inside] for name, column in loud.items()})


def test_an_array_is_silent_by_the_end_of_its_frame(small):
    array = dict(id="array", rotates=False, groups=1, period_s=0.5, half_width=3.0, false_alarms=2.0)
    quiet = small.joined(small.world([small.radar(**array, silent=((10.0, 20.0),))], small.many()).look())
    assert not np.any((quiet["time_s"] >= 10.0) & (quiet["time_s"] < 20.0))
    assert np.any(quiet["time_s"] == 20.0)


def test_only_radars_silent_at_the_instant_count_as_gone():
    ends = np.array([[np.inf, 50.0, np.inf]])
    silent, draw = np.array([[[[10.0, 20.0]], [[np.inf, np.inf]], [[15.0, 30.0]]]]), np.zeros(1, np.int64)
    assert sending_until_s(ends, silent, draw, 9.0) is ends
    assert sending_until_s(ends, silent, draw, 10.0).tolist() == [[-np.inf, 50.0, np.inf]]
    assert sending_until_s(ends, silent, draw, 20.0).tolist() == [[np.inf, 50.0, -np.inf]]


def test_silences_of_a_battery_are_those_of_its_radar():
    tables, _ = small_tables({
        "radars.search.silent": [{"from_s": 50.0, "to_s": 60.0}, {"from_s": 5.0, "to_s": 10.0}],
        "batteries.battery.silent": [{"from_s": 20.0, "to_s": 30.0}],
    })  # fmt: skip
    radars = tables.defence.radars
    rows = {str(name): radars.silent_s[0, i].tolist() for i, name in enumerate(radars.id)}
    assert rows == {"search": [[5.0, 10.0], [50.0, 60.0]], "battery-radar": [[20.0, 30.0], [np.inf, np.inf]]}
    assert small_tables()[0].defence.radars.silent_s.shape == (1, 2, 0, 2)


def test_a_silence_that_ends_before_it_begins_is_told():
    with pytest.raises(InputError, match=r"silent.*to_s: 5 was found, more than from_s 9 is allowed"):
        load(small_document(), {"radars.search.silent": [{"from_s": 9.0, "to_s": 5.0}]})


@pytest.mark.parametrize("notch_mps", [30.0, 60.0])
def test_the_notch_hides_a_crossing_target_over_the_arc_that_geometry_says(small, notch_mps):
    # straight past the radar at speed v and least distance d: radial speed is v s / sqrt(d^2 + s^2), s along the track
    speed, least = 200.0, 20e3
    passing = small.target(place=(-40e3, least, 3000.0), velocity=(speed, 0.0, 0.0), swerling=0, rcs_m2=1e4)
    world = small.world([small.radar(notch=notch_mps, period_s=1.0)], [passing])
    plots = small.joined(world.look(duration_s=400.0))
    distance = np.hypot(least, 3000.0 - 30.0)
    half_s = distance * notch_mps / np.sqrt(speed**2 - notch_mps**2) / speed
    gap = np.diff(plots["time_s"])
    assert gap.max() == pytest.approx(2.0 * half_s, abs=2.5)
    widest = int(gap.argmax())
    assert plots["time_s"][widest : widest + 2].mean() == pytest.approx(200.0, abs=2.0)
    assert np.delete(gap, widest).max() < 1.5


def test_without_a_notch_nothing_changes_and_it_comes_from_the_library(small):
    passing = small.target(place=(0.0, 20e3, 3000.0), velocity=(1.0, 0.0, 0.0), swerling=0, rcs_m2=1e4)
    assert len(small.world([small.radar()], [passing]).one_look()[1]) == 10
    assert len(small.world([small.radar(notch=2.0)], [passing]).one_look()[1]) == 0
    assert np.all(small_tables()[0].defence.radars.notch_mps == 0.0)
    tables, _ = small_tables({"radars.search.moving_target_notch_mps": 25.0})
    assert tables.defence.radars.notch_mps[0, tables.defence.radars.id == "search"] == 25.0


def test_a_scenario_explained_says_what_hides_and_what_jams():
    changes = {
        "radars.search.silent": [{"from_s": 10.0, "to_s": 60.0}],
        "radars.search.moving_target_notch_mps": 25.0,
        "threats.fighter.type": "stand-off-jammer",
        "threats.missile.type": "low-observable-fighter",
    }
    text = "\n".join(line for _, lines in explain(load(small_document(), changes)) for line in lines)
    assert (
        "search (91N6E): all round, every 6 s; to post; silent 10 to 60 s; blind to radial speeds under 25 m/s" in text
    )
    assert "jams 2 to 4 GHz with 100 (10 to 1000) kW" in text
    assert "0.005 (0.0001 to 0.01) m2, headline; by aspect in VHF, L, S, X" in text
