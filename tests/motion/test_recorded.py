"""The path through a recording: exact where the recording is, between its noise, steady over gaps."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.motion import RecordedPath, fly
from gbad.physics import earth
from gbad.terrain import load as load_terrain

FLAT = load_terrain({"kind": "flat", "latitude_deg": 45.0, "longitude_deg": 33.0})


def circle(time_s, noise_m=0.0, speeds=True, seed=1, radius_m=15e3, speed=240.0):
    """Samples of a level circle of 15 km at 240 m/s (3.8 m/s2), and the true places in ECEF."""
    turn = speed / radius_m * time_s
    rng = np.random.default_rng(seed)
    latitude = np.radians(45.0) + radius_m / earth.MEAN_RADIUS * np.sin(turn)
    longitude = np.radians(33.0) + radius_m / earth.MEAN_RADIUS * np.cos(turn) / np.cos(np.radians(45.0))
    true = earth.geodetic_to_ecef(latitude, longitude, np.full(len(time_s), 9e3))
    off = noise_m / earth.MEAN_RADIUS * rng.standard_normal((2, len(time_s)))
    velocity = np.stack([-speed * np.sin(turn), speed * np.cos(turn), 0.0 * turn], axis=1)
    if not speeds:
        velocity[:] = np.nan
    height = 9e3 + 0.3 * noise_m * rng.standard_normal(len(time_s))
    table = np.column_stack([time_s, latitude + off[0], longitude + off[1], height, velocity])
    return np.ascontiguousarray(table).tobytes(), true


def flown(samples, **figures):
    return fly(RecordedPath(samples, **figures), FLAT, 1e6, 1.0)


@pytest.mark.parametrize("speeds", [True, False])
def test_a_clean_recording_is_followed_closely(speeds):
    time = np.arange(0.0, 301.0, 10.0)
    samples, _ = circle(time, speeds=speeds)
    path = flown(samples, position_std_m=1.0)
    _, true = circle(np.arange(0.0, 301.0))
    # 3.8 m/s2 for 10 s between samples: a straight line would be 48 m off in the middle; ends know one side only
    off = np.linalg.norm(path.position_ecef_m - true, axis=1)
    assert off[20:-20].max() < (1.5 if speeds else 6.0)
    assert off.max() < 20.0


def test_noise_is_smoothed_below_its_own_size():
    time = np.arange(0.0, 601.0, 5.0)
    errors, raw = [], []
    for seed in range(8):
        samples, true = circle(time, noise_m=30.0, seed=seed)
        path = flown(samples, position_std_m=30.0)
        errors.append(np.linalg.norm(path.position_ecef_m[::5] - true, axis=1))
        raw.append(30.0 * np.sqrt(2.09))
    assert np.sqrt(np.mean(np.square(errors))) < 0.6 * np.mean(raw)


def test_a_gap_is_bridged_without_leaving_the_sky():
    time = np.r_[np.arange(0.0, 101.0, 10.0), np.arange(220.0, 321.0, 10.0)]
    latitude = np.radians(45.0) + 240.0 * time / earth.MEAN_RADIUS
    table = np.column_stack([time, latitude, np.full(len(time), np.radians(33.0)), np.full(len(time), 1e4),
                             np.tile([0.0, 240.0, 0.0], (len(time), 1))])  # fmt: skip
    path = flown(np.ascontiguousarray(table).tobytes())
    height = earth.ecef_to_geodetic(path.position_ecef_m)[2]
    assert np.abs(height - 1e4).max() < 60.0
    speed = np.linalg.norm(path.velocity_ecef_mps, axis=1)
    assert np.abs(speed - 240.0).max() < 6.0


def test_it_begins_and_ends_with_the_recording_and_velocity_is_the_rate_of_place():
    samples, _ = circle(np.arange(0.0, 101.0, 10.0))
    path = flown(samples, start_s=42.0)
    assert (path.start_s, path.end_s, path.arrives) == (42.0, 142.0, False)
    rate = (path.position_ecef_m[2:] - path.position_ecef_m[:-2]) / 2.0
    assert np.linalg.norm(rate - path.velocity_ecef_mps[1:-1], axis=1).max() < 0.5


def test_what_is_no_recording_is_refused():
    with pytest.raises(InputError, match="rising order"):
        RecordedPath(circle(np.array([0.0, 10.0, 5.0]))[0])
    with pytest.raises(InputError, match="two samples"):
        RecordedPath(circle(np.array([0.0]))[0])
