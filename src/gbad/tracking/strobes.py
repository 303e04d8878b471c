"""Bearings of passive sensors -> cues for the engagement radars beside them, and what identification hears.

A passive sensor measures two angles and no range: its plots start no track. What they are good for is to tell a radar
that stands beside the sensor where to look. A strobe is carried to the radar as a cue without range (``number`` below
zero): the radar looks along it as far as it can, and what it finds it tracks by itself.

Left out: crossing the bearings of several sensors, and tracks of bearings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import Bearings, Cues, Detections
from gbad.tables import Defence, Floats, Ints

# how near a sensor must stand for its bearings to be the radar's own (half a degree at 100 km)
BESIDE_M = 1000.0
# newest strobes kept of each sensor, and the distance along the bearing that the cue is written down at
KEPT, ALONG_M = 32, 100e3


@dataclass(slots=True)
class Strobes:
    """The newest bearings of each passive sensor, and whom they are told."""

    sensor: Ints  # (pairs,)  row of the passive sensor
    radar: Ints  # (pairs,)  row of the cued radar beside it, under the same command
    draw_of_run: Ints  # (runs,)
    count: Ints  # (runs, radars)  strobes so far
    available_s: Floats  # (runs, radars, KEPT)  [s] inf where there is none
    direction_ecef: Floats  # (runs, radars, KEPT, 3)  unit vectors
    std_rad: Floats  # (runs, radars, KEPT)  the larger of the two angles' errors
    told_s: float = -np.inf  # up to which time bearings were told to identification


def open_strobes(defence: Defence, draw_of_run: Ints) -> Strobes | None:
    """Room for strobes; None where no passive sensor hears what sends, or stands beside a cued radar of its command."""
    radars = defence.radars
    apart = np.linalg.norm(radars.position_ecef_m[:, None] - radars.position_ecef_m[None], axis=2)
    told = radars.passive[:, None] & radars.cued[None] & (apart <= BESIDE_M)
    sensor, radar = np.nonzero(told & (radars.command[:, None] == radars.command[None]))
    if not len(sensor) and not radars.hears.any():
        return None
    shape = (len(draw_of_run), len(radars.id), KEPT)
    return Strobes(
        sensor, radar, np.asarray(draw_of_run), np.zeros(shape[:2], np.int64),
        np.full(shape, np.inf), np.zeros((*shape, 3)), np.zeros(shape),
    )  # fmt: skip


def note_strobes(state: Strobes | None, defence: Defence, detections: Detections) -> None:
    """Keep the bearings among these plots."""
    if state is None:
        return
    d, turn = detections, defence.radars.ecef_to_enu
    for i in np.flatnonzero(defence.radars.passive[d.radar]).tolist():
        run, sensor = int(d.run[i]), int(d.radar[i])
        place = state.count[run, sensor] % KEPT
        state.count[run, sensor] += 1
        azimuth, elevation = d.azimuth_rad[i], d.elevation_rad[i]
        east, north, up = np.cos(elevation) * np.sin(azimuth), np.cos(elevation) * np.cos(azimuth), np.sin(elevation)
        state.direction_ecef[run, sensor, place] = (
            east * turn[sensor, 0] + north * turn[sensor, 1] + up * turn[sensor, 2]
        )
        state.available_s[run, sensor, place] = d.available_s[i]
        state.std_rad[run, sensor, place] = max(d.azimuth_std_rad[i], d.elevation_std_rad[i])


def strobe_cues(state: Strobes | None, defence: Defence, time_s: float) -> list[Cues]:
    """Bearings that each sensor handed on within its last period: cues without range for radars beside it, or none."""
    if state is None or not len(state.sensor):
        return []
    radars, runs = defence.radars, len(state.draw_of_run)
    beside = [np.flatnonzero(state.radar == row) for row in range(len(radars.id))]
    slots = KEPT * max(len(pairs) for pairs in beside)
    shape = (runs, len(radars.id), slots)
    cues = Cues(np.zeros(shape, np.int64), np.zeros(shape), np.zeros((*shape, 3)), np.zeros((*shape, 3)))
    for row, pairs in enumerate(beside):
        for k, pair in enumerate(pairs.tolist()):
            sensor, part = state.sensor[pair], slice(k * KEPT, (k + 1) * KEPT)
            known_s = state.available_s[:, sensor]
            fresh = (known_s > time_s - radars.period_s[state.draw_of_run, sensor][:, None]) & (known_s <= time_s)
            cues.number[:, row, part] = np.where(fresh, -1 - np.arange(KEPT), 0)
            cues.time_s[:, row, part] = time_s
            cues.position_ecef_m[:, row, part] = radars.position_ecef_m[row] + ALONG_M * state.direction_ecef[:, sensor]
    return [cues]


def bearings_heard(state: Strobes | None, defence: Defence, time_s: float) -> Bearings | None:
    """Bearings of what sends that became known since this was last asked; None where nothing listens."""
    radars = defence.radars
    if state is None or not radars.hears.any():
        return None
    new = (state.available_s > state.told_s) & (state.available_s <= time_s) & radars.hears[None, :, None]
    run, sensor, place = np.nonzero(new)
    state.told_s = time_s
    return Bearings(
        run=run,
        command=np.asarray(radars.command)[sensor],
        origin_ecef_m=radars.position_ecef_m[sensor],
        direction_ecef=state.direction_ecef[run, sensor, place],
        std_rad=state.std_rad[run, sensor, place],
    )
