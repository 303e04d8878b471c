"""Compiled state: the scenario as columns, laid out once by ``scenario.compile`` and never changed while running.

Axes. ``D`` draws: every uncertain figure is ``(D, rows)``; a run picks its row of draws by ``draw_of_run``. Structure
(who belongs to whom, counts, places) is ``(rows,)``. Rows of each table are sorted by ``id``, so the order in which a
user lists entities changes nothing. ``key`` is the 64-bit hash of ``id`` that dice are keyed by.

``World`` is what is really out there; ``Defence`` is what the defender owns and knows. The command rooms get only
``Defence``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.readable import Readable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Strings = NDArray[np.str_]

# which published single-shot figure and which fluctuation applies to an object
TARGET_AIRCRAFT, TARGET_MISSILE, TARGET_BALLISTIC = 0, 1, 2
TRANSPONDER_NONE, TRANSPONDER_CIVIL, TRANSPONDER_FRIENDLY = 0, 1, 2
HOSTILE_SIDE, NEUTRAL_SIDE, FRIENDLY_SIDE = 0, 1, 2
GUIDANCE_RADAR_SUPPORTED, GUIDANCE_ACTIVE, GUIDANCE_INFRARED, GUIDANCE_COMMAND = 0, 1, 2, 3
WARHEAD_FRAGMENT, WARHEAD_HIT_TO_KILL = 0, 1
FUSION_RULES = ("best_report", "independent", "covariance_intersection")  # numbers as in network.fusion


@dataclass(frozen=True, slots=True, repr=False)
class ObjectTable(Readable):
    """Aircraft, missiles, drones, and their preallocated children. Only sensing, engagement, assessment read it."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    name: Strings  # (n,)  for display
    type: Strings  # (n,)  name of the library entry
    is_threat: Bools  # (n,)  threats against others (civil and friendly aircraft)
    side: Ints  # (n,)  HOSTILE_SIDE, NEUTRAL_SIDE or FRIENDLY_SIDE
    target_class: Ints  # (n,)  TARGET_AIRCRAFT, TARGET_MISSILE or TARGET_BALLISTIC
    rcs_dbsm: Floats  # (D, n)  [dB of 1 m2] mean cross-section, the same from all sides (the headline if form >= 0)
    rcs_form: Ints  # (n,)  row of rcs_by_aspect_dbsm that radars see instead, -1 for none
    source_db: (
        Floats  # (D, radars, n)  what each passive sensor receives by: ERP [dB of 1 W] or heat [dB of 1 W/sr]; -inf
    )
    rcs_by_aspect_dbsm: Floats  # (D, radars, forms, 37)  [dB of 1 m2] at each radar's frequency, every 5 deg from nose
    rcs_by_seeker_dbsm: Floats  # (D, interceptors, forms, 37)  [dB of 1 m2] as seekers of each missile type see it
    heat_dbw_sr: Floats  # (D, n)  [dB of 1 W/sr] radiant intensity; -inf where none is given
    length_m: Floats  # (D, n)  of the body, along its axis
    span_m: Floats  # (D, n)  and across it
    evasion_mps2: Floats  # (D, n)  [m/s2] of a steady weave against a round that homes; 0 for none
    evasion_rad_s: Floats  # (D, n)  [rad/s] how fast it weaves
    swerling: Ints  # (n,)  fluctuation case 0-4
    jammer_w_per_hz: Floats  # (D, n)  [W/Hz] effective radiated noise power density; 0 for none
    jammer_band_hz: Floats  # (n, 2)  [Hz] from and to; nan for none
    transponder: Ints  # (n,)  TRANSPONDER_*
    iff_failure_probability: Floats  # (D, n)  [1] drawn once per aircraft and run
    aims_at: Ints  # (n,)  asset row, -1 for none
    damage_probability: Floats  # (D, n)  [1] that its arrival destroys the asset it aims at
    parent: Ints  # (n,)  row of the object that releases this one, -1 for none


