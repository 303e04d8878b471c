"""detections -> tracks, at each radar by itself.

A track is a constant-velocity Kalman filter in the antenna's east-north-up frame (``_filter_kernel.py``). Its life:

- A plot that no track takes starts a *tentative* track (position from the plot, speed unknown).
- A radar without range rate cannot know which of several plots goes on a single one: in a column of flyers the next
  one comes close to where the one before was. There a single plot goes on to each of its ``branches`` cheapest plots,
  and those beginnings compete with their third and fourth plots, best first.
- Plots of a group go to tracks by global nearest neighbour (``assignment.py``) among pairs inside the chi-square gate:
  confirmed tracks choose first, then young ones, single plots last. Price of a pair: squared normalised distance plus
  log det of its covariance; as many tracks as possible are served. No plot serves two tracks.
- A confirmed track of something that flies by wings or rotors, seen in seven of ten visits so far, that finds no
  plot in its gate looks once more among the plots that confirmed and young tracks have left: as far as a turn of
  ``most_load_mps2`` can have carried it, and no farther than it can have flown. Its noise rises with the distance of
  its plots from where they were expected and falls again (adaptive noise, ``_target_kernel.restless``); its speed
  grows no faster than ``most_thrust_mps2`` and its own error allow.
- It is *confirmed* by 3 visits with a plot out of 5, counted from its first; each update from then on is a report.
  A beginning that had several plots to choose from needs one more, and so does one whose first two plots make it
  faster than ``fast_mps`` in the dense air, as chance pairs of false plots mostly do.
- It is given up after 5 whole visits without a plot; a single plot after 2, a young track when 3 of 5 is out of reach.
  Lives are counted in the radar's own visits, never in ticks.

Left out: several models of one target (see ``models.py``), several hypotheses for tracks older than their second plot,
merged plots, plots of two radars in one filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from gbad.errors import CapacityError
from gbad.messages import Cues, Detections, TrackReports
from gbad.physics import earth
from gbad.tables import Defence, Floats, Ints, RadarTable
from gbad.tracking import _columns_kernel as columns
from gbad.tracking import plugged
from gbad.tracking._lives_kernel import drift_of_all
from gbad.tracking._reports_kernel import live_tracks
from gbad.tracking._tracker_kernel import track_groups
from gbad.tracking.own import TrackerMaker


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures of the tracker, all assumed (no maker publishes them); the defaults suit air defence radars."""

    gate: float = 16.0  # [1] squared normalised distance: 99.9 % of true plots (chi-square, 3 degrees of freedom)
    initial_speed_std_mps: float = 800.0  # [m/s] per axis, of a single plot: the gate then reaches 3,200 m/s
    noise_slow: float = 5.0  # [m2/s3] acceleration noise density of drones
    noise_air: float = 40.0  # [m2/s3] aircraft and cruise missiles: 1 g held for 5 s is about two deviations
    noise_fall: float = 30.0  # [m2/s3] free fall: outside the dense air only residues of drag and thrust are left
    noise_fast_low: float = 2000.0  # [m2/s3] re-entry: tens of g of drag that the filter does not know
    slow_mps: float = 70.0
    fast_mps: float = 1000.0  # [m/s] faster inside the dense air: re-entry
    fall_mps: float = 300.0  # [m/s] above ``high_m`` and this, a track falls freely
    high_m: float = 30e3  # [m] above the ellipsoid
    most_load_mps2: float = 60.0  # [m/s2] 6 g: the hardest turn that is followed
    most_thrust_mps2: float = 20.0  # [m/s2] 2 g: what flies gains speed no faster
    shortest_revisit: float = 0.5  # [1] share of the period within which a track takes no second plot
    confirm_hits: int = 3
    confirm_window: int = 5
    delete_after_visits: int = 5
    second_plot_within_visits: int = 2
    branches: int = 4  # second plots that a single plot may go on to, at radars that do not measure range rate

    def row(self) -> Floats:
        """The figures that the filter's kernels read, in their order."""
        return np.array(
            [self.gate, self.initial_speed_std_mps, self.noise_slow, self.noise_air, self.noise_fall,
             self.noise_fast_low, self.slow_mps, self.fast_mps, self.fall_mps, self.high_m,
             self.shortest_revisit, self.most_load_mps2, self.most_thrust_mps2]
        )  # fmt: skip

    def lifecycle(self) -> Ints:
        """The counts that decide over confirmation and deletion, in the kernels' order."""
        return np.array(
            [
                self.confirm_hits,
                self.confirm_window,
                self.delete_after_visits,
                self.second_plot_within_visits,
                self.branches,
            ],
            np.int64,
        )


@dataclass(slots=True)
class TrackerState:
    """All local tracks of a batch; bundles of arrays are described in ``_columns_kernel.py``."""

    slots: int
    tracks: columns.Tracks
    sites: columns.Sites
    figures: Floats
    lifecycle: Ints
    cues: Cues
    scan: columns.Scan
    plugged: plugged.Plugged | None = None  # radars whose tracker is an object in Python


