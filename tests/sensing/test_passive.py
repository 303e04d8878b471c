"""Sensors that send nothing: the one-way equation, bearings without range, and who they hear."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import sensing
from gbad.errors import InputError
from gbad.scenario import compile_tables, parse_document, read
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
    ear = small.radar(passive=True, loop_gain_db=one_way_db(100e3))
    for range_m in (30e3, 60e3, 90e3):
        target = small.target(place=(0.0, range_m, 5000.0), source_db=40.0, swerling=0, rcs_m2=1e-9)
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
    others = np.arange(len(objects.id)) != fighter
    assert np.all(np.isneginf(objects.source_db[0][:, others]))
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
        ("emitter_frequency_ghz: 10.0, ", "", "emitter_erp_w and emitter_frequency_ghz go together"),
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
