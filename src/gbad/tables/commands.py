"""Command posts, and the links that feed them."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Bools, Floats, Ints, Keys, Strings
from gbad.text.readable import Readable

FUSION_RULES = ("best_report", "independent", "covariance_intersection")  # numbers as in network.fusion
# rounds that home by themselves: on any track of their command, on one that is good enough, on the battery's own only
REMOTE_RULES = ("any", "checked", "own")


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
    interrogations_before_fire: Ints  # (n,)  unknowns are engaged only once asked so often; 0: without asking
    correlation_gate: Floats  # (n,)  squared normalised distance for joining tracks of two radars
    reassessment_s: Floats  # (D, n)  [s] a track that lives on this long after a reported kill is open to fire again
    launch_spacing_s: Floats  # (n,)  [s] between rounds of one salvo
    fusion: Ints  # (n,)  FUSION_RULES: how tracks of several radars become one
    estimates_registration: Bools  # (n,)  biases of its radars are estimated from common tracks and taken off
    orders_travel: Bools  # (n,)  orders and results take the way of the link; else they are there at once
    silent_under_attack: Bools  # (n,)  it silences engagement radars that something is about to hit
    turns_radars: Bools  # (n,)  it turns engagement radars of its batteries by the default rule
    remote_tracks: Ints  # (n,)  REMOTE_RULES: on which tracks rounds that home by themselves may go


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
