"""Radars whose tracker is an object in Python: groups of plots in, reports out, run by run.

The object sees plots at its antenna and nothing else; slots, interrogations, Earth-centred places and the order of
reports are kept here, so that the rest of the chain meets one kind of report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gbad.errors import CapacityError
from gbad.messages import CIVIL_REPLY, FRIENDLY_REPLY, Cues, Detections
from gbad.plugins import users_code
from gbad.tables import Bools, Defence, Floats, Ints
from gbad.tracking._columns_kernel import Reports
from gbad.tracking.own import LocalTracks, PlotGroup, RadarView, Tracker, TrackerMaker, checked

# a cued radar follows a track it has no plot of for this long [periods]
FOLLOW_PERIODS = 6.0


@dataclass(slots=True)
class Seat:
    """One object at one radar of one run, and what is kept beside it."""

    tracker: Tracker
    period_s: float
    tracks: LocalTracks | None = None
    slot_of: dict[int, int] = field(default_factory=dict)
    replies: dict[int, list[int]] = field(default_factory=dict)  # civil, friendly, interrogations, updates
    first_s: dict[int, float] = field(default_factory=dict)
    given: int = 0  # highest number so far


@dataclass(slots=True)
class Row:
    """A report as it is made."""

    whole: tuple[int, ...]  # as in _columns_kernel.Reports
    time_s: tuple[float, float, float]
    position: Floats
    velocity: Floats
    covariance: Floats


@dataclass(slots=True)
class Plugged:
    """All radars with an object; ``of_radar`` says which."""

    of_radar: Bools  # (radars,)
    seats: dict[tuple[int, int], Seat]  # by run and radar
    names: Mapping[int, str]  # by radar


def seat(
    defence: Defence, draw_of_run: Ints, makers: Mapping[str, TrackerMaker | None], frames: Floats
) -> Plugged | None:
    """One new object for every run and radar that wants one; None when no radar does."""
    radars = defence.radars
    names = {r: str(defence.commands.tracker[c]) for r, c in enumerate(radars.command)}
    # bearings without range make no tracks of their own
    named = {r: name for r, name in names.items() if name != "kalman" and not radars.passive[r]}
    if not named:
        return None
    seats = {}
    for run, draw in enumerate(draw_of_run):
        for r, name in named.items():
            maker = makers[name]
            assert maker is not None
            view = RadarView(
                id=str(radars.id[r]),
                antenna_height_m=float(radars.antenna_height_m[r]),
                period_s=float(radars.period_s[draw, r]),
                groups=int(radars.groups[r]),
                range_rate_std_mps=float(radars.range_rate_std_mps[draw, r]),
                false_alarms_per_visit=float(radars.false_alarms_per_visit[draw, r]),
                instrumented_range_m=float(radars.instrumented_range_m[draw, r]),
                centre_enu_m=frames[r, :3].copy(),
                spin_enu_radps=frames[r, 3:6].copy(),
            )
            with users_code("tracker", maker, f"when it was made for {view.id}"):
                seats[run, r] = Seat(maker(view), view.period_s)
    return Plugged(np.array([r in named for r in names]), seats, named)


def work(plugged: Plugged, defence: Defence, d: Detections, rows: Ints, base: Ints, slots: int) -> list[Row]:
    """Hand the plots in ``rows`` to their objects, group by group. ``base`` as in ``tracker.update``."""
    found: list[Row] = []
    bounds = np.flatnonzero(np.diff(d.run[rows]) | np.diff(d.radar[rows]) | np.diff(d.group[rows])) + 1
    for part in np.split(rows, bounds):
        run, radar = int(d.run[part[0]]), int(d.radar[part[0]])
        place = plugged.seats[run, radar]
        group = _group(d, part)
        where = f"tracker {plugged.names[radar]} of {defence.radars.id[radar]} at {group.end_s:.1f} s"
        with users_code("tracker", place.tracker, f"at {group.end_s:.1f} s"):
            given = place.tracker.update(group)
        with users_code("tracker", place.tracker, f"at {group.end_s:.1f} s, what it returned"):
            tracks = checked(given, group, where)
        place.tracks = tracks
        _keep(place, tracks, d, part, slots)
        for k in np.argsort(tracks.number):
            if tracks.plot[k] >= 0 and tracks.confirmed[k]:
                found.append(_report(place, defence, d, part, tracks, int(k), run, radar, base))
    return found


def _group(d: Detections, part: Ints) -> PlotGroup:
    reach, azimuth, elevation = d.slant_range_m[part], d.azimuth_rad[part], d.elevation_rad[part]
    flat = reach * np.cos(elevation)
    return PlotGroup(
        int(d.visit[part[0]]), int(d.group[part[0]]), float(d.group_end_s[part[0]]), d.time_s[part],
        np.stack((flat * np.sin(azimuth), flat * np.cos(azimuth), reach * np.sin(elevation)), axis=1),
        reach, azimuth, elevation, d.range_rate_mps[part], d.range_std_m[part], d.azimuth_std_rad[part],
        d.elevation_std_rad[part],
    )  # fmt: skip


def _keep(place: Seat, tracks: LocalTracks, d: Detections, part: Ints, slots: int) -> None:
    """Give new tracks the lowest free slots, take those of the dead, note what interrogations brought."""
    alive = set(tracks.number.tolist())
    for number in [n for n in place.slot_of if n not in alive]:
        del place.slot_of[number], place.replies[number], place.first_s[number]
    taken = set(place.slot_of.values())
    for k in np.argsort(tracks.number):
        number = int(tracks.number[k])
        if number not in place.slot_of:
            slot = next(s for s in range(len(taken) + 1) if s not in taken)
            if slot >= slots:
                raise CapacityError("tracks of a radar", slot + 1)
            place.slot_of[number], place.replies[number] = slot, [0, 0, 0, 0]
            place.first_s[number] = float(tracks.time_s[k])
            taken.add(slot)
        if tracks.plot[k] >= 0:
            row, count = part[tracks.plot[k]], place.replies[number]
            count[0] += int(d.iff_reply[row] == CIVIL_REPLY)
            count[1] += int(d.iff_reply[row] == FRIENDLY_REPLY)
            count[2] += int(d.interrogated[row] != 0)
            count[3] += 1


def _report(
    place: Seat,
    defence: Defence,
    d: Detections,
    part: Ints,
    tracks: LocalTracks,
    k: int,
    run: int,
    radar: int,
    base: Ints,
) -> Row:
    number, row = int(tracks.number[k]), int(part[tracks.plot[k]])
    turn = defence.radars.ecef_to_enu[radar]
    civil, friendly, asked, updates = place.replies[number]
    position = np.array([sum(turn[a, i] * tracks.position_enu_m[k, a] for a in range(3)) for i in range(3)])
    velocity = np.array([sum(turn[a, i] * tracks.velocity_enu_mps[k, a] for a in range(3)) for i in range(3)])
    return Row(
        (run, radar, number, place.slot_of[number], int(d.visit[row]), int(d.group[row]), civil, friendly, asked,
         updates, int(base[run] + row - d.offsets[run])),
        (float(tracks.time_s[k]), float(d.available_s[row]), place.first_s[number]),
        position + defence.radars.position_ecef_m[radar],
        velocity,
        _turned(tracks.covariance[k], turn),
    )  # fmt: skip


def _turned(covariance: Floats, turn: Floats) -> Floats:
    """R' P R by blocks, summed one after another: the same bits for any batch."""
    blocks = covariance.reshape(2, 3, 2, 3)
    half = sum(turn[a][None, :, None, None] * blocks[:, a][:, None] for a in range(3))
    full: Floats = np.asarray(sum(np.asarray(half)[..., b][..., None] * turn[b] for b in range(3))).reshape(6, 6)
    return 0.5 * (full + full.T)


