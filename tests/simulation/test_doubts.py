"""What is odd about a scenario is said by check and by every run, and nothing is said of what is not odd."""

from __future__ import annotations

from pathlib import Path

import pytest

import gbad

POINT = {"latitude_deg": 40.0, "longitude_deg": 35.0, "height_m": 8000.0, "speed_mps": 250.0}
STAND_OFF = [{**POINT, "longitude_deg": 35.0}, {**POINT, "longitude_deg": 35.5}]
HEARING = {"antenna_gain_dbi": 38.0, "side_lobes_db": -45.0, "noise_temperature_k": 900.0}


def notes(**changes: object) -> str:
    return "\n".join(gbad.prepare("one-aircraft", {k.replace("__", "."): v for k, v in changes.items()}).notes)


def test_nothing_is_odd_about_one_aircraft():
    assert notes() == ""


def test_a_post_that_asks_before_it_fires_needs_a_radar_that_asks():
    asks = {"commands__post__interrogations_before_fire": 4}
    assert notes(**asks) == ""
    deaf = {"radars__search__type": "metre-wave-search"}
    assert notes(**asks, **deaf) == (
        "commands.post: interrogations_before_fire is 4, and no radar that it hears asks (interrogates_iff): it fires "
        "at no unknown but in self-defence."
    )
    assert notes(**deaf) == ""


def test_members_in_one_point_are_said_with_the_keys_that_part_them():
    six = {"threats__aircraft__count": 6}
    assert notes(**six) == (
        "threats.aircraft: its 6 fly in one point, so radars have one plot of them and one burst reaches all; "
        "interval_s sets them apart in time, abreast_km side by side."
    )
    assert notes(**six, threats__aircraft__abreast_km=2.0) == ""
    assert notes(**six, threats__aircraft__interval_s=20.0, duration_s=1200.0) == ""


def test_arrivals_and_starts_after_the_end_are_said():
    assert notes(duration_s=300.0) == (
        "duration_s: the end at 300 s comes before the arrival of aircraft; not killed by then counts as survived."
    )
    late = notes(duration_s=300.0, threats__aircraft__start_s=400.0)
    early = "the end at 300 s comes before the start of aircraft"
    assert late == f"duration_s: {early}; not killed by then counts as survived."


def test_a_jammer_that_is_gone_before_the_end_is_said_with_the_time():
    radars = {"radars__search__reception": HEARING, "batteries__battery": None}
    jammer = {"type": "stand-off-jammer", "route": {"kind": "waypoints", "points": STAND_OFF}}
    said = notes(**radars, threats__jam=jammer)
    assert "jam: its route ends at " in said
    assert "of 900 s; from then on it neither flies nor jams" in said
    assert "jam: " not in notes(**radars, threats__jam=jammer, duration_s=60.0)


def test_a_sector_that_nobody_enters_is_said():
    west = notes(batteries__battery__boresight_deg=200.0)
    assert west.startswith("battery-radar: no threat ever flies through its sector (90 degrees wide, middle at 200")
    # ten degrees inside its edge
    assert notes(batteries__battery__boresight_deg=125.0) == ""


def test_a_run_has_them_among_its_warnings():
    result = gbad.run("one-aircraft", changes={"duration_s": 60.0})
    assert sum("comes before the arrival of aircraft" in warning for warning in result.manifest["warnings"]) == 1


@pytest.mark.parametrize("name", ["one-aircraft", "decoys-and-chaff", "silent-search", "two-radars"])
def test_shipped_teaching_scenarios_have_nothing_odd(name):
    assert gbad.prepare(name).notes == []


def test_places_beyond_the_latitude_of_made_up_ground_are_refused_with_the_reason():
    text = (Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml").read_text()
    from gbad.scenario.document import parse_document

    with pytest.raises(gbad.InputError, match=r"terrain: centre 85 N.*the middle of what is defended"):
        gbad.prepare(parse_document(text.replace("latitude_deg: 40.0", "latitude_deg: 85.0")))


def test_a_route_that_cannot_be_flown_is_named():
    """Made-up mountains rise above 300 m: the place, and not only the trouble, is told."""
    orbit = {
        "kind": "orbit",
        "around": {"latitude_deg": 40.0, "longitude_deg": 33.0},
        "radius_km": 40.0,
        "height_m": 300.0,
    }
    stray = {"type": "fighter", "count": 2, "interval_s": 5.0, "route": orbit}
    changes = {"terrain": {"kind": "mountain"}, "threats.stray": stray}
    with pytest.raises(
        gbad.InputError, match=r": threats.stray.route: stray-1: an orbit 300 m above the sea meets ground"
    ):
        gbad.prepare("one-aircraft", changes)


def test_a_passive_sensor_that_can_find_nothing_of_the_raid_is_said_with_the_reason():
    quiet = "\n".join(gbad.prepare("silent-search", {"threats.talker.emitter_frequency_ghz": 0.5}).notes)
    assert "ears: can find nothing of this raid, no threat sends in its band; emitter_erp_w" in quiet
    faint = "\n".join(gbad.prepare("silent-search", {"threats.talker.emitter_erp_w": 1e-6}).notes)
    assert "ears: can find nothing of this raid: talker comes as near as" in faint
    assert "ears" not in "\n".join(gbad.prepare("silent-search").notes)
    late = "\n".join(gbad.prepare("silent-search", {"duration_s": 1.0, "threats.talker.start_s": 5.0}).notes)
    assert "before the start of" in late
    assert "inf" not in late


def test_a_late_clock_is_said_with_what_it_does_to_tracks():
    (name,) = [str(name) for name in gbad.prepare("one-aircraft").scenario.radars][:1]
    said = notes(**{f"radars__{name}__clock_late_s": 1.0})
    assert f"{name}: its clock is 1 s late: its tracks stand up to 2" in said
    assert "ahead of what they follow" in said
