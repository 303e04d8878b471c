"""detections -> tracks, at each radar by itself.

A track is a constant-velocity Kalman filter in the antenna's east-north-up frame (``filter.py``). Its life:

- A plot that no track takes starts a *tentative* track (position from the plot, speed unknown).
- Plots of a group go to tracks by global nearest neighbour (``assignment.py``) among pairs inside the chi-square gate:
  confirmed tracks choose first, then young ones, single plots last. Price of a pair: squared normalised distance plus
  log det of its covariance; as many tracks as possible are served. No plot serves two tracks.
- It is *confirmed* by 3 visits with a plot out of 5, counted from its first; each update from then on is a report.
- It is given up after 5 whole visits without a plot; a single plot after 2, a young track when 3 of 5 is out of reach.
  Lives are counted in the radar's own visits, never in ticks.

Left out: manoeuvre models, several hypotheses, merged plots, plots of two radars in one filter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.errors import CapacityError
from gbad.messages import Cues, Detections, TrackReports
from gbad.physics import earth
from gbad.tables import Defence, Floats, Ints, RadarTable
from gbad.tracking import _tracker_kernel as numbers


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures of the tracker, all assumed (no maker publishes them); the defaults suit air defence radars."""

    gate: float = 16.0  # [1] squared normalised distance: 99.9 % of true plots (chi-square, 3 degrees of freedom)
    initial_speed_std_mps: float = 800.0  # [m/s] per axis, of a single plot: the gate then reaches 3,200 m/s
    noise_slow: float = 5.0  # [m2/s3] acceleration noise density of drones
    noise_air: float = 40.0  # [m2/s3] aircraft and cruise missiles: 1 g held for 5 s is about two deviations
    noise_fast_high: float = 30.0  # [m2/s3] outside the dense air only drag and thrust residues are left
    noise_fast_low: float = 2000.0  # [m2/s3] re-entry: tens of g of drag that the filter does not know
    slow_mps: float = 70.0
    fast_mps: float = 1000.0  # [m/s] above this and ``high_m`` the track falls freely
    high_m: float = 30e3
    shortest_revisit: float = 0.5  # [1] share of the period within which a track takes no second plot
    confirm_hits: int = 3
    confirm_window: int = 5
    delete_after_visits: int = 5
    second_plot_within_visits: int = 2

    def row(self) -> Floats:
        """The figures that the filter's kernels read, in their order."""
        return np.array(
            [self.gate, self.initial_speed_std_mps, self.noise_slow, self.noise_air, self.noise_fast_high,
             self.noise_fast_low, self.slow_mps, self.fast_mps, self.high_m, self.shortest_revisit]
        )  # fmt: skip

    def lifecycle(self) -> Ints:
        """The counts that decide over confirmation and deletion, in the kernels' order."""
        return np.array(
            [self.confirm_hits, self.confirm_window, self.delete_after_visits, self.second_plot_within_visits], np.int64
        )


@dataclass(slots=True)
class TrackerState:
    """All local tracks of a batch: rows are (run, radar, slot) laid flat; columns are named in the kernel's file."""

    settings: Settings
    draw_of_run: Ints  # (runs,)
    slots: int
    state: Floats  # (rows, 6)  [m, m/s] east, north, up and their rates at the antenna
    covariance: Floats  # (rows, 6, 6)
    times: Floats  # (rows, 2)  [s] last and first plot
    whole: Ints  # (rows, 9)  number, updates, visits, history, confirmed, replies
    following: Ints  # (runs, radars)  last number given
    high: Ints  # (runs, radars)  slots in use are below this
    frame: Floats  # (radars, 7)  Earth's centre and spin seen from the antenna, antenna height
    figures: Floats
    lifecycle: Ints
    cues: Cues


def frames(radars: RadarTable) -> Floats:
    """Earth's centre [m] and spin [rad/s] in each antenna's east-north-up frame, antenna height [m]: (radars, 7)."""
    table = np.zeros((radars.antenna_height_m.size, 7))
    for i, turn in enumerate(radars.ecef_to_enu):
        table[i, :3] = [-sum(turn[k] * radars.position_ecef_m[i]) for k in range(3)]
        table[i, 3:6] = turn[:, 2] * earth.OMEGA
    table[:, 6] = radars.antenna_height_m
    return table


