"""On real ground a study varies no approach, no facing, no silence and no loss; on made-up ground it may."""

import pytest

from gbad.archive.study import begin
from gbad.errors import InputError
from gbad.studies.design import Design, Variant, open_study

HIDDEN = {
    "radars.alpha-search.silent": [{"from_s": 0.0, "to_s": 60.0}],
    "batteries.alpha.boresight_deg": 10.0,
    "threats.lo-e.route.points.0.longitude_deg": 30.0,
    "assets.depot": {"unit": "bravo"},
    "units.alpha.timetable": [],
    "units": {"alpha": {"vehicle": "wheeled-battalion", "timetable": []}},
}
UNITS = {"units": {"alpha": {"vehicle": "wheeled-battalion"}}}


@pytest.mark.parametrize("path", HIDDEN)
def test_a_variant_that_asks_where_to_come_from_or_what_to_silence_is_refused(path):
    changes = (UNITS if path.startswith("units.") else {}) | {path: HIDDEN[path]}
    design = Design(scenario="ankara-2019", variants=(Variant("base"), Variant("hidden", changes)))
    with pytest.raises(InputError, match=r"variant hidden: .* is varied on made-up ground only"):
        begin(design)


def test_a_loss_on_real_ground_is_refused_before_anything_is_compiled():
    lost = {"units": {"alpha": {"timetable": [{"at_s": 10.0, "do": "lost"}]}}}
    with pytest.raises(InputError, match="lost is studied on made-up ground only"):
        begin(Design(scenario="ankara-2019", variants=(Variant("lost", lost),)))


def test_the_same_on_made_up_ground_is_played():
    changes = {
        "units": {"battery": {"timetable": [{"at_s": 10.0, "do": "lost"}]}},
        "batteries.battery.boresight_deg": 80.0,
    }
    assert len(begin(Design(scenario="one-aircraft", variants=(Variant("lost", changes),))).ready) == 1


def test_the_shipped_study_of_turning_compiles_and_its_blocks_are_read():
    design = open_study("turning")
    begun = begin(design)
    turned = [one.scenario.commands["alpha-post"].figures.turns_radars for one in begun.ready]
    assert turned == [False, True, False, True]
    assert "alpha-low" in begun.ready[2].scenario.radars
