"""Stone Soup and we, on the same data: what a detection means, and what GOSPA comes to."""

from __future__ import annotations

import numpy as np
import pytest

stonesoup = pytest.importorskip("stonesoup", reason="an extra: pip install gbad[stonesoup]")

from stonesoup.measures import Euclidean  # noqa: E402
from stonesoup.metricgenerator.ospametric import GOSPAMetric  # noqa: E402
from stonesoup.types.state import State  # noqa: E402

from gbad.adapters import stonesoup as bridge  # noqa: E402
from gbad.benches import _stonesoup as bench  # noqa: E402
from gbad.benches._plot_scenes import straight  # noqa: E402
from gbad.errors import InputError  # noqa: E402
from gbad.metrics import gospa, score  # noqa: E402
from gbad.tracking import track_plots  # noqa: E402

CUTOFF_M, ORDER = 1000.0, 2.0


def truth_of(scene):
    targets = int((scene.truth["time_s"] == 0.0).sum())
    return scene.truth | {"object": np.tile(np.arange(targets), scene.truth["time_s"].size // targets)}


def their_gospa(tracks, truth):
    metric = GOSPAMetric(p=ORDER, c=CUTOFF_M, measure=Euclidean(mapping=bridge.PLACES))
    return metric.compute_over_time(*metric.extract_states(tracks, True), *metric.extract_states(truth, True))


@pytest.mark.parametrize("polar", [True, False])
def test_the_same_tracks_have_the_same_gospa_in_their_metric_and_in_ours(polar):
    scene = straight(15, 4, polar)
    truth = truth_of(scene)
    table = track_plots(scene.plots, scene.sensor)
    ours = gospa(truth, {n: getattr(table, n) for n in ("time_s", "east_m", "north_m", "up_m")}, CUTOFF_M, ORDER)
    values = [m.value for m in their_gospa(bridge.stone_tracks(table), bridge.truth_paths(truth)).value]
    assert len(values) == 60
    assert np.mean([v["distance"] for v in values]) == pytest.approx(ours.distance_m, rel=1e-9)
    assert np.mean([v["missed"] for v in values]) / (CUTOFF_M**ORDER / 2) == pytest.approx(ours.missed, rel=1e-9)
    assert np.mean([v["false"] for v in values]) / (CUTOFF_M**ORDER / 2) == pytest.approx(ours.false, abs=1e-12)


def test_tracks_of_their_tracker_score_the_same_on_both_sides_and_in_our_measures():
    scene = straight(8, 2, True)
    truth = truth_of(scene)
    tracks = bench.tracks(scene)
    table = bridge.table_of(tracks)
    ours = gospa(truth, table, CUTOFF_M, ORDER)
    values = [m.value["distance"] for m in their_gospa(tracks, bridge.truth_paths(truth)).value]
    assert np.mean(values) == pytest.approx(ours.distance_m, rel=1e-9)
    total = score(truth, table, CUTOFF_M, ORDER).total()
    assert total["completeness"] > 0.9
    assert total["gospa_m"] == pytest.approx(ours.distance_m, rel=1e-6)


@pytest.mark.parametrize("rated", [True, False])
def test_a_detection_means_the_same_place_to_both(rated):
    plots = {"time_s": [0.5, 0.5, 2.0], "slant_range_m": [30e3, 10e3, 5e3], "azimuth_rad": [0.3, 2.0, 6.0],
             "elevation_rad": [0.1, 0.2, 0.5], "range_rate_mps": [-100.0, 50.0, 0.0]}  # fmt: skip
    sensor = dict(
        east_m=100.0, north_m=-200.0, up_m=30.0, range_std_m=25.0, azimuth_std_rad=2e-3, elevation_std_rad=2e-3
    )
    scans = list(bridge.detections(plots, sensor | ({"range_rate_std_mps": 2.0} if rated else {})))
    assert [(bridge.seconds(when), len(found)) for when, found in scans] == [(0.5, 2), (2.0, 1)]
    for _, found in scans:
        for detection in found:
            i = detection.metadata["plot"]
            reach, azimuth, elevation = (plots[n][i] for n in ("slant_range_m", "azimuth_rad", "elevation_rad"))
            flat = reach * np.cos(elevation)
            place = [100.0 + flat * np.sin(azimuth), -200.0 + flat * np.cos(azimuth), 30.0 + reach * np.sin(elevation)]
            state = np.asarray(detection.measurement_model.inverse_function(detection), float).ravel()
            assert state[list(bridge.PLACES)] == pytest.approx(place, abs=1e-6)
            back = detection.measurement_model.function(State(state[:, None]))
            assert np.asarray(back - detection.state_vector, float).ravel() == pytest.approx(0.0, abs=1e-6)


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="must be given"):
        bridge.measurement_model({"range_std_m": 10.0})
    with pytest.raises(InputError, match="azimuth_rad is missing"):
        list(
            bridge.detections(
                {"time_s": [0.0], "slant_range_m": [1.0]},
                dict(range_std_m=1.0, azimuth_std_rad=1.0, elevation_std_rad=1.0),
            )
        )
