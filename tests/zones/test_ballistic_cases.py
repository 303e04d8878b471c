"""Four profiles beside closed forms, and what a battery defends against them, as pages."""

from __future__ import annotations

import re

import pytest

from gbad.physics import twobody
from gbad.zones import ballistic_cases as cases


@pytest.mark.parametrize("range_m", [1000e3, 3000e3])
def test_without_air_the_flight_is_the_closed_form_to_what_burn_out_in_the_height_adds(range_m):
    arc = twobody.minimum_energy(range_m)
    _, height, speed, end_s = cases.flown(range_m, "minimum_energy", cases.AIRLESS)
    # burn-out at 35 km: v^2 gains 2 g h over the surface
    added = (arc.speed_mps**2 + 2.0 * 9.8 * 35e3) ** 0.5
    assert arc.speed_mps < speed[-1] < added
    assert end_s == pytest.approx(arc.time_of_flight_s, rel=0.03)
    assert height.max() == pytest.approx(arc.apogee_m + 20e3, abs=15e3)
    # air slows the very same body down
    assert cases.flown(range_m, "minimum_energy")[2][-1] < 0.5 * speed[-1]


def test_a_steep_flight_is_long_and_fast_at_the_end_and_a_flat_one_short_and_slow():
    steep, plain, flat = (cases.flown(600e3, each) for each in ("lofted", "minimum_energy", "depressed"))
    assert steep[3] > plain[3] > flat[3]
    assert steep[1].max() > plain[1].max() > flat[1].max()
    assert steep[2][-1] > plain[2][-1] > flat[2][-1]
    for away, height, _, _ in (steep, plain, flat):
        assert (abs(away[-1]), abs(height[-1])) < (100.0, 100.0)
        assert away[0] == pytest.approx(600e3, rel=3e-3)


def test_the_page_of_profiles_tells_sixteen_flights_and_refuses_two_with_the_reason():
    page = cases.profiles_page()
    assert len(page.rows) == 16
    refused = [row for row in page.rows if row[1] == "refused"]
    assert [row[0] for row in refused] == ["1,000 km, quasi-ballistic", "3,000 km, quasi-ballistic"]
    assert {row[-1] for row in refused} == {"700 km at most"}
    assert page.picture.count("<polyline") == 4


def test_the_page_of_footprints_has_ends_around_its_nominal_and_nothing_in_space_below_it(monkeypatch):
    monkeypatch.setattr(cases, "RANGES_M", (600e3,))
    monkeypatch.setattr(cases, "LAYERS", (cases.LAYERS[0], cases.LAYERS[3]))
    rows = {row[0]: row[1:] for row in cases.footprint_rows()[0]}
    assert len(rows) == 8
    for name, (cued, own, *_) in rows.items():
        for cell in (cued, own):
            middle, low, high = map(float, re.findall(r"[\d.]+", cell.replace(",", "")))
            assert low <= middle <= high, name
        assert float(own.split()[0].replace(",", "")) <= float(cued.split()[0].replace(",", ""))
    # 70 km high: below the nominal limit of 100 km, and just at the lowest that is told
    assert rows["sm-3-class: 600 km, quasi-ballistic"][0].startswith("0.0 (0.0 to ")
    # shorter limits defend much less ground where a cue gives time
    low, high = map(float, re.findall(r"\(([\d.]+) to ([\d.]+)\)", rows["48N6E3: 600 km, lofted"][0])[0])
    assert low < 0.6 * high
