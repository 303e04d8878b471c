"""The page of a coverage opens at the height at which a class flies."""

from __future__ import annotations

from types import SimpleNamespace

from gbad.report.coverage_page import SLIDER_M, opening


def _coverage(name: str, *asked: float):
    return SimpleNamespace(target=SimpleNamespace(name=name), heights_m=asked)


def test_a_class_opens_at_its_height_of_flight():
    assert SLIDER_M[opening(_coverage("cruise-missile", 100.0, 10_000.0), SLIDER_M)] == 50
    assert SLIDER_M[opening(_coverage("fighter", 100.0, 300.0), SLIDER_M)] == 8000
    assert SLIDER_M[opening(_coverage("one-way-attack-drone", 100.0), SLIDER_M)] == 2000


def test_what_the_library_gives_no_height_opens_at_the_greatest_asked_for():
    assert SLIDER_M[opening(_coverage("srbm-300", 100.0, 3000.0), SLIDER_M)] == 3000
    assert SLIDER_M[opening(_coverage("2.5 m2", 500.0, 1000.0), SLIDER_M)] == 1000