@dataclass(frozen=True, slots=True, repr=False)
class RadarTable(Readable):
    """Sensors at their sites. Detection is per visit: one look, or N pulses integrated in one look."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    type: Strings  # (n,)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    antenna_height_m: Floats  # (n,)  [m] above the ellipsoid (ground + geoid + mast)
    mast_height_m: Floats  # (n,)  [m] of the antenna above the ground at its foot
    position_ecef_m: Floats  # (n, 3)
    ecef_to_enu: Floats  # (n, 3, 3)  rows are east, north, up at the antenna
    frequency_hz: Floats  # (D, n)
    loop_gain_db: Floats  # (D, n)  [dB] SNR of 1 m2 at 1 m: snr_db = loop + rcs_dbsm - 40 log10(range_m) - gas
    hold_snr_db: Floats  # (D, n)  [dB] mean SNR of one look with Pd 0.5 (Swerling 1): below it, no support of rounds
    gas_db_per_km: Floats  # (D, n)  [dB/km] two-way specific attenuation at the ground
    pfa: Floats  # (D, n)
    pulses: Ints  # (n,)  pulses integrated without phase in one look
    instrumented_range_m: Floats  # (D, n)
    minimum_range_m: Floats  # (D, n)
    period_s: Floats  # (D, n)  [s] one visit to every bearing (rotation, or sector frame)
    groups: Ints  # (n,)  parts of a period whose plots are handed on together (sectors of a rotation; 1 for an array)
    rotates: Bools  # (n,)
    start_azimuth_rad: Floats  # (n,)  where a rotating antenna looks at time 0
    boresight_rad: Floats  # (n,)  clockwise from north, of a sector radar
    sector_half_width_rad: Floats  # (D, n)  pi for all-round
    elevation_min_rad: Floats  # (D, n)
    elevation_max_rad: Floats  # (D, n)
    range_resolution_m: Floats  # (D, n)
    azimuth_beamwidth_rad: Floats  # (D, n)
    elevation_beamwidth_rad: Floats  # (D, n)
    range_rate_std_mps: Floats  # (D, n)  [m/s] nan if not measured
    notch_mps: Floats  # (D, n)  [m/s] slower radial speeds of either sign are cancelled with the clutter; 0 for none
    error_floor_fraction: Floats  # (D, n)  [1] errors never fall below this share of resolution and beamwidths
    false_alarms_per_visit: Floats  # (D, n)  mean number per period over the searched volume
    cued: Bools  # (n,)  looks only where a cue or one of its own tracks points (engagement radars)
    tracks_max: Ints  # (n,)  cues and tracks it can hold
    dwells_per_period: Floats  # (D, n)  looks at cues that it has time for in a period; 0: time is no limit
    passive: Bools  # (n,)  sends nothing, measures two angles and no range
    hears: Bools  # (n,)  a passive sensor for what sends (emitters, jammers), not for heat
    interrogates_iff: Bools  # (n,)
    iff_reply_probability: Floats  # (D, n)  per interrogation, of a working transponder in line of sight
    processing_delay_s: Floats  # (D, n)  from end of group to plot at the tracker
    range_bias_std_m: Floats  # (D, n)  [m] of a constant error, drawn once per radar and run
    azimuth_bias_std_rad: Floats  # (D, n)
    elevation_bias_std_rad: Floats  # (D, n)
    antenna_gain_db: Floats  # (D, n)  [dB] of the middle of the beam, for jamming; nan where not given
    side_lobes_db: Floats  # (D, n)  [dB] their mean level relative to that (negative); nan where not given
    noise_temperature_k: Floats  # (D, n)  [K] of the receiving system with its losses; nan where not given
    silent_s: Floats  # (n, k, 2)  [s] from and to: it sends nothing from <= time < to; rows end with empty ones (inf)
    command: Ints  # (n,)  command row this radar reports to
    effective_earth_factor: float  # [1] 4/3 for the standard atmosphere
    mask_min_height_m: NDArray[np.float32]  # (n, azimuths, ranges)  [m] above the ellipsoid: lowest height in sight
    mask_azimuth_step_rad: float  # azimuth a is at a * step, clockwise from north; wraps
    mask_range_step_m: float  # ground range r is at r * step
    # (index 0 is the antenna itself; beyond the last range nothing is in sight)


@dataclass(frozen=True, slots=True, repr=False)
class CommandTable(Readable):
    """Command posts: each sees the radars that report to it and commands its batteries."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    weapons_control: Ints  # (n,)  messages.WEAPONS_HOLD, _TIGHT or _FREE, outside zones that say otherwise
    self_defence: Bools  # (n,)  whoever flies at one of its own batteries may be fired at, unless friend or neutral
    self_defence_distance_m: Floats  # (D, n)  [m] predicted passage of a battery closer than this is an attack on it
    self_defence_time_s: Floats  # (D, n)  [s] and no farther away in time than this
    tracker: Strings  # (n,)  of its radars: "kalman", "imm", "jpda" or a reference like ./mine.py:Tracker
    identification: Strings  # (n,)  "rules", "bayes" or a reference like ./mine.py:Identifier
    salvo: Ints  # (n,)  rounds per engagement
    shoot_look_shoot: Bools  # (n,)  wait for the assessment before the next round at a target
    policy: Strings  # (n,)  as codes.policies keeps it: urgent-first, greedy {"reserve": 4}, ./mine.py:assign
    identification_time_s: Floats  # (D, n)  [s] shortest observation before an identity other than unknown
    iff_replies_required: Ints  # (n,)  valid replies before an aircraft counts as friend or neutral
    hostile_speed_mps: Floats  # (D, n)  [m/s] faster and without reply: hostile by kinematics
    threat_miss_distance_m: Floats  # (D, n)  [m] predicted passage of an asset closer than this is a threat to it
    engagement_horizon_s: Floats  # (D, n)  [s] unknowns are engaged (when free) only this close to impact
    correlation_gate: Floats  # (n,)  squared normalised distance for joining tracks of two radars
    reassessment_s: Floats  # (D, n)  [s] a track that lives on this long after a reported kill is open to fire again
    launch_spacing_s: Floats  # (n,)  [s] between rounds of one salvo
    fusion: Ints  # (n,)  FUSION_RULES: how tracks of several radars become one
    estimates_registration: Bools  # (n,)  biases of its radars are estimated from common tracks and taken off


