"""Bearings without range -> cues for engagement radars under the same command, and what identification hears.

A passive sensor measures two angles and no range, and a radar that is jammed in its main lobe knows the bearing of the
jammer and nothing else: such plots, strobes, start no track. What they are good for is to tell other radars where to
look. A strobe is carried to a radar as cues without range (``number`` below zero): the radar looks along them as far as
it can, and what it finds it tracks by itself.

A radar beside the sensor (1 km) looks along the bearing. Seen from farther away a bearing is a strip: it is searched
cone by cone, each of which costs a look where looks are rationed. Where the bearings of two sensors cross, within their
errors, the radar looks at the crossing instead; of several emitters some crossings are nobody's, and are looked at all
the same. A cone is as wide as the errors of its bearings.

Left out: tracks of bearings, ghosts told from crossings by time, and rounds fired along a bearing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import Bearings, Cues, Detections
from gbad.tables import Defence, Floats, Ints

# how near a sensor must stand for its bearings to be the radar's own, and how near to be told at all [m]
BESIDE_M, TOLD_M = 1000.0, 60e3
# newest strobes kept of each sensor; where along a bearing a cue is written down, the nearest and the farthest point of
# a strip that are searched [m]
KEPT, ALONG_M, NEAREST_M, FARTHEST_M = 32, 100e3, 5e3, 400e3
# a strip is cut into cones this far apart [rad]: a little less than a cone of the radar's own raster is wide
STEP_RAD, MOST_CONES = np.radians(3.2), 32
# half the width of a cone in standard errors of its bearing: 96 of 100 lie inside
WIDE = 2.5
# crossings: the rays pass this many standard errors apart, and cross at this sine at least
CROSS, LEAST_SINE = 3.0, 0.05


@dataclass(slots=True)
class Strobes:
    """The newest bearings of each sensor, and whom they are told. No room is taken before there is one."""

    sensor: Ints  # (pairs,)  row of the sensor
    radar: Ints  # (pairs,)  row of the cued radar under the same command
    draw_of_run: Ints  # (runs,)
    count: Ints  # (runs, radars)  strobes so far
    available_s: Floats  # (runs, radars, KEPT)  [s] inf where there is none; no radars before the first strobe
    direction_ecef: Floats  # (runs, radars, KEPT, 3)  unit vectors
    std_rad: Floats  # (runs, radars, KEPT)  the larger of the two angles' errors
    told_s: float = -np.inf  # up to which time bearings were told to identification


def open_strobes(defence: Defence, draw_of_run: Ints) -> Strobes | None:
    """Room for strobes; None where nobody could be told."""
    radars = defence.radars
    apart = np.linalg.norm(radars.position_ecef_m[:, None] - radars.position_ecef_m[None], axis=2)
    may = radars.passive | np.isfinite(radars.antenna_gain_db).all(axis=0)
    told = may[:, None] & radars.cued[None] & (apart <= TOLD_M) & ~np.eye(len(radars.id), dtype=bool)
    sensor, radar = np.nonzero(told & (radars.command[:, None] == radars.command[None]))
    if not len(sensor) and not radars.hears.any():
        return None
    shape = (len(draw_of_run), 0, KEPT)
    return Strobes(
        sensor, radar, np.asarray(draw_of_run), np.zeros((shape[0], len(radars.id)), np.int64),
        np.full(shape, np.inf), np.zeros((*shape, 3)), np.zeros(shape),
    )  # fmt: skip


def note_strobes(state: Strobes | None, defence: Defence, detections: Detections) -> None:
    """Keep the bearings among these plots."""
    if state is None:
        return
    d, turn = detections, defence.radars.ecef_to_enu
    found = np.flatnonzero(np.isnan(d.slant_range_m)).tolist()
    if found and not state.std_rad.shape[1]:
        shape = (len(state.draw_of_run), len(defence.radars.id), KEPT)
        state.available_s, state.direction_ecef = np.full(shape, np.inf), np.zeros((*shape, 3))
        state.std_rad = np.zeros(shape)
    for i in found:
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
    """Bearings that sensors handed on within their last period, as cues without range; an empty list for none."""
    if state is None or not len(state.sensor) or not state.std_rad.shape[1]:
        return []
    radars, runs = defence.radars, len(state.draw_of_run)
    period_s = radars.period_s[state.draw_of_run]
    fresh = (state.available_s > time_s - period_s[:, :, None]) & (state.available_s <= time_s)
    cones: dict[tuple[int, int], list[tuple[Floats, float]]] = {}
    for run in np.flatnonzero(fresh.any(axis=(1, 2))).tolist():
        rays = [
            Ray(int(s), radars.position_ecef_m[s], state.direction_ecef[run, s, k], float(state.std_rad[run, s, k]))
            for s, k in np.argwhere(fresh[run]).tolist()
        ]
        for row in np.unique(state.radar).tolist():
            told = set(state.sensor[state.radar == row].tolist())
            mine = [ray for ray in rays if ray.sensor in told]
            cones[run, row] = [cone for ray in mine for cone in looked_at(ray, mine, radars.position_ecef_m[row])]
    slots = max((len(found) for found in cones.values()), default=0)
    if not slots:
        return []
    shape = (runs, len(radars.id), slots)
    cues = Cues(
        np.zeros(shape, np.int64), np.full(shape, time_s), np.zeros((*shape, 3)), np.zeros((*shape, 3)),
        np.zeros(shape), np.zeros(shape, np.bool_), np.zeros(shape[:2], np.int64),
    )  # fmt: skip
    for (run, row), found in cones.items():
        for k, (toward, half_width) in enumerate(found):
            cues.number[run, row, k] = -1 - k
            cues.position_ecef_m[run, row, k] = radars.position_ecef_m[row] + ALONG_M * toward
            cues.half_width_rad[run, row, k] = half_width
    return [cues]


@dataclass(frozen=True, slots=True)
class Ray:
    """One bearing in space."""

    sensor: int
    origin_m: Floats  # (3,)
    toward: Floats  # (3,) unit vector
    std_rad: float


def looked_at(ray: Ray, others: list[Ray], radar_m: Floats) -> list[tuple[Floats, float]]:
    """``(unit vector, half width [rad])`` of the cones in which a radar at ``radar_m`` looks for what is on a ray."""
    apart = ray.origin_m - radar_m
    if float(np.linalg.norm(apart)) <= BESIDE_M:
        return [(ray.toward, WIDE * ray.std_rad)]
    places = [place for other in others if (place := crossing(ray, other)) is not None]
    if places:
        found = []
        for at_m, std_m in places:
            away = float(np.linalg.norm(at_m - radar_m))
            found.append(((at_m - radar_m) / away, WIDE * std_m / away))
        return found
    # the strip, in cones of even angle as the radar sees it
    nearest = -float(apart @ ray.toward)
    beside = max(float(np.linalg.norm(apart + nearest * ray.toward)), 1.0)
    ends = np.arctan2(np.array([NEAREST_M, FARTHEST_M]) - nearest, beside)
    count = min(max(int(np.ceil((ends[1] - ends[0]) / STEP_RAD)), 1), MOST_CONES)
    step = (ends[1] - ends[0]) / count
    found = []
    for k in range(count):
        along = nearest + beside * np.tan(ends[0] + (k + 0.5) * step)
        place = apart + along * ray.toward
        away = float(np.linalg.norm(place))
        found.append((place / away, max(0.6 * step, WIDE * ray.std_rad * along / away)))
    return found


def crossing(a: Ray, b: Ray) -> tuple[Floats, float] | None:
    """Where two rays of different sensors cross, and its standard error [m]; None where they do not.

    The middle of the shortest line between them. The error is that of the bearings, ``R std``, over the sine of the
    angle of the crossing: two bearings of 0.01 rad that cross at right angles at 50 km are 700 m off.
    """
    between = b.origin_m - a.origin_m
    if a.sensor == b.sensor or float(np.linalg.norm(between)) <= BESIDE_M:
        return None
    cosine = float(a.toward @ b.toward)
    sine2 = 1.0 - cosine * cosine
    if sine2 < LEAST_SINE * LEAST_SINE:
        return None
    along_a = float(between @ (a.toward - cosine * b.toward)) / sine2
    along_b = float(between @ (cosine * a.toward - b.toward)) / sine2
    if min(along_a, along_b) < 0.0 or max(along_a, along_b) > FARTHEST_M:
        return None
    on_a, on_b = a.origin_m + along_a * a.toward, b.origin_m + along_b * b.toward
    std_m = float(np.hypot(along_a * a.std_rad, along_b * b.std_rad))
    if float(np.linalg.norm(on_a - on_b)) > CROSS * std_m:
        return None
    return 0.5 * (on_a + on_b), std_m / float(np.sqrt(sine2))


def bearings_heard(state: Strobes | None, defence: Defence, time_s: float) -> Bearings | None:
    """Bearings of what sends that became known since this was last asked; None where nothing listens."""
    radars = defence.radars
    if state is None or not radars.hears.any():
        return None
    if not state.std_rad.shape[1]:
        run = sensor = place = np.empty(0, np.int64)
    else:
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
