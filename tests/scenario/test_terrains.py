"""The terrain of a scenario is the terrain package's own, field by field."""

from typing import get_args

import pytest

from gbad import terrain
from gbad.scenario import terrains

SPECS = {get_args(spec.model_fields["kind"].annotation)[0]: spec for spec in get_args(terrains.TerrainSpec)}


# the world at 5 arc minutes has no say in what the ground hides, so nothing is played on it
@pytest.mark.parametrize("kind", sorted(set(terrain.KINDS) - {"global"}))
def test_every_kind_can_be_asked_for_with_the_same_fields_and_defaults(kind):
    # an elevation file has a name and heights above something: neither has a default
    named = {"path": "hills.tif", "vertical_datum": "egm2008"} if kind == "file" else {}
    parameters = SPECS[kind](kind=kind, **named).model_dump()
    assert parameters.pop("kind") == kind
    place = {name: 40.0 for name in ("latitude_deg", "longitude_deg") if name in parameters} | named
    assert terrain.spec_of(kind, **(parameters | place)) == terrain.spec_of(kind, **place)
