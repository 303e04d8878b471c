"""The library: complete, sourced, and true to the flight model where it says so."""

from dataclasses import replace
from math import pi

import pytest

from gbad import library
from gbad.engagement import Interceptor, fly_to
from gbad.errors import InputError
from gbad.library import catalogue
from gbad.library.figures import numbers_of
from gbad.scenario import specs
from gbad.scenario.sources import attribution
from gbad.tables import GUIDANCE_ACTIVE

BASES = {"published", "second_hand", "derived", "assumed"}


@pytest.mark.parametrize("name", library.names())
def test_every_number_has_a_basis_and_a_source_or_reason_for_each_of_its_values(name: str):
    for figure in library.figures(name):
        for basis, source in (
            (figure.low_basis, figure.low_source),
            (figure.basis, figure.source),
            (figure.high_basis, figure.high_source),
        ):
            assert basis in BASES, figure.path
            assert len(source) > 5, figure.path


@pytest.mark.parametrize("name", library.names())
def test_every_work_cited_stands_in_the_bibliography(name: str):
    entry = library.load(name)
    for path, _ in numbers_of(entry):
        found = attribution(entry.sources, path)
        assert found is not None, path
        for origin in (found, found.low, found.high):
            if origin is not None and origin.from_ is not None:
                assert origin.from_ in library.references(), origin.from_


def test_every_work_in_the_bibliography_that_is_second_hand_is_never_called_published():
    second_hand = {key for key, work in library.references().items() if work.note == "second-hand"}
    for name in library.names():
        for source in library.load(name).sources.values():
            for origin in (source, source.low, source.high):
                if origin is not None and origin.basis == "published":
                    assert origin.from_ not in second_hand, name


def test_every_kind_has_entries_and_names_are_sorted():
    for kind in specs.kinds():
        names = library.names(kind)
        assert names, kind
        assert names == sorted(names)
        assert all(library.load(name).kind == kind for name in names)


def test_figures_of_a_full_set_of_several_battalions_are_not_inputs():
    battalion = library.load("s400-battalion")
    assert (battalion.target_channels, battalion.missile_channels) == (10, 20)


def test_the_headline_without_a_cross_section_is_no_calibration():
    acquisition = library.load("91N6E")
    assert acquisition.calibration.range_km.nominal == 390.0
    assert acquisition.calibration.rcs_m2.nominal == 4.0
    assert acquisition.sources["calibration.range_km"].basis == "assumed"
    assert acquisition.instrumented_range_km.nominal == 600.0
    # the one radar with nothing but a headline says that its calibration is ours
    assert library.load("96L6E").sources["calibration"].basis == "assumed"


def test_what_is_not_published_of_a_calibration_is_a_visible_assumption():
    figures = {figure.path: figure for figure in library.figures("92N6E")}
    assert (figures["calibration.pd"].low, figures["calibration.pd"].high) == (0.5, 0.9)
    assert figures["calibration.pfa"].nominal == 1e-6
    for path in ("calibration.pd", "calibration.pfa", "calibration.swerling", "calibration.pulses"):
        assert figures[path].basis == "assumed"


def test_thirteen_claims_of_the_article_are_carried():
    claims = library.claims()
    assert [claim.id for claim in claims] == [f"c{n:02d}" for n in range(1, 14)]
    assert {claim.kind for claim in claims} >= {"sensing", "flight", "outcome", "make-up", "network", "event"}


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(InputError, match=r"48N6E4 is not in the library\. Did you mean 48N6E3"):
        library.load("48N6E4")


def test_a_source_for_a_field_that_does_not_exist_is_told(tmp_path):
    text = (catalogue.FOLDER / "networks" / "data-link.yaml").read_text()
    (tmp_path / "link.yaml").write_text(text.replace("  latency_s: {basis", "  latensy_s: {basis"))
    with pytest.raises(InputError, match=r"latensy_s: is no field of network\. Did you mean latency_s"):
        library.load("./link.yaml", tmp_path)


def missile_of(name: str) -> Interceptor:
    """A missile type with its nominal figures."""
    entry = library.load(name)

    def at(field: str) -> float:
        return getattr(entry, field).nominal

    return Interceptor(
        guidance=GUIDANCE_ACTIVE,
        launch_mass_kg=at("launch_mass_kg"),
        propellant_mass_kg=at("propellant_mass_kg"),
        boost_time_s=at("boost_time_s"),
        thrust_n=at("exhaust_speed_mps") * at("propellant_mass_kg") / at("boost_time_s"),
        ignition_delay_s=at("ignition_delay_s"),
        reference_area_m2=0.25 * pi * at("diameter_m") ** 2,
        drag_factor=at("drag_factor"),
        max_load_factor=at("max_load_factor_g0"),
        minimum_speed_mps=at("minimum_speed_mps"),
        self_destruct_s=at("self_destruct_s"),
        max_range_m=1e3 * at("max_range_km"),
        max_altitude_m=1e3 * at("max_altitude_km"),
        seeker_range_m=1e3 * at("seeker_range_km"),
        seeker_angle_std_rad=1e-3 * at("seeker_angle_std_mrad"),
        navigation_constant=at("navigation_constant"),
        lethal_radius_m=at("lethal_radius_m"),
        pk_published=(0.8, 0.8, 0.5),
    )


@pytest.mark.parametrize(
    ("name", "burnout_mps", "mean_mps"),
    [
        ("48N6E3", (1900.0, 2500.0), (800.0, 1300.0)),
        ("48N6E2", (1890.0, 2100.0), (800.0, 1300.0)),
        ("40N6E", (1800.0, 2100.0), (1100.0, 1250.0)),
        ("9M96E2", (1180.0, 1500.0), (890.0, 1100.0)),
    ],
)
def test_motors_and_drag_reproduce_published_speeds_and_ranges(name, burnout_mps, mean_mps):
    missile = missile_of(name)
    flight = fly_to(missile, missile.max_range_m, 9000.0)
    assert flight.time_s < missile.self_destruct_s
    assert burnout_mps[0] <= flight.top_speed_mps <= burnout_mps[1]
    assert mean_mps[0] <= missile.max_range_m / flight.time_s <= mean_mps[1]
    # and it does not fly without end
    assert (
        fly_to(replace(missile, max_range_m=2.0 * missile.max_range_m), 2.0 * missile.max_range_m, 9000.0).time_s > 1e6
    )


def test_whether_an_entry_is_of_a_kind_agrees_with_the_lists_of_kinds():
    for kind in ("radar", "interceptor", "battery", "aircraft"):
        assert [name for name in sorted(library.files()) if library.is_of_kind(name, kind)] == library.names(kind)
    assert library.is_of_kind("91N6E")
    assert not library.is_of_kind("91N6X")
    assert not library.is_of_kind("91N6X", "radar")
