"""The same plots through Stone Soup, the open tracking library, put together from its parts as its guides do.

Extended Kalman filter of constant velocity, global nearest neighbour by 2-D assignment with a KD-tree over the
detections, tracks started by three plots, ended after five scans without one.
"""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np

from gbad.benches._plot_scenes import Scene


def available() -> bool:
    """Whether Stone Soup is installed (it is a dependency of benches and tests only)."""
    try:
        import stonesoup  # noqa: F401
    except ImportError:
        return False
    return True


def run(scene: Scene, noise: float = 1.0) -> tuple[float, int, dict[str, np.ndarray]]:
    """Processor seconds spent, measurement updates of reported tracks, and the tracks as a column table."""
    from gbad.adapters.stonesoup import seconds as seconds_of

    detections, tracker = _tracker(scene, noise)
    rows: list[tuple[float, Any]] = []
    updates = 0
    began = time.thread_time()
    for when, tracks in tracker(iter(detections)):
        now = seconds_of(when)
        for track in tracks:
            rows.append((now, track.state_vector[[0, 2, 4], 0]))
            updates += _is_update(track, when)
    seconds = time.thread_time() - began
    place = np.array([np.asarray(vector, float) for _, vector in rows]).reshape(-1, 3)
    columns = {name: place[:, axis] for axis, name in enumerate(("east_m", "north_m", "up_m"))}
    return seconds, updates, {"time_s": np.array([now for now, _ in rows])} | columns


def tracks(scene: Scene, noise: float = 1.0) -> set[Any]:
    """All tracks that Stone Soup makes of a scene."""
    detections, tracker = _tracker(scene, noise)
    return {track for _, alive in tracker(iter(detections)) for track in alive}


def _is_update(track: Any, when: Any) -> bool:
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
        from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
        from stonesoup.predictor.kalman import ExtendedKalmanPredictor
        from stonesoup.tracker.simple import MultiTargetTracker
        from stonesoup.types.state import GaussianState
        from stonesoup.updater.kalman import ExtendedKalmanUpdater

        from gbad.adapters import stonesoup as bridge

    class TreeAssociator(DetectionKDTreeMixIn, GNNWith2DAssignment):
        """Global nearest neighbour among the detections that a KD-tree finds near a prediction."""

    model = bridge.measurement_model(scene.sensor)
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

    scans = [(when, found) for when, found in bridge.detections(scene.plots, scene.sensor)]

    def track(detector: Any) -> Any:
        return MultiTargetTracker(
            initiator=initiator, deleter=UpdateTimeStepsDeleter(5), detector=detector, data_associator=associator,
            updater=updater,
        )  # fmt: skip

    return scans, track
