"""What could be fired at what in this cycle, and which gate keeps a battery from a track.

An option is one (track, battery, missile type) with an intercept that the fly-out tables of the engagement's own
flight model reach: the earliest time at which the predicted track and a round launched after reaction and launcher
delay meet, inside the published limits of the missile, and in sector and sight of the battery's engagement radar.

Left out: the miss of the prediction itself, and a moving launch point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.codes.causes import Cause
from gbad.messages import AirPicture, Gates, Threats
from gbad.tables import Defence, Floats, Ints
from gbad.tables._bundles_kernel import Readiness
from gbad.tables.bundles import fire_units, kill_tables, magazine, missile_envelope, radar_volume
from gbad.tables.patience import patience_of_posts_s
from gbad.text.readable import counted
from gbad.weapon_assignment import _options_kernel as numbers
from gbad.weapon_assignment._survey_kernel import Ordered, Ranked, Rules, Seen, Written
from gbad.weapon_assignment.readiness import readiness
from gbad.weapon_assignment.state import Ledger

BASKET_M = 3_000.0  # [m] a seeker finds its target this far from where the track puts it, as rounds fly here
# an engagement radar holds a track while its newest report is no older than so many of its periods, or than its way and
# one of the last looks that can have been heard of (``tables.patience``)
FRESH_PERIODS = 3.0
FRESH_LOOKS = 2


@dataclass(frozen=True, slots=True)
class Options:
    """Flat columns of ``n`` options, sorted by run, command, track slot, battery, interceptor."""

    run: Ints  # (n,)
    command: Ints  # (n,)
    slot: Ints  # (n,)  slot of the track in the picture
    track: Ints  # (n,)  system track number
    battery: Ints  # (n,)
    interceptor: Ints  # (n,)
    priority: Floats  # (n,)  of the track
    time_to_impact_s: Floats  # (n,)
    intercept_s: Floats  # (n,)  [s] earliest meeting of a round launched now
    kill_probability: Floats  # (n,)  expected there, for the kind of target the track looks like
    rounds_ready: Ints  # (n,)  of this type in this battery
    fired: Ints  # (n,)  rounds already reported at this track by this command
    in_flight: Ints  # (n,)  rounds of this command on their way to the track; 0 unless pending tracks were asked for
    engaged: Ints  # (n,)  1 where some of them are this battery's: it holds a target channel on the track already
    launch_s: Floats  # (n,)  [s] earliest launch: reaction time, and when a launcher is free

    def __repr__(self) -> str:
        tracks = len(set(zip(self.run, self.command, self.slot, strict=True)))
        return f"<Options: {counted(len(self.run), 'row')} at {counted(tracks, 'track')}>"


@dataclass(frozen=True, slots=True)
class Situation:
    """All options of a batch at one cycle, with the free channels of every battery."""

    time_s: float
    options: Options
    target_channels_free: Ints  # (runs, batteries)
    missile_channels_free: Ints  # (runs, batteries)
    gates: Gates
    picture: AirPicture
    threats: Threats
    ledger: Ledger
    ready: Readiness
    draw_of_run: Ints  # (runs,)

    def __repr__(self) -> str:
        what = f"{counted(len(self.options.run), 'option')}, {counted(len(self.draw_of_run), 'run')}"
        return f"<Situation at {self.time_s:g} s: {what}>"


def survey(
    ledger: Ledger,
    defence: Defence,
    draw_of_run: Ints,
    picture: AirPicture,
    threats: Threats,
    time_s: float,
    *,
    offer_pending: bool = False,
) -> Situation:
    """List every option of every command of every run, and the gate of every (track, battery) pair without one.

    With ``offer_pending`` also for tracks that rounds are on their way to; the built-in policies do not ask for them.
    """
    runs, commands, slots = picture.number.shape
    batteries, kinds = len(defence.batteries.id), len(defence.interceptors.id)
    gates = Gates(number=picture.number.copy(), gate=np.zeros((runs, commands, slots, batteries), np.int8))
    channels = np.empty((2, runs, batteries), np.int64)
    capacity = max(256, int(np.count_nonzero(threats.permitted & (threats.priority > 0.0))) * batteries * kinds)
    ready = readiness(ledger, defence, draw_of_run, time_s)
    whole = np.empty((10, capacity), np.int64)
    real = np.empty((5, capacity))
    count = numbers.survey(
        time_s, draw_of_run,
        Rules(
            offer_pending, defence.commands.reassessment_s, patience_of_posts_s(defence, FRESH_PERIODS, FRESH_LOOKS),
            defence.commands.remote_tracks, BASKET_M, defence.radars.position_ecef_m, defence.radars.range_bias_std_m,
            defence.radars.azimuth_bias_std_rad, defence.radars.elevation_bias_std_rad,
            defence.interceptors.seeker_range_m,
        ),
        Seen(picture.number, picture.time_s, picture.position_ecef_m, picture.velocity_ecef_mps,
             picture.covariance_ecef, picture.member, picture.member_time_s),
        Ranked(threats.permitted, threats.priority, threats.time_to_impact_s, threats.ballistic),
        fire_units(defence.batteries), magazine(defence.rounds), missile_envelope(defence.interceptors),
        radar_volume(defence.radars),
        Ordered(ledger.ordered, ledger.command, ledger.track, ledger.report_s, ledger.reported_kill,
                ledger.launcher_free_s),
        kill_tables(defence.interceptors), ready, Written(gates.gate, channels, whole, real),
    )  # fmt: skip
    # a hostile that the rules of engagement spare is identified: it is doctrine that withholds fire
    if threats.withheld.any():
        spared = threats.withheld[..., None] & (gates.gate == Cause.NOT_IDENTIFIED)
        gates.gate[spared] = Cause.WITHHELD_BY_DOCTRINE
    options = Options(
        run=whole[0, :count],
        command=whole[1, :count],
        slot=whole[2, :count],
        track=whole[3, :count],
        battery=whole[4, :count],
        interceptor=whole[5, :count],
        priority=real[0, :count],
        time_to_impact_s=real[1, :count],
        intercept_s=real[2, :count],
        kill_probability=real[3, :count],
        rounds_ready=whole[6, :count],
        fired=whole[7, :count],
        in_flight=whole[8, :count],
        engaged=whole[9, :count],
        launch_s=real[4, :count],
    )
    return Situation(time_s, options, channels[0], channels[1], gates, picture, threats, ledger, ready, draw_of_run)
