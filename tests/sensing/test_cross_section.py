"""Cross-section by aspect and band: what the table says, at the aspect and frequency it is seen at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad import library, sensing
from gbad.errors import InputError
from gbad.library import catalogue
from gbad.physics._aspect_kernel import cross_section_dbsm
from gbad.physics.cross_section import ASPECTS_DEG, BAND_MIDDLE_HZ, at_aspect, between_bands, on_the_grid
from gbad.testing.small import small_tables

RISING = on_the_grid([0, 180], [0.0, 36.0])  # 0.2 dB per degree


def test_breakpoints_are_kept_and_the_rest_is_straight_in_decibels():
    grid = on_the_grid([0, 45, 180], [-20.0, -5.0, 4.0])
    assert at_aspect(grid, [0, 15, 45, 90, 180]) == pytest.approx([-20.0, -15.0, -5.0, -2.0, 4.0])


def test_bands_meet_straight_in_decibels_over_the_logarithm_of_the_frequency():
    bands = {"L": np.array([0.0]), "X": np.array([-20.0])}
    between = float(np.sqrt(BAND_MIDDLE_HZ["L"] * BAND_MIDDLE_HZ["X"]))
    assert between_bands(bands, between) == pytest.approx([-10.0])
    assert between_bands(bands, 1e8) == pytest.approx([0.0])
    assert between_bands(bands, 35e9) == pytest.approx([-20.0])
    assert between_bands({"S": np.array([3.0])}, 9e9) == pytest.approx([3.0])


@given(st.lists(st.floats(-1.0, 1.0), min_size=6, max_size=6), st.floats(0.1, 1e6), st.floats(0.1, 1e4))
@settings(max_examples=50, deadline=None)
def test_only_the_angle_between_nose_and_radar_counts(numbers, distance, speed):
    d, v = np.array(numbers[:3]), np.array(numbers[3:])
    if np.linalg.norm(d) < 1e-3 or np.linalg.norm(v) < 1e-3:
        return
    d, v = distance * d / np.linalg.norm(d), speed * v / np.linalg.norm(v)
    expected = np.degrees(np.arccos(np.clip(-(d @ v) / distance / speed, -1.0, 1.0)))
    got = cross_section_dbsm(0, 99.0, RISING[None], *d, *v)
    assert got == pytest.approx(0.2 * expected, abs=1e-5)
    assert cross_section_dbsm(-1, 7.5, RISING[None], *d, *v) == 7.5


@pytest.mark.parametrize(
    ("velocity", "aspect_deg"),
    [((0.0, -200.0, 0.0), 0.0), ((200.0, 0.0, 0.0), 90.0), ((0.0, 200.0, 0.0), 180.0)],
)
def test_a_look_sees_the_side_that_the_target_shows(small, velocity, aspect_deg):
    one = small.target(place=(0.0, 40e3, 3000.0), velocity=velocity, form=0, rcs_m2=123.0, swerling=0)
    world = small.world([small.radar()], [one], forms=[RISING])
    state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
    _, with_table = sensing.sight(state, world.tables, world.truth(1), 0.0)
    plain = small.world([small.radar()], [small.target(place=(0.0, 40e3, 3000.0), rcs_m2=1.0)])
    state = sensing.start(plain.tables, plain.truth(1), np.arange(1), 1)
    _, of_one_m2 = sensing.sight(state, plain.tables, plain.truth(1), 0.0)
    # the radar looks up by 4 degrees at a target in level flight
    assert with_table - of_one_m2 == pytest.approx(0.2 * aspect_deg, abs=1.0)


def test_a_table_of_one_value_is_the_plain_form_to_the_last_bit(small):
    flights = small.many()
    plain = small.world([small.radar(rate_std=2.0)], flights)
    for flight in flights:
        flight.form = 0
    flat = small.world([small.radar(rate_std=2.0)], flights, forms=[np.zeros(37)])
    small.same(small.joined(plain.look()), small.joined(flat.look()))


def test_each_radar_reads_the_table_at_its_own_frequency_and_draws_move_it_as_one():
    changes = {"threats.fighter.type": "low-observable-fighter"}
    key = "low-observable-fighter.rcs_m2"
    tables, _ = small_tables(changes, draws=[{}, {key: 0.0}, {key: 1.0}])
    objects, radars = tables.objects, tables.defence.radars
    form = int(objects.rcs_form[objects.id == "fighter"][0])
    assert form == 0
    assert np.all(objects.rcs_form[objects.id != "fighter"] == -1)
    table = library.load("low-observable-fighter").cross_section
    for row in range(len(radars.id)):
        for draw, quantile in enumerate((None, 0.0, 1.0)):
            expected = table.at(float(radars.frequency_hz[draw, row]), quantile)
            assert objects.rcs_by_aspect_dbsm[draw, row, form] == pytest.approx(expected)
    search, fire = (int(np.flatnonzero(radars.type == name)[0]) for name in ("91N6E", "92N6E"))
    assert objects.rcs_by_aspect_dbsm[0, search, form, 0] > objects.rcs_by_aspect_dbsm[0, fire, form, 0]


def test_setting_the_plain_figure_anew_puts_it_in_the_place_of_the_table():
    own = {"threats.fighter.type": "low-observable-fighter", "threats.fighter.rcs_m2": 0.5}
    tables, _ = small_tables(own)
    assert tables.objects.rcs_by_aspect_dbsm.shape[2] == 0
    row = tables.objects.id == "fighter"
    assert tables.objects.rcs_dbsm[0, row] == pytest.approx(10.0 * np.log10(0.5))
    of_type = {"threats.fighter.type": "low-observable-fighter", "figures.low-observable-fighter.rcs_m2": 0.5}
    tables, _ = small_tables(of_type)
    assert np.all(tables.objects.rcs_form == -1)


def test_the_library_is_small_ahead_in_short_waves_and_the_headline_is_its_x_band():
    entry = library.load("low-observable-fighter")
    nose = {name: table.at(None)[0] for name, table in entry.cross_section.bands.items()}
    assert nose["VHF"] > nose["L"] > nose["S"] > nose["X"]
    for quantile in (0.0, None, 1.0):
        headline = 10.0 * np.log10(entry.rcs_m2.at(quantile))
        assert entry.cross_section.X.at(quantile)[0] == pytest.approx(headline, abs=0.1)
    assert list(ASPECTS_DEG[[0, -1]]) == [0.0, 180.0]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("{aspect_deg: [0, 90], low_dbsm: [0, 0], nominal_dbsm: [0, 0], high_dbsm: [0, 0]}", "180 last"),
        ("{aspect_deg: [0, 42, 180], low_dbsm: [0, 0, 0], nominal_dbsm: [0, 0, 0], high_dbsm: [0, 0, 0]}", "multiples"),
        ("{aspect_deg: [0, 180], low_dbsm: [0], nominal_dbsm: [0, 0], high_dbsm: [0, 0]}", "1 values were found"),
        ("{aspect_deg: [0, 180], low_dbsm: [0, 1], nominal_dbsm: [0, 0], high_dbsm: [0, 0]}", "must not fall"),
        ("{aspect_deg: [0, 180], low_dbsm: [0, -99], nominal_dbsm: [0, 0], high_dbsm: [0, 0]}", "-99 was found"),
    ],
)
def test_a_wrong_table_is_told_at_its_line(tmp_path, table, told):
    text = (catalogue.FOLDER / "threats" / "fighter.yaml").read_text()
    text = text.replace("swerling: 1\n", f"cross_section:\n  X: {table}\nswerling: 1\n", 1)
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(InputError, match=rf"own\.yaml:\d+:\d+: cross_section\.X.*{told}"):
        library.load("./own.yaml", tmp_path)
