"""Kills, reports of kills, arrivals and damage, in the order in which they happened.

Model. A shot at its closest approach kills with probability ``r L``: ``L`` follows from warhead, target and geometry of
the passage (``gbad.lethality``), ``r`` is set so that reference shots give the stated single-shot figure
(``engagement.calibration``). What is not reliable strikes each round alone, or, with ``common_cause_share``, all rounds
of a salvo alike, those that one battery was ordered to fire at one target at one moment (the beta-factor model of
reliability engineering): one round kills as before, two are worth less than two independent ones, and who looks and
fires again meets it anew. The first kill ends an object; a later closest approach at the same object meets debris and
ends without target, and so does one after the object has arrived. What an object had not yet released is lost with it.

The battery reports what became of the target after ``assessment_delay_s``: a kill is missed with
``false_miss_probability``, and a miss taken for a kill with ``false_kill_probability``. It sees the target, not which
round did it: a round that meets debris is reported like the kill. Rounds that never met anything report no kill.

A burst reaches what flies beside its target as well, by the same lethality over the distance from the burst.

An object that reaches the end of its path alive destroys the asset it aims at with ``damage_probability``, and the
radar that is this asset.

Dice: KILL and ASSESSMENT by (target, n-th shot at it), KILL by (target, battery; moment of order) for what a salvo has
in common, DAMAGE by object. Left out: partial damage, damage by debris, several assets hit by one arrival.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.assessment import _judging_kernel as numbers
from gbad.assessment import packs
from gbad.messages import ShotReports, Shots
from gbad.tables import Bools, Ints, Tables
from gbad.truth import Truth


@dataclass(slots=True)
class Assessment:
    """State of the referee of a batch."""

    run_number: np.ndarray  # (runs,)  uint64
    seed: np.uint64
    arrived: Bools  # (runs, objects)  reached the end of its path alive
    report_run: Ints  # room for the shots judged in one call
    report_round: Ints


def start(tables: Tables, runs: int, run_number: Ints, seed: int) -> Assessment:
    """A referee who has seen nothing yet."""
    objects, rounds = len(tables.objects.id), len(tables.defence.rounds.id)
    return Assessment(
        run_number=np.asarray(run_number, np.uint64),
        seed=np.uint64(seed),
        arrived=np.zeros((runs, objects), np.bool_),
        report_run=np.zeros(runs * rounds, np.int64),
        report_round=np.zeros(runs * rounds, np.int64),
    )


def judge(state: Assessment, tables: Tables, truth: Truth, shots: Shots, t0: float, t1: float) -> ShotReports:
    """Judge every shot that ended and every arrival by ``t1`` (windows follow each other; ``t0`` is the last ``t1``).

    Writes ``truth`` (ends of objects, assets and radars) and the outcome columns of ``shots``. The reports carry the
    time at which the command may act on them.
    """
    d = tables.defence
    count = numbers.judge(
        float(t1), state.seed, state.run_number, truth.draw_of_run, packs.objects(tables, truth), packs.sides(tables),
        packs.types(tables), packs.outcomes(shots), packs.ends(truth), state.arrived,
        state.report_run, state.report_round,
    )  # fmt: skip
    if count == 0:
        return _nothing_judged(len(state.run_number))
    run, row = state.report_run[:count].copy(), state.report_round[:count].copy()
    battery = d.rounds.battery[row]
    time_s = shots.end_s[run, row]
    return ShotReports(
        offsets=np.searchsorted(run, np.arange(len(state.run_number) + 1)),
        run=run,
        command=shots.command[run, row],
        battery=battery,
        track=shots.track[run, row],
        round=row,
        time_s=time_s,
        available_s=time_s + d.batteries.assessment_delay_s[truth.draw_of_run[run], battery],
        reported_kill=shots.reported_kill[run, row],
    )


def _nothing_judged(runs: int) -> ShotReports:
    """No reports, as in most ticks."""
    none, never = np.zeros(0, np.int64), np.zeros(0)
    return ShotReports(
        offsets=np.zeros(runs + 1, np.int64), run=none, command=none, battery=none, track=none, round=none,
        time_s=never, available_s=never, reported_kill=np.zeros(0, np.int8),
    )  # fmt: skip