@dataclass(frozen=True, slots=True, repr=False)
class LinkTable(Readable):
    """Radars to commands: a row per radar for its own (reports up, cues down), then for those that also hear it."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    radar: Ints  # (n,)
    command: Ints  # (n,)
    latency_s: Floats  # (D, n)
    latency_jitter_s: Floats  # (D, n)  [s] at most this much later, evenly; reports may overtake each other
    loss_probability: Floats  # (D, n)  of the report of one group of one visit
    rate_reports_per_s: Floats  # (D, n)  inf where unlimited
    waiting_reports: Ints  # (n,)  room in line before a link of limited rate


@dataclass(frozen=True, slots=True, repr=False)
class BatteryTable(Readable):
    """Fire units: one engagement radar with its channels and launchers."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    command: Ints  # (n,)
    radar: Ints  # (n,)  row of its engagement radar
    position_ecef_m: Floats  # (n, 3)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    height_m: Floats  # (n,)  [m] above the ellipsoid
    target_channels: Ints  # (n,)
    missile_channels: Ints  # (n,)
    reaction_time_s: Floats  # (D, n)  [s] from order to first launch
    assessment_delay_s: Floats  # (D, n)  [s] from closest approach to the report
    false_kill_probability: Floats  # (D, n)  a miss reported as a kill
    false_miss_probability: Floats  # (D, n)  a kill reported as a miss


@dataclass(frozen=True, slots=True, repr=False)
class LauncherTable(Readable):
    id: Strings  # (n,)
    key: Keys  # (n,)
    battery: Ints  # (n,)
    tubes: Ints  # (n,)
    launch_interval_s: Floats  # (D, n)


