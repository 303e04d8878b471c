"""The same plots through Stone Soup, the open tracking library, put together from its parts as its guides do.

Extended Kalman filter of constant velocity, global nearest neighbour by 2-D assignment with a KD-tree over the
detections, tracks started by three plots, ended after five scans without one.
"""

from __future__ import annotations

import time
import warnings
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gbad.benches._plot_scenes import ANGLE_STD_RAD, POSITION_STD_M, RANGE_STD_M, SCANS, Scene

START = datetime(2025, 1, 1)


def available() -> bool:
    """Whether Stone Soup is installed (it is a dependency of benches and tests only)."""
    try:
        import stonesoup  # noqa: F401
    except ImportError:
        return False
    return True


def run(scene: Scene, noise: float = 1.0) -> tuple[float, int, dict[str, np.ndarray]]:
    """Seconds spent, measurement updates of reported tracks, and the tracks as a column table."""
    detections, tracker = _tracker(scene, noise)
    rows: list[tuple[float, Any]] = []
    updates = 0
    began = time.perf_counter()
    for when, tracks in tracker(iter(detections)):
        now = (when - START).total_seconds()
        for track in tracks:
            rows.append((now, track.state_vector[[0, 2, 4], 0]))
            updates += _is_update(track, when)
    seconds = time.perf_counter() - began
    place = np.array([np.asarray(vector, float) for _, vector in rows]).reshape(-1, 3)
    columns = {name: place[:, axis] for axis, name in enumerate(("east_m", "north_m", "up_m"))}
    return seconds, updates, {"time_s": np.array([now for now, _ in rows])} | columns


def _is_update(track: Any, when: datetime) -> bool:
    return hasattr(track.states[-1], "hypothesis") and track.states[-1].timestamp == when


def _tracker(scene: Scene, noise: float) -> tuple[list[Any], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
        from stonesoup.dataassociator.tree import DetectionKDTreeMixIn
        from stonesoup.deleter.time import UpdateTimeStepsDeleter
        from stonesoup.hypothesiser.distance import DistanceHypothesiser
        from stonesoup.initiator.simple import MultiMeasurementInitiator
        from stonesoup.measures import Mahalanobis
        from stonesoup.models.measurement.linear import LinearGaussian
        from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange
        from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
        from stonesoup.predictor.kalman import ExtendedKalmanPredictor
        from stonesoup.tracker.simple import MultiTargetTracker
        from stonesoup.types.angle import Bearing, Elevation
        from stonesoup.types.detection import Detection
        from stonesoup.types.state import GaussianState
        from stonesoup.updater.kalman import ExtendedKalmanUpdater

    class TreeAssociator(DetectionKDTreeMixIn, GNNWith2DAssignment):
        """Global nearest neighbour among the detections that a KD-tree finds near a prediction."""

    if scene.polar:
        model = CartesianToElevationBearingRange(
            ndim_state=6, mapping=(0, 2, 4), noise_covar=np.diag([ANGLE_STD_RAD**2, ANGLE_STD_RAD**2, RANGE_STD_M**2])
        )
    else:
        model = LinearGaussian(ndim_state=6, mapping=(0, 2, 4), noise_covar=np.eye(3) * POSITION_STD_M**2)
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(noise)] * 3)
    predictor, updater = ExtendedKalmanPredictor(motion), ExtendedKalmanUpdater(model)
    # in polar columns the tree's distance is all but that in range
    associator = TreeAssociator(
        DistanceHypothesiser(predictor, updater, measure=Mahalanobis(), missed_distance=4.0),
        predictor=predictor, updater=updater, max_distance=1500.0,
    )  # fmt: skip
    initiator = MultiMeasurementInitiator(
        prior_state=GaussianState([0.0] * 6, np.diag([0.0, 250.0**2] * 3)), measurement_model=model,
        deleter=UpdateTimeStepsDeleter(2), data_associator=associator, updater=updater, min_points=3,
    )  # fmt: skip

    def detection(row: Any, when: datetime) -> Any:
        if not scene.polar:
            return Detection(row, timestamp=when, measurement_model=model)
        reach, azimuth, elevation = row
        vector = np.array([[Elevation(elevation)], [Bearing(np.pi / 2 - azimuth)], [reach]], dtype=object)
        return Detection(vector, timestamp=when, measurement_model=model)

    columns = np.column_stack([column for name, column in scene.plots.items() if name != "time_s"])
    scans = []
    for scan in range(SCANS):
        when = START + timedelta(seconds=scan)
        scans.append((when, {detection(row, when) for row in columns[scene.plots["time_s"] == scan]}))

    def track(detector: Any) -> Any:
        return MultiTargetTracker(
            initiator=initiator, deleter=UpdateTimeStepsDeleter(5), detector=detector, data_associator=associator,
            updater=updater,
        )  # fmt: skip

    return scans, track