def frames(radars: RadarTable) -> Floats:
    """Earth's centre [m] and spin [rad/s] in each antenna's east-north-up frame, antenna height [m]: (radars, 7)."""
    table = np.zeros((radars.antenna_height_m.size, 7))
    for i, turn in enumerate(radars.ecef_to_enu):
        table[i, :3] = [-sum(turn[k] * radars.position_ecef_m[i]) for k in range(3)]
        table[i, 3:6] = turn[:, 2] * earth.OMEGA
    table[:, 6] = radars.antenna_height_m
    return table


def start(
    defence: Defence,
    draw_of_run: Ints,
    runs: int,
    slots: int,
    makers: Mapping[str, TrackerMaker | None] | None = None,
    settings: Settings | None = None,
) -> TrackerState:
    """Empty trackers for a batch, with room for ``slots`` tracks (tentative ones included) at each radar.

    ``makers`` by the names in ``CommandTable.tracker``: see ``own.load_tracker``.
    """
    settings = settings or Settings()
    radars = defence.radars
    dense = (runs, radars.antenna_height_m.size, slots)
    return TrackerState(
        slots=slots,
        tracks=_tracks(dense),
        sites=columns.Sites(
            draw=np.ascontiguousarray(draw_of_run, np.int64),
            period_s=np.ascontiguousarray(radars.period_s, float),
            rate_std=np.ascontiguousarray(radars.range_rate_std_mps, float),
            rotation=np.ascontiguousarray(radars.ecef_to_enu, float),
            antenna=np.ascontiguousarray(radars.position_ecef_m, float),
            frame=frames(radars),
            cued=np.ascontiguousarray(radars.cued, bool),
            passive=np.ascontiguousarray(radars.passive, bool),
        ),
        figures=settings.row(),
        lifecycle=settings.lifecycle(),
        cues=Cues(
            np.zeros(dense, np.int64),
            np.zeros(dense),
            np.zeros((*dense, 3)),
            np.zeros((*dense, 3)),
            np.zeros(dense),
            np.zeros(dense, np.bool_),
            np.zeros(dense[:2], np.int64),
        ),
        scan=_scan(32, slots),
        plugged=plugged.seat(defence, draw_of_run, makers or {}, frames(radars)),
    )


def move(state: TrackerState, defence: Defence) -> None:
    """Follow from where the radars stand now. Tracks lie in the axes of their antenna: those of one that has moved are
    turned into its new axes, so that a radar aloft goes on with them; those of one that marched are old and fall away.
    """
    radars, before = defence.radars, state.sites
    state.sites = before._replace(
        rotation=np.ascontiguousarray(radars.ecef_to_enu, float),
        antenna=np.ascontiguousarray(radars.position_ecef_m, float),
        frame=frames(radars),
    )
    tracks, shape = state.tracks, (state.sites.draw.size, radars.antenna_height_m.size, state.slots)
    place, spread = tracks.state.reshape(*shape, 6), tracks.covariance.reshape(*shape, 6, 6)
    for radar in np.flatnonzero((before.antenna != state.sites.antenna).any(axis=1)):
        new, old = state.sites.rotation[radar], before.rotation[radar]
        turn = np.einsum("ik,jk->ij", new, old)  # from the old local axes into the new ones
        both = np.zeros((6, 6))
        both[:3, :3] = both[3:, 3:] = turn
        place[:, radar] = np.einsum("ik,...k->...i", both, place[:, radar])
        place[:, radar, :, :3] += np.einsum("ik,k->i", new, before.antenna[radar] - state.sites.antenna[radar])
        half = np.einsum("ik,...kl->...il", both, spread[:, radar])
        spread[:, radar] = np.einsum("jl,...il->...ij", both, half)
    drift_of_all(state.tracks, state.slots, state.sites.frame, state.figures)


def _scan(plots: int, slots: int) -> columns.Scan:
    """Work space for groups of up to ``plots`` plots."""
    whole = dict.fromkeys(("row_of", "before", "seen", "stamp"), plots)
    whole |= dict.fromkeys(("row", "crowd", "column_of", "taker", "taken"), slots)
    whole |= {"alive": 3, "start": slots + 1, "column": slots * plots}
    shapes = dict.fromkeys(columns.Scan._fields, plots) | {"row_price": slots, "shift": 6, "gain": 6}
    shapes |= {"cost": slots * plots, "off": slots * plots}
    arrays: dict[str, Any] = {name: np.zeros(shape) for name, shape in shapes.items()}
    arrays |= {name: np.zeros(shape, np.int64) for name, shape in whole.items()}
    arrays |= {"variance": np.zeros((plots, 3)), "live": np.zeros((3, slots), np.int64), "free": np.zeros(plots, bool)}
    arrays["length"][:] = np.inf
    return columns.Scan(**arrays)


