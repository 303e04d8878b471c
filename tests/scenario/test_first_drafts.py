"""Twenty first drafts as people write them: whoever does what ``check`` says, again and again, ends with a valid file.

Each draft is the smallest scenario with the slips of one person in it: ``(what was written, what check says of it, what
is then written instead)``. A correction is made only when its words stand in the message.
"""

from __future__ import annotations

import pytest

from gbad.errors import InputError
from gbad.scenario.document import open_document, parse_document
from gbad.scenario.load import read

GOOD = open_document("one-aircraft").text
Slip = tuple[str, str, str]

DRAFTS: dict[str, list[Slip]] = {
    "units behind numbers": [
        ("duration_s: 15 min", "write 900", "duration_s: 900.0"),
        ("rcs_m2: 4 m2", "write 4", "rcs_m2: 4.0"),
        ("height_m: 8 km", "write 8000", "height_m: 8000.0"),
    ],
    "units of another trade": [
        ("height_m: 26247 ft", "write 8000.0856", "height_m: 8000.0"),
        ("speed_mps: 900 km/h", "write 250", "speed_mps: 250.0"),
    ],
    "keys without a unit": [
        ("duration: 900.0", "Did you mean duration_s", "duration_s: 900.0"),
        ("rcs: 4.0", "Did you mean rcs_m2", "rcs_m2: 4.0"),
        ("speed: 250.0", "Did you mean speed_mps", "speed_mps: 250.0"),
    ],
    "keys in another unit": [
        ("duration_min: 15", "Did you mean duration_s", "duration_s: 900.0"),
        ("height_km: 8", "Did you mean height_m", "height_m: 8000.0"),
    ],
    "misspelt keys": [
        ("bore_sight_deg: 90.0", "Did you mean boresight_deg", "boresight_deg: 90.0"),
        ("aim_at: town", "Did you mean aims_at", "aims_at: town"),
        ("launcher: [{", "Did you mean launchers", "launchers: [{"),
    ],
    "short names of places": [
        ("at: {lat: 40.0, longitude_deg: 32.9}", "latitude_deg", "at: {latitude_deg: 40.0, longitude_deg: 32.9}"),
    ],
    "latitude and longitude swapped": [
        (
            "{latitude_deg: 140.0, longitude_deg: 32.9}",
            "-90 to 90 is allowed",
            "{latitude_deg: 40.0, longitude_deg: 32.9}",
        ),
    ],
    "names that the library writes otherwise": [
        ("type: 91N6", "Did you mean 91N6E?", "type: 91N6E"),
        ("load: {48N6: 4}", "Did you mean 48N6E", "load: {48N6E3: 4}"),
        ("type: Fighter", "Did you mean fighter?", "type: fighter"),
    ],
    "a battery that was not drawn": [("type: s-400", "s400-battalion", "type: s400-battalion")],
    "too many rounds in a launcher": [("load: {48N6E3: 8}", "5P85TE2 has 4", "load: {48N6E3: 4}")],
    "nobody to aim at": [("aims_at: city", "town", "aims_at: town")],
    "no command": [("command: hq\n    boresight", "post", "command: post\n    boresight")],
    "no sector": [("    boresight_deg: 90.0\n", "boresight_deg is missing", "")],
    "decimal commas": [("rcs_m2: 4,0", "write 4.0", "rcs_m2: 4.0")],
    "numbers in quotes": [('duration_s: "900.0"', "remove the quotes: 900.0", "duration_s: 900.0")],
    "a step that does not fit": [("tick_s: 0.7", "write ", "tick_s: 1.0")],
    "a kind of terrain from another program": [("kind: flatt}", "Did you mean flat?", "kind: flat}")],
    "a route without a kind": [("kind: waypoint\n", "Did you mean waypoints?", "kind: waypoints\n")],
    "an old schema": [("schema: scenario/0", "scenario/1", "schema: scenario/1")],
    "a third decimal too many": [("cycle_s: 0.01", "0.1 to 60 is allowed", "cycle_s: 2.0")],
}


def findings(text: str) -> str:
    try:
        read(parse_document(text, "draft"))
    except InputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", DRAFTS)
def test_doing_what_check_says_ends_with_a_valid_file(name):
    text = GOOD
    for written, _, right in DRAFTS[name]:
        if right == "":
            text = text.replace(written, "", 1)
            continue
        assert right in text, right
        text = text.replace(right, written, 1)
    assert findings(text) != ""
    slips = list(DRAFTS[name])
    for _ in range(10):
        told = findings(text)
        if not told:
            break
        open_ones = [slip for slip in slips if slip[1] in told]
        assert open_ones, f"nothing that check says helps:\n{told}"
        for slip in open_ones:
            written, _, right = slip
            if right == "":
                text = text.replace("    command: post\n    launchers", f"    command: post\n{written}    launchers", 1)
            else:
                text = text.replace(written, right, 1)
            slips.remove(slip)
    assert findings(text) == ""
    assert not slips


def test_there_are_twenty_of_them():
    assert len(DRAFTS) >= 20
