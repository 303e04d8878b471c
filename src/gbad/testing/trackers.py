"""What a user's tracker must hold to, tried on made-up plots."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from gbad.tracking import LocalTracks, PlotGroup, RadarView
from gbad.tracking.own import TrackerMaker, checked

VISITS, PERIOD_S = 40, 5.0
# east, north, up and velocity of two targets; the second comes late, pauses, and comes back
_TARGETS = np.array([[-3e4, 2e4, 6e3, 220.0, 30.0, 0.0], [2e4, 4e4, 9e3, -150.0, -150.0, 0.0]])
_AWAY = (range(0), [*range(8), *range(20, 32)])
_RANGE_STD_M, _ANGLE_STD_RAD = 30.0, 2e-3


def radar_view() -> RadarView:
    """A radar that looks round in five seconds."""
    return RadarView("search", 100.0, PERIOD_S, 1, float("nan"), 1.0, 2e5, np.array([0.0, 0.0, -6.371e6]),
                     np.array([0.0, 5.5e-5, 4.8e-5]))  # fmt: skip


def plot_groups(seed: int = 1) -> list[PlotGroup]:
    """Visits with plots of two targets and false ones, as a radar would give them; visits without a plot are none."""
    dice = np.random.default_rng(seed)
    return [group for visit in range(VISITS) if (group := _group(visit, dice)) is not None]


def check_tracker(maker: TrackerMaker) -> None:
    """Try a class of trackers. Raises ``AssertionError`` or ``TrackerError`` with what is wrong.

    It must give well-formed tracks for every group (``own.LocalTracks``); the same again for the same plots, whatever
    another object of the class has seen in between; never give a number to a second track; keep covariances symmetric
    and positive; not change what it is shown; and hold a target that is seen at every visit under one confirmed number,
    within 500 m.
    """
    groups = plot_groups()
    first = _tracks(maker(radar_view()), groups)
    between, other = maker(radar_view()), plot_groups(seed=2)
    second = maker(radar_view())
    for one, group, strange in zip(first, groups, other, strict=False):
        between.update(strange)
        again = checked(second.update(group), group, "the tracker, beside another object of its class,")
        for f in fields(LocalTracks):
            same = np.array_equal(getattr(one, f.name), getattr(again, f.name))
            assert same, f"{f.name} at {group.end_s:.0f} s: the same plots must give the same tracks"
    _numbers(first)
    for tracks in first:
        for covariance in tracks.covariance:
            assert np.allclose(covariance, covariance.T, rtol=1e-9), "a covariance is not symmetric"
            assert np.linalg.eigvalsh(covariance)[0] > 0.0, "a covariance is not positive definite"
    _holds(first, groups)


def _tracks(tracker: Any, groups: list[PlotGroup]) -> list[LocalTracks]:
    found = []
    for group in groups:
        before = {f.name: np.copy(getattr(group, f.name)) for f in fields(group)}
        found.append(checked(tracker.update(group), group, f"the tracker at {group.end_s:.0f} s"))
        for name, value in before.items():
            assert np.array_equal(value, getattr(group, name), equal_nan=True), (
                f"{name} of the plots was changed: it is not yours"
            )
        # what is given must stay as it was when the tracker goes on
        found[-1] = LocalTracks(*(np.copy(getattr(found[-1], f.name)) for f in fields(LocalTracks)))
    return found


def _numbers(found: list[LocalTracks]) -> None:
    gone: set[int] = set()
    before: set[int] = set()
    for tracks in found:
        now = set(tracks.number.tolist())
        gone |= before - now
        assert not gone & now, f"number {min(gone & now)} was given to a second track"
        before = now


def _holds(found: list[LocalTracks], groups: list[PlotGroup]) -> None:
    """The first target is there all the time: from its tenth visit on under one number."""
    followed = set()
    for tracks, group in list(zip(found, groups, strict=True))[10:]:
        place = _TARGETS[0, :3] + _TARGETS[0, 3:] * group.end_s
        state = tracks.position_enu_m + tracks.velocity_enu_mps * (group.end_s - tracks.time_s)[:, None]
        near = np.linalg.norm(state - place, axis=1) < 500.0
        sure = tracks.number[near & (tracks.confirmed == 1)]
        assert sure.size == 1, f"{sure.size} confirmed tracks at {group.end_s:.0f} s of a target that is always seen"
        followed.add(int(sure[0]))
    assert len(followed) == 1, f"one target was followed under the numbers {sorted(followed)}"


def _group(visit: int, dice: np.random.Generator) -> PlotGroup | None:
    time = PERIOD_S * visit + np.array([1.0, 3.0])
    seen = [k for k in range(2) if visit not in _AWAY[k]]
    place = [_TARGETS[k, :3] + _TARGETS[k, 3:] * time[k] for k in seen]
    false = int(dice.poisson(0.5))
    place += [dice.uniform([-8e4, -8e4, 1e3], [8e4, 8e4, 1e4]) for _ in range(false)]
    when = np.concatenate((time[seen], PERIOD_S * visit + dice.uniform(3.5, 4.9, false)))
    order = np.argsort(when)
    x = np.array(place).reshape(-1, 3)[order]
    n = len(x)
    if n == 0:
        return None
    reach = np.linalg.norm(x, axis=1) + _RANGE_STD_M * dice.standard_normal(n)
    azimuth = np.arctan2(x[:, 0], x[:, 1]) + _ANGLE_STD_RAD * dice.standard_normal(n)
    elevation = np.arcsin(x[:, 2] / np.linalg.norm(x, axis=1)) + _ANGLE_STD_RAD * dice.standard_normal(n)
    flat = reach * np.cos(elevation)
    return PlotGroup(
        visit, visit, PERIOD_S * (visit + 1), when[order],
        np.stack((flat * np.sin(azimuth), flat * np.cos(azimuth), reach * np.sin(elevation)), axis=1), reach,
        azimuth % (2.0 * np.pi), elevation, np.full(n, np.nan), np.full(n, _RANGE_STD_M), np.full(n, _ANGLE_STD_RAD),
        np.full(n, _ANGLE_STD_RAD),
    )  # fmt: skip