def _tracks(dense: tuple[int, int, int]) -> columns.Tracks:
    rows = int(np.prod(dense))
    return columns.Tracks(
        state=np.zeros((rows, 6)),
        covariance=np.zeros((rows, 6, 6)),
        spread=np.zeros((rows, 2)),
        drift=np.zeros((rows, 4)),
        agility=np.zeros(rows),
        last_s=np.zeros(rows),
        first_s=np.zeros(rows),
        number=np.zeros(rows, np.int64),
        updates=np.zeros(rows, np.int64),
        first_visit=np.zeros(rows, np.int64),
        last_visit=np.zeros(rows, np.int64),
        history=np.zeros(rows, np.int64),
        confirmed=np.zeros(rows, np.int64),
        replies=np.zeros((rows, 3), np.int64),
        contested=np.zeros(rows, np.int64),
        following=np.zeros(dense[:2], np.int64),
        high=np.zeros(dense[:2], np.int64),
    )


def update(
    state: TrackerState, defence: Defence, detections: Detections, detection_base: Ints, t1: float
) -> TrackReports:
    """Work plots into tracks, group by group; one report per update of a confirmed track, sorted as TrackReports says.

    ``detections`` holds whole groups; ``detection_base`` (runs,) is the row, within each run's log, of the first of
    them. ``t1`` is not used: what happens depends on plots and visits only. Raises CapacityError when a radar needs
    more slots; the state is then spent and the batch must be started again.
    """
    d, rows = detections, detections.run.size
    reports = columns.Reports(
        np.empty((11, rows), np.int64),
        np.empty((3, rows)),
        np.empty((rows, 3)),
        np.empty((rows, 3)),
        np.empty((rows, 6, 6)),
    )
    if rows and state.plugged is None:
        count = _batch(state, d, detection_base, reports)
    elif rows:
        count = _mixed(state, defence, d, detection_base, reports)
    else:
        count = 0
    return _message(state.sites.draw.size, count, reports)


def _batch(state: TrackerState, d: Detections, base: Ints, reports: columns.Reports) -> int:
    """All radars and runs in one kernel. Returns the number of reports."""
    plots = columns.Plots(*(getattr(d, name) for name in columns.Plots._fields))
    # no group has more plots than its run
    most = int(np.diff(d.offsets).max())
    if most > state.scan.x.size:
        state.scan = _scan(2 * most, state.slots)
    count, trouble, needed = track_groups(
        state.tracks, state.slots, plots, base, state.sites, state.figures, state.lifecycle, reports, state.scan
    )
    if trouble == columns.SLOTS_FULL:
        raise CapacityError("tracks of a radar", needed)
    return count


def _mixed(state: TrackerState, defence: Defence, d: Detections, base: Ints, reports: columns.Reports) -> int:
    """Some radars have an object in Python: the others in the kernel, then all reports in one order."""
    own = state.plugged
    assert own is not None
    theirs = own.of_radar[d.radar]
    rows, count = np.flatnonzero(~theirs), 0
    if rows.size:
        offsets = np.searchsorted(rows, d.offsets).astype(np.int64)
        rest = {f.name: getattr(d, f.name)[rows] for f in fields(d) if f.name != "offsets"}
        count = _batch(state, Detections(offsets=offsets, **rest), offsets[:-1], reports)
        run = reports.whole[0, :count]
        reports.whole[10, :count] = base[run] + rows[reports.whole[10, :count]] - d.offsets[run]
    # strobes are nobody's plots
    mine = np.flatnonzero(theirs & ~np.isnan(d.slant_range_m))
    if mine.size:
        count = plugged.write(plugged.work(own, defence, d, mine, base, state.slots), reports, count)
    run, radar, number = reports.whole[:3, :count]
    end_s = d.group_end_s[reports.whole[10, :count] - base[run] + d.offsets[run]]
    order = np.lexsort((number, radar, end_s, run))
    for column in (reports.whole, reports.time_s):
        column[:, :count] = column[:, order]
    for column in (reports.position, reports.velocity, reports.covariance):
        column[:count] = column[order]
    return count


def _message(runs: int, count: int, filled: columns.Reports) -> TrackReports:
    whole, times = filled.whole[:, :count], filled.time_s[:, :count]
    return TrackReports(
        offsets=np.searchsorted(whole[0], np.arange(runs + 1)),
        run=whole[0],
        radar=whole[1],
        number=whole[2],
        slot=whole[3],
        visit=whole[4],
        group=whole[5],
        time_s=times[0],
        available_s=times[1],
        position_ecef_m=filled.position[:count],
        velocity_ecef_mps=filled.velocity[:count],
        covariance_ecef=filled.covariance[:count],
        civil_replies=whole[6],
        friendly_replies=whole[7],
        interrogations=whole[8],
        first_s=times[2],
        updates=whole[9],
        detection=whole[10],
    )


def own_cues(state: TrackerState, defence: Defence, t: float) -> Cues:
    """Live tracks (tentative ones too) of the cued radars at ``t``: where such a radar looks of its own accord.

    ``number`` is the radar's own track number here, not a system track's. The arrays belong to the state and are
    overwritten by the next call.
    """
    cues = state.cues
    live_tracks(
        state.tracks, state.sites, state.lifecycle, float(t), cues.number.ravel(), cues.time_s.ravel(),
        cues.position_ecef_m.reshape(-1, 3), cues.velocity_ecef_mps.reshape(-1, 3),
    )  # fmt: skip
    if state.plugged is not None:
        plugged.cues(state.plugged, defence, cues, float(t))
    return cues
