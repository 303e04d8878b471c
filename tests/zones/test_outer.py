"""Interceptors of the upper layer: what their envelope takes and what flies below it; ends of stated figures."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.commands.envelope import envelope
from gbad.errors import InputError
from gbad.zones import footprint as prints
from gbad.zones.footprint import footprint_of
from gbad.zones.outer import Outer, any_missile
from gbad.zones.zone import NO_FLIGHT, OPEN, TOO_FAR, TOO_FAST, TOO_HIGH, TOO_LOW, Missile

BALLISTIC = 2


@pytest.fixture(scope="module")
def space():
    return any_missile("sm-3-class")


def test_each_limit_shuts_its_own_gate(space):
    assert isinstance(space, Outer)
    assert space.gate(BALLISTIC, 3000.0, 300e3, 150e3) == OPEN
    assert space.gate(BALLISTIC, 3000.0, 300e3, 99e3) == TOO_LOW
    assert space.gate(BALLISTIC, 3000.0, 300e3, 501e3) == TOO_HIGH
    assert space.gate(BALLISTIC, 3000.0, 701e3, 150e3) == TOO_FAR
    assert space.gate(BALLISTIC, 5001.0, 300e3, 150e3) == TOO_FAST
    # 860 km of slant way at 2,400 m/s take 358 s of the 370 it flies, 890 km would take 371
    assert space.gate(BALLISTIC, 3000.0, 699e3, 499e3) == OPEN
    slow = Outer.of("sm-3-class", "low")
    assert slow.gate(BALLISTIC, 2000.0, 299e3, 499e3) == OPEN
    assert space.table("time_s", 300e3, 400e3) == pytest.approx(500e3 / 2400.0)
    assert Outer.of("thaad-class").gate(BALLISTIC, 2000.0, 199e3, 149e3) == OPEN
    assert Outer.of("thaad-class", "low").gate(BALLISTIC, 2000.0, 149e3, 149e3) == NO_FLIGHT
    assert space.kill(BALLISTIC, 300e3, 150e3) == 0.8
    assert space.kill(0, 300e3, 150e3) == 0.0


def test_an_apogee_of_fifty_kilometres_is_below_all_that_it_can_meet_in_space(space):
    found = footprint_of(space, range_m=430e3, profile="quasi_ballistic", cells=11)
    assert found.apogee_m == pytest.approx(53e3, abs=200.0)
    assert found.impact_speed_mps > 700.0
    assert found.area_km2 == 0.0
    # where it goes higher it is met
    assert footprint_of(space, range_m=1000e3, cells=11).area_km2 > 1e5


def test_ends_of_stated_figures_are_nested():
    areas = [footprint_of(any_missile("pac-3-mse", end), range_m=600e3, cells=17).area_km2
             for end in ("low", "nominal", "high")]  # fmt: skip
    assert 0.0 < areas[0] < areas[1] < areas[2]
    assert Missile.of("pac-3-mse", "high").columns["max_range_ballistic_m"] == 60e3
    # how it flies stays nominal
    assert (
        Missile.of("pac-3-mse", "high").columns["launch_mass_kg"] == Missile.of("pac-3-mse").columns["launch_mass_kg"]
    )


def test_what_is_left_out_beforehand_could_not_have_been_met(monkeypatch):
    missile = Missile.of("pac-3-mse")
    time = np.arange(0.0, 60.0, 0.5)
    away, height, speed = np.abs(60e3 - 1500.0 * time), np.linspace(60e3, 0.0, len(time)), np.full(len(time), 1500.0)
    quick = prints._fitting(missile, time, away, height, speed, 5.0, 5e3, 4, 4.0)
    possible = [
        (t - missile.table("time_s", a, h), a, h) for t, a, h, s in zip(time, away, height, speed, strict=True)
        if h >= 5e3 and missile.gate(BALLISTIC, s, a, h) == OPEN
    ]  # fmt: skip
    count, misses, ready = 0, 1.0, 5.0
    for launch, a, h in possible:
        if count < 4 and launch >= ready:
            count, ready, misses = count + 1, launch + 4.0, misses * (1.0 - missile.kill(BALLISTIC, a, h))
    assert quick == (count, pytest.approx(1.0 - misses))
    assert count > 0


def test_the_command_prints_footprints_and_says_what_flies_below(capsys):
    options = dict(radar="91N6E", height=None, crossing="0km", page=None, load_limit=None, as_json=False)
    envelope("sm-3-class", "srbm-500", footprint=["430km:quasi-ballistic"], **options)
    said = capsys.readouterr().out
    assert "rises to 53 km: below all that it can meet" in said
    with pytest.raises(InputError, match="give a ballistic type like srbm-500"):
        envelope("thaad-class", "fighter", footprint=[], **options)
    with pytest.raises(InputError, match="no interceptor of the upper layer"):
        Outer.of("48N6E3")
