"""Timetables: what is wrong in them is said with line and column; what is right becomes spells by draw."""

import numpy as np
import pytest

from gbad.codes.units import UnitKind, UnitState
from gbad.errors import InputError
from gbad.scenario import parse_document, read
from gbad.scenario.marching import started_s
from gbad.testing.small import SMALL, small_tables

UNITS = """\
units:
  battery:
    vehicle: wheeled-battalion
    timetable:
"""
MARCH = "      - {at_s: 10.0, do: march, to: {latitude_deg: 40.1, longitude_deg: 33.0}, boresight_deg: 45.0}\n"


def message_of(units: str, old: str = "", new: str = "") -> str:
    text = SMALL.replace("assets:\n", units + "assets:\n", 1)
    assert old in text
    with pytest.raises(InputError) as caught:
        read(parse_document(text.replace(old, new, 1) if old else text, "raid"))
    return str(caught.value)


def test_a_good_timetable_is_read():
    text = SMALL.replace("assets:\n", UNITS + MARCH + "assets:\n", 1)
    assert read(parse_document(text, "raid")).units["battery"].timetable[0].do == "march"


SEA = "terrain: {kind: coast, size_km: 400.0}"


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("units:\n  batery: {}\n", "raid.yaml:17:11: units.batery: batery is no radar"),
        ("units:\n  batery: {}\n", "Did you mean battery?"),
        (
            UNITS + MARCH + MARCH.replace("10.0", "60.0", 1),
            "raid.yaml:21:16: units.battery.timetable[1].at_s: 60 overlaps",
        ),
        (UNITS + MARCH.replace("do: march", "arrive_s: 400.0, do: march"), "wheeled-battalion marches at 25 km/h"),
        (UNITS.replace("    vehicle: wheeled-battalion\n", "") + MARCH, "march needs vehicle"),
        (UNITS.replace("wheeled", "whelled") + MARCH, "Did you mean wheeled-battalion?"),
        (UNITS + "      - {at_s: 1.0, do: march}\n", "to: is missing, march needs it"),
        (UNITS + "      - {at_s: 1.0, do: lost, for_s: 3.0}\n", "for_s: does not go with lost"),
        (UNITS + "      - {at_s: 1.0, do: lost}\n      - {at_s: 5.0, do: turn, boresight_deg: 3.0}\n", "for good"),
        (
            "units:\n  battery-launcher-1:\n    vehicle: wheeled-battalion\n    timetable:\n" + MARCH,
            "a launcher does not march",
        ),
        (UNITS + MARCH.replace("10.0", "120.0", 1), "at_s: 120 is not before the end at 120 s"),
        ("units:\n  search-lnk: {}\n", "Did you mean search-link?"),
        ("units:\n  post: {decoy_emitters: 2}\n", "decoy_emitters: has no effect on a command post"),
    ],
)
def test_a_bad_timetable_is_said_with_its_line(units, expected):
    assert expected in message_of(units)


def test_a_march_through_the_sea_is_said_with_its_line():
    wet = MARCH.replace("latitude_deg: 40.1, longitude_deg: 33.0", "latitude_deg: 40.0, longitude_deg: 32.5")
    told = message_of(UNITS + wet, "terrain: {kind: flat, size_km: 100.0}", SEA)
    assert (
        "raid.yaml:20:37: units.battery.timetable[0].to: the way there leads through the sea at latitude 40.0" in told
    )


@pytest.mark.parametrize("do", ["do: lost", "do: silence, for_s: 5.0"])
def test_losses_and_silence_are_refused_on_real_ground(do):
    told = message_of(
        UNITS + f"      - {{at_s: 1.0, {do}}}\n", "terrain: {kind: flat, size_km: 100.0}", "terrain: {kind: built-in}"
    )
    assert "is studied on made-up ground only" in told


def test_a_radar_of_a_battery_that_reports_to_another_post_is_in_two_commands():
    told = message_of(
        "", "radars:\n", "  other: {type: 55K6E}\nradars:\n  mine: {type: 92N6E, battery: battery, command: other}\n"
    )
    assert "raid.yaml:9:" in told
    assert "mine is in two commands, other and that of its battery battery" in told


def test_a_link_to_nowhere_is_said():
    assert "links.serch: serch is not among radars. Did you mean search?" in message_of(
        "links:\n  serch: {type: data-link}\n"
    )


CHANGES = {
    "units": {
        "battery": {
            "vehicle": "wheeled-battalion",
            "timetable": [
                {
                    "at_s": 11.0,
                    "do": "march",
                    "to": {"latitude_deg": 40.1, "longitude_deg": 33.0},
                    "boresight_deg": 45.0,
                }
            ],
        }
    }
}


def spells(tables, kind):
    units = tables.defence.units
    mine = units.kind == kind
    return [
        (UnitState(s), a, b)
        for s, a, b in zip(units.state[mine], units.from_s[0][mine], units.to_s[0][mine], strict=True)
    ]


def test_a_march_is_torn_down_driven_and_set_up_at_the_pace_of_the_library():
    tables, _ = small_tables(CHANGES)
    road_m = 1.3 * np.radians(0.1) * 6_371_000.0  # a tenth of a degree north, and the detour of roads
    rolling_s, drive_s = 10.0 + 300.0, road_m / (25.0 / 3.6)
    for kind in (UnitKind.BATTERY, UnitKind.RADAR, UnitKind.LAUNCHER):
        down, way, up = spells(tables, kind)
        assert down == (UnitState.TEARING_DOWN, 10.0, rolling_s)  # it stops at the command cycle of its order
        assert way[0] == UnitState.MARCHING
        assert way[2] == pytest.approx(rolling_s + drive_s, abs=2.0)
        assert up == (UnitState.SETTING_UP, way[2], way[2] + 300.0)
    last = tables.stands[-1]
    assert last.from_s <= spells(tables, UnitKind.RADAR)[2][2]
    radar = tables.defence.batteries.radar[0]
    assert last.defence.radars.boresight_rad[radar] == pytest.approx(np.radians(45.0))
    assert tables.defence.radars.boresight_rad[radar] == pytest.approx(np.radians(90.0))
    assert np.degrees(last.defence.batteries.latitude_rad[0]) == pytest.approx(40.1)


def test_a_draw_moves_the_end_of_a_march_and_not_its_beginning():
    tables, _ = small_tables(CHANGES, draws=[{}, {"wheeled-battalion.march_speed_kmh": 0.0}])
    units = tables.defence.units
    assert (units.from_s[0, 0], units.from_s[1, 0]) == (10.0, 10.0)
    assert units.to_s[1].max() > units.to_s[0].max() + 500.0


def test_orders_begin_at_the_command_cycle():
    assert started_s(11.9, 2.0) == 10.0
    assert started_s(12.0, 2.0) == 12.0


def test_no_timetable_no_stands():
    tables, _ = small_tables()
    assert tables.stands == ()
    assert tables.at(50.0) is tables


def test_what_homes_on_a_radar_must_aim_at_one():
    old = "  missile:\n    type: cruise-missile\n    aims_at: town\n"
    homing = old.replace("cruise-missile", "anti-radiation-missile")
    told = message_of("", old, homing)
    assert "threats.missile.aims_at: anti-radiation-missile homes on a radar" in told
    assert "there is none yet" in told
    eye = SMALL.replace(old, homing.replace("town", "eye"), 1)
    eye = eye.replace("assets:\n", "assets:\n  eye: {radar: search}\n", 1)
    assert read(parse_document(eye, "raid")).assets["eye"].radar == "search"
