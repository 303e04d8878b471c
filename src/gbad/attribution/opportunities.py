"""Opportunities: where a round ordered at a command cycle would, on an object's real path, have met it in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gbad.attribution import _opportunity_kernel as numbers
from gbad.attribution.kept import kept_of
from gbad.attribution.paths import paths_of
from gbad.recorder.book import Book
from gbad.tables import Bools
from gbad.tables.bundles import fire_units, missile_envelope, radar_volume

MOST_SHOTS = 99  # a hovering target would otherwise take shots for ever


def opportunities(book: Book, draw: int, wanted: Bools) -> Bools:
    """``(cycles, batteries, objects)``: where the wanted objects could still have been reached. One draw."""
    kept = kept_of(book, draw)
    new = wanted & ~kept.asked
    if new.any():
        kept.feasible[:, :, new] = _opportunities(book, draw, new)[:, :, new]
        kept.asked |= new
    return kept.feasible & wanted


def _opportunities(book: Book, draw: int, wanted: Bools) -> Bools:
    if book.tables.stands:
        return _by_stand(book, draw, wanted)
    tables, d = book.tables, book.tables.defence
    has_kind = np.zeros((len(d.batteries.id), len(d.interceptors.id)), np.bool_)
    has_kind[d.rounds.battery, d.rounds.interceptor] = True
    feasible = np.zeros((book.cycles, len(d.batteries.id), len(tables.objects.id)), np.bool_)
    numbers.chances(
        draw, d.cycle_s, wanted, tables.objects.target_class, paths_of(book.truth.trajectories),
        fire_units(d.batteries), missile_envelope(d.interceptors), has_kind, radar_volume(d.radars), feasible,
    )  # fmt: skip
    return feasible


def _by_stand(book: Book, draw: int, wanted: Bools) -> Bools:
    """From where everybody stood at each cycle."""
    cycle_s, stands = book.tables.defence.cycle_s, book.tables.stands
    at = np.array([book.tables.stand((c + 1) * cycle_s) for c in range(book.cycles)])
    feasible = np.zeros((book.cycles, len(book.tables.defence.batteries.id), len(book.tables.objects.id)), np.bool_)
    for row in np.unique(at):
        still = replace(book, tables=replace(book.tables, defence=stands[row].defence, stands=()))
        feasible[at == row] = _opportunities(still, draw, wanted)[at == row]
    return feasible


def sequential_shots(book: Book, who: int, from_s: float) -> tuple[int, int]:
    """Shots that fit one after the other at an object on its real path: most of any battery, and that battery (-1).

    Order, reaction, flight to the meeting, assessment, next order; the best missile type each time; magazines full.
    First draw. This is the geometry's answer, not the fight's: nothing else competes for channels.
    """
    tables, d, paths = book.tables, book.tables.defence, paths_of(book.truth.trajectories)
    sites, reach, volume = fire_units(d.batteries), missile_envelope(d.interceptors), radar_volume(d.radars)
    target_class = int(tables.objects.target_class[who])
    best, where = 0, -1
    for battery in range(len(d.batteries.id)):
        now_s, shots = from_s, 0
        kinds = np.unique(d.rounds.interceptor[d.rounds.battery == battery])
        while shots < MOST_SHOTS:
            arrivals = [
                numbers.meeting(now_s, 0, 0, who, target_class, battery, int(k), paths, sites, reach, volume)
                for k in kinds
            ]
            arrival_s = min(arrivals, default=np.inf)
            if not np.isfinite(arrival_s):
                # out of reach or sight now; it may come into it
                now_s += d.cycle_s
                if now_s >= paths.plan_end_s[0, who]:
                    break
                continue
            shots += 1
            now_s = arrival_s + float(d.batteries.assessment_delay_s[0, battery])
        if shots > best:
            best, where = shots, battery
    return best, where
