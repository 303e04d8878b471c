"""Every kind of bad input gives file, line, column, field, finding and the nearest fix."""

import pytest

from gbad.errors import InputError
from gbad.scenario import open_document, parse_document, read
from gbad.scenario.load import load
from gbad.testing.small import SMALL


def message_of(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(parse_document(text, "raid"))
    assert caught.value.exit_status == 2
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def test_the_small_scenario_itself_is_good():
    assert read(parse_document(SMALL, "raid")).title == "Small"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # unknown key, with the nearest fix
        ("duration_s: 120.0", "duration_s: 120.0\nticks: 1", "raid.yaml:4:1: ticks: is not known. Did you mean tick_s"),
        (
            "    boresight_deg: 90.0\n",
            "    boresite_deg: 90.0\n",
            "raid.yaml:14:5: batteries.battery.boresite_deg: is not known to battery. "
            "Did you mean boresight_deg (degrees)?",
        ),
        # a known quantity in another unit
        ("duration_s: 120.0", "duration_min: 2.0", "duration_min: is not known. Did you mean duration_s (seconds)?"),
        (
            "{type: 91N6E,",
            "{type: 91N6E, instrumented_range_m: 1.0,",
            "Did you mean instrumented_range_km (kilometres)?",
        ),
        # a unit in the value
        (
            "duration_s: 120.0",
            "duration_s: 120 s",
            "duration_s: 120 s is not a number; write 120 (the key already says",
        ),
        # missing
        ("duration_s: 120.0\n", "", "raid.yaml:1:1: duration_s (seconds) is missing"),
        # duplicate key
        (
            "duration_s: 120.0",
            "duration_s: 120.0\nduration_s: 60.0",
            "raid.yaml:4:1: duration_s: given twice (first in line 3)",
        ),
        # missing library entry
        (
            "{type: 91N6E,",
            "{type: 91N6,",
            "raid.yaml:8:18: radars.search.type: 91N6 is not in the library. Did you mean 91N6E?",
        ),
        ("{48N6E3: 4}", "{48N6E4: 4}", "48N6E4 is not in the library. Did you mean 48N6E3?"),
        ("{type: 55K6E}", "{type: 91N6E}", "91N6E is a radar; a command post is needed"),
        ("{type: 55K6E}", "{type: 48N6E3}", "48N6E3 is an interceptor; a command post is needed"),
        # not finite
        ("duration_s: 120.0", "duration_s: .nan", "duration_s: .nan is not a number; a finite one is needed"),
        ("duration_s: 120.0", "duration_s: .inf", "a finite one is needed"),
        ("duration_s: 120.0", "duration_s: 1e999", "1e999 is too large"),
        # impossible values
        (
            "duration_s: 120.0",
            "duration_s: -5.0",
            "raid.yaml:3:13: duration_s: -5 was found, above 0 and 86400 or less",
        ),
        (
            "{type: 91N6E,",
            "{type: 91N6E, iff_reply_probability: 1.5,",
            "iff_reply_probability: 1.5 was found, 0 to 1 is allowed",
        ),
        ("{48N6E3: 4}", "{48N6E3: 5}", "5 tubes loaded, 5P85TE2 has 4"),
        ("{48N6E3: 4}", "{40N6E: 4}", "5P85TE2 does not take 40N6E. Allowed: 48N6E2, 48N6E3, 9M96E, 9M96E2"),
        ("count: 1, type: 5P85TE2", "count: 0, type: 5P85TE2", "count: 0 was found, 1 to 100000 is allowed"),
        (
            "duration_s: 120.0",
            "duration_s: 120.0\ntick_s: 0.7",
            "raid.yaml:4:9: tick_s: 0.7 does not divide cycle_s 2; write 1",
        ),
        ("duration_s: 120.0", "duration_s: 120.0\ncycle_s: 0.000001", "cycle_s: 1e-06 was found, 0.1 to 60 is allowed"),
        (
            "{type: fighter,",
            "{type: fighter, speed_mps: 250000.0,",
            "250000 was found, above 0 and 12000 or less is allowed",
        ),
        # swapped latitude and longitude
        (
            "latitude_deg: 40.0, longitude_deg: 33.1",
            "latitude_deg: 133.1, longitude_deg: 40.0",
            "latitude and longitude look swapped: write {latitude_deg: 40, longitude_deg: 133.1}",
        ),
        ("latitude_deg: 40.0, longitude_deg: 33.1", "latitude_deg: 33.1, longitude_deg: 40.0", "look swapped"),
        ("latitude_deg: 40.0, longitude_deg: 33.5", "latitude_deg: 33.5, longitude_deg: 40.0", "look swapped"),
        # silent numbers
        ("duration_s: 120.0", "duration_s: 0120", "0120 is not a number; numbers have no leading zeros: write 120"),
        ("duration_s: 120.0", "duration_s: 1_200", "1_200 is not a number; write 1200"),
        ("duration_s: 120.0", "duration_s: 12:30:00", "12:30:00 is not a number"),
        ("duration_s: 120.0", "duration_s: 0x78", "0x78 is not a number"),
        ("duration_s: 120.0", "duration_s: 2019-10-01", "2019-10-01 is not a number"),
        ("duration_s: 120.0", "duration_s: .5", ".5 is not a number; write 0.5"),
        ("duration_s: 120.0", "duration_s: 120,5", "120,5 is not a number; write 120.5"),
        ("duration_s: 120.0", 'duration_s: "120"', "is text in quotes, a number is needed; remove the quotes: 120"),
        ("duration_s: 120.0", "duration_s:", "nothing was found, a number is needed"),
        ("duration_s: 120.0", "duration_s: [1]", "a list of 1 was found, a number is needed"),
        ("count: 1, type: 5P85TE2", "count: 1.0, type: 5P85TE2", "1.0 is not a whole number; write 1"),
        ("duration_s: 120.0", "duration_s: 120.0\nhypothetical: yes", "yes is neither true nor false; write true"),
        ("duration_s: 120.0", "duration_s: 120.0\nstart: 2019-10-01", "2019-10-01 is not a UTC time; write it like"),
        ("duration_s: 120.0", "duration_s: 120.0\nstart: 2019-13-01T00:00:00Z", "is no date"),
        # what YAML can do and nobody needs
        ("title: Small", "title: &t Small", "raid.yaml:2:8: title: anchor '&t' is not read"),
        ("title: Small", "title: !!str Small", "tag 'tag:yaml.org,2002:str' is not read"),
        ("title: Small", "title: Small\n<<: {}", "merge keys ('<<') are not read"),
        ("title: Small", "title: Small\nabout: *t", "alias '*t'"),
        # names that do not exist
        ("command: post}", "command: pots}", "radars.search.command: pots is not among commands. Did you mean post?"),
        ("aims_at: town,", "aims_at: twon,", "threats.fighter.aims_at: twon is not among assets. Did you mean town?"),
        ("corridor: airway", "corridor: airwave", "airwave is not among corridors. Did you mean airway?"),
        ("kind: flat", "kind: flatt", "terrain.kind: flatt is not known. Did you mean flat?"),
        ("    boresight_deg: 90.0\n", "", "boresight_deg is missing: 92N6E looks at a sector of 90 degrees"),
        ("  post: {", "  my post: {", "an id is letters, digits, - and _"),
        (
            "\n  missile:\n",
            "\n  missile-2: {type: fighter, aims_at: town, route: {kind: waypoints, points: [{latitude_deg: 40.0, "
            "longitude_deg: 33.5}]}}\n  missile:\n    count: 2\n",
            "threats.missile-2: missile-2 is also number 2 of the 2 of missile; every flyer needs its own id",
        ),
        # spreads
        ("{type: fighter,", "{type: fighter, rcs_m2: {low: 3, nominal: 2, high: 4},", "must not fall"),
        ("{type: fighter,", "{type: fighter, rcs_m2: {low: 3, nominal: 4},", "high is missing"),
        # schema
        ("scenario/1", "scenario/2", "scenario/2 is newer than this program reads (scenario/1); update gbad"),
        ("scenario/1", "study/1", "study/1 was found, scenario/1 is needed"),
    ],
)
def test_message_names_place_finding_and_fix(old: str, new: str, expected: str):
    assert expected in message_of(changed(old, new))