@dataclass(frozen=True, slots=True, repr=False)
class RoundTable(Readable):
    """One row per round in a magazine, sorted by battery, launcher, tube, cell."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    battery: Ints  # (n,)
    launcher: Ints  # (n,)
    tube: Ints  # (n,)
    interceptor: Ints  # (n,)


@dataclass(frozen=True, slots=True, repr=False)
class InterceptorTable(Readable):
    """Missile types. Flight is a point mass: boost, coast, drag; textbook guidance."""

    id: Strings  # (n,)
    guidance: Ints  # (n,)  GUIDANCE_RADAR_SUPPORTED to intercept, or GUIDANCE_ACTIVE after handover
    launch_mass_kg: Floats  # (D, n)
    propellant_mass_kg: Floats  # (D, n)
    boost_time_s: Floats  # (D, n)
    thrust_n: Floats  # (D, n)  constant over the boost
    ignition_delay_s: Floats  # (D, n)  cold launch: from ejection to ignition
    reference_area_m2: Floats  # (D, n)
    drag_factor: Floats  # (D, n)  [1] multiplies the generic drag curve; fitted to the published range
    max_load_factor: Floats  # (D, n)  [g0]
    least_load_factor: Floats  # (D, n)  [g0] with less lateral acceleration at hand an arrival is no intercept
    minimum_speed_mps: Floats  # (D, n)  slower than this it cannot manoeuvre: an arrival below it is no intercept
    side_thrust_n: Floats  # (D, n)  [N] of side thrusters, used in the last second; 0 for none
    side_thrust_time_s: Floats  # (D, n)  [s] how long they can burn in all
    self_destruct_s: Floats  # (D, n)  [s] after launch
    max_range_m: Floats  # (D, n)  published limits of the envelope, beside what flight allows
    min_range_m: Floats  # (D, n)
    max_altitude_m: Floats  # (D, n)
    min_altitude_m: Floats  # (D, n)
    max_target_speed_mps: Floats  # (D, n)
    max_range_ballistic_m: Floats  # (D, n)
    seeker_range_m: Floats  # (D, n)  [m] to a target of the reference strength, at which terminal guidance can begin
    seeker_strength_db: Floats  # (D, n)  that strength: [dB of 1 m2], or [dB of 1 W/sr] of an infrared seeker
    seeker_lit_from_m: Floats  # (D, n)  [m] from radar to target for which that range holds (radar supported types)
    seeker_angle_std_rad: Floats  # (D, n)  per 1/32 s, of the line of sight, at best
    seeker_weak_std_rad: Floats  # (D, n)  the same by noise alone at the range at which it can just lock
    navigation_constant: Floats  # (D, n)
    warhead: Ints  # (n,)  WARHEAD_*
    lethal_radius_m: Floats  # (D, n)  scale of the fall of lethality with miss distance, against an aircraft
    common_cause_share: Floats  # (D, n)  [1] of its unreliability, that strikes all rounds of a salvo
    pk_published: Floats  # (D, n, 3)  by target class: stated single-shot figure at the reference geometries
    reliability: Floats  # (D, n, 3)  by target class: r <= 1, set so that the reference geometries give pk_published
    # tables by (ground range, height above launcher) from the flight model itself, each place by its best loft:
    flyout_time_s: Floats  # (D, n, ranges, heights)  inf where it is out of reach
    flyout_speed_mps: Floats  # (D, n, ranges, heights)  on arrival
    flyout_load_mps2: (
        Floats  # (D, n, ranges, heights)  lateral acceleration at hand on arrival, side thrusters included
    )
    flyout_planned_s: Floats  # (D, n, ranges, heights)  time by which rounds plan, finite everywhere
    flyout_loft_rad: Floats  # (D, n, ranges, heights)  angle above the line of sight at which the way begins
    flyout_range_step_m: Floats  # (n,)
    flyout_height_step_m: Floats  # (n,)
    # expected kill probability of one round at a target of each class that comes straight in, on a coarser grid
    kill_probability: Floats  # (D, n, 3, ranges, heights)
    kill_range_step_m: Floats  # (n,)
    kill_height_step_m: Floats  # (n,)


def needs_radar(table: InterceptorTable) -> Bools:
    """``(n,)``: types that the battery's own radar must hold the target for; the others go on any track."""
    return np.isin(table.guidance, (GUIDANCE_RADAR_SUPPORTED, GUIDANCE_COMMAND))


@dataclass(frozen=True, slots=True, repr=False)
class AssetTable(Readable):
    id: Strings  # (n,)
    key: Keys  # (n,)
    name: Strings  # (n,)
    position_ecef_m: Floats  # (n, 3)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    height_m: Floats  # (n,)  above the ellipsoid
    value: Floats  # (n,)  [1] relative
    radar: Ints  # (n,)  radar row that is this asset (its loss silences the radar), -1 for none