def start(defence: Defence, draw_of_run: Ints, runs: int, slots: int, settings: Settings | None = None) -> TrackerState:
    """Empty trackers for a batch, with room for ``slots`` tracks (tentative ones included) at each radar."""
    settings = settings or Settings()
    radars = defence.radars.antenna_height_m.size
    rows, dense = runs * radars * slots, (runs, radars, slots)
    return TrackerState(
        settings=settings,
        draw_of_run=np.ascontiguousarray(draw_of_run, np.int64),
        slots=slots,
        state=np.zeros((rows, 6)),
        covariance=np.zeros((rows, 6, 6)),
        times=np.zeros((rows, 2)),
        whole=np.zeros((rows, numbers.COLUMNS), np.int64),
        following=np.zeros((runs, radars), np.int64),
        high=np.zeros((runs, radars), np.int64),
        frame=frames(defence.radars),
        figures=settings.row(),
        lifecycle=settings.lifecycle(),
        cues=Cues(np.zeros(dense, np.int64), np.zeros(dense), np.zeros((*dense, 3)), np.zeros((*dense, 3))),
    )


def update(
    state: TrackerState, defence: Defence, detections: Detections, detection_base: Ints, t1: float
) -> TrackReports:
    """Work plots into tracks, group by group; one report per update of a confirmed track, sorted as TrackReports says.

    ``detections`` holds whole groups; ``detection_base`` (runs,) is the row, within each run's log, of the first of
    them. ``t1`` is not used: what happens depends on plots and visits only. Raises CapacityError when a radar needs
    more slots; the state is then spent and the batch must be started again.
    """
    rows, radars = detections.run.size, defence.radars
    whole, times = np.empty((11, rows), np.int64), np.empty((3, rows))
    position, velocity, covariance = np.empty((rows, 3)), np.empty((rows, 3)), np.empty((rows, 6, 6))
    count = 0
    if rows:
        count, trouble, needed = numbers.track_groups(
            state.state, state.covariance, state.times, state.whole, state.following, state.high, state.slots,
            detections.offsets, detections.radar, detections.visit, detections.group, detections.time_s,
            detections.available_s, detections.slant_range_m, detections.azimuth_rad, detections.elevation_rad,
            detections.range_rate_mps, detections.range_std_m, detections.azimuth_std_rad,
            detections.elevation_std_rad, detections.iff_reply, detections.interrogated, detection_base,
            state.draw_of_run, radars.period_s, radars.range_rate_std_mps, radars.ecef_to_enu,
            radars.position_ecef_m, state.frame, state.figures, state.lifecycle,
            whole, times, position, velocity, covariance,
        )  # fmt: skip
        if trouble == numbers.SLOTS_FULL:
            raise CapacityError("tracks of a radar", needed)
    return _reports(state.draw_of_run.size, count, whole, times, position, velocity, covariance)


def _reports(
    runs: int, count: int, whole: Ints, times: Floats, position: Floats, velocity: Floats, covariance: Floats
) -> TrackReports:
    run = whole[0, :count]
    return TrackReports(
        offsets=np.searchsorted(run, np.arange(runs + 1)),
        run=run,
        radar=whole[1, :count],
        number=whole[2, :count],
        slot=whole[3, :count],
        visit=whole[4, :count],
        group=whole[5, :count],
        time_s=times[0, :count],
        available_s=times[1, :count],
        position_ecef_m=position[:count],
        velocity_ecef_mps=velocity[:count],
        covariance_ecef=covariance[:count],
        civil_replies=whole[6, :count],
        friendly_replies=whole[7, :count],
        interrogations=whole[8, :count],
        first_s=times[2, :count],
        updates=whole[9, :count],
        detection=whole[10, :count],
    )


def own_cues(state: TrackerState, defence: Defence, t: float) -> Cues:
    """Live tracks (tentative ones too) of the cued radars at ``t``: where such a radar looks of its own accord.

    ``number`` is the radar's own track number here, not a system track's. The arrays belong to the state and are
    overwritten by the next call.
    """
    radars, cues = defence.radars, state.cues
    numbers.live_tracks(
        state.state, state.times, state.whole, state.high, state.slots, radars.cued, state.draw_of_run,
        radars.period_s, radars.ecef_to_enu, radars.position_ecef_m, state.lifecycle, float(t),
        cues.number, cues.time_s, cues.position_ecef_m, cues.velocity_ecef_mps,
    )  # fmt: skip
    return cues