def test_a_second_document_is_refused():
    assert "a second document" in message_of(SMALL + "---\ntitle: again\n")


def test_broken_yaml_is_told_with_its_place():
    assert "raid.yaml:3:1: not valid YAML" in message_of("schema: scenario/1\ntitle: [\n")


def test_an_empty_file_is_told():
    assert "the file is empty" in message_of("")


def test_many_errors_come_together_and_at_most_twenty():
    text = SMALL + "".join(f"nonsense_{n}: 1\n" for n in range(30))
    lines = message_of(text).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 10 more"


def test_a_deeply_nested_file_is_refused_without_a_crash():
    assert "nested deeper" in message_of("title: " + "[" * 200 + "]" * 200)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(InputError, match=r"no shipped scenario and no file\. Did you mean ankara-2019"):
        load("ankara-2018")
    with pytest.raises(InputError, match="no such file"):
        load(str(tmp_path / "no.yaml"))
    (tmp_path / "harbour.yaml").write_text("title: mine\n")
    with pytest.raises(InputError, match=r"harbor\.yaml: no such file; did you mean .*harbour\.yaml\?"):
        load(str(tmp_path / "harbor.yaml"))
    (tmp_path / "bytes.yaml").write_bytes(b"title: \xff\xfe")
    with pytest.raises(InputError, match="is not UTF-8"):
        load(tmp_path / "bytes.yaml")
    with pytest.raises(InputError, match="is a folder"):
        open_document(tmp_path)


