"""Decoys and chaff in scenarios: one load for each carrier, parents in the table, clear findings."""

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.scenario import compile_tables, parse_document, read
from gbad.testing import circular_models
from gbad.testing.small import SMALL

LOADS = """\
  pair: {type: fighter, count: 2, route: {kind: waypoints, points: [{latitude_deg: 40.0, longitude_deg: 33.5}, {latitude_deg: 40.0, longitude_deg: 32.5}]}}
  decoys: {type: decoy-drone, released_by: pair, release_after_s: 10.0, count: 3, interval_s: 2.0, route: {kind: waypoints, points: [{latitude_deg: 40.1, longitude_deg: 33.0}]}}
  cloud: {type: chaff-cloud, released_by: fighter, release_after_s: 20.0, route: {kind: drifting}}
"""  # noqa: E501


def scenario(loads=LOADS):
    return read(parse_document(SMALL.replace("others:\n", loads + "others:\n"), "small"))


def test_each_carrier_of_a_group_has_a_load_of_its_own():
    tables, paths = compile_tables(scenario(), circular_models())
    ids = [str(name) for name in tables.objects.id]
    row = {name: number for number, name in enumerate(ids)}
    parent = {name: ids[tables.objects.parent[row[name]]] for name in ids if tables.objects.parent[row[name]] >= 0}
    assert parent == {
        "cloud": "fighter",
        **{f"decoys-{n}": "pair-1" for n in (1, 2, 3)},
        **{f"decoys-{n}": "pair-2" for n in (4, 5, 6)},
    }
    assert paths.start_s[0, [row[f"decoys-{n}"] for n in range(1, 7)]] == pytest.approx([10, 12, 14] * 2)
    assert paths.start_s[0, row["cloud"]] == 20.0
    assert np.all(tables.objects.damage_probability[0, [row["cloud"], row["decoys-1"]]] == 0.0)


@pytest.mark.parametrize(
    ("found", "written", "finding"),
    [
        ("released_by: fighter", "released_by: fihgter", "fihgter is not among threats.*fighter"),
        ("released_by: pair, ", "", "goes with released_by"),
        ("released_by: fighter, release_after_s: 20.0, ", "", "released_by is missing"),
        ("type: chaff-cloud", "type: fighter", "drifting does not go with fighter: it has no slowing_time_s"),
        ("released_by: fighter", "released_by: decoys", "decoys is itself released"),
        ("count: 3", "count: 3, start_s: 5.0", "write release_after_s"),
    ],
)
def test_findings_say_what_is_wrong(found, written, finding):
    assert found in LOADS
    with pytest.raises(InputError, match=finding):
        scenario(LOADS.replace(found, written))
