"""Compile every kernel once and keep it: plays two shipped scenarios (``make setup`` calls it as a module).

With the word ``rooms`` it is the helper of a cold start (``simulation.cold_start``): it calls the command's rooms, from
tracking on, with the tables of the test kit, whose stand-ins for flight and radar models need no kernels of their own.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

import gbad
from gbad.simulation.cold_start import company

SCENARIOS = ("one-aircraft", "ankara-2019")


def main() -> None:
    """Play each scenario once; kernels that they call are then in numba's cache."""
    start = time.perf_counter()
    with company():
        for scenario in SCENARIOS:
            gbad.run(scenario, seed=0)
    print(f"setup: kernels are compiled ({time.perf_counter() - start:.0f} s)", file=sys.stderr)


def rooms() -> None:
    """Compile the kernels of the command's rooms, in the order in which a run comes to them."""
    from gbad import identification, network, sensing, threat_evaluation, tracking
    from gbad import weapon_assignment as weapons
    from gbad.recorder.book import Book
    from gbad.simulation.spine import Batch, pointing, whole_truth
    from gbad.testing.small import one_plot, small_tables

    tables, trajectories = small_tables()
    defence = tables.defence
    batch = Batch(seed=0, run_number=np.zeros(1, np.int64), draw_of_run=np.zeros(1, np.int64))
    draw, run_number = batch.draw_of_run, batch.run_number
    trackers = tracking.start(defence, draw, 1, batch.track_slots)
    reports = tracking.update(trackers, defence, one_plot(), np.zeros(1, np.int64), 1.0)
    net = network.start(defence, draw, run_number, batch.seed, batch.picture_slots, batch.queue)
    network.send(net, defence, reports)
    picture = network.share(net, defence, 0.0)
    pointing(trackers, None, net, defence, picture, 0.0)
    identities = identification.identify(
        identification.start(defence, draw, run_number, batch.seed, batch.picture_slots), defence, draw, picture, 0.0
    )
    threats = threat_evaluation.rank(defence, draw, picture, identities, 0.0)
    ledger = weapons.start(defence, run_number)
    orders, gates = weapons.assign(
        ledger, defence, draw, [weapons.load_policy("urgent-first", Path())], picture, threats, 0.0
    )
    truth = whole_truth(tables, trajectories, draw)
    seen = sensing.sightings(sensing.start(tables, truth, run_number, batch.seed), tables, truth, 0.0)
    ends = threat_evaluation.foretold(defence, picture, threats)
    book = Book.open(tables, truth, batch)
    book.note_cycle(0.0, seen, picture, identities, threats, ends, orders, gates, ledger)


if __name__ == "__main__":
    rooms() if sys.argv[1:] == ["rooms"] else main()
