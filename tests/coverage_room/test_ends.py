"""Worst and best: every figure with ends takes part, at the end that is the defender's worst, or is named."""

import json
from typing import Any

import numpy as np
import pytest

from gbad import coverage, library
from gbad.coverage import ends
from gbad.coverage.covering import cover_site
from gbad.coverage.placing import sites_of
from gbad.coverage.sites import EDGES
from gbad.coverage.targets import target_of
from gbad.scenario import parse_document, read
from gbad.scenario.compile_draws import Holder
from gbad.scenario.quantity import Spread
from gbad.terrain import from_spec

PLACE = {"latitude_deg": 40.0, "longitude_deg": -150.0}
GROUND = from_spec("plain", **PLACE)
RADAR = library.load("92N6E")
HEIGHTS = (100.0, 1000.0, 5000.0, 10000.0)
# ends of everything, wider than the library's
WIDE: dict[str, tuple[float, float, float]] = {
    "calibration.range_km": (150.0, 200.0, 250.0), "calibration.rcs_m2": (0.5, 1.0, 2.0),
    "calibration.pd": (0.5, 0.6, 0.9), "calibration.pfa": (1e-8, 1e-6, 1e-4),
    "gas_loss_two_way_db_per_km": (0.005, 0.0254, 0.06), "instrumented_range_km": (120.0, 200.0, 280.0),
    "minimum_range_km": (0.5, 5.0, 20.0), "period_s": (1.0, 4.0, 12.0), "sector_width_deg": (60.0, 90.0, 120.0),
    "elevation_min_deg": (0.05, 0.15, 0.3), "elevation_max_deg": (14.0, 45.0, 75.0),
    "antenna_height_m": (4.0, 8.0, 30.0),
}  # fmt: skip


def site(values: dict[str, Any]):
    """One radar whose figures are ``values`` and without ends elsewhere."""
    figures: dict[str, Any] = {}
    for path, (_, nominal, _) in WIDE.items():
        part = figures
        for name in path.split(".")[:-1]:
            part = part.setdefault(name, {})
        part[path.split(".")[-1]] = values.get(path, nominal)
    text = {
        "schema": "scenario/1", "title": "Ends", "duration_s": 60.0, "terrain": {"kind": "plain", **PLACE},
        "commands": {"post": {"type": "55K6E"}},
        "radars": {"search": {"type": "92N6E", "at": PLACE, "command": "post", "boresight_deg": 0.0, "cued": False,
                              "frequency_ghz": 9.0, **figures}},
        "assets": {"town": {"at": PLACE}},
    }  # fmt: skip
    return sites_of(read(parse_document(json.dumps(text), "ends")), GROUND, radius_m=300e3)[0]


def spread(path: str) -> dict[str, float]:
    low, nominal, high = WIDE[path]
    return {"low": low, "nominal": nominal, "high": high}


def covered(values: dict[str, Any], target: str = "2m2"):
    return cover_site(site(values), target_of(target), HEIGHTS, "ground", coverage.Criterion(), coverage.Weather())


@pytest.mark.parametrize("path", WIDE)
def test_each_figure_moves_worst_and_best_the_right_way(path):
    # a target that noise ends the view of, or, where noise has no say, a large one
    large = {"instrumented_range_km": "20m2", "antenna_height_m": "2m2"}
    # the mast counts where the radar looks down to the horizon
    more = {"elevation_min_deg": -2.0} if path == "antenna_height_m" else {}
    found = covered(more | {path: spread(path)}, large.get(path, "0.05m2"))
    worst, nominal, best = (found.layers.found(edge).sum() for edge in EDGES)
    assert worst < nominal < best
    assert found.site.varied == (path,)
    assert found.site.kept == ()


@pytest.mark.parametrize("target", ["2m2", "0.02m2", "60m2"])
def test_worst_and_best_are_what_a_radar_at_those_ends_finds(target):
    """The whole corner at once, as a scenario would have it; of figures whose end depends, the lesser or more."""
    found = covered({path: spread(path) for path in WIDE}, target)
    for edge, pick in (("worst", min), ("best", max)):
        shares = []
        for pfa in WIDE["calibration.pfa"][::2]:
            for gas in WIDE["gas_loss_two_way_db_per_km"][::2]:
                corner = {"calibration.pfa": pfa, "gas_loss_two_way_db_per_km": gas}
                corner |= {path: WIDE[path][0 if edge == "worst" else 2] for path in ends.WORST_LOW}
                corner |= {path: WIDE[path][2 if edge == "worst" else 0] for path in ends.WORST_HIGH if path in WIDE}
                shares.append(covered(corner, target).layers.found().sum())
        # the corner is chosen by noise alone, and two metres of mast are left out of slant ranges
        assert found.layers.found(edge).sum() == pytest.approx(pick(shares), rel=0.01)


def test_every_figure_of_every_radar_is_varied_named_or_has_no_part():
    for name in library.names("radar"):
        varied, kept = ends.with_ends(Holder(library.load(name), name))
        assert set(kept) <= {"frequency_ghz"}, name
        assert set(varied) <= {*ends.WORST_LOW, *ends.WORST_HIGH, *ends.EITHER}
        known = {*ends.WORST_LOW, *ends.WORST_HIGH, *ends.EITHER, *ends.NO_PART, "frequency_ghz"}
        for field, value in library.load(name):
            inner = [(f"{field}.{k}", v) for k, v in value] if hasattr(type(value), "model_fields") else []
            for path, each in [(field, value)] if isinstance(value, Spread) else inner:
                assert not isinstance(each, Spread) or path in known, path


def test_the_answer_names_what_is_varied_and_what_is_left():
    found = coverage.cover("91N6E", (40.0, -150.0), "fighter", terrain=GROUND, radius_m=60e3)
    text = str(found.answer())
    assert "period, upper elevation limit, antenna height" in " ".join(text.split())
    assert "At their nominal although they have ends: frequency." in text
    facts = found.answer().to_dict()
    assert "period_s" in facts["varied"]
    assert facts["kept_nominal"] == ["frequency_ghz"]


def test_the_longest_period_and_the_lowest_mast_are_in_the_worst_case():
    found = coverage.cover("91N6E", (40.0, -150.0), "cruise-missile", terrain=GROUND, radius_m=300e3)
    assert found.site.periods_s.tolist() == [12.0, 6.0, 5.0]
    assert found.site.masts_m.tolist() == [6.0, 8.0, 12.0]
    floors = [np.nanmedian(found.floor(edge)[:, 100]) for edge in EDGES]
    assert floors[0] > floors[1] > floors[2]