def cues(plugged: Plugged, defence: Defence, out: Cues, t: float) -> None:
    """Live tracks of cued radars with an object, into their slots."""
    for (run, radar), place in plugged.seats.items():
        if not defence.radars.cued[radar]:
            continue
        out.number[run, radar] = 0
        if place.tracks is None:
            continue
        turn, antenna = defence.radars.ecef_to_enu[radar], defence.radars.position_ecef_m[radar]
        for k, number in enumerate(place.tracks.number.tolist()):
            if t - place.tracks.time_s[k] > FOLLOW_PERIODS * place.period_s:
                continue
            at = (run, radar, place.slot_of[number])
            out.number[at], out.time_s[at] = number, place.tracks.time_s[k]
            for i in range(3):
                p, v = antenna[i], 0.0
                for a in range(3):
                    p += turn[a, i] * place.tracks.position_enu_m[k, a]
                    v += turn[a, i] * place.tracks.velocity_enu_mps[k, a]
                out.position_ecef_m[(*at, i)], out.velocity_ecef_mps[(*at, i)] = p, v


def write(rows: list[Row], reports: Reports, count: int) -> int:
    """Add reports behind ``count`` others. Returns the new number."""
    for row in rows:
        reports.whole[:, count], reports.time_s[:, count] = row.whole, row.time_s
        reports.position[count], reports.velocity[count] = row.position, row.velocity
        reports.covariance[count] = row.covariance
        count += 1
    return count
