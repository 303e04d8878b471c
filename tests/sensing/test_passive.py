"""Sensors that send nothing: the one-way equation, bearings without range, and who they hear."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import sensing
from gbad.errors import InputError
from gbad.physics._heat_kernel import heat_loss_db
from gbad.scenario import compile_tables, parse_document, read
from gbad.scenario.specs.passive import heat_gain_db
from gbad.testing import circular_models
from gbad.testing.small import SMALL

EARS = """\
passive_sensors:
  ears: {type: support-receiver, at: {latitude_deg: 40.0, longitude_deg: 33.0}, command: post}
  eyes: {type: infrared-search, at: {latitude_deg: 40.0, longitude_deg: 33.0}, command: post}
batteries:
"""
LOUD = "{type: fighter, emitter_erp_w: 1.0e+4, emitter_frequency_ghz: 10.0, radiant_intensity_w_per_sr: 100.0, "


def scenario(text=SMALL):
    text = text.replace("batteries:\n", EARS)
    return read(parse_document(text.replace("fighter: {type: fighter, ", f"fighter: {LOUD}"), "small"))


def one_way_db(range_m, source_db=40.0, pd=0.9):
    return float(sensing.required_snr_db(pd, 1e-6, 1, 0)) - source_db + 20.0 * np.log10(range_m)


def test_power_falls_with_the_square_of_the_range(small):
    ear = small.radar(passive=True, swerling=0, loop_gain_db=one_way_db(100e3))
    for range_m in (30e3, 60e3, 90e3):
        target = small.target(place=(0.0, range_m, 5000.0), source_db=40.0, rcs_m2=1e-9)
        world = small.world([ear], [target])
        state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
        _, snr_db = sensing.sight(state, world.tables, world.truth(1), 1.0)
        apart = np.linalg.norm(world.paths.position_ecef_m[0, 0, 0] - world.tables.defence.radars.position_ecef_m[0])
        expected = float(sensing.required_snr_db(0.9, 1e-6, 1, 0)) + 20.0 * np.log10(100e3 / apart)
        assert snr_db[0, 0, 0] == pytest.approx(expected, abs=1e-9)


def test_plots_are_bearings_without_range_or_range_rate(small):
    ear = small.radar(passive=True, loop_gain_db=one_way_db(100e3), rate_std=2.0, beam=np.radians(1.0))
    found, origin = small.world([ear], [small.target(source_db=40.0, swerling=0)]).one_look(duration_s=600.0)
    assert len(origin) >= 95
    assert np.all(origin == 0)
    assert np.all(np.isnan(found.slant_range_m))
    assert np.all(np.isinf(found.range_std_m))
    assert np.all(np.isnan(found.range_rate_mps))
    assert np.abs(found.azimuth_rad[found.azimuth_rad < np.pi]).max() < np.radians(1.0)
    assert np.all((found.azimuth_std_rad > 0.0) & np.isfinite(found.azimuth_std_rad))


def test_what_sends_nothing_is_not_found_however_large_its_echo(small):
    ear = small.radar(passive=True, loop_gain_db=300.0)
    found, _ = small.world([ear], [small.target(rcs_m2=1e5)]).one_look(duration_s=120.0)
    assert len(found.run) == 0


def test_a_receiver_hears_its_band_and_an_infrared_sensor_sees_heat():
    tables, _ = compile_tables(scenario(), circular_models())
    radars, objects = tables.defence.radars, tables.objects
    row = {str(name): number for number, name in enumerate(radars.id)}
    fighter = int(np.flatnonzero(objects.id == "fighter")[0])
    assert radars.passive[[row["ears"], row["eyes"]]].all()
    assert radars.passive.sum() == 2
    assert objects.source_db[0, row["ears"], fighter] == pytest.approx(40.0)
    assert objects.source_db[0, row["eyes"], fighter] == pytest.approx(20.0)
    # nobody else sends; all that have an engine or were hot from speed are warm, as their library types say
    others = np.arange(len(objects.id)) != fighter
    assert np.all(np.isneginf(objects.source_db[0, row["ears"], others]))
    assert np.all(np.isfinite(objects.source_db[0, row["eyes"], others]))
    assert np.all(np.isneginf(objects.source_db[0, row["search"]]))
    low = read(
        parse_document(
            SMALL.replace("batteries:\n", EARS).replace(
                "fighter: {type: fighter, ", f"fighter: {LOUD.replace('ghz: 10.0', 'ghz: 0.15')}"
            ),
            "small",
        )
    )
    tables, _ = compile_tables(low, circular_models())
    assert np.isneginf(tables.objects.source_db[0, row["ears"], fighter])


def test_a_receiver_hears_the_share_of_a_jammer_that_lies_in_its_band():
    jammer = "jammer: {erp_kw: 10.0, from_ghz: 0.5, to_ghz: 1.5}, "
    text = SMALL.replace("batteries:\n", EARS).replace("fighter: {type: fighter, ", f"fighter: {LOUD}{jammer}")
    tables, _ = compile_tables(read(parse_document(text, "small")), circular_models())
    ears = int(np.flatnonzero(tables.defence.radars.id == "ears")[0])
    fighter = int(np.flatnonzero(tables.objects.id == "fighter")[0])
    # 10 kW of its own radar and half of the jammer's 10 kW
    assert tables.objects.source_db[0, ears, fighter] == pytest.approx(10.0 * np.log10(15e3))


@pytest.mark.parametrize(
    ("found", "written", "finding"),
    [
        (
            "type: fighter, emitter_erp_w: 1.0e+4, emitter_frequency_ghz",
            "type: cruise-missile, emitter_frequency_ghz",
            "emitter_erp_w and emitter_frequency_ghz go together",
        ),
        ("type: support-receiver", "type: 91N6E", "91N6E is a radar; a passive sensor is needed"),
        ("eyes:", "search:", "search is already a radar"),
        ("command: post}\n  eyes", "command: pots}\n  eyes", "pots is not among commands"),
    ],
)
def test_findings_say_what_is_wrong(found, written, finding):
    text = SMALL.replace("batteries:\n", EARS).replace("fighter: {type: fighter, ", f"fighter: {LOUD}")
    assert found in text
    with pytest.raises(InputError, match=finding):
        read(parse_document(text.replace(found, written), "small"))


def test_at_its_calibration_point_a_sensor_finds_as_often_as_it_says_whatever_the_echo_fluctuates_like(small):
    # 0.9 in one look at a steady source; with the Swerling 1 of the flyer's echo it would be 0.53
    ear = small.radar(passive=True, swerling=0, loop_gain_db=one_way_db(np.hypot(60e3, 5e3)))
    world = small.world([ear], [small.target(source_db=40.0, swerling=1)])
    _, origin = world.one_look(duration_s=600.0, runs=20)
    assert len(origin) == pytest.approx(1800, abs=60)
    fluctuating = float(
        sensing.detection_probability(10 ** (0.1 * sensing.required_snr_db(0.9, 1e-6, 1, 0)), 1e-6, 1, 1)
    )
    assert fluctuating == pytest.approx(0.53, abs=0.01)


def heat_reach_km(watts, height_m):
    """Range at which a sensor calibrated on 100 W/sr at 25 km, 6 m up, has its Pd against a body of so much heat."""
    point = {"range_m": 25e3, "rcs_m2": 100.0, "pd": 0.9, "pfa": 1e-6, "swerling": 0, "pulses": 1}
    gain = heat_gain_db(sensing.loop_gain_db, point | {"gas_db_per_km": 0.6, "antenna_height_m": 6.0})
    needed = float(sensing.required_snr_db(0.9, 1e-6, 1, 0))
    low, high = 1e3, 300e3
    for _ in range(60):
        middle = 0.5 * (low + high)
        lost = heat_loss_db(middle, 6.0, height_m, 0.6)
        snr = gain + 2.0 * (10.0 * np.log10(watts) - 20.0 * np.log10(middle) - lost)
        low, high = (middle, high) if snr > needed else (low, middle)
    return low / 1e3


def test_an_infrared_sensor_of_25_km_reaches_25_km_near_the_ground_and_not_45():
    assert heat_reach_km(100.0, 6.0) == pytest.approx(25.0, rel=1e-6)
    # clear air thins out upwards, to the range that no air at all would leave
    vacuum_km = 25.0 * 10 ** (heat_loss_db(25e3, 6.0, 6.0, 0.6) / 20.0)
    reaches = [heat_reach_km(100.0, height) for height in (100.0, 1000.0, 5000.0, 10000.0)]
    assert reaches == sorted(set(reaches))
    assert reaches[0] < 27.0
    assert reaches[-1] < vacuum_km
    # ten times the heat: less than sqrt(10) times the range
    assert heat_reach_km(1000.0, 6.0) < 25.0 * np.sqrt(10.0)


def test_extinction_along_a_line_is_its_integral():
    heights = np.linspace(6.0, 3000.0, 20001)
    middle = 0.5 * (heights[1:] + heights[:-1])
    share = 0.5 * (np.exp(-middle / 1200.0) + np.exp(-middle / 2000.0)).mean()
    assert heat_loss_db(20e3, 6.0, 3000.0, 0.6) == pytest.approx(0.6 * 20.0 * share, rel=1e-6)
    assert heat_loss_db(20e3, 3000.0, 6.0, 0.6) == heat_loss_db(20e3, 6.0, 3000.0, 0.6)
    assert heat_loss_db(20e3, 0.0, 0.0, 0.6) == pytest.approx(12.0)


def test_the_timeline_sees_heat_as_the_closed_form_has_it(small):
    eye = small.radar(passive=True, hears=False, swerling=0, loop_gain_db=150.0, gas=0.6)
    target = small.target(place=(0.0, 20e3, 3000.0), source_db=23.0)
    world = small.world([eye], [target])
    state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
    _, snr_db = sensing.sight(state, world.tables, world.truth(1), 1.0)
    apart = np.linalg.norm(world.paths.position_ecef_m[0, 0, 0] - world.tables.defence.radars.position_ecef_m[0])
    expected = 150.0 + 2.0 * (23.0 - 20.0 * np.log10(apart) - heat_loss_db(apart, 30.0, 3000.0, 0.6))
    assert snr_db[0, 0, 0] == pytest.approx(expected, abs=1e-6)