@dataclass(frozen=True, slots=True, repr=False)
class CorridorTable(Readable):
    """Published air corridors: straight segments with a half width and a band of heights."""

    id: Strings  # (n,)
    start_ecef_m: Floats  # (n, 3)
    end_ecef_m: Floats  # (n, 3)
    half_width_m: Floats  # (n,)
    min_height_m: Floats  # (n,)  above the ellipsoid
    max_height_m: Floats  # (n,)


@dataclass(frozen=True, slots=True, repr=False)
class ZoneTable(Readable):
    """Circles over the ground, at all heights, in which other rules hold or from which tracks come."""

    id: Strings  # (n,)
    position_ecef_m: Floats  # (n, 3)  middle
    radius_m: Floats  # (n,)
    origin: Ints  # (n,)  what a track first seen inside speaks for: a messages identity, UNKNOWN for nothing
    weapons_control: Ints  # (n,)  messages.WEAPONS_*, -1: as the command post has it


@dataclass(frozen=True, slots=True, repr=False)
class PlanTable(Readable):
    """Flight plans as they may be filed, sampled evenly: straight between turning points, at an even speed.

    Which of them were filed, how late each flight is and how far it flies beside its plan is drawn in each run.
    """

    id: Strings  # (n,)
    key: Keys  # (n,)
    start_s: Floats  # (n,)
    step_s: float  # between points
    count: Ints  # (n,)  points
    position_ecef_m: Floats  # (n, most points, 3)
    filed_share: Floats  # (D, n)  [1] of such flights
    late_std_s: Floats  # (D, n)  [s] of how much later, or earlier, than filed it flies
    off_plan_share: Floats  # (D, n)  [1] of filed flights that keep to another way
    off_plan_m: Floats  # (D, n)  [m] how far from the plan in the middle of it, as a standard deviation


@dataclass(frozen=True, slots=True, repr=False)
class EvidenceTable(Readable):
    """Priors and likelihoods of Bayesian identification, by draw and command; empty where no command weighs evidence.

    Axis ``4`` (classes): friend, neutral on the airways, stray, hostile. Shares over bands or modes sum to one
    for each class.
    """

    prior: Floats  # (D, n, 4)
    answers: Floats  # (D, n, 4, 3)  class; mode of its transponder: silent, civil, friendly
    reply_probability: Floats  # (D, n)  of a working transponder, per interrogation
    false_reply_probability: Floats  # (D, n)  per interrogation: another's reply taken for the track's own, each mode
    on_airway: Floats  # (D, n, 4)
    on_plan: Floats  # (D, n, 4)  beyond chance
    toward_asset: Floats  # (D, n, 4)
    emits: Floats  # (D, n, 4)
    low: Floats  # (D, n, 4)
    ballistic: Floats  # (D, n, 4)
    speed: Floats  # (D, n, 4, 4)  slow, subsonic, supersonic, beyond
    speed_limits_mps: Floats  # (D, n, 3)  between the bands
    origin: Floats  # (D, n, 4, 4)  elsewhere, friendly zone, neutral zone, hostile zone
    plan_distance_m: Floats  # (D, n)
    plan_time_s: Floats  # (D, n)
    plan_height_m: Floats  # (D, n)
    decide_above: Floats  # (D, n)  [1] probability from which a hostile is held
    clear_above: Floats  # (D, n)  [1] probability from which a friend or neutral is held
    give_up_below: Floats  # (D, n)  [1] and below which it is dropped again


@dataclass(frozen=True, slots=True, repr=False)
class Defence(Readable):
    """What the defender owns and knows; all that the command rooms ever get."""

    radars: RadarTable
    commands: CommandTable
    links: LinkTable
    batteries: BatteryTable
    launchers: LauncherTable
    rounds: RoundTable
    interceptors: InterceptorTable
    assets: AssetTable
    corridors: CorridorTable
    zones: ZoneTable
    plans: PlanTable
    evidence: EvidenceTable
    cycle_s: float  # [s] every command decides at multiples of this


@dataclass(frozen=True, slots=True, repr=False)
class Tables(Readable):
    """The whole compiled scenario."""

    objects: ObjectTable
    defence: Defence
    duration_s: float
    tick_s: float
    draws: int