def test_a_place_outside_the_region_is_told_and_a_swapped_one_is_recognised():
    region = "region: {name: R, south_deg: 39.0, north_deg: 41.0, west_deg: 32.0, east_deg: 34.0}\n"
    text = SMALL.replace("terrain:", region + "terrain:", 1)
    assert read(parse_document(text, "raid")).region is not None
    town = "latitude_deg: 40.0, longitude_deg: 33.1"
    swapped = message_of(text.replace(town, "latitude_deg: 33.1, longitude_deg: 40.0"))
    assert "look swapped; {latitude_deg: 40, longitude_deg: 33.1} would be inside the region R" in swapped
    far = message_of(text.replace(town, "latitude_deg: 45.0, longitude_deg: 33.1"))
    assert "assets.town.at: latitude 45, longitude 33.1 is outside the region R" in far


def test_a_threat_far_away_is_no_mistake():
    text = changed("latitude_deg: 40.0, longitude_deg: 33.5", "latitude_deg: 0.0, longitude_deg: 80.0")
    assert "fighter" in read(parse_document(text, "raid")).threats


def test_a_file_of_the_user_is_a_library_entry_too(tmp_path):
    entry = "kind: network\nschema: library/1\nname: Slow\nlatency_s: 9.0\nloss_probability: 0.0\n"
    sources = "sources:\n  default: {basis: assumed, why: a test}\n"
    (tmp_path / "slow.yaml").write_text(entry + sources)
    (tmp_path / "raid.yaml").write_text(changed("{type: 55K6E}", "{type: 55K6E, network: ./slow.yaml}"))
    scenario = load(tmp_path / "raid.yaml")
    assert scenario.library["./slow.yaml"].latency_s.nominal == 9.0
    (tmp_path / "slow.yaml").write_text(entry.replace("9.0", "-9.0") + sources)
    with pytest.raises(InputError, match=r"slow.yaml:4:12: latency_s: -9 was found, 0 or more is allowed"):
        load(tmp_path / "raid.yaml")
