"""Priors and likelihoods of Bayesian identification."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Floats
from gbad.text.readable import Readable


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
